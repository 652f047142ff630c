/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-surface.h"

#include "annex-decoder-protocol.h"

#include <math.h>

/**
 * annex_page_surface_new:
 * @texture: what was drawn
 *
 * Returns: (transfer full): a copy of its pixels, or a surface in an error state when memory is short
 */
cairo_surface_t *
annex_page_surface_new (GdkTexture *texture)
{
  cairo_surface_t *surface;

  g_return_val_if_fail (GDK_IS_TEXTURE (texture), NULL);

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      gdk_texture_download (texture, cairo_image_surface_get_data (surface), (gsize) cairo_image_surface_get_stride (surface));
      cairo_surface_mark_dirty (surface);
    }

  return surface;
}

/**
 * annex_page_surface_new_on_white:
 * @texture: what was drawn
 *
 * Paper is white: what is transparent, if anything is, shows it.
 *
 * Returns: (transfer full): a copy of its pixels without transparency, or a surface in an error state when memory is short
 */
cairo_surface_t *
annex_page_surface_new_on_white (GdkTexture *texture)
{
  cairo_surface_t *drawn = annex_page_surface_new (texture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  cairo_t         *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_surface (cr, drawn, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (drawn);

  return surface;
}

/**
 * annex_page_surface_limit:
 * @max_pixels: how many pixels there may be
 * @width: (inout): pixels
 * @height: (inout): pixels
 *
 * Makes a drawing smaller, in proportion, until it has no more pixels than allowed, and no side longer than a decoder draws.
 * Both are whole numbers then, and at least 1.
 */
void
annex_page_surface_limit (double  max_pixels,
                          double *width,
                          double *height)
{
  double limit = MIN (max_pixels, ANNEX_DECODER_MAX_RASTER_PIXELS);
  double scale = MIN (sqrt (limit / (*width * *height)), ANNEX_DECODER_MAX_SIDE / MAX (*width, *height));

  scale = MIN (scale, 1);
  *width = MAX (floor (*width * scale), 1);
  *height = MAX (floor (*height * scale), 1);
}
