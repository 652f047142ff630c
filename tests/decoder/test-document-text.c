/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"
#include "annex-page-text-private.h"
#include "annex-reading-samples.h"

#include <string.h>

/* The text of pages that are made here, read by the real decoder: what it says, where it is, and what is made of that. */

static AnnexPageText *
read_bytes (DocumentFixture *fixture,
            GBytes          *bytes)
{
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);

  return fixture_read_or_fail (document, 0);
}

static guint
find_in (AnnexPageText *text,
         const char    *word)
{
  const char *all = annex_page_text_get_text (text);
  const char *at = strstr (all, word);

  if (at == NULL)
    g_error ("“%s” is not in “%s”", word, all);

  return (guint) g_utf8_pointer_to_offset (all, at);
}

/* Boxes in the order of reading are from left to right, or from right to left. */
static void
assert_runs (AnnexPageText *text,
             const char    *word,
             gboolean       to_left)
{
  guint start = find_in (text, word);
  guint end = start + (guint) g_utf8_strlen (word, -1);
  guint i;

  for (i = start + 1; i < end; i++)
    {
      graphene_rect_t before, box;

      annex_page_text_get_box (text, i - 1, &before);
      annex_page_text_get_box (text, i, &box);
      g_assert_cmpfloat (box.size.height, >, 5);
      if (to_left)
        g_assert_cmpfloat (box.origin.x + box.size.width / 2, <, before.origin.x + before.size.width / 2);
      else
        g_assert_cmpfloat (box.origin.x + box.size.width / 2, >, before.origin.x + before.size.width / 2);
    }
}

static void
test_scripts (DocumentFixture *fixture,
              gconstpointer    data)
{
  static const char *const lines[] = { "Grüße office", "Ελληνικά κείμενο", "Привет мир", "日本語の文", "שלום עולם", "مرحبا بالعالم", "abc שלום def 12", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 300);
  g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
  graphene_rect_t box;
  guint           i;

  g_assert_false (annex_page_text_is_empty (text));
  for (i = 0; lines[i] != NULL; i++)
    {
      annex_page_text_get_box (text, find_in (text, lines[i]), &box);
      g_assert_cmpfloat_with_epsilon (box.origin.y, 20 + 20 * i, 8);
      if (i < 4)
        assert_runs (text, lines[i], FALSE);
    }
  assert_runs (text, "שלום", TRUE);
  assert_runs (text, "עולם", TRUE);
  assert_runs (text, "مرح", TRUE);
}

/* A page that is read from right to left as a whole. */
static void
test_right_to_left (DocumentFixture *fixture,
                    gconstpointer    data)
{
  static const char *const lines[] = { "שלום עולם", "זה דף בעברית (סוגריים) 123 abc", "ועוד שורה אחת", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 300);
  g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
  guint i;

  for (i = 0; lines[i] != NULL; i++)
    find_in (text, lines[i]);
  g_assert_cmpuint (find_in (text, lines[0]), <, find_in (text, lines[1]));
  g_assert_cmpuint (find_in (text, lines[1]), <, find_in (text, lines[2]));
  assert_runs (text, lines[2], TRUE);
  assert_runs (text, "abc", FALSE);
}

static void
test_columns (DocumentFixture *fixture,
              gconstpointer    data)
{
  static const char *const left[] = { "first line of left", "second of left", "third of the left", "fourth of left", NULL };
  static const char *const right[] = { "first line of right", "second of right", "third of the right", "fourth of right", NULL };
  g_autoptr (GBytes) bytes = sample_columns (left, right);
  g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
  g_autoptr (GArray) boxes = NULL;
  const graphene_rect_t *box;

  g_assert_cmpuint (find_in (text, left[3]), <, find_in (text, right[0]));
  boxes = annex_page_text_list_boxes (text, find_in (text, left[1]), find_in (text, "fourth of left"));
  g_assert_cmpuint (boxes->len, ==, 2);
  box = &g_array_index (boxes, graphene_rect_t, 0);
  g_assert_cmpfloat (box->origin.x + box->size.width, <, 200);
}

/* Where a word is found that is drawn at the top left of the page as it is seen. */
static void
test_turned (DocumentFixture *fixture,
             gconstpointer    data)
{
  static const struct
  {
    const char *page, *content;
    float       left, top;
  } cases[] = {
    { "/MediaBox[0 0 400 200]", "BT /F 20 Tf 30 150 Td (word) Tj ET", 30, 50 },
    { "/MediaBox[0 0 400 200]/Rotate 90", "BT 0 1 -1 0 50 30 Tm /F 20 Tf (word) Tj ET", 30, 50 },
    { "/MediaBox[0 0 400 200]/Rotate 180", "BT -1 0 0 -1 370 50 Tm /F 20 Tf (word) Tj ET", 30, 50 },
    { "/MediaBox[0 0 400 200]/Rotate 270", "BT 0 -1 1 0 350 170 Tm /F 20 Tf (word) Tj ET", 30, 50 },
    { "/MediaBox[0 0 800 800]/CropBox[100 200 500 400]", "BT /F 20 Tf 130 350 Td (word) Tj ET", 30, 50 },
    { "/MediaBox[-100 -100 700 700]/CropBox[100 200 500 400]/Rotate 90", "BT 0 1 -1 0 150 230 Tm /F 20 Tf (word) Tj ET", 30, 50 },
    { "/MediaBox[-200 -300 200 -100]", "BT /F 20 Tf -170 -150 Td (word) Tj ET", 30, 50 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = sample_words (cases[i].page, cases[i].content);
      g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
      graphene_rect_t box;

      annex_page_text_get_box (text, find_in (text, "word"), &box);
      g_test_message ("%s: %g %g %g %g", cases[i].page, (double) box.origin.x, (double) box.origin.y, (double) box.size.width, (double) box.size.height);
      g_assert_cmpfloat_with_epsilon (box.origin.x, cases[i].left, 2);
      g_assert_cmpfloat_with_epsilon (box.origin.y + box.size.height, cases[i].top, 7);
      g_assert_cmpfloat_with_epsilon (box.size.width, 14.4, 2);
      assert_runs (text, "word", FALSE);
    }
}

/* Text that is not there, is not what is drawn, or is more than there is room for. */
static void
test_odd_text (DocumentFixture *fixture,
               gconstpointer    data)
{
  static const char *const contents[] = {
    "",
    "0 0 10 10 re f",
    "BT /F 20 Tf 30 100 Td /Span<</ActualText<FEFF00660066006900610062>>>BDC (x) Tj EMC (y) Tj ET",
    "BT /F 20 Tf 30 100 Td /Span<</ActualText<FEFF202E0061200B0007>>>BDC (abcdef) Tj EMC ET",
    "BT /F 20 Tf 30 100 Td /Span<</ActualText<FEFFD8000061DC00>>>BDC (abcdef) Tj EMC ET",
    "BT /F 20 Tf 30 100 Td /Span<</ActualText()>>BDC (abcdef) Tj EMC ET",
    "BT /F 1e30 Tf 30 100 Td (abc) Tj ET",
    "BT /F -1e-30 Tf 1e300 nan Td (abc) Tj ET",
    "BT /F 12 Tf 2 Tr 30 100 Td (a\\000b\\001c\\377) Tj ET",
  };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GBytes) bytes = sample_words ("/MediaBox[0 0 400 200]", contents[i]);
      g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
      const char *all = annex_page_text_get_text (text);

      g_test_message ("%u characters: %s", annex_page_text_get_n_characters (text), all);
      g_assert_true (g_utf8_validate (all, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (all, -1), ==, annex_page_text_get_n_characters (text));
      g_assert_null (strstr (all, "\342\200\256"));
      g_assert_null (strchr (all, '\a'));
      for (j = 0; j < annex_page_text_get_n_characters (text); j++)
        {
          graphene_rect_t box;

          annex_page_text_get_box (text, j, &box);
          g_assert_true (graphene_rect_contains_rect (&GRAPHENE_RECT_INIT (0, 0, 400, 200), &box));
        }
      g_assert_true (annex_page_text_is_empty (text) == (i < 2) || i >= 3);
    }
}

static void
test_too_much (DocumentFixture *fixture,
               gconstpointer    data)
{
  GString *content = g_string_new ("BT /F 9 Tf 9 TL 0 8990 Td ");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexPageText) text = NULL;
  guint i;

  for (i = 0; i < 900; i++)
    g_string_append (content, "(abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi) ' ");
  g_string_append (content, "ET");
  bytes = sample_words ("/MediaBox[0 0 4000 9000]", content->str);
  text = read_bytes (fixture, bytes);
  g_assert_cmpuint (annex_page_text_get_n_characters (text), <=, ANNEX_DECODER_MAX_PAGE_CHARACTERS);
  g_assert_cmpuint (annex_page_text_get_n_characters (text), >, 60000);
  g_assert_true (annex_page_text_is_shortened (text));
  g_string_free (content, TRUE);
}

static void
assert_found (AnnexPageText *text,
              float          x,
              float          y,
              guint          expected)
{
  graphene_point_t point = GRAPHENE_POINT_INIT (x, y);

  g_assert_cmpuint (annex_page_text_find (text, &point), ==, expected);
}

static void
test_positions (DocumentFixture *fixture,
                gconstpointer    data)
{
  static const char *const lines[] = { "one two", "three it's over", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 100);
  g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
  g_autofree char *part = annex_page_text_dup_range (text, 4, 13);
  g_autofree char *beyond = annex_page_text_dup_range (text, 8, 100);
  g_autoptr (GArray) boxes = annex_page_text_list_boxes (text, 0, 100);
  graphene_rect_t box;
  guint           start, end;

  g_assert_cmpstr (part, ==, "two\nthree");
  g_assert_cmpstr (beyond, ==, "three it's over");
  g_assert_cmpuint (boxes->len, ==, 2);
  assert_found (text, 0, 0, 0);
  assert_found (text, 399, 30, 7);
  assert_found (text, 399, 99, 23);
  annex_page_text_get_box (text, 1, &box);
  assert_found (text, box.origin.x + 1, box.origin.y + 5, 1);
  assert_found (text, box.origin.x + box.size.width - 1, box.origin.y + 5, 2);
  annex_page_text_get_word (text, 5, &start, &end);
  g_assert_cmpuint (start, ==, 4);
  g_assert_cmpuint (end, ==, 7);
  annex_page_text_get_word (text, 15, &start, &end);
  g_assert_cmpuint (start, ==, 14);
  g_assert_cmpuint (end, ==, 18);
  annex_page_text_get_line (text, 15, &start, &end);
  g_assert_cmpuint (start, ==, 8);
  g_assert_cmpuint (end, ==, 23);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 0, 1), ==, 3);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 3, 1), ==, 7);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 7, 1), ==, 13);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 13, 1), ==, 18);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 23, 1), ==, 23);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 23, -1), ==, 19);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 14, -1), ==, 8);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 8, -1), ==, 4);
  g_assert_cmpuint (annex_page_text_move_by_word (text, 0, -1), ==, 0);
}

/* However long a line is, a step goes through a small part of it, and so does looking for a word. */
static void
test_long_lines (DocumentFixture *fixture,
                 gconstpointer    data)
{
  static const char *const    letters[] = { ".", "a", "\340\270\201", "\n" };
  const guint                 n = ANNEX_DECODER_MAX_PAGE_CHARACTERS;
  g_autofree AnnexDecoderBox *boxes = g_new0 (AnnexDecoderBox, n);
  guint                       i;

  for (i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (AnnexPageText) text = NULL;
      guint position, start, end, n_steps;

      for (position = 0; position < n; position++)
        g_string_append (line, letters[i]);
      text = annex_page_text_new (line->str, boxes, n);
      g_assert_cmpuint (annex_page_text_get_n_characters (text), ==, n);
      annex_page_text_get_word (text, n / 2, &start, &end);
      g_assert_cmpuint (end - start, <=, 1000);
      g_assert_cmpuint (start, <=, n / 2);
      g_assert_cmpuint (end, >=, n / 2);
      for (position = 0, n_steps = 0; position < n && n_steps < 1000; n_steps++)
        {
          end = annex_page_text_move_by_word (text, position, 1);
          g_assert_cmpuint (end, >, position);
          g_assert_cmpuint (end, <=, position + 1000);
          position = end;
        }
      for (n_steps = 0; position > 0 && n_steps < 1000; n_steps++)
        {
          start = annex_page_text_move_by_word (text, position, -1);
          g_assert_cmpuint (start, <, position);
          g_assert_cmpuint (start + 1000, >=, position);
          position = start;
        }
    }
}

/* In Hebrew the right end of a line is its beginning. */
static void
test_positions_right_to_left (DocumentFixture *fixture,
                              gconstpointer    data)
{
  static const char *const lines[] = { "שלום עולם", NULL };
  g_autoptr (GBytes) bytes = sample_text (lines, 400, 100);
  g_autoptr (AnnexPageText) text = read_bytes (fixture, bytes);
  g_autoptr (GArray) boxes = annex_page_text_list_boxes (text, 0, 4);

  g_assert_cmpstr (annex_page_text_get_text (text), ==, lines[0]);
  g_assert_cmpuint (boxes->len, ==, 1);
  assert_found (text, 399, 28, 0);
  assert_found (text, 1, 28, 9);
}

/* A picture has nothing to read, and nobody needs to ask first what it is. */
static void
test_picture (DocumentFixture *fixture,
              gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_long_gif (8, 1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links = fixture_query_links (document, 0, &error);
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);
  guint                              start, end;

  g_assert_true (annex_page_text_is_empty (text));
  g_assert_cmpuint (annex_page_text_find (text, graphene_point_zero ()), ==, 0);
  annex_page_text_get_word (text, 0, &start, &end);
  g_assert_cmpuint (end, ==, 0);
  g_assert_cmpuint (links->len, ==, 0);
  g_assert_null (fixture_query_outline (document, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (inventory->n_links, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/document/text/scripts", NULL, test_scripts);
  fixture_add ("/document/text/right-to-left", NULL, test_right_to_left);
  fixture_add ("/document/text/columns", NULL, test_columns);
  fixture_add ("/document/text/turned", NULL, test_turned);
  fixture_add ("/document/text/odd", NULL, test_odd_text);
  fixture_add ("/document/text/too-much", NULL, test_too_much);
  fixture_add ("/document/text/picture", NULL, test_picture);
  fixture_add ("/document/text/positions", NULL, test_positions);
  fixture_add ("/document/text/long-lines", NULL, test_long_lines);
  fixture_add ("/document/text/positions-right-to-left", NULL, test_positions_right_to_left);

  return g_test_run ();
}
