/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-queue.h"
#include "annex-sample-service.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define N_FETCHES 35

/* So slow that no token comes within a test */
#define NEVER 1e-6

typedef struct
{
  AnnexSampleService     *service;
  AnnexParticipantClient *client;
  SoupSession            *session;
  AnnexStorePolicy       *policy;
  AnnexFetchQueue        *queue;
  AnnexFetch             *fetches[N_FETCHES];
  guint                   awaited; /* requests, or fetches that are ready */
} Fixture;

static double
get_zero (gpointer user_data)
{
  return 0;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (AnnexEndpoint) endpoint = NULL;
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_zero, NULL);
  g_autoptr (AnnexSecret) token = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  const char *text;

  fixture->service = annex_sample_service_new ();
  annex_sample_service_set_quotas (fixture->service, FALSE);
  g_assert_true (annex_sample_service_start (fixture->service, NULL));
  endpoint = annex_endpoint_new_for_url (annex_sample_service_get_endpoint (fixture->service), NULL);
  fixture->client = annex_participant_client_new (endpoint, retry);
  text = annex_sample_service_get_connection_token (fixture->service, "AGENT");
  token = annex_secret_new (text, strlen (text));
  g_assert_true (annex_participant_client_set_connection_token (fixture->client, token, NULL));

  fixture->session = annex_download_session_new (NULL);
  fixture->policy = annex_store_policy_new (NULL, "127.0.0.1");
  fixture->queue = annex_fetch_queue_new (fixture->session, get_zero, NULL);
  for (guint i = 0; i < N_FETCHES; i++)
    {
      g_autofree char *id = annex_sample_service_add_attachment (fixture->service, "name.txt", "text/plain", bytes);

      fixture->fetches[i] = annex_fetch_new (fixture->client, fixture->policy, id);
    }
}

static guint
count_links (Fixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT);
}

static void
iterate_for (guint ms)
{
  const gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
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
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->queue);
  soup_session_abort (fixture->session);
  iterate_for (20);
  for (guint i = 0; i < N_FETCHES; i++)
    g_assert_finalize_object (fixture->fetches[i]);
  g_assert_finalize_object (fixture->client);
  g_object_unref (fixture->session);
  annex_store_policy_free (fixture->policy);
  annex_sample_service_stop (fixture->service);
  g_object_unref (fixture->service);
  iterate_for (20);
}

static gboolean
has_arrived (Fixture *fixture)
{
  return count_links (fixture) >= fixture->awaited;
}

static gboolean
are_ready (Fixture *fixture)
{
  guint n_ready = 0;

  for (guint i = 0; i < N_FETCHES; i++)
    n_ready += annex_fetch_get_state (fixture->fetches[i]) == ANNEX_FETCH_STATE_READY;

  return n_ready >= fixture->awaited;
}

/* Whoever holds an arrow key down passes over many rows, and each is cancelled by the next. */
static void
pass_over (Fixture *fixture,
           guint    first,
           guint    n)
{
  for (guint i = first; i < first + n; i++)
    {
      annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
      iterate_for (5);
      annex_fetch_queue_cancel (fixture->queue, fixture->fetches[i]);
    }
}

/* As the program does it: four at once, then four a second, however fast the wishes come and go. */
static void
test_default (Fixture      *fixture,
              gconstpointer data)
{
  const gint64 begun = g_get_monotonic_time ();

  pass_over (fixture, 0, N_FETCHES);
  iterate_for (50);

  g_assert_cmpuint (count_links (fixture), >, 0);
  g_assert_cmpint (count_links (fixture), <=, 4 + (g_get_monotonic_time () - begun) * 4 / G_USEC_PER_SEC);
}

/* What was sent stays spent when it is cancelled. */
static void
test_cancelled_counts (Fixture      *fixture,
                       gconstpointer data)
{
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, NEVER, 3);
  for (guint i = 0; i < 3; i++)
    {
      annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
      fixture->awaited = i + 1;
      iterate_until (has_arrived, fixture);
      annex_fetch_queue_cancel (fixture->queue, fixture->fetches[i]);
    }

  annex_fetch_queue_push (fixture->queue, fixture->fetches[3], ANNEX_FETCH_PRIORITY_CLICK);
  iterate_for (50);
  g_assert_cmpuint (count_links (fixture), ==, 3);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches[3]), ==, ANNEX_FETCH_STATE_QUEUED);
}

/* What waits for a token costs none when it is cancelled, and what was wished for last goes first. */
static void
test_newest_first (Fixture      *fixture,
                   gconstpointer data)
{
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, NEVER, 1);
  annex_fetch_queue_push (fixture->queue, fixture->fetches[0], ANNEX_FETCH_PRIORITY_CLICK);
  fixture->awaited = 1;
  iterate_until (are_ready, fixture);

  pass_over (fixture, 1, 5);
  for (guint i = 6; i < 10; i++)
    annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
  g_assert_cmpuint (count_links (fixture), ==, 1);

  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, NEVER, 1);
  fixture->awaited = 2;
  iterate_until (are_ready, fixture);
  iterate_for (20);
  g_assert_cmpuint (count_links (fixture), ==, 2);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches[9]), ==, ANNEX_FETCH_STATE_READY);
  for (guint i = 6; i < 9; i++)
    g_assert_cmpint (annex_fetch_get_state (fixture->fetches[i]), ==, ANNEX_FETCH_STATE_QUEUED);
}

/* They go by themselves as soon as there are tokens, one for each. */
static void
test_goes_on_by_itself (Fixture      *fixture,
                        gconstpointer data)
{
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, 200, 1);
  for (guint i = 0; i < N_FETCHES; i++)
    annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
  fixture->awaited = N_FETCHES;
  iterate_until (are_ready, fixture);

  g_assert_cmpuint (count_links (fixture), ==, N_FETCHES);
}

/* A queue that still waits for a token can be dropped. */
static void
test_dropped (Fixture      *fixture,
              gconstpointer data)
{
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, 20, 1);
  for (guint i = 0; i < N_FETCHES; i++)
    annex_fetch_queue_push (fixture->queue, fixture->fetches[i], ANNEX_FETCH_PRIORITY_CLICK);
}

#define ADD(path, function) g_test_add ("/fetch-rate/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("default", test_default);
  ADD ("cancelled-counts", test_cancelled_counts);
  ADD ("newest-first", test_newest_first);
  ADD ("goes-on-by-itself", test_goes_on_by_itself);
  ADD ("dropped", test_dropped);

  return g_test_run ();
}
