/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-fixture.h"
#include "annex-decoder-samples.h"
#include "annex-preview-error.h"

#include <glib/gstdio.h>
#include <signal.h>

/* Documents drawn by the real decoder, from files made here. DECODER is its path. */

typedef struct
{
  AnnexDecoderPool *pool;
} Fixture;

/* Far more than any of these files needs, also under sanitizers. */
#define PATIENCE 60000

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER);
  annex_decoder_pool_set_deadlines (fixture->pool, PATIENCE, PATIENCE, PATIENCE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->pool);
  fixture_wait_for_children (0);
}

static AnnexDocument *
open_or_fail (Fixture *fixture,
              GBytes  *bytes)
{
  g_autoptr(GError) error = NULL;
  AnnexDocument *document = fixture_open (fixture->pool, bytes, &error);

  g_assert_no_error (error);

  return document;
}

static GdkTexture *
draw_or_fail (AnnexDocument *document,
              guint          page,
              guint          width,
              guint          height)
{
  g_autoptr(GError) error = NULL;
  GdkTexture *texture = fixture_render (document, page, width, height, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, (int) width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, (int) height);

  return texture;
}

/* Premultiplied. */
typedef struct
{
  guint8 red;
  guint8 green;
  guint8 blue;
  guint8 alpha;
} Colour;

static Colour
get_colour (GdkTexture *texture,
            int         x,
            int         y)
{
  g_autoptr(GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr(GBytes) bytes = NULL;
  const guint8 *pixel;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixel = (const guint8 *) g_bytes_get_data (bytes, NULL) + (gsize) y * stride + (gsize) x * 4;

  return (Colour) { pixel[0], pixel[1], pixel[2], pixel[3] };
}

static void
assert_colour (GdkTexture *texture,
               int         x,
               int         y,
               Colour      expected,
               int         tolerance)
{
  Colour colour = get_colour (texture, x, y);

  if (ABS (colour.red - expected.red) > tolerance || ABS (colour.green - expected.green) > tolerance || ABS (colour.blue - expected.blue) > tolerance || ABS (colour.alpha - expected.alpha) > tolerance)
    g_error ("at %d, %d: %d %d %d %d instead of %d %d %d %d",
             x,
             y,
             colour.red,
             colour.green,
             colour.blue,
             colour.alpha,
             expected.red,
             expected.green,
             expected.blue,
             expected.alpha);
}

static const Colour red = { 255, 0, 0, 255 };
static const Colour green = { 0, 255, 0, 255 };
static const Colour blue = { 0, 0, 255, 255 };
static const Colour white = { 255, 255, 255, 255 };

static void
assert_corners (GdkTexture *texture,
                int         tolerance)
{
  int right = gdk_texture_get_width (texture) - 3;
  int bottom = gdk_texture_get_height (texture) - 3;

  assert_colour (texture, 2, 2, red, tolerance);
  assert_colour (texture, right, 2, green, tolerance);
  assert_colour (texture, 2, bottom, blue, tolerance);
  assert_colour (texture, right, bottom, white, tolerance);
}

static void
assert_size (AnnexDocument *document,
             guint          page,
             float          width,
             float          height)
{
  graphene_size_t size;

  fixture_query_size (document, page, &size);
  g_assert_cmpfloat_with_epsilon (size.width, width, 0.01);
  g_assert_cmpfloat_with_epsilon (size.height, height, 0.01);
  g_assert_true (annex_document_get_known_size (document, page, &size));
}

/* Draws the four corners at their own size, smaller and larger. */
static void
assert_shows_corners (Fixture *fixture,
                      GBytes  *bytes,
                      int      tolerance)
{
  static const guint sizes[][2] = { { SAMPLE_WIDTH, SAMPLE_HEIGHT }, { 24, 16 }, { 301, 199 } };
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  guint i;

  g_assert_true (annex_document_is_picture (document));
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 1);
  assert_size (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GdkTexture) texture = draw_or_fail (document, 0, sizes[i][0], sizes[i][1]);

      assert_corners (texture, tolerance);
    }
  g_assert_false (annex_document_is_partial (document));
}

static void
test_orientations (Fixture      *fixture,
                   gconstpointer data)
{
  static const int orientations[] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 65535 };
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (orientations); i++)
    {
      g_autoptr(GBytes) bytes = sample_jpeg_orientated (orientations[i]);

      g_test_message ("orientation %d", orientations[i]);
      assert_shows_corners (fixture, bytes, 60);
    }
}

/* @data: how libvips is to save it */
static void
test_format (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr(VipsImage) image = sample_corners ();
  g_autoptr(GBytes) bytes = NULL;

  if (!sample_can_save (image, data))
    {
      g_test_skip ("nothing here writes this format");
      return;
    }
  bytes = sample_save (image, data);
  assert_shows_corners (fixture, bytes, strstr (data, "lossless") != NULL || g_str_has_prefix (data, ".png") ? 1 : 70);
}

static void
assert_one_colour (Fixture *fixture,
                   GBytes  *bytes,
                   Colour   colour,
                   int      tolerance)
{
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) as_it_is = draw_or_fail (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  g_autoptr(GdkTexture) smaller = draw_or_fail (document, 0, 31, 17);
  g_autoptr(GdkTexture) larger = draw_or_fail (document, 0, 200, 150);

  assert_colour (as_it_is, 5, 5, colour, tolerance);
  assert_colour (smaller, 5, 5, colour, tolerance);
  assert_colour (smaller, 0, 0, colour, tolerance);
  assert_colour (larger, 5, 5, colour, tolerance);
  assert_colour (larger, 199, 149, colour, tolerance);
}

static void
test_alpha (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(VipsImage) half = sample_solid (200, 100, 50, 128);
  g_autoptr(VipsImage) opaque = sample_solid (200, 100, 50, 255);
  g_autoptr(VipsImage) clear = sample_solid (200, 100, 50, 0);
  g_autoptr(GBytes) half_bytes = sample_save (half, ".png");
  g_autoptr(GBytes) opaque_bytes = sample_save (opaque, ".png");
  g_autoptr(GBytes) clear_bytes = sample_save (clear, ".webp[lossless]");
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, half_bytes);

  g_assert_true (annex_document_has_alpha (document));
  assert_one_colour (fixture, half_bytes, (Colour) { 100, 50, 25, 128 }, 1);
  assert_one_colour (fixture, opaque_bytes, (Colour) { 200, 100, 50, 255 }, 0);
  assert_one_colour (fixture, clear_bytes, (Colour) { 0, 0, 0, 0 }, 0);
}

typedef VipsImage *(*Conversion) (VipsImage *image);

static VipsImage *
to_16_bit (VipsImage *image)
{
  VipsImage *out = NULL;

  g_assert_cmpint (vips_colourspace (image, &out, VIPS_INTERPRETATION_RGB16, NULL), ==, 0);

  return out;
}

static VipsImage *
to_cmyk (VipsImage *image)
{
  g_autoptr(VipsImage) opaque = NULL;
  VipsImage *out = NULL;

  g_assert_cmpint (vips_extract_band (image, &opaque, 0, "n", 3, NULL), ==, 0);
  g_assert_cmpint (vips_colourspace (opaque, &out, VIPS_INTERPRETATION_CMYK, NULL), ==, 0);

  return out;
}

static VipsImage *
to_float (VipsImage *image)
{
  g_autoptr(VipsImage) opaque = NULL;
  VipsImage *out = NULL;

  g_assert_cmpint (vips_extract_band (image, &opaque, 0, "n", 3, NULL), ==, 0);
  g_assert_cmpint (vips_colourspace (opaque, &out, VIPS_INTERPRETATION_scRGB, NULL), ==, 0);

  return out;
}

static VipsImage *
to_wide_gamut (VipsImage *image)
{
  g_autoptr(VipsImage) opaque = NULL;
  VipsImage *out = NULL;

  g_assert_cmpint (vips_extract_band (image, &opaque, 0, "n", 3, NULL), ==, 0);
  g_assert_cmpint (vips_icc_transform (opaque, &out, "p3", "input_profile", "srgb", NULL), ==, 0);

  return out;
}

/* The same colour must come out of every way to store it. */
static void
test_colours (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    Conversion  convert;
    const char *suffix;
    int         tolerance;
  } ways[] = {
    { to_16_bit, ".png", 1 },
    { to_16_bit, ".tif", 1 },
    { to_cmyk, ".jpg[Q=98]", 20 },
    { to_cmyk, ".tif", 16 },
    { to_float, ".tif", 1 },
    { to_wide_gamut, ".png", 3 },
    { to_wide_gamut, ".jpg[Q=98]", 6 },
  };
  g_autoptr(VipsImage) image = sample_solid (200, 100, 50, 255);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr(VipsImage) converted = ways[i].convert (image);
      g_autoptr(GBytes) bytes = sample_save (converted, ways[i].suffix);

      g_test_message ("%u: %s", i, ways[i].suffix);
      assert_one_colour (fixture, bytes, (Colour) { 200, 100, 50, 255 }, ways[i].tolerance);
    }
}

static void
test_grey (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const suffixes[] = { ".png", ".png[palette]", ".jpg[Q=98]", ".tif" };
  g_autoptr(VipsImage) colours = sample_solid (90, 90, 90, 255);
  g_autoptr(VipsImage) opaque = NULL;
  g_autoptr(VipsImage) grey = NULL;
  guint i;

  g_assert_cmpint (vips_extract_band (colours, &opaque, 0, "n", 3, NULL), ==, 0);
  g_assert_cmpint (vips_colourspace (opaque, &grey, VIPS_INTERPRETATION_B_W, NULL), ==, 0);
  for (i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr(GBytes) bytes = sample_save (grey, suffixes[i]);

      g_test_message ("%s", suffixes[i]);
      assert_one_colour (fixture, bytes, (Colour) { 90, 90, 90, 255 }, 2);
    }
}

static void
assert_refused (Fixture          *fixture,
                GBytes           *bytes,
                AnnexPreviewError code,
                const char       *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (fixture_open (fixture->pool, bytes, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, (int) code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(GBytes) png = sample_png_header (65000, 65000);
  g_autoptr(GBytes) long_png = sample_png_header (40000, 1);
  g_autoptr(GBytes) many_png = sample_png_header (20000, 20000);
  g_autoptr(GBytes) largest_png = sample_png_header (G_MAXINT32, G_MAXINT32);
  g_autoptr(GBytes) gif = sample_gif_header (65535, 65535);

  assert_refused (fixture, png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "65000×65000");
  assert_refused (fixture, long_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "40000×1");
  assert_refused (fixture, many_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "20000×20000");
  assert_refused (fixture, largest_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "2147483647×2147483647");
  assert_refused (fixture, gif, ANNEX_PREVIEW_ERROR_TOO_LARGE, "65535×65535");
}

static void
test_too_large_drawing (Fixture      *fixture,
                        gconstpointer data)
{
  static const guint sizes[][2] = { { 8192, 8192 }, { 65536, 65536 }, { 40000, 1 }, { G_MAXUINT, G_MAXUINT } };
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fixture_render (document, 0, sizes[i][0], sizes[i][1], &error));
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE);
    }
}

/* Each sixteenth of a file: a picture of what is there, with a note, or one error that says so. */
static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr(VipsImage) image = sample_corners ();
  g_autoptr(GBytes) whole = NULL;
  guint n_drawn = 0;
  guint i;

  if (!sample_can_save (image, data))
    {
      g_test_skip ("nothing here writes this format");
      return;
    }
  whole = sample_save (image, data);

  for (i = 1; i < 16; i++)
    {
      g_autoptr(GBytes) part = sample_cut (whole, g_bytes_get_size (whole) * i / 16);
      g_autoptr(GError) error = NULL;
      g_autoptr(AnnexDocument) document = fixture_open (fixture->pool, part, &error);
      g_autoptr(GdkTexture) texture = document != NULL ? fixture_render (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT, &error) : NULL;

      n_drawn += texture != NULL;
      if (texture == NULL && !g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_DAMAGED))
        g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_UNSUPPORTED); /* too short to recognise */
    }
  g_test_message ("%u of 15 parts drawn", n_drawn);
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_half_a_photo (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr(VipsImage) small = sample_corners ();
  g_autoptr(VipsImage) image = NULL;
  g_autoptr(GBytes) whole = NULL;
  g_autoptr(GBytes) part = NULL;
  g_autoptr(AnnexDocument) document = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  guint n_changes = 0;

  g_assert_cmpint (vips_zoom (small, &image, 10, 10, NULL), ==, 0);
  whole = sample_save (image, ".jpg[Q=95]");
  part = sample_cut (whole, g_bytes_get_size (whole) / 2);
  document = open_or_fail (fixture, part);
  g_signal_connect_swapped (document, "notify::partial", G_CALLBACK (count_change), &n_changes);
  texture = draw_or_fail (document, 0, 480, 320);

  g_assert_true (annex_document_is_partial (document));
  g_assert_cmpuint (n_changes, ==, 1);
  assert_colour (texture, 5, 5, red, 60);
  assert_colour (texture, 470, 5, green, 60);
}

/* A decoder on a computer that has no codecs for HEIF: the folder where they lie is hidden from it. */
static char *
write_program_without_codecs (const char *folder)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nexec bwrap --dev-bind / / --tmpfs %s -- %s\n", folder, DECODER);
  g_autofree char *place = g_dir_make_tmp ("annex-decoder-XXXXXX", NULL);
  char            *path = g_build_filename (place, "decoder", NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));

  return path;
}

static char *
find_codecs (void)
{
  static const char *const places[] = { VIPS_LIBRARY_DIR "/libheif/plugins", "/usr/lib64/libheif", "/usr/lib/libheif" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (g_file_test (places[i], G_FILE_TEST_IS_DIR))
        return g_strdup (places[i]);
    }

  return NULL;
}

static void
test_missing_codec (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr(VipsImage) image = sample_corners ();
  g_autofree char *folder = find_codecs ();
  g_autofree char *program = NULL;
  g_autofree char *place = NULL;
  g_autoptr(GBytes) jpeg = sample_save (image, ".jpg");
  g_autoptr(GBytes) heic = NULL;
  int status;

  if (folder == NULL || !sample_can_save (image, ".heic") || !g_spawn_command_line_sync ("bwrap --dev-bind / / true", NULL, NULL, &status, NULL) || status != 0)
    {
      g_test_skip ("no codecs that could be hidden");
      return;
    }

  program = write_program_without_codecs (folder);
  place = g_path_get_dirname (program);
  g_clear_object (&fixture->pool);
  fixture->pool = annex_decoder_pool_new (program);
  heic = sample_save (image, ".heic");
  assert_refused (fixture, heic, ANNEX_PREVIEW_ERROR_MISSING_CODEC, NULL);
  assert_shows_corners (fixture, jpeg, 70);
  g_remove (program);
  g_rmdir (place);
}

static void
test_unsupported (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GBytes) text = g_bytes_new_static ("just text\n", 10);
  g_autoptr(GBytes) drawing = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg'/>", 41);

  assert_refused (fixture, text, ANNEX_PREVIEW_ERROR_UNSUPPORTED, NULL);
  assert_refused (fixture, drawing, ANNEX_PREVIEW_ERROR_UNSUPPORTED, NULL);
  g_assert_cmpuint (fixture_count_children (), ==, 0);
}

/* Documents */

static void
test_pdf_pages (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (3);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;

  g_assert_false (annex_document_is_picture (document));
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 3);
  assert_size (document, 0, 200, 100);
  assert_size (document, 2, 200, 102);
  texture = draw_or_fail (document, 1, 400, 202);
  assert_colour (texture, 10, 10, red, 0);
  assert_colour (texture, 390, 190, blue, 0);
  assert_colour (texture, 200, 100, white, 0);
}

static void
test_pdf_turned (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 300 100]/Rotate 90", "");
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = draw_or_fail (document, 0, 50, 150);

  assert_size (document, 0, 100, 300);
  assert_colour (texture, 25, 75, white, 0);
}

static void
test_pdf_boxes (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const pages[] = {
    "/MediaBox[0 0 1000000000 10]",
    "/MediaBox[0 0 0 0]",
    "/MediaBox[0 0 -10 -10]",
    "/MediaBox[1e400 nan (a) 5]",
    "/MediaBox 7",
    "",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr(GBytes) bytes = sample_pdf_with (pages[i], "");
      g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
      g_autoptr(GdkTexture) texture = draw_or_fail (document, 0, 40, 30);
      graphene_size_t size;

      fixture_query_size (document, 0, &size);
      g_assert_cmpfloat (size.width, >=, 1);
      g_assert_cmpfloat (size.width, <=, ANNEX_DECODER_MAX_PAGE_POINTS);
    }
}

static void
test_pdf_locked (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *key = g_strnfill (64, '1');
  g_autofree char *trailer = g_strdup_printf ("/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]", key, key);
  g_autoptr(GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 10 10]", trailer);

  assert_refused (fixture, bytes, ANNEX_PREVIEW_ERROR_LOCKED, NULL);
}

static void
test_pdf_damaged (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GBytes) whole = sample_pdf (2);
  g_autoptr(GBytes) head = sample_cut (whole, 200);
  g_autoptr(GBytes) only_name = g_bytes_new_static ("%PDF-1.7\n", 9);

  assert_refused (fixture, only_name, ANNEX_PREVIEW_ERROR_DAMAGED, NULL);
  assert_refused (fixture, head, ANNEX_PREVIEW_ERROR_DAMAGED, NULL);
}

static void
test_pdf_many_pages (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (ANNEX_DECODER_MAX_PAGES);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;
  graphene_size_t size;

  g_assert_cmpuint (annex_document_get_n_pages (document), ==, ANNEX_DECODER_MAX_PAGES);
  g_assert_false (annex_document_get_known_size (document, 9999, &size));
  assert_size (document, 9999, 200, 1099);
  texture = draw_or_fail (document, 9999, 20, 110);
  assert_colour (texture, 1, 50, red, 0);
}

/* Deaths */

typedef struct
{
  guint       n_done;
  GdkTexture *texture; /* (owned) (nullable) */
  GError     *error;   /* (owned) (nullable) */
} Drawing;

static void
drawing_clear (Drawing *drawing)
{
  g_clear_object (&drawing->texture);
  g_clear_error (&drawing->error);
  drawing->n_done = 0;
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Drawing *drawing = user_data;

  drawing->texture = annex_document_render_finish (ANNEX_DOCUMENT (source), result, &drawing->error);
  drawing->n_done++;
}

static gboolean
is_drawn (gpointer data)
{
  return ((Drawing *) data)->n_done > 0;
}

/* Begins a drawing that cannot end: the decoder is held. */
static void
begin_held (AnnexDocument *document,
            GCancellable  *cancellable,
            Drawing       *drawing)
{
  GPid pid = annex_document_get_decoder_pid (document);

  if (pid > 0)
    g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  annex_document_render_async (document, 0, 50, 50, cancellable, on_drawn, drawing);
}

static void
test_killed_while_drawing (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (2);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GError) error = NULL;
  Drawing drawing = { 0 };
  guint   i;

  for (i = 0; i < 3; i++)
    {
      GPid pid = annex_document_get_decoder_pid (document);

      g_assert_cmpint (pid, >, 0);
      begin_held (document, NULL, &drawing);
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      fixture_wait (is_drawn, &drawing);
      g_assert_error (drawing.error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
      drawing_clear (&drawing);

      /* Twice it is forgiven, with a decoder that is new. */
      if (i < 2)
        {
          texture = draw_or_fail (document, 1, 40, 20);
          g_assert_cmpint (annex_document_get_decoder_pid (document), !=, pid);
          g_clear_object (&texture);
        }
    }

  g_assert_null (fixture_render (document, 1, 40, 20, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);
}

/* Dead between two requests, for instance because memory ran out: the next one does not notice. */
static void
test_killed_while_idle (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;
  GPid pid = annex_document_get_decoder_pid (document);

  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  fixture_wait_for_children (1); /* the spare */
  texture = draw_or_fail (document, 0, 40, 20);
  assert_colour (texture, 1, 1, red, 0);
}

static void
test_hanging (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;
  Drawing drawing = { 0 };

  annex_decoder_pool_set_deadlines (fixture->pool, PATIENCE, PATIENCE, 300);
  begin_held (document, NULL, &drawing);
  fixture_wait (is_drawn, &drawing);
  g_assert_error (drawing.error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  drawing_clear (&drawing);

  annex_decoder_pool_set_deadlines (fixture->pool, PATIENCE, PATIENCE, PATIENCE);
  texture = draw_or_fail (document, 0, 40, 20);
}

/* The caller knows at once; what is asked next is done, however often that happens. */
static void
test_cancelled_while_drawing (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  guint i;

  for (i = 0; i < 5; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GdkTexture) texture = NULL;
      Drawing drawing = { 0 };

      begin_held (document, cancellable, &drawing);
      g_cancellable_cancel (cancellable);
      fixture_wait (is_drawn, &drawing);
      g_assert_error (drawing.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      drawing_clear (&drawing);
      texture = draw_or_fail (document, 0, 40, 20);
    }
}

/* A decoder that answers a little late is kept. */
static void
test_cancelled_and_kept (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GdkTexture) texture = NULL;
  Drawing drawing = { 0 };
  GPid    pid = annex_document_get_decoder_pid (document);

  annex_document_render_async (document, 0, 10, 5, cancellable, on_drawn, &drawing);
  g_cancellable_cancel (cancellable);
  fixture_wait (is_drawn, &drawing);
  g_assert_error (drawing.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  drawing_clear (&drawing);
  texture = draw_or_fail (document, 0, 40, 20);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, pid);
}

static void
test_cancelled_in_queue (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (2);
  g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Drawing first = { 0 };
  Drawing second = { 0 };
  Drawing third = { 0 };
  GPid    pid = annex_document_get_decoder_pid (document);

  begin_held (document, NULL, &first);
  annex_document_render_async (document, 1, 20, 20, cancellable, on_drawn, &second);
  annex_document_render_async (document, 1, 30, 30, NULL, on_drawn, &third);
  g_cancellable_cancel (cancellable);
  fixture_wait (is_drawn, &second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (first.n_done + third.n_done, ==, 0);

  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  fixture_wait (is_drawn, &third);
  g_assert_cmpuint (first.n_done, ==, 1);
  g_assert_no_error (first.error);
  g_assert_no_error (third.error);
  drawing_clear (&first);
  drawing_clear (&second);
  drawing_clear (&third);
}

/* Two files, one hostile: they share nothing. */
static void
test_others_unaffected (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexDocument) victim = open_or_fail (fixture, bytes);
  g_autoptr(AnnexDocument) other = open_or_fail (fixture, bytes);
  g_autoptr(GdkTexture) texture = NULL;
  Drawing drawing = { 0 };

  g_assert_cmpint (annex_document_get_decoder_pid (victim), !=, annex_document_get_decoder_pid (other));
  begin_held (victim, NULL, &drawing);
  texture = draw_or_fail (other, 0, 40, 20);
  g_assert_cmpuint (drawing.n_done, ==, 0);
  g_assert_cmpint (annex_document_get_decoder_pid (victim), >, 0);
  kill (annex_document_get_decoder_pid (victim), SIGKILL);
  fixture_wait (is_drawn, &drawing);
  drawing_clear (&drawing);
  g_clear_object (&texture);
  texture = draw_or_fail (other, 0, 40, 20);
}

static void
test_closed_while_opening (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(GBytes) bytes = sample_pdf (1);
  g_autoptr(AnnexContent) content = annex_content_new_for_bytes (bytes, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const AnnexFileType *type = annex_file_type_recognise (g_bytes_get_data (bytes, NULL), 1000);
  guint                i;

  for (i = 0; i < 20; i++)
    {
      guint steps;

      annex_document_open_async (fixture->pool, content, type, cancellable, NULL, NULL);
      for (steps = 0; steps < i; steps++)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_cancellable_reset (cancellable);
    }
}

static void
test_leaves_nothing (Fixture      *fixture,
                     gconstpointer data)
{
#ifdef __SANITIZE_ADDRESS__
  const guint n_rounds = 50;
#else
  const guint n_rounds = 200;
#endif
  g_autoptr(GBytes) bytes = sample_jpeg_orientated (6);
  guint n_descriptors;
  guint i;

  /* Whatever is opened once for all is open now. */
  g_clear_object (&fixture->pool);
  n_descriptors = fixture_count_descriptors ();
  fixture->pool = annex_decoder_pool_new (DECODER);

  for (i = 0; i < n_rounds; i++)
    {
      g_autoptr(AnnexDocument) document = open_or_fail (fixture, bytes);
      g_autoptr(GdkTexture) texture = draw_or_fail (document, 0, 10, 10);
    }

  g_clear_object (&fixture->pool);
  fixture_wait_for_children (0);
  g_assert_cmpuint (fixture_count_descriptors (), ==, n_descriptors);
  fixture->pool = annex_decoder_pool_new (DECODER);
}

/* libvips tells of every thread. */
static void
drop_message (const char    *domain,
              GLogLevelFlags level,
              const char    *message,
              gpointer       user_data)
{
}

static void
add (const char   *path,
     gconstpointer data,
     void (*function) (Fixture      *fixture,
                       gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("VIPS", G_LOG_LEVEL_INFO, drop_message, NULL);
  if (VIPS_INIT (argv[0]) != 0)
    return 1;

  add ("/document/jpeg-orientations", NULL, test_orientations);
  add ("/document/format/png", ".png", test_format);
  add ("/document/format/png-interlaced", ".png[interlace]", test_format);
  add ("/document/format/png-palette", ".png[palette]", test_format);
  add ("/document/format/gif", ".gif", test_format);
  add ("/document/format/webp", ".webp[Q=95]", test_format);
  add ("/document/format/webp-lossless", ".webp[lossless]", test_format);
  add ("/document/format/heic", ".heic[Q=90]", test_format);
  add ("/document/format/avif", ".avif[Q=90]", test_format);
  add ("/document/format/tiff", ".tif", test_format);
  add ("/document/format/tiff-tiled", ".tif[tile,compression=deflate]", test_format);
  add ("/document/format/jpeg-progressive", ".jpg[Q=95,interlace]", test_format);
  add ("/document/alpha", NULL, test_alpha);
  add ("/document/colours", NULL, test_colours);
  add ("/document/grey", NULL, test_grey);
  add ("/document/too-large", NULL, test_too_large);
  add ("/document/too-large-drawing", NULL, test_too_large_drawing);
  add ("/document/cut/jpeg", ".jpg", test_cut);
  add ("/document/cut/png", ".png", test_cut);
  add ("/document/cut/gif", ".gif", test_cut);
  add ("/document/cut/webp", ".webp", test_cut);
  add ("/document/cut/heic", ".heic", test_cut);
  add ("/document/cut/avif", ".avif", test_cut);
  add ("/document/cut/tiff", ".tif", test_cut);
  add ("/document/half-a-photo", NULL, test_half_a_photo);
  add ("/document/missing-codec", NULL, test_missing_codec);
  add ("/document/unsupported", NULL, test_unsupported);
  add ("/document/pdf/pages", NULL, test_pdf_pages);
  add ("/document/pdf/turned", NULL, test_pdf_turned);
  add ("/document/pdf/boxes", NULL, test_pdf_boxes);
  add ("/document/pdf/locked", NULL, test_pdf_locked);
  add ("/document/pdf/damaged", NULL, test_pdf_damaged);
  add ("/document/pdf/many-pages", NULL, test_pdf_many_pages);
  add ("/document/killed-while-drawing", NULL, test_killed_while_drawing);
  add ("/document/killed-while-idle", NULL, test_killed_while_idle);
  add ("/document/hanging", NULL, test_hanging);
  add ("/document/cancelled/while-drawing", NULL, test_cancelled_while_drawing);
  add ("/document/cancelled/and-kept", NULL, test_cancelled_and_kept);
  add ("/document/cancelled/in-queue", NULL, test_cancelled_in_queue);
  add ("/document/cancelled/while-opening", NULL, test_closed_while_opening);
  add ("/document/others-unaffected", NULL, test_others_unaffected);
  add ("/document/leaves-nothing", NULL, test_leaves_nothing);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
