/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-chat-fixture.h"

#include <string.h>

#define SIZE 1000

/* What of a chat is held in memory, and for how long. */

typedef struct
{
  ChatFixture         chat;
  AnnexContentBudget *budget;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  chat_fixture_set_up (&fixture->chat, NULL);
  fixture->budget = annex_content_budget_new (2 * SIZE);
  annex_fetch_queue_set_budget (fixture->chat.queue, fixture->budget);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  chat_fixture_tear_down (&fixture->chat, NULL);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 0);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, 0);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
  g_assert_finalize_object (fixture->budget);
}

static void
add (Fixture    *fixture,
     const char *name,
     char        filling)
{
  g_autofree char *text = g_strnfill (SIZE, filling);
  g_autoptr (GBytes) bytes = g_bytes_new (text, SIZE);
  g_autofree char *id = annex_sample_service_add_attachment (fixture->chat.service, name, "text/plain", bytes);
}

/* Newest first: c, b, a. */
static void
open_three (Fixture *fixture)
{
  add (fixture, "a", 'a');
  add (fixture, "b", 'b');
  add (fixture, "c", 'c');
  chat_fixture_open_as (&fixture->chat, "AGENT");
  chat_fixture_assert_names (&fixture->chat, "c b a");
}

static AnnexAttachment *
fetch (Fixture *fixture,
       guint    position)
{
  AnnexAttachment *attachment = chat_fixture_get (&fixture->chat, position);

  annex_attachment_fetch (attachment);
  chat_fixture_wait_for_attachment (&fixture->chat, attachment, ANNEX_ATTACHMENT_STATE_READY);

  return attachment;
}

static guint
count_links (Fixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->chat.service, ANNEX_SAMPLE_GET_ATTACHMENT);
}

static void
test_least_used_goes (Fixture      *fixture,
                      gconstpointer data)
{
  AnnexAttachment *first;

  open_three (fixture);
  first = fetch (fixture, 0);
  fetch (fixture, 1);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 2);
  fetch (fixture, 2);

  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 2);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 2 * SIZE);
  g_assert_cmpint (annex_attachment_get_state (first), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_null (annex_attachment_get_error (first));
  g_assert_cmpuint (annex_attachment_get_size (first), ==, SIZE);

  /* Selecting it is what asks for it. */
  g_assert_cmpuint (count_links (fixture), ==, 3);
  fetch (fixture, 0);
  g_assert_cmpuint (count_links (fixture), ==, 4);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (&fixture->chat, 1)), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
}

static void
test_pinned_stays (Fixture      *fixture,
                   gconstpointer data)
{
  AnnexAttachment *shown;

  open_three (fixture);
  shown = chat_fixture_get (&fixture->chat, 0);
  annex_attachment_pin_content (shown);
  annex_attachment_pin_content (shown);
  fetch (fixture, 0);
  fetch (fixture, 1);
  fetch (fixture, 2);
  g_assert_cmpint (annex_attachment_get_state (shown), ==, ANNEX_ATTACHMENT_STATE_READY);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (&fixture->chat, 1)), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);

  /* One of the two is over, then the other. */
  annex_attachment_unpin_content (shown);
  annex_content_budget_set_limit (fixture->budget, 0);
  g_assert_cmpint (annex_attachment_get_state (shown), ==, ANNEX_ATTACHMENT_STATE_READY);
  annex_attachment_unpin_content (shown);
  g_assert_cmpint (annex_attachment_get_state (shown), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
}

/* The same file twice is held once. */
static void
test_same_bytes_twice (Fixture      *fixture,
                       gconstpointer data)
{
  AnnexAttachment *one, *two;

  add (fixture, "a", 'x');
  add (fixture, "b", 'x');
  chat_fixture_open_as (&fixture->chat, "AGENT");
  one = fetch (fixture, 0);
  two = fetch (fixture, 1);

  g_assert_true (annex_attachment_get_content (one) == annex_attachment_get_content (two));
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 1);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, SIZE);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, 2);

  annex_attachment_drop_content (one);
  g_assert_nonnull (annex_attachment_get_content (two));
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, SIZE);
}

/* Of an interrupted download what has arrived is counted, and goes when there is too much. */
static void
test_part_is_counted (Fixture      *fixture,
                      gconstpointer data)
{
  const AnnexSampleFault    fault = { .kind = ANNEX_SAMPLE_FAULT_STALL, .times = 1 };
  const AnnexDownloadLimits limits = { .silence_ms = 100 };
  AnnexAttachment          *broken;

  open_three (fixture);
  annex_fetch_queue_set_limits (fixture->chat.queue, &limits);
  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &fault);
  broken = chat_fixture_get (&fixture->chat, 0);
  annex_attachment_fetch (broken);
  chat_fixture_wait_for_attachment (&fixture->chat, broken, ANNEX_ATTACHMENT_STATE_FAILED);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, SIZE / 2);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 1);

  fetch (fixture, 1);
  fetch (fixture, 2);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 2 * SIZE);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 2);
  g_assert_cmpint (annex_attachment_get_state (broken), ==, ANNEX_ATTACHMENT_STATE_FAILED);

  /* From the beginning, then. */
  fetch (fixture, 0);
  g_assert_null (annex_sample_service_get_last_header (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, "Range"));
}

static gboolean
is_half_there (ChatFixture *fixture,
               gpointer     data)
{
  return annex_attachment_get_received (data) == SIZE / 2;
}

static AnnexAttachment *
begin_and_stall (Fixture *fixture,
                 guint    position)
{
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_STALL, .times = 1 };
  AnnexAttachment       *attachment = chat_fixture_get (&fixture->chat, position);

  annex_sample_service_push_fault (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, &fault);
  annex_attachment_fetch (attachment);
  chat_fixture_wait (&fixture->chat, is_half_there, attachment);

  return attachment;
}

static const char *
get_header (Fixture    *fixture,
            const char *name)
{
  return annex_sample_service_get_last_header (fixture->chat.service, ANNEX_SAMPLE_GET_OBJECT, name);
}

/* To another and back again: the same bytes do not come twice. */
static void
test_left_and_come_back_to (Fixture      *fixture,
                            gconstpointer data)
{
  g_autofree char *expected = g_strnfill (SIZE, 'c');
  g_autoptr (GBytes) bytes = NULL;
  AnnexAttachment *left;

  open_three (fixture);
  left = begin_and_stall (fixture, 0);
  annex_attachment_leave (left);
  g_assert_cmpint (annex_attachment_get_state (left), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpuint (annex_attachment_get_received (left), ==, 0);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, SIZE / 2);
  fetch (fixture, 1);
  g_assert_null (get_header (fixture, "Range"));

  fetch (fixture, 0);
  g_assert_cmpstr (get_header (fixture, "Range"), ==, "bytes=500-");
  g_assert_nonnull (get_header (fixture, "If-Match"));
  bytes = annex_content_dup_head (annex_attachment_get_content (left), SIZE + 1);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, SIZE);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 2 * SIZE);
}

/* It is the first to go when there is no room, and goes at once when it was cancelled. */
static void
test_left_gives_way (Fixture      *fixture,
                     gconstpointer data)
{
  open_three (fixture);
  annex_attachment_leave (begin_and_stall (fixture, 0));
  fetch (fixture, 1);
  fetch (fixture, 2);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 2 * SIZE);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 2);
  fetch (fixture, 0);
  g_assert_null (get_header (fixture, "Range"));

  annex_attachment_drop_content (chat_fixture_get (&fixture->chat, 0));
  annex_attachment_cancel (begin_and_stall (fixture, 0));
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), <=, SIZE);
  fetch (fixture, 0);
  g_assert_null (get_header (fixture, "Range"));
}

static void
test_wipe_of_left (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (AnnexAttachment) kept = NULL;

  open_three (fixture);
  kept = g_object_ref (begin_and_stall (fixture, 0));
  annex_attachment_leave (kept);
  annex_chat_wipe (fixture->chat.chat);
  chat_fixture_drain ();
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 0);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
}

static void
test_wipe_gives_all_back (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (AnnexAttachment) kept = NULL;

  open_three (fixture);
  kept = g_object_ref (fetch (fixture, 0));
  annex_attachment_pin_content (kept);
  fetch (fixture, 1);
  annex_chat_wipe (fixture->chat.chat);

  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 0);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, 0);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
  annex_attachment_unpin_content (kept);
}

#define ADD(path, function) g_test_add ("/chat-budget/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("least-used-goes", test_least_used_goes);
  ADD ("pinned-stays", test_pinned_stays);
  ADD ("same-bytes-twice", test_same_bytes_twice);
  ADD ("part-is-counted", test_part_is_counted);
  ADD ("left-and-come-back-to", test_left_and_come_back_to);
  ADD ("left-gives-way", test_left_gives_way);
  ADD ("wipe-of-left", test_wipe_of_left);
  ADD ("wipe-gives-all-back", test_wipe_gives_all_back);

  return g_test_run ();
}
