/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-adjustments.h"

#include "annex-canvas-actions.h"
#include "annex-pixel-grid.h"

/* All in logical pixels. */
static void
configure (GtkAdjustment *adjustment,
           double         origin,
           double         length,
           double         room)
{
  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, -origin, MIN (0, -origin), MAX (length, room - origin), room * ANNEX_CANVAS_PAN_STEP, room * 0.9, room);
}

/**
 * annex_canvas_adjustments_follow:
 * @across: (nullable): scrolls to the right
 * @down: (nullable): scrolls down
 * @transform: where the picture lies
 * @widget: the view that it lies in
 *
 * Moves the scroll bars to where the picture is.
 */
void
annex_canvas_adjustments_follow (GtkAdjustment      *across,
                                 GtkAdjustment      *down,
                                 AnnexViewTransform *transform,
                                 GtkWidget          *widget)
{
  double scale = annex_pixel_grid_get_scale (widget);
  double x = 0, y = 0, width = 0, height = 0;

  if (annex_view_transform_is_valid (transform))
    annex_view_transform_get_rect (transform, &x, &y, &width, &height);

  configure (across, x / scale, width / scale, gtk_widget_get_width (widget));
  configure (down, y / scale, height / scale, gtk_widget_get_height (widget));
}

/**
 * annex_canvas_adjustments_lead:
 * @across: (nullable): scrolls to the right
 * @down: (nullable): scrolls down
 * @transform: where the picture lies
 * @widget: the view that it lies in
 *
 * Moves the picture to where the scroll bars are.
 */
void
annex_canvas_adjustments_lead (GtkAdjustment      *across,
                               GtkAdjustment      *down,
                               AnnexViewTransform *transform,
                               GtkWidget          *widget)
{
  double scale = annex_pixel_grid_get_scale (widget);
  double x, y, width, height;

  if (across == NULL || down == NULL || !annex_view_transform_is_valid (transform))
    return;

  annex_view_transform_get_rect (transform, &x, &y, &width, &height);
  annex_view_transform_pan (transform, -gtk_adjustment_get_value (across) * scale - x, -gtk_adjustment_get_value (down) * scale - y);
}
