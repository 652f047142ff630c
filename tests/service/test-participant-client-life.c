/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include <string.h>

#define LINK "{\"Url\":\"u\",\"AttachmentSizeInBytes\":4270}"

typedef struct
{
  Wire                   *wire;        /* (owned) */
  AnnexParticipantClient *client;      /* (owned) */
  GCancellable           *cancellable; /* (owned) */
  GAsyncResult           *result;      /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *url = NULL;

  fixture->wire = wire_new ();
  url = wire_dup_url (fixture->wire);
  fixture->client = client_new (url, TOKEN);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->cancellable);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&fixture->client));
  g_clear_pointer (&fixture->wire, wire_free);
}

static void
begin (Fixture *fixture)
{
  annex_participant_client_get_attachment_async (fixture->client, "a", 300, fixture->cancellable, keep_result_cb, &fixture->result);
}

static void
assert_ends_with (Fixture *fixture,
                  GQuark   domain,
                  int      code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (annex_participant_client_get_attachment_finish (fixture->client, wait_for (&fixture->result), &error));
  g_assert_error (error, domain, code);
}

static gboolean
was_asked (gpointer data)
{
  return wire_get_n_requests (data) > 0;
}

static void
push_silence (Wire *wire)
{
  wire_push (wire, "", 0, STAY_AFTER);
}

/* Before it began: nothing is sent. */
static void
test_cancelled_before (Fixture      *fixture,
                       gconstpointer data)
{
  wire_push_answer (fixture->wire, 200, "", LINK);
  g_cancellable_cancel (fixture->cancellable);
  begin (fixture);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  drain ();
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 0);
}

/* While the answer is waited for. */
static void
test_cancelled_waiting (Fixture      *fixture,
                        gconstpointer data)
{
  push_silence (fixture->wire);
  begin (fixture);
  g_assert_true (iterate_until (was_asked, fixture->wire));
  g_cancellable_cancel (fixture->cancellable);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* In the middle of the answer. */
static void
test_cancelled_reading (Fixture      *fixture,
                        gconstpointer data)
{
  static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Url\":";

  wire_push (fixture->wire, half, strlen (half), STAY_AFTER);
  begin (fixture);
  g_assert_true (iterate_until (was_asked, fixture->wire));
  drain ();
  g_cancellable_cancel (fixture->cancellable);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
is_pausing (gpointer data)
{
  Fixture *fixture = data;

  return wire_get_n_requests (fixture->wire) == 1 && !g_main_context_pending (NULL);
}

/* In the pause before another attempt, which would take five seconds: it ends at once, and nothing more is sent. */
static void
test_cancelled_pausing (Fixture      *fixture,
                        gconstpointer data)
{
  wire_push_answer (fixture->wire, 503, "Retry-After: 60\r\n", "");
  begin (fixture);
  g_assert_true (iterate_until (is_pausing, fixture));
  g_assert_null (fixture->result);
  g_cancellable_cancel (fixture->cancellable);
  drain ();
  g_assert_nonnull (fixture->result);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* A server that is silent is given up when the time for everything is over. */
static void
test_total_deadline (Fixture      *fixture,
                     gconstpointer data)
{
  push_silence (fixture->wire);
  annex_participant_client_set_deadlines (fixture->client, 100, 10000);
  begin (fixture);
  assert_ends_with (fixture, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TIMED_OUT);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* So is one that stops in the middle; that is told apart. */
static void
test_stall (Fixture      *fixture,
            gconstpointer data)
{
  static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Url\":";

  wire_push (fixture->wire, half, strlen (half), STAY_AFTER);
  annex_participant_client_set_deadlines (fixture->client, 200, 10000);
  begin (fixture);
  assert_ends_with (fixture, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INTERRUPTED);
}

/* A pause that would outlast the deadline is not begun: the true reason is told instead. */
static void
test_pause_beyond_deadline (Fixture      *fixture,
                            gconstpointer data)
{
  wire_push_answer (fixture->wire, 503, "Retry-After: 60\r\n", "");
  annex_participant_client_set_deadlines (fixture->client, 4000, 4000);
  begin (fixture);
  assert_ends_with (fixture, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INTERNAL);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* A handshake that does not come to its end is a connection that cannot be had, and is tried three times. */
static void
test_connect_deadline (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *url = wire_dup_url (fixture->wire);
  g_autofree char *https_url = g_strconcat ("https", url + strlen ("http"), NULL);
  g_autoptr (AnnexParticipantClient) client = client_new (https_url, TOKEN);
  g_autoptr (GError) error = NULL;

  push_silence (fixture->wire);
  annex_participant_client_set_deadlines (client, 20000, 50);
  g_assert_null (get_attachment (client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TIMED_OUT);
  g_assert_cmpuint (annex_service_error_get_details (error)->attempts, ==, 3);
}

/* Forgetting ends what is under way, and nothing can be asked any more. */
static void
test_forget (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  push_silence (fixture->wire);
  begin (fixture);
  g_assert_true (iterate_until (was_asked, fixture->wire));
  annex_participant_client_forget (fixture->client);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (annex_participant_client_has_connection_token (fixture->client));

  g_assert_null (get_attachment (fixture->client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* In the pause before another attempt too. */
static void
test_forget_pausing (Fixture      *fixture,
                     gconstpointer data)
{
  wire_push_answer (fixture->wire, 503, "Retry-After: 60\r\n", "");
  begin (fixture);
  g_assert_true (iterate_until (is_pausing, fixture));
  annex_participant_client_forget (fixture->client);
  assert_ends_with (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* A client may go while it waits for an answer; the answer's owner keeps it until then. */
static void
test_dropped (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char        *url = wire_dup_url (fixture->wire);
  AnnexParticipantClient *client = client_new (url, TOKEN);
  AnnexAttachmentLink    *link;

  wire_push_answer (fixture->wire, 200, "", LINK);
  annex_participant_client_get_attachment_async (client, "a", 300, NULL, keep_result_cb, &fixture->result);
  g_object_unref (client);
  wait_for (&fixture->result);
  link = annex_participant_client_get_attachment_finish (client, fixture->result, NULL);
  g_assert_nonnull (link);
  annex_attachment_link_free (link);
}

/* Without a token, without an identifier: refused before the network. */
static void
test_refused_at_once (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *url = wire_dup_url (fixture->wire);
  g_autoptr (AnnexParticipantClient) without = client_new (url, NULL);
  g_autoptr (GError) error = NULL;
  AnnexTranscriptQuery query = { .backward = TRUE };

  g_assert_null (get_attachment (without, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
  g_clear_error (&error);
  g_assert_false (get_transcript (without, &query, NULL, NULL, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
  g_clear_error (&error);
  g_assert_null (get_attachment (fixture->client, "", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 0);
}

/* What could begin a header of its own, or is no token at all, never gets near the wire. */
static void
test_tokens (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char  *longest = g_strnfill (1000, 't');
  g_autofree char  *too_long = g_strnfill (1001, 't');
  const char *const wrong[] = { "", " ", "a b", "a\r\nX-Evil: 1", "a\n", "\ta", "t\xc3\xb6ken", "a\x7f", too_long };
  g_autoptr (AnnexSecret) zero = annex_secret_new ("a\0b", 3);
  g_autoptr (AnnexSecret) valid = annex_secret_new (longest, 1000);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (AnnexSecret) token = annex_secret_new (wrong[i], strlen (wrong[i]));

      g_assert_false (annex_participant_client_set_connection_token (fixture->client, token, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
      g_clear_error (&error);
      g_assert_null (create_connection (fixture->client, wrong[i], FALSE, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
      g_clear_error (&error);
    }

  g_assert_false (annex_participant_client_set_connection_token (fixture->client, zero, NULL));
  g_assert_true (annex_participant_client_set_connection_token (fixture->client, valid, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 0);
}

static GLogWriterOutput
keep_log (GLogLevelFlags   level,
          const GLogField *fields,
          gsize            n_fields,
          gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (user_data, "%s\n", (const char *) fields[i].value);

  return G_LOG_WRITER_HANDLED;
}

/* All that is logged, at every level and also about failures, holds neither token nor URL nor identifier. */
static void
test_log (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (Wire) wire = wire_new ();
      g_autofree char *url = wire_dup_url (wire);
      g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);

      g_log_set_writer_func (keep_log, log, NULL);
      wire_push_answer (wire, 500, "x-amzn-ErrorType: " TOKEN "\r\n", "{\"message\":\"" TOKEN "\"}");
      wire_push_answer (wire, 200, "", "{\"Url\":\"https://canary.example/canary?canary\"}");
      wire_push_answer (wire, 200, "", "{\"canary\":");
      wire_push_answer (wire, 302, "Location: https://canary.example/\r\n", "canary");
      for (guint i = 0; i < 3; i++)
        g_clear_pointer (&(AnnexAttachmentLink *) { get_attachment (client, "canary-id", NULL) }, annex_attachment_link_free);
      g_assert_cmpuint (wire_get_n_requests (wire), ==, 4);
      g_assert_nonnull (strstr (log->str, "GetAttachment"));
      g_assert_null (strstr (log->str, "canary"));
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

#define ADD(name, test) g_test_add ("/participant-client/life/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("cancelled-before", test_cancelled_before);
  ADD ("cancelled-waiting", test_cancelled_waiting);
  ADD ("cancelled-reading", test_cancelled_reading);
  ADD ("cancelled-pausing", test_cancelled_pausing);
  ADD ("total-deadline", test_total_deadline);
  ADD ("stall", test_stall);
  ADD ("pause-beyond-deadline", test_pause_beyond_deadline);
  ADD ("connect-deadline", test_connect_deadline);
  ADD ("forget", test_forget);
  ADD ("forget-pausing", test_forget_pausing);
  ADD ("dropped", test_dropped);
  ADD ("refused-at-once", test_refused_at_once);
  ADD ("tokens", test_tokens);
  g_test_add_func ("/participant-client/life/log", test_log);

  return g_test_run ();
}
