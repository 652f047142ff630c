/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sample-client.h"

#include "annex-sample-quota.h"

#include <string.h>

static void
test_connection (Fixture      *fixture,
                 gconstpointer data)
{
  const char *token = annex_sample_service_get_participant_token (fixture->service, "AGENT");
  g_autoptr (Answer) answer = fixture_call (fixture, "connection", token, "{\"Type\":[\"WEBSOCKET\",\"CONNECTION_CREDENTIALS\"]}");
  g_autoptr (JsonNode) root = answer_parse (answer);
  JsonObject *credentials = json_object_get_object_member (json_node_get_object (root), "ConnectionCredentials");
  JsonObject *socket = json_object_get_object_member (json_node_get_object (root), "Websocket");
  g_autoptr (Answer) page = fixture_call (fixture, "transcript", json_object_get_string_member (credentials, "ConnectionToken"), "{}");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (socket, "Url"), "ws://127.0.0.1:"));
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_false (annex_sample_service_get_connected (fixture->service));
}

static void
test_connection_members (Fixture      *fixture,
                         gconstpointer data)
{
  const char *token = annex_sample_service_get_participant_token (fixture->service, "AGENT");
  g_autoptr (Answer) credentials = fixture_call (fixture, "connection", token, "{\"Type\":[\"CONNECTION_CREDENTIALS\"]}");
  g_autoptr (Answer) connected = fixture_call (fixture, "connection", token, "{\"ConnectParticipant\":true}");
  g_autoptr (Answer) empty = fixture_call (fixture, "connection", token, "{\"Type\":[]}");
  g_autoptr (Answer) unknown = fixture_call (fixture, "connection", token, "{\"Type\":[\"SOCKET\"]}");

  g_assert_null (strstr (credentials->text, "Websocket"));
  g_assert_cmpuint (connected->status, ==, 200);
  g_assert_true (annex_sample_service_get_connected (fixture->service));
  answer_assert_refused (empty, 400, "ValidationException");
  answer_assert_refused (unknown, 400, "ValidationException");
}

/* Neither kind of token stands in for the other, and none for another operation's header. */
static void
test_token_kinds (Fixture      *fixture,
                  gconstpointer data)
{
  const char      *participant = annex_sample_service_get_participant_token (fixture->service, "AGENT");
  const char      *connection = annex_sample_service_get_connection_token (fixture->service, "AGENT");
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", id);
  g_autofree char *long_token = g_strnfill (1001, 'a');
  g_autofree char *url = g_strconcat (annex_sample_service_get_endpoint (fixture->service), "/participant/transcript", NULL);
  g_autoptr (Answer) wrong_connection = fixture_call (fixture, "connection", connection, "{}");
  g_autoptr (Answer) wrong_transcript = fixture_call (fixture, "transcript", participant, "{}");
  g_autoptr (Answer) wrong_attachment = fixture_call (fixture, "attachment", participant, body);
  g_autoptr (Answer) made_up = fixture_call (fixture, "transcript", "QVFJREFI", "{}");
  g_autoptr (Answer) none = fixture_ask (fixture, "POST", url, "Content-Type: application/json", "{}");
  g_autoptr (Answer) long_one = fixture_call (fixture, "transcript", long_token, "{}");
  g_autoptr (Answer) right = fixture_call (fixture, "attachment", connection, body);

  answer_assert_refused (wrong_connection, 403, "AccessDeniedException");
  answer_assert_refused (wrong_transcript, 403, "AccessDeniedException");
  answer_assert_refused (wrong_attachment, 403, "AccessDeniedException");
  answer_assert_refused (made_up, 403, "AccessDeniedException");
  answer_assert_refused (none, 403, "AccessDeniedException");
  answer_assert_refused (long_one, 400, "ValidationException");
  g_assert_cmpuint (right->status, ==, 200);
}

static void
test_token_lifetime (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (Answer) fresh = fixture_call_as_agent (fixture, "transcript", "{}");
  g_autoptr (Answer) old = NULL;
  g_autoptr (Answer) participant = NULL;

  annex_sample_service_set_clock_offset (fixture->service, 24 * 60 * 60 + 1);
  old = fixture_call_as_agent (fixture, "transcript", "{}");
  participant = fixture_call (fixture, "connection", annex_sample_service_get_participant_token (fixture->service, "AGENT"), "{}");

  g_assert_cmpuint (fresh->status, ==, 200);
  answer_assert_refused (old, 403, "AccessDeniedException");
  g_assert_cmpuint (participant->status, ==, 200);
}

static void
test_roles (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *role;
    guint       status;
  } cases[] = { { "AGENT", 200 }, { "CUSTOMER", 200 }, { "SUPERVISOR", 200 }, { "CUSTOM_BOT", 403 } };
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", id);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *token = annex_sample_service_get_connection_token (fixture->service, cases[i].role);
      g_autoptr (Answer) attachment = fixture_call (fixture, "attachment", token, body);
      g_autoptr (Answer) transcript = fixture_call (fixture, "transcript", token, "{}");

      g_assert_cmpuint (attachment->status, ==, cases[i].status);
      g_assert_cmpuint (transcript->status, ==, 200);
    }
}

static void
test_attachment_members (Fixture      *fixture,
                         gconstpointer data)
{
  static const struct
  {
    const char *expiry;
    guint       status;
  } cases[] = {
    { "4", 400 },
    { "5", 200 },
    { "300", 200 },
    { "301", 400 },
    { "-5", 400 },
    { "30.0", 400 },
    { "\"30\"", 400 },
    { "\"2026-01-01T00:00:00.000Z\"", 400 },
    { "[30]", 400 },
    { "null", 200 },
  };
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\",\"UrlExpiryInSeconds\":%s}", id, cases[i].expiry);
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "attachment", body);

      g_test_message ("UrlExpiryInSeconds %s", cases[i].expiry);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].status == 400)
        answer_assert_refused (answer, 400, "ValidationException");
    }
}

static void
test_attachment_id (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *longest = g_strnfill (256, 'a');
  g_autofree char *too_long = g_strnfill (257, 'a');
  const struct
  {
    const char *id;
    guint       status;
    const char *type;
  } cases[] = {
    { "", 400, "ValidationException" },
    { too_long, 400, "ValidationException" },
    { longest, 403, "AccessDeniedException" },
  };
  g_autoptr (Answer) absent = fixture_call_as_agent (fixture, "attachment", "{}");
  g_autoptr (Answer) number = fixture_call_as_agent (fixture, "attachment", "{\"AttachmentId\":5}");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", cases[i].id);
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "attachment", body);

      answer_assert_refused (answer, cases[i].status, cases[i].type);
    }
  answer_assert_refused (absent, 400, "ValidationException");
  answer_assert_refused (number, 400, "ValidationException");
}

static void
test_link (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\",\"UrlExpiryInSeconds\":60}", id);
  g_autoptr (GDateTime) before = g_date_time_new_now_utc ();
  g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "attachment", body);
  g_autoptr (JsonNode) root = answer_parse (answer);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GDateTime) expiry = g_date_time_new_from_iso8601 (json_object_get_string_member (object, "UrlExpiry"), NULL);

  g_assert_cmpint (json_object_get_int_member (object, "AttachmentSizeInBytes"), ==, 4);
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "Url")), <=, 2000);
  g_assert_nonnull (strstr (json_object_get_string_member (object, "Url"), "X-Amz-Expires=60&"));
  g_assert_cmpint (g_date_time_difference (expiry, before), >=, 59 * G_TIME_SPAN_SECOND);
  g_assert_nonnull (answer_get_header (answer, "x-amzn-RequestId"));
}

static void
test_wrong_requests (Fixture      *fixture,
                     gconstpointer data)
{
  const char      *token = annex_sample_service_get_connection_token (fixture->service, "AGENT");
  g_autofree char *url = g_strconcat (annex_sample_service_get_endpoint (fixture->service), "/participant/transcript", NULL);
  g_autofree char *other_url = g_strconcat (annex_sample_service_get_endpoint (fixture->service), "/participant/disconnect", NULL);
  g_autofree char *header = g_strconcat ("X-Amz-Bearer: ", token, NULL);
  g_autofree char *headers = g_strconcat (header, "\nContent-Type: application/json", NULL);
  g_autoptr (Answer) get = fixture_ask (fixture, "GET", url, header, NULL);
  g_autoptr (Answer) other = fixture_ask (fixture, "POST", other_url, headers, "{}");
  g_autoptr (Answer) untyped = fixture_ask (fixture, "POST", url, header, "{}");
  g_autoptr (Answer) broken = fixture_call_as_agent (fixture, "transcript", "{\"MaxResults\":1,}");
  g_autoptr (Answer) array = fixture_call_as_agent (fixture, "transcript", "[]");

  g_assert_cmpuint (get->status, ==, 403);
  g_assert_cmpuint (other->status, ==, 403);
  g_assert_cmpuint (untyped->status, ==, 415);
  answer_assert_refused (broken, 400, "SerializationException");
  answer_assert_refused (array, 400, "SerializationException");
}

static void
test_end_of_chat (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", id);
  g_autofree char *url = fixture_link (fixture, id, 300);
  g_autoptr (Answer) transcript = NULL;
  g_autoptr (Answer) attachment = NULL;
  g_autoptr (Answer) connection = NULL;
  g_autoptr (Answer) object = NULL;

  annex_sample_service_end_chat (fixture->service);
  transcript = fixture_call_as_agent (fixture, "transcript", "{}");
  attachment = fixture_call_as_agent (fixture, "attachment", body);
  connection = fixture_call (fixture, "connection", annex_sample_service_get_participant_token (fixture->service, "AGENT"), "{}");
  object = fixture_ask (fixture, "GET", url, NULL, NULL);

  answer_assert_refused (transcript, 403, "AccessDeniedException");
  answer_assert_refused (attachment, 403, "AccessDeniedException");
  answer_assert_refused (connection, 403, "AccessDeniedException");
  g_assert_cmpuint (object->status, ==, 200);
}

/* More requests than the bucket holds, sent faster than it fills: at least one is refused, and the burst is not. */
static void
test_quota (Fixture      *fixture,
            gconstpointer data)
{
  guint n_refused = 0;

  annex_sample_service_set_quotas (fixture->service, TRUE);
  for (guint i = 0; i < 200 && n_refused == 0; i++)
    {
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "attachment", "{}");

      if (answer->status == 429)
        {
          answer_assert_refused (answer, 429, "ThrottlingException");
          g_assert_cmpuint (i, >=, 12);
          n_refused++;
        }
    }
  g_assert_cmpuint (n_refused, ==, 1);
}

/* The bucket by itself, with a clock of its own. */
static void
test_bucket (Fixture      *fixture,
             gconstpointer data)
{
  AnnexSampleQuota quota = { .rate = 8, .burst = 12 };
  const gint64     begin = 1000;

  for (guint i = 0; i < 12; i++)
    g_assert_true (annex_sample_quota_take (&quota, begin));
  g_assert_false (annex_sample_quota_take (&quota, begin));
  g_assert_false (annex_sample_quota_take (&quota, begin + G_USEC_PER_SEC / 10));
  g_assert_true (annex_sample_quota_take (&quota, begin + G_USEC_PER_SEC / 8));
  g_assert_false (annex_sample_quota_take (&quota, begin + G_USEC_PER_SEC / 8));
  for (guint i = 0; i < 12; i++)
    g_assert_true (annex_sample_quota_take (&quota, begin + 60 * G_USEC_PER_SEC));
  g_assert_false (annex_sample_quota_take (&quota, begin + 60 * G_USEC_PER_SEC));
}

static void
test_hand_off (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *text = annex_sample_service_dup_hand_off (fixture->service, "AGENT", TRUE);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);

  g_assert_null (strchr (text, '\n'));
  g_assert_cmpint (json_object_get_int_member (object, "version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "endpoint"), ==, annex_sample_service_get_endpoint (fixture->service));
  g_assert_cmpstr (json_object_get_string_member (object, "participantToken"), ==, annex_sample_service_get_participant_token (fixture->service, "AGENT"));
  g_assert_false (json_object_has_member (object, "connectionToken"));
}

static void
test_what_was_seen (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "transcript", "{\"MaxResults\":7}");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 1);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT), ==, 0);
  g_assert_cmpstr (annex_sample_service_get_last_request (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, "{\"MaxResults\":7}");
  g_assert_cmpstr (annex_sample_service_get_last_header (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, "content-type"), ==, "application/json");
  g_assert_null (annex_sample_service_get_last_header (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, "Authorization"));
}

static void
add (const char *path,
     void (*function) (Fixture      *fixture,
                       gconstpointer data))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/sample/operations/connection", test_connection);
  add ("/sample/operations/connection-members", test_connection_members);
  add ("/sample/operations/token-kinds", test_token_kinds);
  add ("/sample/operations/token-lifetime", test_token_lifetime);
  add ("/sample/operations/roles", test_roles);
  add ("/sample/operations/attachment-members", test_attachment_members);
  add ("/sample/operations/attachment-id", test_attachment_id);
  add ("/sample/operations/link", test_link);
  add ("/sample/operations/wrong-requests", test_wrong_requests);
  add ("/sample/operations/end-of-chat", test_end_of_chat);
  add ("/sample/operations/quota", test_quota);
  add ("/sample/operations/bucket", test_bucket);
  add ("/sample/operations/hand-off", test_hand_off);
  add ("/sample/operations/what-was-seen", test_what_was_seen);

  return g_test_run ();
}
