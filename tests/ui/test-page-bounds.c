/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-boxes.h"
#include "annex-page-copy.h"

#include "test-page-fixture.h"

/* How much a page view draws, keeps and gives away, whatever a document says. */

static GBytes *
make_lines (guint n_pages)
{
  TestPdf *pdf = test_pdf_new ();

  for (guint page = 0; page < n_pages; page++)
    {
      g_autofree char *last = g_strdup_printf ("Page %u ends here", page + 1);

      test_pdf_add_page (pdf, 300, 200, 0);
      test_pdf_add_text (pdf, 40, 40, "The first line of text");
      test_pdf_add_text (pdf, 40, 60, "A second line below it");
      test_pdf_add_text (pdf, 40, 80, last);
    }

  return test_pdf_end (pdf);
}

static void
open_lines (PageFixture *fixture,
            guint        n_pages)
{
  page_fixture_open (fixture, make_lines (n_pages));
  page_fixture_wait_for_text (fixture, 0);
}

/* Selects the second word. */
static void
select_word (PageFixture *fixture)
{
  graphene_point_t point = GRAPHENE_POINT_INIT (70, 36);
  AnnexPagePlace   place;
  double           x, y;

  page_fixture_get_place (fixture, 0, &place);
  annex_page_place_map_point (&place, &point, &x, &y);
  annex_page_view_selection_press (annex_page_view_get_selection (fixture->view), 2, FALSE, x, y);
}

static guint
count_colours (GskRenderNode *node,
               float          red,
               float          blue)
{
  guint n = 0;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      n += count_colours (gsk_container_node_get_child (node, i), red, blue);
  else if (gsk_render_node_get_node_type (node) == GSK_COLOR_NODE)
    n += gsk_color_node_get_color (node)->red == red && gsk_color_node_get_color (node)->blue == blue;

  return n;
}

static guint
count_appended (PageFixture           *fixture,
                const graphene_rect_t *box,
                guint                  n)
{
  static const GdkRGBA colour = { 0.5f, 0, 0.25f, 0.5f };
  GtkSnapshot         *snapshot = gtk_snapshot_new ();
  GskRenderNode       *node;
  AnnexPageBoxes       boxes;
  guint                n_drawn;

  annex_page_boxes_init (&boxes, fixture->view, 0, snapshot);
  for (guint i = 0; i < n; i++)
    annex_page_boxes_append (&boxes, box, &colour);
  node = gtk_snapshot_free_to_node (snapshot);
  n_drawn = node != NULL ? count_colours (node, 0.5f, 0.25f) : 0;
  g_clear_pointer (&node, gsk_render_node_unref);

  return n_drawn;
}

/* Whatever a decoder says of where text is, drawing that does not take long. */
static void
test_boxes_bounded (PageFixture  *fixture,
                    gconstpointer data)
{
  open_lines (fixture, 2);
  g_assert_cmpuint (count_appended (fixture, &GRAPHENE_RECT_INIT (10, 10, 5, 5), 20), ==, 20);
  g_assert_cmpuint (count_appended (fixture, &GRAPHENE_RECT_INIT (0, 0, 300, 200), 10000), <=, 5);
  g_assert_cmpuint (count_appended (fixture, &GRAPHENE_RECT_INIT (0, 0, 14400, 14400), 10000), <=, 5);
  g_assert_cmpuint (count_appended (fixture, &GRAPHENE_RECT_INIT (10, 10, 0.1f, 0.1f), 10000), ==, 2000);
  g_assert_cmpuint (count_appended (fixture, &GRAPHENE_RECT_INIT (400, 10, 5, 5), 20), ==, 0);
}

typedef struct
{
  char *text;
} Copied;

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Copied *copied = user_data;

  copied->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_copied (gpointer data)
{
  return ((Copied *) data)->text != NULL;
}

static char *
read_clipboard (GdkClipboard *clipboard)
{
  Copied copied = { NULL };

  gdk_clipboard_read_text_async (clipboard, NULL, on_read, &copied);
  test_wait_until (has_copied, &copied);

  return copied.text;
}

/* What was selected can be inserted elsewhere as long as the document is there, and what others have selected is theirs. */
static void
test_selection_withdrawn (PageFixture  *fixture,
                          gconstpointer data)
{
  GdkClipboard    *clipboard = gtk_widget_get_primary_clipboard (GTK_WIDGET (fixture->view));
  g_autofree char *ours = NULL;
  g_autofree char *others = NULL;

  open_lines (fixture, 1);
  select_word (fixture);
  ours = read_clipboard (clipboard);
  g_assert_cmpstr (ours, ==, "first");
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), NULL);
  g_assert_null (gdk_clipboard_get_content (clipboard));

  open_lines (fixture, 1);
  select_word (fixture);
  gdk_clipboard_set_text (clipboard, "of another window");
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), NULL);
  others = read_clipboard (clipboard);
  g_assert_cmpstr (others, ==, "of another window");
}

static void
assert_wanted (AnnexPageContents *contents,
               guint              first,
               guint              last,
               guint              current,
               guint              expected_first)
{
  const guint n_wanted = 16;
  guint       n_known = 0;

  annex_page_contents_want (contents, first, last, current);
  while (annex_page_contents_get_links (contents, expected_first + n_wanted - 1) == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint page = 0; page < 100; page++)
    n_known += annex_page_contents_get_links (contents, page) != NULL;
  for (guint page = expected_first; page < expected_first + n_wanted; page++)
    g_assert_nonnull (annex_page_contents_get_links (contents, page));
  g_assert_cmpuint (n_known, <=, 2 * n_wanted);
}

/* However many pages are seen at once, what is on them is known of some only: those around the one that is read. */
static void
test_contents_bounded (PageFixture  *fixture,
                       gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_lines (100);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  AnnexPageContents *contents = annex_page_contents_new (document);

  assert_wanted (contents, 0, 99, 50, 42);
  assert_wanted (contents, 0, 99, 3, 0);
  assert_wanted (contents, 0, 99, 99, 84);
  assert_wanted (contents, 20, 40, 0, 20);
  assert_wanted (contents, 60, 75, 61, 60);
  g_assert_finalize_object (contents);
}

static void
note_copied (AnnexPageView *view,
             gboolean       is_partial,
             guint         *n_copied)
{
  n_copied[is_partial ? 1 : 0]++;
}

static gboolean
is_copied (gpointer data)
{
  const guint *n_copied = data;

  return n_copied[0] + n_copied[1] > 0;
}

static void
assert_copied (PageFixture *fixture,
               GBytes      *pdf, /* (transfer full) */
               gboolean     is_partial)
{
  guint  n_copied[2] = { 0 };
  gulong id;

  page_fixture_open (fixture, pdf);
  id = g_signal_connect (fixture->view, "copied", G_CALLBACK (note_copied), n_copied);
  page_fixture_do (fixture, "select-all", NULL);
  page_fixture_do (fixture, "copy", NULL);
  test_wait_until (is_copied, n_copied);
  g_signal_handler_disconnect (fixture->view, id);
  g_assert_cmpuint (n_copied[is_partial ? 1 : 0], ==, 1);
}

/* What is not all of it says so: where a page cannot be read, and where one has more than is read. */
static void
test_copy_partial (PageFixture  *fixture,
                   gconstpointer data)
{
  TestPdf *damaged = test_pdf_new ();
  TestPdf *full = test_pdf_new ();

  test_pdf_add_page (damaged, 300, 200, 0);
  test_pdf_add_text (damaged, 40, 40, "The first line of text");
  test_pdf_add_missing_page (damaged);
  test_pdf_add_page (full, 4000, 9000, 0);
  for (guint line = 0; line < 900; line++)
    test_pdf_add_text (full, 40, 40 + line * 9, "abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi");

  assert_copied (fixture, make_lines (2), FALSE);
  assert_copied (fixture, test_pdf_end (damaged), TRUE);
  assert_copied (fixture, test_pdf_end (full), TRUE);
}

static gboolean
is_read (gpointer data)
{
  return *(gboolean *) data;
}

static void
on_read_alone (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_free (annex_page_copy_finish (ANNEX_DOCUMENT (source), result, NULL, NULL));
  *(gboolean *) user_data = TRUE;
}

/* What was copied later stays, though it was there sooner. */
static void
test_copy_overtaken (PageFixture  *fixture,
                     gconstpointer data)
{
  GdkClipboard    *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  guint            n_copied[2] = { 0 };
  gboolean         done = FALSE;
  g_autofree char *text = NULL;

  page_fixture_open (fixture, make_lines (20));
  g_signal_connect (fixture->view, "copied", G_CALLBACK (note_copied), n_copied);
  page_fixture_do (fixture, "select-all", NULL);
  page_fixture_do (fixture, "copy", NULL);
  gdk_clipboard_set_text (clipboard, "newer");
  /* Asked for after what the view asks for */
  annex_page_copy_async (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (fixture->view)),
                         annex_page_view_selection_get (annex_page_view_get_selection (fixture->view)),
                         NULL,
                         on_read_alone,
                         &done);
  test_wait_until (is_read, &done);
  test_settle ();
  text = read_clipboard (clipboard);
  g_assert_cmpstr (text, ==, "newer");
  g_assert_cmpuint (n_copied[0] + n_copied[1], ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  page_fixture_add ("/page-bounds/boxes", test_boxes_bounded);
  page_fixture_add ("/page-bounds/selection-withdrawn", test_selection_withdrawn);
  page_fixture_add ("/page-bounds/contents", test_contents_bounded);
  page_fixture_add ("/page-bounds/copy", test_copy_partial);
  page_fixture_add ("/page-bounds/copy-overtaken", test_copy_overtaken);

  return g_test_run ();
}
