/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-pdf-decoder.h"
#include "annex-picture-decoder.h"
#include "annex-reading-samples.h"

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
read_document (GBytes     *bytes,
               const char *password)
{
  g_autofree AnnexDecoderPageText  *text = g_new0 (AnnexDecoderPageText, 1);
  g_autofree AnnexDecoderPageLinks *links = g_new0 (AnnexDecoderPageLinks, 1);
  g_autofree AnnexDecoderOutline   *outline = g_new0 (AnnexDecoderOutline, 1);
  AnnexDecoderReply                 reply = { .status = ANNEX_DECODER_BAD_REQUEST };
  g_autoptr (AnnexPdfDecoder) decoder = annex_pdf_decoder_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), password, &reply);

  if (decoder == NULL)
    return reply.status;

  for (guint32 page = 0; page < reply.n_pages; page++)
    {
      AnnexDecoderReply about_text = { 0 };
      AnnexDecoderReply about_links = { 0 };

      annex_pdf_decoder_get_text (decoder, page, text, &about_text);
      annex_pdf_decoder_get_links (decoder, page, links, &about_links);
    }
  reply.count = 0;
  annex_pdf_decoder_get_outline (decoder, outline, &reply);
  annex_pdf_decoder_get_inventory (decoder, 0, 0, &reply);

  return reply.status;
}

static void
test_reading (void)
{
  static const char *const lines[] = { "Grüße", "שלום עולם 123", "日本語", NULL };
  static const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R/AcroForm<</Fields[7 0 R]>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(a)>>]>>/EmbeddedFiles<</Names[(a)8 0 R]>>>>>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>",
    "<</Type/Page/Parent 2 0 R/Annots[4 0 R 7 0 R 9 0 R]>>",
    "<</Type/Annot/Subtype/Link/Rect[30 100 90 150]/Dest[3 0 R/XYZ 0 100 0]>>",
    "<</First 6 0 R/Last 6 0 R/Count 1>>",
    "<</Title(First)/Dest(nowhere)/First 6 0 R/Last 6 0 R/Count 1>>",
    "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[20 20 90 40]>>",
    "<</Type/Filespec/F(a)/EF<</F 10 0 R>>>>",
    "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 20 20]/FS 8 0 R>>",
    "<</Type/EmbeddedFile/Length 1>>stream\na\nendstream",
    NULL,
  };
  g_autoptr (GBytes) text = sample_text (lines, 400, 200);
  g_autoptr (GBytes) linked = sample_objects (objects, "");
  g_autoptr (GBytes) locked = sample_encrypted (SAMPLE_ENCRYPTION_AES_256, "open", "secret");

  g_assert_cmpuint (read_document (text, ""), ==, ANNEX_DECODER_OK);
  g_assert_cmpuint (read_document (linked, ""), ==, ANNEX_DECODER_OK);
  g_assert_cmpuint (read_document (locked, ""), ==, ANNEX_DECODER_LOCKED);
  g_assert_cmpuint (read_document (locked, "wrong"), ==, ANNEX_DECODER_LOCKED);
  g_assert_cmpuint (read_document (locked, "open"), ==, ANNEX_DECODER_OK);
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
  g_test_add_func ("/decoding/reading", test_reading);

  return g_test_run ();
}
