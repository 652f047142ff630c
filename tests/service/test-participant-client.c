/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include "annex-sample-service.h"

#include <string.h>

typedef struct
{
  AnnexSampleService     *service; /* (owned) */
  AnnexParticipantClient *client;  /* (owned): the agent's */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->service = annex_sample_service_new ();
  annex_sample_service_start (fixture->service, &error);
  g_assert_no_error (error);
  annex_sample_service_set_quotas (fixture->service, FALSE);
  fixture->client = client_new (annex_sample_service_get_endpoint (fixture->service),
                                annex_sample_service_get_connection_token (fixture->service, "AGENT"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  drain ();
  g_assert_finalize_object (g_steal_pointer (&fixture->client));
  g_assert_finalize_object (g_steal_pointer (&fixture->service));
  drain ();
}

static char *
add_text (Fixture    *fixture,
          const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);

  return annex_sample_service_add_attachment (fixture->service, name, "text/plain", bytes);
}

static void
push_status (Fixture             *fixture,
             AnnexSampleOperation operation,
             guint                status,
             const char          *headers,
             guint                times)
{
  const AnnexSampleFault fault = { .status = status, .headers = headers, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &fault);
}

static void
assert_denied (Fixture                *fixture,
               AnnexParticipantClient *client,
               const char             *attachment_id)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_attachment (client, attachment_id, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpstr (annex_service_error_get_details (error)->name, ==, "AccessDeniedException");
  g_assert_nonnull (annex_service_error_get_details (error)->request_id);
}

/* A link with its size and its expiry. */
static void
test_attachment (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = add_text (fixture, "a.txt");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexAttachmentLink) link = get_attachment (fixture->client, id, &error);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_assert_no_error (error);
  g_assert_cmpuint (link->size, ==, 4);
  g_assert_nonnull (strstr (link->url, "X-Amz-Expires=300&"));
  g_assert_cmpint (g_date_time_difference (link->expiry, now), >, 200 * G_TIME_SPAN_SECOND);
}

/* Nothing but the bearer tells who asks. */
static void
test_headers (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const absent[] = { "Authorization", "X-Amz-Date", "X-Amz-Security-Token", "Cookie", "Referer" };
  g_autofree char         *id = add_text (fixture, "a.txt");

  g_clear_pointer (&(AnnexAttachmentLink *) { get_attachment (fixture->client, id, NULL) }, annex_attachment_link_free);
  g_assert_cmpstr (annex_sample_service_get_last_header (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT, "X-Amz-Bearer"), ==, annex_sample_service_get_connection_token (fixture->service, "AGENT"));
  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    g_assert_null (annex_sample_service_get_last_header (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT, absent[i]));
}

/* Each exception of the operation, as the service gives it for its own reasons. */
static void
test_exceptions (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = add_text (fixture, "a.txt");
  g_autofree char *too_long = g_strnfill (257, 'a');
  g_autoptr (AnnexParticipantClient) bot = client_new (annex_sample_service_get_endpoint (fixture->service),
                                                      annex_sample_service_get_connection_token (fixture->service, "CUSTOM_BOT"));
  g_autoptr (AnnexParticipantClient) wrong_kind = client_new (annex_sample_service_get_endpoint (fixture->service),
                                                             annex_sample_service_get_participant_token (fixture->service, "AGENT"));
  g_autoptr (GError) error = NULL;

  assert_denied (fixture, bot, id);
  assert_denied (fixture, wrong_kind, id);
  assert_denied (fixture, fixture->client, "no-such-attachment");
  g_assert_null (get_attachment (fixture->client, too_long, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (annex_service_error_get_details (error)->name, ==, "ValidationException");

  annex_sample_service_end_chat (fixture->service);
  assert_denied (fixture, fixture->client, id);
}

/* Two faults of the service's own, then it works. */
static void
test_internal (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *id = add_text (fixture, "a.txt");
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;

  push_status (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 500, "x-amzn-ErrorType: InternalServerException", 1);
  push_status (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 503, NULL, 1);
  link = get_attachment (fixture->client, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 3);
}

/* A connection's token works for everything else, and the chat did not notice that anybody connected. */
static void
test_connection (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = add_text (fixture, "a.txt");
  g_autoptr (AnnexParticipantClient) client = client_new (annex_sample_service_get_endpoint (fixture->service), NULL);
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (AnnexConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = create_connection (client, annex_sample_service_get_participant_token (fixture->service, "AGENT"), FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (connection->expiry);
  g_assert_null (connection->websocket_url);
  g_assert_true (annex_participant_client_set_connection_token (client, connection->connection_token, &error));
  link = get_attachment (client, id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (link);
  g_assert_false (annex_sample_service_get_connected (fixture->service));
}

typedef struct
{
  GPtrArray *items; /* (owned) */
  guint      n_pages;
} Listing;

static gboolean
on_page (const AnnexTranscriptPage *page,
         gpointer                   user_data)
{
  Listing *listing = user_data;

  listing->n_pages++;
  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (listing->items, g_object_ref (g_ptr_array_index (page->items, i)));

  return TRUE;
}

static Listing
list (Fixture                    *fixture,
      const AnnexTranscriptQuery *query)
{
  Listing listing = { .items = g_ptr_array_new_with_free_func (g_object_unref) };
  g_autoptr (GError) error = NULL;

  g_assert_true (get_transcript (fixture->client, query, on_page, &listing, &error));
  g_assert_no_error (error);

  return listing;
}

/* Throttled once: nobody notices, and the service has seen two requests. */
static void
test_throttled_once (Fixture      *fixture,
                     gconstpointer data)
{
  const AnnexTranscriptQuery query = { .backward = TRUE };

  push_status (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, 429, "x-amzn-ErrorType: ThrottlingException", 1);
  g_ptr_array_unref (list (fixture, &query).items);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 2);
}

/* Throttled for ever: three requests, then the error. */
static void
test_throttled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const AnnexTranscriptQuery query = { .backward = TRUE };
  Listing                    listing = { .items = items };

  push_status (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, 429, "x-amzn-ErrorType: ThrottlingException", 0);
  g_assert_false (get_transcript (fixture->client, &query, on_page, &listing, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 3);
}

/* Who asks for many links decides for all of them, so this is told at once. */
static void
test_throttled_link (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *id = add_text (fixture, "a.txt");
  g_autoptr (GError) error = NULL;

  push_status (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, "x-amzn-ErrorType: ThrottlingException", 0);
  g_assert_null (get_attachment (fixture->client, id, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 1);
}

static guint
count_ids (GPtrArray *items)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (ids, (gpointer) annex_transcript_item_get_id (g_ptr_array_index (items, i)));

  return g_hash_table_size (ids);
}

/* All pages backward, whatever the service writes where there is no next one. */
static void
test_backward (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const   markers[] = { NULL, "null", "\"\"" };
  const AnnexTranscriptQuery backward = { .backward = TRUE };

  for (guint i = 0; i < 25; i++)
    annex_sample_service_add_message (fixture->service, "CUSTOMER", "Hello");
  annex_sample_service_set_page_size (fixture->service, 10);

  for (gsize i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      Listing listing;

      annex_sample_service_set_end_marker (fixture->service, markers[i]);
      listing = list (fixture, &backward);
      g_assert_cmpuint (listing.n_pages, ==, (listing.items->len + 9) / 10);
      g_assert_cmpuint (listing.items->len, >=, 25);
      g_assert_cmpuint (count_ids (listing.items), ==, listing.items->len);
      g_ptr_array_unref (listing.items);
    }
}

/* All pages forward from an item: everything from it on, and the item itself. */
static void
test_forward (Fixture      *fixture,
              gconstpointer data)
{
  const AnnexTranscriptQuery backward = { .backward = TRUE };
  AnnexTranscriptQuery       forward = { .max_results = 7 };
  Listing                    all;
  Listing                    later;

  for (guint i = 0; i < 30; i++)
    annex_sample_service_add_message (fixture->service, "CUSTOMER", "Hello");
  all = list (fixture, &backward);
  forward.start_item_id = annex_transcript_item_get_id (g_ptr_array_index (all.items, all.items->len - 20));
  later = list (fixture, &forward);
  g_assert_cmpuint (count_ids (later.items), ==, 20);
  g_assert_cmpstr (annex_transcript_item_get_id (g_ptr_array_index (later.items, later.items->len - 1)), ==, annex_transcript_item_get_id (g_ptr_array_index (all.items, all.items->len - 1)));
  g_ptr_array_unref (later.items);
  g_ptr_array_unref (all.items);
}

/* Attachments with their claims and their state, and events as what they are. */
static void
test_items (Fixture      *fixture,
            gconstpointer data)
{
  const AnnexTranscriptQuery backward = { .backward = TRUE };
  g_autofree char           *id = add_text (fixture, "a.txt");
  guint                      n_attachments = 0;
  Listing                    listing;

  annex_sample_service_set_status (fixture->service, id, "REJECTED");
  listing = list (fixture, &backward);
  for (guint i = 0; i < listing.items->len; i++)
    {
      AnnexTranscriptItem        *item = g_ptr_array_index (listing.items, i);
      const AnnexAttachmentClaim *claim;

      g_assert_nonnull (annex_transcript_item_get_time (item));
      if (annex_transcript_item_get_kind (item) != ANNEX_TRANSCRIPT_ITEM_ATTACHMENT)
        continue;

      claim = annex_transcript_item_get_attachment (item, 0);
      g_assert_cmpstr (claim->id, ==, id);
      g_assert_cmpstr (claim->name, ==, "a.txt");
      g_assert_cmpint (claim->status, ==, ANNEX_SCAN_STATUS_REJECTED);
      n_attachments++;
    }
  g_assert_cmpuint (n_attachments, ==, 1);
  g_ptr_array_unref (listing.items);
}

#define ADD(name, test) g_test_add ("/participant-client/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("attachment", test_attachment);
  ADD ("headers", test_headers);
  ADD ("exceptions", test_exceptions);
  ADD ("throttled-once", test_throttled_once);
  ADD ("throttled", test_throttled);
  ADD ("throttled-link", test_throttled_link);
  ADD ("internal", test_internal);
  ADD ("connection", test_connection);
  ADD ("backward", test_backward);
  ADD ("forward", test_forward);
  ADD ("items", test_items);

  return g_test_run ();
}
