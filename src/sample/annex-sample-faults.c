/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-faults.h"

#include <string.h>
#include <sys/socket.h>

#define ENDLESS_CHUNK_SIZE 0x4000
#define EXTRA_LENGTH 7
#define DRIP_MS 20

struct _AnnexSampleFaults
{
  GQueue        queues[ANNEX_SAMPLE_N_OPERATIONS]; /* (owned) (element-type AnnexSampleFault) */
  GPtrArray    *streams;                           /* (owned) (element-type GIOStream): kept open until the end */
  GCancellable *cancellable;                       /* (owned): ends what is being sent */
};

/* What is being sent over a connection that the HTTP library knows nothing of any more. */
typedef struct
{
  GIOStream    *stream; /* (owned) */
  GBytes       *bytes;  /* (owned) */
  gboolean      close;
  gboolean      repeat;
  GBytes       *rest;        /* (owned) (nullable): sent byte for byte after the others */
  GCancellable *cancellable; /* (owned) */
} Sending;

static void send_next (Sending *sending);

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->stream);
  g_bytes_unref (sending->bytes);
  g_clear_pointer (&sending->rest, g_bytes_unref);
  g_object_unref (sending->cancellable);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static GBytes *
make_chunk (void)
{
  GString *chunk = g_string_new (NULL);

  g_string_printf (chunk, "%x\r\n", ENDLESS_CHUNK_SIZE);
  g_string_set_size (chunk, chunk->len + ENDLESS_CHUNK_SIZE);
  memset (chunk->str + chunk->len - ENDLESS_CHUNK_SIZE, ' ', ENDLESS_CHUNK_SIZE);
  g_string_append (chunk, "\r\n");

  return g_string_free_to_bytes (chunk);
}

static gboolean
on_drip (gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (GBytes) rest = g_steal_pointer (&sending->rest);

  g_clear_pointer (&sending->bytes, g_bytes_unref);
  sending->bytes = g_bytes_new_from_bytes (rest, 0, 1);
  sending->rest = g_bytes_new_from_bytes (rest, 1, g_bytes_get_size (rest) - 1);
  send_next (sending);

  return G_SOURCE_REMOVE;
}

/* Sending is in the source's hands until it is time for the next byte. */
static void
wait_and_drip (Sending *sending)
{
  g_autoptr (GSource) source = g_timeout_source_new (DRIP_MS);

  g_source_set_callback (source, on_drip, sending, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
write_all_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Sending) sending = user_data;
  gboolean sent = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  if (sent && sending->repeat)
    {
      g_clear_pointer (&sending->bytes, g_bytes_unref);
      sending->bytes = make_chunk ();
      send_next (g_steal_pointer (&sending));
    }
  else if (sent && sending->rest != NULL && g_bytes_get_size (sending->rest) > 0)
    {
      wait_and_drip (g_steal_pointer (&sending));
    }
  else if (!sent || sending->close)
    g_io_stream_close (sending->stream, NULL, NULL);
}

static void
send_next (Sending *sending)
{
  gsize         length;
  gconstpointer data = g_bytes_get_data (sending->bytes, &length);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (sending->stream), data, length, G_PRIORITY_DEFAULT_IDLE, sending->cancellable, write_all_cb, sending);
}

/* With lingering off, closing a socket tells the other side with a reset. */
static void
reset_connection (GIOStream *stream,
                  GSocket   *socket)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_io_stream_close (stream, NULL, NULL);
}

static GBytes *
make_head (const AnnexSampleReply *reply)
{
  g_autofree char *length_header = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT, annex_sample_reply_get_length (reply));

  return annex_sample_reply_dup_head (reply, length_header);
}

static GBytes *
make_first_half (const AnnexSampleReply *reply)
{
  gsize length = annex_sample_reply_get_length (reply);
  g_autoptr (GBytes) head = make_head (reply);
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, g_bytes_get_data (head, NULL), (guint) g_bytes_get_size (head));
  if (length > 0)
    g_byte_array_append (bytes, g_bytes_get_data (reply->body, NULL), (guint) (length / 2));

  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
make_first_bytes (const AnnexSampleFault *fault,
                  const AnnexSampleReply *reply)
{
  switch (fault->kind)
    {
    case ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS:
      return annex_sample_reply_dup_head (reply, "Transfer-Encoding: chunked");
    case ANNEX_SAMPLE_FAULT_DRIP:
      return make_head (reply);
    case ANNEX_SAMPLE_FAULT_RAW:
      return g_bytes_ref (fault->body);
    default:
      return make_first_half (reply);
    }
}

static void
append_extra (AnnexSampleReply *reply)
{
  gsize       length = annex_sample_reply_get_length (reply);
  GByteArray *bytes = g_byte_array_sized_new ((guint) length + EXTRA_LENGTH);

  if (length > 0)
    g_byte_array_append (bytes, g_bytes_get_data (reply->body, NULL), (guint) length);
  for (guint i = 0; i < EXTRA_LENGTH; i++)
    g_byte_array_append (bytes, (const guint8 *) "+", 1);
  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->body = g_byte_array_free_to_bytes (bytes);
}

static void
replace_reply (const AnnexSampleFault *fault,
               AnnexSampleReply       *reply)
{
  g_auto (GStrv) lines = g_strsplit (fault->headers != NULL ? fault->headers : "", "\n", -1);

  reply->status = fault->status;
  soup_message_headers_clear (reply->headers);
  for (char **line = lines; *line != NULL; line++)
    {
      char *colon = strchr (*line, ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      soup_message_headers_append (reply->headers, g_strstrip (*line), g_strstrip (colon + 1));
    }
  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->body = fault->body != NULL ? g_bytes_ref (fault->body) : NULL;
}

static AnnexSampleFault *
copy_fault (const AnnexSampleFault *fault)
{
  AnnexSampleFault *copy = g_new0 (AnnexSampleFault, 1);

  *copy = *fault;
  copy->headers = g_strdup (fault->headers);
  copy->body = fault->body != NULL ? g_bytes_ref (fault->body) : NULL;

  return copy;
}

/**
 * annex_sample_faults_new:
 *
 * Makes a list of no faults.
 *
 * Returns: (transfer full): the faults
 */
AnnexSampleFaults *
annex_sample_faults_new (void)
{
  AnnexSampleFaults *faults = g_new0 (AnnexSampleFaults, 1);

  for (guint i = 0; i < ANNEX_SAMPLE_N_OPERATIONS; i++)
    g_queue_init (&faults->queues[i]);
  faults->streams = g_ptr_array_new_with_free_func (g_object_unref);
  faults->cancellable = g_cancellable_new ();

  return faults;
}

/**
 * annex_sample_faults_free:
 * @faults: (transfer full): faults
 *
 * Frees faults and closes what they kept open.
 */
void
annex_sample_faults_free (AnnexSampleFaults *faults)
{
  annex_sample_faults_clear (faults);
  annex_sample_faults_close (faults);
  g_ptr_array_unref (faults->streams);
  g_object_unref (faults->cancellable);
  g_free (faults);
}

/**
 * annex_sample_fault_free:
 * @fault: (transfer full): a fault from annex_sample_faults_take()
 *
 * Frees a fault.
 */
void
annex_sample_fault_free (AnnexSampleFault *fault)
{
  g_free ((char *) fault->headers);
  g_clear_pointer (&fault->body, g_bytes_unref);
  g_free (fault);
}

/**
 * annex_sample_faults_push:
 * @faults: faults
 * @operation: what it will befall
 * @fault: what will happen; copied
 *
 * Adds a fault, which comes after those that are already there.
 */
void
annex_sample_faults_push (AnnexSampleFaults      *faults,
                          AnnexSampleOperation    operation,
                          const AnnexSampleFault *fault)
{
  g_queue_push_tail (&faults->queues[operation], copy_fault (fault));
}

/**
 * annex_sample_faults_clear:
 * @faults: faults
 *
 * Forgets all faults that are still to come.
 */
void
annex_sample_faults_clear (AnnexSampleFaults *faults)
{
  for (guint i = 0; i < ANNEX_SAMPLE_N_OPERATIONS; i++)
    g_queue_clear_full (&faults->queues[i], (GDestroyNotify) annex_sample_fault_free);
}

/**
 * annex_sample_faults_close:
 * @faults: faults
 *
 * Closes the connections that faults have kept.
 */
void
annex_sample_faults_close (AnnexSampleFaults *faults)
{
  g_cancellable_cancel (faults->cancellable);
  g_clear_object (&faults->cancellable);
  faults->cancellable = g_cancellable_new ();
  for (guint i = 0; i < faults->streams->len; i++)
    g_io_stream_close (faults->streams->pdata[i], NULL, NULL);
  g_ptr_array_set_size (faults->streams, 0);
}

/**
 * annex_sample_faults_take:
 * @faults: faults
 * @operation: an operation that is asked for
 *
 * Gets the fault that befalls this request, and counts it.
 *
 * Returns: (nullable) (transfer full): the fault
 */
AnnexSampleFault *
annex_sample_faults_take (AnnexSampleFaults   *faults,
                          AnnexSampleOperation operation)
{
  GQueue           *queue = &faults->queues[operation];
  AnnexSampleFault *fault = g_queue_peek_head (queue);

  if (fault == NULL)
    return NULL;
  if (fault->times == 1)
    return g_queue_pop_head (queue);
  if (fault->times > 1)
    fault->times--;

  return copy_fault (fault);
}

/**
 * annex_sample_fault_alter:
 * @fault: a fault
 * @reply: the true answer
 *
 * Changes an answer as far as HTTP has words for it.
 */
void
annex_sample_fault_alter (const AnnexSampleFault *fault,
                          AnnexSampleReply       *reply)
{
  if (fault->kind == ANNEX_SAMPLE_FAULT_NONE || (fault->kind == ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS && fault->status != 0))
    replace_reply (fault, reply);
  else if (fault->kind == ANNEX_SAMPLE_FAULT_WRONG_LENGTH)
    append_extra (reply);
}

/**
 * annex_sample_fault_is_raw:
 * @fault: a fault
 *
 * Tells whether a fault breaks the rules of HTTP, so that annex_sample_faults_send() must send the answer.
 *
 * Returns: %TRUE when it does
 */
gboolean
annex_sample_fault_is_raw (const AnnexSampleFault *fault)
{
  switch (fault->kind)
    {
    case ANNEX_SAMPLE_FAULT_CUT_OFF:
    case ANNEX_SAMPLE_FAULT_STALL:
    case ANNEX_SAMPLE_FAULT_SILENT:
    case ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS:
    case ANNEX_SAMPLE_FAULT_RESET:
    case ANNEX_SAMPLE_FAULT_DRIP:
    case ANNEX_SAMPLE_FAULT_RAW:
      return TRUE;
    case ANNEX_SAMPLE_FAULT_NONE:
    case ANNEX_SAMPLE_FAULT_WRONG_LENGTH:
    case ANNEX_SAMPLE_FAULT_EXPIRED:
    default:
      return FALSE;
    }
}

/**
 * annex_sample_faults_send:
 * @faults: where connections are kept
 * @fault: a fault that breaks the rules of HTTP
 * @reply: the true answer
 * @stream: the connection, taken from the HTTP library
 * @socket: the socket below it
 *
 * Sends what a fault makes of an answer.
 */
void
annex_sample_faults_send (AnnexSampleFaults      *faults,
                          const AnnexSampleFault *fault,
                          const AnnexSampleReply *reply,
                          GIOStream              *stream,
                          GSocket                *socket)
{
  g_autoptr (Sending) sending = NULL;

  if (fault->kind == ANNEX_SAMPLE_FAULT_RESET)
    {
      reset_connection (stream, socket);
      return;
    }

  g_ptr_array_add (faults->streams, g_object_ref (stream));
  if (fault->kind == ANNEX_SAMPLE_FAULT_SILENT)
    return;

  sending = g_new0 (Sending, 1);
  sending->stream = g_object_ref (stream);
  sending->cancellable = g_object_ref (faults->cancellable);
  sending->repeat = fault->kind == ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS;
  sending->close = fault->kind == ANNEX_SAMPLE_FAULT_CUT_OFF || fault->kind == ANNEX_SAMPLE_FAULT_RAW;
  sending->bytes = make_first_bytes (fault, reply);
  if (fault->kind == ANNEX_SAMPLE_FAULT_DRIP)
    sending->rest = g_bytes_ref (reply->body);
  send_next (g_steal_pointer (&sending));
}
