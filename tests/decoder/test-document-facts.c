/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"
#include "annex-picture-facts-private.h"

/* What pictures say about themselves, and how little of it is believed. */

static AnnexPictureFacts *
query_or_fail (DocumentFixture *fixture,
               GBytes          *bytes)
{
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;
  AnnexPictureFacts *facts = fixture_query_facts (document, &error);

  g_assert_no_error (error);

  return facts;
}

static VipsImage *
create_photo (const char *make)
{
  g_autoptr (VipsImage) corners = sample_corners ();
  VipsImage *image = NULL;

  g_assert_cmpint (vips_icc_transform (corners, &image, "p3", "input_profile", "srgb", NULL), ==, 0);
  vips_image_set_string (image, "exif-ifd0-Make", make);
  vips_image_set_string (image, "exif-ifd0-Model", "Model 7, b");
  vips_image_set_string (image, "exif-ifd2-DateTimeOriginal", "2024:02:29 23:59:58");
  vips_image_set_string (image, "exif-ifd3-GPSLatitudeRef", "S");
  vips_image_set_string (image, "exif-ifd3-GPSLatitude", "33/1 30/1 3600/100");
  vips_image_set_string (image, "exif-ifd3-GPSLongitudeRef", "E");
  vips_image_set_string (image, "exif-ifd3-GPSLongitude", "151/1 15/1 0/1");
  vips_image_set_int (image, VIPS_META_ORIENTATION, 6);

  return image;
}

/* @data: how libvips is to save it */
static void
test_photo (DocumentFixture *fixture,
            gconstpointer    data)
{
  g_autoptr (VipsImage) image = create_photo ("Some Company");
  g_autoptr (GBytes) bytes = sample_save (image, data);
  g_autoptr (AnnexPictureFacts) facts = query_or_fail (fixture, bytes);
  g_autofree char *taken = facts->taken != NULL ? g_date_time_format_iso8601 (facts->taken) : NULL;

  g_assert_cmpuint (facts->width, ==, SAMPLE_HEIGHT);
  g_assert_cmpuint (facts->height, ==, SAMPLE_WIDTH);
  g_assert_cmpuint (facts->bits, ==, 8);
  g_assert_false (facts->has_alpha);
  g_assert_cmpstr (facts->make, ==, "Some Company");
  g_assert_cmpstr (facts->model, ==, "Model 7, b");
  g_assert_nonnull (facts->profile);
  g_assert_nonnull (strstr (facts->profile, "P3"));
  g_assert_cmpstr (taken, ==, "2024-02-29T23:59:58Z");
  g_assert_true (facts->has_location);
  g_assert_cmpfloat_with_epsilon (facts->latitude, -33.51, 1e-6);
  g_assert_cmpfloat_with_epsilon (facts->longitude, 151.25, 1e-6);
}

static void
test_nothing_to_say (DocumentFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (VipsImage) image = sample_solid (1, 2, 3, 4);
  g_autoptr (VipsImage) wide = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexPictureFacts) facts = NULL;

  g_assert_cmpint (vips_colourspace (image, &wide, VIPS_INTERPRETATION_RGB16, NULL), ==, 0);
  bytes = sample_save (wide, ".png[keep=none]");
  facts = query_or_fail (fixture, bytes);

  g_assert_cmpuint (facts->bits, ==, 16);
  g_assert_true (facts->has_alpha);
  g_assert_null (facts->profile);
  g_assert_null (facts->make);
  g_assert_null (facts->model);
  g_assert_null (facts->taken);
  g_assert_false (facts->has_location);
}

/* Texts that would break out of their line, or read backwards. */
static void
test_hostile_texts (void)
{
  static const struct
  {
    const char *text;
    const char *shown; /* (nullable) */
  } cases[] = {
    { "a\nb\tc\x1b[31m", "a b c[31m" },
    { "x\u202egnp.exe\u2066\u200f", "xgnp.exe" },
    { "\u200b\u2028\u00ad", NULL },
    { "<b>&amp;", "<b>&amp;" },
    { "cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AnnexDecoderReply reply = { .width = 1, .height = 1 };
      g_autoptr (AnnexPictureFacts) facts = NULL;

      g_strlcpy (reply.facts.make, cases[i].text, sizeof reply.facts.make);
      facts = annex_picture_facts_new (&reply);
      g_assert_cmpstr (facts->make, ==, cases[i].shown);
    }
}

static void
test_long_text (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autofree char *text = g_strnfill (5000, 'm');
  g_autoptr (VipsImage) image = create_photo (text);
  g_autoptr (GBytes) bytes = sample_save (image, ".jpg");
  g_autoptr (AnnexPictureFacts) facts = query_or_fail (fixture, bytes);

  g_assert_nonnull (facts->make);
  g_assert_cmpuint (strlen (facts->make), <=, 127);
  g_assert_true (g_str_has_prefix (text, facts->make));
}

static void
test_senseless (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (VipsImage) image = create_photo ("a");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexPictureFacts) facts = NULL;

  vips_image_set_string (image, "exif-ifd2-DateTimeOriginal", "2023:02:29 23:59:58");
  vips_image_set_string (image, "exif-ifd3-GPSLatitude", "133/1 30/0 3600/100");
  bytes = sample_save (image, ".jpg");
  facts = query_or_fail (fixture, bytes);

  g_assert_null (facts->taken);
  g_assert_false (facts->has_location);
  g_assert_cmpfloat (facts->latitude, ==, 0);
}

static void
test_pdf (DocumentFixture *fixture,
          gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_query_facts (document, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_UNSUPPORTED);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  sample_init (argv[0]);

  fixture_add ("/facts/jpeg", ".jpg", test_photo);
  fixture_add ("/facts/nothing-to-say", NULL, test_nothing_to_say);
  g_test_add_func ("/facts/hostile-texts", test_hostile_texts);
  fixture_add ("/facts/long-text", NULL, test_long_text);
  fixture_add ("/facts/senseless", NULL, test_senseless);
  fixture_add ("/facts/pdf", NULL, test_pdf);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
