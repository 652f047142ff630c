/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-reading-view.h"

#include "annex-document-reading.h"
#include "annex-find-bar.h"
#include "annex-inactive-chip.h"
#include "annex-link-dialog.h"
#include "annex-outline-pane.h"
#include "annex-page-view-private.h"

#include "test-chat.h"
#include "test-drawing.h"
#include "test-pdf.h"
#include "test-support.h"

/* A reading view in a window, and attachments to read. */
typedef struct
{
  TestChat         *chat;   /* (owned) */
  GtkWidget        *window; /* (owned by GTK) */
  AnnexReadingView *view;   /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chat = test_chat_new ();
  fixture->view = g_object_ref_sink (g_object_new (ANNEX_TYPE_READING_VIEW, NULL));
  fixture->window = test_show (GTK_WIDGET (fixture->view), 500, 600);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  annex_reading_view_clear (fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->view);
  test_chat_free (fixture->chat);
}

static AnnexPageView *
get_pages (Fixture *fixture)
{
  return annex_reading_view_get_page_view (fixture->view);
}

static gboolean
is_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

static void
show (Fixture         *fixture,
      AnnexAttachment *attachment,
      AnnexDocument   *document)
{
  annex_reading_view_show (fixture->view, attachment, document);
  test_wait_until (is_drawn, get_pages (fixture));
}

static GBytes *
make_words (void)
{
  TestPdf *pdf = test_pdf_new ();

  for (guint page = 0; page < 4; page++)
    {
      test_pdf_add_page (pdf, 400, 500, 0);
      test_pdf_add_text (pdf, 50, 400, page > 0 ? "Needle in the hay" : "Only hay");
    }

  return test_pdf_end (pdf);
}

/* Attachments for the view to remember by. */
static AnnexAttachment *
add_two (Fixture          *fixture,
         AnnexAttachment **other)
{
  g_autoptr (GBytes) bytes = test_make_pdf (1, 200, 200);
  g_autofree char *id = test_chat_add (fixture->chat, "one.pdf", "application/pdf", bytes);
  g_autofree char *other_id = test_chat_add (fixture->chat, "two.pdf", "application/pdf", bytes);

  test_chat_open (fixture->chat);
  if (other != NULL)
    *other = test_chat_get (fixture->chat, other_id);

  return test_chat_get (fixture->chat, id);
}

typedef struct
{
  GtkWidget  *root;
  const char *text;
} Wish;

static gboolean
has_text (gpointer data)
{
  const Wish *wish = data;

  return test_shows_text (wish->root, wish->text);
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  Wish wish = { GTK_WIDGET (fixture->view), text };

  test_wait_until_named (has_text, &wish, text);
}

typedef struct
{
  AnnexPageView *view;
  guint          page;
} PageWish;

static gboolean
is_on_page (gpointer data)
{
  const PageWish *wish = data;

  return annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (wish->view)) == wish->page;
}

static void
wait_for_page (Fixture *fixture,
               guint    page)
{
  PageWish wish = { get_pages (fixture), page };

  test_wait_until (is_on_page, &wish);
}

static GtkWidget *
get_entry (Fixture *fixture)
{
  return test_find (fixture->view, GTK_TYPE_ENTRY);
}

static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  AnnexAttachment *attachment = add_two (fixture, NULL);
  g_autoptr (GBytes) bytes = make_words ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, bytes);
  GtkWidget *entry = get_entry (fixture);

  show (fixture, attachment, document);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1");
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Page");
  gtk_test_accessible_assert_role (gtk_widget_get_parent (entry), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (gtk_widget_get_parent (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Page 1 of 4");
  wait_for_text (fixture, "of 4");

  gtk_editable_set_text (GTK_EDITABLE (entry), "3");
  g_signal_emit_by_name (entry, "activate");
  wait_for_page (fixture, 2);
  gtk_test_accessible_assert_property (gtk_widget_get_parent (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Page 3 of 4");

  gtk_editable_set_text (GTK_EDITABLE (entry), "5");
  g_signal_emit_by_name (entry, "activate");
  gtk_editable_set_text (GTK_EDITABLE (entry), "-1");
  g_signal_emit_by_name (entry, "activate");
  test_settle ();
  wait_for_page (fixture, 2);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "pages.next", NULL);
  wait_for_page (fixture, 3);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "4");
}

/* Each attachment as it was last looked at; a new one from its beginning. */
static void
test_memory (Fixture      *fixture,
             gconstpointer data)
{
  AnnexAttachment *other;
  AnnexAttachment *one = add_two (fixture, &other);
  g_autoptr (GBytes) bytes = make_words ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, bytes);
  AnnexPageViewState before, state;

  show (fixture, one, document);
  annex_page_view_go_to (get_pages (fixture), 2, 0);
  annex_page_view_set_fit (get_pages (fixture), ANNEX_PAGE_FIT_PAGE);
  annex_page_view_turn (get_pages (fixture), 1);
  annex_page_view_set_dual (get_pages (fixture), TRUE);
  annex_page_view_get_state (get_pages (fixture), &before);
  g_assert_cmpuint (before.page, >, 0);

  show (fixture, other, document);
  annex_page_view_get_state (get_pages (fixture), &state);
  g_assert_cmpint (state.fit, ==, ANNEX_PAGE_FIT_AUTOMATIC);
  g_assert_cmpuint (state.turns, ==, 0);
  g_assert_false (state.dual);
  g_assert_cmpuint (state.page, ==, 0);
  show (fixture, one, document);
  annex_page_view_get_state (get_pages (fixture), &state);
  g_assert_cmpint (state.fit, ==, ANNEX_PAGE_FIT_PAGE);
  g_assert_cmpuint (state.turns, ==, 1);
  g_assert_true (state.dual);
  g_assert_cmpuint (state.page, ==, before.page);
}

static void
find (Fixture    *fixture,
      const char *text)
{
  GtkWidget *entry = test_find (fixture->view, GTK_TYPE_SEARCH_ENTRY);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "reading.find", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
test_find_bar (Fixture      *fixture,
               gconstpointer data)
{
  AnnexAttachment *attachment = add_two (fixture, NULL);
  g_autoptr (GBytes) bytes = make_words ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, bytes);
  GtkWidget *bar = test_find (fixture->view, ANNEX_TYPE_FIND_BAR);
  GtkWidget *entry = test_find (bar, GTK_TYPE_SEARCH_ENTRY);

  show (fixture, attachment, document);
  g_assert_false (annex_find_bar_is_open (ANNEX_FIND_BAR (bar)));
  find (fixture, "NEEDLE");
  g_assert_true (annex_find_bar_is_open (ANNEX_FIND_BAR (bar)));
  gtk_test_accessible_assert_role (entry, GTK_ACCESSIBLE_ROLE_SEARCH_BOX);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Find in File");
  wait_for_text (fixture, "1 of 3");
  wait_for_page (fixture, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "reading.find-step", "i", 1);
  wait_for_text (fixture, "2 of 3");
  g_signal_emit_by_name (entry, "activate");
  wait_for_text (fixture, "3 of 3");
  g_signal_emit_by_name (entry, "activate");
  wait_for_text (fixture, "1 of 3");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "reading.find-step", "i", -1);
  wait_for_text (fixture, "3 of 3");

  find (fixture, "straw");
  wait_for_text (fixture, "No results");
  g_signal_emit_by_name (entry, "stop-search");
  g_assert_false (annex_find_bar_is_open (ANNEX_FIND_BAR (bar)));

  /* With another document, nothing is looked for. */
  find (fixture, "hay");
  wait_for_text (fixture, "4 of 4");
  annex_reading_view_clear (fixture->view);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

static gboolean
is_match_known (gpointer data)
{
  return annex_page_contents_get_text (annex_page_view_get_contents (data), 1) != NULL;
}

/* What was found is selected when the bar is closed, so that it can be copied, and more selected by keys. */
static void
test_found (Fixture      *fixture,
            gconstpointer data)
{
  AnnexAttachment *attachment = add_two (fixture, NULL);
  g_autoptr (GBytes) bytes = make_words ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, bytes);
  AnnexPageViewSelection *selection = annex_page_view_get_selection (get_pages (fixture));
  g_autofree char        *found = NULL;
  g_autofree char        *more = NULL;

  show (fixture, attachment, document);
  find (fixture, "NEEDLE");
  wait_for_text (fixture, "1 of 3");
  test_wait_until (is_match_known, get_pages (fixture));
  g_assert_false (annex_page_view_has_selection (get_pages (fixture)));
  g_signal_emit_by_name (test_find (fixture->view, GTK_TYPE_SEARCH_ENTRY), "stop-search");
  found = annex_page_view_selection_dup_text (selection);
  g_assert_cmpstr (found, ==, "Needle");
  g_assert_true (annex_page_view_selection_move (selection, ANNEX_TEXT_STEP_WORD, 1));
  more = annex_page_view_selection_dup_text (selection);
  g_assert_cmpstr (more, ==, "Needle in");
}

static void
test_words (void)
{
  static const struct
  {
    AnnexDocumentInventory inventory;
    const char            *text;
  } cases[] = {
    { { 0 }, NULL },
    { { .n_links = 2, .n_files = 1, .has_scripts = TRUE }, "2 links, 1 embedded file, JavaScript" },
    { { .n_media = 1, .n_fields = 12 }, "1 media clip, 12 form fields" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = annex_inactive_chip_describe (&cases[i].inventory);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_targets (void)
{
  static const char *const cases[][2] = {
    { "https://example.com/a?b=c", "example.com" },
    { "https://bank.example@evil.example/", "evil.example" },
    { "https://bank.example:password@evil.example:8443/", "evil.example" },
    { "https://xn--bcher-kva.example/", "xn--bcher-kva.example" },
    { "https://b\303\274cher.example/", "xn--bcher-kva.example" },
    { "https://[::1]/", "::1" },
    { "https://bank.example%2Flogin.evil.example/", NULL },
    { "https://bank.example%E2%80%AE.evil.example/", NULL },
    { "https:///path", NULL },
    { "mailto:someone@example.com?subject=Hello", "someone@example.com" },
    { "mailto:?to=someone@example.com", NULL },
    { "mailto:?subject=Hello", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = annex_link_dialog_dup_target (cases[i][0]);

      g_assert_cmpstr (target, ==, cases[i][1]);
    }
}

static gboolean
has_links (gpointer data)
{
  return annex_page_contents_get_links (annex_page_view_get_contents (data), 0) != NULL;
}

/* However long a host is, its end is seen: that says whose it is. */
static void
test_long_target (Fixture      *fixture,
                  gconstpointer data)
{
  AnnexAttachment *attachment = add_two (fixture, NULL);
  g_autofree char *middle = g_strnfill (40, 'a');
  g_autofree char *uri = g_strdup_printf ("https://bank.example.%s.evil.example/", middle);
  g_autofree char *seen = g_strdup_printf ("…%s.evil.example", middle + 21);
  TestPdf         *pdf = test_pdf_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;

  test_pdf_add_page (pdf, 400, 500, 0);
  test_pdf_add_uri_link (pdf, 40, 60, uri);
  test_pdf_add_uri_link (pdf, 40, 90, "https://example.org/path");
  bytes = test_pdf_end (pdf);
  document = test_open_document (fixture->chat->pool, bytes);
  show (fixture, attachment, document);
  test_wait_until (has_links, get_pages (fixture));
  g_assert_true (annex_page_view_links_move_focus (annex_page_view_get_links (get_pages (fixture)), 1));
  wait_for_text (fixture, seen);
  g_assert_true (annex_page_view_links_move_focus (annex_page_view_get_links (get_pages (fixture)), 1));
  wait_for_text (fixture, "https://example.org/path");
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* All of the address, and where it really leads. */
static void
test_link_dialog (void)
{
  const char *uri = "https://bank.example@evil.example/path";
  GtkWidget  *parent = adw_bin_new ();
  GtkWidget  *window = adw_window_new ();
  Wish        wish = { window, uri };
  GtkWidget  *dialog;

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 600);
  adw_window_set_content (ADW_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
  test_wait_until (is_mapped, parent);

  annex_link_dialog_present (parent, "https://bank.example%2Flogin.evil.example/");
  annex_link_dialog_present (parent, "mailto:?to=someone@example.com");
  g_assert_null (adw_window_get_visible_dialog (ADW_WINDOW (window)));
  annex_link_dialog_present (parent, uri);
  test_wait_until_named (has_text, &wish, uri);
  dialog = test_find (window, ANNEX_TYPE_LINK_DIALOG);
  g_assert_true (test_shows_text (dialog, "Open Link?"));
  g_assert_true (test_shows_text (dialog, "evil.example"));
  g_assert_cmpstr (adw_alert_dialog_get_default_response (ADW_ALERT_DIALOG (dialog)), ==, "cancel");
  g_assert_cmpstr (adw_alert_dialog_get_close_response (ADW_ALERT_DIALOG (dialog)), ==, "cancel");

  g_object_ref (dialog);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  test_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  test_settle ();
  g_assert_finalize_object (dialog);
}

static void
test_outline_without_any (Fixture      *fixture,
                          gconstpointer data)
{
  GtkWidget *pane = test_find (fixture->view, ANNEX_TYPE_OUTLINE_PANE);
  GtkWidget *list = test_find (pane, GTK_TYPE_LIST_VIEW);

  annex_outline_pane_set_outline (ANNEX_OUTLINE_PANE (pane), NULL);
  gtk_test_accessible_assert_role (list, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Outline");
}

/* Returns: the letter that chooses the entry, or 0 */
static char
get_mnemonic (const char *label)
{
  const char *mark = strchr (label, '_');

  return mark != NULL && g_ascii_isalpha (mark[1]) ? g_ascii_tolower (mark[1]) : 0;
}

static void
check_mnemonics (GMenuModel *menu,
                 gboolean   *taken)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL;

      if (section != NULL)
        check_mnemonics (section, taken);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) || get_mnemonic (label) == 0)
        continue;

      g_assert_false (taken[(guchar) get_mnemonic (label)]);
      taken[(guchar) get_mnemonic (label)] = TRUE;
    }
}

static void
check_menus (GtkWidget *root)
{
  gboolean taken[256] = { FALSE };

  if (GTK_IS_MENU_BUTTON (root) && gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)) != NULL)
    check_mnemonics (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)), taken);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_menus (child);
}

/* One letter chooses one entry. */
static void
test_mnemonics (Fixture      *fixture,
                gconstpointer data)
{
  check_menus (GTK_WIDGET (fixture->view));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/reading-view/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/reading-view/memory", Fixture, NULL, set_up, test_memory, tear_down);
  g_test_add ("/reading-view/find-bar", Fixture, NULL, set_up, test_find_bar, tear_down);
  g_test_add ("/reading-view/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add ("/reading-view/outline-without-any", Fixture, NULL, set_up, test_outline_without_any, tear_down);
  g_test_add ("/reading-view/long-target", Fixture, NULL, set_up, test_long_target, tear_down);
  g_test_add ("/reading-view/mnemonics", Fixture, NULL, set_up, test_mnemonics, tear_down);
  g_test_add_func ("/reading-view/link-dialog", test_link_dialog);
  g_test_add_func ("/reading-view/words", test_words);
  g_test_add_func ("/reading-view/targets", test_targets);

  return g_test_run ();
}
