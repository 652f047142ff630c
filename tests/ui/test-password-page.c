/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-password-page.h"

#include "test-support.h"

#include <string.h>

typedef struct
{
  GtkWidget         *window; /* (owned by GTK) */
  AnnexPasswordPage *page;   /* (owned) */
  GtkWidget         *entry;  /* (unowned) */
  char              *heard;  /* (owned) (nullable) */
  guint              n_heard;
} Fixture;

static void
on_unlock (AnnexPasswordPage *page,
           AnnexSecret       *password,
           Fixture           *fixture)
{
  g_set_str (&fixture->heard, annex_secret_peek (password));
  fixture->n_heard++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->page = g_object_ref_sink (g_object_new (ANNEX_TYPE_PASSWORD_PAGE, NULL));
  fixture->window = test_show (GTK_WIDGET (fixture->page), 400, 400);
  fixture->entry = test_find (fixture->page, GTK_TYPE_PASSWORD_ENTRY);
  g_signal_connect (fixture->page, "unlock", G_CALLBACK (on_unlock), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->page);
  g_free (fixture->heard);
}

static void
enter (Fixture    *fixture,
       const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
}

static void
press (Fixture *fixture)
{
  g_signal_emit_by_name (test_find_button (fixture->page, "_Unlock"), "clicked");
}

static void
test_unlock (Fixture      *fixture,
             gconstpointer data)
{
  GtkWidget *button = test_find_button (fixture->page, "_Unlock");

  g_assert_true (test_shows_text (fixture->page, "Password Required"));
  gtk_test_accessible_assert_property (fixture->entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Password");
  g_assert_false (gtk_widget_is_sensitive (button));
  enter (fixture, "open sesame");
  g_assert_true (gtk_widget_is_sensitive (button));
  press (fixture);
  g_assert_cmpstr (fixture->heard, ==, "open sesame");

  /* One attempt at a time */
  annex_password_page_set_busy (fixture->page, TRUE);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpuint (fixture->n_heard, ==, 1);
}

static GtkText *
get_delegate (Fixture *fixture)
{
  return GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (fixture->entry)));
}

static void
test_wrong (Fixture      *fixture,
            gconstpointer data)
{
  int start, end;

  enter (fixture, "wrong");
  press (fixture);
  annex_password_page_set_busy (fixture->page, TRUE);
  annex_password_page_show_wrong (fixture->page);
  g_assert_true (test_shows_text (fixture->page, "Incorrect password"));
  gtk_test_accessible_assert_state (fixture->entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (fixture->entry)))));
  g_assert_true (gtk_editable_get_selection_bounds (GTK_EDITABLE (fixture->entry), &start, &end));
  g_assert_cmpint (start, ==, 0);
  g_assert_cmpint (end, ==, 5);

  /* The next attempt begins afresh. */
  enter (fixture, "right");
  g_assert_false (test_shows_text (fixture->page, "Incorrect password"));
  gtk_test_accessible_assert_state (fixture->entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
}

typedef struct
{
  char *text;
} Read;

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Read *read = user_data;

  read->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_read (gpointer data)
{
  return ((Read *) data)->text != NULL;
}

/* A wrong one that was looked at is selected, but nobody can insert it elsewhere. */
static void
test_peeked (Fixture      *fixture,
             gconstpointer data)
{
  Read read = { NULL };

  enter (fixture, "wrong");
  gtk_text_set_visibility (get_delegate (fixture), TRUE);
  annex_password_page_show_wrong (fixture->page);
  g_assert_false (gtk_text_get_visibility (get_delegate (fixture)));
  gdk_clipboard_read_text_async (gtk_widget_get_primary_clipboard (fixture->entry), NULL, on_read, &read);
  test_wait_until (is_read, &read);
  g_assert_null (strstr (read.text, "wrong"));
  g_free (read.text);
}

/* As many bytes as a document can have, and not one more. */
static void
test_length (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *longest = g_strnfill (127, 'x');
  int              position = 127;

  enter (fixture, longest);
  press (fixture);
  g_assert_cmpstr (fixture->heard, ==, longest);
  gtk_editable_insert_text (GTK_EDITABLE (fixture->entry), "y", -1, &position);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, longest);
  g_assert_true (test_shows_text (fixture->page, "A password cannot be as long as this"));

  /* Bytes, not characters */
  enter (fixture, "");
  position = 0;
  for (guint i = 0; i < 70; i++)
    gtk_editable_insert_text (GTK_EDITABLE (fixture->entry), "é", -1, &position);
  g_assert_cmpuint (strlen (gtk_editable_get_text (GTK_EDITABLE (fixture->entry))), ==, 126);
}

static void
test_clear (Fixture      *fixture,
            gconstpointer data)
{
  enter (fixture, "secret");
  annex_password_page_show_wrong (fixture->page);
  annex_password_page_clear (fixture->page);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "");
  g_assert_false (test_shows_text (fixture->page, "Incorrect password"));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/password-page/unlock", Fixture, NULL, set_up, test_unlock, tear_down);
  g_test_add ("/password-page/wrong", Fixture, NULL, set_up, test_wrong, tear_down);
  g_test_add ("/password-page/peeked", Fixture, NULL, set_up, test_peeked, tear_down);
  g_test_add ("/password-page/length", Fixture, NULL, set_up, test_length, tear_down);
  g_test_add ("/password-page/clear", Fixture, NULL, set_up, test_clear, tear_down);

  return g_test_run ();
}
