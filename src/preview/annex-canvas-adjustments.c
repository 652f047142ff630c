/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-adjustments.h"

#include "annex-canvas-actions.h"
#include "annex-pixel-grid.h"

struct _AnnexCanvasAdjustments
{
  AnnexCanvas   *canvas;    /* (unowned) owns this */
  GtkAdjustment *across;    /* (owned) (nullable) scrolls to the right */
  GtkAdjustment *down;      /* (owned) (nullable) */
  gboolean       following; /* they follow the picture, and not the other way round */
};

static GtkAdjustment **
locate (AnnexCanvasAdjustments *self,
        GtkOrientation          orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? &self->across : &self->down;
}

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

/* Moves the picture to where the scroll bars are. */
static void
on_value_changed (AnnexCanvasAdjustments *self)
{
  AnnexViewTransform *transform = annex_canvas_get_transform (self->canvas);
  double              scale = annex_pixel_grid_get_scale (GTK_WIDGET (self->canvas));
  double              x, y, width, height;

  if (self->following || self->across == NULL || self->down == NULL || !annex_view_transform_is_valid (transform))
    return;

  annex_view_transform_get_rect (transform, &x, &y, &width, &height);
  annex_view_transform_pan (transform, -gtk_adjustment_get_value (self->across) * scale - x, -gtk_adjustment_get_value (self->down) * scale - y);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

static void
drop (AnnexCanvasAdjustments *self,
      GtkAdjustment         **location)
{
  if (*location != NULL)
    g_signal_handlers_disconnect_by_func (*location, on_value_changed, self);
  g_clear_object (location);
}

/**
 * annex_canvas_adjustments_new:
 * @canvas: a canvas, which outlives them
 *
 * Returns: (transfer full): its scroll bars, of which there are none yet
 */
AnnexCanvasAdjustments *
annex_canvas_adjustments_new (AnnexCanvas *canvas)
{
  AnnexCanvasAdjustments *self = g_new0 (AnnexCanvasAdjustments, 1);

  self->canvas = canvas;

  return self;
}

/**
 * annex_canvas_adjustments_free:
 * @self: (transfer full): the scroll bars of a canvas
 */
void
annex_canvas_adjustments_free (AnnexCanvasAdjustments *self)
{
  drop (self, &self->across);
  drop (self, &self->down);
  g_free (self);
}

/**
 * annex_canvas_adjustments_get:
 * @self: the scroll bars of a canvas
 * @orientation: which of them
 *
 * Returns: (transfer none) (nullable): it
 */
GtkAdjustment *
annex_canvas_adjustments_get (AnnexCanvasAdjustments *self,
                              GtkOrientation          orientation)
{
  return *locate (self, orientation);
}

/**
 * annex_canvas_adjustments_set:
 * @self: the scroll bars of a canvas
 * @orientation: which of them
 * @adjustment: (nullable): what it is to be from now on; %NULL for one that nobody sees
 */
void
annex_canvas_adjustments_set (AnnexCanvasAdjustments *self,
                              GtkOrientation          orientation,
                              GtkAdjustment          *adjustment)
{
  GtkAdjustment **location = locate (self, orientation);

  if (*location == adjustment && adjustment != NULL)
    return;

  drop (self, location);
  *location = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (*location, "value-changed", G_CALLBACK (on_value_changed), self);
  annex_canvas_adjustments_follow (self);
}

/**
 * annex_canvas_adjustments_follow:
 * @self: the scroll bars of a canvas
 *
 * Moves the scroll bars to where the picture is.
 */
void
annex_canvas_adjustments_follow (AnnexCanvasAdjustments *self)
{
  GtkWidget          *widget = GTK_WIDGET (self->canvas);
  AnnexViewTransform *transform = annex_canvas_get_transform (self->canvas);
  double              scale = annex_pixel_grid_get_scale (widget);
  double              x = 0, y = 0, width = 0, height = 0;

  if (annex_view_transform_is_valid (transform))
    annex_view_transform_get_rect (transform, &x, &y, &width, &height);

  self->following = TRUE;
  configure (self->across, x / scale, width / scale, gtk_widget_get_width (widget));
  configure (self->down, y / scale, height / scale, gtk_widget_get_height (widget));
  self->following = FALSE;
}
