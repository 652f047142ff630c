/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas-drawing.h"
#include "annex-document-view.h"
#include "annex-view-transform.h"

G_BEGIN_DECLS

/* Draws one picture, fitted to the space there is, or as close as it is looked at: zoomed, moved, turned and mirrored. It
 * is to be put into a scrolled window. Notifies `zoom` and `fit`; its actions are called `canvas.…`. */
#define ANNEX_TYPE_CANVAS (annex_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCanvas, annex_canvas, ANNEX, CANVAS, AnnexDocumentView)

GtkWidget            *annex_canvas_new (void);
GActionGroup         *annex_canvas_get_actions (AnnexCanvas *self);
double                annex_canvas_get_zoom (AnnexCanvas *self);
gboolean              annex_canvas_get_fit (AnnexCanvas *self);
guint                 annex_canvas_get_frame (AnnexCanvas *self);
const GError         *annex_canvas_get_sharpness_error (AnnexCanvas *self);
void                  annex_canvas_retry (AnnexCanvas *self);
const AnnexViewState *annex_canvas_get_state (AnnexCanvas *self);
void                  annex_canvas_set_state (AnnexCanvas          *self,
                                              const AnnexViewState *state);
void                  annex_canvas_fit (AnnexCanvas *self);
void                  annex_canvas_zoom_at (AnnexCanvas *self,
                                            double       zoom,
                                            double       x,
                                            double       y);
void                  annex_canvas_pan (AnnexCanvas *self,
                                        double       dx,
                                        double       dy);

/* For the files of the canvas itself */
typedef struct _AnnexMagnifier AnnexMagnifier;

AnnexViewTransform *annex_canvas_get_transform (AnnexCanvas *self);
AnnexMagnifier     *annex_canvas_get_magnifier (AnnexCanvas *self);
void                annex_canvas_update (AnnexCanvas *self);

G_END_DECLS
