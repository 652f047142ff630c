/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"

/* Parts of pictures and pages: that they fit together, and are what they would be in the whole. */

static GdkTexture *
draw_part_or_fail (AnnexDocument      *document,
                   guint               page,
                   guint               full_width,
                   guint               full_height,
                   const GdkRectangle *region)
{
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = fixture_draw_region (document, page, full_width, full_height, region, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, region->width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, region->height);

  return texture;
}

static guint8 *
download (GdkTexture *texture)
{
  gsize   stride = (gsize) gdk_texture_get_width (texture) * 4;
  guint8 *pixels = g_malloc (stride * (gsize) gdk_texture_get_height (texture));

  gdk_texture_download (texture, pixels, stride);

  return pixels;
}

/* How far a part is from where it lies in the whole, at most. */
static int
compare (const guint8       *whole,
         int                 whole_width,
         GdkTexture         *part,
         const GdkRectangle *region)
{
  g_autofree guint8 *pixels = download (part);
  int                worst = 0;
  int                x, y;

  for (y = 0; y < region->height; y++)
    {
      const guint8 *expected = whole + ((gsize) (region->y + y) * (gsize) whole_width + (gsize) region->x) * 4;
      const guint8 *actual = pixels + (gsize) y * (gsize) region->width * 4;

      for (x = 0; x < region->width * 4; x++)
        worst = MAX (worst, ABS (expected[x] - actual[x]));
    }

  return worst;
}

/* Draws the whole as one part, and again in parts of odd sizes. */
static void
assert_parts_fit (AnnexDocument *document,
                  guint          page,
                  int            width,
                  int            height,
                  int            tolerance)
{
  const GdkRectangle everything = { 0, 0, width, height };
  g_autoptr (GdkTexture) whole = draw_part_or_fail (document, page, (guint) width, (guint) height, &everything);
  g_autofree guint8 *pixels = download (whole);
  GdkRectangle       region;

  for (region.y = 0; region.y < height; region.y += 37)
    for (region.x = 0; region.x < width; region.x += 53)
      {
        g_autoptr (GdkTexture) part = NULL;

        region.width = MIN (53, width - region.x);
        region.height = MIN (37, height - region.y);
        part = draw_part_or_fail (document, page, (guint) width, (guint) height, &region);
        g_assert_cmpint (compare (pixels, width, part, &region), <=, tolerance);
      }
}

/* Something with detail everywhere. */
static VipsImage *
create_detail (gboolean with_alpha)
{
  g_autofree guint8 *pixels = g_malloc (SAMPLE_WIDTH * SAMPLE_HEIGHT * 4);
  g_autoptr (VipsImage) view = NULL;
  VipsImage *image = NULL;
  guint32    state = 1;
  gsize      n_bands = with_alpha ? 4 : 3;
  gsize      i;

  for (i = 0; i < SAMPLE_WIDTH * SAMPLE_HEIGHT * n_bands; i++)
    {
      state = state * 1664525u + 1013904223u;
      pixels[i] = (guint8) (state >> 24);
    }
  view = vips_image_new_from_memory_copy (pixels, SAMPLE_WIDTH * SAMPLE_HEIGHT * n_bands, SAMPLE_WIDTH, SAMPLE_HEIGHT, (int) n_bands, VIPS_FORMAT_UCHAR);
  g_assert_cmpint (vips_copy (view, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), ==, 0);

  return image;
}

/* @data: how libvips is to save it */
static void
test_parts_fit (DocumentFixture *fixture,
                gconstpointer    data)
{
  static const int sizes[][2] = { { SAMPLE_WIDTH, SAMPLE_HEIGHT }, { 61, 43 }, { 301, 199 } };
  gboolean         with_alpha = g_str_has_suffix (data, ".png");
  g_autoptr (VipsImage) image = create_detail (with_alpha);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  guint i;

  if (!sample_can_save (image, data))
    {
      g_test_skip ("nothing here writes this format");
      return;
    }
  bytes = sample_save (image, data);
  document = fixture_open_or_fail (fixture, bytes);
  g_assert_cmpint (annex_document_has_alpha (document), ==, with_alpha);
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    assert_parts_fit (document, 0, sizes[i][0], sizes[i][1], 0);
}

/* The part that is a quarter shows the corner that it should, whichever way the camera was held. */
static void
test_parts_upright (DocumentFixture *fixture,
                    gconstpointer    data)
{
  static const Colour corners[] = { { 255, 0, 0, 255 }, { 0, 255, 0, 255 }, { 0, 0, 255, 255 }, { 255, 255, 255, 255 } };
  int                 orientation;
  int                 i;

  for (orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GBytes) bytes = sample_jpeg_orientated (orientation);
      g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);

      for (i = 0; i < 4; i++)
        {
          const GdkRectangle region = { i % 2 * 300, i / 2 * 200, 300, 200 };
          g_autoptr (GdkTexture) texture = draw_part_or_fail (document, 0, 600, 400, &region);

          g_test_message ("orientation %d, quarter %d", orientation, i);
          fixture_assert_colour (texture, 150, 100, corners[i], 60);
        }
    }
}

/* A part drawn by itself is what the drawing of all of it shows there. */
static void
test_part_of_whole (DocumentFixture *fixture,
                    gconstpointer    data)
{
  g_autoptr (VipsImage) image = create_detail (FALSE);
  g_autoptr (GBytes) bytes = sample_save (image, ".png");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) whole = fixture_draw_or_fail (document, 0, 61, 43);
  g_autofree guint8 *pixels = download (whole);
  const GdkRectangle region = { 20, 10, 30, 30 };
  g_autoptr (GdkTexture) part = draw_part_or_fail (document, 0, 61, 43, &region);

  g_assert_cmpint (compare (pixels, 61, part, &region), <=, 1);
}

static void
test_part_of_page (DocumentFixture *fixture,
                   gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (3);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);

  assert_parts_fit (document, 2, 333, 177, 1);
}

static void
test_pages_of_tiff (DocumentFixture *fixture,
                    gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_animation (".tif", 100, 3, NULL, 0);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  const GdkRectangle region = { 300, 300, 60, 50 };
  guint8             rgb[3];
  guint              i;

  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 3);
  g_assert_cmpuint (annex_document_get_n_frames (document), ==, 1);
  g_assert_false (annex_document_is_picture (document));
  for (i = 3; i-- > 0;)
    {
      g_autoptr (GdkTexture) whole = NULL;
      g_autoptr (GdkTexture) part = NULL;

      /* 200 dots an inch across, 100 down */
      fixture_assert_size (document, i, 36, 72);
      whole = fixture_draw_or_fail (document, i, 72, 144);
      part = draw_part_or_fail (document, i, 400, 800, &region);
      sample_get_colour ((int) i, rgb);
      fixture_assert_colour (whole, 70, 140, (Colour) { rgb[0], rgb[1], rgb[2], 255 }, 0);
      fixture_assert_colour (part, 5, 5, (Colour) { rgb[0], rgb[1], rgb[2], 255 }, 0);
    }
}

/* As large as telephones make them: fitted, and a corner of it as it is. */
static void
test_108_megapixels (DocumentFixture *fixture,
                     gconstpointer    data)
{
  const GdkRectangle region = { 12000, 0, 600, 400 };
  g_autoptr (VipsImage) small = sample_corners ();
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GdkTexture) fitted = NULL;
  g_autoptr (GdkTexture) part = NULL;

  g_assert_cmpint (vips_zoom (small, &image, 132, 132, NULL), ==, 0);
  bytes = sample_save (image, ".jpg");
  document = fixture_open_or_fail (fixture, bytes);
  fixture_assert_size (document, 0, 12672, 8448);
  fitted = fixture_draw_or_fail (document, 0, 1600, 1067);
  fixture_assert_colour (fitted, 1500, 1000, COLOUR_WHITE, 20);
  part = draw_part_or_fail (document, 0, 12672, 8448, &region);
  fixture_assert_colour (part, 599, 0, COLOUR_GREEN, 20);
}

/* What is looked at goes first. */

typedef struct
{
  GString *order;
  char     name;
} Waiting;

static void
note_order (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GdkTexture) texture = annex_document_draw_region_finish (ANNEX_DOCUMENT (source), result, NULL);

  g_assert_nonnull (texture);
  g_string_append_c (waiting->order, waiting->name);
}

static gboolean
have_all (gpointer data)
{
  return ((GString *) data)->len == 5;
}

static void
test_priority (DocumentFixture *fixture,
               gconstpointer    data)
{
  static const AnnexDocumentPriority priorities[] = { ANNEX_DOCUMENT_PRIORITY_AHEAD, ANNEX_DOCUMENT_PRIORITY_AHEAD, ANNEX_DOCUMENT_PRIORITY_VISIBLE, ANNEX_DOCUMENT_PRIORITY_AHEAD, ANNEX_DOCUMENT_PRIORITY_VISIBLE };
  g_autoptr (VipsImage) image = sample_corners ();
  g_autoptr (GBytes) bytes = sample_save (image, ".png");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GString) order = g_string_new (NULL);
  const GdkRectangle region = { 0, 0, 10, 10 };
  Waiting            waiting[5];
  guint              i;

  for (i = 0; i < G_N_ELEMENTS (waiting); i++)
    {
      waiting[i] = (Waiting) { order, (char) ('a' + (char) i) };
      annex_document_draw_region_async (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT, &region, priorities[i], NULL, note_order, &waiting[i]);
    }
  fixture_wait (have_all, order);

  /* The first had begun. */
  g_assert_cmpstr (order->str, ==, "acebd");
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  sample_init (argv[0]);

  fixture_add ("/document/parts-fit/png", ".png", test_parts_fit);
  fixture_add ("/document/parts-fit/jpeg", ".jpg", test_parts_fit);
  fixture_add ("/document/parts-fit/webp", ".webp", test_parts_fit);
  fixture_add ("/document/parts-fit/heic", ".heic", test_parts_fit);
  fixture_add ("/document/parts-fit/tiff", ".tif[tile]", test_parts_fit);
  fixture_add ("/document/parts-upright", NULL, test_parts_upright);
  fixture_add ("/document/part-of-whole", NULL, test_part_of_whole);
  fixture_add ("/document/part-of-page", NULL, test_part_of_page);
  fixture_add ("/document/pages-of-tiff", NULL, test_pages_of_tiff);
  fixture_add ("/document/108-megapixels", NULL, test_108_megapixels);
  fixture_add ("/document/priority", NULL, test_priority);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
