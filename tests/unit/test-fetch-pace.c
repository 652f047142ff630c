/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-pace.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define BEGUN (1000 * SECOND)

#define CLICK ANNEX_FETCH_PRIORITY_CLICK
#define VISIBLE ANNEX_FETCH_PRIORITY_VISIBLE
#define NEIGHBOUR ANNEX_FETCH_PRIORITY_NEIGHBOUR

typedef struct
{
  AnnexRetry    *retry;
  AnnexFetchPace pace;
  double         random;
} Fixture;

static double
get_random (gpointer user_data)
{
  return ((Fixture *) user_data)->random;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->random = 0.5;
  fixture->retry = annex_retry_new (get_random, fixture);
  annex_fetch_pace_init (&fixture->pace, fixture->retry, BEGUN);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  annex_fetch_pace_clear (&fixture->pace);
  g_assert_finalize_object (fixture->retry);
}

/* How many are let go in a time in which somebody asks every ten milliseconds. */
static guint
count (Fixture           *fixture,
       AnnexFetchPriority priority,
       gint64             from,
       guint              seconds)
{
  guint n_let_go = 0;

  for (gint64 now = from; now < from + seconds * SECOND; now += SECOND / 100)
    if (annex_fetch_pace_get_start (&fixture->pace, priority, now) <= now)
      {
        annex_fetch_pace_note_request (&fixture->pace, priority, now);
        n_let_go++;
      }

  return n_let_go;
}

/* Clicks and background work have a bucket each, and neither takes from the other. */
static void
test_rates (Fixture      *fixture,
            gconstpointer data)
{
  guint n_clicks = count (fixture, CLICK, BEGUN, 10);
  guint n_background = count (fixture, VISIBLE, BEGUN, 10);

  g_assert_cmpuint (n_clicks, >=, 4 + 38);
  g_assert_cmpuint (n_clicks, <=, 4 + 40);
  g_assert_cmpuint (n_background, >=, 3 + 8);
  g_assert_cmpuint (n_background, <=, 3 + 10);
  g_assert_cmpint (annex_fetch_pace_get_start (&fixture->pace, NEIGHBOUR, BEGUN + 9 * SECOND), >, BEGUN + 9 * SECOND);
}

/* Half of a second, then of two, of four, and in the end of twenty. */
static void
test_backoff (Fixture      *fixture,
              gconstpointer data)
{
  static const gint64 pauses_ms[] = { 500, 1000, 2000, 4000, 8000, 10000, 10000 };
  gint64              now = BEGUN;

  for (gsize i = 0; i < G_N_ELEMENTS (pauses_ms); i++)
    {
      g_assert_true (annex_fetch_pace_note_throttled (&fixture->pace, CLICK, -1, now));
      g_assert_true (annex_fetch_pace_is_probing (&fixture->pace));
      g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, now), ==, now + pauses_ms[i] * 1000);
      g_assert_cmpint (annex_fetch_pace_get_start (&fixture->pace, CLICK, now), ==, now + pauses_ms[i] * 1000);
      g_assert_cmpint (annex_fetch_pace_get_next_pause_end (&fixture->pace, now), ==, now + pauses_ms[i] * 1000);
      now += pauses_ms[i] * 1000;
      g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, now), ==, 0);
    }

  annex_fetch_pace_note_answered (&fixture->pace);
  g_assert_false (annex_fetch_pace_is_probing (&fixture->pace));
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, -1, now);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, now), ==, now + 500 * 1000);
}

/* Those that were throttled at the same time are one throttling. */
static void
test_joined (Fixture      *fixture,
             gconstpointer data)
{
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, -1, BEGUN);
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, -1, BEGUN + 1);
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, 100000, BEGUN + 2);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, BEGUN + 2), ==, BEGUN + 500 * 1000);
  g_assert_cmpuint (fixture->pace.n_throttled, ==, 1);
}

/* A click waits as long as the SDKs do: the server's wish adds five seconds at most. Background work does what is wished,
 * up to five minutes. */
static void
test_hint (Fixture      *fixture,
           gconstpointer data)
{
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, 3000, BEGUN);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, BEGUN), ==, BEGUN + 3 * SECOND);

  annex_fetch_pace_end_pauses (&fixture->pace);
  annex_fetch_pace_note_answered (&fixture->pace);
  annex_fetch_pace_note_throttled (&fixture->pace, CLICK, 60000, BEGUN);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, BEGUN), ==, BEGUN + 5500 * 1000);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, VISIBLE, BEGUN), ==, BEGUN + 60 * SECOND);

  annex_fetch_pace_note_throttled (&fixture->pace, VISIBLE, 24 * 60 * 60 * 1000, BEGUN);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, VISIBLE, BEGUN), ==, BEGUN + 300 * SECOND);
}

/* The background's throttling is not the agent's, but it ends the burst; the next neighbour comes a minute later. */
static void
test_background (Fixture      *fixture,
                 gconstpointer data)
{
  const gint64 later = BEGUN + 10 * SECOND;

  g_assert_true (annex_fetch_pace_note_throttled (&fixture->pace, VISIBLE, -1, BEGUN));
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, BEGUN), ==, 0);
  g_assert_cmpint (annex_fetch_pace_get_start (&fixture->pace, CLICK, BEGUN), ==, BEGUN);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, VISIBLE, BEGUN), ==, BEGUN + 500 * 1000);
  g_assert_cmpuint (count (fixture, VISIBLE, BEGUN, 3), <=, 3);
  g_assert_cmpint (annex_fetch_pace_get_start (&fixture->pace, NEIGHBOUR, later), ==, BEGUN + 60 * SECOND);
}

/* What is tried in vain for ever comes to an end: the bucket of the retry policy is empty. */
static void
test_comes_to_an_end (Fixture      *fixture,
                      gconstpointer data)
{
  gint64 now = BEGUN;
  guint  n_retries = 0;

  while (annex_fetch_pace_note_throttled (&fixture->pace, CLICK, -1, now))
    {
      n_retries++;
      now += 20 * SECOND;
    }
  g_assert_cmpuint (n_retries, ==, 100);
  g_assert_cmpint (annex_fetch_pace_get_pause_end (&fixture->pace, CLICK, now), >, now);
}

#define ADD(path, function) g_test_add ("/fetch-pace/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rates", test_rates);
  ADD ("backoff", test_backoff);
  ADD ("joined", test_joined);
  ADD ("hint", test_hint);
  ADD ("background", test_background);
  ADD ("comes-to-an-end", test_comes_to_an_end);

  return g_test_run ();
}
