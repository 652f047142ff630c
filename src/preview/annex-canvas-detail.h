/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas-drawing.h"
#include "annex-document.h"

G_BEGIN_DECLS

/* The part of a picture or page that is looked at closely, with some of what is around it: one is held, and at most one is being
 * drawn. It is used while it is sharp enough, and replaced before what is looked at leaves it. The signal `changed` says
 * that there is another one, or that it could not be drawn. */
#define ANNEX_TYPE_CANVAS_DETAIL (annex_canvas_detail_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCanvasDetail, annex_canvas_detail, ANNEX, CANVAS_DETAIL, GObject)

AnnexCanvasDetail     *annex_canvas_detail_new (AnnexDocument *document,
                                                guint          page);
void                   annex_canvas_detail_want (AnnexCanvasDetail     *self,
                                                 guint                  full_width,
                                                 guint                  full_height,
                                                 const graphene_rect_t *visible);
void                   annex_canvas_detail_drop (AnnexCanvasDetail *self);
const AnnexCanvasPart *annex_canvas_detail_get_part (AnnexCanvasDetail *self);
const GError          *annex_canvas_detail_get_error (AnnexCanvasDetail *self);
void                   annex_canvas_detail_retry (AnnexCanvasDetail *self);
gboolean               annex_canvas_detail_covers (AnnexCanvasDetail     *self,
                                                   const graphene_rect_t *visible);

G_END_DECLS
