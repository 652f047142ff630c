/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-fetch-fixture.h"

#define CLICK ANNEX_FETCH_PRIORITY_CLICK
#define VISIBLE ANNEX_FETCH_PRIORITY_VISIBLE
#define NEIGHBOUR ANNEX_FETCH_PRIORITY_NEIGHBOUR

#define READY ANNEX_FETCH_STATE_READY
#define QUEUED ANNEX_FETCH_STATE_QUEUED
#define WAITING ANNEX_FETCH_STATE_WAITING
#define DOWNLOADING ANNEX_FETCH_STATE_DOWNLOADING

static gboolean
has_downloads (FetchFixture *fixture,
               gpointer      data)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT) == GPOINTER_TO_UINT (data);
}

/* Fetches that wait for the store all the time, so that both places are taken. */
static void
take_places (FetchFixture      *fixture,
             AnnexFetchPriority priority)
{
  fetch_fixture_break (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_SILENT, 2);
  for (guint i = 0; i < 2; i++)
    {
      fetch_fixture_push (fixture, fetch_fixture_add_text (fixture, 0), priority);
      fetch_fixture_wait (fixture, has_downloads, GUINT_TO_POINTER (i + 1));
    }
}

/* A click before what is visible, and that before a neighbour, whatever was wished for first. */
static void
test_order (FetchFixture *fixture,
            gconstpointer data)
{
  AnnexFetch *clicks[2];
  AnnexFetch *visible;
  AnnexFetch *neighbour;

  take_places (fixture, CLICK);
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_VISIBLE, 1e-6, 1);
  visible = fetch_fixture_add_text (fixture, 1);
  neighbour = fetch_fixture_add_text (fixture, 2);
  clicks[0] = fetch_fixture_add_text (fixture, 3);
  clicks[1] = fetch_fixture_add_text (fixture, 4);
  fetch_fixture_push (fixture, clicks[0], CLICK);
  fetch_fixture_push (fixture, visible, VISIBLE);
  fetch_fixture_push (fixture, neighbour, NEIGHBOUR);
  fetch_fixture_push (fixture, clicks[1], CLICK);
  fetch_fixture_iterate (20);
  g_assert_cmpuint (fetch_fixture_count_links (fixture), ==, 2);

  annex_fetch_queue_cancel (fixture->queue, fixture->fetches->pdata[0]);
  fetch_fixture_wait_for_state (fixture, clicks[0], READY);
  fetch_fixture_iterate (20);
  g_assert_cmpint (annex_fetch_get_state (visible), ==, QUEUED);
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches->pdata[1]);
  fetch_fixture_wait_for_state (fixture, visible, READY);
  g_assert_cmpint (annex_fetch_get_state (neighbour), ==, QUEUED);
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_VISIBLE, 1e-6, 1);
  fetch_fixture_wait_for_state (fixture, neighbour, READY);
  fetch_fixture_assert_links (fixture, fixture->fetches->pdata[0], fixture->fetches->pdata[1], clicks[1], clicks[0], visible, neighbour, NULL);
}

/* Both places are taken by background work: a click takes one of them at once, and what lost it begins anew later. */
static void
test_click_takes_the_place (FetchFixture *fixture,
                            gconstpointer data)
{
  AnnexFetch *click;

  take_places (fixture, VISIBLE);
  click = fetch_fixture_add_text (fixture, 1);
  fetch_fixture_push (fixture, click, CLICK);
  g_assert_cmpint (annex_fetch_get_state (click), ==, ANNEX_FETCH_STATE_REQUESTING);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches->pdata[0]), ==, DOWNLOADING);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches->pdata[1]), ==, QUEUED);

  fetch_fixture_wait_for_state (fixture, click, READY);
  fetch_fixture_wait_for_state (fixture, fixture->fetches->pdata[1], READY);
  fetch_fixture_assert_links (fixture, fixture->fetches->pdata[0], fixture->fetches->pdata[1], click, fixture->fetches->pdata[1], NULL);
}

/* What the agent clicks while it is prefetched goes on, and is no background work any more. */
static void
test_click_on_background (FetchFixture *fixture,
                          gconstpointer data)
{
  AnnexFetchPriority priority = NEIGHBOUR;
  AnnexFetch        *prefetched;
  AnnexFetch        *waiting;

  take_places (fixture, NEIGHBOUR);
  prefetched = fixture->fetches->pdata[0];
  fetch_fixture_push (fixture, prefetched, CLICK);
  g_assert_true (annex_fetch_queue_get_priority (fixture->queue, prefetched, &priority));
  g_assert_cmpint (priority, ==, CLICK);
  g_assert_cmpint (annex_fetch_get_state (prefetched), ==, DOWNLOADING);
  g_assert_cmpuint (fetch_fixture_count_links (fixture), ==, 2);

  /* Nor is what waits in the line. */
  waiting = fetch_fixture_add_text (fixture, 0);
  fetch_fixture_push (fixture, waiting, NEIGHBOUR);
  g_assert_cmpint (annex_fetch_get_state (waiting), ==, QUEUED);
  fetch_fixture_push (fixture, waiting, CLICK);
  g_assert_cmpint (annex_fetch_get_state (waiting), ==, ANNEX_FETCH_STATE_REQUESTING);
  fetch_fixture_push (fixture, waiting, NEIGHBOUR);
  g_assert_true (annex_fetch_queue_get_priority (fixture->queue, waiting, &priority));
  g_assert_cmpint (priority, ==, CLICK);
  fetch_fixture_wait_for_state (fixture, waiting, READY);
}

/* A request that nobody wants any more gives its place back at once: the next one leaves in the same moment, and the
 * connection of the first is closed. */
static void
test_cancelled_gives_its_place_back (FetchFixture *fixture,
                                     gconstpointer data)
{
  AnnexFetch *click;
  gint64      cancelled;

  take_places (fixture, CLICK);
  click = fetch_fixture_add_text (fixture, 1);
  fetch_fixture_push (fixture, click, CLICK);
  g_assert_cmpint (annex_fetch_get_state (click), ==, QUEUED);
  cancelled = g_get_monotonic_time ();
  annex_fetch_queue_cancel (fixture->queue, fixture->fetches->pdata[0]);
  g_assert_cmpint (annex_fetch_get_state (fixture->fetches->pdata[0]), ==, ANNEX_FETCH_STATE_IDLE);
  g_assert_cmpint (annex_fetch_get_state (click), ==, ANNEX_FETCH_STATE_REQUESTING);

  /* A tenth of a second, and much more for a machine with much else to do. */
  fetch_fixture_wait_for_links (fixture, 3);
  g_assert_cmpint (fetch_fixture_get_link (fixture, 2)->time - cancelled, <, G_USEC_PER_SEC);
  fetch_fixture_wait_for_state (fixture, click, READY);
}

/* As the program does it: three at once, then one a second. The service's own record says so. */
static void
test_background_rate (FetchFixture *fixture,
                      gconstpointer data)
{
  const gint64 begun = g_get_monotonic_time ();
  gint64       last;
  guint        n_links;

  for (guint i = 0; i < 10; i++)
    fetch_fixture_push (fixture, fetch_fixture_add_text (fixture, 0), VISIBLE);
  fetch_fixture_wait_for_links (fixture, 5);

  n_links = fetch_fixture_count_links (fixture);
  last = fetch_fixture_get_link (fixture, n_links - 1)->time;
  g_assert_cmpint (n_links, <=, 3 + (last - begun) / G_USEC_PER_SEC);
}

/* A click does not wait for background work that has used up its own tokens. */
static void
test_click_needs_no_background_token (FetchFixture *fixture,
                                      gconstpointer data)
{
  AnnexFetch *click = fetch_fixture_add_text (fixture, 0);

  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_VISIBLE, 1e-6, 1);
  for (guint i = 0; i < 3; i++)
    fetch_fixture_push (fixture, fetch_fixture_add_text (fixture, 1), VISIBLE);
  fetch_fixture_wait_for_state (fixture, fixture->fetches->pdata[1], READY);
  fetch_fixture_push (fixture, click, CLICK);
  fetch_fixture_wait_for_state (fixture, click, READY);
  fetch_fixture_assert_links (fixture, fixture->fetches->pdata[1], click, NULL);
}

/* What is throttled in the background keeps no click waiting, and nothing else in the background begins. */
static void
test_background_throttled (FetchFixture *fixture,
                           gconstpointer data)
{
  AnnexFetch *visible = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *other = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *click = fetch_fixture_add_text (fixture, 0);

  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, "x-amz-retry-after: 100000", 1);
  fetch_fixture_push (fixture, visible, VISIBLE);
  fetch_fixture_wait_for_state (fixture, visible, WAITING);
  g_assert_cmpint (annex_fetch_get_retry_time (visible) - g_get_monotonic_time (), >, 50 * G_USEC_PER_SEC);
  fetch_fixture_push (fixture, other, NEIGHBOUR);
  g_assert_cmpint (annex_fetch_get_state (other), ==, WAITING);

  fetch_fixture_push (fixture, click, CLICK);
  fetch_fixture_wait_for_state (fixture, click, READY);
  g_assert_cmpint (annex_fetch_get_state (visible), ==, WAITING);
  fetch_fixture_assert_links (fixture, visible, click, NULL);
}

/* A click that is throttled stops all background work, and knows itself when it will go. */
static void
test_click_throttled (FetchFixture *fixture,
                      gconstpointer data)
{
  AnnexFetch *visible = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *click = fetch_fixture_add_text (fixture, 0);

  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_VISIBLE, 1e6, 1000);
  fixture->random = 0.1;
  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, NULL, 2);
  fetch_fixture_push (fixture, click, CLICK);
  fetch_fixture_push (fixture, visible, VISIBLE);
  fetch_fixture_wait_for_state (fixture, click, WAITING);
  g_assert_cmpint (annex_fetch_get_retry_time (click), >, g_get_monotonic_time () - G_USEC_PER_SEC);
  g_assert_cmpint (annex_fetch_get_retry_time (click), <=, g_get_monotonic_time () + G_USEC_PER_SEC);
  g_assert_cmpint (annex_fetch_get_state (visible), ==, WAITING);

  fetch_fixture_wait_for_state (fixture, visible, READY);
  fetch_fixture_assert_links (fixture, click, click, click, visible, NULL);
}

/* After a pause one request finds out whether the service is well again; the others wait for its answer. */
static void
test_one_finds_out (FetchFixture *fixture,
                    gconstpointer data)
{
  AnnexFetch *clicks[3];

  fixture->random = 0.9;
  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, NULL, 1);
  fetch_fixture_break (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, ANNEX_SAMPLE_FAULT_SILENT, 1);
  for (guint i = 0; i < 3; i++)
    {
      clicks[i] = fetch_fixture_add_text (fixture, i);
      fetch_fixture_push (fixture, clicks[i], CLICK);
      fetch_fixture_wait_for_state (fixture, clicks[0], WAITING);
    }
  fetch_fixture_wait_for_links (fixture, 2);
  fetch_fixture_iterate (100);
  g_assert_cmpuint (fetch_fixture_count_links (fixture), ==, 2);
  g_assert_cmpint (annex_fetch_get_state (clicks[2]), ==, ANNEX_FETCH_STATE_REQUESTING);

  annex_fetch_queue_cancel (fixture->queue, clicks[2]);
  for (guint i = 0; i < 2; i++)
    fetch_fixture_wait_for_state (fixture, clicks[i], READY);
  fetch_fixture_assert_links (fixture, clicks[0], clicks[2], clicks[1], clicks[0], NULL);
}

/* Nothing is fetched for the case that it might be wanted, for a while after throttling; what is visible is. */
static void
test_neighbour_waits_longer (FetchFixture *fixture,
                             gconstpointer data)
{
  AnnexFetch *click = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *visible = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *neighbour = fetch_fixture_add_text (fixture, 0);

  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_VISIBLE, 20, 3);
  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, NULL, 1);
  fetch_fixture_push (fixture, click, CLICK);
  fetch_fixture_wait_for_state (fixture, click, READY);
  fetch_fixture_push (fixture, neighbour, NEIGHBOUR);
  fetch_fixture_push (fixture, visible, VISIBLE);
  fetch_fixture_wait_for_state (fixture, visible, READY);
  fetch_fixture_iterate (200);
  g_assert_cmpint (annex_fetch_get_state (neighbour), ==, QUEUED);
  fetch_fixture_assert_links (fixture, click, click, visible, NULL);

  annex_fetch_queue_set_quiet_time (fixture->queue, 1);
  fetch_fixture_wait_for_state (fixture, neighbour, READY);
}

/* The agent did not ask for it, so the agent does not hear that it failed. */
static void
test_neighbour_fails_in_silence (FetchFixture *fixture,
                                 gconstpointer data)
{
  AnnexFetch *neighbour = fetch_fixture_add_text (fixture, 0);
  AnnexFetch *visible = fetch_fixture_add_text (fixture, 0);

  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 403, NULL, 0);
  fetch_fixture_push (fixture, neighbour, NEIGHBOUR);
  fetch_fixture_wait_for_state (fixture, neighbour, ANNEX_FETCH_STATE_IDLE);
  g_assert_null (annex_fetch_get_error (neighbour));
  fetch_fixture_push (fixture, visible, VISIBLE);
  fetch_fixture_wait_for_state (fixture, visible, ANNEX_FETCH_STATE_FAILED);
}

#define ADD(path, function) g_test_add ("/fetch-order/" path, FetchFixture, NULL, fetch_fixture_set_up, function, fetch_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fetch_fixture_warm_up ();

  ADD ("order", test_order);
  ADD ("click-takes-the-place", test_click_takes_the_place);
  ADD ("click-on-background", test_click_on_background);
  ADD ("cancelled-gives-its-place-back", test_cancelled_gives_its_place_back);
  ADD ("background-rate", test_background_rate);
  ADD ("click-needs-no-background-token", test_click_needs_no_background_token);
  ADD ("background-throttled", test_background_throttled);
  ADD ("click-throttled", test_click_throttled);
  ADD ("one-finds-out", test_one_finds_out);
  ADD ("neighbour-waits-longer", test_neighbour_waits_longer);
  ADD ("neighbour-fails-in-silence", test_neighbour_fails_in_silence);

  return g_test_run ();
}
