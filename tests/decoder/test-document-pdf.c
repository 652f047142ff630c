/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"

/* Documents of several pages, made here, drawn by the real decoder. */

static void
test_pdf_pages (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (3);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = NULL;

  g_assert_false (annex_document_is_picture (document));
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 3);
  fixture_assert_size (document, 0, 200, 100);
  fixture_assert_size (document, 2, 200, 102);
  texture = fixture_draw_or_fail (document, 1, 400, 202);
  fixture_assert_colour (texture, 10, 10, COLOUR_RED, 0);
  fixture_assert_colour (texture, 390, 190, COLOUR_BLUE, 0);
  fixture_assert_colour (texture, 200, 100, COLOUR_WHITE, 0);
}

static void
test_pdf_turned (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 300 100]/Rotate 90", "");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = fixture_draw_or_fail (document, 0, 50, 150);

  fixture_assert_size (document, 0, 100, 300);
  fixture_assert_colour (texture, 25, 75, COLOUR_WHITE, 0);
}

static void
test_pdf_boxes (DocumentFixture *fixture,
                gconstpointer    data)
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
      g_autoptr (GBytes) bytes = sample_pdf_with (pages[i], "");
      g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
      g_autoptr (GdkTexture) texture = fixture_draw_or_fail (document, 0, 40, 30);
      graphene_size_t size;

      fixture_query_size (document, 0, &size);
      g_assert_cmpfloat (size.width, >=, 1);
      g_assert_cmpfloat (size.width, <=, ANNEX_DECODER_MAX_PAGE_POINTS);
    }
}

static void
test_pdf_locked (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_autofree char *key = g_strnfill (64, '1');
  g_autofree char *trailer = g_strdup_printf ("/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]", key, key);
  g_autoptr (GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 10 10]", trailer);

  fixture_assert_refused (fixture, bytes, ANNEX_PREVIEW_ERROR_LOCKED, NULL);
}

/* With a certificate, for which nobody can be asked. */
static void
test_pdf_sealed (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 10 10]", "/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/R 4/Recipients[<00>]/P -4>>/ID[<00><00>]");

  fixture_assert_refused (fixture, bytes, ANNEX_PREVIEW_ERROR_SEALED, NULL);
}

static void
test_pdf_damaged (DocumentFixture *fixture,
                  gconstpointer    data)
{
  g_autoptr (GBytes) whole = sample_pdf (2);
  g_autoptr (GBytes) head = sample_cut (whole, 200);
  g_autoptr (GBytes) only_name = g_bytes_new_static ("%PDF-1.7\n", 9);

  fixture_assert_refused (fixture, only_name, ANNEX_PREVIEW_ERROR_DAMAGED, NULL);
  fixture_assert_refused (fixture, head, ANNEX_PREVIEW_ERROR_DAMAGED, NULL);
}

static void
test_pdf_many_pages (DocumentFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (ANNEX_DECODER_MAX_PAGES);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = NULL;
  graphene_size_t size;

  g_assert_cmpuint (annex_document_get_n_pages (document), ==, ANNEX_DECODER_MAX_PAGES);
  g_assert_false (annex_document_get_known_size (document, 9999, &size));
  fixture_assert_size (document, 9999, 200, 1099);
  texture = fixture_draw_or_fail (document, 9999, 20, 110);
  fixture_assert_colour (texture, 1, 50, COLOUR_RED, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/document/pdf/pages", NULL, test_pdf_pages);
  fixture_add ("/document/pdf/turned", NULL, test_pdf_turned);
  fixture_add ("/document/pdf/boxes", NULL, test_pdf_boxes);
  fixture_add ("/document/pdf/locked", NULL, test_pdf_locked);
  fixture_add ("/document/pdf/sealed", NULL, test_pdf_sealed);
  fixture_add ("/document/pdf/damaged", NULL, test_pdf_damaged);
  fixture_add ("/document/pdf/many-pages", NULL, test_pdf_many_pages);

  return g_test_run ();
}
