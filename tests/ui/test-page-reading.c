/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-copy.h"

#include "test-page-fixture.h"

static void
add_column (TestPdf    *pdf,
            double      x,
            const char *name,
            guint       page)
{
  for (guint line = 0; line < 4; line++)
    {
      g_autofree char *text = g_strdup_printf ("%s column %c%u", name, 'a' + (int) page, line);

      test_pdf_add_text (pdf, x, 50 + 14 * line, text);
    }
}

/* Two pages of two columns each. */
static GBytes *
make_columns (guint turned)
{
  TestPdf *pdf = test_pdf_new ();

  for (guint page = 0; page < 2; page++)
    {
      test_pdf_add_page (pdf, 400, 300, turned);
      add_column (pdf, 40, "left", page);
      add_column (pdf, 240, "right", page);
    }

  return test_pdf_end (pdf);
}

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

static GBytes *
make_links (void)
{
  TestPdf *pdf = test_pdf_new ();

  for (guint page = 0; page < 5; page++)
    test_pdf_add_page (pdf, 300, 200, 0);

  return test_pdf_end (pdf);
}

static void
press (PageFixture *fixture,
       guint        n_presses,
       gboolean     extend,
       guint        page,
       double       x,
       double       y)
{
  double view_x, view_y;

  page_fixture_locate (fixture, page, x, y, &view_x, &view_y);
  annex_page_view_selection_press (annex_page_view_get_selection (fixture->view), n_presses, extend, view_x, view_y);
}

static void
drag (PageFixture *fixture,
      guint        page,
      double       x,
      double       y)
{
  double view_x, view_y;

  page_fixture_locate (fixture, page, x, y, &view_x, &view_y);
  annex_page_view_selection_drag (annex_page_view_get_selection (fixture->view), view_x, view_y);
}

static void
assert_selected (PageFixture *fixture,
                 const char  *expected)
{
  g_autofree char *text = annex_page_view_selection_dup_text (annex_page_view_get_selection (fixture->view));

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (annex_page_view_has_selection (fixture->view), ==, expected != NULL);
}

static void
move (PageFixture  *fixture,
      AnnexTextStep step,
      int           direction)
{
  g_assert_true (annex_page_view_selection_move (annex_page_view_get_selection (fixture->view), step, direction));
}

static void
open_lines (PageFixture *fixture,
            guint        n_pages)
{
  page_fixture_open (fixture, make_lines (n_pages));
  page_fixture_wait_for_text (fixture, 0);
}

static void
test_drag (PageFixture  *fixture,
           gconstpointer data)
{
  open_lines (fixture, 2);
  press (fixture, 1, FALSE, 0, 39, 36);
  assert_selected (fixture, NULL);
  drag (fixture, 0, 290, 36);
  assert_selected (fixture, "The first line of text");
  drag (fixture, 0, 290, 56);
  assert_selected (fixture, "The first line of text\nA second line below it");
  /* Backwards from where it began, there is nothing before it on the line. */
  drag (fixture, 0, 39, 36);
  assert_selected (fixture, NULL);
}

static void
test_words_and_lines (PageFixture  *fixture,
                      gconstpointer data)
{
  open_lines (fixture, 2);
  press (fixture, 2, FALSE, 0, 70, 36);
  assert_selected (fixture, "first");
  drag (fixture, 0, 290, 36);
  assert_selected (fixture, "first line of text");
  drag (fixture, 0, 45, 36);
  assert_selected (fixture, "The first");
  press (fixture, 3, FALSE, 0, 70, 56);
  assert_selected (fixture, "A second line below it");
  press (fixture, 1, FALSE, 0, 39, 36);
  press (fixture, 1, TRUE, 0, 290, 56);
  assert_selected (fixture, "The first line of text\nA second line below it");
}

/* The text of each page in its order, also where the pages are turned by the file and by the agent. */
static void
test_across_pages (PageFixture  *fixture,
                   gconstpointer data)
{
  test_resize (fixture->window, 500, 700);
  open_lines (fixture, 2);
  page_fixture_wait_for_text (fixture, 1);
  for (int turns = 0; turns < 4; turns++)
    {
      press (fixture, 1, FALSE, 0, 39, 76);
      drag (fixture, 1, 290, 36);
      assert_selected (fixture, "Page 1 ends here\nThe first line of text");
      page_fixture_do (fixture, "turn", "i", 1);
    }
}

static void
test_columns (PageFixture  *fixture,
              gconstpointer data)
{
  for (guint turned = 0; turned < 2; turned++)
    {
      double           left = turned == 0 ? 39 : 300 - 46;
      g_autofree char *text = NULL;

      page_fixture_open (fixture, make_columns (turned));
      page_fixture_wait_for_text (fixture, 0);
      page_fixture_do (fixture, "select-all", NULL);
      text = annex_page_view_selection_dup_text (annex_page_view_get_selection (fixture->view));
      g_assert_nonnull (strstr (text, "left column a0\nleft column a1\nleft column a2\n"));
      g_assert_nonnull (strstr (text, "right column a0\nright column a1\nright column a2"));
      if (turned == 0)
        {
          press (fixture, 1, FALSE, 0, left, 46);
          drag (fixture, 0, 130, 74);
          assert_selected (fixture, "left column a0\nleft column a1\nleft column a2");
        }
      annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), NULL);
      assert_selected (fixture, NULL);
    }
}

static void
test_keys (PageFixture  *fixture,
           gconstpointer data)
{
  open_lines (fixture, 2);
  press (fixture, 1, FALSE, 0, 39, 36);
  move (fixture, ANNEX_TEXT_STEP_CHARACTER, 1);
  assert_selected (fixture, "T");
  move (fixture, ANNEX_TEXT_STEP_WORD, 1);
  assert_selected (fixture, "The");
  move (fixture, ANNEX_TEXT_STEP_WORD, 1);
  assert_selected (fixture, "The first");
  move (fixture, ANNEX_TEXT_STEP_WORD, -1);
  assert_selected (fixture, "The ");
  move (fixture, ANNEX_TEXT_STEP_LINE_END, 1);
  assert_selected (fixture, "The first line of text");
  move (fixture, ANNEX_TEXT_STEP_LINE_END, -1);
  assert_selected (fixture, NULL);
  move (fixture, ANNEX_TEXT_STEP_LINE, 1);
  assert_selected (fixture, "The first line of text\n");
  move (fixture, ANNEX_TEXT_STEP_CHARACTER, 1);
  assert_selected (fixture, "The first line of text\nA");
}

/* Without a pointer, and again after it scrolled: a selection begins with what is seen. */
static void
test_keys_alone (PageFixture  *fixture,
                 gconstpointer data)
{
  AnnexPageViewSelection *selection = annex_page_view_get_selection (fixture->view);
  AnnexPagePlace          place;
  double                  x, y;

  g_assert_false (annex_page_view_selection_move (selection, ANNEX_TEXT_STEP_CHARACTER, 1));
  open_lines (fixture, 10);
  move (fixture, ANNEX_TEXT_STEP_CHARACTER, 1);
  assert_selected (fixture, "T");
  move (fixture, ANNEX_TEXT_STEP_LINE_END, 1);
  assert_selected (fixture, "The first line of text");

  /* Between the first line and the second */
  annex_page_view_selection_reset (selection);
  page_fixture_locate (fixture, 0, 40, 45, &x, &y);
  annex_page_view_scroll_by (fixture->view, 0, y);
  page_fixture_get_place (fixture, 0, &place);
  g_assert_cmpfloat (place.y, <, 0);
  move (fixture, ANNEX_TEXT_STEP_WORD, 1);
  move (fixture, ANNEX_TEXT_STEP_WORD, 1);
  assert_selected (fixture, "A second");

  /* Without text, there is nothing to select. */
  page_fixture_open (fixture, make_links ());
  page_fixture_wait_for_text (fixture, 0);
  g_assert_false (annex_page_view_selection_move (selection, ANNEX_TEXT_STEP_CHARACTER, 1));
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

static void
set_true (gboolean *value)
{
  *value = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static char *
read_clipboard (PageFixture *fixture)
{
  Copied copied = { NULL };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), NULL, on_read, &copied);
  test_wait_until (has_copied, &copied);

  return copied.text;
}

static char *
copy (PageFixture *fixture)
{
  gboolean told = FALSE;
  gulong   id = g_signal_connect_swapped (fixture->view, "copied", G_CALLBACK (set_true), &told);

  page_fixture_do (fixture, "copy", NULL);
  test_wait_until (is_true, &told);
  g_signal_handler_disconnect (fixture->view, id);

  return read_clipboard (fixture);
}

static void
test_copy_by_keys (PageFixture  *fixture,
                   gconstpointer data)
{
  g_autofree char *text = NULL;

  open_lines (fixture, 2);
  move (fixture, ANNEX_TEXT_STEP_CHARACTER, 1);
  g_assert_true (g_action_group_get_action_enabled (annex_page_view_get_actions (fixture->view), "copy"));
  text = copy (fixture);
  g_assert_cmpstr (text, ==, "T");
}

/* Also what nobody has looked at. */
static void
test_copy_all (PageFixture  *fixture,
               gconstpointer data)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  open_lines (fixture, 30);
  g_assert_false (g_action_group_get_action_enabled (annex_page_view_get_actions (fixture->view), "copy"));
  page_fixture_do (fixture, "select-all", NULL);
  g_assert_true (g_action_group_get_action_enabled (annex_page_view_get_actions (fixture->view), "copy"));
  text = copy (fixture);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 90);
  g_assert_cmpstr (lines[2], ==, "Page 1 ends here");
  g_assert_cmpstr (lines[89], ==, "Page 30 ends here");
}

static void
on_read_alone (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autofree char *text = annex_page_copy_finish (ANNEX_DOCUMENT (source), result, NULL, NULL);

  g_assert_cmpstr (text, ==, "");
  set_true (user_data);
}

/* Where nothing can be copied, what was copied before is still there. */
static void
test_copy_nothing (PageFixture  *fixture,
                   gconstpointer data)
{
  gboolean         told = FALSE;
  gboolean         is_read = FALSE;
  g_autofree char *text = NULL;

  page_fixture_open (fixture, make_links ());
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), "before");
  g_signal_connect_swapped (fixture->view, "copied", G_CALLBACK (set_true), &told);
  page_fixture_do (fixture, "select-all", NULL);
  page_fixture_do (fixture, "copy", NULL);
  /* Asked for after what the view asks for */
  annex_page_copy_async (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (fixture->view)),
                         annex_page_view_selection_get (annex_page_view_get_selection (fixture->view)),
                         NULL,
                         on_read_alone,
                         &is_read);
  test_wait_until (is_true, &is_read);
  test_settle ();
  text = read_clipboard (fixture);
  g_assert_cmpstr (text, ==, "before");
  g_assert_false (told);
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
count_marks (PageFixture *fixture,
             float        red,
             float        blue)
{
  GtkSnapshot   *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint          n;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  GTK_WIDGET_GET_CLASS (fixture->view)->snapshot (GTK_WIDGET (fixture->view), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  n = count_colours (node, red, blue);
  gsk_render_node_unref (node);

  return n;
}

/* A selection is seen, in each of its lines, and so is the place where one would begin. */
static void
test_selection_seen (PageFixture  *fixture,
                     gconstpointer data)
{
  open_lines (fixture, 2);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  press (fixture, 1, FALSE, 0, 39, 36);
  g_assert_cmpuint (count_marks (fixture, 0.11f, 0.85f), ==, 0);
  drag (fixture, 0, 290, 76);
  g_assert_cmpuint (count_marks (fixture, 0.11f, 0.85f), ==, 3);
}

static gboolean
is_complete (gpointer data)
{
  return annex_document_search_is_complete (data);
}

static gboolean
is_on_last_page (gpointer data)
{
  return annex_document_view_get_page (data) == 9;
}

/* All matches of the pages that can be seen are marked, and the current one is shown. */
static void
test_search (PageFixture  *fixture,
             gconstpointer data)
{
  g_autoptr (AnnexDocumentSearch) search = NULL;
  graphene_rect_t *box;
  g_autoptr (GArray) boxes = NULL;
  AnnexPagePlace  place;
  graphene_rect_t rect;
  guint           page, start, end;

  open_lines (fixture, 10);
  search = annex_document_search_new (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (fixture->view)));
  annex_page_view_set_search (fixture->view, search);
  annex_document_search_set_text (search, "LINE", 0);
  test_wait_until (is_complete, search);
  g_assert_cmpuint (count_marks (fixture, 1, 0), >=, 2);

  annex_document_search_previous (search);
  test_wait_until (is_on_last_page, fixture->view);
  page_fixture_wait_for_text (fixture, 9);
  g_assert_true (annex_document_search_get_current (search, &page, &start, &end));
  g_assert_cmpuint (page, ==, 9);
  boxes = annex_page_text_list_boxes (annex_page_contents_get_text (annex_page_view_get_contents (fixture->view), 9), start, end);
  box = &g_array_index (boxes, graphene_rect_t, 0);
  page_fixture_get_place (fixture, 9, &place);
  annex_page_place_map_box (&place, box, &rect);
  g_assert_cmpfloat (rect.origin.y, >=, 0);
  g_assert_cmpfloat (rect.origin.y + rect.size.height, <=, 300);

  annex_page_view_set_search (fixture->view, NULL);
  g_assert_cmpuint (count_marks (fixture, 1, 0), ==, 0);
}

/* Keys go on from the current match; where it is not seen, from what is. */
static void
test_select_match (PageFixture  *fixture,
                   gconstpointer data)
{
  g_autoptr (AnnexDocumentSearch) search = NULL;

  open_lines (fixture, 10);
  press (fixture, 2, FALSE, 0, 70, 36);
  search = annex_document_search_new (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (fixture->view)));
  annex_page_view_set_search (fixture->view, search);
  annex_document_search_set_text (search, "second", 0);
  test_wait_until (is_complete, search);
  assert_selected (fixture, NULL);
  move (fixture, ANNEX_TEXT_STEP_WORD, 1);
  assert_selected (fixture, "second line");

  /* What was selected since then stays. */
  annex_page_view_select_match (fixture->view);
  assert_selected (fixture, "second line");
  annex_document_search_next (search);
  annex_page_view_select_match (fixture->view);
  page_fixture_wait_for_text (fixture, 1);
  assert_selected (fixture, "second");

  annex_document_search_next (search);
  page_fixture_wait_for_text (fixture, 2);
  page_fixture_do (fixture, "last", NULL);
  page_fixture_wait_for_text (fixture, 9);
  move (fixture, ANNEX_TEXT_STEP_LINE_END, 1);
  assert_selected (fixture, "The first line of text");
  g_assert_cmpuint (annex_page_view_selection_get (annex_page_view_get_selection (fixture->view))->caret.page, >, 2);
}

static char *
get_spoken (PageFixture *fixture,
            guint        start,
            guint        end)
{
  GtkAccessibleText *accessible = GTK_ACCESSIBLE_TEXT (fixture->view);
  g_autoptr (GBytes) bytes = GTK_ACCESSIBLE_TEXT_GET_IFACE (accessible)->get_contents (accessible, start, end);

  return g_strdup (g_bytes_get_data (bytes, NULL));
}

static void
test_spoken (PageFixture  *fixture,
             gconstpointer data)
{
  GtkAccessibleText          *accessible = GTK_ACCESSIBLE_TEXT (fixture->view);
  GtkAccessibleTextInterface *iface = GTK_ACCESSIBLE_TEXT_GET_IFACE (accessible);
  GtkAccessibleTextRange     *ranges = NULL;
  g_autofree char            *text = NULL;
  g_autofree char            *second = NULL;
  g_autoptr (GBytes) word = NULL;
  gsize           n_ranges;
  unsigned int    start, end, offset;
  graphene_rect_t extents;

  open_lines (fixture, 3);
  text = get_spoken (fixture, 0, G_MAXUINT);
  g_assert_true (g_str_has_prefix (text, "The first line of text\nA second line below it\nPage 1 ends here"));
  word = iface->get_contents_at (accessible, 5, GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD, &start, &end);
  g_assert_cmpstr (g_bytes_get_data (word, NULL), ==, "first");
  g_assert_cmpuint (start, ==, 4);
  g_assert_cmpuint (end, ==, 9);

  press (fixture, 2, FALSE, 0, 70, 36);
  g_assert_cmpuint (iface->get_caret_position (accessible), ==, 9);
  g_assert_true (iface->get_selection (accessible, &n_ranges, &ranges));
  g_assert_cmpuint (n_ranges, ==, 1);
  g_assert_cmpuint (ranges[0].start, ==, 4);
  g_assert_cmpuint (ranges[0].length, ==, 5);
  g_free (ranges);

  g_assert_true (iface->get_extents (accessible, 4, 9, &extents));
  g_assert_true (iface->get_offset (accessible, &GRAPHENE_POINT_INIT (extents.origin.x + 1, extents.origin.y + extents.size.height / 2), &offset));
  g_assert_cmpuint (offset, ==, 4);

  /* Another page is read, and so is its text. */
  page_fixture_do (fixture, "last", NULL);
  page_fixture_wait_for_text (fixture, 2);
  second = get_spoken (fixture, 0, G_MAXUINT);
  g_assert_nonnull (strstr (second, "Page 3 ends here"));
}

static void
test_image_only (PageFixture  *fixture,
                 gconstpointer data)
{
  page_fixture_open (fixture, make_links ());
  page_fixture_wait_for_text (fixture, 0);
  gtk_test_accessible_assert_role (fixture->view, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "This page is an image without text");
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  page_fixture_add ("/page-reading/drag", test_drag);
  page_fixture_add ("/page-reading/words-and-lines", test_words_and_lines);
  page_fixture_add ("/page-reading/across-pages", test_across_pages);
  page_fixture_add ("/page-reading/columns", test_columns);
  page_fixture_add ("/page-reading/keys", test_keys);
  page_fixture_add ("/page-reading/keys-alone", test_keys_alone);
  page_fixture_add ("/page-reading/copy-by-keys", test_copy_by_keys);
  page_fixture_add ("/page-reading/copy-all", test_copy_all);
  page_fixture_add ("/page-reading/copy-nothing", test_copy_nothing);
  page_fixture_add ("/page-reading/selection-seen", test_selection_seen);
  page_fixture_add ("/page-reading/search", test_search);
  page_fixture_add ("/page-reading/select-match", test_select_match);
  page_fixture_add ("/page-reading/spoken", test_spoken);
  page_fixture_add ("/page-reading/image-only", test_image_only);

  return g_test_run ();
}
