/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-queue.h"
#include "annex-sample-service.h"
#include "annex-service-error.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define N_FETCHES 8

typedef struct
{
  AnnexSampleService     *service;
  AnnexParticipantClient *client;
  AnnexRetry             *retry;
  SoupSession            *session;
  AnnexStorePolicy       *policy;
  AnnexFetchQueue        *queue;
  AnnexFetch             *fetches[N_FETCHES];
  double                  random;

  AnnexFetch *watched;    /* (unowned) */
  GString    *states;     /* letters of the states that the watched fetch went through */
  guint       n_at_begin; /* requests when the pause began */
} Fixture;

static double
get_random (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->random;
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (AnnexEndpoint) endpoint = NULL;
  g_autoptr (AnnexSecret) token = NULL;
  const char *text;

  fixture->service = annex_sample_service_new ();
  annex_sample_service_set_quotas (fixture->service, FALSE);
  g_assert_true (annex_sample_service_start (fixture->service, NULL));

  endpoint = annex_endpoint_new_for_url (annex_sample_service_get_endpoint (fixture->service), NULL);
  fixture->retry = annex_retry_new (get_random, fixture);
  fixture->client = annex_participant_client_new (endpoint, fixture->retry);
  text = annex_sample_service_get_connection_token (fixture->service, "AGENT");
  token = annex_secret_new (text, strlen (text));
  g_assert_true (annex_participant_client_set_connection_token (fixture->client, token, NULL));

  fixture->session = annex_download_session_new (NULL);
  fixture->policy = annex_store_policy_new (NULL, "127.0.0.1");
  fixture->queue = annex_fetch_queue_new (fixture->session, get_random, fixture);
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, 1e6, 1000);
  fixture->states = g_string_new (NULL);

  for (guint i = 0; i < N_FETCHES; i++)
    {
      g_autofree char *contents = g_strdup_printf ("the content of file %u", i);
      g_autoptr (GBytes) bytes = g_bytes_new (contents, strlen (contents));
      g_autofree char *id = annex_sample_service_add_attachment (fixture->service, "name.txt", "text/plain", bytes);

      fixture->fetches[i] = annex_fetch_new (fixture->client, fixture->policy, id);
    }
}

static void
iterate_until (gboolean (*condition) (Fixture *fixture),
               Fixture *fixture)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

static void
iterate_for_a_while (void)
{
  const gint64 end = g_get_monotonic_time () + 50 * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Every test ends here: nothing holds what it was given for longer than it is needed. */
static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  if (fixture->queue != NULL)
    g_assert_finalize_object (fixture->queue);
  soup_session_abort (fixture->session);
  iterate_for_a_while ();

  for (guint i = 0; i < N_FETCHES; i++)
    g_assert_finalize_object (fixture->fetches[i]);
  g_assert_finalize_object (fixture->client);
  g_object_unref (fixture->retry);
  g_object_unref (fixture->session);
  annex_store_policy_free (fixture->policy);
  annex_sample_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_string_free (fixture->states, TRUE);
  iterate_for_a_while ();
}

static void
on_state (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  static const char letters[] = "iqwrdRF";
  Fixture          *fixture = user_data;

  g_string_append_c (fixture->states, letters[annex_fetch_get_state (ANNEX_FETCH (object))]);
}

static void
watch (Fixture    *fixture,
       AnnexFetch *fetch)
{
  fixture->watched = fetch;
  g_signal_connect (fetch, "notify::state", G_CALLBACK (on_state), fixture);
}

static AnnexFetchState
get_state (Fixture *fixture)
{
  return annex_fetch_get_state (fixture->watched);
}

static gboolean
has_ended (Fixture *fixture)
{
  return get_state (fixture) == ANNEX_FETCH_STATE_READY || get_state (fixture) == ANNEX_FETCH_STATE_FAILED;
}

static gboolean
is_waiting (Fixture *fixture)
{
  return get_state (fixture) == ANNEX_FETCH_STATE_WAITING;
}

static gboolean
has_bytes (Fixture *fixture)
{
  return annex_fetch_get_received (fixture->watched) > 0;
}

static gboolean
all_are_ready (Fixture *fixture)
{
  guint n_ready = 0;

  for (guint i = 0; i < N_FETCHES; i++)
    n_ready += annex_fetch_get_state (fixture->fetches[i]) == ANNEX_FETCH_STATE_READY;

  return n_ready == N_FETCHES;
}

static void
fault (Fixture             *fixture,
       AnnexSampleOperation operation,
       AnnexSampleFaultKind kind,
       guint                status,
       const char          *headers,
       const char          *body,
       guint                times)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  AnnexSampleFault scripted = { .kind = kind, .status = status, .headers = headers, .body = bytes, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &scripted);
}

static void
fault_throttle (Fixture    *fixture,
                const char *headers,
                guint       times)
{
  fault (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 429, headers, "{\"Message\":\"Rate exceeded\"}", times);
}

static void
throttle (Fixture *fixture,
          guint    times)
{
  fault_throttle (fixture, NULL, times);
}

/* The longest pause that there is at first: nearly six seconds. */
static void
throttle_for_long (Fixture *fixture)
{
  fixture->random = 0.9;
  fault_throttle (fixture, "x-amz-retry-after: 100000", 1);
}

static guint
count_links (Fixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT);
}

static guint
count_downloads (Fixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT);
}

static void
fetch (Fixture *fixture)
{
  watch (fixture, fixture->fetches[0]);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
}

static void
assert_ready (Fixture *fixture,
              guint    index)
{
  AnnexFetch      *one = fixture->fetches[index];
  g_autofree char *contents = g_strdup_printf ("the content of file %u", index);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (annex_fetch_get_error (one));
  g_assert_cmpint (annex_fetch_get_state (one), ==, ANNEX_FETCH_STATE_READY);
  bytes = annex_content_map (annex_fetch_get_content (one), NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), contents, strlen (contents));
  g_assert_cmpuint (annex_fetch_get_received (one), ==, strlen (contents));
  g_assert_cmpuint (annex_fetch_get_total (one), ==, strlen (contents));
}

static void
assert_failed (Fixture          *fixture,
               AnnexServiceError code)
{
  g_assert_cmpint (get_state (fixture), ==, ANNEX_FETCH_STATE_FAILED);
  g_assert_error (annex_fetch_get_error (fixture->watched), ANNEX_SERVICE_ERROR, (int) code);
  g_assert_null (annex_fetch_get_content (fixture->watched));
}

static void
test_fetches (Fixture      *fixture,
              gconstpointer data)
{
  fetch (fixture);

  assert_ready (fixture, 0);
  g_assert_cmpstr (fixture->states->str, ==, "qrdR");
  g_assert_nonnull (strstr (annex_sample_service_get_last_request (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT),
                            "\"UrlExpiryInSeconds\":60"));
  g_assert_cmpuint (annex_fetch_get_n_waits (fixture->watched), ==, 0);
}

static void
test_content_can_be_dropped (Fixture      *fixture,
                             gconstpointer data)
{
  fetch (fixture);
  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  annex_fetch_drop_content (fixture->watched);
  g_assert_cmpint (get_state (fixture), ==, ANNEX_FETCH_STATE_IDLE);
  g_assert_null (annex_fetch_get_content (fixture->watched));
  g_assert_cmpuint (count_links (fixture), ==, 1);

  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 0);
}

static gboolean
two_are_under_way (Fixture *fixture)
{
  return count_downloads (fixture) == 2;
}

/* The newest wish first, but never more than two at once. */
static void
test_order_and_bound (Fixture      *fixture,
                      gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_SILENT, 0, NULL, NULL, 2);
  for (guint i = 0; i < N_FETCHES; i++)
    annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (two_are_under_way, fixture);
  iterate_for_a_while ();

  g_assert_cmpuint (count_links (fixture), ==, 2);
  for (guint i = 2; i < N_FETCHES; i++)
    g_assert_cmpint (annex_fetch_get_state (fixture->fetches[i]), ==, ANNEX_FETCH_STATE_QUEUED);

  /* A wish that is repeated comes before the newer ones. */
  annex_fetch_queue_push (fixture->queue, fixture->fetches[3], ANNEX_FETCH_PRIORITY_CLICK);
  watch (fixture, fixture->fetches[3]);
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches[0]);
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 3);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches[2]), ==, ANNEX_FETCH_STATE_QUEUED);

  annex_fetch_queue_cancel (fixture->queue, fixture->fetches[1]);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[1], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (all_are_ready, fixture);
  for (guint i = 0; i < N_FETCHES; i++)
    assert_ready (fixture, i);
}

static void
test_pushed_twice_is_one (Fixture      *fixture,
                          gconstpointer data)
{
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  fetch (fixture);
  iterate_for_a_while ();

  g_assert_cmpuint (count_links (fixture), ==, 1);
  g_assert_cmpuint (count_downloads (fixture), ==, 1);
}

static void
test_expired_link_is_renewed_once (Fixture      *fixture,
                                   gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_EXPIRED, 0, NULL, NULL, 1);
  fetch (fixture);

  assert_ready (fixture, 0);
  g_assert_cmpuint (count_links (fixture), ==, 2);
  g_assert_cmpuint (count_downloads (fixture), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "qrdrdR");
}

static void
test_expired_twice_is_said (Fixture      *fixture,
                            gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_EXPIRED, 0, NULL, NULL, 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_STORE_EXPIRED);
  g_assert_cmpuint (count_links (fixture), ==, 2);

  /* Asked again, it is renewed again. */
  annex_sample_service_clear_faults (fixture->service);
  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 0);
}

#define REFUSED "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

static void
test_refusal_is_final (Fixture      *fixture,
                       gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 403, NULL, REFUSED, 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_STORE_REFUSED);
  g_assert_cmpuint (count_links (fixture), ==, 1);
  g_assert_cmpuint (count_downloads (fixture), ==, 1);
}

static void
test_store_redirect_gets_one_fresh_link (Fixture      *fixture,
                                         gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 307, "Location: http://127.0.0.1:1/", "", 1);
  fetch (fixture);
  assert_ready (fixture, 0);
  g_assert_cmpuint (count_links (fixture), ==, 2);

  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 301, "Location: http://127.0.0.1:1/", "", 0);
  annex_fetch_drop_content (fixture->watched);
  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
  assert_failed (fixture, ANNEX_SERVICE_ERROR_REDIRECTED);
  g_assert_cmpuint (count_links (fixture), ==, 4);
}

static void
test_busy_store_is_tried_again (Fixture      *fixture,
                                gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 503, NULL, "<Error><Code>SlowDown</Code></Error>", 2);
  fetch (fixture);

  assert_ready (fixture, 0);
  g_assert_cmpuint (count_links (fixture), ==, 1);
  g_assert_cmpuint (count_downloads (fixture), ==, 3);
}

static void
test_busy_store_is_left_alone_after_three (Fixture      *fixture,
                                           gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_NONE, 500, NULL, "", 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_STORE_BUSY);
  g_assert_cmpuint (count_downloads (fixture), ==, 3);
  g_assert_cmpuint (annex_service_error_get_details (annex_fetch_get_error (fixture->watched))->attempts, ==, 3);
}

static void
test_reset_store_is_tried_again (Fixture      *fixture,
                                 gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_RESET, 0, NULL, NULL, 2);
  fetch (fixture);

  assert_ready (fixture, 0);
}

static void
test_cut_off_is_said (Fixture      *fixture,
                      gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF, 0, NULL, NULL, 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
}

static void
test_service_refusal_is_final (Fixture      *fixture,
                               gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 403, NULL, "{\"Message\":\"Access denied\"}", 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (count_links (fixture), ==, 1);
  g_assert_cmpuint (count_downloads (fixture), ==, 0);
}

static void
test_redirecting_service_gets_no_second_request (Fixture      *fixture,
                                                 gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_NONE, 307, "Location: http://127.0.0.1:1/", "", 0);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_REDIRECTED);
  g_assert_cmpuint (count_links (fixture), ==, 1);
}

/* An object that is an error document: a picture it cannot be, a text it may. */
static void
test_error_document_of_the_right_length (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (REFUSED, strlen (REFUSED));
  g_autofree char *id = annex_sample_service_add_attachment (fixture->service, "name.jpg", "image/jpeg", bytes);

  g_assert_finalize_object (fixture->fetches[0]);
  fixture->fetches[0] = annex_fetch_new (fixture->client, fixture->policy, id);
  fetch (fixture);
  assert_failed (fixture, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED);

  annex_fetch_set_claimed_type (fixture->watched, annex_file_type_from_claims ("report.xml", NULL));
  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
  g_assert_cmpint (get_state (fixture), ==, ANNEX_FETCH_STATE_READY);
}

static void
test_throttled_goes_on_by_itself (Fixture      *fixture,
                                  gconstpointer data)
{
  gint64 before = g_get_monotonic_time ();

  fixture->random = 0.05;
  watch (fixture, fixture->fetches[0]);
  throttle (fixture, 1);
  annex_fetch_queue_push (fixture->queue, fixture->watched, ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (is_waiting, fixture);

  g_assert_cmpint (annex_fetch_get_retry_time (fixture->watched), >, before);
  g_assert_cmpint (annex_fetch_get_retry_time (fixture->watched), <=, g_get_monotonic_time () + 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (annex_fetch_get_n_waits (fixture->watched), ==, 1);
  g_assert_null (annex_fetch_get_error (fixture->watched));

  iterate_until (has_ended, fixture);
  assert_ready (fixture, 0);
  g_assert_cmpint (annex_fetch_get_retry_time (fixture->watched), ==, 0);
  g_assert_cmpstr (fixture->states->str, ==, "qrwrdR");
}

static gboolean
one_has_arrived (Fixture *fixture)
{
  return count_links (fixture) == 1;
}

/* Not one request leaves while the service wants to be left alone, whatever else is wished for. */
static void
test_pause_is_shared (Fixture      *fixture,
                      gconstpointer data)
{
  guint before;

  /* The first fetch waits for its answer all the time. */
  fault (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_SILENT, 0, NULL, NULL, 1);
  throttle_for_long (fixture);

  watch (fixture, fixture->fetches[1]);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (one_has_arrived, fixture);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[1], ANNEX_FETCH_PRIORITY_CLICK);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[2], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (is_waiting, fixture);
  before = count_links (fixture);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[3], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_for_a_while ();

  g_assert_cmpuint (count_links (fixture), ==, before);
  g_assert_cmpuint (count_downloads (fixture), ==, 0);
  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpint (annex_fetch_get_state (fixture->fetches[i]), ==, ANNEX_FETCH_STATE_WAITING);
      g_assert_cmpint (annex_fetch_get_retry_time (fixture->fetches[i]), ==, annex_fetch_get_retry_time (fixture->watched));
    }

  /* The one that the agent will not wait for goes alone. */
  annex_sample_service_clear_faults (fixture->service);
  fixture->watched = fixture->fetches[2];
  annex_fetch_queue_try_now (fixture->queue, fixture->fetches[2]);
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 2);
  g_assert_cmpuint (count_links (fixture), ==, before + 1);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches[1]), ==, ANNEX_FETCH_STATE_WAITING);
}

static void
test_waiting_may_have_an_end (Fixture      *fixture,
                              gconstpointer data)
{
  annex_fetch_queue_set_max_waits (fixture->queue, 2);
  throttle (fixture, 100);
  fetch (fixture);

  assert_failed (fixture, ANNEX_SERVICE_ERROR_THROTTLED);
  g_assert_cmpstr (fixture->states->str, ==, "qrwrwrF");
  g_assert_cmpuint (count_links (fixture), ==, 3);
  g_assert_cmpuint (annex_service_error_get_details (annex_fetch_get_error (fixture->watched))->attempts, ==, 3);
}

static void
test_cancel_is_immediate_and_silent (Fixture      *fixture,
                                     gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 0, NULL, NULL, 1);
  watch (fixture, fixture->fetches[0]);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_bytes, fixture);
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches[0]);

  g_assert_cmpint (get_state (fixture), ==, ANNEX_FETCH_STATE_IDLE);
  g_assert_null (annex_fetch_get_error (fixture->watched));
  g_assert_cmpuint (annex_fetch_get_received (fixture->watched), ==, 0);
  iterate_for_a_while ();
  g_assert_cmpstr (fixture->states->str, ==, "qrdi");

  /* What it left under way does not disturb the next wish. */
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 0);
}

static void
test_cancel_while_waiting (Fixture      *fixture,
                           gconstpointer data)
{
  throttle_for_long (fixture);
  watch (fixture, fixture->fetches[0]);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (is_waiting, fixture);
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches[0]);

  g_assert_cmpint (get_state (fixture), ==, ANNEX_FETCH_STATE_IDLE);
  g_assert_cmpuint (annex_fetch_get_n_waits (fixture->watched), ==, 0);
  g_assert_cmpint (annex_fetch_get_retry_time (fixture->watched), ==, 0);
}

static void
test_cancel_of_a_stranger (Fixture      *fixture,
                           gconstpointer data)
{
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches[0]);
  annex_fetch_queue_try_now (fixture->queue, fixture->fetches[0]);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches[0]), ==, ANNEX_FETCH_STATE_IDLE);
}

static void
test_dropped_queue_cancels (Fixture      *fixture,
                            gconstpointer data)
{
  fault (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 0, NULL, NULL, 0);
  watch (fixture, fixture->fetches[0]);
  for (guint i = 0; i < N_FETCHES; i++)
    annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_until (has_bytes, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->queue));

  for (guint i = 0; i < N_FETCHES; i++)
    g_assert_cmpint (annex_fetch_get_state (fixture->fetches[i]), ==, ANNEX_FETCH_STATE_IDLE);
}

static void
on_state_cancel (GObject    *object,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  Fixture *fixture = user_data;

  if (annex_fetch_get_state (ANNEX_FETCH (object)) == (AnnexFetchState) fixture->n_at_begin)
    annex_fetch_queue_cancel (fixture->queue, ANNEX_FETCH (object));
}

/* Whoever listens may act at once, in every state. */
static void
test_cancel_from_a_handler (Fixture      *fixture,
                            gconstpointer data)
{
  throttle (fixture, 1);
  fixture->watched = fixture->fetches[0];
  g_signal_connect (fixture->fetches[0], "notify::state", G_CALLBACK (on_state_cancel), fixture);

  for (fixture->n_at_begin = ANNEX_FETCH_STATE_QUEUED; fixture->n_at_begin < ANNEX_FETCH_STATE_READY; fixture->n_at_begin++)
    {
      annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
      annex_fetch_queue_push (fixture->queue, fixture->fetches[1], ANNEX_FETCH_PRIORITY_CLICK);
      while (get_state (fixture) != ANNEX_FETCH_STATE_IDLE && get_state (fixture) != ANNEX_FETCH_STATE_READY)
        g_main_context_iteration (NULL, TRUE);
    }

  fixture->watched = fixture->fetches[1];
  iterate_until (has_ended, fixture);
  assert_ready (fixture, 1);
}

#define ADD(path, function) g_test_add ("/fetch-queue/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("fetches", test_fetches);
  ADD ("content-can-be-dropped", test_content_can_be_dropped);
  ADD ("order-and-bound", test_order_and_bound);
  ADD ("pushed-twice-is-one", test_pushed_twice_is_one);
  ADD ("expired-link-is-renewed-once", test_expired_link_is_renewed_once);
  ADD ("expired-twice-is-said", test_expired_twice_is_said);
  ADD ("refusal-is-final", test_refusal_is_final);
  ADD ("store-redirect-gets-one-fresh-link", test_store_redirect_gets_one_fresh_link);
  ADD ("busy-store-is-tried-again", test_busy_store_is_tried_again);
  ADD ("busy-store-is-left-alone-after-three", test_busy_store_is_left_alone_after_three);
  ADD ("reset-store-is-tried-again", test_reset_store_is_tried_again);
  ADD ("cut-off-is-said", test_cut_off_is_said);
  ADD ("service-refusal-is-final", test_service_refusal_is_final);
  ADD ("redirecting-service-gets-no-second-request", test_redirecting_service_gets_no_second_request);
  ADD ("error-document-of-the-right-length", test_error_document_of_the_right_length);
  ADD ("throttled-goes-on-by-itself", test_throttled_goes_on_by_itself);
  ADD ("pause-is-shared", test_pause_is_shared);
  ADD ("waiting-may-have-an-end", test_waiting_may_have_an_end);
  ADD ("cancel-is-immediate-and-silent", test_cancel_is_immediate_and_silent);
  ADD ("cancel-while-waiting", test_cancel_while_waiting);
  ADD ("cancel-of-a-stranger", test_cancel_of_a_stranger);
  ADD ("dropped-queue-cancels", test_dropped_queue_cancels);
  ADD ("cancel-from-a-handler", test_cancel_from_a_handler);

  return g_test_run ();
}
