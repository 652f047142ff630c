/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-fetch-fixture.h"

#define N_CHATS 10
#define N_CLICKS 10
#define N_THROTTLED 25
#define N_SLOW 4

typedef struct
{
  GHashTable *clicks;     /* identifiers (unowned) */
  GHashTable *neighbours; /* identifiers (unowned) */
} Kinds;

static gboolean
are_ready (FetchFixture *fixture,
           gpointer      data)
{
  GPtrArray *fetches = data;

  for (guint i = 0; i < fetches->len; i++)
    if (annex_fetch_get_state (fetches->pdata[i]) != ANNEX_FETCH_STATE_READY)
      return FALSE;

  return TRUE;
}

static gboolean
is_background (const Kinds              *kinds,
               const AnnexSampleArrival *link)
{
  return !g_hash_table_contains (kinds->clicks, link->attachment_id);
}

/* From the first click that came to the last one that was answered, nothing else came. */
static void
assert_clicks_first (FetchFixture *fixture,
                     const Kinds  *kinds)
{
  const AnnexSampleArrival *link;
  guint                     n_served = 0;
  guint                     n_background = 0;
  gboolean                  begun = FALSE;

  for (guint i = 0; (link = fetch_fixture_get_link (fixture, i)) != NULL; i++)
    {
      const gboolean background = is_background (kinds, link);

      begun = begun || !background;
      n_background += background && begun && n_served < N_CHATS * N_CLICKS;
      n_served += !background && link->status == 200;
    }

  g_assert_cmpuint (n_background, ==, 0);
  g_assert_cmpuint (n_served, >=, N_CHATS * N_CLICKS);
}

/* No burst after throttling, and none when the clicks are served: at most one a second, up to what the machine adds. The
 * time of the clicks does not count, because nothing was asked for in it. */
static void
assert_background_is_slow (FetchFixture *fixture,
                           const Kinds  *kinds)
{
  const AnnexSampleArrival *link;
  gint64                    first = 0;
  gint64                    last = 0;
  guint                     n_served = 0;
  guint                     n_background = 0;

  for (guint i = 0; (link = fetch_fixture_get_link (fixture, i)) != NULL; i++)
    {
      g_assert_false (g_hash_table_contains (kinds->neighbours, link->attachment_id));
      n_served += !is_background (kinds, link) && link->status == 200;
      if (!is_background (kinds, link) || n_served < N_CHATS * N_CLICKS)
        continue;

      first = n_background++ == 0 ? link->time : first;
      last = link->time;
    }

  g_assert_cmpuint (n_background, >=, N_SLOW);
  g_assert_cmpint (last - first, >=, (gint64) (n_background - 1) * G_USEC_PER_SEC * 9 / 10);
}

/* Ten agents' worth of chats, ten clicks in each, and a service that throttles: each click is served before any background
 * work goes on, and that goes on slowly. What is asserted is the service's own record. */
static void
test_storm (FetchFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GHashTable) clicks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) neighbours = g_hash_table_new (g_str_hash, g_str_equal);
  const Kinds kinds = { clicks, neighbours };
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  AnnexFetch *late;
  guint       n_links;

  fixture->random = 0.002;
  fetch_fixture_fail (fixture, ANNEX_SAMPLE_GET_ATTACHMENT, 429, "x-amzn-ErrorType: ThrottlingException", N_THROTTLED);
  for (guint chat = 0; chat < N_CHATS; chat++)
    fetch_fixture_push (fixture, fetch_fixture_add_text (fixture, chat), ANNEX_FETCH_PRIORITY_VISIBLE);
  for (guint chat = 0; chat < N_CHATS; chat++)
    {
      AnnexFetch *neighbour = fetch_fixture_add_text (fixture, chat);

      g_hash_table_add (neighbours, (gpointer) fetch_fixture_get_id (fixture, neighbour));
      fetch_fixture_push (fixture, neighbour, ANNEX_FETCH_PRIORITY_NEIGHBOUR);
    }
  fetch_fixture_wait_for_links (fixture, 1);

  for (guint i = 0; i < N_CLICKS; i++)
    for (guint chat = 0; chat < N_CHATS; chat++)
      {
        AnnexFetch *click = fetch_fixture_add_text (fixture, chat);

        g_hash_table_add (clicks, (gpointer) fetch_fixture_get_id (fixture, click));
        g_ptr_array_add (wanted, click);
        fetch_fixture_push (fixture, click, ANNEX_FETCH_PRIORITY_CLICK);
      }
  fetch_fixture_wait (fixture, are_ready, wanted);
  fetch_fixture_wait_for_links (fixture, fetch_fixture_count_links (fixture) + N_SLOW);
  assert_clicks_first (fixture, &kinds);

  /* A late click is the next to come, whatever is under way. */
  n_links = fetch_fixture_count_links (fixture);
  late = fetch_fixture_add_text (fixture, 0);
  fetch_fixture_push (fixture, late, ANNEX_FETCH_PRIORITY_CLICK);
  fetch_fixture_wait_for_state (fixture, late, ANNEX_FETCH_STATE_READY);
  g_assert_cmpstr (fetch_fixture_get_link (fixture, n_links)->attachment_id, ==, fetch_fixture_get_id (fixture, late));
  g_hash_table_add (clicks, (gpointer) fetch_fixture_get_id (fixture, late));
  assert_background_is_slow (fixture, &kinds);
}

#define N_MANY 1000

static gboolean
is_ready (FetchFixture *fixture,
          gpointer      data)
{
  return annex_fetch_get_state (data) == ANNEX_FETCH_STATE_READY;
}

/* A thousand attachments, each looked at and let go: nothing is left of them, and above all no descriptor. */
static void
test_many (FetchFixture *fixture,
           gconstpointer data)
{
  guint n_fds = 0;

  for (guint i = 0; i < N_MANY; i++)
    {
      AnnexFetch *fetch = fetch_fixture_add_text (fixture, 0);

      fetch_fixture_push (fixture, fetch, ANNEX_FETCH_PRIORITY_CLICK);
      fetch_fixture_wait (fixture, is_ready, fetch);
      annex_fetch_drop_content (fetch);

      /* With the connections that are kept for the next one. */
      if (i == 9)
        n_fds = fetch_fixture_count_fds ();
    }

  g_assert_cmpuint (fetch_fixture_count_fds (), ==, n_fds);
  g_assert_cmpuint (fetch_fixture_count_links (fixture), ==, N_MANY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fetch_fixture_warm_up ();

  g_test_add ("/fetch-storm/storm", FetchFixture, NULL, fetch_fixture_set_up, test_storm, fetch_fixture_tear_down);
  g_test_add ("/fetch-storm/many", FetchFixture, NULL, fetch_fixture_set_up, test_many, fetch_fixture_tear_down);

  return g_test_run ();
}
