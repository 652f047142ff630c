/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-fixture.h"
#include "annex-text-file-private.h"
#include "annex-text-search.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Texts and tables, read by decoders in the real cage, and what liars say of them. DECODER, LIAR and CORPUS are paths. */

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static AnnexTextFile *
read_bytes (AnnexDecoderPool *pool,
            const void       *data,
            gsize             length,
            gboolean          as_table,
            GError          **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (AnnexContent) content = annex_content_new_for_bytes (bytes, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_nonnull (content);
  annex_text_file_open_async (pool, content, as_table, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_text_file_open_finish (result, error);
}

static AnnexTextFile *
read_or_fail (DocumentFixture *fixture,
              const void      *data,
              gsize            length,
              gboolean         as_table)
{
  g_autoptr (GError) error = NULL;
  AnnexTextFile *file = read_bytes (fixture->pool, data, length, as_table, &error);

  g_assert_no_error (error);

  return file;
}

/* Each encoding needs a converter that was loaded before the cage was closed. */
static void
test_encodings (DocumentFixture *fixture,
                gconstpointer    data)
{
  static const struct
  {
    const char *text, *converter, *name;
  } cases[] = {
    { "Die Größe passt nicht, sagt Herr Müller aus Köln.\n", "CP1252", "Windows-1252" },
    { "Здравствуйте, посылка пришла повреждённой. Спасибо.\n", "KOI8-R", "KOI8-R" },
    { "Здравствуйте, посылка пришла повреждённой. Спасибо.\n", "CP1251", "Windows-1251" },
    { "Dzień dobry, proszę o zwrot pieniędzy, zażółć gęślą jaźń.\n", "CP1250", "Windows-1250" },
    { "こんにちは。荷物が壊れて届きました。返金をお願いします。\n", "CP932", "Shift JIS" },
    { "こんにちは。荷物が壊れて届きました。返金をお願いします。\n", "ISO-2022-JP", "ISO-2022-JP" },
    { "您好，包裹到达时已损坏。请退款。订单号为12345。谢谢\n", "GB18030", "GB18030" },
    { "안녕하세요, 소포가 파손되어 도착했습니다. 감사합니다.\n", "EUC-KR", "UHC" },
    { "Größe, עברית, 日本語, 😀\n", "UTF-16LE", "UTF-16" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize            length;
      g_autofree char *bytes = g_convert (cases[i].text, -1, cases[i].converter, "UTF-8", NULL, &length, NULL);
      g_autoptr (AnnexTextFile) file = NULL;

      g_assert_nonnull (bytes);
      file = read_or_fail (fixture, bytes, length, FALSE);
      g_assert_cmpstr (annex_text_file_get_text (file), ==, cases[i].text);
      g_assert_cmpstr (annex_text_file_get_encoding (file), ==, cases[i].name);
      g_assert_false (annex_text_file_is_beginning (file) || annex_text_file_is_lossy (file) || annex_text_file_is_shortened (file));
    }
}

/* A hundred megabytes in one line, and nothing but NUL. */
static void
test_hostile (DocumentFixture *fixture,
              gconstpointer    data)
{
  const gsize      length = 100 * 1024 * 1024;
  g_autofree char *bytes = g_malloc (length);
  gboolean         as_table;

  for (as_table = FALSE; as_table <= TRUE; as_table++)
    {
      g_autoptr (AnnexTextFile) line = NULL;
      g_autoptr (AnnexTextFile) zeros = NULL;

      memset (bytes, 'a', length);
      line = read_or_fail (fixture, bytes, length, as_table);
      g_assert_true (annex_text_file_is_beginning (line) && annex_text_file_is_shortened (line));
      memset (bytes, 0, length);
      zeros = read_or_fail (fixture, bytes, length, as_table);
      g_assert_true (annex_text_file_is_beginning (zeros));
    }
}

static void
test_table (DocumentFixture *fixture,
            gconstpointer    data)
{
  static const char text[] = "Name;Price\nCup;1,50\nPlate\n";
  g_autoptr (AnnexTextFile) file = read_or_fail (fixture, text, sizeof text - 1, TRUE);
  AnnexTable      *table = annex_text_file_get_table (file);
  g_autofree char *title = annex_table_dup_title (table, 1);
  g_autofree char *price = annex_table_dup_cell (table, 0, 1);
  g_autofree char *nothing = annex_table_dup_cell (table, 1, 1);

  g_assert_null (annex_text_file_get_text (file));
  g_assert_cmpuint (annex_table_get_n_rows (table), ==, 2);
  g_assert_cmpstr (title, ==, "Price");
  g_assert_cmpstr (price, ==, "1,50");
  g_assert_cmpstr (nothing, ==, "");
}

/* Whatever a line of the corpus is, it becomes a text without what hides or turns around. */
static void
test_naughty_strings (DocumentFixture *fixture,
                      gconstpointer    data)
{
  g_autofree char *contents = NULL;
  gsize            length;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  JsonArray *array;
  guint      i;

  if (!g_file_get_contents (CORPUS "/naughty-strings.json", &contents, &length, NULL))
    {
      g_test_skip ("The public files are not there");
      return;
    }

  g_assert_true (json_parser_load_from_data (parser, contents, (gssize) length, NULL));
  array = json_node_get_array (json_parser_get_root (parser));
  for (i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (lines, "%s\n", json_array_get_string_element (array, i));
  for (i = 0; i < 2; i++)
    {
      g_autoptr (AnnexTextFile) file = read_or_fail (fixture, lines->str, lines->len, i == 1);

      g_assert_true (annex_text_file_is_unicode (file));
      if (i == 0)
        g_assert_null (strstr (annex_text_file_get_text (file), "\342\200\256"));
    }
}

static void
test_find (DocumentFixture *fixture,
           gconstpointer    data)
{
  static const char text[] = "Café\ncafe CAFÉ\n";
  g_autoptr (AnnexTextFile) file = read_or_fail (fixture, text, sizeof text - 1, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) matches = NULL;
  gboolean has_more;

  annex_text_file_find_async (file, "cafe", NULL, keep_result, &result);
  fixture_wait (has_result, &result);
  matches = annex_text_file_find_finish (file, result, &has_more, NULL);
  g_assert_cmpuint (matches->len, ==, 3);
  g_assert_false (has_more);
  g_assert_cmpuint (g_array_index (matches, AnnexTextMatch, 2).start, ==, 10);
}

/* What is cut is cut so that the viewer takes it, whatever stands at the end. */
static void
test_bounds (DocumentFixture *fixture,
             gconstpointer    data)
{
  static const char *const pieces[] = { "\n", "a", "\314\201", "\342\200\256", "a\314\201\342\200\215", "\363\240\200\201" };
  gsize                    i;
  gboolean                 as_table;

  for (i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (as_table = FALSE; as_table <= TRUE; as_table++)
      {
        g_autoptr (GString) text = g_string_new ("b");
        g_autoptr (AnnexTextFile) file = NULL;

        while (text->len < 500000)
          g_string_append (text, pieces[i]);
        file = read_or_fail (fixture, text->str, text->len, as_table);
        g_assert_true (annex_text_file_is_beginning (file) || annex_text_file_is_shortened (file));
      }
}

/* Whoever does not wait any more keeps no thread busy with it. */
static void
test_find_cancelled (DocumentFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (AnnexTextFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  while (text->len < 100000)
    g_string_append (text, "aa\n");
  file = read_or_fail (fixture, text->str, text->len, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (annex_text_file_fold (file, cancellable));
  g_assert_nonnull (annex_text_file_fold (file, NULL));
}

/* A lie, and of a text and a table, how many it is about. */
typedef struct
{
  const char *name;
  guint       n_caught;
} Lie;

static void
test_lie (gconstpointer data)
{
  const Lie       *lie = data;
  g_autofree char *program = fixture_get_liar (LIAR, lie->name);
  guint            n_caught = 0;
  gboolean         as_table;

  for (as_table = FALSE; as_table <= TRUE; as_table++)
    {
      g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (program);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexTextFile) file = NULL;

      annex_decoder_pool_set_deadlines (pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, FIXTURE_PATIENCE);
      file = read_bytes (pool, "a,b\n", 4, as_table, &error);
      if (file != NULL)
        continue;
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
      n_caught++;
    }
  g_assert_cmpuint (n_caught, ==, lie->n_caught);
  fixture_wait_for_children (0);
}

int
main (int   argc,
      char *argv[])
{
  static const Lie lies[] = {
    { "honest", 0 },
    { "content-rows", 1 },
    { "content-huge-rows", 1 },
    { "content-empty-row", 1 },
    { "content-falling-rows", 1 },
    { "content-wide-row", 1 },
    { "content-huge-row", 1 },
    { "content-falling-cells", 1 },
    { "content-far-cell", 1 },
    { "content-huge-cell", 1 },
    { "content-short-cells", 1 },
    { "content-split", 1 },
    { "content-length", 2 },
    { "content-huge-length", 2 },
    { "content-encoding", 2 },
    { "content-invalid", 2 },
    { "content-nul", 2 },
    { "content-control", 2 },
    { "content-bidi", 2 },
    { "content-hyphen", 2 },
    { "content-tag", 2 },
    { "content-filler", 2 },
    { "content-long-line", 2 },
    { "content-huge-line", 2 },
    { "content-marks", 2 },
    { "content-joined-marks", 2 },
    { "content-lines", 2 },
  };
  guint i;

  g_test_init (&argc, &argv, NULL);
  fixture_add ("/text-file/encodings", NULL, test_encodings);
  fixture_add ("/text-file/hostile", NULL, test_hostile);
  fixture_add ("/text-file/table", NULL, test_table);
  fixture_add ("/text-file/naughty-strings", NULL, test_naughty_strings);
  fixture_add ("/text-file/find", NULL, test_find);
  fixture_add ("/text-file/find-cancelled", NULL, test_find_cancelled);
  fixture_add ("/text-file/bounds", NULL, test_bounds);
  for (i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strconcat ("/text-file/lie/", lies[i].name, NULL);

      g_test_add_data_func (path, &lies[i], test_lie);
    }

  return g_test_run ();
}
