/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include <string.h>
#include <sys/socket.h>

#define PATIENCE_SECONDS 20
#define CHUNK 65536

struct _Wire
{
  GSocketService  *service;     /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  GPtrArray       *requests;    /* (owned) (element-type utf8) */
  GQueue           answers;     /* (element-type Answer): the last one is given for ever */
  gboolean         is_head_given;
  GPtrArray       *connections; /* (owned) (element-type GIOStream): those that were to stay */
  guint            n_visits;    /* connections under way */
  guint16          port;
  guint64          n_written;
};

typedef struct
{
  GBytes     *bytes; /* (owned) */
  AfterAnswer after;
} Answer;

typedef struct
{
  Wire              *wire;       /* outlives every connection */
  GSocketConnection *connection; /* (owned) */
  GIOStream         *stream;     /* (owned): the connection, or TLS over it */
  GString           *request;    /* (owned) */
  char               buffer[CHUNK];
  Answer             answer; /* (owned): what is being said */
  gsize              offset;
} Visit;

static void read_request (Visit *visit);
static void write_answer (Visit *visit);

static void
answer_free (Answer *answer)
{
  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static void
visit_free (Visit *visit)
{
  visit->wire->n_visits--;
  g_object_unref (visit->stream);
  g_object_unref (visit->connection);
  g_string_free (visit->request, TRUE);
  g_clear_pointer (&visit->answer.bytes, g_bytes_unref);
  g_free (visit);
}

static gboolean
is_complete (GString *request)
{
  const char *end = strstr (request->str, "\r\n\r\n");
  const char *length = strstr (request->str, "Content-Length: ");
  gsize       n_body = length != NULL ? g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10) : 0;

  return end != NULL && request->len >= (gsize) (end + 4 - request->str) + n_body;
}

static void
end_visit (Visit *visit)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (visit->answer.after == STAY_AFTER)
    g_ptr_array_add (visit->wire->connections, g_object_ref (visit->stream));
  else if (visit->answer.after == RESET_AFTER)
    setsockopt (g_socket_get_fd (g_socket_connection_get_socket (visit->connection)),
                SOL_SOCKET,
                SO_LINGER,
                &linger,
                sizeof linger);

  if (visit->answer.after != STAY_AFTER)
    g_io_stream_close (G_IO_STREAM (visit->connection), NULL, NULL);
  visit_free (visit);
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Visit *visit = user_data;
  gssize n_written = g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, NULL);

  if (n_written <= 0)
    {
      end_visit (visit);
      return;
    }

  visit->offset += (gsize) n_written;
  visit->wire->n_written += (gsize) n_written;
  write_answer (visit);
}

static void
write_answer (Visit *visit)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (visit->answer.bytes, &length);

  if (visit->offset == length)
    {
      end_visit (visit);
      return;
    }

  g_output_stream_write_async (g_io_stream_get_output_stream (visit->stream),
                               data + visit->offset,
                               MIN (length - visit->offset, CHUNK),
                               G_PRIORITY_DEFAULT,
                               NULL,
                               write_cb,
                               visit);
}

static void
begin_answer (Visit *visit)
{
  Wire   *wire = visit->wire;
  Answer *answer;

  if (wire->is_head_given && g_queue_get_length (&wire->answers) > 1)
    answer_free (g_queue_pop_head (&wire->answers));
  wire->is_head_given = TRUE;
  answer = g_queue_peek_head (&wire->answers);
  g_assert_nonnull (answer);
  g_ptr_array_add (wire->requests, g_strdup (visit->request->str));
  visit->answer.bytes = g_bytes_ref (answer->bytes);
  visit->answer.after = answer->after;

  write_answer (visit);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Visit *visit = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n_read <= 0)
    {
      visit_free (visit);
      return;
    }

  g_string_append_len (visit->request, visit->buffer, n_read);
  if (is_complete (visit->request))
    begin_answer (visit);
  else
    read_request (visit);
}

static void
read_request (Visit *visit)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (visit->stream),
                             visit->buffer,
                             sizeof visit->buffer,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             read_cb,
                             visit);
}

static GIOStream *
wrap_connection (Wire              *wire,
                 GSocketConnection *connection)
{
  GIOStream *stream = g_object_ref (G_IO_STREAM (connection));

  if (wire->certificate != NULL)
    {
      g_clear_object (&stream);
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), wire->certificate, NULL);
      g_assert_nonnull (stream);
    }

  return stream;
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source_object,
             gpointer           user_data)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->wire = user_data;
  visit->wire->n_visits++;
  visit->connection = g_object_ref (connection);
  visit->stream = wrap_connection (visit->wire, connection);
  visit->request = g_string_new (NULL);
  read_request (visit);

  return TRUE;
}

Wire *
wire_new (void)
{
  Wire *wire = g_new0 (Wire, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  wire->service = g_socket_service_new ();
  wire->requests = g_ptr_array_new_with_free_func (g_free);
  wire->connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&wire->answers);
  g_socket_listener_add_address (G_SOCKET_LISTENER (wire->service),
                                 address,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &effective,
                                 &error);
  g_assert_no_error (error);
  wire->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (wire->service, "incoming", G_CALLBACK (on_incoming), wire);

  return wire;
}

static gboolean
has_no_visits (gpointer data)
{
  Wire *wire = data;

  return wire->n_visits == 0;
}

/* To be freed after the clients that speak to it. */
void
wire_free (Wire *wire)
{
  g_socket_service_stop (wire->service);
  g_socket_listener_close (G_SOCKET_LISTENER (wire->service));
  g_assert_true (iterate_until (has_no_visits, wire));
  g_object_unref (wire->service);
  g_clear_object (&wire->certificate);
  g_ptr_array_unref (wire->connections);
  g_ptr_array_unref (wire->requests);
  g_queue_clear_full (&wire->answers, (GDestroyNotify) answer_free);
  g_free (wire);
}

char *
wire_dup_url (Wire *wire)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", wire->certificate != NULL ? "https" : "http", wire->port);
}

/* From now on it speaks TLS. */
void
wire_set_certificate (Wire            *wire,
                      GTlsCertificate *certificate)
{
  g_set_object (&wire->certificate, certificate);
}

void
wire_push (Wire       *wire,
           const char *bytes,
           gsize       length,
           AfterAnswer after)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_bytes_new (bytes, length);
  answer->after = after;
  g_queue_push_tail (&wire->answers, answer);
}

/* @headers: lines, each ended by CR and LF */
void
wire_push_answer (Wire       *wire,
                  guint       status,
                  const char *headers,
                  const char *body)
{
  g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 %u Status\r\n"
                                            "%s"
                                            "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                            "Connection: close\r\n"
                                            "\r\n"
                                            "%s",
                                            status,
                                            headers,
                                            strlen (body),
                                            body);

  wire_push (wire, bytes, strlen (bytes), CLOSE_AFTER);
}

guint
wire_get_n_requests (Wire *wire)
{
  return wire->requests->len;
}

const char *
wire_get_request (Wire *wire,
                  guint index)
{
  g_assert_cmpuint (index, <, wire->requests->len);

  return g_ptr_array_index (wire->requests, index);
}

const char *
wire_get_body (Wire *wire,
               guint index)
{
  return strstr (wire_get_request (wire, index), "\r\n\r\n") + 4;
}

guint64
wire_get_n_written (Wire *wire)
{
  return wire->n_written;
}

/* With this, no pause before another attempt takes any time. */
static double
get_zero (gpointer user_data)
{
  return 0;
}

AnnexRetry *
retry_new (void)
{
  return annex_retry_new (get_zero, NULL);
}

/* @token: (nullable): connection token */
AnnexParticipantClient *
client_new (const char *url,
            const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url (url, &error);
  g_autoptr (AnnexRetry) retry = retry_new ();
  AnnexParticipantClient *client;

  g_assert_no_error (error);
  client = annex_participant_client_new (endpoint, retry);
  if (token != NULL)
    {
      g_autoptr (AnnexSecret) secret = annex_secret_new (token, strlen (token));

      annex_participant_client_set_connection_token (client, secret, &error);
      g_assert_no_error (error);
    }

  return client;
}

static gboolean
on_patience_ended (gpointer user_data)
{
  gboolean *ended = user_data;

  *ended = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Returns: whether the condition came true before patience ended */
gboolean
iterate_until (gboolean (*condition) (gpointer data),
               gpointer data)
{
  gboolean ended = FALSE;
  guint    patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, &ended);
  gboolean came_true;

  while (!(came_true = condition (data)) && !ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);

  return came_true;
}

/* Lets everything that is ready come to its end. */
void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  GAsyncResult **result = data;

  return *result != NULL;
}

GAsyncResult *
wait_for (GAsyncResult **result)
{
  g_assert_true (iterate_until (has_result, result));

  return *result;
}

AnnexAttachmentLink *
get_attachment (AnnexParticipantClient *client,
                const char             *attachment_id,
                GError                **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_participant_client_get_attachment_async (client, attachment_id, 300, NULL, keep_result_cb, &result);

  return annex_participant_client_get_attachment_finish (client, wait_for (&result), error);
}

gboolean
get_transcript (AnnexParticipantClient     *client,
                const AnnexTranscriptQuery *query,
                AnnexTranscriptPageFunc     page_func,
                gpointer                    page_data,
                GError                    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_participant_client_get_transcript_async (client, query, page_func, page_data, NULL, NULL, keep_result_cb, &result);

  return annex_participant_client_get_transcript_finish (client, wait_for (&result), error);
}

AnnexConnection *
create_connection (AnnexParticipantClient *client,
                   const char             *participant_token,
                   gboolean                with_websocket,
                   GError                **error)
{
  g_autoptr (AnnexSecret) token = annex_secret_new (participant_token, strlen (participant_token));
  g_autoptr (GAsyncResult) result = NULL;

  annex_participant_client_create_connection_async (client, token, with_websocket, NULL, keep_result_cb, &result);

  return annex_participant_client_create_connection_finish (client, wait_for (&result), error);
}
