/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sample-client.h"

#include <string.h>

#define PATIENCE_SECONDS 20

static gboolean
on_patience_ended (gpointer user_data)
{
  g_error ("No answer within %d seconds", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);

  return *result;
}

static void
set_headers (SoupMessage *message,
             const char  *headers)
{
  g_auto (GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) parts = g_strsplit (*line, ": ", 2);

      soup_message_headers_append (soup_message_get_request_headers (message), parts[0], parts[1]);
    }
}

void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->service = annex_sample_service_new ();
  annex_sample_service_start (fixture->service, &error);
  g_assert_no_error (error);
  annex_sample_service_set_quotas (fixture->service, FALSE);
  fixture->session = soup_session_new ();
  soup_session_remove_feature_by_type (fixture->session, SOUP_TYPE_CONTENT_DECODER);
}

void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_assert_finalize_object (g_steal_pointer (&fixture->session));
  g_assert_finalize_object (g_steal_pointer (&fixture->service));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

char *
fixture_add (Fixture    *fixture,
             const char *name,
             const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return annex_sample_service_add_attachment (fixture->service, name, "text/plain", bytes);
}

Answer *
fixture_ask (Fixture    *fixture,
             const char *method,
             const char *url,
             const char *headers,
             const char *body)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) request = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  set_headers (message, headers);
  if (request != NULL)
    soup_message_set_request_body_from_bytes (message, NULL, request);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL, ask_cb, &result);
  bytes = soup_session_send_and_read_finish (fixture->session, wait_for (&result), &answer->error);
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  answer->length = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  answer->text = answer->length > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), answer->length) : g_strdup ("");

  return answer;
}

Answer *
fixture_call (Fixture    *fixture,
              const char *operation,
              const char *token,
              const char *body)
{
  g_autofree char *url = g_strdup_printf ("%s/participant/%s", annex_sample_service_get_endpoint (fixture->service), operation);
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\nX-Amz-Bearer: %s", token);

  return fixture_ask (fixture, "POST", url, headers, body);
}

Answer *
fixture_call_as_agent (Fixture    *fixture,
                       const char *operation,
                       const char *body)
{
  return fixture_call (fixture, operation, annex_sample_service_get_connection_token (fixture->service, "AGENT"), body);
}

char *
fixture_link (Fixture    *fixture,
              const char *attachment_id,
              guint       seconds)
{
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\",\"UrlExpiryInSeconds\":%u}", attachment_id, seconds);
  g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "attachment", body);
  g_autoptr (JsonNode) root = answer_parse (answer);

  g_assert_cmpuint (answer->status, ==, 200);

  return g_strdup (json_object_get_string_member (json_node_get_object (root), "Url"));
}

const char *
answer_get_header (Answer     *answer,
                   const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

JsonNode *
answer_parse (Answer *answer)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  g_assert_no_error (answer->error);
  root = json_from_string (answer->text, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (root));

  return root;
}

void
answer_assert_refused (Answer     *answer,
                       guint       status,
                       const char *type)
{
  g_autoptr (JsonNode) root = answer_parse (answer);
  JsonObject *object = json_node_get_object (root);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_header (answer, "x-amzn-ErrorType"), ==, type);
  g_assert_nonnull (answer_get_header (answer, "x-amzn-RequestId"));
  g_assert_true (json_object_has_member (object, "message") || json_object_has_member (object, "Message"));
}

void
answer_assert_store_code (Answer     *answer,
                          guint       status,
                          const char *code)
{
  g_autofree char *element = g_strdup_printf ("<Code>%s</Code>", code);

  g_assert_no_error (answer->error);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_header (answer, "Content-Type"), ==, "application/xml");
  g_assert_nonnull (answer_get_header (answer, "x-amz-request-id"));
  g_assert_nonnull (strstr (answer->text, element));
}

void
answer_free (Answer *answer)
{
  soup_message_headers_unref (answer->headers);
  g_free (answer->text);
  g_clear_error (&answer->error);
  g_free (answer);
}
