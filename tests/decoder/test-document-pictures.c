/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"

#include <glib/gstdio.h>

/* Pictures of all formats, made here, drawn by the real decoder: their place, colour and transparency, and what is left of
 * them when they are cut or a codec is missing. */

static void
assert_corners (GdkTexture *texture,
                int         tolerance)
{
  int right = gdk_texture_get_width (texture) - 3;
  int bottom = gdk_texture_get_height (texture) - 3;

  fixture_assert_colour (texture, 2, 2, COLOUR_RED, tolerance);
  fixture_assert_colour (texture, right, 2, COLOUR_GREEN, tolerance);
  fixture_assert_colour (texture, 2, bottom, COLOUR_BLUE, tolerance);
  fixture_assert_colour (texture, right, bottom, COLOUR_WHITE, tolerance);
}

/* Draws the four corners at their own size, smaller and larger. */
static void
assert_shows_corners (DocumentFixture *fixture,
                      GBytes          *bytes,
                      int              tolerance)
{
  static const guint sizes[][2] = { { SAMPLE_WIDTH, SAMPLE_HEIGHT }, { 24, 16 }, { 301, 199 } };
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint i;

  g_assert_true (annex_document_is_picture (document));
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 1);
  fixture_assert_size (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GdkTexture) texture = fixture_draw_or_fail (document, 0, sizes[i][0], sizes[i][1]);

      assert_corners (texture, tolerance);
    }
  g_assert_false (annex_document_is_partial (document));
}

static void
test_orientations (DocumentFixture *fixture,
                   gconstpointer    data)
{
  static const int orientations[] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 65535 };
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (orientations); i++)
    {
      g_autoptr (GBytes) bytes = sample_jpeg_orientated (orientations[i]);

      g_test_message ("orientation %d", orientations[i]);
      assert_shows_corners (fixture, bytes, 60);
    }
}

/* @data: how libvips is to save it */
static void
test_format (DocumentFixture *fixture,
             gconstpointer    data)
{
  g_autoptr (VipsImage) image = sample_corners ();
  g_autoptr (GBytes) bytes = NULL;

  if (!sample_can_save (image, data))
    {
      g_test_skip ("nothing here writes this format");
      return;
    }
  bytes = sample_save (image, data);
  assert_shows_corners (fixture, bytes, strstr (data, "lossless") != NULL || g_str_has_prefix (data, ".png") ? 1 : 70);
}

static void
assert_one_colour (DocumentFixture *fixture,
                   GBytes          *bytes,
                   Colour           colour,
                   int              tolerance)
{
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) as_it_is = fixture_draw_or_fail (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  g_autoptr (GdkTexture) smaller = fixture_draw_or_fail (document, 0, 31, 17);
  g_autoptr (GdkTexture) larger = fixture_draw_or_fail (document, 0, 200, 150);

  fixture_assert_colour (as_it_is, 5, 5, colour, tolerance);
  fixture_assert_colour (smaller, 5, 5, colour, tolerance);
  fixture_assert_colour (smaller, 0, 0, colour, tolerance);
  fixture_assert_colour (larger, 5, 5, colour, tolerance);
  fixture_assert_colour (larger, 199, 149, colour, tolerance);
}

static void
test_alpha (DocumentFixture *fixture,
            gconstpointer    data)
{
  g_autoptr (VipsImage) half = sample_solid (200, 100, 50, 128);
  g_autoptr (VipsImage) opaque = sample_solid (200, 100, 50, 255);
  g_autoptr (VipsImage) clear = sample_solid (200, 100, 50, 0);
  g_autoptr (GBytes) half_bytes = sample_save (half, ".png");
  g_autoptr (GBytes) opaque_bytes = sample_save (opaque, ".png");
  g_autoptr (GBytes) clear_bytes = sample_save (clear, ".webp[lossless]");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, half_bytes);

  g_assert_true (annex_document_has_alpha (document));
  assert_one_colour (fixture, half_bytes, (Colour) { 100, 50, 25, 128 }, 1);
  assert_one_colour (fixture, opaque_bytes, (Colour) { 200, 100, 50, 255 }, 0);
  assert_one_colour (fixture, clear_bytes, (Colour) { 0, 0, 0, 0 }, 0);
}

static void
put_big_endian (guint8 *place,
                guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (place, &value, sizeof value);
}

/* The library refuses such a size by itself, and calls it damage. */
static void
test_heif_too_large (DocumentFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (VipsImage) image = sample_corners ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 *contents;
  guint8 *box;
  gsize   length;

  if (!sample_can_save (image, data))
    {
      g_test_skip ("nothing here writes this format");
      return;
    }
  bytes = sample_save (image, data);
  contents = (guint8 *) g_bytes_get_data (bytes, &length);
  box = memmem (contents, length, "ispe", 4);
  g_assert_nonnull (box);
  put_big_endian (box + 8, 65000);
  put_big_endian (box + 12, 65000);
  fixture_assert_refused (fixture, bytes, ANNEX_PREVIEW_ERROR_TOO_LARGE, "65000×65000");
}

typedef VipsImage *(*Conversion) (VipsImage *image);

static VipsImage *
drop_alpha (VipsImage *image)
{
  VipsImage *out = NULL;

  g_assert_cmpint (vips_extract_band (image, &out, 0, "n", 3, NULL), ==, 0);

  return out;
}

static VipsImage *
to_space (VipsImage         *image,
          VipsInterpretation space)
{
  VipsImage *out = NULL;

  g_assert_cmpint (vips_colourspace (image, &out, space, NULL), ==, 0);

  return out;
}

static VipsImage *
to_16_bit (VipsImage *image)
{
  return to_space (image, VIPS_INTERPRETATION_RGB16);
}

static VipsImage *
to_16_bit_opaque (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);

  return to_space (opaque, VIPS_INTERPRETATION_RGB16);
}

static VipsImage *
to_cmyk (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);

  return to_space (opaque, VIPS_INTERPRETATION_CMYK);
}

static VipsImage *
to_float (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);

  return to_space (opaque, VIPS_INTERPRETATION_scRGB);
}

static VipsImage *
to_grey (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);

  return to_space (opaque, VIPS_INTERPRETATION_B_W);
}

static VipsImage *
to_wide_gamut (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);
  VipsImage *out = NULL;

  g_assert_cmpint (vips_icc_transform (opaque, &out, "p3", "input_profile", "srgb", NULL), ==, 0);

  return out;
}

static VipsImage *
to_deep_wide_gamut (VipsImage *image)
{
  g_autoptr (VipsImage) opaque = drop_alpha (image);
  VipsImage *out = NULL;

  g_assert_cmpint (vips_icc_transform (opaque, &out, "p3", "input_profile", "srgb", "depth", 16, NULL), ==, 0);

  return out;
}

/* The same colour must come out of every way to store it. */
static void
test_colours (DocumentFixture *fixture,
              gconstpointer    data)
{
  static const struct
  {
    Conversion  convert;
    const char *suffix;
    int         tolerance;
  } ways[] = {
    { to_16_bit, ".png", 1 },
    { to_16_bit, ".tif", 1 },
    { to_16_bit_opaque, ".heic[bitdepth=10,Q=98]", 4 },
    { to_16_bit_opaque, ".avif[bitdepth=10,Q=98]", 4 },
    { to_cmyk, ".jpg[Q=98]", 20 },
    { to_cmyk, ".tif", 16 },
    { to_float, ".tif", 1 },
    { to_wide_gamut, ".png", 3 },
    { to_wide_gamut, ".jpg[Q=98]", 6 },
    { to_deep_wide_gamut, ".png", 3 },
    { to_deep_wide_gamut, ".tif", 3 },
    { to_deep_wide_gamut, ".heic[bitdepth=10,Q=98]", 6 },
    { to_deep_wide_gamut, ".avif[bitdepth=10,Q=98]", 6 },
  };
  g_autoptr (VipsImage) image = sample_solid (200, 100, 50, 255);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (VipsImage) converted = ways[i].convert (image);
      g_autoptr (GBytes) bytes = NULL;

      g_test_message ("%u: %s", i, ways[i].suffix);
      if (!sample_can_save (converted, ways[i].suffix))
        continue;
      bytes = sample_save (converted, ways[i].suffix);
      assert_one_colour (fixture, bytes, (Colour) { 200, 100, 50, 255 }, ways[i].tolerance);
    }
}

static void
test_grey (DocumentFixture *fixture,
           gconstpointer    data)
{
  static const char *const suffixes[] = { ".png", ".png[palette]", ".jpg[Q=98]", ".tif" };
  g_autoptr (VipsImage) colours = sample_solid (90, 90, 90, 255);
  g_autoptr (VipsImage) grey = to_grey (colours);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr (GBytes) bytes = sample_save (grey, suffixes[i]);

      g_test_message ("%s", suffixes[i]);
      assert_one_colour (fixture, bytes, (Colour) { 90, 90, 90, 255 }, 2);
    }
}

/* Each sixteenth of a file: a picture of what is there, with a note, or one error that says so. */
static void
test_cut (DocumentFixture *fixture,
          gconstpointer    data)
{
  g_autoptr (VipsImage) image = sample_corners ();
  g_autoptr (GBytes) whole = NULL;
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
      g_autoptr (GBytes) part = sample_cut (whole, g_bytes_get_size (whole) * i / 16);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexDocument) document = fixture_open (fixture->pool, part, &error);
      g_autoptr (GdkTexture) texture = document != NULL ? fixture_render (document, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT, &error) : NULL;

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
test_half_a_photo (DocumentFixture *fixture,
                   gconstpointer    data)
{
  g_autoptr (VipsImage) small = sample_corners ();
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint n_changes = 0;

  g_assert_cmpint (vips_zoom (small, &image, 10, 10, NULL), ==, 0);
  whole = sample_save (image, ".jpg[Q=95]");
  part = sample_cut (whole, g_bytes_get_size (whole) / 2);
  document = fixture_open_or_fail (fixture, part);
  g_signal_connect_swapped (document, "notify::partial", G_CALLBACK (count_change), &n_changes);
  texture = fixture_draw_or_fail (document, 0, 480, 320);

  g_assert_true (annex_document_is_partial (document));
  g_assert_cmpuint (n_changes, ==, 1);
  fixture_assert_colour (texture, 5, 5, COLOUR_RED, 60);
  fixture_assert_colour (texture, 470, 5, COLOUR_GREEN, 60);
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
test_missing_codec (DocumentFixture *fixture,
                    gconstpointer    data)
{
  g_autoptr (VipsImage) image = sample_corners ();
  g_autofree char *folder = find_codecs ();
  g_autofree char *program = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GBytes) jpeg = sample_save (image, ".jpg");
  g_autoptr (GBytes) heic = NULL;
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
  fixture_assert_refused (fixture, heic, ANNEX_PREVIEW_ERROR_MISSING_CODEC, NULL);
  assert_shows_corners (fixture, jpeg, 70);
  g_remove (program);
  g_rmdir (place);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  sample_init (argv[0]);

  fixture_add ("/document/jpeg-orientations", NULL, test_orientations);
  fixture_add ("/document/format/png", ".png", test_format);
  fixture_add ("/document/format/png-interlaced", ".png[interlace]", test_format);
  fixture_add ("/document/format/png-palette", ".png[palette]", test_format);
  fixture_add ("/document/format/gif", ".gif", test_format);
  fixture_add ("/document/format/webp", ".webp[Q=95]", test_format);
  fixture_add ("/document/format/webp-lossless", ".webp[lossless]", test_format);
  fixture_add ("/document/format/heic", ".heic[Q=90]", test_format);
  fixture_add ("/document/format/avif", ".avif[Q=90]", test_format);
  fixture_add ("/document/format/tiff", ".tif", test_format);
  fixture_add ("/document/format/tiff-tiled", ".tif[tile,compression=deflate]", test_format);
  fixture_add ("/document/format/jpeg-progressive", ".jpg[Q=95,interlace]", test_format);
  fixture_add ("/document/alpha", NULL, test_alpha);
  fixture_add ("/document/too-large/heic", ".heic", test_heif_too_large);
  fixture_add ("/document/too-large/avif", ".avif", test_heif_too_large);
  fixture_add ("/document/colours", NULL, test_colours);
  fixture_add ("/document/grey", NULL, test_grey);
  fixture_add ("/document/cut/jpeg", ".jpg", test_cut);
  fixture_add ("/document/cut/png", ".png", test_cut);
  fixture_add ("/document/cut/gif", ".gif", test_cut);
  fixture_add ("/document/cut/webp", ".webp", test_cut);
  fixture_add ("/document/cut/heic", ".heic", test_cut);
  fixture_add ("/document/cut/avif", ".avif", test_cut);
  fixture_add ("/document/cut/tiff", ".tif", test_cut);
  fixture_add ("/document/half-a-photo", NULL, test_half_a_photo);
  fixture_add ("/document/missing-codec", NULL, test_missing_codec);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
