/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-viewer.h"

#include "annex-canvas.h"
#include "annex-page-view.h"
#include "annex-preview-error.h"
#include "annex-wording.h"

#include "annex-reading-samples.h"
#include "test-chat.h"
#include "test-support.h"

#include <signal.h>

#define RED 0xe01020
#define BIG_SIZE 100000

/* A viewer in a window, and a chat to look at. */
typedef struct
{
  TestChat    *chat;   /* (owned) */
  GtkWidget   *window; /* (owned by GTK) */
  AnnexViewer *viewer; /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chat = test_chat_new ();
  fixture->viewer = g_object_ref_sink (g_object_new (ANNEX_TYPE_VIEWER, NULL));
  annex_viewer_set_pool (fixture->viewer, fixture->chat->pool);
  fixture->window = test_show (GTK_WIDGET (fixture->viewer), 500, 600);
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

static char *
add_png (Fixture *fixture)
{
  g_autoptr (GBytes) png = test_make_png (200, 100, RED);

  return test_chat_add (fixture->chat, "photo.png", "image/png", png);
}

static char *
add_pdf (Fixture *fixture,
         guint    n_pages)
{
  g_autoptr (GBytes) pdf = test_make_pdf (n_pages, 200, 200);

  return test_chat_add (fixture->chat, "bill.pdf", "application/pdf", pdf);
}

static AnnexAttachment *
show (Fixture    *fixture,
      const char *id)
{
  AnnexAttachment *attachment = test_chat_get (fixture->chat, id);

  annex_viewer_set_attachment (fixture->viewer, attachment);

  return attachment;
}

/* A page, or a text on a page, that is waited for. */
typedef struct
{
  AnnexViewer *viewer;
  const char  *name;
} Wish;

static gboolean
has_page (gpointer data)
{
  const Wish *wish = data;

  return g_strcmp0 (annex_viewer_get_page_name (wish->viewer), wish->name) == 0;
}

static gboolean
has_text (gpointer data)
{
  const Wish *wish = data;

  return test_shows_text (wish->viewer, wish->name);
}

static gboolean
has_button (gpointer data)
{
  const Wish *wish = data;

  return test_find_button (wish->viewer, wish->name) != NULL;
}

static void
wait_for_page (Fixture    *fixture,
               const char *name)
{
  Wish wish = { fixture->viewer, name };

  test_wait_until_named (has_page, &wish, name);
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  Wish wish = { fixture->viewer, text };

  test_wait_until_named (has_text, &wish, text);
}

static void
wait_for_button (Fixture    *fixture,
                 const char *label)
{
  Wish wish = { fixture->viewer, label };

  test_wait_until_named (has_button, &wish, label);
}

/* Page 1 of 3 is an entry, and a label after it. */
static gboolean
has_page_number (gpointer data)
{
  const Wish      *wish = data;
  GtkWidget       *entry = test_find (wish->viewer, GTK_TYPE_ENTRY);
  GtkWidget       *label = gtk_widget_get_next_sibling (entry);
  g_autofree char *text = g_strdup_printf ("Page %s %s", gtk_editable_get_text (GTK_EDITABLE (entry)), gtk_label_get_text (GTK_LABEL (label)));

  return gtk_widget_get_mapped (entry) && g_strcmp0 (text, wish->name) == 0;
}

static void
wait_for_page_number (Fixture    *fixture,
                      const char *text)
{
  Wish wish = { fixture->viewer, text };

  test_wait_until_named (has_page_number, &wish, text);
}

static gboolean
is_canvas_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

static gboolean
is_page_view_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

static void
wait_for_picture (Fixture *fixture)
{
  wait_for_page (fixture, "picture");
  test_wait_until (is_canvas_drawn, test_find (fixture->viewer, ANNEX_TYPE_CANVAS));
}

static void
click (Fixture    *fixture,
       const char *label)
{
  GtkWidget *button = test_find_button (fixture->viewer, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_nothing (Fixture      *fixture,
              gconstpointer data)
{
  g_assert_cmpstr (annex_viewer_get_page_name (fixture->viewer), ==, "nothing");
  g_assert_true (test_shows_text (fixture->viewer, "No Attachment Selected"));
}

static void
test_picture (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = add_png (fixture);
  g_autofree char *description = NULL;
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  attachment = show (fixture, id);
  wait_for_picture (fixture);

  description = annex_wording_description (attachment);
  gtk_test_accessible_assert_role (test_find (fixture->viewer, ANNEX_TYPE_CANVAS), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (test_find (fixture->viewer, ANNEX_TYPE_CANVAS), GTK_ACCESSIBLE_PROPERTY_LABEL, description);
  gtk_test_accessible_assert_state (fixture->viewer, GTK_ACCESSIBLE_STATE_BUSY, FALSE);
}

static void
test_document (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *id = add_pdf (fixture, 3);
  g_autofree char *description = NULL;
  g_autofree char *label = NULL;
  AnnexAttachment *attachment;
  GtkWidget       *page_view = test_find (fixture->viewer, ANNEX_TYPE_PAGE_VIEW);

  test_chat_open (fixture->chat);
  attachment = show (fixture, id);
  wait_for_page_number (fixture, "Page 1 of 3");
  test_wait_until (is_page_view_drawn, page_view);
  gtk_widget_activate_action (page_view, "page-view.scroll", "d", 1e9);
  wait_for_page_number (fixture, "Page 3 of 3");

  description = annex_wording_description (attachment);
  label = g_strdup_printf ("%s, 3 pages", description);
  gtk_test_accessible_assert_role (page_view, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  gtk_test_accessible_assert_property (page_view, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
}

/* What the service or the store answers, and what is said about it. */
typedef struct
{
  const char          *path;
  AnnexSampleOperation operation;
  AnnexSampleFaultKind kind;
  guint                status;
  const char          *type;
  const char          *title;
  const char          *button;
} Failure;

static const Failure failures[] = {
  { "denied", ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 403, "AccessDeniedException", "Access Denied", "_Try Again" },
  { "invalid", ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 400, "ValidationException", "Request not Accepted", "_Try Again" },
  { "internal", ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 500, "InternalServerException", "Service Unavailable", "_Try Again" },
  { "outside-the-model", ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 418, "TeapotException", "Unexpected Error", "_Try Again" },
  { "not-json", ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 200, "", "Unexpected Answer", "_Try Again" },
  { "store-refused", ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 403, "", "Download Refused", "_Try Again" },
  { "store-gone", ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 404, "", "Attachment no Longer Available", NULL },
  { "expired", ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_EXPIRED, 0, NULL, "Link Has Expired", "_Renew Link" },
  { "cut-off", ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF, 0, NULL, "Download Interrupted", "_Download Again" },
  { "too-long", ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_WRONG_LENGTH, 0, NULL, "File not Complete", "_Download Again" },
};

/* Each failure in its own words, with the one thing to do; and doing it shows the picture after all. */
static void
test_failure (Fixture      *fixture,
              gconstpointer data)
{
  const Failure   *failure = data;
  g_autofree char *id = add_png (fixture);
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  if (failure->kind == ANNEX_SAMPLE_FAULT_NONE)
    test_chat_fail (fixture->chat, failure->operation, failure->status, failure->type, 0);
  else
    test_chat_push (fixture->chat, failure->operation, failure->kind, 0);
  attachment = show (fixture, id);
  test_wait_for_state (attachment, ANNEX_ATTACHMENT_STATE_FAILED);
  wait_for_text (fixture, failure->title);
  wait_for_button (fixture, "_More Information");
  g_assert_null (test_find_button (fixture->viewer, "_Cancel"));

  annex_sample_service_clear_faults (fixture->chat->service);
  if (failure->button != NULL)
    {
      click (fixture, failure->button);
      wait_for_picture (fixture);
    }
}

static gboolean
is_filled_in_part (gpointer data)
{
  double fraction = gtk_progress_bar_get_fraction (data);

  return gtk_widget_get_mapped (data) && fraction > 0 && fraction < 1;
}

/* A slow download is seen coming, can be stopped at once, and stays stopped until it is wanted again. */
static void
test_progress (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (BIG_SIZE), BIG_SIZE);
  g_autofree char *id = test_chat_add (fixture->chat, "big.bin", "application/octet-stream", bytes);
  g_autofree char *other = add_png (fixture);
  GtkWidget       *bar = test_find (fixture->viewer, GTK_TYPE_PROGRESS_BAR);
  GtkWidget       *label = test_find (gtk_widget_get_parent (bar), GTK_TYPE_LABEL);
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  test_chat_push (fixture->chat, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 1);
  attachment = show (fixture, id);
  g_assert_cmpstr (annex_viewer_get_page_name (fixture->viewer), ==, "blank");
  wait_for_page (fixture, "progress");
  test_wait_until (is_filled_in_part, bar);
  g_assert_true (g_str_has_suffix (gtk_label_get_text (GTK_LABEL (label)), " of 100.0\u00a0kB"));
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  gtk_test_accessible_assert_state (fixture->viewer, GTK_ACCESSIBLE_STATE_BUSY, TRUE);

  click (fixture, "_Cancel");
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  wait_for_text (fixture, "Attachment not Loaded");
  gtk_test_accessible_assert_state (fixture->viewer, GTK_ACCESSIBLE_STATE_BUSY, FALSE);

  show (fixture, other);
  wait_for_picture (fixture);
  show (fixture, id);
  test_wait_for_state (attachment, ANNEX_ATTACHMENT_STATE_READY);
}

static gboolean
has_received (gpointer data)
{
  return annex_attachment_get_received (data) > 0;
}

/* What is left before it has come is given up, so that the next one need not wait for it. */
static void
test_leaving_cancels (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *slow = add_pdf (fixture, 1);
  g_autofree char *other = add_png (fixture);
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  test_chat_push (fixture->chat, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 1);
  attachment = show (fixture, slow);
  test_wait_until (has_received, attachment);
  show (fixture, other);
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  wait_for_picture (fixture);
}

static void
test_checked (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = add_png (fixture);

  annex_sample_service_set_status (fixture->chat->service, id, "IN_PROGRESS");
  test_chat_open (fixture->chat);
  show (fixture, id);
  wait_for_text (fixture, "Security Check in Progress");
  g_assert_null (test_find_button (fixture->viewer, "_Try Again"));

  annex_sample_service_set_status (fixture->chat->service, id, "APPROVED");
  annex_chat_refresh (fixture->chat->chat);
  wait_for_picture (fixture);
}

static void
test_blocked (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = add_png (fixture);

  annex_sample_service_set_status (fixture->chat->service, id, "REJECTED");
  test_chat_open (fixture->chat);
  show (fixture, id);
  wait_for_text (fixture, "Blocked by Security Check");
  g_assert_null (test_find_button (fixture->viewer, "_Try Again"));
  g_assert_null (test_find_button (fixture->viewer, "_Save As…"));
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 0);
}

/* Files that are complete and cannot be drawn. */
static void
test_not_drawable (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) program = g_bytes_new_static ("\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\076\0\1\0\0\0", 24);
  g_autoptr (GBytes) broken = g_bytes_new_static ("\211PNG\r\n\032\n\0\0\0\rIHDR broken", 23);
  const struct
  {
    char       *id;
    const char *title;
    gboolean    can_save;
  } cases[] = {
    { test_chat_add_text (fixture->chat, "<b>letter</b>.rtf", "{\\rtf1 Dear all}"), "No Preview Available", TRUE },
    { test_chat_add (fixture->chat, "empty.png", "image/png", nothing), "Empty File", TRUE },
    { test_chat_add (fixture->chat, "photo.jpg", "image/jpeg", program), "File Type not Shown", FALSE },
    { test_chat_add (fixture->chat, "broken.png", "image/png", broken), "Could not Open Attachment", TRUE },
    { test_chat_add_text (fixture->chat, "drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "File Type not Shown", FALSE },
  };

  test_chat_open (fixture->chat);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].title);
      show (fixture, cases[i].id);
      wait_for_text (fixture, cases[i].title);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->viewer));
      g_assert_true ((test_find_button (fixture->viewer, "_Save As…") != NULL) == cases[i].can_save);
      g_free (cases[i].id);
    }
}

/* A name in a sentence stays what it is. */
static void
test_name_is_literal (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *id = test_chat_add_text (fixture->chat, "&amp; &.rtf", "{\\rtf1 Dear all}");
  g_autofree char *expected = NULL;
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  attachment = show (fixture, id);
  test_wait_for_state (attachment, ANNEX_ATTACHMENT_STATE_READY);
  expected = g_strdup_printf ("“\u2068&amp; &.rtf\u2069” (%s) can be saved and opened in another app.",
                              annex_wording_type (annex_attachment_get_file_type (attachment)));
  wait_for_text (fixture, expected);
}

static gboolean
has_decoder (gpointer data)
{
  *(GPid *) data = test_find_decoder ();

  return *(GPid *) data != 0;
}

static void
assert_stopped (Fixture         *fixture,
                AnnexAttachment *attachment)
{
  g_autofree char *state = NULL;

  wait_for_text (fixture, "Opening the file was stopped for safety.");
  wait_for_text (fixture, "Could not Open Attachment");
  g_assert_error (annex_attachment_get_preview_error (attachment), ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  wait_for_button (fixture, "_Save As…");
  state = annex_wording_state (attachment);
  g_assert_cmpstr (state, ==, "Could not be shown");
}

/* The decoder is held until the file is before it, then killed. */
static void
test_killed_while_opening (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *first = add_png (fixture);
  g_autofree char *second = add_pdf (fixture, 2);
  AnnexAttachment *attachment;
  GPid             pid = 0;

  test_chat_open (fixture->chat);
  annex_decoder_pool_warm_up (fixture->chat->pool);
  test_wait_until (has_decoder, &pid);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  attachment = show (fixture, first);
  wait_for_text (fixture, "Opening…");
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  assert_stopped (fixture, attachment);

  show (fixture, second);
  wait_for_page_number (fixture, "Page 1 of 2");
  show (fixture, first);
  assert_stopped (fixture, attachment);
}

/* What was cancelled while it was opened stays so, whatever is heard of the attachment, until it is asked for again. */
static void
test_cancelled_while_opening (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *id = add_png (fixture);
  AnnexAttachment *attachment;
  GPid             pid = 0;

  test_chat_open (fixture->chat);
  annex_decoder_pool_warm_up (fixture->chat->pool);
  test_wait_until (has_decoder, &pid);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  attachment = show (fixture, id);
  wait_for_text (fixture, "Opening…");
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.cancel", NULL);
  wait_for_text (fixture, "Attachment not Loaded");
  g_object_notify (G_OBJECT (attachment), "received");
  g_assert_cmpstr (annex_viewer_get_page_name (fixture->viewer), ==, "problem");

  click (fixture, "_Try Again");
  wait_for_picture (fixture);
}

static gboolean
has_picture_document (gpointer data)
{
  return annex_document_view_get_document (data) != NULL;
}

/* The same while it draws: nothing is drawn as long as the viewer is not seen. */
static void
test_killed_while_drawing (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char   *first = add_png (fixture);
  g_autofree char   *second = add_pdf (fixture, 2);
  AnnexDocumentView *canvas = ANNEX_DOCUMENT_VIEW (test_find (fixture->viewer, ANNEX_TYPE_CANVAS));
  AnnexAttachment   *attachment;
  GPid               pid;

  test_chat_open (fixture->chat);
  attachment = show (fixture, first);
  test_wait_until (has_picture_document, canvas);
  pid = annex_document_get_decoder_pid (annex_document_view_get_document (canvas));
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (canvas));
  g_assert_false (annex_document_view_is_drawn (canvas));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  assert_stopped (fixture, attachment);

  show (fixture, second);
  wait_for_page_number (fixture, "Page 1 of 2");
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* A picture that is not drawn yet is still being opened: for a moment nothing is shown, then that it takes long. */
static void
test_cancelled_while_drawing (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char   *id = add_png (fixture);
  AnnexDocumentView *canvas = ANNEX_DOCUMENT_VIEW (test_find (fixture->viewer, ANNEX_TYPE_CANVAS));
  GtkWidget         *spinner = test_find (gtk_widget_get_ancestor (GTK_WIDGET (canvas), GTK_TYPE_OVERLAY), ADW_TYPE_SPINNER);
  gint64             begin;

  test_chat_open (fixture->chat);
  show (fixture, id);
  test_wait_until (has_picture_document, canvas);
  begin = g_get_monotonic_time ();
  g_assert_cmpint (kill (annex_document_get_decoder_pid (annex_document_view_get_document (canvas)), SIGSTOP), ==, 0);
  g_assert_false (gtk_widget_get_visible (spinner));
  test_wait_until (is_mapped, spinner);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, 150 * G_TIME_SPAN_MILLISECOND);
  gtk_test_accessible_assert_property (spinner, GTK_ACCESSIBLE_PROPERTY_LABEL, "Opening…");

  g_assert_true (annex_viewer_can_cancel (fixture->viewer));
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.cancel", NULL);
  wait_for_text (fixture, "Attachment not Loaded");
  g_assert_false (annex_viewer_can_cancel (fixture->viewer));
  click (fixture, "_Try Again");
  wait_for_picture (fixture);
  g_assert_false (gtk_widget_get_visible (spinner));
  g_assert_false (annex_viewer_can_cancel (fixture->viewer));
}

static void
unlock (Fixture    *fixture,
        const char *password)
{
  gtk_editable_set_text (GTK_EDITABLE (test_find (fixture->viewer, GTK_TYPE_PASSWORD_ENTRY)), password);
  click (fixture, "_Unlock");
}

/* Whatever became of a password, another one can be tried. */
static void
test_locked (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) pdf = sample_encrypted (SAMPLE_ENCRYPTION_AES_256, "open", "secret");
  g_autoptr (GError) stopped = g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "It was stopped");
  g_autofree char *id = test_chat_add (fixture->chat, "bill.pdf", "application/pdf", pdf);
  AnnexAttachment *attachment;

  test_chat_open (fixture->chat);
  attachment = show (fixture, id);
  wait_for_page (fixture, "locked");
  unlock (fixture, "open");
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.cancel", NULL);
  wait_for_text (fixture, "Attachment not Loaded");
  click (fixture, "_Try Again");
  wait_for_page (fixture, "locked");

  unlock (fixture, "open");
  annex_attachment_set_preview_error (attachment, stopped);
  wait_for_page (fixture, "problem");
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.try-again", NULL);
  wait_for_page (fixture, "locked");

  unlock (fixture, "open");
  wait_for_page (fixture, "document");
}

/* In a chat that is over, nothing is asked for any more, and what is held stays. */
static void
test_chat_ended (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *first = add_png (fixture);
  g_autofree char *second = add_pdf (fixture, 2);

  test_chat_open (fixture->chat);
  show (fixture, first);
  wait_for_picture (fixture);
  annex_viewer_set_chat_ended (fixture->viewer, TRUE);
  g_assert_cmpstr (annex_viewer_get_page_name (fixture->viewer), ==, "picture");

  show (fixture, second);
  wait_for_text (fixture, "Chat Has Ended");
  g_assert_null (test_find_button (fixture->viewer, "_Try Again"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.try-again", NULL);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 1);

  show (fixture, first);
  wait_for_picture (fixture);
}

/* Going through the list quickly ends at the last one, and nothing of the others is seen under its name. */
static void
test_quick_succession (Fixture      *fixture,
                       gconstpointer data)
{
  char *ids[10];

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = i % 2 == 0 ? add_png (fixture) : add_pdf (fixture, (guint) i);
  test_chat_open (fixture->chat);
  for (guint i = 0; i < 50; i++)
    {
      show (fixture, ids[i % G_N_ELEMENTS (ids)]);
      for (guint j = 0; j < i % 7; j++)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_for_page_number (fixture, "Page 1 of 9");

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

static void
add (const char *name,
     void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/viewer/%s", name);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  add ("nothing", test_nothing);
  add ("picture", test_picture);
  add ("document", test_document);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/viewer/failure/%s", failures[i].path);

      g_test_add (path, Fixture, &failures[i], set_up, test_failure, tear_down);
    }
  add ("progress", test_progress);
  add ("leaving-cancels", test_leaving_cancels);
  add ("checked", test_checked);
  add ("blocked", test_blocked);
  add ("not-drawable", test_not_drawable);
  add ("name-is-literal", test_name_is_literal);
  add ("killed-while-opening", test_killed_while_opening);
  add ("cancelled-while-opening", test_cancelled_while_opening);
  add ("killed-while-drawing", test_killed_while_drawing);
  add ("cancelled-while-drawing", test_cancelled_while_drawing);
  add ("locked", test_locked);
  add ("chat-ended", test_chat_ended);
  add ("quick-succession", test_quick_succession);

  return g_test_run ();
}
