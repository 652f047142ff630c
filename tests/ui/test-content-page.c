/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-page.h"
#include "annex-find-bar.h"
#include "annex-table-page.h"
#include "annex-text-page.h"
#include "annex-viewer.h"

#include "test-chat.h"
#include "test-support.h"

/* Texts and tables as they are shown: read by real decoders in the cage, found in, sorted and copied. */
typedef struct
{
  TestChat    *chat;    /* (owned) */
  GtkWidget   *window;  /* (owned by GTK) */
  GtkWidget   *overlay; /* (owned by GTK) */
  AnnexViewer *viewer;  /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chat = test_chat_new ();
  fixture->viewer = g_object_ref_sink (g_object_new (ANNEX_TYPE_VIEWER, NULL));
  annex_viewer_set_pool (fixture->viewer, fixture->chat->pool);
  fixture->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->overlay), GTK_WIDGET (fixture->viewer));
  fixture->window = test_show (fixture->overlay, 800, 600);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->viewer);
  test_chat_free (fixture->chat);
}

static gboolean
has_content (gpointer data)
{
  return g_strcmp0 (annex_viewer_get_page_name (data), "content") == 0;
}

static void
show (Fixture    *fixture,
      const char *name,
      const char *text)
{
  g_autofree char *id = test_chat_add_text (fixture->chat, name, text);

  test_chat_open (fixture->chat);
  annex_viewer_set_attachment (fixture->viewer, test_chat_get (fixture->chat, id));
  test_wait_until (has_content, fixture->viewer);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->viewer));
}

static GtkWidget *
get_page (Fixture *fixture)
{
  return test_find (fixture->viewer, ANNEX_TYPE_CONTENT_PAGE);
}

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_find (fixture->viewer, GTK_TYPE_TEXT_VIEW)));
}

static GtkColumnView *
get_column_view (Fixture *fixture)
{
  return GTK_COLUMN_VIEW (test_find (fixture->viewer, GTK_TYPE_COLUMN_VIEW));
}

static AnnexTable *
get_table (Fixture *fixture)
{
  return annex_text_file_get_table (annex_content_page_get_file (ANNEX_CONTENT_PAGE (get_page (fixture))));
}

static char *
dup_text (Fixture *fixture)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (get_buffer (fixture), &start, &end);

  return gtk_text_buffer_get_text (get_buffer (fixture), &start, &end, TRUE);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (get_page (fixture), action, NULL));
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static gboolean
has_pointer (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
assert_clipboard (Fixture    *fixture,
                  const char *expected)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->viewer)), NULL, clipboard_cb, &text);
  test_wait_until (has_pointer, &text);
  g_assert_cmpstr (text, ==, expected);
}

typedef struct
{
  Fixture    *fixture;
  const char *text;
} Wish;

static gboolean
says (gpointer data)
{
  Wish *wish = data;

  return test_shows_text (wish->fixture->viewer, wish->text);
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  Wish wish = { fixture, text };

  test_wait_until_named (says, &wish, text);
}

static gboolean
says_copied (gpointer data)
{
  return test_shows_text (data, "Text copied");
}

static void
wait_for_toast (Fixture *fixture)
{
  test_wait_until (says_copied, fixture->overlay);
}

static GtkWidget *
get_find_entry (Fixture *fixture)
{
  return test_find (get_page (fixture), GTK_TYPE_SEARCH_ENTRY);
}

static void
find (Fixture    *fixture,
      const char *text)
{
  GtkWidget *entry = get_find_entry (fixture);

  activate (fixture, "text.find");
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* Text */

static void
test_text (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget       *view;
  g_autofree char *text = NULL;

  show (fixture, "letter.txt", "Dear <b>all</b>,\r\n\342\200\256dne\n");
  view = test_find (fixture->viewer, GTK_TYPE_TEXT_VIEW);
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "Dear <b>all</b>,\n⟨U+202E⟩dne\n");
  g_assert_true (gtk_widget_get_mapped (view));
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (view)));
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL));

  activate (fixture, "text.copy");
  g_assert_false (test_shows_text (fixture->overlay, "Text copied"));
  activate (fixture, "text.select-all");
  activate (fixture, "text.copy");
  assert_clipboard (fixture, text);
  wait_for_toast (fixture);
}

static void
test_wrap_and_zoom (Fixture      *fixture,
                    gconstpointer data)
{
  GtkTextView *view;

  show (fixture, "letter.txt", "Dear all");
  view = GTK_TEXT_VIEW (test_find (fixture->viewer, GTK_TYPE_TEXT_VIEW));
  g_assert_cmpint (gtk_text_view_get_wrap_mode (view), ==, GTK_WRAP_WORD_CHAR);
  activate (fixture, "text.wrap");
  g_assert_cmpint (gtk_text_view_get_wrap_mode (view), ==, GTK_WRAP_NONE);
  activate (fixture, "text.wrap");

  activate (fixture, "text.zoom-in");
  g_assert_true (test_shows_text (fixture->viewer, "110 %"));
  activate (fixture, "text.zoom-out");
  activate (fixture, "text.zoom-out");
  g_assert_true (test_shows_text (fixture->viewer, "90 %"));
  activate (fixture, "text.zoom-normal");
  g_assert_true (test_shows_text (fixture->viewer, "100 %"));
}

static void
test_find_in_text (Fixture      *fixture,
                   gconstpointer data)
{
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *found = NULL;

  show (fixture, "letter.txt", "Café\nCAFE\nno\ncafé!\n");
  find (fixture, "cafe");
  wait_for_text (fixture, "1 of 3");
  activate (fixture, "text.find-next");
  wait_for_text (fixture, "2 of 3");
  g_assert_true (gtk_text_buffer_get_selection_bounds (get_buffer (fixture), &start, &end));
  found = gtk_text_buffer_get_text (get_buffer (fixture), &start, &end, TRUE);
  g_assert_cmpstr (found, ==, "CAFE");
  activate (fixture, "text.find-previous");
  activate (fixture, "text.find-previous");
  wait_for_text (fixture, "3 of 3");
  find (fixture, "nowhere");
  wait_for_text (fixture, "No results");
  gtk_widget_activate_action (get_find_entry (fixture), "find.close", NULL);
}

/* Returns: how many runs of characters before @to have a background */
static guint
count_marks (Fixture *fixture,
             int      from,
             int      to)
{
  GtkTextIter iter;
  guint       n_marks = 0;

  gtk_text_buffer_get_iter_at_offset (get_buffer (fixture), &iter, from);
  while (gtk_text_iter_forward_to_tag_toggle (&iter, NULL) && gtk_text_iter_get_offset (&iter) < to)
    {
      g_autoptr (GSList) tags = gtk_text_iter_get_toggled_tags (&iter, TRUE);

      n_marks += tags != NULL;
    }

  return n_marks;
}

/* More than the current match */
static gboolean
is_marked_late (gpointer data)
{
  return count_marks (data, 18000, G_MAXINT) > 1;
}

static gboolean
is_marked_at_begin (gpointer data)
{
  return count_marks (data, 10, 100) > 0;
}

/* Thousands of matches in one line: those are marked that can be seen. */
static void
test_marks (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  for (i = 0; i < 11000; i++)
    g_string_append (text, i % 4000 == 3999 ? "\n" : "a ");
  show (fixture, "letter.txt", text->str);
  find (fixture, "a");
  wait_for_text (fixture, "1 of over 10000");
  test_wait_until (is_marked_at_begin, fixture);
  g_assert_false (is_marked_late (fixture));
  g_assert_cmpuint (count_marks (fixture, 0, G_MAXINT), <=, 200 * 3 + 1);
  activate (fixture, "text.find-previous");
  wait_for_text (fixture, "10000 of over 10000");
  test_wait_until (is_marked_late, fixture);
  g_assert_false (is_marked_at_begin (fixture));
  activate (fixture, "text.wrap");
  test_wait_until (is_marked_late, fixture);
}

/* What belongs to one attachment is never seen under another. */
static void
test_next (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *one = test_chat_add_text (fixture->chat, "one.txt", "first");
  g_autofree char *other = test_chat_add_text (fixture->chat, "two.csv", "second,third\n");
  g_autofree char *text = NULL;

  test_chat_open (fixture->chat);
  annex_viewer_set_attachment (fixture->viewer, test_chat_get (fixture->chat, one));
  test_wait_until (has_content, fixture->viewer);
  annex_viewer_set_attachment (fixture->viewer, test_chat_get (fixture->chat, other));
  g_assert_null (annex_content_page_get_file (ANNEX_CONTENT_PAGE (get_page (fixture))));
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "");
  test_wait_until (has_content, fixture->viewer);
  g_assert_cmpuint (annex_table_get_n_columns (get_table (fixture)), ==, 2);
  annex_viewer_set_attachment (fixture->viewer, NULL);
  g_assert_null (annex_content_page_get_file (ANNEX_CONTENT_PAGE (get_page (fixture))));
}

/* What was looked for, and how a table was seen, belong to one attachment; nothing holds it when none is shown. */
static void
test_leave (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = test_chat_add_text (fixture->chat, "orders.csv", "needle,hay\n");
  AnnexAttachment *attachment;
  guint            n_refs;
  gboolean         as_text;

  test_chat_open (fixture->chat);
  attachment = test_chat_get (fixture->chat, id);
  test_settle ();
  n_refs = G_OBJECT (attachment)->ref_count;
  annex_viewer_set_attachment (fixture->viewer, attachment);
  test_wait_until (has_content, fixture->viewer);
  g_object_set (get_page (fixture), "as-text", TRUE, NULL);
  test_wait_until (has_content, fixture->viewer);
  find (fixture, "needle");
  wait_for_text (fixture, "1 of 1");
  annex_viewer_set_attachment (fixture->viewer, NULL);
  test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_find_entry (fixture))), ==, "");
  g_object_get (get_page (fixture), "as-text", &as_text, NULL);
  g_assert_false (as_text);
  g_assert_cmpuint (G_OBJECT (attachment)->ref_count, ==, n_refs);
}

static char *
create_lines (guint n_lines)
{
  GString *text = g_string_new (NULL);

  while (n_lines-- > 0)
    g_string_append (text, "x\n");

  return g_string_free (text, FALSE);
}

/* As many as are listed are not more than these. */
static void
test_exactly_all (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *text = create_lines (10000);

  show (fixture, "lines.txt", text);
  find (fixture, "x");
  wait_for_text (fixture, "1 of 10000");
}

static void
test_one_too_many (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *text = create_lines (10001);

  show (fixture, "lines.txt", text);
  find (fixture, "x");
  wait_for_text (fixture, "1 of over 10000");
}

/* Tables */

#define TABLE "Name;Amount;Note\n"           \
              "b\303\244r;10,5;=1+1\n"       \
              "\303\204pfel;9,25;\"a\tb\"\n" \
              "Zebra;100;x\n"                \
              "apple;;y\n"

static char *
get_title (Fixture *fixture,
           guint    position)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (get_column_view (fixture)), position);

  return g_strdup (gtk_column_view_column_get_title (column));
}

static char *
list_column (Fixture *fixture,
             guint    column)
{
  AnnexTable *table = get_table (fixture);
  GString    *cells = g_string_new (NULL);
  guint       i;

  for (i = 0; i < annex_table_get_n_rows (table); i++)
    {
      g_autofree char *cell = annex_table_dup_cell (table, annex_table_get_row_at (table, i), column);

      g_string_append_printf (cells, "%s|", cell);
    }

  return g_string_free (cells, FALSE);
}

typedef struct
{
  Fixture    *fixture;
  guint       column;
  const char *cells;
} Order;

static gboolean
has_order (gpointer data)
{
  Order           *order = data;
  g_autofree char *cells = list_column (order->fixture, order->column);

  return g_str_equal (cells, order->cells);
}

static void
sort (Fixture    *fixture,
      guint       column,
      GtkSortType type,
      const char *expected)
{
  g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (gtk_column_view_get_columns (get_column_view (fixture)), column);
  Order order = { fixture, column, expected };

  gtk_column_view_sort_by_column (get_column_view (fixture), shown, type);
  test_wait_until_named (has_order, &order, expected);
}

static void
test_table (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *title = NULL;

  show (fixture, "orders.csv", TABLE);
  title = get_title (fixture, 1);
  g_assert_cmpstr (title, ==, "Amount");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (get_column_view (fixture)))), ==, 4);
  g_assert_nonnull (test_find_named (GTK_WIDGET (fixture->viewer), GTK_TYPE_INSCRIPTION, NULL));
  g_assert_true (annex_table_is_numeric (get_table (fixture), 1));
  g_assert_false (annex_table_is_numeric (get_table (fixture), 0));
  gtk_test_accessible_assert_role (get_column_view (fixture), GTK_ACCESSIBLE_ROLE_TREE_GRID);
}

static void
test_sorting (Fixture      *fixture,
              gconstpointer data)
{
  show (fixture, "orders.csv", TABLE);
  gtk_selection_model_select_item (gtk_column_view_get_model (get_column_view (fixture)), 2, TRUE);
  sort (fixture, 1, GTK_SORT_ASCENDING, "9,25|10,5|100||");
  sort (fixture, 1, GTK_SORT_DESCENDING, "100|10,5|9,25||");
  /* what was selected still is */
  g_assert_true (gtk_selection_model_is_selected (gtk_column_view_get_model (get_column_view (fixture)), 0));
  g_assert_nonnull (test_find_named (GTK_WIDGET (fixture->viewer), GTK_TYPE_BUTTON, NULL));
  gtk_widget_activate_action (test_find (fixture->viewer, ANNEX_TYPE_TABLE_PAGE), "table.original-order", NULL);
  {
    Order order = { fixture, 0, "bär|Äpfel|Zebra|apple|" };

    test_wait_until_named (has_order, &order, order.cells);
  }
}

static void
test_copy_rows (Fixture      *fixture,
                gconstpointer data)
{
  show (fixture, "orders.csv", TABLE);
  gtk_selection_model_select_range (gtk_column_view_get_model (get_column_view (fixture)), 0, 2, TRUE);
  activate (fixture, "text.copy");
  assert_clipboard (fixture, "bär\t10,5\t=1+1\nÄpfel\t9,25\t\"a\tb\"\n");
  wait_for_toast (fixture);
}

static void
test_find_in_table (Fixture      *fixture,
                    gconstpointer data)
{
  show (fixture, "orders.csv", TABLE);
  find (fixture, "AP");
  wait_for_text (fixture, "1 of 2");
  g_assert_true (gtk_selection_model_is_selected (gtk_column_view_get_model (get_column_view (fixture)), 1));
  activate (fixture, "text.find-next");
  wait_for_text (fixture, "2 of 2");
  g_assert_true (gtk_selection_model_is_selected (gtk_column_view_get_model (get_column_view (fixture)), 3));
  gtk_widget_activate_action (get_find_entry (fixture), "find.close", NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->viewer));
  g_assert_true (gtk_selection_model_is_selected (gtk_column_view_get_model (get_column_view (fixture)), 3));
}

static gboolean
is_text (gpointer data)
{
  return gtk_widget_get_mapped (test_find (data, GTK_TYPE_TEXT_VIEW));
}

static gboolean
is_table (gpointer data)
{
  return gtk_widget_get_mapped (test_find (data, GTK_TYPE_COLUMN_VIEW));
}

/* As the pointer does it. */
static void
toggle (Fixture *fixture)
{
  GtkWidget *button = gtk_widget_get_next_sibling (test_find (get_page (fixture), GTK_TYPE_TOGGLE_BUTTON));

  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_as_text (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *text = NULL;

  show (fixture, "orders.csv", TABLE);
  toggle (fixture);
  test_wait_until (is_text, fixture->viewer);
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, TABLE);
  toggle (fixture);
  test_wait_until (is_table, fixture->viewer);
}

static char *
create_wide (guint n_columns,
             guint n_rows)
{
  GString *text = g_string_new (NULL);
  guint    i;
  guint    j;

  for (i = 0; i < n_rows; i++)
    for (j = 0; j < n_columns; j++)
      g_string_append_printf (text, "r%uc%u%c", i, j, j + 1 < n_columns ? ',' : '\n');

  return g_string_free (text, FALSE);
}

/* Of many columns some are there at once, and a match among the others brings them. */
static void
test_wide (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *text = create_wide (300, 50);
  g_autofree char *title = NULL;

  show (fixture, "wide.csv", text);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (get_column_view (fixture))), ==, 40);
  find (fixture, "r7c299");
  wait_for_text (fixture, "1 of 1");
  g_assert_true (test_shows_text (fixture->viewer, "Columns 281–300 of 300"));
  title = get_title (fixture, 19);
  g_assert_cmpstr (title, ==, "r0c299");
}

static void
test_long (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *text = create_wide (4, 50000);
  AnnexTable      *table;

  show (fixture, "long.csv", text);
  table = get_table (fixture);
  g_assert_cmpuint (annex_table_get_n_rows (table), ==, 49999);
  gtk_column_view_scroll_to (get_column_view (fixture), 49998, NULL, GTK_LIST_SCROLL_NONE, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->viewer));
  find (fixture, "c3");
  wait_for_text (fixture, "1 of over 10000");
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/content-page/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/content-page/wrap-and-zoom", Fixture, NULL, set_up, test_wrap_and_zoom, tear_down);
  g_test_add ("/content-page/find-in-text", Fixture, NULL, set_up, test_find_in_text, tear_down);
  g_test_add ("/content-page/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/content-page/next", Fixture, NULL, set_up, test_next, tear_down);
  g_test_add ("/content-page/leave", Fixture, NULL, set_up, test_leave, tear_down);
  g_test_add ("/content-page/exactly-all", Fixture, NULL, set_up, test_exactly_all, tear_down);
  g_test_add ("/content-page/one-too-many", Fixture, NULL, set_up, test_one_too_many, tear_down);
  g_test_add ("/content-page/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/content-page/sorting", Fixture, NULL, set_up, test_sorting, tear_down);
  g_test_add ("/content-page/copy-rows", Fixture, NULL, set_up, test_copy_rows, tear_down);
  g_test_add ("/content-page/find-in-table", Fixture, NULL, set_up, test_find_in_table, tear_down);
  g_test_add ("/content-page/as-text", Fixture, NULL, set_up, test_as_text, tear_down);
  g_test_add ("/content-page/wide", Fixture, NULL, set_up, test_wide, tear_down);
  g_test_add ("/content-page/long", Fixture, NULL, set_up, test_long, tear_down);

  return g_test_run ();
}
