/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-participant.h"

#include "annex-sample-body.h"
#include "annex-sample-transcript.h"

#include <string.h>

#define MAX_TOKEN_LENGTH 1000
#define MAX_ID_LENGTH 256
#define MIN_EXPIRY_SECONDS 5
#define MAX_EXPIRY_SECONDS 300
#define SOCKET_LIFETIME_SECONDS 3600

/* What one operation does, once it is known who asks. */
typedef AnnexSampleReply *(*OperationFunc) (AnnexSampleState *state,
                                            const char       *role,
                                            const char       *token,
                                            AnnexSampleBody  *body);

static AnnexSampleReply *
refuse_value (char *message)
{
  g_autofree char *text = message;

  return annex_sample_participant_refuse (400, "ValidationException", text);
}

static AnnexSampleReply *
accept (JsonBuilder *builder)
{
  AnnexSampleReply *reply = annex_sample_reply_new (200);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  annex_sample_reply_take_text (reply, "application/json", json_to_string (root, FALSE));

  return reply;
}

static void
append_socket (AnnexSampleState *state,
               JsonBuilder      *builder)
{
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (&state->clock);
  g_autoptr (GDateTime) end = g_date_time_add_seconds (now, SOCKET_LIFETIME_SECONDS);
  g_autofree char *expiry = annex_sample_format_time (end);
  g_autofree char *ticket = g_uuid_string_random ();
  g_autofree char *url = g_strdup_printf ("ws%s/socket?ticket=%s", state->origin + strlen ("http"), ticket);

  json_builder_set_member_name (builder, "Websocket");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "Url");
  json_builder_add_string_value (builder, url);
  json_builder_set_member_name (builder, "ConnectionExpiry");
  json_builder_add_string_value (builder, expiry);
  json_builder_end_object (builder);
}

static void
append_credentials (AnnexSampleState *state,
                    const char       *role,
                    JsonBuilder      *builder)
{
  g_autoptr (GDateTime) end = NULL;
  const char      *token = annex_sample_tokens_mint (state->tokens, ANNEX_SAMPLE_TOKEN_CONNECTION, role, &end);
  g_autofree char *expiry = annex_sample_format_time (end);

  json_builder_set_member_name (builder, "ConnectionCredentials");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "ConnectionToken");
  json_builder_add_string_value (builder, token);
  json_builder_set_member_name (builder, "Expiry");
  json_builder_add_string_value (builder, expiry);
  json_builder_end_object (builder);
}

static AnnexSampleReply *
create_connection (AnnexSampleState *state,
                   const char       *role,
                   const char       *token,
                   AnnexSampleBody  *body)
{
  static const char *const words[] = { "WEBSOCKET", "CONNECTION_CREDENTIALS", "WEBRTC_CONNECTION", NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (GStrv) types = annex_sample_body_read_enums (body, "Type", words);
  gboolean connect = annex_sample_body_read_boolean (body, "ConnectParticipant");

  if (body->problem != NULL)
    return refuse_value (g_strdup (body->problem));

  state->connected = state->connected || connect;
  json_builder_begin_object (builder);
  if (g_strv_contains ((const char *const *) types, "WEBSOCKET"))
    append_socket (state, builder);
  if (g_strv_contains ((const char *const *) types, "CONNECTION_CREDENTIALS"))
    append_credentials (state, role, builder);
  json_builder_end_object (builder);

  return accept (builder);
}

static AnnexSampleReply *
link_to (AnnexSampleState        *state,
         const AnnexSampleObject *object,
         guint                    expires)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (&state->clock);
  g_autoptr (GDateTime) end = g_date_time_add_seconds (now, expires);
  g_autofree char *url = annex_sample_signer_sign (state->credentials, state->origin, object->key, now, expires);
  g_autofree char *expiry = annex_sample_format_time (end);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "Url");
  json_builder_add_string_value (builder, url);
  json_builder_set_member_name (builder, "UrlExpiry");
  json_builder_add_string_value (builder, expiry);
  json_builder_set_member_name (builder, "AttachmentSizeInBytes");
  json_builder_add_int_value (builder, (gint64) object->size);
  json_builder_end_object (builder);

  return accept (builder);
}

/* Which error tells of an attachment that is unknown, or not there to be fetched, is documented nowhere: this is a guess
 * that no client should build on. */
static AnnexSampleReply *
get_attachment (AnnexSampleState *state,
                const char       *role,
                const char       *token,
                AnnexSampleBody  *body)
{
  const char              *id = annex_sample_body_read_string (body, "AttachmentId", MAX_ID_LENGTH);
  gint64                   expires = annex_sample_body_read_integer (body, "UrlExpiryInSeconds", MIN_EXPIRY_SECONDS, MAX_EXPIRY_SECONDS, MAX_EXPIRY_SECONDS);
  const AnnexSampleObject *object;

  if (strcmp (role, "CUSTOM_BOT") == 0)
    return annex_sample_participant_refuse (403, "AccessDeniedException", "Access denied");
  if (body->problem != NULL)
    return refuse_value (g_strdup (body->problem));
  if (id == NULL)
    return refuse_value (g_strdup ("1 validation error detected: Value at 'attachmentId' failed to satisfy constraint: Member must not be null"));

  object = annex_sample_chat_find_attachment (state->chat, id);
  if (object == NULL)
    return annex_sample_participant_refuse (403, "AccessDeniedException", "Access denied");
  if (strcmp (object->status, "APPROVED") != 0)
    return refuse_value (g_strdup ("The attachment is not available"));

  return link_to (state, object, (guint) expires);
}

static AnnexSampleReply *
get_transcript (AnnexSampleState *state,
                const char       *role,
                const char       *token,
                AnnexSampleBody  *body)
{
  g_autofree char  *problem = NULL;
  char             *page = annex_sample_transcript_make_page (state, token, body, &problem);
  AnnexSampleReply *reply;

  if (page == NULL)
    return refuse_value (g_steal_pointer (&problem));

  reply = annex_sample_reply_new (200);
  annex_sample_reply_take_text (reply, "application/json", page);

  return reply;
}

static AnnexSampleReply *
run_operation (AnnexSampleState         *state,
               const AnnexSampleRequest *request,
               const char               *role,
               const char               *token)
{
  static const OperationFunc functions[] = {
    [ANNEX_SAMPLE_CREATE_CONNECTION] = create_connection,
    [ANNEX_SAMPLE_GET_TRANSCRIPT] = get_transcript,
    [ANNEX_SAMPLE_GET_ATTACHMENT] = get_attachment,
  };
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (AnnexSampleBody) body = NULL;
  gsize       length;
  const char *text = g_bytes_get_data (request->body, &length);

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text != NULL ? text : "", (gssize) length, NULL) || json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return annex_sample_participant_refuse (400, "SerializationException", "The body is not a JSON object");

  body = annex_sample_body_new (json_node_get_object (json_parser_get_root (parser)));

  return functions[request->operation](state, role, token, body);
}

static gboolean
has_json_type (const AnnexSampleRequest *request)
{
  return g_strcmp0 (soup_message_headers_get_content_type (request->headers, NULL), "application/json") == 0;
}

/**
 * annex_sample_participant_refuse:
 * @status: HTTP status
 * @type: name of the exception
 * @message: what it says
 *
 * Makes an error as the service sends it: its name in a header, its message in the body. The model calls the member
 * `Message`, what was seen of a 403 says `message`; so that both are met, this depends on the status.
 *
 * Returns: (transfer full): the answer
 */
AnnexSampleReply *
annex_sample_participant_refuse (guint       status,
                                 const char *type,
                                 const char *message)
{
  AnnexSampleReply *reply = annex_sample_reply_new (status);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, status == 403 || status == 429 ? "message" : "Message");
  json_builder_add_string_value (builder, message);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  annex_sample_reply_set_header (reply, "x-amzn-ErrorType", type);
  annex_sample_reply_take_text (reply, "application/json", json_to_string (root, FALSE));

  return reply;
}

/**
 * annex_sample_participant_handle:
 * @state: what the service knows
 * @request: a request for one of the participant's operations
 *
 * Answers an operation of the Connect Participant Service, checking all that its model demands: quota, kind of token,
 * role, and the constraints on each member (Amazon Connect Participant Service API reference).
 *
 * Returns: (transfer full): the answer
 */
AnnexSampleReply *
annex_sample_participant_handle (AnnexSampleState         *state,
                                 const AnnexSampleRequest *request)
{
  AnnexSampleTokenKind kind = request->operation == ANNEX_SAMPLE_CREATE_CONNECTION ? ANNEX_SAMPLE_TOKEN_PARTICIPANT : ANNEX_SAMPLE_TOKEN_CONNECTION;
  const char          *token = soup_message_headers_get_one (request->headers, "X-Amz-Bearer");
  const char          *role;

  if (strcmp (request->method, SOUP_METHOD_POST) != 0)
    return annex_sample_participant_refuse (403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  if (!has_json_type (request))
    return annex_sample_participant_refuse (415, "UnsupportedMediaTypeException", "application/json is expected");
  if (state->enforce_quotas && !annex_sample_quota_take (&state->quotas[request->operation], g_get_monotonic_time ()))
    return annex_sample_participant_refuse (429, "ThrottlingException", "Rate exceeded");
  if (token != NULL && (*token == '\0' || strlen (token) > MAX_TOKEN_LENGTH))
    return refuse_value (g_strdup ("1 validation error detected: Value at 'token' failed to satisfy constraint: Member must have length between 1 and 1000"));

  role = token != NULL ? annex_sample_tokens_lookup (state->tokens, kind, token) : NULL;
  if (role == NULL || annex_sample_chat_get_ended (state->chat))
    return annex_sample_participant_refuse (403, "AccessDeniedException", "Access denied");
  annex_sample_chat_settle (state->chat);

  return run_operation (state, request, role, token);
}
