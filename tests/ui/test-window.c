/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-window.h"

#include "annex-attachment-row.h"
#include "annex-page-view.h"
#include "annex-viewer.h"

#include "test-chat.h"
#include "test-pdf.h"
#include "test-support.h"

/* A window and a chat for it. */
typedef struct
{
  TestChat    *chat;   /* (owned) */
  AnnexWindow *window; /* (owned) */
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static void
present (Fixture *fixture,
         int      width,
         int      height)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_wait_until (is_mapped, fixture->window);
}

static void
open_chat (Fixture *fixture)
{
  test_chat_open (fixture->chat);
  annex_window_set_chat (fixture->window, fixture->chat->chat);
}

static GtkListView *
get_list (Fixture *fixture)
{
  GtkWidget *split_view = test_find (fixture->window, ADW_TYPE_NAVIGATION_SPLIT_VIEW);

  return GTK_LIST_VIEW (test_find (adw_navigation_split_view_get_sidebar (ADW_NAVIGATION_SPLIT_VIEW (split_view)), GTK_TYPE_LIST_VIEW));
}

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (get_list (fixture)));
}

static AnnexViewer *
get_viewer (Fixture *fixture)
{
  return ANNEX_VIEWER (test_find (fixture->window, ANNEX_TYPE_VIEWER));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chat = test_chat_new ();
  fixture->window = g_object_ref (annex_window_new (GTK_APPLICATION ((gpointer) data), fixture->chat->pool));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  test_assert_finalizes (fixture->window);
  test_chat_free (fixture->chat);
}

static GtkWidget *
find_action_button (GtkWidget  *root,
                    const char *action)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_action_button (child, action);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
can_save (gpointer data)
{
  return gtk_widget_is_sensitive (find_action_button (data, "win.save"));
}

static gboolean
shows_page (gpointer data)
{
  return g_strcmp0 (annex_viewer_get_page_name (data), "picture") == 0;
}

static void
select_row (Fixture *fixture,
            guint    position)
{
  gtk_single_selection_set_selected (get_selection (fixture), position);
}

static char *
add_png (Fixture    *fixture,
         const char *name)
{
  g_autoptr (GBytes) png = test_make_png (60, 40, 0x1020e0);

  return test_chat_add (fixture->chat, name, "image/png", png);
}

static void
test_welcome (Fixture      *fixture,
              gconstpointer data)
{
  present (fixture, 900, 600);
  g_assert_true (test_shows_text (fixture->window, "No Active Chats"));
  g_assert_nonnull (test_find_button (fixture->window, "_Connect to Chat…"));
  g_assert_null (annex_window_get_chat (fixture->window));
}

static void
test_empty_chat (Fixture      *fixture,
                 gconstpointer data)
{
  present (fixture, 900, 600);
  open_chat (fixture);
  g_assert_true (test_shows_text (fixture->window, "No Attachments"));
}

static void
test_chat_problem (Fixture      *fixture,
                   gconstpointer data)
{
  present (fixture, 900, 600);
  test_chat_fail (fixture->chat, ANNEX_SAMPLE_GET_TRANSCRIPT, 403, "AccessDeniedException", 0);
  open_chat (fixture);
  g_assert_true (test_shows_text (fixture->window, "Access Denied"));
  g_assert_nonnull (test_find_button (fixture->window, "_Try Again"));
  g_assert_nonnull (test_find_button (fixture->window, "_More Information"));
}

static void
on_first_row (GListModel *model,
              guint       position,
              guint       n_removed,
              guint       n_added,
              gpointer    user_data)
{
  test_chat_fail (user_data, ANNEX_SAMPLE_GET_TRANSCRIPT, 403, "AccessDeniedException", 0);
}

/* A listing that fails on its second page shows what the first one brought, and says that it is not all. */
static void
test_half_listed (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "second.png");

  present (fixture, 900, 600);
  annex_sample_service_set_page_size (fixture->chat->service, 1);
  test_chat_prepare (fixture->chat);
  g_signal_connect (fixture->chat->chat, "items-changed", G_CALLBACK (on_first_row), fixture->chat);
  open_chat (fixture);
  g_assert_cmpint (annex_chat_get_state (fixture->chat->chat), ==, ANNEX_CHAT_STATE_FAILED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chat->chat)), ==, 1);
  test_settle ();
  g_assert_true (test_shows_text (fixture->window, "Not all attachments could be listed"));
  g_signal_handlers_disconnect_by_data (fixture->chat->chat, fixture->chat);
}

/* Rows are items of a list, each with the whole row in words. */
static void
test_rows (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "<b>&amp;</b>.png");
  g_autofree char *description = NULL;
  GtkWidget       *row;

  present (fixture, 900, 600);
  open_chat (fixture);
  test_settle ();
  g_assert_true (test_shows_text (fixture->window, "2 attachments"));
  row = test_find (get_list (fixture), ANNEX_TYPE_ATTACHMENT_ROW);
  g_assert_nonnull (row);
  g_object_get (row, "description", &description, NULL);
  gtk_test_accessible_assert_role (get_list (fixture), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (get_list (fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, "Attachments");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row), GTK_ACCESSIBLE_PROPERTY_LABEL, description);
  g_assert_nonnull (test_find_named (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "\u2068_b_&amp;_b_.png\u2069"));
}

/* Nothing is fetched that was not asked for. */
static void
test_nothing_selected (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "first.png");

  present (fixture, 900, 600);
  open_chat (fixture);
  test_settle ();
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpstr (annex_viewer_get_page_name (get_viewer (fixture)), ==, "nothing");
  g_assert_false (can_save (fixture->window));
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 0);
}

static void
test_save_when_there (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "first.png");
  g_autofree char *blocked = add_png (fixture, "second.png");

  annex_sample_service_set_status (fixture->chat->service, blocked, "REJECTED");
  present (fixture, 900, 600);
  open_chat (fixture);
  select_row (fixture, 1);
  g_assert_false (can_save (fixture->window));
  test_wait_until (can_save, fixture->window);
  test_wait_until (shows_page, get_viewer (fixture));

  select_row (fixture, 0);
  g_assert_true (test_shows_text (fixture->window, "Blocked by Security Check"));
  g_assert_false (can_save (fixture->window));
}

/* What comes in the meantime is on top of the list, and what is being read stays. */
static void
test_arrivals (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = NULL;
  AnnexAttachment *attachment;

  present (fixture, 900, 600);
  open_chat (fixture);
  select_row (fixture, 0);
  test_wait_until (shows_page, get_viewer (fixture));
  attachment = annex_viewer_get_attachment (get_viewer (fixture));

  second = add_png (fixture, "second.png");
  annex_chat_refresh (fixture->chat->chat);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->chat->chat)) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (annex_viewer_get_attachment (get_viewer (fixture)) == attachment);
  g_assert_cmpstr (annex_viewer_get_page_name (get_viewer (fixture)), ==, "picture");
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  g_assert_true (test_shows_text (fixture->window, "2 attachments"));
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 1);
}

/* Between two layouts nothing is on the window but a picture of the old one. (libadwaita 1.7 loses that picture where
 * the next change comes before the new layout is there.) */
static gboolean
is_collapsed (gpointer data)
{
  return adw_navigation_split_view_get_collapsed (data) && gtk_widget_get_mapped (data);
}

static gboolean
is_expanded (gpointer data)
{
  return !adw_navigation_split_view_get_collapsed (data) && gtk_widget_get_mapped (data);
}

/* Narrow: one at a time, and back again. */
static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char        *id = add_png (fixture, "first.png");
  AdwNavigationSplitView *split_view;

  present (fixture, 900, 600);
  open_chat (fixture);
  split_view = ADW_NAVIGATION_SPLIT_VIEW (test_find (fixture->window, ADW_TYPE_NAVIGATION_SPLIT_VIEW));
  g_assert_true (is_expanded (split_view));

  test_resize (GTK_WIDGET (fixture->window), 360, 600);
  test_wait_until (is_collapsed, split_view);
  g_assert_false (adw_navigation_split_view_get_show_content (split_view));
  select_row (fixture, 0);
  g_assert_true (adw_navigation_split_view_get_show_content (split_view));
  test_wait_until (shows_page, get_viewer (fixture));

  gtk_widget_activate_action (GTK_WIDGET (get_viewer (fixture)), "navigation.pop", NULL);
  g_assert_false (adw_navigation_split_view_get_show_content (split_view));
  select_row (fixture, 0);
  g_assert_true (adw_navigation_split_view_get_show_content (split_view));

  test_resize (GTK_WIDGET (fixture->window), 900, 600);
  test_wait_until (is_expanded, split_view);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);
}

static gboolean
shows_anything (gpointer data)
{
  const char *page = annex_viewer_get_page_name (data);

  return g_str_equal (page, "picture") || g_str_equal (page, "document") || g_str_equal (page, "content");
}

/* What is shown follows the window, and the words about it follow what is shown: after the layout, where they may want
 * another one. (GTK warns where they do within it.) */
static void
test_narrow_and_wide (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GBytes) png = test_make_png (2400, 1800, 0x1020e0);
  g_autoptr (GBytes) pdf = test_make_pdf (4, 595, 842);
  g_autoptr (GBytes) table = g_bytes_new_static ("name,town\nAda,London\n", 21);
  g_autofree char        *picture_id = test_chat_add (fixture->chat, "large.png", "image/png", png);
  g_autofree char        *document_id = test_chat_add (fixture->chat, "pages.pdf", "application/pdf", pdf);
  g_autofree char        *table_id = test_chat_add (fixture->chat, "table.csv", "text/csv", table);
  AdwNavigationSplitView *split_view;

  present (fixture, 900, 600);
  open_chat (fixture);
  split_view = ADW_NAVIGATION_SPLIT_VIEW (test_find (fixture->window, ADW_TYPE_NAVIGATION_SPLIT_VIEW));
  for (guint i = 0; i < 3; i++)
    {
      select_row (fixture, i);
      test_wait_until (shows_anything, get_viewer (fixture));
      test_resize (GTK_WIDGET (fixture->window), 360, 600);
      test_wait_until (is_collapsed, split_view);
      test_resize (GTK_WIDGET (fixture->window), 900, 600);
      test_wait_until (is_expanded, split_view);
    }
}

static void
test_next_and_previous (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "second.png");

  present (fixture, 900, 600);
  open_chat (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next", NULL);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next", NULL);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next", NULL);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.previous", NULL);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);
}

/* The arrow keys follow the eye. */
static void
test_step_mirrored (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "second.png");

  present (fixture, 900, 600);
  open_chat (fixture);
  select_row (fixture, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "i", 1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "i", -1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);

  gtk_widget_set_direction (GTK_WIDGET (fixture->window), GTK_TEXT_DIR_RTL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "i", -1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "i", 1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);
}

static void
focus_row (Fixture *fixture,
           guint    position)
{
  gtk_list_view_scroll_to (get_list (fixture), position, GTK_LIST_SCROLL_FOCUS, NULL);
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (get_list (fixture))));
}

/* The space bar in the list selects what is not looked at yet, and reads on in what is. */
static void
test_read_on (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "second.png");
  g_autofree char *third = add_png (fixture, "third.png");

  present (fixture, 900, 600);
  open_chat (fixture);
  test_settle ();
  focus_row (fixture, 0);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, GTK_INVALID_LIST_POSITION);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.read-on", "i", 1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);
  test_wait_until (shows_page, get_viewer (fixture));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.read-on", "i", 1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 1);
  test_wait_until (shows_page, get_viewer (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.read-on", "i", -1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 0);

  focus_row (fixture, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.read-on", "i", -1);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (fixture)), ==, 2);
}

/* A name that lies about the file is told about, as text. */
static void
test_mismatch (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "&amp;.pdf");

  present (fixture, 900, 600);
  open_chat (fixture);
  select_row (fixture, 0);
  test_wait_until (shows_page, get_viewer (fixture));
  g_assert_nonnull (test_find_named (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Named “\u2068&amp;.pdf\u2069”, but the content is: PNG image"));
}

static gboolean
is_second_page_drawn (gpointer data)
{
  return annex_document_view_get_page (data) == 1 && annex_document_view_is_drawn (data);
}

static gboolean
shows_document (gpointer data)
{
  return g_strcmp0 (annex_viewer_get_page_name (data), "document") == 0;
}

static gboolean
has_retry (gpointer data)
{
  return test_find_button (data, "_Try Again") != NULL;
}

/* The first of several pages is as good as any: where it takes too long, it says so in its place, and the others can be
 * read. */
static void
test_slow_first_page (Fixture      *fixture,
                      gconstpointer data)
{
  TestPdf *pdf = test_pdf_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *id = NULL;
  AnnexViewer     *viewer;

  test_pdf_add_page (pdf, 200, 200, 0);
  test_pdf_add_bomb (pdf);
  test_pdf_add_page (pdf, 200, 200, 0);
  bytes = test_pdf_end (pdf);
  id = test_chat_add (fixture->chat, "bill.pdf", "application/pdf", bytes);
  annex_decoder_pool_set_deadlines (fixture->chat->pool, 20000, 20000, 600);
  present (fixture, 900, 600);
  open_chat (fixture);
  viewer = get_viewer (fixture);
  select_row (fixture, 0);
  test_wait_until (has_retry, viewer);
  g_assert_true (shows_document (viewer));
  gtk_widget_activate_action (test_find (viewer, ANNEX_TYPE_PAGE_VIEW), "pages.next", NULL);
  test_wait_until (is_second_page_drawn, test_find (viewer, ANNEX_TYPE_PAGE_VIEW));
  g_assert_true (shows_document (viewer));
}

/* After the wipe nothing of the chat is left, not even in memory. */
static void
test_wipe (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "first.png");
  AnnexContent    *content;

  present (fixture, 900, 600);
  open_chat (fixture);
  select_row (fixture, 0);
  test_wait_until (shows_page, get_viewer (fixture));
  content = annex_attachment_get_content (test_chat_get (fixture->chat, id));
  g_object_add_weak_pointer (G_OBJECT (content), (gpointer *) &content);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.wipe", NULL);
  g_assert_null (annex_window_get_chat (fixture->window));
  g_assert_null (annex_viewer_get_attachment (get_viewer (fixture)));
  g_assert_true (test_shows_text (fixture->window, "Attachments Removed"));
  g_assert_true (test_shows_text (fixture->window, "Nothing from this chat is left on this computer."));
  while (content != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (test_find_named (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "\u2068first.png\u2069"));
}

static void
add (GtkApplication *application,
     const char     *name,
     void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/window/%s", name);

  g_test_add (path, Fixture, application, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkApplication) application = NULL;

  test_init (&argc, &argv);
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", APPLICATION_ID "Test", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  add (application, "welcome", test_welcome);
  add (application, "empty-chat", test_empty_chat);
  add (application, "chat-problem", test_chat_problem);
  add (application, "half-listed", test_half_listed);
  add (application, "rows", test_rows);
  add (application, "nothing-selected", test_nothing_selected);
  add (application, "save-when-there", test_save_when_there);
  add (application, "arrivals", test_arrivals);
  add (application, "narrow", test_narrow);
  add (application, "narrow-and-wide", test_narrow_and_wide);
  add (application, "next-and-previous", test_next_and_previous);
  add (application, "step-mirrored", test_step_mirrored);
  add (application, "read-on", test_read_on);
  add (application, "mismatch", test_mismatch);
  add (application, "slow-first-page", test_slow_first_page);
  add (application, "wipe", test_wipe);

  return g_test_run ();
}
