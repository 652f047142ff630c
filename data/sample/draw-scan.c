/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Scans a receipt on a flatbed that has seen better days: draw-scan FILE. */

#include "paint.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <vips/vips.h>

#define WIDTH 1654
#define HEIGHT 2339
#define N_PAGES 2
#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.89

static void
paint_table (cairo_t *cr)
{
  static const char *const rows[][3] = {
    { "卓上ランプ「陽だまり」 真鍮", "1", "¥ 19,800" },
    { "交換用シェード（乳白ガラス）", "2", "¥  7,600" },
    { "LED電球 E26 2700K", "3", "¥  4,050" },
    { "送料・保険料", "1", "¥  1,500" },
  };

  cairo_set_line_width (cr, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double y = 980 + 96 * (double) i;

      paint_text (cr, 180, y, 0, "Sans 30", rows[i][0]);
      paint_right (cr, 1130, y, "Sans 30", rows[i][1]);
      paint_right (cr, 1480, y, "Sans 30", rows[i][2]);
      cairo_move_to (cr, 160, y + 72);
      cairo_line_to (cr, 1500, y + 72);
      cairo_stroke (cr);
    }
}

static void
paint_seal (cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, 1290, 690);
  cairo_rotate (cr, 0.09);
  cairo_set_source_rgb (cr, 0.42, 0.42, 0.44);
  cairo_set_line_width (cr, 9);
  cairo_rectangle (cr, -95, -95, 190, 190);
  cairo_stroke (cr);
  paint_text (cr, -76, -84, 0, "Sans Bold 55", "灯屋");
  paint_text (cr, -76, 0, 0, "Sans Bold 55", "之印");
  cairo_restore (cr);
}

static void
paint_receipt (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.16, 0.16, 0.17);
  paint_text (cr, 620, 210, 0, "Sans Bold 76", "領 収 書");
  paint_text (cr, 180, 430, 0, "Sans 40", "マリア・S 様");
  cairo_rectangle (cr, 170, 505, 640, 4);
  cairo_fill (cr);
  paint_text (cr, 180, 580, 0, "Sans Bold 58", "¥ 32,950 −");
  paint_text (cr, 180, 720, 0, "Sans 28", "但し 照明器具代として\n上記正に領収いたしました");
  paint_right (cr, 1480, 430, "Sans 30", "2026年1月9日   No. 22907");
  paint_table (cr);
  paint_text (cr, 180, 1420, 0, "Sans 30", "税込合計 / Total incl. tax");
  paint_right (cr, 1480, 1420, "Sans Bold 36", "¥ 32,950");
  paint_text (cr, 880, 1660, 0, "Sans 28", "灯屋 京都店\n〒604-0000 京都市中京区\n電話 075-000-0000");
  paint_seal (cr);
}

static void
paint_terms (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.20, 0.20, 0.21);
  paint_text (cr, 180, 220, 0, "Sans Bold 44", "保証書 / Warranty card");
  paint_text (cr, 180, 360, 1290, "Serif 27", "お買い上げの日から二年間、通常のご使用において生じた故障は無償で修理いたします。\n\n"
                                              "Within two years from the day of purchase, faults that come up in ordinary use are repaired free of charge. "
                                              "Please show this card together with the receipt.\n\n"
                                              "Model: Sonnenfleck T3     Serial number: 0026-1142-2907\n\n"
                                              "Not covered: damage done in transport that was not reported within seven days, bulbs, glass shades.");
  cairo_set_source_rgb (cr, 0.25, 0.25, 0.30);
  paint_text (cr, 880, 1330, 0, "DejaVu Serif Italic 40", "→ reported 12 Jan.  M.S.");
}

/* Paper lies a little askew on the glass, with the lid's shadow on one side and punched holes on the other. */
static cairo_surface_t *
lay_on_glass (int page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t         *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.55, 0.55, 0.56);
  cairo_paint (cr);
  cairo_translate (cr, WIDTH / 2.0, HEIGHT / 2.0);
  cairo_rotate (cr, page == 0 ? 0.021 : -0.013);
  cairo_translate (cr, -WIDTH / 2.0, -HEIGHT / 2.0);
  cairo_rectangle (cr, 14, 18, WIDTH - 32, HEIGHT - 30);
  cairo_set_source_rgb (cr, 0.925, 0.92, 0.905);
  cairo_fill (cr);
  if (page == 0)
    paint_receipt (cr);
  else
    paint_terms (cr);
  cairo_set_source_rgb (cr, 0.42, 0.42, 0.43);
  cairo_new_path (cr);
  cairo_arc (cr, 72, HEIGHT / 2.0 - 236, 22, 0, 2 * G_PI);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 72, HEIGHT / 2.0 + 236, 22, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
next_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;

  return *state >> 8;
}

/* What the lamp, the dust and the sensor do to it. */
static guint8 *
scan (cairo_surface_t *surface,
      int              page)
{
  const guint8 *paper = cairo_image_surface_get_data (surface);
  int           stride = cairo_image_surface_get_stride (surface);
  guint8       *pixels = g_malloc (WIDTH * HEIGHT);
  guint32       state = 20260112u + (guint32) page;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        double light = 1.0 - 0.10 * exp (-x / 90.0) - 0.16 * exp (-(WIDTH - x) / 140.0) - 0.03 * sin (y / 310.0);
        double streak = x % 547 == 211 ? 0.93 : 1.0;
        double grain = ((double) (next_random (&state) % 1000) + (double) (next_random (&state) % 1000) - 999.0) / 999.0 * 9.0;
        double value = paper[y * stride + 4 * x + 1] * light * streak + grain;

        if (next_random (&state) % 60000 == 0)
          value *= 0.45;
        pixels[y * WIDTH + x] = (guint8) CLAMP (value, 0.0, 255.0);
      }

  return pixels;
}

/* The page as the JPEG that a scanner makes of it. */
static gboolean
compress (const guint8 *pixels,
          void        **jpeg,
          size_t       *length)
{
  VipsImage *image = vips_image_new_from_memory (pixels, WIDTH * HEIGHT, WIDTH, HEIGHT, 1, VIPS_FORMAT_UCHAR);
  VipsImage *soft = NULL;
  gboolean   done = vips_gaussblur (image, &soft, 0.8, NULL) == 0 && vips_jpegsave_buffer (soft, jpeg, length, "Q", 62, "keep", VIPS_FOREIGN_KEEP_NONE, NULL) == 0;

  g_clear_object (&soft);
  g_object_unref (image);

  return done;
}

static gboolean
add_page (cairo_t *cr,
          int      page)
{
  cairo_surface_t *surface = lay_on_glass (page);
  guint8          *pixels = scan (surface, page);
  void            *jpeg = NULL;
  size_t           length = 0;
  gboolean         compressed = compress (pixels, &jpeg, &length);

  g_free (pixels);
  if (compressed)
    {
      cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_JPEG, jpeg, length, g_free, jpeg);
      cairo_save (cr);
      cairo_scale (cr, PAGE_WIDTH / WIDTH, PAGE_HEIGHT / HEIGHT);
      cairo_set_source_surface (cr, surface, 0, 0);
      cairo_paint (cr);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
  cairo_surface_destroy (surface);

  return compressed;
}

int
main (int   argc,
      char *argv[])
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  gboolean         drawn = TRUE;

  if (argc != 2 || VIPS_INIT (argv[0]) != 0)
    return EXIT_FAILURE;

  surface = cairo_pdf_surface_create (argv[1], PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-12T10:20:00+01:00");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Flatbed");
  cr = cairo_create (surface);
  for (int i = 0; i < N_PAGES && drawn; i++)
    drawn = add_page (cr, i);
  drawn = drawn && cairo_status (cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  drawn = drawn && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  vips_shutdown ();

  return drawn ? EXIT_SUCCESS : EXIT_FAILURE;
}
