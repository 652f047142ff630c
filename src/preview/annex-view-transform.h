/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No more than twenty times its own size: what is there is seen by then. */
#define ANNEX_VIEW_MAX_ZOOM 20.0

/**
 * AnnexViewState:
 * @fit: the whole picture is shown, never larger than its own pixels; @zoom follows
 * @zoom: device pixels for each pixel of the picture
 * @turns: quarter turns clockwise, 0 to 3
 * @mirrored: left and right are exchanged, before it is turned
 * @x: point in the middle of the view, from 0 at the left edge of what is drawn to 1 at its right
 * @y: the same from top to bottom
 *
 * How an agent looks at a picture; it holds in a view of any size.
 */
typedef struct
{
  gboolean fit;
  double   zoom;
  guint    turns;
  gboolean mirrored;
  double   x;
  double   y;
} AnnexViewState;

#define ANNEX_VIEW_STATE_INIT { .fit = TRUE, .zoom = 1, .x = 0.5, .y = 0.5 }

double annex_view_step_zoom (double zoom,
                             int    direction);

/* Where a picture lies in a view. All lengths are device pixels; the picture's own pixels are measured before it is
 * mirrored and turned. */
typedef struct _AnnexViewTransform AnnexViewTransform;

AnnexViewTransform   *annex_view_transform_new (void);
void                  annex_view_transform_free (AnnexViewTransform *self);
void                  annex_view_transform_set_picture (AnnexViewTransform *self,
                                                        double              width,
                                                        double              height);
void                  annex_view_transform_set_view (AnnexViewTransform *self,
                                                     double              width,
                                                     double              height);
gboolean              annex_view_transform_is_valid (AnnexViewTransform *self);
const AnnexViewState *annex_view_transform_get_state (AnnexViewTransform *self);
const AnnexViewState *annex_view_transform_get_chosen (AnnexViewTransform *self);
void                  annex_view_transform_set_state (AnnexViewTransform   *self,
                                                      const AnnexViewState *state);
double                annex_view_transform_get_fit_zoom (AnnexViewTransform *self);
gboolean              annex_view_transform_is_whole (AnnexViewTransform *self);
void                  annex_view_transform_fit (AnnexViewTransform *self);
void                  annex_view_transform_zoom (AnnexViewTransform *self,
                                                 double              zoom,
                                                 double              x,
                                                 double              y);
double                annex_view_transform_get_next_zoom (AnnexViewTransform *self,
                                                          int                 direction);
void                  annex_view_transform_pan (AnnexViewTransform *self,
                                                double              dx,
                                                double              dy);
void                  annex_view_transform_turn (AnnexViewTransform *self,
                                                 int                 quarters);
void                  annex_view_transform_mirror (AnnexViewTransform *self);
void                  annex_view_transform_get_rect (AnnexViewTransform *self,
                                                     double             *x,
                                                     double             *y,
                                                     double             *width,
                                                     double             *height);
void                  annex_view_transform_to_picture (AnnexViewTransform *self,
                                                       double              x,
                                                       double              y,
                                                       double             *picture_x,
                                                       double             *picture_y);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexViewTransform, annex_view_transform_free)

G_END_DECLS
