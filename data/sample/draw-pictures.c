/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Draws the pictures that are no photographs: draw-pictures signature|screenshot|lamp FILE. */

#include "paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#define LAMP_WIDTH 480
#define LAMP_HEIGHT 400
#define N_FRAMES 20

typedef gboolean (*DrawFunc) (const char *path);

static gboolean
write_png (cairo_surface_t *surface,
           const char      *path)
{
  gboolean written = cairo_surface_write_to_png (surface, path) == CAIRO_STATUS_SUCCESS;

  cairo_surface_destroy (surface);

  return written;
}

/* Ink on nothing: everything around the strokes is transparent. */
static gboolean
draw_signature (const char *path)
{
  static const double strokes[][8] = {
    { 96, 262, 120, 120, 176, 40, 170, 190 },
    { 170, 190, 166, 250, 236, 30, 250, 90 },
    { 250, 90, 258, 170, 226, 260, 262, 252 },
    { 262, 252, 300, 236, 296, 176, 328, 180 },
    { 328, 180, 300, 186, 286, 246, 320, 240 },
    { 320, 240, 344, 232, 342, 180, 352, 182 },
    { 352, 182, 344, 232, 356, 250, 376, 224 },
    { 376, 224, 388, 196, 386, 176, 404, 182 },
    { 404, 182, 420, 190, 398, 240, 420, 238 },
    { 420, 238, 440, 232, 438, 190, 446, 184 },
    { 446, 184, 438, 236, 446, 246, 464, 226 },
    { 464, 226, 486, 178, 520, 172, 500, 204 },
    { 500, 204, 470, 246, 500, 250, 530, 222 },
    { 530, 222, 552, 240, 600, 120, 676, 92 },
    { 676, 92, 590, 108, 560, 176, 640, 196 },
    { 640, 196, 716, 222, 620, 300, 566, 268 },
    { 566, 268, 660, 236, 790, 240, 872, 214 },
  };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 960, 380);
  cairo_t         *cr = cairo_create (surface);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (gsize i = 0; i < G_N_ELEMENTS (strokes); i++)
    {
      const double *stroke = strokes[i];

      cairo_set_source_rgba (cr, 0.07, 0.13, 0.42, 0.93);
      cairo_set_line_width (cr, 6.5 + 3.0 * sin ((double) i * 1.7));
      cairo_move_to (cr, stroke[0], stroke[1]);
      cairo_curve_to (cr, stroke[2], stroke[3], stroke[4], stroke[5], stroke[6], stroke[7]);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
  cairo_arc (cr, 482, 138, 6, 0, 2 * G_PI);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 912, 206, 5, 0, 2 * G_PI);
  cairo_fill (cr);
  /* A blot that lets through what is below it */
  cairo_set_source_rgba (cr, 0.07, 0.13, 0.42, 0.22);
  cairo_arc (cr, 770, 292, 26, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);

  return write_png (surface, path);
}

static void
paint_invoice_rows (cairo_t *cr)
{
  static const char *const rows[][3] = {
    { "Desk lamp “Sonnenfleck”, brass", "1", "129,00 €" },
    { "Replacement shade, opal glass", "2", "49,80 €" },
    { "LED bulb E27, 2700 K, dimmable", "3", "26,70 €" },
    { "Shipping with insurance", "1", "9,90 €" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double y = 560 + 62 * (double) i;

      cairo_set_source_rgb (cr, 0.15, 0.15, 0.17);
      paint_text (cr, 90, y, 0, "DejaVu Sans 21", rows[i][0]);
      paint_right (cr, 810, y, "DejaVu Sans 21", rows[i][1]);
      paint_right (cr, 990, y, "DejaVu Sans 21", rows[i][2]);
      cairo_set_source_rgb (cr, 0.85, 0.85, 0.87);
      cairo_rectangle (cr, 90, y + 46, 900, 2);
      cairo_fill (cr);
    }
}

/* An invoice on the screen of a telephone. */
static gboolean
draw_screenshot (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1080, 1500);
  cairo_t         *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.11, 0.12, 0.15);
  cairo_rectangle (cr, 0, 0, 1080, 84);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  paint_text (cr, 40, 24, 0, "DejaVu Sans Bold 22", "10:52");
  paint_right (cr, 1040, 24, "DejaVu Sans 22", "LTE  71 %");
  cairo_set_source_rgb (cr, 0.93, 0.60, 0.10);
  cairo_arc (cr, 140, 210, 50, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.17);
  paint_text (cr, 216, 176, 0, "DejaVu Sans Bold 34", "Sonnenfleck Leuchten");
  paint_text (cr, 90, 330, 0, "DejaVu Sans Bold 44", "Invoice 2026-114-22907");
  paint_text (cr, 90, 420, 0, "DejaVu Sans 21", "Maria S. · Ahornweg 7 · 04109 Leipzig\n9 January 2026");
  paint_invoice_rows (cr);
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.17);
  paint_text (cr, 90, 850, 0, "DejaVu Sans Bold 28", "Total, 19 % VAT included");
  paint_right (cr, 990, 850, "DejaVu Sans Bold 28", "215,40 €");
  cairo_set_source_rgb (cr, 0.13, 0.48, 0.28);
  cairo_rectangle (cr, 90, 950, 900, 96);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  paint_text (cr, 130, 978, 0, "DejaVu Sans Bold 26", "Paid on 9 January 2026");
  cairo_destroy (cr);

  return write_png (surface, path);
}

static void
paint_glow (cairo_t *cr,
            double   power)
{
  cairo_pattern_t *glow = cairo_pattern_create_radial (246, 176, 8, 246, 250, 235);

  cairo_pattern_add_color_stop_rgba (glow, 0, 1.0, 0.93, 0.66, 0.92 * power);
  cairo_pattern_add_color_stop_rgba (glow, 0.3, 1.0, 0.82, 0.45, 0.45 * power);
  cairo_pattern_add_color_stop_rgba (glow, 1, 1.0, 0.75, 0.35, 0);
  cairo_move_to (cr, 190, 168);
  cairo_line_to (cr, 302, 168);
  cairo_line_to (cr, 440, LAMP_HEIGHT - 52);
  cairo_line_to (cr, 52, LAMP_HEIGHT - 52);
  cairo_close_path (cr);
  cairo_set_source (cr, glow);
  cairo_fill (cr);
  cairo_pattern_destroy (glow);
}

static void
paint_lamp (cairo_t *cr,
            double   power)
{
  cairo_set_source_rgb (cr, 0.12 + 0.10 * power, 0.13 + 0.085 * power, 0.17 + 0.05 * power);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.20 + 0.22 * power, 0.13 + 0.13 * power, 0.09 + 0.06 * power);
  cairo_rectangle (cr, 0, LAMP_HEIGHT - 72, LAMP_WIDTH, 72);
  cairo_fill (cr);
  paint_glow (cr, power);

  cairo_set_source_rgb (cr, 0.58, 0.44, 0.19);
  cairo_set_line_width (cr, 10);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, 372, LAMP_HEIGHT - 62);
  cairo_line_to (cr, 390, 214);
  cairo_line_to (cr, 262, 92);
  cairo_stroke (cr);
  cairo_save (cr);
  cairo_translate (cr, 372, LAMP_HEIGHT - 56);
  cairo_scale (cr, 1, 0.26);
  cairo_arc (cr, 0, 0, 62, 0, 2 * G_PI);
  cairo_restore (cr);
  cairo_fill (cr);

  cairo_set_source_rgb (cr, 0.16 + 0.20 * power, 0.30 + 0.14 * power, 0.27 + 0.08 * power);
  cairo_move_to (cr, 226, 84);
  cairo_curve_to (cr, 190, 100, 176, 140, 172, 172);
  cairo_line_to (cr, 320, 172);
  cairo_curve_to (cr, 316, 140, 302, 100, 268, 84);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.35 + 0.65 * power, 0.33 + 0.60 * power, 0.28 + 0.42 * power);
  cairo_arc (cr, 246, 174, 21, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* The lamp works for a while, then it goes on and off. */
static int
get_delay (int frame)
{
  return frame == 0 ? 900 : 60 + 50 * (frame * 7 % 5);
}

static double
get_power (int frame)
{
  static const double powers[N_FRAMES] = { 1, 0.25, 0.9, 0.1, 1, 0.6, 0, 0.75, 0.05, 1, 0.95, 0, 0, 0.5, 0.1, 0.85, 0, 0, 0.3, 0.7 };

  return powers[frame];
}

static VipsImage *
make_film (cairo_surface_t *surface)
{
  int        delays[N_FRAMES];
  gsize      length = (gsize) cairo_image_surface_get_stride (surface) * LAMP_HEIGHT * N_FRAMES;
  VipsImage *stored = vips_image_new_from_memory (cairo_image_surface_get_data (surface), length, LAMP_WIDTH, LAMP_HEIGHT * N_FRAMES, 4, VIPS_FORMAT_UCHAR);
  VipsImage *swapped[3] = { NULL, NULL, NULL };
  VipsImage *film = NULL;

  for (int i = 0; i < N_FRAMES; i++)
    delays[i] = get_delay (i);
  /* Cairo has blue first. */
  if (vips_extract_band (stored, &swapped[0], 2, NULL) == 0 && vips_extract_band (stored, &swapped[1], 1, NULL) == 0 && vips_extract_band (stored, &swapped[2], 0, NULL) == 0 && vips_bandjoin (swapped, &film, 3, NULL) == 0)
    {
      vips_image_set_int (film, VIPS_META_PAGE_HEIGHT, LAMP_HEIGHT);
      vips_image_set_array_int (film, "delay", delays, N_FRAMES);
      vips_image_set_int (film, "loop", 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (swapped); i++)
    g_clear_object (&swapped[i]);
  g_object_unref (stored);

  return film;
}

static gboolean
draw_lamp (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, LAMP_WIDTH, LAMP_HEIGHT * N_FRAMES);
  VipsImage       *film;
  gboolean         written;

  for (int i = 0; i < N_FRAMES; i++)
    {
      cairo_surface_t *frame = cairo_surface_create_for_rectangle (surface, 0, LAMP_HEIGHT * i, LAMP_WIDTH, LAMP_HEIGHT);
      cairo_t         *cr = cairo_create (frame);

      paint_lamp (cr, get_power (i));
      cairo_destroy (cr);
      cairo_surface_destroy (frame);
    }
  cairo_surface_flush (surface);
  film = make_film (surface);
  written = film != NULL && vips_gifsave (film, path, "effort", 4, NULL) == 0;
  g_clear_object (&film);
  cairo_surface_destroy (surface);

  return written;
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    DrawFunc    draw;
  } pictures[] = { { "signature", draw_signature }, { "screenshot", draw_screenshot }, { "lamp", draw_lamp } };
  gboolean drawn = FALSE;

  if (argc != 3 || VIPS_INIT (argv[0]) != 0)
    return EXIT_FAILURE;

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      if (strcmp (pictures[i].name, argv[1]) == 0)
        drawn = pictures[i].draw (argv[2]);
    }
  if (!drawn)
    fprintf (stderr, "%s", vips_error_buffer ());
  vips_shutdown ();

  return drawn ? EXIT_SUCCESS : EXIT_FAILURE;
}
