/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"
#include "test-chat-fixture.h"

#include <string.h>

static guint
count (ChatFixture         *fixture,
       AnnexSampleOperation operation)
{
  return annex_sample_service_get_n_requests (fixture->service, operation);
}

static void
open_with (ChatFixture *fixture,
           const char  *connection_token,
           const char  *participant_token)
{
  g_autofree char *json = g_strdup_printf ("{\"version\": 1, \"endpoint\": \"%s\", \"contactId\": \"this\","
                                           " \"connectionToken\": %s%s%s, \"participantToken\": %s%s%s}",
                                           annex_sample_service_get_endpoint (fixture->service),
                                           connection_token != NULL ? "\"" : "",
                                           connection_token != NULL ? connection_token : "null",
                                           connection_token != NULL ? "\"" : "",
                                           participant_token != NULL ? "\"" : "",
                                           participant_token != NULL ? participant_token : "null",
                                           participant_token != NULL ? "\"" : "");

  chat_fixture_open (fixture, json);
  annex_chat_start (fixture->chat);
}

static const char *
get_connection_token (ChatFixture *fixture)
{
  return annex_sample_service_get_connection_token (fixture->service, "AGENT");
}

static const char *
get_participant_token (ChatFixture *fixture)
{
  return annex_sample_service_get_participant_token (fixture->service, "AGENT");
}

/* Tokens */

static void
test_connection_token (ChatFixture  *fixture,
                       gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "file");

  open_with (fixture, get_connection_token (fixture), get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);

  chat_fixture_assert_names (fixture, "file");
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_CREATE_CONNECTION), ==, 0);
}

/* A participant token is changed into a connection token, and nobody in the chat learns of it. */
static void
test_participant_token (ChatFixture  *fixture,
                        gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "file");

  open_with (fixture, NULL, get_participant_token (fixture));
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_CONNECTING);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);

  chat_fixture_assert_names (fixture, "file");
  g_assert_cmpstr (fixture->states->str, ==, " listing ready");
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_CREATE_CONNECTION), ==, 1);
  g_assert_cmpstr (annex_sample_service_get_last_request (fixture->service, ANNEX_SAMPLE_CREATE_CONNECTION), ==, "{\"Type\":[\"CONNECTION_CREDENTIALS\"]}");
  annex_attachment_fetch (chat_fixture_get (fixture, 0));
  chat_fixture_wait_for_attachment (fixture, chat_fixture_get (fixture, 0), ANNEX_ATTACHMENT_STATE_READY);
}

static void
test_wrong_kind_of_token (ChatFixture  *fixture,
                          gconstpointer data)
{
  open_with (fixture, get_participant_token (fixture), NULL);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);
  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  chat_fixture_close (fixture);

  open_with (fixture, NULL, get_connection_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);
  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 1);
}

/* When the connection token is no longer good, the participant token may still be; but it is tried only once. */
static void
test_stale_connection_token (ChatFixture  *fixture,
                             gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "file");

  open_with (fixture, "stale", get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
  chat_fixture_assert_names (fixture, "file");
  g_assert_cmpstr (fixture->states->str, ==, " listing connecting listing ready");
  chat_fixture_close (fixture);

  g_string_truncate (fixture->states, 0);
  open_with (fixture, "stale", "stale");
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);
  g_assert_cmpstr (fixture->states->str, ==, " listing connecting failed");
}

/* A new connection token that is no better than the old one does not lead round in a circle. */
static void
test_renewal_that_does_not_help (ChatFixture  *fixture,
                                 gconstpointer data)
{
  chat_fixture_fail (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, 403, 0);
  open_with (fixture, get_connection_token (fixture), get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);

  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_CREATE_CONNECTION), ==, 1);
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 2);
}

/* The same in the middle of the chat: nobody notices. */
static void
test_token_is_renewed_silently (ChatFixture  *fixture,
                                gconstpointer data)
{
  g_autofree char *first = chat_fixture_add (fixture, "first");
  g_autofree char *second = NULL;

  open_with (fixture, get_connection_token (fixture), get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
  second = chat_fixture_add (fixture, "second");
  chat_fixture_fail (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, 403, 1);
  chat_fixture_poll (fixture);

  chat_fixture_assert_names (fixture, "second first");
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_CREATE_CONNECTION), ==, 1);
  g_assert_cmpstr (fixture->states->str, ==, " listing ready");
  g_assert_null (annex_chat_get_error (fixture->chat));
}

static void
test_connection_without_token (ChatFixture  *fixture,
                               gconstpointer data)
{
  chat_fixture_fail (fixture, ANNEX_SAMPLE_CREATE_CONNECTION, 200, 1);
  open_with (fixture, NULL, get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_FAILED);
  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);

  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_READY);
}

/* A bot may read the transcript but has no access to files: the rows say so, and the chat goes on. */
static void
test_bot_has_no_files (ChatFixture  *fixture,
                       gconstpointer data)
{
  g_autofree char *first = chat_fixture_add (fixture, "first");
  g_autofree char *second = chat_fixture_add (fixture, "second");
  g_autofree char *third = NULL;
  AnnexAttachment *row;

  chat_fixture_open_as (fixture, "CUSTOM_BOT");
  row = chat_fixture_get (fixture, 0);
  annex_attachment_fetch (row);
  chat_fixture_wait_for_attachment (fixture, row, ANNEX_ATTACHMENT_STATE_FAILED);

  g_assert_error (annex_attachment_get_error (row), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpint (annex_attachment_get_state (chat_fixture_get (fixture, 1)), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  third = chat_fixture_add (fixture, "third");
  chat_fixture_poll (fixture);
  chat_fixture_assert_names (fixture, "third second first");
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_READY);

  annex_attachment_fetch (row);
  chat_fixture_wait_for_attachment (fixture, row, ANNEX_ATTACHMENT_STATE_REQUESTING);
  g_assert_null (annex_attachment_get_error (row));
  chat_fixture_wait_for_attachment (fixture, row, ANNEX_ATTACHMENT_STATE_FAILED);
}

/* The end */

static gboolean
has_timer (ChatFixture *fixture)
{
  return g_main_context_find_source_by_user_data (NULL, fixture->chat) != NULL;
}

static void
assert_ended (ChatFixture *fixture)
{
  const guint n_requests = count (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT);

  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_ENDED);
  g_assert_false (has_timer (fixture));
  annex_chat_refresh (fixture->chat);
  annex_chat_start (fixture->chat);
  annex_chat_set_poll_seconds (fixture->chat, 1);
  g_assert_false (annex_chat_get_is_busy (fixture->chat));
  g_assert_false (has_timer (fixture));
  chat_fixture_drain ();
  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, n_requests);
}

/* What is held stays readable: it is the window that decides when it goes. */
static void
test_service_shuts_out (ChatFixture  *fixture,
                        gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "file");
  AnnexAttachment *row;

  chat_fixture_open_as (fixture, "AGENT");
  row = chat_fixture_get (fixture, 0);
  annex_attachment_fetch (row);
  chat_fixture_wait_for_attachment (fixture, row, ANNEX_ATTACHMENT_STATE_READY);
  annex_sample_service_end_chat (fixture->service);
  chat_fixture_poll (fixture);

  g_assert_error (annex_chat_get_error (fixture->chat), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  g_assert_cmpint (annex_attachment_get_state (row), ==, ANNEX_ATTACHMENT_STATE_READY);
  assert_ended (fixture);
}

static void
test_shut_out_of_both (ChatFixture  *fixture,
                       gconstpointer data)
{
  open_with (fixture, get_connection_token (fixture), get_participant_token (fixture));
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
  annex_sample_service_end_chat (fixture->service);
  chat_fixture_poll (fixture);

  g_assert_cmpuint (count (fixture, ANNEX_SAMPLE_CREATE_CONNECTION), ==, 1);
  assert_ended (fixture);
}

/* An event that comes as news ends the chat, after what came before it was listed. */
static void
test_event_ends_the_chat (ChatFixture  *fixture,
                          gconstpointer event)
{
  g_autofree char *id = NULL;

  open_with (fixture, get_connection_token (fixture), NULL);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
  id = chat_fixture_add (fixture, "last");
  chat_fixture_add_event (fixture, "end", event, NULL);
  chat_fixture_poll (fixture);

  chat_fixture_assert_names (fixture, "last");
  g_assert_null (annex_chat_get_error (fixture->chat));
  assert_ended (fixture);
}

/* What ended other contacts does not end this one. */
static void
test_other_ends_are_ignored (ChatFixture  *fixture,
                             gconstpointer data)
{
  chat_fixture_add_event (fixture, "1", "chat.ended", "\"ContactId\":\"this\"");
  chat_fixture_add_event (fixture, "2", "transfer.succeeded", "\"ContactId\":\"this\"");
  chat_fixture_add_event (fixture, "3", "participant.joined", NULL);
  chat_fixture_add_event (fixture, "4", "transfer.succeeded", NULL);
  open_with (fixture, get_connection_token (fixture), NULL);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);

  chat_fixture_add_event (fixture, "5", "chat.ended", "\"RelatedContactId\":\"earlier\"");
  chat_fixture_add_event (fixture, "6", "chat.ended", "\"ContactId\":\"another\"");
  chat_fixture_add_event (fixture, "7", "transfer.failed", "\"ContactId\":\"this\"");
  chat_fixture_poll (fixture);
  chat_fixture_poll (fixture);
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_READY);

  chat_fixture_add_event (fixture, "8", "chat.ended", "\"ContactId\":\"this\"");
  chat_fixture_poll (fixture);
  assert_ended (fixture);
}

static void
test_ended_from_the_start (ChatFixture  *fixture,
                           gconstpointer data)
{
  g_autofree char *id = chat_fixture_add (fixture, "file");

  chat_fixture_add_event (fixture, "end", "chat.ended", "\"ContactId\":\"this\"");
  open_with (fixture, get_connection_token (fixture), NULL);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_ENDED);

  chat_fixture_assert_names (fixture, "file");
  assert_ended (fixture);
}

/* Letting go */

static gboolean
is_object_cut_off (ChatFixture *fixture,
                   gpointer     data)
{
  return annex_attachment_get_received (data) > 0;
}

static void
live_and_wipe (ChatFixture *fixture)
{
  const AnnexSampleFault stall = { .kind = ANNEX_SAMPLE_FAULT_STALL, .times = 1 };
  const AnnexSampleFault silence = { .kind = ANNEX_SAMPLE_FAULT_SILENT, .times = 1 };
  g_autoptr (AnnexAttachment) held = NULL;
  g_autoptr (AnnexAttachment) coming = NULL;
  g_autoptr (AnnexAttachment) asked = NULL;

  chat_fixture_open_as (fixture, "AGENT");
  annex_chat_set_poll_seconds (fixture->chat, 3600);
  held = g_object_ref (chat_fixture_get (fixture, 0));
  coming = g_object_ref (chat_fixture_get (fixture, 1));
  asked = g_object_ref (chat_fixture_get (fixture, 2));
  annex_attachment_fetch (held);
  chat_fixture_wait_for_attachment (fixture, held, ANNEX_ATTACHMENT_STATE_READY);
  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &stall);
  annex_attachment_fetch (coming);
  chat_fixture_wait (fixture, is_object_cut_off, coming);
  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT, &silence);
  annex_attachment_fetch (asked);
  chat_fixture_wait_for_attachment (fixture, asked, ANNEX_ATTACHMENT_STATE_REQUESTING);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:"), >=, 1);
  g_assert_true (has_timer (fixture));
  g_assert_false (annex_chat_get_is_busy (fixture->chat));

  annex_chat_wipe (fixture->chat);
  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 0);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  g_assert_cmpint (annex_chat_get_state (fixture->chat), ==, ANNEX_CHAT_STATE_ENDED);
  g_assert_false (annex_chat_get_is_busy (fixture->chat));
  g_assert_null (annex_chat_get_hand_off (fixture->chat));
  g_assert_null (annex_chat_get_display_name (fixture->chat));
  g_assert_null (annex_attachment_get_content (held));
  g_assert_cmpint (annex_attachment_get_state (coming), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  g_assert_cmpint (annex_attachment_get_state (asked), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  chat_fixture_drain ();
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:"), ==, 0);

  /* Without the token nothing can be fetched any more, and nobody is asked. */
  annex_attachment_fetch (held);
  chat_fixture_wait_for_attachment (fixture, held, ANNEX_ATTACHMENT_STATE_FAILED);
  g_assert_error (annex_attachment_get_error (held), ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
  annex_chat_wipe (fixture->chat);
  assert_ended (fixture);

  chat_fixture_close (fixture);
  g_assert_finalize_object (g_steal_pointer (&held));
  g_assert_finalize_object (g_steal_pointer (&coming));
  g_assert_finalize_object (g_steal_pointer (&asked));
}

static guint
count_fds_of_a_life (void)
{
  ChatFixture fixture = { 0 };

  chat_fixture_set_up (&fixture, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = chat_fixture_add (&fixture, "some text to fetch");
    }
  live_and_wipe (&fixture);
  chat_fixture_tear_down (&fixture, NULL);

  return chat_fixture_count_fds ("");
}

/* The wipe ends everything at once; the second life leaves no more open than the first, in which GIO opens its own. */
static void
test_wipe_leaves_nothing (void)
{
  const guint n_fds = count_fds_of_a_life ();

  g_assert_cmpuint (count_fds_of_a_life (), ==, n_fds);
}

static void
wipe_now (AnnexChat *chat)
{
  annex_chat_wipe (chat);
}

/* Whoever hears of a change may wipe in the middle of it. */
static void
test_wipe_from_a_handler (ChatFixture  *fixture,
                          gconstpointer signal)
{
  g_autofree char *json = NULL;

  annex_sample_service_set_page_size (fixture->service, 2);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = chat_fixture_add (fixture, "file");
    }
  json = annex_sample_service_dup_hand_off (fixture->service, "AGENT", FALSE);
  chat_fixture_open (fixture, json);
  g_signal_connect (fixture->chat, signal, G_CALLBACK (wipe_now), NULL);
  annex_chat_start (fixture->chat);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_ENDED);
  chat_fixture_drain ();

  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 0);
  assert_ended (fixture);
}

/* A row that is told of its refusal may be the end of the chat, too. */
static void
test_wipe_from_a_row (ChatFixture  *fixture,
                      gconstpointer data)
{
  g_autofree char *first = chat_fixture_add (fixture, "first");
  g_autofree char *second = chat_fixture_add (fixture, "second");
  g_autofree char *third = NULL;

  chat_fixture_open_as (fixture, "AGENT");
  g_signal_connect_swapped (annex_chat_find (fixture->chat, second), "notify::state", G_CALLBACK (wipe_now), fixture->chat);
  annex_sample_service_set_status (fixture->service, first, "REJECTED");
  annex_sample_service_set_status (fixture->service, second, "REJECTED");
  third = chat_fixture_add (fixture, "third");
  annex_chat_refresh (fixture->chat);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_ENDED);
  chat_fixture_drain ();

  g_assert_cmpuint (chat_fixture_get_n_items (fixture), ==, 0);
}

/* Nothing that is under way keeps a chat, and a chat that is gone asks for nothing more. */
static void
test_nothing_keeps_a_chat (ChatFixture  *fixture,
                           gconstpointer data)
{
  const AnnexSampleFault silence = { .kind = ANNEX_SAMPLE_FAULT_SILENT, .times = 1 };
  g_autofree char       *id = chat_fixture_add (fixture, "file");

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_CREATE_CONNECTION, &silence);
  open_with (fixture, NULL, get_participant_token (fixture));
  chat_fixture_drain ();
  chat_fixture_close (fixture);

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, &silence);
  open_with (fixture, get_connection_token (fixture), NULL);
  chat_fixture_drain ();
  chat_fixture_close (fixture);

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT, &silence);
  open_with (fixture, get_connection_token (fixture), NULL);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
  annex_chat_set_poll_seconds (fixture->chat, 1);
  annex_attachment_fetch (chat_fixture_get (fixture, 0));
  chat_fixture_drain ();
  chat_fixture_close (fixture);
}

#define ADD_TEST(path, data, function) g_test_add (path, ChatFixture, data, chat_fixture_set_up, function, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/chat/connection-token", NULL, test_connection_token);
  ADD_TEST ("/chat/participant-token", NULL, test_participant_token);
  ADD_TEST ("/chat/wrong-kind-of-token", NULL, test_wrong_kind_of_token);
  ADD_TEST ("/chat/stale-connection-token", NULL, test_stale_connection_token);
  ADD_TEST ("/chat/renewal-that-does-not-help", NULL, test_renewal_that_does_not_help);
  ADD_TEST ("/chat/token-is-renewed-silently", NULL, test_token_is_renewed_silently);
  ADD_TEST ("/chat/connection-without-token", NULL, test_connection_without_token);
  ADD_TEST ("/chat/bot-has-no-files", NULL, test_bot_has_no_files);
  ADD_TEST ("/chat/service-shuts-out", NULL, test_service_shuts_out);
  ADD_TEST ("/chat/shut-out-of-both", NULL, test_shut_out_of_both);
  ADD_TEST ("/chat/event-ends-the-chat/ended", "chat.ended", test_event_ends_the_chat);
  ADD_TEST ("/chat/event-ends-the-chat/transferred", "transfer.succeeded", test_event_ends_the_chat);
  ADD_TEST ("/chat/other-ends-are-ignored", NULL, test_other_ends_are_ignored);
  ADD_TEST ("/chat/ended-from-the-start", NULL, test_ended_from_the_start);
  g_test_add_func ("/chat/wipe-leaves-nothing", test_wipe_leaves_nothing);
  ADD_TEST ("/chat/wipe-from-a-handler/items", "items-changed", test_wipe_from_a_handler);
  ADD_TEST ("/chat/wipe-from-a-handler/state", "notify::state", test_wipe_from_a_handler);
  ADD_TEST ("/chat/wipe-from-a-handler/busy", "notify::busy", test_wipe_from_a_handler);
  ADD_TEST ("/chat/wipe-from-a-row", NULL, test_wipe_from_a_row);
  ADD_TEST ("/chat/nothing-keeps-a-chat", NULL, test_nothing_keeps_a_chat);

  return g_test_run ();
}
