/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"
#include "annex-sleep-watch.h"
#include "test-fetch-fixture.h"
#include "test-network-monitor.h"

#include <string.h>

#define CLICK ANNEX_FETCH_PRIORITY_CLICK

#define READY ANNEX_FETCH_STATE_READY
#define WAITING ANNEX_FETCH_STATE_WAITING
#define DOWNLOADING ANNEX_FETCH_STATE_DOWNLOADING

/* The fetches' fixture comes first, so that its functions take this one. */
typedef struct
{
  FetchFixture        base;
  TestNetworkMonitor *monitor;
  AnnexNetworkStatus *network;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fetch_fixture_set_up (&fixture->base, data);
  fixture->monitor = test_network_monitor_new ();
  fixture->network = annex_network_status_new (G_NETWORK_MONITOR (fixture->monitor));
  annex_network_status_set_counts_loopback (fixture->network, TRUE);
  annex_fetch_queue_set_network (fixture->base.queue, fixture->network);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->base.queue));
  g_assert_finalize_object (fixture->network);
  g_assert_finalize_object (fixture->monitor);
  fetch_fixture_tear_down (&fixture->base, data);
}

static AnnexFetch *
push (Fixture *fixture)
{
  AnnexFetch *fetch = fetch_fixture_add_text (&fixture->base, 0);

  fetch_fixture_push (&fixture->base, fetch, CLICK);

  return fetch;
}

static void
break_all (Fixture             *fixture,
           AnnexSampleOperation operation,
           AnnexSampleFaultKind kind)
{
  fetch_fixture_break (&fixture->base, operation, kind, 0);
}

static void
restore (Fixture *fixture)
{
  annex_sample_service_clear_faults (fixture->base.service);
  test_network_monitor_set (fixture->monitor, TRUE, FALSE);
}

/* Without a network, what fails waits for it, says so, and goes on by itself. */
static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  AnnexFetch *fetch;

  break_all (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_RESET);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  fetch = push (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, WAITING);
  g_assert_cmpint (annex_fetch_get_retry_time (fetch), ==, 0);
  g_assert_null (annex_fetch_get_error (fetch));

  restore (fixture);
  g_assert_cmpint (annex_fetch_get_state (fetch), ==, ANNEX_FETCH_STATE_REQUESTING);
  fetch_fixture_wait_for_state (&fixture->base, fetch, READY);
}

/* With a network, the same failure is one. */
static void
test_online (Fixture      *fixture,
             gconstpointer data)
{
  AnnexFetch *fetch;

  break_all (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_RESET);
  fetch = push (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, ANNEX_FETCH_STATE_FAILED);
  g_assert_error (annex_fetch_get_error (fetch), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_UNREACHABLE);
}

/* A refusal is an answer, with and without what the desktop takes for a network. */
static void
test_refused_offline (Fixture      *fixture,
                      gconstpointer data)
{
  AnnexFetch *fetch;

  fetch_fixture_fail (&fixture->base, ANNEX_SAMPLE_GET_ATTACHMENT, 403, NULL, 0);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  fetch = push (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, ANNEX_FETCH_STATE_FAILED);
}

/* What the desktop says is not believed before it is tried: a proxy or a tunnel may know better. */
static void
test_works_offline (Fixture      *fixture,
                    gconstpointer data)
{
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  fetch_fixture_wait_for_state (&fixture->base, push (fixture), READY);
}

/* This computer is never out of reach. */
static void
test_loopback (Fixture      *fixture,
               gconstpointer data)
{
  annex_network_status_set_counts_loopback (fixture->network, FALSE);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  g_assert_false (annex_network_status_is_offline_for (fixture->network, "127.0.0.1"));
  g_assert_false (annex_network_status_is_offline_for (fixture->network, "::1"));
  g_assert_true (annex_network_status_is_offline_for (fixture->network, "participant.connect.eu-central-1.amazonaws.com"));
  g_assert_true (annex_network_status_is_offline_for (fixture->network, NULL));
}

/* An interrupted download waits too, and is resumed when the network is back. */
static void
test_interrupted (Fixture      *fixture,
                  gconstpointer data)
{
  AnnexFetch *fetch;

  break_all (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  fetch = push (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, WAITING);
  restore (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, READY);
}

/* What has arrived of downloads that wait counts, and goes when there is too much, the oldest first; not what is shown. */
static void
test_parts_of_waiting (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (AnnexContentBudget) budget = annex_content_budget_new (1000);
  AnnexFetch *fetches[3];
  guint64     size;

  annex_fetch_queue_set_budget (fixture->base.queue, budget);
  break_all (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      fetches[i] = push (fixture);
      fetch_fixture_wait_for_state (&fixture->base, fetches[i], WAITING);
    }
  size = annex_content_budget_get_size (budget) / 3;
  g_assert_cmpuint (size, >, 0);
  g_assert_cmpuint (annex_content_budget_get_size (budget), ==, 3 * size);
  g_assert_cmpuint (annex_content_budget_get_n_contents (budget), ==, 3);

  annex_fetch_pin (fetches[0]);
  annex_content_budget_set_limit (budget, 2 * size);
  g_assert_cmpuint (annex_content_budget_get_n_contents (budget), ==, 2);
  annex_content_budget_set_limit (budget, 0);
  g_assert_cmpuint (annex_content_budget_get_size (budget), ==, size);
  annex_fetch_unpin (fetches[0]);
  g_assert_cmpuint (annex_content_budget_get_size (budget), ==, 0);

  /* From the beginning, then. */
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (annex_fetch_get_state (fetches[i]), ==, WAITING);
  restore (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetches[2], READY);
  g_assert_null (annex_sample_service_get_last_header (fixture->base.service, ANNEX_SAMPLE_GET_OBJECT, "Range"));
}

static gboolean
has_bytes (FetchFixture *fixture,
           gpointer      data)
{
  return annex_fetch_get_received (data) > 0;
}

/* What is under way counts as well, and is left alone. */
static void
test_part_under_way (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (AnnexContentBudget) budget = annex_content_budget_new (1000);
  AnnexFetch *fetch;

  annex_fetch_queue_set_budget (fixture->base.queue, budget);
  fetch_fixture_break (&fixture->base, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 1);
  fetch = push (fixture);
  fetch_fixture_wait (&fixture->base, has_bytes, fetch);
  annex_content_budget_set_limit (budget, 1);
  g_assert_cmpuint (annex_content_budget_get_size (budget), ==, annex_fetch_get_received (fetch));

  /* It goes on from there. */
  annex_network_status_wake (fixture->network);
  fetch_fixture_wait_for_state (&fixture->base, fetch, READY);
  g_assert_nonnull (annex_sample_service_get_last_header (fixture->base.service, ANNEX_SAMPLE_GET_OBJECT, "Range"));
}

/* It takes no place while it waits, is cancelled like everything else, and tried when the agent knows better. */
static void
test_try_and_cancel (Fixture      *fixture,
                     gconstpointer data)
{
  AnnexFetch *fetches[3];

  break_all (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_RESET);
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      fetches[i] = push (fixture);
      fetch_fixture_wait_for_state (&fixture->base, fetches[i], WAITING);
    }
  annex_sample_service_clear_faults (fixture->base.service);
  fetch_fixture_wait_for_state (&fixture->base, push (fixture), READY);

  annex_fetch_queue_cancel (fixture->base.queue, fetches[0]);
  g_assert_cmpint (annex_fetch_get_state (fetches[0]), ==, ANNEX_FETCH_STATE_IDLE);
  annex_fetch_queue_try_now (fixture->base.queue, fetches[1]);
  fetch_fixture_wait_for_state (&fixture->base, fetches[1], READY);
  g_assert_cmpint (annex_fetch_get_state (fetches[2]), ==, WAITING);
}

static gboolean
has_two_downloads (FetchFixture *fixture,
                   gpointer      data)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT) == 2;
}

/* After a sleep, what was under way begins anew over new connections, and what waited goes on. */
static void
test_woken (Fixture      *fixture,
            gconstpointer data)
{
  AnnexFetch *fetches[3];

  fetch_fixture_break (&fixture->base, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_SILENT, 2);
  for (guint i = 0; i < 3; i++)
    fetches[i] = push (fixture);
  fetch_fixture_wait (&fixture->base, has_two_downloads, NULL);

  annex_network_status_wake (fixture->network);
  for (guint i = 0; i < 3; i++)
    fetch_fixture_wait_for_state (&fixture->base, fetches[i], READY);
}

/* The network was away for a moment, and nobody has said so over the connections from before: what is under way does not
 * wait for them until its deadline, and fails then. */
static void
test_restored (Fixture      *fixture,
               gconstpointer data)
{
  AnnexFetch *fetches[2];

  fetch_fixture_break (&fixture->base, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 2);
  for (guint i = 0; i < 2; i++)
    fetches[i] = push (fixture);
  fetch_fixture_wait (&fixture->base, has_two_downloads, NULL);

  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
  test_network_monitor_set (fixture->monitor, TRUE, FALSE);
  for (guint i = 0; i < 2; i++)
    fetch_fixture_wait_for_state (&fixture->base, fetches[i], READY);
}

static void
test_woken_in_a_pause (Fixture      *fixture,
                       gconstpointer data)
{
  AnnexFetch *fetch;

  fixture->base.random = 0.9;
  fetch_fixture_fail (&fixture->base, ANNEX_SAMPLE_GET_ATTACHMENT, 429, "x-amz-retry-after: 100000", 1);
  fetch = push (fixture);
  fetch_fixture_wait_for_state (&fixture->base, fetch, WAITING);
  annex_network_status_wake (fixture->network);
  g_assert_cmpint (annex_fetch_get_state (fetch), ==, ANNEX_FETCH_STATE_REQUESTING);
  fetch_fixture_wait_for_state (&fixture->base, fetch, READY);
}

static gboolean
is_there (FetchFixture *fixture,
          gpointer      data)
{
  return *(gpointer *) data != NULL;
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_asked (FetchFixture *fixture,
          gpointer      data)
{
  return fetch_fixture_count_links (fixture) == 1;
}

/* A call over a connection that leads nowhere any more is made again, and is not taken for a cancelled one. */
static void
test_reconnect (Fixture      *fixture,
                gconstpointer data)
{
  AnnexFetch             *fetch = fetch_fixture_add_text (&fixture->base, 0);
  AnnexParticipantClient *client = fixture->base.clients->pdata[0];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;

  fetch_fixture_break (&fixture->base, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_SILENT, 1);
  annex_participant_client_get_attachment_async (client, fetch_fixture_get_id (&fixture->base, fetch), 60, NULL, keep_result_cb, &result);
  fetch_fixture_wait (&fixture->base, is_asked, NULL);
  annex_participant_client_reconnect (client);
  fetch_fixture_wait (&fixture->base, is_there, &result);
  link = annex_participant_client_get_attachment_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (link);
  g_assert_cmpuint (fetch_fixture_count_links (&fixture->base), ==, 2);
}

#define ADD(path, function) g_test_add ("/fetch-network/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fetch_fixture_warm_up ();

  ADD ("offline", test_offline);
  ADD ("online", test_online);
  ADD ("refused-offline", test_refused_offline);
  ADD ("works-offline", test_works_offline);
  ADD ("loopback", test_loopback);
  ADD ("interrupted", test_interrupted);
  ADD ("parts-of-waiting", test_parts_of_waiting);
  ADD ("part-under-way", test_part_under_way);
  ADD ("try-and-cancel", test_try_and_cancel);
  ADD ("restored", test_restored);
  ADD ("woken", test_woken);
  ADD ("woken-in-a-pause", test_woken_in_a_pause);
  ADD ("reconnect", test_reconnect);

  return g_test_run ();
}
