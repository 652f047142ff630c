/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-safe-copy-bar.h"

#include "test-chat.h"
#include "test-drawing.h"
#include "test-support.h"

/* Returns: (nullable): a button of any window */
static GtkWidget *
find_button_anywhere (const char *label)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *button = test_find_button (window, label);

      if (button != NULL)
        return button;
    }

  return NULL;
}

static gboolean
has_button_anywhere (gpointer data)
{
  return find_button_anywhere (data) != NULL;
}

static gboolean
is_idle (gpointer data)
{
  return !annex_safe_copy_bar_is_busy (data);
}

/* The document that a safe copy was asked of is let go when nothing comes of it, and another copy can be asked for. */
static void
test_leaves_nothing (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  g_autoptr (GBytes) pdf = test_make_pdf (1, 200, 200);
  g_autofree char  *id = test_chat_add (chat, "bill.pdf", "application/pdf", pdf);
  AnnexDocument    *document = test_open_document (chat->pool, pdf);
  AnnexSafeCopyBar *bar = g_object_ref_sink (g_object_new (ANNEX_TYPE_SAFE_COPY_BAR, NULL));
  GtkWidget        *bin = adw_bin_new ();
  GtkWidget        *window = test_show (bin, 300, 300);

  adw_bin_set_child (ADW_BIN (bin), GTK_WIDGET (bar));
  test_chat_open (chat);
  for (guint i = 0; i < 2; i++)
    {
      annex_safe_copy_bar_ask (bar, test_chat_get (chat, id), document);
      g_assert_true (annex_safe_copy_bar_is_busy (bar));
      test_wait_until (has_button_anywhere, (gpointer) "_Save…");
      /* Where nothing can be told, nothing is saved. */
      g_signal_emit_by_name (find_button_anywhere (i == 0 ? "_Save…" : "_Cancel"), "clicked");
      test_wait_until (is_idle, bar);
      test_settle ();
    }
  test_assert_finalizes (document);

  gtk_window_destroy (GTK_WINDOW (window));
  test_settle ();
  g_assert_finalize_object (bar);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add_func ("/safe-copy-bar/leaves-nothing", test_leaves_nothing);

  return g_test_run ();
}
