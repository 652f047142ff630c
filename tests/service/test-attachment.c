/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"
#include "test-chat-fixture.h"

#include <string.h>

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0";

typedef struct
{
  guint n_state;
  guint n_received;
  guint n_file_type;
  guint n_preview_error;
} Notified;

static void
on_notify (AnnexAttachment *attachment,
           GParamSpec      *pspec,
           gpointer         user_data)
{
  Notified *notified = user_data;

  notified->n_state += strcmp (pspec->name, "state") == 0;
  notified->n_received += strcmp (pspec->name, "received") == 0;
  notified->n_file_type += strcmp (pspec->name, "file-type") == 0;
  notified->n_preview_error += strcmp (pspec->name, "preview-error") == 0;
}

static AnnexAttachment *
open_one (ChatFixture *fixture,
          const char  *name,
          const char  *content_type,
          const void  *data,
          gsize        length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autofree char *id = annex_sample_service_add_attachment (fixture->service, name, content_type, bytes);

  chat_fixture_open_as (fixture, "AGENT");

  return annex_chat_find (fixture->chat, id);
}

static void
fetch (ChatFixture     *fixture,
       AnnexAttachment *attachment)
{
  annex_attachment_fetch (attachment);
  chat_fixture_wait_for_attachment (fixture, attachment, ANNEX_ATTACHMENT_STATE_READY);
}

static void
test_tells_what_is_claimed (ChatFixture  *fixture,
                            gconstpointer data)
{
  AnnexAttachment *attachment;
  g_autofree char *time = NULL;

  chat_fixture_add_raw (fixture, "i1", "10:00:00.5", "\"Type\":\"ATTACHMENT\",\"DisplayName\":\"Maria\",\"ContactId\":\"c\",\"RelatedContactId\":\"r\","
                                                     "\"Attachments\":[{\"AttachmentId\":\"a\",\"AttachmentName\":\"../x.pdf\",\"ContentType\":\"application/pdf\",\"Status\":\"APPROVED\"}]");
  chat_fixture_open_as (fixture, "AGENT");
  attachment = chat_fixture_get (fixture, 0);
  time = g_date_time_format_iso8601 (annex_attachment_get_time (attachment));

  g_assert_cmpstr (annex_attachment_get_id (attachment), ==, "a");
  g_assert_cmpstr (annex_attachment_get_name (attachment), ==, "../x.pdf");
  g_assert_cmpstr (annex_attachment_get_claimed_type (attachment), ==, "application/pdf");
  g_assert_cmpstr (annex_attachment_get_sender (attachment), ==, "Maria");
  g_assert_cmpstr (annex_attachment_get_contact_id (attachment), ==, "r");
  g_assert_cmpint (annex_attachment_get_role (attachment), ==, ANNEX_PARTICIPANT_ROLE_CUSTOMER);
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (annex_attachment_get_size (attachment), ==, 0);
  g_assert_cmpstr (annex_attachment_get_file_type (attachment)->media_type, ==, "application/pdf");
  g_assert_cmpstr (time, ==, "2026-01-01T10:00:00.500000Z");

  /* A later item that says less takes nothing back. */
  chat_fixture_add_raw (fixture, "i2", "10:00:01", "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"a\",\"Status\":\"APPROVED\"}]");
  chat_fixture_poll (fixture);
  g_assert_cmpstr (annex_attachment_get_name (attachment), ==, "../x.pdf");
  g_assert_cmpstr (annex_attachment_get_sender (attachment), ==, "Maria");
}

/* The bytes decide what it is; the name is never shortened, but gets the extension that fits. */
static void
test_type_follows_the_bytes (ChatFixture  *fixture,
                             gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "scan.pdf", "application/pdf", png, sizeof png - 1);
  g_autofree char *before = annex_attachment_dup_safe_name (attachment);
  g_autofree char *held = NULL;
  g_autofree char *after = NULL;
  Notified         notified = { 0 };

  g_signal_connect (attachment, "notify", G_CALLBACK (on_notify), &notified);
  fetch (fixture, attachment);
  held = annex_attachment_dup_safe_name (attachment);

  g_assert_cmpstr (before, ==, "scan.pdf");
  g_assert_cmpstr (held, ==, "scan.pdf.png");
  g_assert_cmpstr (annex_attachment_get_file_type (attachment)->media_type, ==, "image/png");
  g_assert_cmpuint (notified.n_file_type, ==, 1);
  g_assert_cmpuint (annex_attachment_get_size (attachment), ==, sizeof png - 1);
  g_assert_cmpuint (annex_attachment_get_received (attachment), ==, sizeof png - 1);
  g_assert_cmpuint (notified.n_received, >=, 1);

  annex_attachment_drop_content (attachment);
  after = annex_attachment_dup_safe_name (attachment);
  g_assert_cmpstr (after, ==, "scan.pdf");
  g_assert_cmpstr (annex_attachment_get_file_type (attachment)->media_type, ==, "application/pdf");
  g_assert_cmpuint (notified.n_file_type, ==, 2);
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (annex_attachment_get_size (attachment), ==, sizeof png - 1);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:"), ==, 0);
  g_signal_handlers_disconnect_by_data (attachment, &notified);
}

/* Plain text stays what it claims to be, as far as plain text can. */
static void
test_claim_refines_the_type (ChatFixture  *fixture,
                             gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "list.csv", "text/csv", "only words", 10);

  fetch (fixture, attachment);
  g_assert_cmpstr (annex_attachment_get_file_type (attachment)->media_type, ==, "text/csv");
}

static void
test_ready_is_not_fetched_again (ChatFixture  *fixture,
                                 gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "file.txt", "text/plain", "text", 4);
  AnnexContent    *content;
  Notified         notified = { 0 };

  fetch (fixture, attachment);
  content = annex_attachment_get_content (attachment);
  g_signal_connect (attachment, "notify", G_CALLBACK (on_notify), &notified);
  annex_attachment_fetch (attachment);
  annex_attachment_cancel (attachment);
  annex_attachment_try_now (attachment);
  chat_fixture_poll (fixture);

  g_assert_true (annex_attachment_get_content (attachment) == content);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 1);
  g_assert_cmpuint (notified.n_state + notified.n_received + notified.n_file_type + notified.n_preview_error, ==, 0);
  g_signal_handlers_disconnect_by_data (attachment, &notified);
}

/* It belongs to the content that could not be shown, and goes with it. */
static void
test_preview_error (ChatFixture  *fixture,
                    gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "file.txt", "text/plain", "text", 4);
  g_autoptr (GError) damaged = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Damaged");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Slow");
  Notified notified = { 0 };

  fetch (fixture, attachment);
  g_signal_connect (attachment, "notify", G_CALLBACK (on_notify), &notified);
  annex_attachment_set_preview_error (attachment, NULL);
  g_assert_cmpuint (notified.n_preview_error, ==, 0);
  annex_attachment_set_preview_error (attachment, damaged);
  annex_attachment_set_preview_error (attachment, damaged);
  annex_attachment_set_preview_error (attachment, annex_attachment_get_preview_error (attachment));
  g_assert_cmpuint (notified.n_preview_error, ==, 1);
  g_assert_error (annex_attachment_get_preview_error (attachment), G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  annex_attachment_set_preview_error (attachment, other);
  g_assert_error (annex_attachment_get_preview_error (attachment), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  annex_attachment_set_preview_error (attachment, NULL);
  g_assert_null (annex_attachment_get_preview_error (attachment));
  g_assert_cmpuint (notified.n_preview_error, ==, 3);

  /* A poll leaves it alone, dropping the content does not. */
  annex_attachment_set_preview_error (attachment, damaged);
  chat_fixture_poll (fixture);
  g_assert_nonnull (annex_attachment_get_preview_error (attachment));
  annex_attachment_drop_content (attachment);
  g_assert_null (annex_attachment_get_preview_error (attachment));
  g_assert_cmpuint (notified.n_preview_error, ==, 5);
  g_signal_handlers_disconnect_by_data (attachment, &notified);
}

static void
test_fails_and_starts_anew (ChatFixture  *fixture,
                            gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "file.txt", "text/plain", "text", 4);

  chat_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 400, 1);
  annex_attachment_fetch (attachment);
  chat_fixture_wait_for_attachment (fixture, attachment, ANNEX_ATTACHMENT_STATE_FAILED);
  g_assert_error (annex_attachment_get_error (attachment), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_null (annex_attachment_get_content (attachment));

  fetch (fixture, attachment);
  g_assert_null (annex_attachment_get_error (attachment));
}

static gboolean
is_object_asked_for (ChatFixture *fixture,
                     gpointer     data)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT) > 0;
}

static void
test_cancel_is_silent (ChatFixture  *fixture,
                       gconstpointer data)
{
  const AnnexSampleFault silence = { .kind = ANNEX_SAMPLE_FAULT_SILENT, .times = 1 };
  AnnexAttachment       *attachment = open_one (fixture, "file.txt", "text/plain", "text", 4);

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &silence);
  annex_attachment_fetch (attachment);
  chat_fixture_wait (fixture, is_object_asked_for, NULL);
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_DOWNLOADING);
  annex_attachment_cancel (attachment);
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_null (annex_attachment_get_error (attachment));
  chat_fixture_drain ();
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);

  fetch (fixture, attachment);
}

/* Throttled, it waits, says until when, and goes on by itself. */
static void
test_waits_while_throttled (ChatFixture  *fixture,
                            gconstpointer data)
{
  AnnexAttachment *attachment = open_one (fixture, "file.txt", "text/plain", "text", 4);

  chat_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, 3);
  annex_attachment_fetch (attachment);
  chat_fixture_wait_for_attachment (fixture, attachment, ANNEX_ATTACHMENT_STATE_WAITING);
  g_assert_cmpint (annex_attachment_get_retry_time (attachment), >, 0);
  g_assert_cmpuint (annex_attachment_get_n_waits (attachment), ==, 1);
  chat_fixture_wait_for_attachment (fixture, attachment, ANNEX_ATTACHMENT_STATE_READY);
  g_assert_cmpint (annex_attachment_get_retry_time (attachment), ==, 0);
}

#define ADD_TEST(path, function) g_test_add (path, ChatFixture, NULL, chat_fixture_set_up, function, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/attachment/tells-what-is-claimed", test_tells_what_is_claimed);
  ADD_TEST ("/attachment/type-follows-the-bytes", test_type_follows_the_bytes);
  ADD_TEST ("/attachment/claim-refines-the-type", test_claim_refines_the_type);
  ADD_TEST ("/attachment/ready-is-not-fetched-again", test_ready_is_not_fetched_again);
  ADD_TEST ("/attachment/preview-error", test_preview_error);
  ADD_TEST ("/attachment/fails-and-starts-anew", test_fails_and_starts_anew);
  ADD_TEST ("/attachment/cancel-is-silent", test_cancel_is_silent);
  ADD_TEST ("/attachment/waits-while-throttled", test_waits_while_throttled);

  return g_test_run ();
}
