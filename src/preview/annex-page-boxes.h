/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-place.h"
#include "annex-page-view.h"

G_BEGIN_DECLS

/**
 * AnnexPageBoxes:
 * @snapshot: (unowned): what to draw on
 * @place: where the page lies
 * @seen: what of it can be seen
 * @area: how much more may be covered, in square pixels
 * @n_left: how many more boxes may be drawn
 *
 * Boxes over a page. Where text is was said by a decoder; however many boxes that makes, and however large, drawing them
 * costs little more than covering the page a few times.
 */
typedef struct
{
  GtkSnapshot    *snapshot;
  AnnexPagePlace  place;
  graphene_rect_t seen;
  float           area;
  guint           n_left;
} AnnexPageBoxes;

void     annex_page_boxes_init (AnnexPageBoxes *self,
                                AnnexPageView  *view,
                                guint           page,
                                GtkSnapshot    *snapshot);
gboolean annex_page_boxes_append (AnnexPageBoxes        *self,
                                  const graphene_rect_t *box,
                                  const GdkRGBA         *colour);
gboolean annex_page_boxes_append_all (AnnexPageBoxes *self,
                                      GArray         *boxes,
                                      const GdkRGBA  *colour);

G_END_DECLS
