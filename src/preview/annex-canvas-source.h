/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas-drawing.h"
#include "annex-page-cache.h"
#include "annex-view-transform.h"

G_BEGIN_DECLS

/* Where a canvas has its pixels from: a drawing of the whole picture, or of a part that is looked at closely where the
 * whole would be too large, or frames of a picture that moves. What is there is used until what is sharper is drawn. The
 * signal `changed` says that there is something else to draw, and `ended` that a moving picture has stopped by itself. */
#define ANNEX_TYPE_CANVAS_SOURCE (annex_canvas_source_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCanvasSource, annex_canvas_source, ANNEX, CANVAS_SOURCE, GObject)

AnnexCanvasSource *annex_canvas_source_new (void);
void               annex_canvas_source_set_cache (AnnexCanvasSource *self,
                                                  AnnexPageCache    *cache);
gboolean           annex_canvas_source_is_moving (AnnexCanvasSource *self);
guint              annex_canvas_source_get_frame (AnnexCanvasSource *self);
void               annex_canvas_source_set_playing (AnnexCanvasSource *self,
                                                    gboolean           playing);
void               annex_canvas_source_unsettle (AnnexCanvasSource *self);
void               annex_canvas_source_fill (AnnexCanvasSource  *self,
                                             AnnexViewTransform *transform,
                                             AnnexCanvasDrawing *drawing);
const GError      *annex_canvas_source_get_error (AnnexCanvasSource *self);
void               annex_canvas_source_retry (AnnexCanvasSource *self);
void               annex_canvas_source_fill_closer (AnnexCanvasSource  *self,
                                                    AnnexCanvasDrawing *drawing);
void               annex_canvas_source_drop_closer (AnnexCanvasSource *self);

G_END_DECLS
