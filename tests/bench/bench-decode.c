/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"
#include "annex-reading-samples.h"

/* How long an agent waits from the bytes to the pixels. Prints JSON with milliseconds, medians of several rounds, and
 * compares what is to be compared within the run: a decoder that is warm with one that is not, a caged drawing with the
 * time it may take. Nothing fails here. DECODER is the path of the decoder. */

#define N_ROUNDS 9

/* A picture is to be readable within this after its bytes are there. */
#define LIMIT_MS 500.0

typedef struct
{
  const char *name;
  GBytes     *bytes; /* (owned) */
  guint       width;
  guint       height;
} Sample;

static double
get_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
get_median (double *values,
            guint   n_values)
{
  qsort (values, n_values, sizeof *values, compare);

  return values[n_values / 2];
}

/* Lets the spare become ready, so that only one of the two costs is measured. */
static void
settle (AnnexDecoderPool *pool,
        gboolean          warm)
{
  g_autoptr (AnnexDecoderProcess) process = NULL;
  gint64 until = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  if (!warm)
    return;
  annex_decoder_pool_warm_up (pool);
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}

static double
measure_once (const Sample *sample,
              gboolean      warm)
{
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  double begin;
  double end;

  settle (pool, warm);
  begin = get_ms ();
  document = fixture_open (pool, sample->bytes, &error);
  if (document != NULL)
    texture = fixture_render (document, 0, sample->width, sample->height, &error);
  end = get_ms ();
  if (texture == NULL)
    g_error ("%s: %s", sample->name, error->message);

  g_clear_object (&document);
  g_clear_object (&pool);
  fixture_wait_for_children (0);

  return end - begin;
}

static double
measure (const Sample *sample,
         gboolean      warm)
{
  double values[N_ROUNDS];
  guint  i;

  for (i = 0; i < N_ROUNDS; i++)
    values[i] = measure_once (sample, warm);

  return get_median (values, N_ROUNDS);
}

/* Noise over a gradient: neither the best nor the worst that a codec meets. */
static VipsImage *
create_photo (int width,
              int height)
{
  g_autoptr (VipsImage) noise = NULL;
  g_autoptr (VipsImage) ramp = NULL;
  g_autoptr (VipsImage) scaled = NULL;
  g_autoptr (VipsImage) sum = NULL;
  g_autoptr (VipsImage) bands = NULL;
  g_autoptr (VipsImage) bytes = NULL;
  VipsImage *planes[3];
  VipsImage *out = NULL;

  if (vips_gaussnoise (&noise, width, height, "mean", 0.0, "sigma", 6.0, NULL) != 0
      || vips_grey (&ramp, width, height, NULL) != 0
      || vips_linear1 (ramp, &scaled, 200, 20, NULL) != 0
      || vips_add (noise, scaled, &sum, NULL) != 0)
    g_error ("%s", vips_error_buffer ());
  planes[0] = planes[1] = planes[2] = sum;
  if (vips_bandjoin (planes, &bands, 3, NULL) != 0
      || vips_cast_uchar (bands, &bytes, NULL) != 0
      || vips_copy (bytes, &out, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0)
    g_error ("%s", vips_error_buffer ());

  return out;
}

static void
report (const Sample *sample,
        gboolean      last)
{
  double warm = measure (sample, TRUE);
  double cold = measure (sample, FALSE);

  g_print ("  \"%s\": {\"bytes\": %" G_GSIZE_FORMAT ", \"warm_ms\": %.1f, \"cold_ms\": %.1f, \"cold_to_warm\": %.2f, \"warm_to_limit\": %.2f}%s\n",
           sample->name,
           g_bytes_get_size (sample->bytes),
           warm,
           cold,
           cold / warm,
           warm / LIMIT_MS,
           last ? "" : ",");
}

static double
draw_part (AnnexDocument *document,
           int            x)
{
  const GdkRectangle region = { x, 4000, 512, 512 };
  double             begin = get_ms ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = fixture_draw_region (document, 0, 12000, 9000, &region, &error);

  if (texture == NULL)
    g_error ("%s", error->message);

  return get_ms () - begin;
}

/* The first part decodes everything, the others cut from it. */
static void
report_parts (const char *name,
              GBytes     *bytes)
{
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = fixture_open (pool, bytes, &error);
  double values[N_ROUNDS];
  double first = draw_part (document, 0);
  int    i;

  for (i = 0; i < N_ROUNDS; i++)
    values[i] = draw_part (document, 1000 + i * 512);
  g_print ("  \"%s\": {\"first_part_ms\": %.1f, \"next_part_ms\": %.1f},\n", name, first, get_median (values, N_ROUNDS));
}

/* How much of a frame's time its drawing takes, for a clip as large as messengers make them. */
static void
report_frames (const char *name,
               const char *suffix)
{
  g_autoptr (GBytes) bytes = sample_animation (suffix, 500, 50, NULL, 0);
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = fixture_open (pool, bytes, &error);
  double begin = get_ms ();
  guint  i;

  for (i = 0; i < 50; i++)
    {
      guint delay;
      g_autoptr (GdkTexture) texture = fixture_draw_frame (document, i, 500, 500, &delay, &error);

      if (texture == NULL)
        g_error ("%s", error->message);
    }
  g_print ("  \"%s\": {\"frame_ms\": %.1f, \"to_shortest_delay\": %.2f},\n", name, (get_ms () - begin) / 50, (get_ms () - begin) / 50 / 20);
}

/* A page full of words, as a contract has them. */
static void
report_text (void)
{
  GString *content = g_string_new ("BT /F 10 Tf 12 TL 40 800 Td ");
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GBytes) bytes = NULL;
  double values[N_ROUNDS];
  guint  n_characters = 0;
  guint  i;

  for (i = 0; i < 60; i++)
    g_string_append (content, "(The parties agree that what is delivered is looked at within two weeks, and that what is broken is told of.) ' ");
  g_string_append (content, "ET");
  bytes = sample_words ("/MediaBox[0 0 595 842]", content->str);
  document = fixture_open (pool, bytes, NULL);
  for (i = 0; i < N_ROUNDS; i++)
    {
      double begin = get_ms ();
      g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);

      n_characters = annex_page_text_get_n_characters (text);
      values[i] = get_ms () - begin;
    }
  g_print ("  \"text\": {\"characters\": %u, \"page_ms\": %.1f},\n", n_characters, get_median (values, N_ROUNDS));
  g_string_free (content, TRUE);
}

static void
report_search (void)
{
  g_autoptr (GBytes) bytes = sample_many_words (10000);
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = fixture_open (pool, bytes, &error);
  g_autoptr (AnnexDocumentSearch) search = annex_document_search_new (document);
  double begin = get_ms ();

  fixture_search (search, "needle", 0);
  g_print ("  \"search_10000_pages\": {\"matches\": %u, \"ms\": %.0f},\n", annex_document_search_get_n_matches (search), get_ms () - begin);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (VipsImage) photo = NULL;
  g_autoptr (VipsImage) large = NULL;
  Sample samples[6] = { 0 };
  guint  n = 0;
  guint  i;

  if (VIPS_INIT (argv[0]) != 0)
    return 1;
  g_print ("{\n");
  report_text ();
  report_search ();
  photo = create_photo (4000, 3000);
  large = create_photo (12000, 9000);

  samples[n++] = (Sample) { "jpeg_12_megapixels", sample_save (photo, ".jpg[Q=85]"), 1600, 1200 };
  samples[n++] = (Sample) { "jpeg_108_megapixels", sample_save (large, ".jpg[Q=85]"), 1600, 1200 };
  samples[n++] = (Sample) { "png_12_megapixels", sample_save (photo, ".png"), 1600, 1200 };
  samples[n++] = (Sample) { "webp_12_megapixels", sample_save (photo, ".webp[Q=80,effort=0]"), 1600, 1200 };
  if (sample_can_save (photo, ".heic[effort=0]"))
    samples[n++] = (Sample) { "heic_12_megapixels", sample_save (photo, ".heic[effort=0]"), 1600, 1200 };
  samples[n++] = (Sample) { "pdf_10000_pages", sample_pdf (10000), 800, 400 };

  report_parts ("jpeg_108_megapixels_parts", samples[1].bytes);
  report_frames ("gif_500_pixels", ".gif");
  report_frames ("webp_500_pixels", ".webp[lossless]");
  for (i = 0; i < n; i++)
    {
      report (&samples[i], i == n - 1);
      g_bytes_unref (samples[i].bytes);
    }
  g_print ("}\n");

  return 0;
}
