/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-pdf-decoder.h"
#include "annex-picture-decoder.h"

/* The leak sanitizer cannot look into the cage, so what works there is also run here, on files that this program makes
 * itself. */

#define SIDE 40

static AnnexPictureCodecs codecs;

/* Made before the decoder's library takes over, which can read a few formats and write none. */
static struct
{
  AnnexDecoderFormat format;
  const char        *suffix;
  GBytes            *bytes; /* (owned) */
} pictures[] = {
  { ANNEX_DECODER_JPEG, ".jpg", NULL },
  { ANNEX_DECODER_PNG, ".png", NULL },
  { ANNEX_DECODER_GIF, ".gif", NULL },
  { ANNEX_DECODER_WEBP, ".webp", NULL },
  { ANNEX_DECODER_TIFF, ".tiff", NULL },
};

static void
make_pictures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (VipsImage) image = sample_corners ();

      pictures[i].bytes = sample_save (image, pictures[i].suffix);
    }
}

static const AnnexDecoderRequest whole = { .width = SIDE, .height = SIDE, .full_width = SIDE, .full_height = SIDE };
static const AnnexDecoderRequest part = { .width = SIDE, .height = SIDE, .full_width = 200, .full_height = 100, .x = 160, .y = 60 };

static guint32
draw_picture (AnnexDecoderFormat format,
              GBytes            *bytes)
{
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 4);
  AnnexDecoderReply  reply = { .status = ANNEX_DECODER_BAD_REQUEST };
  AnnexDecoderReply  facts = { 0 };
  g_autoptr (AnnexPictureDecoder) decoder = NULL;

  decoder = annex_picture_decoder_new (&codecs, format, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &reply);
  if (decoder == NULL)
    return reply.status;

  annex_picture_decoder_get_size (decoder, 0, &reply);
  for (guint i = 0; i < 3; i++)
    annex_picture_decoder_draw (decoder, &whole, pixels, &reply);
  annex_picture_decoder_draw (decoder, &part, pixels, &reply);
  annex_picture_decoder_draw (decoder, &whole, pixels, &reply);
  annex_picture_decoder_get_facts (decoder, &facts);

  return reply.status;
}

static void
test_pictures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GBytes) bytes = g_steal_pointer (&pictures[i].bytes);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) / 2);

      g_assert_cmpuint (draw_picture (pictures[i].format, bytes), ==, ANNEX_DECODER_OK);
      draw_picture (pictures[i].format, half);
      g_assert_cmpuint (draw_picture (ANNEX_DECODER_HEIF, bytes), !=, ANNEX_DECODER_OK);
    }
}

static guint32
draw_document (GBytes     *bytes,
               const char *password)
{
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 4);
  AnnexDecoderReply  reply = { .status = ANNEX_DECODER_BAD_REQUEST };
  g_autoptr (AnnexPdfDecoder) decoder = NULL;

  decoder = annex_pdf_decoder_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), password, &reply);
  if (decoder == NULL)
    return reply.status;

  for (guint32 page = 0; page < 3; page++)
    {
      AnnexDecoderRequest request = part;

      request.page = page;
      annex_pdf_decoder_get_size (decoder, page, &reply);
      annex_pdf_decoder_draw (decoder, &request, pixels, &reply);
    }

  return reply.status;
}

static void
test_documents (void)
{
  g_autoptr (GBytes) bytes = sample_pdf (3);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) / 2);

  g_assert_cmpuint (draw_document (bytes, ""), ==, ANNEX_DECODER_OK);
  draw_document (half, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* What libraries have to say about a damaged file is no fault. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  sample_init (argv[0]);
  make_pictures ();
  g_assert_true (annex_picture_library_init (argv[0], &codecs));
  annex_pdf_decoder_init ();

  g_test_add_func ("/decoding/pictures", test_pictures);
  g_test_add_func ("/decoding/documents", test_documents);

  return g_test_run ();
}
