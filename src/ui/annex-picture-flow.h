/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"
#include "annex-view-transform.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Taking a picture along: to the clipboard, or on paper. It is drawn anew, by its caged decoder. */

void        annex_picture_flow_draw_async (AnnexDocument      *document,
                                           guint               frame,
                                           guint               width,
                                           guint               height,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
GdkTexture *annex_picture_flow_draw_finish (AnnexDocument *document,
                                            GAsyncResult  *result,
                                            GError       **error);
void        annex_picture_flow_copy (GtkWidget     *widget,
                                     AnnexDocument *document,
                                     guint          frame,
                                     GCancellable  *cancellable);
void        annex_picture_flow_print (GtkWidget            *widget,
                                      AnnexDocument        *document,
                                      guint                 frame,
                                      const AnnexViewState *state,
                                      GCancellable         *cancellable);

G_END_DECLS
