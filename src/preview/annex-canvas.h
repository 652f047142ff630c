/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Draws one picture, fitted to the space there is and never enlarged beyond its own pixels. Notifies `error`. */
#define ANNEX_TYPE_CANVAS (annex_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCanvas, annex_canvas, ANNEX, CANVAS, GtkWidget)

GtkWidget     *annex_canvas_new (void);
void           annex_canvas_set_document (AnnexCanvas   *self,
                                          AnnexDocument *document);
AnnexDocument *annex_canvas_get_document (AnnexCanvas *self);
const GError  *annex_canvas_get_error (AnnexCanvas *self);
gboolean       annex_canvas_is_drawn (AnnexCanvas *self);

G_END_DECLS
