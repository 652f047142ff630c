/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-fixture.h"

#include <string.h>

/* A decoder that lies about what is to be read in a document, as one would that a file has taken over: it is stopped with
 * one typed error, or what it says is made harmless, and the next request gets a new one. */

typedef enum
{
  TEXT,
  LINKS,
  OUTLINE,
  INVENTORY,
  N_QUESTIONS,
} Question;

static AnnexDocument *
open_with (AnnexDecoderPool *pool)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF-1.7\n", 9);
  g_autoptr (GError) error = NULL;
  AnnexDocument *document = fixture_open (pool, bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 3);

  return document;
}

static AnnexDecoderPool *
create_pool (const char *manner,
             guint       deadline_ms)
{
  g_autofree char  *program = fixture_get_liar (LIAR, manner);
  AnnexDecoderPool *pool = annex_decoder_pool_new (program);

  annex_decoder_pool_set_deadlines (pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, deadline_ms);

  return pool;
}

/* Returns whether there was an answer. */
static gboolean
ask (AnnexDocument *document,
     Question       question,
     GError       **error)
{
  g_autoptr (AnnexPageText) text = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GListModel) outline = NULL;
  g_autofree AnnexDocumentInventory *inventory = NULL;

  if (question == TEXT)
    text = fixture_read (document, 1, error);
  else if (question == LINKS)
    links = fixture_query_links (document, 1, error);
  else if (question == OUTLINE)
    outline = fixture_query_outline (document, error);
  else
    inventory = fixture_take_inventory (document, error);

  return text != NULL || links != NULL || outline != NULL || inventory != NULL;
}

static Question
get_question (const char *manner)
{
  if (g_str_has_prefix (manner, "text-"))
    return TEXT;
  if (g_str_has_prefix (manner, "links-"))
    return LINKS;

  return g_str_has_prefix (manner, "outline-") ? OUTLINE : INVENTORY;
}

static void
assert_caught (const char       *manner,
               Question          question,
               guint             deadline_ms,
               AnnexPreviewError code)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool (manner, deadline_ms);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  g_assert_false (ask (document, question, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, (int) code);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);

  /* the next question goes to another one */
  fixture_query_size (document, 2, &size);
  g_assert_cmpint (annex_document_get_decoder_pid (document), >, 0);
}

static void
test_caught (gconstpointer manner)
{
  assert_caught (manner, get_question (manner), FIXTURE_PATIENCE, ANNEX_PREVIEW_ERROR_STOPPED);
  fixture_wait_for_children (0);
}

/* What could be told of anything. */
static void
test_caught_everywhere (gconstpointer manner)
{
  Question question;

  for (question = 0; question < N_QUESTIONS; question++)
    assert_caught (manner, question, FIXTURE_PATIENCE, ANNEX_PREVIEW_ERROR_STOPPED);
  fixture_wait_for_children (0);
}

static void
test_silent (void)
{
  Question question;

  for (question = 0; question < N_QUESTIONS; question++)
    assert_caught ("hangs-later", question, 300, ANNEX_PREVIEW_ERROR_SLOW);
  fixture_wait_for_children (0);
}

/* Who lies again and again is not asked any more. */
static void
test_lies_on (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("text-nul", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  guint i;

  for (i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ask (document, TEXT, &error));
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
    }
  g_clear_object (&document);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

static guint
count_before_refusal (AnnexDocument *document)
{
  guint n;

  for (n = 0; n < 100; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ask (document, TEXT, &error));
      if (g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED))
        break;
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);
    }

  return n;
}

/* Who is slow again and again is not asked any more either, and gets no further decoder. That sizes are told changes
 * nothing. */
static void
test_slow_on (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("hangs-later", 100);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  fixture_query_size (document, 1, &size);
  g_assert_cmpuint (count_before_refusal (document), ==, 8);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);
  g_assert_false (ask (document, LINKS, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);
  g_clear_object (&document);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

/* An answer in between is a new beginning. */
static void
test_slow_at_times (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("hangs-later", 100);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (GdkTexture) texture = NULL;
  guint i;

  for (i = 0; i < 7; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ask (document, TEXT, &error));
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);
    }
  annex_decoder_pool_set_deadlines (pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, FIXTURE_PATIENCE);
  texture = fixture_draw_or_fail (document, 0, 10, 10);
  annex_decoder_pool_set_deadlines (pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, 100);
  g_assert_cmpuint (count_before_refusal (document), ==, 8);
  g_clear_object (&document);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

/* Without a lie there are answers: otherwise the tests above would prove nothing. */
static void
test_honest (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("honest", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);
  g_autoptr (GPtrArray) links = fixture_query_links (document, 0, NULL);
  g_autoptr (GListModel) outline = fixture_query_outline (document, NULL);
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);
  g_autoptr (AnnexOutlineItem) first = g_list_model_get_item (outline, 0);

  g_assert_cmpstr (annex_page_text_get_text (text), ==, "abc");
  g_assert_cmpuint (links->len, ==, 2);
  g_assert_cmpstr (annex_page_link_get_uri (g_ptr_array_index (links, 1)), ==, "https://example.org/");
  g_assert_cmpstr (annex_outline_item_get_title (first), ==, "one");
  g_assert_cmpuint (g_list_model_get_n_items (annex_outline_item_get_children (first)), ==, 1);
  g_assert_cmpuint (inventory->n_links, ==, 3);
}

static void
test_text_made_harmless (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("text-tricks", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);

  g_assert_cmpstr (annex_page_text_get_text (text), ==, "abc");
  g_assert_cmpuint (annex_page_text_get_n_characters (text), ==, 3);
}

static void
test_title_made_harmless (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("outline-tricks", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (GListModel) outline = fixture_query_outline (document, NULL);
  g_autoptr (AnnexOutlineItem) first = g_list_model_get_item (outline, 0);
  g_autoptr (AnnexOutlineItem) second = g_list_model_get_item (annex_outline_item_get_children (first), 0);

  g_assert_cmpstr (annex_outline_item_get_title (second), ==, "a\357\277\275b c");
}

/* Memory that changes while it is looked at: there is an answer or an error, and whatever is answered holds. */
static void
test_changes_memory (void)
{
  guint i;

  for (i = 0; i < 50; i++)
    {
      g_autoptr (AnnexDecoderPool) pool = create_pool ("changes-memory", FIXTURE_PATIENCE);
      g_autoptr (AnnexDocument) document = open_with (pool);
      g_autoptr (AnnexPageText) text = fixture_read (document, 0, NULL);
      g_autoptr (GPtrArray) links = fixture_query_links (document, 0, NULL);
      guint j;

      if (text != NULL)
        g_assert_true (g_utf8_validate (annex_page_text_get_text (text), -1, NULL));
      for (j = 0; links != NULL && j < links->len; j++)
        g_assert_cmpint (annex_page_link_get_kind (g_ptr_array_index (links, j)), ==, ANNEX_PAGE_LINK_URI);
    }
  fixture_wait_for_children (0);
}

/* @way: 0: as it is looked at, otherwise as a thumbnail */
static void
assert_not_drawn (AnnexDocument *document,
                  guint          way)
{
  const GdkRectangle all = { 0, 0, 10, 20 };
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = way == 0 ? fixture_render (document, 1, 100, 200, &error) : fixture_draw_region (document, 1, 10, 20, &all, &error);

  g_assert_null (texture);
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
}

static void
assert_not_told (AnnexDocument *document,
                 Question       question)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ask (document, question, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
}

/* However often a page is asked for that kills decoders, and by whom, the others are drawn. Without being forgiven, and once
 * it has been, it does not even get a decoder. */
static void
test_page_that_kills (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("crashes-on-page-2", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  graphene_size_t size;
  GPid            pid;
  guint           i;

  for (i = 0; i < 5; i++)
    {
      if (i == 1 || i == 2)
        annex_document_forgive (document, 1);
      pid = annex_document_get_decoder_pid (document);
      assert_not_drawn (document, i % 2);
      g_assert_cmpint (annex_document_get_decoder_pid (document), ==, i < 2 ? 0 : pid);
      assert_not_drawn (document, 1);
      assert_not_told (document, TEXT);
      assert_not_told (document, LINKS);
      fixture_query_size (document, i % 3, &size);
    }

  g_object_unref (fixture_draw_or_fail (document, 0, 10, 20));
  g_object_unref (fixture_draw_or_fail (document, 2, 10, 20));
  g_assert_cmpint (annex_document_get_decoder_pid (document), >, 0);
}

/* What the other pages hold is told. */
static void
test_inventory_left_out (gconstpointer manner)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool (manner, FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);
  gboolean                           is_one_page = strcmp (manner, "crashes-on-page-2") == 0;

  g_assert_nonnull (inventory);
  g_assert_cmpuint (inventory->n_links, ==, is_one_page ? 2 : 1);
  g_object_unref (fixture_draw_or_fail (document, 0, 10, 20));
}

/* Searching goes through what it is told, and does not cost the file all its decoders. */
static void
test_search (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("text-nan", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (AnnexDocumentSearch) search = annex_document_search_new (document);
  graphene_size_t size;

  fixture_search (search, "b", 0);
  g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 0);
  g_assert_true (annex_document_search_has_more (search));
  fixture_query_size (document, 1, &size);
}

/* A page that cannot be read is left out, which is told, and costs nothing when something else is looked for. */
static void
test_search_left_out (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("crashes-on-page-2", FIXTURE_PATIENCE);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (AnnexDocumentSearch) search = annex_document_search_new (document);
  static const char *const wanted[] = { "a", "b", "c", "ab" };
  GPid                     pid = 0;
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      fixture_search (search, wanted[i], 0);
      g_assert_cmpuint (annex_document_search_get_n_matches (search), ==, 2);
      g_assert_true (annex_document_search_has_more (search));
      if (i > 0)
        g_assert_cmpint (annex_document_get_decoder_pid (document), ==, pid);
      pid = annex_document_get_decoder_pid (document);
    }
}

/* Nor does it wait for one page after the other that takes too long. */
static void
test_slow_search (void)
{
  g_autoptr (AnnexDecoderPool) pool = create_pool ("hangs-later", 100);
  g_autoptr (AnnexDocument) document = open_with (pool);
  g_autoptr (AnnexDocumentSearch) search = annex_document_search_new (document);

  fixture_search (search, "b", 0);
  g_assert_true (annex_document_search_has_more (search));
  g_assert_cmpuint (count_before_refusal (document), ==, 6);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const manners[] = {
    "text-invalid", "text-surrogate", "text-more-boxes", "text-nul", "text-length", "text-huge-length", "text-count", "text-huge-count", "text-nan", "text-infinite", "text-negative", "text-inside-out", "text-far-away", "links-count", "links-huge-count", "links-kind", "links-nan", "links-inside-out", "links-negative", "links-unterminated", "links-long", "links-javascript", "links-http", "links-file", "links-user", "links-host", "links-attach", "links-control", "links-bidi", "links-port", "links-empty", "links-page", "links-no-page", "links-top", "outline-count", "outline-huge-count", "outline-deep-start", "outline-jump", "outline-huge-depth", "outline-page", "outline-nan", "outline-negative", "outline-unterminated", "inventory-links", "inventory-files", "inventory-media", "inventory-fields", "inventory-scripts", "inventory-stands-still", "inventory-beyond", "inventory-far-beyond", NULL
  };
  static const char *const everywhere[] = { "later-serial", "later-old-serial", "later-status", "later-flags", "later-magic", "crashes-later", NULL };
  guint                    i;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/lies/honest", test_honest);
  for (i = 0; manners[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/document/lies/%s", manners[i]);

      g_test_add_data_func (path, manners[i], test_caught);
    }
  for (i = 0; everywhere[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/document/lies/%s", everywhere[i]);

      g_test_add_data_func (path, everywhere[i], test_caught_everywhere);
    }
  g_test_add_func ("/document/lies/silent", test_silent);
  g_test_add_func ("/document/lies/lies-on", test_lies_on);
  g_test_add_func ("/document/lies/text-made-harmless", test_text_made_harmless);
  g_test_add_func ("/document/lies/title-made-harmless", test_title_made_harmless);
  g_test_add_func ("/document/lies/changes-memory", test_changes_memory);
  g_test_add_func ("/document/lies/slow-on", test_slow_on);
  g_test_add_func ("/document/lies/slow-at-times", test_slow_at_times);
  g_test_add_func ("/document/lies/page-that-kills", test_page_that_kills);
  g_test_add_data_func ("/document/lies/inventory-backwards", "inventory-backwards", test_inventory_left_out);
  g_test_add_data_func ("/document/lies/inventory-left-out", "crashes-on-page-2", test_inventory_left_out);
  g_test_add_func ("/document/lies/search", test_search);
  g_test_add_func ("/document/lies/search-left-out", test_search_left_out);
  g_test_add_func ("/document/lies/slow-search", test_slow_search);

  return g_test_run ();
}
