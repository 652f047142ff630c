/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* Where a picture lies and how far it is scrolled are two names for the same: the scroll bars of a canvas. */
typedef struct _AnnexCanvasAdjustments AnnexCanvasAdjustments;

AnnexCanvasAdjustments *annex_canvas_adjustments_new (AnnexCanvas *canvas);
void                    annex_canvas_adjustments_free (AnnexCanvasAdjustments *self);
GtkAdjustment          *annex_canvas_adjustments_get (AnnexCanvasAdjustments *self,
                                                      GtkOrientation          orientation);
void                    annex_canvas_adjustments_set (AnnexCanvasAdjustments *self,
                                                      GtkOrientation          orientation,
                                                      GtkAdjustment          *adjustment);
void                    annex_canvas_adjustments_follow (AnnexCanvasAdjustments *self);

G_END_DECLS
