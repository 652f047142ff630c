/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-service.h"

#include "annex-sample-arrivals.h"
#include "annex-sample-faults.h"
#include "annex-sample-loader.h"
#include "annex-sample-participant.h"
#include "annex-sample-store.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define REGION "eu-central-1"
#define PARTICIPANT_PATH "/participant/"

/* The last request for an operation, and how many there were. */
typedef struct
{
  guint               n_requests;
  char               *text;    /* (owned) (nullable) */
  SoupMessageHeaders *headers; /* (owned) (nullable) */
} Seen;

struct _AnnexSampleService
{
  GObject parent_instance;

  SoupServer        *server; /* (owned) (nullable) */
  AnnexSampleState   state;
  AnnexSampleFaults *faults; /* (owned) */
  Seen               seen[ANNEX_SAMPLE_N_OPERATIONS];
  GArray            *arrivals; /* (owned) of AnnexSampleArrival */
};

G_DEFINE_FINAL_TYPE (AnnexSampleService, annex_sample_service, G_TYPE_OBJECT)

static void
clear_seen (Seen *seen)
{
  g_clear_pointer (&seen->text, g_free);
  g_clear_pointer (&seen->headers, soup_message_headers_unref);
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  soup_message_headers_append (user_data, name, value);
}

static void
note_request (AnnexSampleService       *self,
              const AnnexSampleRequest *request)
{
  Seen       *seen = &self->seen[request->operation];
  gsize       length;
  const char *text = g_bytes_get_data (request->body, &length);

  clear_seen (seen);
  seen->n_requests++;
  seen->text = request->operation == ANNEX_SAMPLE_GET_OBJECT ? g_strdup (request->method) : g_strndup (text, length);
  seen->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_foreach (request->headers, copy_header, seen->headers);
}

static AnnexSampleReply *
make_reply (AnnexSampleService       *self,
            const AnnexSampleRequest *request,
            const AnnexSampleFault   *fault)
{
  g_autoptr (AnnexSampleReply) reply = NULL;
  g_autofree char *request_id = g_uuid_string_random ();
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (&self->state.clock);
  g_autofree char *date = g_date_time_format (now, "%a, %d %b %Y %H:%M:%S GMT");

  if (fault != NULL && fault->kind == ANNEX_SAMPLE_FAULT_EXPIRED)
    reply = annex_sample_store_expire (&self->state, NULL, 0);
  else if (request->operation == ANNEX_SAMPLE_GET_OBJECT)
    reply = annex_sample_store_handle (&self->state, request);
  else
    reply = annex_sample_participant_handle (&self->state, request);

  if (fault != NULL)
    annex_sample_fault_alter (fault, reply);
  if (request->operation != ANNEX_SAMPLE_GET_OBJECT)
    annex_sample_reply_set_header (reply, "x-amzn-RequestId", request_id);
  annex_sample_reply_set_header (reply, "Date", date);

  return g_steal_pointer (&reply);
}

static void
send_reply (SoupServerMessage      *message,
            const AnnexSampleReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* Otherwise the server would cut the range out of the answer once more. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  soup_server_message_set_status (message, reply->status, NULL);
  soup_message_headers_remove (headers, "Date");
  soup_message_headers_foreach (reply->headers, copy_header, headers);
  if (annex_sample_reply_get_length (reply) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), reply->body);
}

static void
answer (AnnexSampleService  *self,
        SoupServerMessage   *message,
        AnnexSampleOperation operation)
{
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  AnnexSampleRequest request = {
    .operation = operation,
    .method = soup_server_message_get_method (message),
    .path = g_uri_get_path (uri),
    .query = g_uri_get_query (uri),
    .headers = soup_server_message_get_request_headers (message),
    .body = body,
  };
  g_autoptr (AnnexSampleFault) fault = annex_sample_faults_take (self->faults, operation);
  g_autoptr (AnnexSampleReply) reply = NULL;

  note_request (self, &request);
  reply = make_reply (self, &request, fault);
  annex_sample_arrivals_note (self->arrivals, &request, reply);
  g_debug ("Operation %d answered with status %u", operation, reply->status);
  if (fault != NULL && annex_sample_fault_is_raw (fault))
    {
      g_autoptr (GSocket) socket = g_object_ref (soup_server_message_get_socket (message));
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      annex_sample_faults_send (self->faults, fault, reply, stream, socket);
    }
  else
    send_reply (message, reply);
}

static void
on_server_participant_request (SoupServer        *server,
                               SoupServerMessage *message,
                               const char        *path,
                               GHashTable        *query,
                               gpointer           user_data)
{
  static const char *const names[] = {
    [ANNEX_SAMPLE_CREATE_CONNECTION] = "connection",
    [ANNEX_SAMPLE_GET_TRANSCRIPT] = "transcript",
    [ANNEX_SAMPLE_GET_ATTACHMENT] = "attachment",
  };
  g_autoptr (AnnexSampleReply) reply = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_has_prefix (path, PARTICIPANT_PATH) && g_strcmp0 (path + strlen (PARTICIPANT_PATH), names[i]) == 0)
        {
          answer (user_data, message, (AnnexSampleOperation) i);
          return;
        }
    }

  reply = annex_sample_participant_refuse (403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  send_reply (message, reply);
}

static void
on_server_object_request (SoupServer        *server,
                          SoupServerMessage *message,
                          const char        *path,
                          GHashTable        *query,
                          gpointer           user_data)
{
  answer (user_data, message, ANNEX_SAMPLE_GET_OBJECT);
}

static void
annex_sample_service_finalize (GObject *object)
{
  AnnexSampleService *self = ANNEX_SAMPLE_SERVICE (object);

  annex_sample_service_stop (self);
  annex_sample_faults_free (self->faults);
  for (guint i = 0; i < ANNEX_SAMPLE_N_OPERATIONS; i++)
    clear_seen (&self->seen[i]);
  g_array_unref (self->arrivals);
  g_object_unref (self->state.chat);
  annex_sample_tokens_free (self->state.tokens);
  annex_sample_credentials_free (self->state.credentials);
  g_free (self->state.origin);
  g_free (self->state.end_marker);
  g_free (self->state.paging_secret);

  G_OBJECT_CLASS (annex_sample_service_parent_class)->finalize (object);
}

static void
annex_sample_service_class_init (AnnexSampleServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_sample_service_finalize;
}

static void
annex_sample_service_init (AnnexSampleService *self)
{
  AnnexSampleState *state = &self->state;

  self->faults = annex_sample_faults_new ();
  self->arrivals = annex_sample_arrivals_new ();
  state->chat = annex_sample_chat_new (&state->clock);
  state->tokens = annex_sample_tokens_new (&state->clock);
  state->credentials = annex_sample_credentials_new_random (REGION);
  state->paging_secret = g_uuid_string_random ();
  state->enforce_quotas = TRUE;
  /* Per instance and second, with burst: Amazon Connect administrator guide, "Participant Service API throttling quotas". */
  state->quotas[ANNEX_SAMPLE_CREATE_CONNECTION] = (AnnexSampleQuota) { .rate = 6, .burst = 9 };
  state->quotas[ANNEX_SAMPLE_GET_TRANSCRIPT] = (AnnexSampleQuota) { .rate = 8, .burst = 12 };
  state->quotas[ANNEX_SAMPLE_GET_ATTACHMENT] = (AnnexSampleQuota) { .rate = 8, .burst = 12 };
  annex_sample_chat_set_display_name (state->chat, "CUSTOMER", "Maria S.");
}

/**
 * annex_sample_service_new:
 *
 * Makes a service with an empty chat. It answers once it is started.
 *
 * Returns: (transfer full): the service
 */
AnnexSampleService *
annex_sample_service_new (void)
{
  return g_object_new (ANNEX_TYPE_SAMPLE_SERVICE, NULL);
}

/**
 * annex_sample_service_start:
 * @self: a service
 * @error: return location for an error
 *
 * Listens on 127.0.0.1, on a port that is free. Requests are answered from the thread-default main context of the
 * caller.
 *
 * Returns: %FALSE with a #GIOErrorEnum when it cannot listen
 */
gboolean
annex_sample_service_start (AnnexSampleService *self,
                            GError            **error)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoslist (GUri) uris = NULL;

  g_return_val_if_fail (self->server == NULL, FALSE);

  soup_server_add_handler (server, NULL, on_server_object_request, self, NULL);
  soup_server_add_handler (server, "/participant", on_server_participant_request, self, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  uris = soup_server_get_uris (server);
  g_free (self->state.origin);
  self->state.origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  self->server = g_steal_pointer (&server);

  return TRUE;
}

/**
 * annex_sample_service_stop:
 * @self: a service
 *
 * Listens no more and closes every connection.
 */
void
annex_sample_service_stop (AnnexSampleService *self)
{
  annex_sample_faults_close (self->faults);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/**
 * annex_sample_service_get_endpoint:
 * @self: a service
 *
 * Gets the endpoint, as `http://127.0.0.1:8080`.
 *
 * Returns: (nullable): the endpoint; %NULL before the service was started
 */
const char *
annex_sample_service_get_endpoint (AnnexSampleService *self)
{
  return self->state.origin;
}

/**
 * annex_sample_service_dup_hand_off:
 * @self: a service that was started
 * @role: who looks at the chat, as `AGENT`
 * @with_participant_token: %TRUE to hand over a participant token instead of a connection token
 *
 * Writes the hand-off of the chat.
 *
 * Returns: (transfer full): JSON on one line; it holds a token
 */
char *
annex_sample_service_dup_hand_off (AnnexSampleService *self,
                                   const char         *role,
                                   gboolean            with_participant_token)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  const char *contact_id = annex_sample_chat_get_contact_id (self->state.chat);
  const struct
  {
    const char *name;
    const char *value;
  } members[] = {
    { "endpoint", self->state.origin },
    { "region", REGION },
    { with_participant_token ? "participantToken" : "connectionToken",
      with_participant_token ? annex_sample_service_get_participant_token (self, role) : annex_sample_service_get_connection_token (self, role) },
    { "contactId", contact_id },
    { "initialContactId", contact_id },
    { "participantId", annex_sample_chat_get_participant_id (self->state.chat, role) },
    { "displayName", annex_sample_chat_get_display_name (self->state.chat, "CUSTOMER") },
  };

  g_return_val_if_fail (self->state.origin != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i].name);
      json_builder_add_string_value (builder, members[i].value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/**
 * annex_sample_service_get_connection_token:
 * @self: a service
 * @role: whose, as `AGENT`
 *
 * Gets a token for reading transcript and attachments, good for a day.
 *
 * Returns: the token
 */
const char *
annex_sample_service_get_connection_token (AnnexSampleService *self,
                                           const char         *role)
{
  return annex_sample_tokens_get (self->state.tokens, ANNEX_SAMPLE_TOKEN_CONNECTION, role);
}

/**
 * annex_sample_service_get_participant_token:
 * @self: a service
 * @role: whose, as `AGENT`
 *
 * Gets a token for `CreateParticipantConnection`.
 *
 * Returns: the token
 */
const char *
annex_sample_service_get_participant_token (AnnexSampleService *self,
                                            const char         *role)
{
  return annex_sample_tokens_get (self->state.tokens, ANNEX_SAMPLE_TOKEN_PARTICIPANT, role);
}

/**
 * annex_sample_service_add_attachment:
 * @self: a service
 * @name: file name as the customer gave it
 * @content_type: (nullable): type as it was claimed
 * @bytes: the file
 *
 * Adds an attachment that the customer sends now, already `APPROVED`.
 *
 * Returns: (transfer full): its id
 */
char *
annex_sample_service_add_attachment (AnnexSampleService *self,
                                     const char         *name,
                                     const char         *content_type,
                                     GBytes             *bytes)
{
  return g_strdup (annex_sample_chat_add_attachment (self->state.chat, "CUSTOMER", name, content_type, bytes, NULL));
}

/**
 * annex_sample_service_add_raw_item:
 * @self: a service
 * @json: what to send in the place of an item, however wrong
 *
 * Adds something to the transcript as it is.
 */
void
annex_sample_service_add_raw_item (AnnexSampleService *self,
                                   const char         *json)
{
  annex_sample_chat_add_raw (self->state.chat, json);
}

/**
 * annex_sample_service_add_message:
 * @self: a service
 * @role: who says it
 * @text: what
 *
 * Adds a message to the transcript.
 */
void
annex_sample_service_add_message (AnnexSampleService *self,
                                  const char         *role,
                                  const char         *text)
{
  annex_sample_chat_add_message (self->state.chat, role, text, NULL);
}

/**
 * annex_sample_service_set_status:
 * @self: a service
 * @attachment_id: an attachment
 * @status: scan status; may be a word that the model does not have
 *
 * Changes what the attachment's item says, in its place. A `REJECTED` attachment's object is deleted.
 */
void
annex_sample_service_set_status (AnnexSampleService *self,
                                 const char         *attachment_id,
                                 const char         *status)
{
  annex_sample_chat_set_status (self->state.chat, attachment_id, status);
}

/**
 * annex_sample_service_set_scan_seconds:
 * @self: a service
 * @attachment_id: an attachment
 * @seconds: how long the check takes, by the service's clock
 *
 * Makes an attachment `IN_PROGRESS`, which becomes `APPROVED` by itself: in its own item, and with a new item of the
 * same attachment id.
 */
void
annex_sample_service_set_scan_seconds (AnnexSampleService *self,
                                       const char         *attachment_id,
                                       guint               seconds)
{
  annex_sample_chat_set_scan_seconds (self->state.chat, attachment_id, seconds);
}

/**
 * annex_sample_service_delete_object:
 * @self: a service
 * @attachment_id: an attachment
 *
 * Deletes the object in the store, as a retention rule does; the transcript still says `APPROVED`.
 */
void
annex_sample_service_delete_object (AnnexSampleService *self,
                                    const char         *attachment_id)
{
  annex_sample_chat_delete_object (self->state.chat, attachment_id);
}

/**
 * annex_sample_service_replace_object:
 * @self: a service
 * @attachment_id: an attachment
 * @bytes: what the store holds from now on
 *
 * Puts another object in the place of an attachment's, as somebody with access to the bucket can: it has another `ETag`.
 */
void
annex_sample_service_replace_object (AnnexSampleService *self,
                                     const char         *attachment_id,
                                     GBytes             *bytes)
{
  annex_sample_chat_replace_object (self->state.chat, attachment_id, bytes);
}

/**
 * annex_sample_service_load_chat:
 * @self: a service
 * @directory: where `chat.json` and the files it names are
 * @error: return location for an error
 *
 * Adds a described chat.
 *
 * Returns: %FALSE with a #GFileError, #GIOErrorEnum or #JsonParserError when it cannot be read
 */
gboolean
annex_sample_service_load_chat (AnnexSampleService *self,
                                const char         *directory,
                                GError            **error)
{
  return annex_sample_loader_load (self->state.chat, &self->state.clock, directory, error);
}

/**
 * annex_sample_service_end_chat:
 * @self: a service
 *
 * Ends the chat: every token is refused from now on. URLs that were signed before go on until they expire.
 */
void
annex_sample_service_end_chat (AnnexSampleService *self)
{
  annex_sample_chat_end (self->state.chat);
}

/**
 * annex_sample_service_set_quotas:
 * @self: a service
 * @enforced: whether the rate quotas count; they do at first
 *
 * Switches the rate quotas on or off.
 */
void
annex_sample_service_set_quotas (AnnexSampleService *self,
                                 gboolean            enforced)
{
  self->state.enforce_quotas = enforced;
}

/**
 * annex_sample_service_set_page_size:
 * @self: a service
 * @max_items: most items of a page, whatever is asked for; 0 for no such bound
 *
 * Makes pages of the transcript smaller.
 */
void
annex_sample_service_set_page_size (AnnexSampleService *self,
                                    guint               max_items)
{
  self->state.page_size = max_items;
}

/**
 * annex_sample_service_set_end_marker:
 * @self: a service
 * @json_value: (nullable): value of `NextToken` on the last page, as `null` or `""`; %NULL to leave the member out
 *
 * Chooses how the end of the transcript is told. All three were seen from the service.
 */
void
annex_sample_service_set_end_marker (AnnexSampleService *self,
                                     const char         *json_value)
{
  g_set_str (&self->state.end_marker, json_value);
}

/**
 * annex_sample_service_set_clock_offset:
 * @self: a service
 * @seconds: how far to be ahead of the machine's clock
 *
 * Sets the service's clock, by which URLs and tokens expire and checks end.
 */
void
annex_sample_service_set_clock_offset (AnnexSampleService *self,
                                       gint64              seconds)
{
  self->state.clock.offset_seconds = seconds;
}

/**
 * annex_sample_service_push_fault:
 * @self: a service
 * @operation: what it befalls
 * @fault: what happens; copied
 *
 * Adds a fault after those that are still to come for the operation.
 */
void
annex_sample_service_push_fault (AnnexSampleService     *self,
                                 AnnexSampleOperation    operation,
                                 const AnnexSampleFault *fault)
{
  annex_sample_faults_push (self->faults, operation, fault);
}

/**
 * annex_sample_service_clear_faults:
 * @self: a service
 *
 * Forgets the faults that are still to come. Connections that faults keep open stay as they are.
 */
void
annex_sample_service_clear_faults (AnnexSampleService *self)
{
  annex_sample_faults_clear (self->faults);
}

/**
 * annex_sample_service_get_n_requests:
 * @self: a service
 * @operation: an operation
 *
 * Counts the requests for an operation, whatever became of them.
 *
 * Returns: the number
 */
guint
annex_sample_service_get_n_requests (AnnexSampleService  *self,
                                     AnnexSampleOperation operation)
{
  return self->seen[operation].n_requests;
}

/**
 * annex_sample_service_get_last_request:
 * @self: a service
 * @operation: an operation
 *
 * Gets the last request for an operation: its body, or for an object its method.
 *
 * Returns: (nullable): the text; %NULL when there was no request
 */
const char *
annex_sample_service_get_last_request (AnnexSampleService  *self,
                                       AnnexSampleOperation operation)
{
  return self->seen[operation].text;
}

/**
 * annex_sample_service_get_last_header:
 * @self: a service
 * @operation: an operation
 * @name: name of a header
 *
 * Gets a header of the last request for an operation.
 *
 * Returns: (nullable): its value; %NULL when it was not there
 */
const char *
annex_sample_service_get_last_header (AnnexSampleService  *self,
                                      AnnexSampleOperation operation,
                                      const char          *name)
{
  SoupMessageHeaders *headers = self->seen[operation].headers;

  return headers != NULL ? soup_message_headers_get_list (headers, name) : NULL;
}

/**
 * annex_sample_service_get_arrival:
 * @self: a service
 * @index: which request, counted from 0
 *
 * Tells of a request in the order in which they came, for all operations together.
 *
 * Returns: (transfer none) (nullable): the request, valid until the next one comes; %NULL when there were not so many
 */
const AnnexSampleArrival *
annex_sample_service_get_arrival (AnnexSampleService *self,
                                  guint               index)
{
  return index < self->arrivals->len ? &g_array_index (self->arrivals, AnnexSampleArrival, index) : NULL;
}

/**
 * annex_sample_service_get_connected:
 * @self: a service
 *
 * Tells whether anybody ever asked to be marked as connected, with `ConnectParticipant`. A viewer must not.
 *
 * Returns: %TRUE when somebody did
 */
gboolean
annex_sample_service_get_connected (AnnexSampleService *self)
{
  return self->state.connected;
}
