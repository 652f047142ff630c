/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pixel-grid.h"

#include <math.h>

/**
 * annex_pixel_grid_get_scale:
 * @widget: a widget
 *
 * Returns: device pixels per logical pixel
 */
double
annex_pixel_grid_get_scale (GtkWidget *widget)
{
  GtkNative  *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface) : gtk_widget_get_scale_factor (widget);
}

/**
 * annex_pixel_grid_snap:
 * @widget: the widget that draws
 * @rect: (inout): a rectangle in logical pixels; moved and resized to whole device pixels
 * @width: (out): its width in device pixels, at least 1
 * @height: (out): its height in device pixels, at least 1
 */
void
annex_pixel_grid_snap (GtkWidget       *widget,
                       graphene_rect_t *rect,
                       guint           *width,
                       guint           *height)
{
  double scale = annex_pixel_grid_get_scale (widget);

  *width = MAX (1, (guint) lround (rect->size.width * scale));
  *height = MAX (1, (guint) lround (rect->size.height * scale));
  graphene_rect_init (rect,
                      (float) (floor (rect->origin.x * scale) / scale),
                      (float) (floor (rect->origin.y * scale) / scale),
                      (float) (*width / scale),
                      (float) (*height / scale));
}
