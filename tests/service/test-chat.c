/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"
#include "test-chat-fixture.h"

#include <string.h>

#define ATTACHMENT(id, name, status) "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"" id "\",\"AttachmentName\":\"" name "\",\"ContentType\":\"text/plain\",\"Status\":\"" status "\"}]"

static guint
count_readings (ChatFixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT);
}

static void
add_many (ChatFixture *fixture,
          guint        first,
          guint        n)
{
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *id = chat_fixture_add (fixture, name);
    }
}

typedef struct
{
  guint n_listing; /* changes while the chat was listing */
  guint n_items;   /* after the first of them */
} Progress;

static void
on_progress (GListModel *model,
             guint       position,
             guint       removed,
             guint       added,
             gpointer    user_data)
{
  Progress *progress = user_data;

  if (annex_chat_get_state (ANNEX_CHAT (model)) != ANNEX_CHAT_STATE_LISTING)
    return;
  if (progress->n_listing++ == 0)
    progress->n_items = g_list_model_get_n_items (model);
}

/* Every page is read, and what it brings is there before the next one comes. */
static void
test_lists_all_pages (ChatFixture  *fixture,
                      gconstpointer data)
{
  g_autofree char *json = NULL;
  Progress         progress = { 0 };

  annex_sample_service_set_page_size (fixture->service, 3);
  add_many (fixture, 0, 10);
  json = annex_sample_service_dup_hand_off (fixture->service, "AGENT", FALSE);
  chat_fixture_open (fixture, json);
  g_signal_connect (fixture->chat, "items-changed", G_CALLBACK (on_progress), &progress);
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_CONNECTING);
  annex_chat_start (fixture->chat);
  annex_chat_start (fixture->chat);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);

  chat_fixture_assert_names (fixture, "9 8 7 6 5 4 3 2 1 0");
  g_assert_cmpstr (fixture->states->str, ==, " listing ready");
  g_assert_cmpuint (count_readings (fixture), ==, 4);
  g_assert_cmpuint (progress.n_listing, ==, 4);
  g_assert_cmpuint (progress.n_items, ==, 3);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 0);
  g_assert_cmpstr (annex_chat_get_display_name (fixture->chat), !=, NULL);
  g_assert_null (annex_chat_get_error (fixture->chat));
  g_signal_handlers_disconnect_by_data (fixture->chat, &progress);
}

static void
test_lists_an_empty_chat (ChatFixture  *fixture,
                          gconstpointer data)
{
  chat_fixture_open_as (fixture, "AGENT");
  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 0);
  g_assert_cmpuint (fixture->n_changes, ==, 0);

  /* What then comes is news, however much it is. */
  annex_sample_service_set_page_size (fixture->service, 3);
  add_many (fixture, 0, 7);
  chat_fixture_poll (fixture);
  chat_fixture_assert_names (fixture, "6 5 4 3 2 1 0");
}

static void
test_lists_ten_thousand (ChatFixture  *fixture,
                         gconstpointer data)
{
  AnnexAttachment *last;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *members = g_strdup_printf ("\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"a%u\",\"AttachmentName\":\"%u\",\"Status\":\"APPROVED\"}]", i, i);
      g_autofree char *id = g_strdup_printf ("i%u", i);
      g_autofree char *time = g_strdup_printf ("%02u:%02u:%02u", i / 3600, i / 60 % 60, i % 60);

      chat_fixture_add_raw (fixture, id, time, members);
    }

  chat_fixture_open_as (fixture, "AGENT");
  last = chat_fixture_get (fixture, 9999);

  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 10000);
  g_assert_cmpuint (count_readings (fixture), ==, 100);
  g_assert_cmpuint (fixture->n_changes, ==, 100);
  g_assert_cmpstr (annex_attachment_get_name (chat_fixture_get (fixture, 0)), ==, "9999");
  g_assert_cmpstr (annex_attachment_get_name (last), ==, "0");
  g_assert_true (annex_chat_find (fixture->chat, "a0") == last);
  g_assert_null (annex_chat_find (fixture->chat, "a10000"));
}

/* The order is by time, whatever the order of the transcript; without times it is that of the transcript. */
static void
test_sorts_by_time (ChatFixture  *fixture,
                    gconstpointer data)
{
  chat_fixture_add_raw (fixture, "i1", "00:00:03", ATTACHMENT ("a1", "third", "APPROVED"));
  chat_fixture_add_raw (fixture, "i2", "00:00:01", ATTACHMENT ("a2", "first", "APPROVED"));
  chat_fixture_add_raw (fixture, "i3", NULL, ATTACHMENT ("a3", "after-first", "APPROVED"));
  chat_fixture_add_raw (fixture, "i4", "nonsense", ATTACHMENT ("a4", "after-that", "APPROVED"));
  chat_fixture_add_raw (fixture, "i5", "00:00:02", ATTACHMENT ("a5", "second", "APPROVED"));
  chat_fixture_add_raw (fixture, "i6", "00:00:02", "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"a6\",\"AttachmentName\":\"x\"},{\"AttachmentId\":\"a7\",\"AttachmentName\":\"y\"}]");
  chat_fixture_open_as (fixture, "AGENT");
  chat_fixture_assert_names (fixture, "third x y second after-that after-first first");

  /* A late-comer finds its place among them, and nobody else moves. */
  chat_fixture_add_raw (fixture, "i8", "00:00:02.500", ATTACHMENT ("a8", "late", "APPROVED"));
  chat_fixture_poll (fixture);
  chat_fixture_assert_names (fixture, "third late x y second after-that after-first first");
  g_assert_cmpuint (fixture->last_position, ==, 1);
  g_assert_cmpuint (fixture->last_removed, ==, 0);
  g_assert_cmpuint (fixture->last_added, ==, 1);

  /* Reading it all again changes nothing. */
  chat_fixture_poll (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

/* The verdict in the very item: the row stays the same object at the same place. */
static void
test_check_passes_in_place (ChatFixture  *fixture,
                            gconstpointer data)
{
  g_autofree char *first = chat_fixture_add (fixture, "first");
  g_autofree char *second = chat_fixture_add (fixture, "second");
  AnnexAttachment *row;

  annex_sample_service_set_status (fixture->service, first, "IN_PROGRESS");
  chat_fixture_open_as (fixture, "AGENT");
  row = chat_fixture_get (fixture, 1);
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_CHECKING);

  /* What is being checked is not asked for. */
  annex_attachment_fetch (row);
  chat_fixture_drain ();
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_CHECKING);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 0);

  annex_sample_service_set_status (fixture->service, first, "APPROVED");
  chat_fixture_poll (fixture);
  g_assert_true (chat_fixture_get (fixture, 1) == row);
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (fixture->n_changes, ==, 1);

  annex_attachment_fetch (row);
  chat_fixture_wait_for_attachment (fixture, row, ANNEX_ATTACHMENT_STATE_READY);
}

/* The verdict as a further item with the same identifier: again the same row, which was sent when it was sent. */
static void
test_check_passes_in_another_item (ChatFixture  *fixture,
                                   gconstpointer data)
{
  AnnexAttachment *row;
  g_autofree char *time = NULL;

  chat_fixture_add_raw (fixture, "i1", "00:00:01", ATTACHMENT ("a1", "first", "IN_PROGRESS"));
  chat_fixture_add_raw (fixture, "i2", "00:00:02", ATTACHMENT ("a2", "second", "APPROVED"));
  chat_fixture_open_as (fixture, "AGENT");
  row = chat_fixture_get (fixture, 1);

  chat_fixture_add_raw (fixture, "i3", "00:00:03", ATTACHMENT ("a1", "first", "APPROVED"));
  chat_fixture_poll (fixture);
  time = g_date_time_format_iso8601 (annex_attachment_get_time (row));

  chat_fixture_assert_names (fixture, "second first");
  g_assert_true (chat_fixture_get (fixture, 1) == row);
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpstr (time, ==, "2026-01-01T00:00:01Z");

  /* The old item still says what it said. */
  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
}

/* In the listing the verdict is read before the item it belongs to: the row goes down to its place in one change that
 * covers both places, and keeps what the verdict said. */
static void
test_row_moves_in_one_change (ChatFixture  *fixture,
                              gconstpointer data)
{
  annex_sample_service_set_page_size (fixture->service, 1);
  chat_fixture_add_raw (fixture, "i1", "00:00:01", ATTACHMENT ("a1", "first", "IN_PROGRESS"));
  chat_fixture_add_raw (fixture, "i2", "00:00:02", ATTACHMENT ("a2", "second", "APPROVED"));
  chat_fixture_add_raw (fixture, "i3", "00:00:03", ATTACHMENT ("a3", "third", "APPROVED"));
  chat_fixture_add_raw (fixture, "i4", "00:00:04", ATTACHMENT ("a1", "first", "REJECTED"));
  chat_fixture_open_as (fixture, "AGENT");

  chat_fixture_assert_names (fixture, "third second first");
  g_assert_cmpuint (fixture->n_changes, ==, 4);
  g_assert_cmpuint (fixture->last_position, ==, 0);
  g_assert_cmpuint (fixture->last_removed, ==, 3);
  g_assert_cmpuint (fixture->last_added, ==, 3);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (fixture, 2)), ==, ANNEX_ATTACHMENT_STATE_BLOCKED);
}

/* An item far back whose check is awaited is looked for, although everything newer is known. */
static void
test_check_far_back_is_found (ChatFixture  *fixture,
                              gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "checked");

  annex_sample_service_set_page_size (fixture->service, 3);
  annex_sample_service_set_status (fixture->service, id, "IN_PROGRESS");
  for (guint i = 0; i < 10; i++)
    annex_sample_service_add_message (fixture->service, "AGENT", "Please wait");
  chat_fixture_open_as (fixture, "AGENT");

  annex_sample_service_set_status (fixture->service, id, "APPROVED");
  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (fixture, 0)), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (count_readings (fixture), ==, 4 + 4);

  /* Now there is nothing to look for, and one page is enough. */
  chat_fixture_poll (fixture);
  g_assert_cmpuint (count_readings (fixture), ==, 4 + 4 + 1);
}

/* A check that never ends is not looked for for ever: the quota belongs to everyone. */
static void
test_endless_check_is_given_up (ChatFixture  *fixture,
                                gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "checked");
  guint            n_readings;

  annex_sample_service_set_page_size (fixture->service, 3);
  annex_sample_service_set_status (fixture->service, id, "IN_PROGRESS");
  for (guint i = 0; i < 3; i++)
    annex_sample_service_add_message (fixture->service, "AGENT", "Please wait");
  chat_fixture_open_as (fixture, "AGENT");
  for (guint i = 0; i < 60; i++)
    chat_fixture_poll (fixture);
  n_readings = count_readings (fixture);
  g_assert_cmpuint (n_readings, ==, 2 + 59 * 2 + 1);

  chat_fixture_poll (fixture);
  g_assert_cmpuint (count_readings (fixture), ==, n_readings + 1);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (fixture, 0)), ==, ANNEX_ATTACHMENT_STATE_CHECKING);

  /* A new one is a reason to hurry again. */
  annex_sample_service_set_status (fixture->service, id, "APPROVED");
  g_free (g_steal_pointer (&id));
  id = chat_fixture_add (fixture, "another");
  annex_sample_service_set_status (fixture->service, id, "IN_PROGRESS");
  for (guint i = 0; i < 4; i++)
    annex_sample_service_add_message (fixture->service, "AGENT", "Please wait");
  chat_fixture_poll (fixture);
  n_readings = count_readings (fixture);
  chat_fixture_poll (fixture);
  g_assert_cmpuint (count_readings (fixture), ==, n_readings + 2);
}

static gboolean
is_coming (ChatFixture *fixture,
           gpointer     data)
{
  return annex_attachment_get_received (data) > 0;
}

/* A refusal takes the file away, whether it is held or on its way. */
static void
test_refusal_takes_the_file (ChatFixture  *fixture,
                             gconstpointer data)
{
  const AnnexSampleFault stall = { .kind = ANNEX_SAMPLE_FAULT_STALL, .times = 1 };
  g_autofree char       *held_id = chat_fixture_add (fixture, "held");
  g_autofree char       *coming_id = chat_fixture_add (fixture, "coming");
  AnnexAttachment       *held;
  AnnexAttachment       *coming;

  chat_fixture_open_as (fixture, "AGENT");
  held = annex_chat_find (fixture->chat, held_id);
  coming = annex_chat_find (fixture->chat, coming_id);
  annex_attachment_fetch (held);
  chat_fixture_wait_for_attachment (fixture, held, ANNEX_ATTACHMENT_STATE_READY);
  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &stall);
  annex_attachment_fetch (coming);
  chat_fixture_wait (fixture, is_coming, coming);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:"), >=, 1);

  annex_sample_service_set_status (fixture->service, held_id, "REJECTED");
  annex_sample_service_set_status (fixture->service, coming_id, "REJECTED");
  chat_fixture_poll (fixture);
  chat_fixture_drain ();

  g_assert_cmpint (annex_attachment_get_state (held), ==, ANNEX_ATTACHMENT_STATE_BLOCKED);
  g_assert_cmpint (annex_attachment_get_state (coming), ==, ANNEX_ATTACHMENT_STATE_BLOCKED);
  g_assert_null (annex_attachment_get_content (held));
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:"), ==, 0);
  annex_attachment_fetch (held);
  chat_fixture_drain ();
  g_assert_cmpint (annex_attachment_get_state (held), ==, ANNEX_ATTACHMENT_STATE_BLOCKED);

  /* It may change its mind. */
  annex_sample_service_set_status (fixture->service, coming_id, "APPROVED");
  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_attachment_get_state (coming), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
}

/* What the agent holds is not taken away because the check is in doubt again. */
static void
test_doubt_takes_nothing (ChatFixture  *fixture,
                          gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "held");
  AnnexAttachment *held;

  chat_fixture_open_as (fixture, "AGENT");
  held = chat_fixture_get (fixture, 0);
  annex_attachment_fetch (held);
  chat_fixture_wait_for_attachment (fixture, held, ANNEX_ATTACHMENT_STATE_READY);
  annex_sample_service_set_status (fixture->service, id, "QUARANTINED");
  chat_fixture_poll (fixture);

  g_assert_cmpint (annex_attachment_get_scan_status (held), ==, ANNEX_SCAN_STATUS_UNKNOWN);
  g_assert_cmpint (annex_attachment_get_state (held), ==, ANNEX_ATTACHMENT_STATE_READY);
  annex_attachment_drop_content (held);
  g_assert_cmpint (annex_attachment_get_state (held), ==, ANNEX_ATTACHMENT_STATE_CHECKING);
}

/* What cannot be used is shown as such or counted, once, and does no harm to the rest. */
static void
test_shows_what_is_broken (ChatFixture  *fixture,
                           gconstpointer data)
{
  chat_fixture_add_raw (fixture, "i1", "00:00:01", "\"Type\":\"ATTACHMENT\",\"Attachments\":[]");
  chat_fixture_add_raw (fixture, "i2", "00:00:02", "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentName\":\"nameless\",\"Status\":\"APPROVED\"}]");
  chat_fixture_add_raw (fixture, NULL, "00:00:03", "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"\",\"AttachmentName\":\"timed\"}]");
  chat_fixture_add_raw (fixture, NULL, NULL, "\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentName\":\"lost\"}]");
  chat_fixture_add_raw (fixture, "i5", "00:00:05", "\"Type\":5");
  annex_sample_service_add_raw_item (fixture->service, "\"no object\"");
  chat_fixture_add_raw (fixture, "i7", "00:00:07", ATTACHMENT ("a7", "good", "APPROVED"));
  chat_fixture_add_raw (fixture, "i8", "00:00:08", ATTACHMENT ("../a8", "good", "APPROVED"));
  chat_fixture_open_as (fixture, "AGENT");

  chat_fixture_assert_names (fixture, "good good timed nameless -");
  for (guint i = 2; i < 5; i++)
    {
      g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (fixture, i)), ==, ANNEX_ATTACHMENT_STATE_BROKEN);
      annex_attachment_fetch (chat_fixture_get (fixture, i));
      annex_attachment_cancel (chat_fixture_get (fixture, i));
      annex_attachment_try_now (chat_fixture_get (fixture, i));
      annex_attachment_drop_content (chat_fixture_get (fixture, i));
    }
  g_assert_cmpuint (annex_chat_get_n_unreadable (fixture->chat), ==, 3);

  chat_fixture_poll (fixture);
  g_assert_cmpuint (annex_chat_get_n_unreadable (fixture->chat), ==, 3);
  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 5);
  annex_sample_service_add_raw_item (fixture->service, "5");
  chat_fixture_poll (fixture);
  g_assert_cmpuint (annex_chat_get_n_unreadable (fixture->chat), ==, 4);
}

static void
test_stops_at_a_repeated_page (ChatFixture  *fixture,
                               gconstpointer data)
{
  static const char page[] = "{\"Transcript\":[{\"Id\":\"i\",\"AbsoluteTime\":\"2026-01-01T00:00:00Z\"," ATTACHMENT ("a", "same", "APPROVED") "}],\"NextToken\":\"round-and-round\"}";
  g_autoptr (GBytes) body = g_bytes_new_static (page, strlen (page));
  const AnnexSampleFault loop = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = 200, .headers = "Content-Type: application/json", .body = body };

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, &loop);
  chat_fixture_open_as (fixture, "AGENT");

  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 1);
  g_assert_cmpuint (count_readings (fixture), ==, 2);
  g_assert_true (annex_chat_get_is_incomplete (fixture->chat));
}

/* A poll reads back to what is known, and no further. */
static void
test_poll_reads_to_the_known (ChatFixture  *fixture,
                              gconstpointer data)
{
  annex_sample_service_set_page_size (fixture->service, 3);
  add_many (fixture, 0, 20);
  chat_fixture_open_as (fixture, "AGENT");
  g_assert_cmpuint (count_readings (fixture), ==, 7);

  add_many (fixture, 20, 7);
  chat_fixture_poll (fixture);
  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 27);
  g_assert_cmpuint (count_readings (fixture), ==, 7 + 3);
  g_assert_false (annex_chat_get_is_incomplete (fixture->chat));
}

/* A poll that was cut off leaves no gap behind. */
static void
test_failed_poll_leaves_no_gap (ChatFixture  *fixture,
                                gconstpointer data)
{
  annex_sample_service_set_page_size (fixture->service, 3);
  add_many (fixture, 0, 3);
  chat_fixture_open_as (fixture, "AGENT");
  add_many (fixture, 3, 9);

  chat_fixture_fail (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, 500, 3);
  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_READY);
  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INTERNAL);

  chat_fixture_poll (fixture);
  g_assert_null (annex_chat_get_error (fixture->chat));
  chat_fixture_assert_names (fixture, "11 10 9 8 7 6 5 4 3 2 1 0");
  g_assert_cmpstr (fixture->states->str, ==, " listing ready");
}

static gboolean
has_two_items (ChatFixture *fixture,
               gpointer     data)
{
  return chat_fixture_get_n_items (fixture) == 2;
}

static void
test_polls_by_itself (ChatFixture  *fixture,
                      gconstpointer data)
{
  add_many (fixture, 0, 1);
  chat_fixture_open_as (fixture, "AGENT");
  add_many (fixture, 1, 1);
  annex_chat_set_poll_seconds (fixture->chat, 1);
  chat_fixture_wait (fixture, has_two_items, NULL);
}

static void
fail_next_page (GListModel *model,
                guint       position,
                guint       removed,
                guint       added,
                gpointer    user_data)
{
  chat_fixture_fail (user_data, ANNEX_SAMPLE_GET_TRANSCRIPT, 500, 3);
  g_signal_handlers_disconnect_by_func (model, fail_next_page, user_data);
}

/* The first listing fails half-way; what came stays, and the next try makes it whole with the same rows. */
static void
test_refresh_starts_again (ChatFixture  *fixture,
                           gconstpointer data)
{
  g_autofree char *json = NULL;
  AnnexAttachment *row;

  annex_sample_service_set_page_size (fixture->service, 2);
  add_many (fixture, 0, 5);
  json = annex_sample_service_dup_hand_off (fixture->service, "AGENT", FALSE);
  chat_fixture_open (fixture, json);
  g_signal_connect (fixture->chat, "items-changed", G_CALLBACK (fail_next_page), fixture);
  annex_chat_refresh (fixture->chat);
  g_assert_false (annex_chat_get_is_busy (fixture->chat));
  annex_chat_start (fixture->chat);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);
  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INTERNAL);
  chat_fixture_assert_names (fixture, "4 3");
  row = chat_fixture_get (fixture, 1);

  chat_fixture_poll (fixture);
  g_assert_null (annex_chat_get_error (fixture->chat));
  chat_fixture_assert_names (fixture, "4 3 2 1 0");
  g_assert_true (chat_fixture_get (fixture, 1) == row);
  g_assert_cmpstr (fixture->states->str, ==, " listing failed listing ready");
}

#define ADD_TEST(path, function) g_test_add (path, ChatFixture, NULL, chat_fixture_set_up, function, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/chat/lists-all-pages", test_lists_all_pages);
  ADD_TEST ("/chat/lists-an-empty-chat", test_lists_an_empty_chat);
  ADD_TEST ("/chat/lists-ten-thousand", test_lists_ten_thousand);
  ADD_TEST ("/chat/sorts-by-time", test_sorts_by_time);
  ADD_TEST ("/chat/check-passes-in-place", test_check_passes_in_place);
  ADD_TEST ("/chat/check-passes-in-another-item", test_check_passes_in_another_item);
  ADD_TEST ("/chat/row-moves-in-one-change", test_row_moves_in_one_change);
  ADD_TEST ("/chat/check-far-back-is-found", test_check_far_back_is_found);
  ADD_TEST ("/chat/endless-check-is-given-up", test_endless_check_is_given_up);
  ADD_TEST ("/chat/refusal-takes-the-file", test_refusal_takes_the_file);
  ADD_TEST ("/chat/doubt-takes-nothing", test_doubt_takes_nothing);
  ADD_TEST ("/chat/shows-what-is-broken", test_shows_what_is_broken);
  ADD_TEST ("/chat/stops-at-a-repeated-page", test_stops_at_a_repeated_page);
  ADD_TEST ("/chat/poll-reads-to-the-known", test_poll_reads_to_the_known);
  ADD_TEST ("/chat/failed-poll-leaves-no-gap", test_failed_poll_leaves_no_gap);
  ADD_TEST ("/chat/polls-by-itself", test_polls_by_itself);
  ADD_TEST ("/chat/refresh-starts-again", test_refresh_starts_again);

  return g_test_run ();
}
