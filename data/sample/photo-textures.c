/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is written on the things of the doorstep. */

#include "paint.h"
#include "photo-scene.h"

static cairo_t *
begin_texture (Texture *texture,
               int      width,
               int      height)
{
  cairo_t *cr;

  texture->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  texture->width = width;
  texture->height = height;
  texture->stride = cairo_image_surface_get_stride (texture->surface);
  cr = cairo_create (texture->surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.08, 0.08, 0.09);

  return cr;
}

static void
end_texture (Texture *texture,
             cairo_t *cr)
{
  cairo_destroy (cr);
  cairo_surface_flush (texture->surface);
  texture->pixels = cairo_image_surface_get_data (texture->surface);
}

static void
draw_bars (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height)
{
  double at = x;

  for (int i = 0; at < x + width; i++)
    {
      double bar = 3.0 * (double) (1 + hash (i, 1, 7) % 3);

      cairo_rectangle (cr, at, y, bar, height);
      at += bar + 3.0 * (double) (1 + hash (i, 2, 7) % 3);
    }
  cairo_fill (cr);
}

static void
draw_label (Texture *texture)
{
  cairo_t *cr = begin_texture (texture, 760, 520);

  cairo_set_line_width (cr, 5);
  cairo_rectangle (cr, 12, 12, 736, 496);
  cairo_stroke (cr);
  cairo_rectangle (cr, 12, 12, 736, 86);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  paint_text (cr, 36, 24, 0, "DejaVu Sans Bold 34", "EILPOST  24");
  cairo_set_source_rgb (cr, 0.08, 0.08, 0.09);
  paint_text (cr, 36, 112, 0, "DejaVu Sans 17", "An / To");
  paint_text (cr, 36, 142, 0, "DejaVu Sans Bold 27", "Maria S.\nAhornweg 7\n04109 Leipzig");
  paint_text (cr, 470, 112, 0, "DejaVu Sans 17", "Von / From\nSonnenfleck Leuchten\nLager 3, Tor 12\n28195 Bremen");
  cairo_rectangle (cr, 12, 298, 736, 4);
  cairo_fill (cr);
  draw_bars (cr, 50, 322, 650, 120);
  paint_text (cr, 190, 448, 0, "DejaVu Sans Mono 26", "JJD 0026 1142 2907");
  end_texture (texture, cr);
}

static void
draw_stamp (Texture *texture)
{
  cairo_t *cr = begin_texture (texture, 720, 330);

  cairo_set_source_rgb (cr, 0.75, 0.10, 0.08);
  cairo_set_line_width (cr, 14);
  cairo_rectangle (cr, 20, 20, 680, 290);
  cairo_stroke (cr);
  paint_text (cr, 62, 28, 0, "DejaVu Sans Bold 92", "FRAGILE");
  paint_text (cr, 66, 176, 0, "DejaVu Sans Bold 56", "Vorsicht Glas");
  end_texture (texture, cr);
}

static void
draw_mat (Texture *texture)
{
  cairo_t *cr = begin_texture (texture, 1376, 992);

  cairo_set_line_width (cr, 26);
  cairo_rectangle (cr, 48, 48, 1280, 896);
  cairo_stroke (cr);
  paint_text (cr, 130, 640, 0, "DejaVu Serif Bold 132", "Willkommen");
  end_texture (texture, cr);
}

void
scene_init (Scene *scene)
{
  draw_label (&scene->label);
  draw_stamp (&scene->stamp);
  draw_mat (&scene->mat);
}

void
scene_clear (Scene *scene)
{
  cairo_surface_destroy (scene->label.surface);
  cairo_surface_destroy (scene->stamp.surface);
  cairo_surface_destroy (scene->mat.surface);
}
