/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-prefetch.h"
#include "test-chat-fixture.h"
#include "test-network-monitor.h"

#include <string.h>

#define N_ATTACHMENTS 5

#define READY ANNEX_ATTACHMENT_STATE_READY
#define AVAILABLE ANNEX_ATTACHMENT_STATE_AVAILABLE

/* The chat's fixture comes first, so that its functions take this one. */
typedef struct
{
  ChatFixture         chat;
  TestNetworkMonitor *monitor;
  AnnexNetworkStatus *network;
  AnnexPrefetch      *prefetch;
} Fixture;

static void
add (Fixture    *fixture,
     const char *name,
     gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  g_free (annex_sample_service_add_attachment (fixture->chat.service, name, "image/png", bytes));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  chat_fixture_set_up (&fixture->chat, data);
  annex_fetch_queue_set_rate (fixture->chat.queue, ANNEX_FETCH_PRIORITY_VISIBLE, 1e6, 1000);
  fixture->monitor = test_network_monitor_new ();
  fixture->network = annex_network_status_new (G_NETWORK_MONITOR (fixture->monitor));
  fixture->prefetch = annex_prefetch_new ();
  annex_prefetch_set_network (fixture->prefetch, fixture->network);
  g_object_set (fixture->prefetch, "enabled", TRUE, "active", TRUE, NULL);
}

static void
open_chat (Fixture *fixture)
{
  chat_fixture_open_as (&fixture->chat, "AGENT");
  annex_prefetch_set_model (fixture->prefetch, G_LIST_MODEL (fixture->chat.chat));
}

static void
open_five (Fixture *fixture)
{
  for (guint i = 0; i < N_ATTACHMENTS; i++)
    add (fixture, "photo.png", 100);
  open_chat (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->prefetch);
  g_assert_finalize_object (fixture->network);
  g_assert_finalize_object (fixture->monitor);
  chat_fixture_tear_down (&fixture->chat, data);
}

static AnnexAttachment *
get (Fixture *fixture,
     guint    position)
{
  return chat_fixture_get (&fixture->chat, position);
}

static void
wait_for (Fixture             *fixture,
          guint                position,
          AnnexAttachmentState state)
{
  chat_fixture_wait_for_attachment (&fixture->chat, get (fixture, position), state);
}

static void
show (Fixture *fixture,
      guint    position)
{
  annex_prefetch_set_shown (fixture->prefetch, get (fixture, position));
  annex_attachment_fetch (get (fixture, position));
  wait_for (fixture, position, READY);
}

static guint
count_links (Fixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->chat.service, ANNEX_SAMPLE_GET_ATTACHMENT);
}

static void
iterate_for_a_while (void)
{
  const gint64 end = g_get_monotonic_time () + 100 * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Nothing but what was clicked is asked for. */
static void
assert_only (Fixture *fixture,
             guint    n_links)
{
  iterate_for_a_while ();
  g_assert_cmpuint (count_links (fixture), ==, n_links);
}

/* The next and the previous one, and no others, after the one that is shown. */
static void
test_neighbours (Fixture      *fixture,
                 gconstpointer data)
{
  open_five (fixture);
  assert_only (fixture, 0);
  show (fixture, 2);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
  assert_only (fixture, 3);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 0)), ==, AVAILABLE);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 4)), ==, AVAILABLE);

  /* The next step costs one more. */
  show (fixture, 3);
  wait_for (fixture, 4, READY);
  assert_only (fixture, 4);

  /* What was let go again is not fetched for ever. */
  annex_attachment_drop_content (get (fixture, 2));
  assert_only (fixture, 4);
}

static void
test_ends (Fixture      *fixture,
           gconstpointer data)
{
  open_five (fixture);
  show (fixture, 0);
  wait_for (fixture, 1, READY);
  show (fixture, 4);
  wait_for (fixture, 3, READY);
  assert_only (fixture, 4);
}

static void
test_setting (Fixture      *fixture,
              gconstpointer data)
{
  g_object_set (fixture->prefetch, "enabled", FALSE, NULL);
  open_five (fixture);
  show (fixture, 2);
  assert_only (fixture, 1);

  g_object_set (fixture->prefetch, "enabled", TRUE, NULL);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
}

/* Another window is in front. */
static void
test_not_in_front (Fixture      *fixture,
                   gconstpointer data)
{
  g_object_set (fixture->prefetch, "active", FALSE, NULL);
  open_five (fixture);
  show (fixture, 2);
  assert_only (fixture, 1);
}

static void
test_metered (Fixture      *fixture,
              gconstpointer data)
{
  test_network_monitor_set (fixture->monitor, TRUE, TRUE);
  open_five (fixture);
  show (fixture, 2);
  assert_only (fixture, 1);

  test_network_monitor_set (fixture->monitor, TRUE, FALSE);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
}

/* On its way when the network becomes a metered one: it ends at once, and goes on when it may. */
static void
test_metered_on_the_way (Fixture      *fixture,
                         gconstpointer data)
{
  const AnnexSampleFault silent = { .kind = ANNEX_SAMPLE_FAULT_SILENT, .times = 2 };

  open_five (fixture);
  annex_attachment_fetch (get (fixture, 2));
  wait_for (fixture, 2, READY);
  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &silent);
  annex_prefetch_set_shown (fixture->prefetch, get (fixture, 2));
  wait_for (fixture, 1, ANNEX_ATTACHMENT_STATE_DOWNLOADING);
  wait_for (fixture, 3, ANNEX_ATTACHMENT_STATE_DOWNLOADING);
  iterate_for_a_while ();

  test_network_monitor_set (fixture->monitor, TRUE, TRUE);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 1)), ==, AVAILABLE);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 3)), ==, AVAILABLE);
  test_network_monitor_set (fixture->monitor, TRUE, FALSE);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
}

static void
test_throttled (Fixture      *fixture,
                gconstpointer data)
{
  open_five (fixture);
  chat_fixture_fail (&fixture->chat, ANNEX_SAMPLE_GET_ATTACHMENT, 429, 1);
  show (fixture, 2);
  assert_only (fixture, 2);

  annex_fetch_queue_set_quiet_time (fixture->chat.queue, 1);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
}

/* Only what was clicked is there, until nothing was throttled for long enough. */
static void
assert_quiet_after_throttling (Fixture *fixture)
{
  show (fixture, 2);
  assert_only (fixture, 1);

  annex_fetch_queue_set_quiet_time (fixture->chat.queue, 1);
  wait_for (fixture, 1, READY);
  wait_for (fixture, 3, READY);
}

/* The quota of the transcript is everybody's as well. */
static void
test_transcript_throttled (Fixture      *fixture,
                           gconstpointer data)
{
  open_five (fixture);
  chat_fixture_fail (&fixture->chat, ANNEX_SAMPLE_GET_TRANSCRIPT, 429, 1);
  chat_fixture_poll (&fixture->chat);
  assert_quiet_after_throttling (fixture);
}

static void
test_connection_throttled (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *json = g_strdup_printf ("{\"version\": 1, \"endpoint\": \"%s\", \"participantToken\": \"%s\"}",
                                           annex_sample_service_get_endpoint (fixture->chat.service),
                                           annex_sample_service_get_participant_token (fixture->chat.service, "AGENT"));

  for (guint i = 0; i < N_ATTACHMENTS; i++)
    add (fixture, "photo.png", 100);
  chat_fixture_fail (&fixture->chat, ANNEX_SAMPLE_CREATE_CONNECTION, 429, 1);
  chat_fixture_open (&fixture->chat, json);
  annex_chat_start (fixture->chat.chat);
  chat_fixture_wait_for_state (&fixture->chat, ANNEX_CHAT_STATE_READY);
  annex_prefetch_set_model (fixture->prefetch, G_LIST_MODEL (fixture->chat.chat));
  assert_quiet_after_throttling (fixture);
}

/* Nor is the store asked for more than it can bear. */
static void
test_store_throttled (Fixture      *fixture,
                      gconstpointer data)
{
  static const char document[] = "<Error><Code>SlowDown</Code></Error>";
  g_autoptr (GBytes) body = g_bytes_new_static (document, strlen (document));
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = 503, .body = body, .times = 1 };

  open_five (fixture);
  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &fault);
  assert_quiet_after_throttling (fixture);
}

/* One that says how long it is, and one that does not: neither is fetched, and neither is asked for again. */
static void
test_large (Fixture      *fixture,
            gconstpointer data)
{
  add (fixture, "endless.png", 100);
  add (fixture, "photo.png", 100);
  add (fixture, "large.png", ANNEX_PREFETCH_MAX_SIZE + 1);
  open_chat (fixture);
  show (fixture, 1);
  wait_for (fixture, 2, READY);
  assert_only (fixture, 3);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 0)), ==, AVAILABLE);
  g_assert_cmpuint (annex_attachment_get_size (get (fixture, 0)), ==, ANNEX_PREFETCH_MAX_SIZE + 1);
  show (fixture, 2);
  show (fixture, 1);
  assert_only (fixture, 3);

  /* The agent may have it all the same. */
  show (fixture, 0);
}

static gboolean
is_given_up (ChatFixture *chat,
             gpointer     data)
{
  return annex_sample_service_get_n_requests (chat->service, ANNEX_SAMPLE_GET_OBJECT) == 2 && annex_attachment_get_state (data) == AVAILABLE;
}

static void
test_unknown_size (Fixture      *fixture,
                   gconstpointer data)
{
  const AnnexSampleFault endless = { .kind = ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS, .times = 1 };

  add (fixture, "endless.png", 0);
  add (fixture, "photo.png", 100);
  open_chat (fixture);
  annex_attachment_fetch (get (fixture, 0));
  wait_for (fixture, 0, READY);
  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &endless);
  annex_prefetch_set_shown (fixture->prefetch, get (fixture, 0));
  chat_fixture_wait (&fixture->chat, is_given_up, get (fixture, 1));
  assert_only (fixture, 2);
}

/* What the agent has asked for in the meantime is not taken away. */
static void
test_clicked (Fixture      *fixture,
              gconstpointer data)
{
  const AnnexSampleFault silent = { .kind = ANNEX_SAMPLE_FAULT_SILENT, .times = 2 };

  open_five (fixture);
  annex_attachment_fetch (get (fixture, 2));
  wait_for (fixture, 2, READY);
  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &silent);
  annex_prefetch_set_shown (fixture->prefetch, get (fixture, 2));
  wait_for (fixture, 3, ANNEX_ATTACHMENT_STATE_DOWNLOADING);
  g_assert_true (annex_attachment_is_prefetched (get (fixture, 3)));
  annex_attachment_fetch (get (fixture, 3));
  g_assert_false (annex_attachment_is_prefetched (get (fixture, 3)));
  annex_prefetch_set_shown (fixture->prefetch, get (fixture, 3));
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 3)), ==, ANNEX_ATTACHMENT_STATE_DOWNLOADING);
  g_assert_cmpint (annex_attachment_get_state (get (fixture, 1)), ==, AVAILABLE);
}

/* Nothing of another kind: it would not be drawn anyway. */
static void
test_kinds (Fixture      *fixture,
            gconstpointer data)
{
  g_free (chat_fixture_add (&fixture->chat, "notes.txt"));
  add (fixture, "photo.png", 100);
  open_chat (fixture);
  show (fixture, 0);
  assert_only (fixture, 1);
}

#define ADD(path, function) g_test_add ("/prefetch/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("neighbours", test_neighbours);
  ADD ("ends", test_ends);
  ADD ("setting", test_setting);
  ADD ("not-in-front", test_not_in_front);
  ADD ("metered", test_metered);
  ADD ("metered-on-the-way", test_metered_on_the_way);
  ADD ("throttled", test_throttled);
  ADD ("transcript-throttled", test_transcript_throttled);
  ADD ("connection-throttled", test_connection_throttled);
  ADD ("store-throttled", test_store_throttled);
  ADD ("large", test_large);
  ADD ("unknown-size", test_unknown_size);
  ADD ("clicked", test_clicked);
  ADD ("kinds", test_kinds);

  return g_test_run ();
}
