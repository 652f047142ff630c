/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-row.h"

#include "test-chat.h"
#include "test-support.h"

#define FSI "\u2068"
#define PDI "\u2069"

static AnnexAttachmentRow *
make_row (AnnexAttachment *attachment)
{
  AnnexAttachmentRow *row = g_object_ref_sink (g_object_new (ANNEX_TYPE_ATTACHMENT_ROW, NULL));

  annex_attachment_row_set_attachment (row, attachment);

  return row;
}

static GtkLabel *
get_label (AnnexAttachmentRow *row,
           guint               index)
{
  GtkWidget *label = test_find (row, GTK_TYPE_LABEL);

  return GTK_LABEL (index == 0 ? label : gtk_widget_get_next_sibling (label));
}

/* A name is text, whatever it looks like. */
static void
test_name_is_literal (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  AnnexAttachmentRow *row;

  test_chat_add_item (chat, "a-1", "&amp;_b_ &.pdf", "CUSTOMER", "<i>Eve</i> & Co", "APPROVED");
  test_chat_open (chat);
  row = make_row (test_chat_get (chat, "a-1"));

  g_assert_cmpstr (gtk_label_get_text (get_label (row, 0)), ==, FSI "&amp;_b_ &.pdf" PDI);
  g_assert_false (gtk_label_get_use_markup (get_label (row, 0)));
  g_assert_false (gtk_label_get_use_underline (get_label (row, 0)));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (get_label (row, 1)), FSI "<i>Eve</i> & Co" PDI " · "));
  g_assert_false (gtk_label_get_use_markup (get_label (row, 1)));
  g_assert_cmpint (gtk_label_get_ellipsize (get_label (row, 0)), ==, PANGO_ELLIPSIZE_MIDDLE);

  g_assert_finalize_object (row);
}

/* The list announces a row as a whole, so its parts are silent and the whole is in words. */
static void
test_accessible (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  g_autofree char    *description = NULL;
  AnnexAttachmentRow *row;
  GtkWidget          *image;

  test_chat_add_item (chat, "a-1", "bill.pdf", "CUSTOMER", "Maria S.", "REJECTED");
  test_chat_open (chat);
  row = make_row (test_chat_get (chat, "a-1"));
  image = test_find (row, GTK_TYPE_IMAGE);

  g_object_get (row, "description", &description, NULL);
  g_assert_true (g_str_has_prefix (description, FSI "bill.pdf" PDI ", PDF document, from " FSI "Maria S." PDI ", "));
  g_assert_true (g_str_has_suffix (description, ", Blocked"));
  gtk_test_accessible_assert_role (image, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  g_assert_finalize_object (row);
}

static void
count_notifications (guint *n)
{
  *n += 1;
}

/* A check that ends is seen in the row, and heard. */
static void
test_follows_state (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  g_autofree char *id = test_chat_add_text (chat, "letter.txt", "1234567890");
  g_autoptr (AnnexAttachment) attachment = NULL;
  AnnexAttachmentRow *row;
  guint               n = 0;

  annex_sample_service_set_status (chat->service, id, "IN_PROGRESS");
  test_chat_open (chat);
  attachment = g_object_ref (test_chat_get (chat, id));
  row = make_row (attachment);
  g_assert_true (g_str_has_suffix (gtk_label_get_text (get_label (row, 1)), " · Being checked"));

  g_signal_connect_swapped (row, "notify::description", G_CALLBACK (count_notifications), &n);
  annex_sample_service_set_status (chat->service, id, "APPROVED");
  annex_chat_refresh (chat->chat);
  test_wait_for_state (attachment, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (strstr (gtk_label_get_text (get_label (row, 1)), "Being checked"));

  annex_attachment_fetch (attachment);
  test_wait_for_state (attachment, ANNEX_ATTACHMENT_STATE_READY);
  g_assert_true (g_str_has_suffix (gtk_label_get_text (get_label (row, 1)), " · 10 bytes"));

  g_clear_object (&attachment);
  g_assert_finalize_object (row);
}

/* Rows are recycled: nothing of the old attachment stays. */
static void
test_is_recycled (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  AnnexAttachmentRow *row;

  test_chat_add_item (chat, "a-1", "one.pdf", "CUSTOMER", "Maria S.", "REJECTED");
  test_chat_add_item (chat, "a-2", "two.pdf", "AGENT", "John K.", "APPROVED");
  test_chat_open (chat);
  row = make_row (test_chat_get (chat, "a-1"));

  annex_attachment_row_set_attachment (row, NULL);
  annex_attachment_row_set_attachment (row, test_chat_get (chat, "a-2"));
  g_assert_true (annex_attachment_row_get_attachment (row) == test_chat_get (chat, "a-2"));
  g_assert_cmpstr (gtk_label_get_text (get_label (row, 0)), ==, FSI "two.pdf" PDI);
  g_assert_null (strstr (gtk_label_get_text (get_label (row, 1)), "Blocked"));

  g_object_notify (G_OBJECT (test_chat_get (chat, "a-1")), "state");
  g_assert_cmpstr (gtk_label_get_text (get_label (row, 0)), ==, FSI "two.pdf" PDI);

  g_assert_finalize_object (row);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add_func ("/attachment-row/name-is-literal", test_name_is_literal);
  g_test_add_func ("/attachment-row/accessible", test_accessible);
  g_test_add_func ("/attachment-row/follows-state", test_follows_state);
  g_test_add_func ("/attachment-row/is-recycled", test_is_recycled);

  return g_test_run ();
}
