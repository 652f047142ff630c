/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pixel-grid.h"

#include <math.h>

static GdkSurface *
get_surface (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);

  return native != NULL ? gtk_native_get_surface (native) : NULL;
}

/**
 * annex_pixel_grid_get_scale:
 * @widget: a widget
 *
 * Returns: device pixels per logical pixel
 */
double
annex_pixel_grid_get_scale (GtkWidget *widget)
{
  GdkSurface *surface = get_surface (widget);

  return surface != NULL ? gdk_surface_get_scale (surface) : gtk_widget_get_scale_factor (widget);
}

/* Where the widget begins in its surface, in logical pixels. */
static void
get_corner (GtkWidget *widget,
            double    *x,
            double    *y)
{
  GtkNative       *native = gtk_widget_get_native (widget);
  graphene_point_t corner = GRAPHENE_POINT_INIT_ZERO;

  *x = *y = 0;
  if (native == NULL || !gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT_ZERO, &corner))
    return;

  gtk_native_get_surface_transform (native, x, y);
  *x += corner.x;
  *y += corner.y;
}

/**
 * annex_pixel_grid_align:
 * @position: a place in a widget, in device pixels
 * @corner: where the widget begins in its surface, in logical pixels
 * @scale: device pixels per logical pixel
 *
 * With a fractional scale a widget may begin between two device pixels: what is to be sharp in it must not.
 *
 * Returns: the place in the widget nearest to @position where a device pixel begins
 */
double
annex_pixel_grid_align (double position,
                        double corner,
                        double scale)
{
  double outside = corner * scale;

  return floor (position + outside + 0.5) - outside;
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
  double x, y;

  get_corner (widget, &x, &y);
  *width = MAX (1, (guint) lround (rect->size.width * scale));
  *height = MAX (1, (guint) lround (rect->size.height * scale));
  graphene_rect_init (rect,
                      (float) (annex_pixel_grid_align (rect->origin.x * scale, x, scale) / scale),
                      (float) (annex_pixel_grid_align (rect->origin.y * scale, y, scale) / scale),
                      (float) (*width / scale),
                      (float) (*height / scale));
}
