/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Memory of the viewer's making that a decoder draws one page into. */
typedef struct _AnnexPageBuffer AnnexPageBuffer;

AnnexPageBuffer *annex_page_buffer_new (guint    width,
                                        guint    height,
                                        GError **error);
void             annex_page_buffer_free (AnnexPageBuffer *self);
int              annex_page_buffer_get_fd (AnnexPageBuffer *self);
GdkTexture      *annex_page_buffer_to_texture (AnnexPageBuffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPageBuffer, annex_page_buffer_free)

G_END_DECLS
