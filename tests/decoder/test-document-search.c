/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-fixture.h"
#include "annex-reading-samples.h"

/* Searching documents that are made here. */

static AnnexDocumentSearch *
open_search (DocumentFixture *fixture,
             GBytes          *bytes)
{
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);

  return annex_document_search_new (document);
}

static void
assert_current (AnnexDocumentSearch *search,
                int                  index,
                guint                expected_page)
{
  guint page, start, end;

  g_assert_cmpint (annex_document_search_get_current_index (search), ==, index);
  g_assert_true (annex_document_search_get_current (search, &page, &start, &end));
  g_assert_cmpuint (page, ==, expected_page);
  g_assert_cmpuint (start, <, end);
}

static void
test_folding (DocumentFixture *fixture,
              gconstpointer    data)
{
  static const char *const lines[] = { "Die GRÖSSE der Straße im office", "Ελληνικά naïve exam-", "ple of well-known co-", "operation Πάντως ς", "日本語", "の文 INV-2024", NULL };
  static const struct
  {
    const char *wanted;
    guint       n_matches;
  } cases[] = {
    { "größe", 1 },
    { "STRASSE", 1 },
    { "strasse   im", 1 },
    { "oﬃce", 1 },
    { "ελληνικα", 1 },
    { "NAIVE", 1 },
    { "example", 1 },
    { "well-known", 1 },
    { "wellknown", 1 },
    { "cooperation", 1 },
    { "παντωσ σ", 1 },
    { "日本語の文", 1 },
    { "inv-2024", 1 },
    { "inv2024", 0 },
    { "e", 10 },
    { " der ", 1 },
    { "nothing of this", 0 },
    { "", 0 },
    { " ", 0 },
    { "\303", 0 },
  };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 200);
  g_autoptr (AnnexDocumentSearch) search = open_search (fixture, bytes);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_search (search, cases[i].wanted, 0);
      if (annex_document_search_get_n_matches (search) != cases[i].n_matches)
        g_test_message ("number %u", i);
      g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, cases[i].n_matches);
      g_assert_false (annex_document_search_has_more (search));
    }
}

static void
test_right_to_left (DocumentFixture *fixture,
                    gconstpointer    data)
{
  static const char *const lines[] = { "זה דף בעברית", "שלום עולם", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 200);
  g_autoptr (AnnexDocumentSearch) search = open_search (fixture, bytes);

  fixture_search (search, "שלום", 0);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 1);
}

/* The range of a match is what was found. */
static void
test_ranges (DocumentFixture *fixture,
             gconstpointer    data)
{
  static const char *const lines[] = { "x Stra\303\237e exam-", "ple y", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 100);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);
  g_autoptr (AnnexDocumentSearch) search = annex_document_search_new (document);
  g_autofree char *found = NULL;
  g_autofree char *broken = NULL;
  guint            page, start, end;

  fixture_search (search, "STRASSE", 0);
  g_assert_true (annex_document_search_get_current (search, &page, &start, &end));
  found = annex_page_text_dup_range (text, start, end);
  g_assert_cmpstr (found, ==, "Stra\303\237e");
  fixture_search (search, "example", 0);
  g_assert_true (annex_document_search_get_current (search, &page, &start, &end));
  broken = annex_page_text_dup_range (text, start, end);
  g_assert_cmpstr (broken, ==, "exam-\nple");
}

static void
count_changes (guint *n_changes)
{
  (*n_changes)++;
}

/* From the page that somebody reads to the end, then from the beginning; next and previous go round. */
static void
test_many_pages (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_many_words (1000);
  g_autoptr (AnnexDocumentSearch) search = open_search (fixture, bytes);
  guint   n_changes = 0;
  GArray *matches;

  g_signal_connect_swapped (search, "changed", G_CALLBACK (count_changes), &n_changes);
  fixture_search (search, "needle", 550);
  g_assert_cmpuint (n_changes, >=, 10);
  g_assert_cmpuint (n_changes, <=, 12);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 10);
  assert_current (search, 5, 599);
  annex_document_search_next (search);
  assert_current (search, 6, 699);
  annex_document_search_previous (search);
  annex_document_search_previous (search);
  assert_current (search, 4, 499);
  for (guint i = 0; i < 6; i++)
    annex_document_search_next (search);
  assert_current (search, 0, 99);
  annex_document_search_previous (search);
  assert_current (search, 9, 999);

  matches = annex_document_search_list_matches (search, 99);
  g_assert_cmpuint (matches->len, ==, 1);
  g_assert_null (annex_document_search_list_matches (search, 98));

  annex_document_search_set_text (search, NULL, 0);
  g_assert_cmpint (annex_document_search_get_current_index (search), ==, -1);
  g_assert_true (annex_document_search_is_complete (search));
}

/* What nobody looks for any more is left alone, and what is read comes first. */
static void
test_cancelled (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_many_words (300);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  AnnexDocumentSearch *search = annex_document_search_new (document);
  g_autoptr (GdkTexture) texture = NULL;

  annex_document_search_set_text (search, "needle", 0);
  annex_document_search_set_text (search, "page 1", 0);
  texture = fixture_draw_or_fail (document, 7, 200, 100);
  g_assert_false (annex_document_search_is_complete (search));
  fixture_search (search, "page 1", 0);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 111);
  annex_document_search_set_text (search, "needle", 0);
  g_assert_finalize_object (search);
}

static void
test_too_many (DocumentFixture *fixture,
               gconstpointer    data)
{
  GString *content = g_string_new ("BT /F 1 Tf 1 TL 0 990 Td ");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocumentSearch) search = NULL;
  guint i;

  for (i = 0; i < 200; i++)
    g_string_append (content, "(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) ' ");
  g_string_append (content, "ET");
  bytes = sample_words ("/MediaBox[0 0 1000 1000]", content->str);
  search = open_search (fixture, bytes);
  fixture_search (search, "a", 0);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, ANNEX_DOCUMENT_SEARCH_MAX_MATCHES);
  g_assert_true (annex_document_search_has_more (search));
  g_string_free (content, TRUE);
}

/* What a page has more than is read may hold another match. */
static void
test_too_long (DocumentFixture *fixture,
               gconstpointer    data)
{
  g_autoptr (GString) content = g_string_new ("BT /F 9 Tf 9 TL 0 8990 Td ");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocumentSearch) search = NULL;
  guint i;

  for (i = 0; i < 900; i++)
    g_string_append (content, "(abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi) ' ");
  g_string_append (content, "ET");
  bytes = sample_words ("/MediaBox[0 0 4000 9000]", content->str);
  search = open_search (fixture, bytes);
  fixture_search (search, "nowhere", 0);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 0);
  g_assert_true (annex_document_search_is_complete (search));
  g_assert_true (annex_document_search_has_more (search));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/document/search/folding", NULL, test_folding);
  fixture_add ("/document/search/right-to-left", NULL, test_right_to_left);
  fixture_add ("/document/search/ranges", NULL, test_ranges);
  fixture_add ("/document/search/many-pages", NULL, test_many_pages);
  fixture_add ("/document/search/cancelled", NULL, test_cancelled);
  fixture_add ("/document/search/too-many", NULL, test_too_many);
  fixture_add ("/document/search/too-long", NULL, test_too_long);

  return g_test_run ();
}
