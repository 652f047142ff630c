/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-raw-store.h"

#include <string.h>
#include <sys/socket.h>

#define DRIP_MS 5

struct _RawStore
{
  GSocketService  *service;
  GTlsCertificate *certificate; /* (nullable) */
  guint16          port;
  GBytes          *answer;
  RawEnding        ending;
  GQueue           script;  /* of Answer; used up before the one above */
  GBytes          *current; /* (nullable) the one of the script that is being sent */
  guint            n_requests;
  GString         *last_request;
  GPtrArray       *connections;
};

typedef struct
{
  GBytes   *bytes;
  RawEnding ending;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

typedef struct
{
  RawStore     *store; /* (nullable) */
  GIOStream    *stream;
  GSocket      *socket;
  GCancellable *cancellable;
  GString      *request;
  RawEnding     ending;
  char          buffer[16 * 1024];
  guint         drip_id;
} Connection;

static void
connection_free (Connection *connection)
{
  g_cancellable_cancel (connection->cancellable);
  g_clear_handle_id (&connection->drip_id, g_source_remove);
  connection->store = NULL;
  g_socket_close (connection->socket, NULL);
}

/* Lives as long as something is pending on it. */
static void
connection_clear (gpointer data)
{
  Connection *connection = data;

  g_object_unref (connection->stream);
  g_object_unref (connection->socket);
  g_object_unref (connection->cancellable);
  g_string_free (connection->request, TRUE);
}

static void
connection_end (Connection *connection)
{
  if (connection->store != NULL)
    g_ptr_array_remove_fast (connection->store->connections, connection);
}

static void
connection_unref (Connection *connection)
{
  g_rc_box_release_full (connection, connection_clear);
}

static void read_request (Connection *connection);

static void
flood_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  static const char chunk[] = "1000\r\n";
  Connection       *connection = user_data;

  if (source == NULL || g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    if (connection->store != NULL)
      {
        memset (connection->buffer, 'x', sizeof connection->buffer);
        memcpy (connection->buffer, chunk, 6);
        memcpy (connection->buffer + 6 + 4096, "\r\n", 2);
        g_output_stream_write_all_async (g_io_stream_get_output_stream (connection->stream), connection->buffer, 6 + 4096 + 2, 0, connection->cancellable, flood_cb, connection);
        return;
      }

  connection_end (connection);
  connection_unref (connection);
}

static gboolean
on_drip (gpointer user_data)
{
  Connection *connection = user_data;

  if (g_socket_send (connection->socket, "x", 1, NULL, NULL) == 1)
    return G_SOURCE_CONTINUE;

  connection->drip_id = 0;

  return G_SOURCE_REMOVE;
}

static void
reset (Connection *connection)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (connection->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  connection_end (connection);
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Connection *connection = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL) || connection->store == NULL)
    connection_end (connection);
  else if (connection->ending == RAW_CLOSE)
    {
      g_socket_shutdown (connection->socket, FALSE, TRUE, NULL);
      read_request (connection);
    }
  else if (connection->ending == RAW_RESET)
    reset (connection);
  else if (connection->ending == RAW_FLOOD)
    flood_cb (NULL, NULL, g_rc_box_acquire (connection));
  else
    {
      if (connection->ending == RAW_DRIP)
        connection->drip_id = g_timeout_add (DRIP_MS, on_drip, connection);
      read_request (connection);
    }

  connection_unref (connection);
}

static GBytes *
next_answer (RawStore  *store,
             RawEnding *ending)
{
  Answer *next = g_queue_pop_head (&store->script);

  if (next != NULL)
    {
      g_clear_pointer (&store->current, g_bytes_unref);
      store->current = g_bytes_ref (next->bytes);
      *ending = next->ending;
      answer_free (next);

      return store->current;
    }

  *ending = store->ending;

  return store->answer;
}

static void
answer (Connection *connection)
{
  RawStore     *store = connection->store;
  gsize         length;
  gconstpointer bytes = g_bytes_get_data (next_answer (store, &connection->ending), &length);

  store->n_requests++;
  g_string_assign (store->last_request, connection->request->str);
  g_string_truncate (connection->request, 0);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (connection->stream), bytes, length, 0, connection->cancellable, answer_cb, g_rc_box_acquire (connection));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Connection *connection = user_data;
  gssize      length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0 || connection->store == NULL)
    connection_end (connection);
  else
    {
      g_string_append_len (connection->request, connection->buffer, length);
      if (strstr (connection->request->str, "\r\n\r\n") != NULL)
        answer (connection);
      else
        read_request (connection);
    }

  connection_unref (connection);
}

static void
read_request (Connection *connection)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (connection->stream), connection->buffer, sizeof connection->buffer, 0, connection->cancellable, read_cb, g_rc_box_acquire (connection));
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *incoming,
             GObject           *source_object,
             gpointer           user_data)
{
  RawStore   *store = user_data;
  Connection *connection = g_rc_box_new0 (Connection);

  connection->store = store;
  connection->socket = g_object_ref (g_socket_connection_get_socket (incoming));
  connection->cancellable = g_cancellable_new ();
  connection->request = g_string_new (NULL);
  if (store->certificate != NULL)
    connection->stream = g_tls_server_connection_new (G_IO_STREAM (incoming), store->certificate, NULL);
  else
    connection->stream = g_object_ref (G_IO_STREAM (incoming));
  g_ptr_array_add (store->connections, connection);
  read_request (connection);

  return TRUE;
}

static void
drop_connection (gpointer data)
{
  connection_free (data);
  connection_unref (data);
}

RawStore *
raw_store_new (GTlsCertificate *certificate)
{
  RawStore *store = g_new0 (RawStore, 1);

  store->service = g_socket_service_new ();
  store->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  store->answer = g_bytes_new_static ("", 0);
  store->last_request = g_string_new (NULL);
  store->connections = g_ptr_array_new_with_free_func (drop_connection);
  store->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (store->service), NULL, NULL);
  g_signal_connect (store->service, "incoming", G_CALLBACK (on_incoming), store);

  return store;
}

void
raw_store_free (RawStore *store)
{
  g_socket_service_stop (store->service);
  g_socket_listener_close (G_SOCKET_LISTENER (store->service));
  g_ptr_array_unref (store->connections);
  g_object_unref (store->service);
  g_clear_object (&store->certificate);
  g_bytes_unref (store->answer);
  g_clear_pointer (&store->current, g_bytes_unref);
  g_queue_clear_full (&store->script, answer_free);
  g_string_free (store->last_request, TRUE);
  g_free (store);

  /* What was pending ends in its callback. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

char *
raw_store_dup_url (RawStore   *store,
                   const char *target)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", store->certificate != NULL ? "https" : "http", store->port, target);
}

/* Answers one request with @bytes, before what raw_store_answer() says is answered again. */
void
raw_store_answer_once (RawStore   *store,
                       const char *bytes,
                       RawEnding   ending)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_bytes_new (bytes, strlen (bytes));
  answer->ending = ending;
  g_queue_push_tail (&store->script, answer);
}

/* @length: length of @bytes, or -1 when they end in a zero */
void
raw_store_answer (RawStore   *store,
                  const char *bytes,
                  gssize      length,
                  RawEnding   ending)
{
  g_bytes_unref (store->answer);
  store->answer = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
  store->ending = ending;
}

guint
raw_store_get_n_requests (RawStore *store)
{
  return store->n_requests;
}

const char *
raw_store_get_last_request (RawStore *store)
{
  return store->last_request->str;
}

guint
raw_store_get_n_open (RawStore *store)
{
  return store->connections->len;
}
