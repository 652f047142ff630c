/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include <string.h>

static const AnnexTranscriptQuery backward = { .backward = TRUE };

typedef struct
{
  Wire                   *wire;   /* (owned) */
  AnnexParticipantClient *client; /* (owned) */
  GPtrArray              *ids;    /* (owned) (element-type utf8): of all items */
  guint                   n_pages;
  guint                   n_skipped;
  guint                   n_repeated;
  guint                   stop_after; /* pages, or 0 */
  gboolean                forget;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *url = NULL;

  fixture->wire = wire_new ();
  url = wire_dup_url (fixture->wire);
  fixture->client = client_new (url, TOKEN);
  fixture->ids = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->ids, g_ptr_array_unref);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&fixture->client));
  g_clear_pointer (&fixture->wire, wire_free);
}

static gboolean
on_page (const AnnexTranscriptPage *page,
         gpointer                   user_data)
{
  Fixture *fixture = user_data;

  fixture->n_pages++;
  fixture->n_skipped += page->n_skipped;
  fixture->n_repeated += page->is_repeated ? 1 : 0;
  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (fixture->ids, g_strdup (annex_transcript_item_get_id (g_ptr_array_index (page->items, i))));
  if (fixture->forget)
    annex_participant_client_forget (fixture->client);

  return fixture->n_pages != fixture->stop_after;
}

static void
list (Fixture                    *fixture,
      const AnnexTranscriptQuery *query)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (get_transcript (fixture->client, query, on_page, fixture, &error));
  g_assert_no_error (error);
}

static void
push_page (Fixture    *fixture,
           const char *ids,
           const char *token_member)
{
  g_autoptr (GString) body = g_string_new ("{\"InitialContactId\":\"c\",\"Transcript\":[");
  g_auto (GStrv) parts = g_strsplit (ids, " ", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_string_append_printf (body, "%s{\"Id\":\"%s\",\"Type\":\"MESSAGE\"}", part == parts ? "" : ",", *part);
  g_string_append_printf (body, "]%s}", token_member);
  wire_push_answer (fixture->wire, 200, "", body->str);
}

static void
assert_ids (Fixture    *fixture,
            const char *expected)
{
  g_autofree char *ids = NULL;

  g_ptr_array_add (fixture->ids, NULL);
  ids = g_strjoinv (" ", (char **) fixture->ids->pdata);
  g_assert_cmpstr (ids, ==, expected);
}

/* Backward from the end, with the token of the page before. */
static void
test_backward (Fixture      *fixture,
               gconstpointer data)
{
  push_page (fixture, "5 6", ",\"NextToken\":\"t1\"");
  push_page (fixture, "3 4", ",\"NextToken\":\"t\\\"2\"");
  push_page (fixture, "1 2", "");
  list (fixture, &backward);

  assert_ids (fixture, "5 6 3 4 1 2");
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 3);
  g_assert_cmpstr (wire_get_body (fixture->wire, 0), ==, "{\"MaxResults\":100,\"ScanDirection\":\"BACKWARD\",\"SortOrder\":\"ASCENDING\"}");
  g_assert_cmpstr (wire_get_body (fixture->wire, 1), ==, "{\"MaxResults\":100,\"ScanDirection\":\"BACKWARD\",\"SortOrder\":\"ASCENDING\",\"NextToken\":\"t1\"}");
  g_assert_cmpstr (wire_get_body (fixture->wire, 2), ==, "{\"MaxResults\":100,\"ScanDirection\":\"BACKWARD\",\"SortOrder\":\"ASCENDING\",\"NextToken\":\"t\\\"2\"}");
  g_assert_true (g_str_has_prefix (wire_get_request (fixture->wire, 2), "POST /participant/transcript HTTP/1.1\r\n"));
}

/* Forward from an item, and on from the newest one. */
static void
test_forward (Fixture      *fixture,
              gconstpointer data)
{
  const AnnexTranscriptQuery forward = { .start_item_id = "1", .max_results = 2 };

  push_page (fixture, "1 2", ",\"NextToken\":\"t1\"");
  push_page (fixture, "2 3", ",\"NextToken\":\"t2\"");
  push_page (fixture, "3", "");
  list (fixture, &forward);

  assert_ids (fixture, "1 2 2 3 3");
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 3);
  g_assert_cmpstr (wire_get_body (fixture->wire, 0), ==, "{\"MaxResults\":2,\"ScanDirection\":\"FORWARD\",\"SortOrder\":\"ASCENDING\",\"StartPosition\":{\"Id\":\"1\"}}");
  g_assert_cmpstr (wire_get_body (fixture->wire, 1), ==, "{\"MaxResults\":2,\"ScanDirection\":\"FORWARD\",\"SortOrder\":\"ASCENDING\",\"StartPosition\":{\"Id\":\"2\"}}");
  g_assert_cmpstr (wire_get_body (fixture->wire, 2), ==, "{\"MaxResults\":2,\"ScanDirection\":\"FORWARD\",\"SortOrder\":\"ASCENDING\",\"StartPosition\":{\"Id\":\"3\"}}");
}

/* The end is an absent, a null or an empty token. */
static void
test_end (Fixture      *fixture,
          gconstpointer data)
{
  static const char *const ends[] = { "", ",\"NextToken\":null", ",\"NextToken\":\"\"" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      push_page (fixture, "1", ends[i]);
      list (fixture, &backward);
      g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, i + 1);
    }
  g_assert_cmpuint (fixture->n_repeated, ==, 0);
}

/* A page may be empty, and may have nothing at all. */
static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  push_page (fixture, "", ",\"NextToken\":\"t1\"");
  wire_push_answer (fixture->wire, 200, "", "{}");
  list (fixture, &backward);
  g_assert_cmpuint (fixture->n_pages, ==, 2);
  g_assert_cmpuint (fixture->ids->len, ==, 0);
}

/* A token that came before ends it, whether it was the last one or an earlier one; the page says so. */
static void
test_repeated (Fixture      *fixture,
               gconstpointer data)
{
  push_page (fixture, "3", ",\"NextToken\":\"t1\"");
  push_page (fixture, "2", ",\"NextToken\":\"t2\"");
  push_page (fixture, "1", ",\"NextToken\":\"t1\"");
  list (fixture, &backward);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 3);
  g_assert_cmpuint (fixture->n_repeated, ==, 1);

  push_page (fixture, "9", ",\"NextToken\":\"same\"");
  list (fixture, &backward);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 5);
  g_assert_cmpuint (fixture->n_repeated, ==, 2);
}

/* Forward, a page that brings nothing new ends it. */
static void
test_forward_repeated (Fixture      *fixture,
                       gconstpointer data)
{
  const AnnexTranscriptQuery forward = { .start_item_id = "1" };

  push_page (fixture, "1 2", ",\"NextToken\":\"t1\"");
  push_page (fixture, "1 2", ",\"NextToken\":\"t2\"");
  list (fixture, &forward);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 2);
  g_assert_cmpuint (fixture->n_repeated, ==, 1);
}

static void
push_pages (Fixture *fixture,
            guint    first,
            guint    n,
            gboolean empty)
{
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *token = g_strdup_printf (",\"NextToken\":\"t%u\"", i);

      push_page (fixture, empty ? "" : id, token);
    }
}

/* A service whose pages are empty from some place on, and which always has one more, is left alone soon. */
static void
test_empty_pages (Fixture      *fixture,
                  gconstpointer data)
{
  annex_participant_client_set_page_interval (fixture->client, 0);
  push_pages (fixture, 0, 9, TRUE);
  push_pages (fixture, 9, 1, FALSE);
  push_pages (fixture, 10, 30, TRUE);
  list (fixture, &backward);

  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 20);
  g_assert_cmpuint (fixture->n_repeated, ==, 1);
  assert_ids (fixture, "9");
}

/* One whose pages never end is left alone later. */
static void
test_endless (Fixture      *fixture,
              gconstpointer data)
{
  annex_participant_client_set_page_interval (fixture->client, 0);
  push_pages (fixture, 0, 510, FALSE);
  list (fixture, &backward);

  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 500);
  g_assert_cmpuint (fixture->n_repeated, ==, 1);
  g_assert_cmpuint (fixture->ids->len, ==, 500);
}

static gboolean
has_fast_pages (gpointer data)
{
  return ((Fixture *) data)->n_pages == 8;
}

/* The ninth page and all after it wait, and each can be cancelled while it does. */
static void
test_pace (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) forgotten = NULL;
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  annex_participant_client_set_page_interval (fixture->client, 3600 * 1000);
  push_pages (fixture, 0, 30, FALSE);
  annex_participant_client_get_transcript_async (fixture->client, &backward, on_page, fixture, NULL, cancellable, keep_result_cb, &cancelled);
  g_assert_true (iterate_until (has_fast_pages, fixture));
  drain ();
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 8);
  g_cancellable_cancel (cancellable);
  g_assert_false (annex_participant_client_get_transcript_finish (fixture->client, wait_for (&cancelled), &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  fixture->n_pages = 0;
  annex_participant_client_get_transcript_async (fixture->client, &backward, on_page, fixture, NULL, NULL, keep_result_cb, &forgotten);
  g_assert_true (iterate_until (has_fast_pages, fixture));
  drain ();
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 16);
  annex_participant_client_forget (fixture->client);
  g_assert_false (annex_participant_client_get_transcript_finish (fixture->client, wait_for (&forgotten), &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* They come by themselves when it is time. */
static void
test_paced_pages (Fixture      *fixture,
                  gconstpointer data)
{
  annex_participant_client_set_page_interval (fixture->client, 5);
  push_pages (fixture, 0, 20, FALSE);
  push_page (fixture, "20", "");
  list (fixture, &backward);

  g_assert_cmpuint (fixture->ids->len, ==, 21);
  g_assert_cmpuint (fixture->n_repeated, ==, 0);
}

/* Whoever gets the pages may have had enough. */
static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  fixture->stop_after = 2;
  push_page (fixture, "5", ",\"NextToken\":\"t1\"");
  push_page (fixture, "4", ",\"NextToken\":\"t2\"");
  push_page (fixture, "3", ",\"NextToken\":\"t3\"");
  list (fixture, &backward);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 2);
}

/* Or may have forgotten the token. */
static void
test_forget (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->forget = TRUE;
  push_page (fixture, "5", ",\"NextToken\":\"t1\"");
  g_assert_false (get_transcript (fixture->client, &backward, on_page, fixture, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire), ==, 1);
}

/* An error on a later page is one, and the pages before were given. */
static void
test_late_error (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  push_page (fixture, "5", ",\"NextToken\":\"t1\"");
  wire_push_answer (fixture->wire, 403, "", "");
  g_assert_false (get_transcript (fixture->client, &backward, on_page, fixture, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (fixture->n_pages, ==, 1);
}

/* A page that is cut off is not taken at all: there is no half of a list. */
static void
test_truncated (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 200, "", "{\"Transcript\":[{\"Id\":\"1\"},{\"Id\":");
  g_assert_false (get_transcript (fixture->client, &backward, on_page, fixture, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
  g_assert_cmpuint (fixture->n_pages, ==, 0);
}

/* One spoiled item costs itself, not its page. */
static void
test_spoiled_items (Fixture      *fixture,
                    gconstpointer data)
{
  wire_push_answer (fixture->wire, 200, "", "{\"Transcript\":[{\"Id\":\"1\"},{\"Id\":2},null,7,[],\"x\",{\"Id\":\"3\",\"Attachments\":5},{\"Id\":\"4\"}]}");
  list (fixture, &backward);
  assert_ids (fixture, "1 4");
  g_assert_cmpuint (fixture->n_skipped, ==, 6);
}

/* A spoiled page is an error that says where. */
static void
test_spoiled_pages (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const bodies[][2] = {
    { "{\"Transcript\":{}}", "Transcript: not an array" },
    { "{\"Transcript\":[],\"NextToken\":5}", "NextToken: not a string" },
    { "{\"InitialContactId\":[]}", "InitialContactId: not a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;

      wire_push_answer (fixture->wire, 200, "", bodies[i][0]);
      g_assert_false (get_transcript (fixture->client, &backward, on_page, fixture, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
      g_assert_cmpstr (error->message, ==, bodies[i][1]);
    }
}

/* Ten thousand attachments are as many items. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GString) body = g_string_new ("{\"Transcript\":[");

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (body, "%s{\"Id\":\"i%u\",\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"a%u\",\"Status\":\"APPROVED\"}]}", i == 0 ? "" : ",", i, i);
  g_string_append (body, "]}");
  wire_push_answer (fixture->wire, 200, "", body->str);
  list (fixture, &backward);
  g_assert_cmpuint (fixture->ids->len, ==, 10000);
}

/* A transcript may be four times as long as any other answer, but no longer. */
static void
test_oversize (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *filler = g_strnfill (4 * 1024 * 1024 - 2, ' ');
  g_autofree char *largest = g_strconcat ("{}", filler, NULL);
  g_autofree char *larger = g_strconcat (largest, " ", NULL);
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 200, "", largest);
  wire_push_answer (fixture->wire, 200, "", larger);
  list (fixture, &backward);
  g_assert_false (get_transcript (fixture->client, &backward, on_page, fixture, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE);
}

/* Connecting asks for credentials and nothing that would change the chat, with the participant token alone. */
static void
test_connection (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (AnnexConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 200, "", "{\"Websocket\":null,\"ConnectionCredentials\":{\"ConnectionToken\":\"ct\",\"Expiry\":\"2026-01-02T00:00:00.000Z\"}}");
  connection = create_connection (fixture->client, "participant-token", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annex_secret_peek (connection->connection_token), ==, "ct");
  g_assert_cmpint (g_date_time_to_unix (connection->expiry), ==, 1767312000);
  g_assert_null (connection->websocket_url);
  g_assert_cmpstr (wire_get_body (fixture->wire, 0), ==, "{\"Type\":[\"CONNECTION_CREDENTIALS\"]}");
  g_assert_nonnull (strstr (wire_get_request (fixture->wire, 0), "\r\nX-Amz-Bearer: participant-token\r\n"));
  g_assert_null (strstr (wire_get_request (fixture->wire, 0), TOKEN));
  g_assert_true (g_str_has_prefix (wire_get_request (fixture->wire, 0), "POST /participant/connection HTTP/1.1\r\n"));
}

/* With a socket, that is asked for too. */
static void
test_connection_with_websocket (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (AnnexConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 200, "", "{\"Websocket\":{\"Url\":\"wss://x\",\"ConnectionExpiry\":\"2026-01-02T00:00:00Z\"},\"ConnectionCredentials\":{\"ConnectionToken\":\"ct\"}}");
  connection = create_connection (fixture->client, "participant-token", TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annex_secret_peek (connection->websocket_url), ==, "wss://x");
  g_assert_null (connection->expiry);
  g_assert_cmpstr (wire_get_body (fixture->wire, 0), ==, "{\"Type\":[\"WEBSOCKET\",\"CONNECTION_CREDENTIALS\"]}");
}

/* What was not given is absent; what is wrong is an error that says where. */
static void
test_connection_answers (Fixture      *fixture,
                         gconstpointer data)
{
  static const char *const wrong[][2] = {
    { "{\"ConnectionCredentials\":[]}", "ConnectionCredentials: not an object" },
    { "{\"ConnectionCredentials\":{\"ConnectionToken\":5}}", "ConnectionCredentials.ConnectionToken: not a string" },
    { "{\"Websocket\":{\"Url\":{}}}", "Websocket.Url: not a string" },
  };
  g_autoptr (AnnexConnection) empty = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      wire_push_answer (fixture->wire, 200, "", wrong[i][0]);
      g_assert_null (create_connection (fixture->client, "participant-token", FALSE, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
      g_assert_cmpstr (error->message, ==, wrong[i][1]);
    }

  wire_push_answer (fixture->wire, 200, "", "{}");
  empty = create_connection (fixture->client, "participant-token", FALSE, NULL);
  g_assert_nonnull (empty);
  g_assert_null (empty->connection_token);
}

#define ADD(name, test) g_test_add ("/participant-client/transcript/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("backward", test_backward);
  ADD ("forward", test_forward);
  ADD ("end", test_end);
  ADD ("empty", test_empty);
  ADD ("repeated", test_repeated);
  ADD ("forward-repeated", test_forward_repeated);
  ADD ("empty-pages", test_empty_pages);
  ADD ("endless", test_endless);
  ADD ("pace", test_pace);
  ADD ("paced-pages", test_paced_pages);
  ADD ("stop", test_stop);
  ADD ("forget", test_forget);
  ADD ("late-error", test_late_error);
  ADD ("truncated", test_truncated);
  ADD ("spoiled-items", test_spoiled_items);
  ADD ("spoiled-pages", test_spoiled_pages);
  ADD ("many", test_many);
  ADD ("oversize", test_oversize);
  ADD ("connection", test_connection);
  ADD ("connection-with-websocket", test_connection_with_websocket);
  ADD ("connection-answers", test_connection_answers);

  return g_test_run ();
}
