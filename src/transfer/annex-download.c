/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download.h"

#include "annex-download-answer.h"
#include "annex-download-error.h"
#include "annex-file-type.h"
#include "annex-store-error.h"

#define BUFFER_SIZE (64 * 1024)
#define PROGRESS_INTERVAL_US (50 * 1000)

/* What is being read. */
typedef enum
{
  READING_FILE,
  READING_ERROR,    /* the answer's status was not that of a file */
  READING_MISMATCH, /* the status was 200, but this is probably an error document */
} Reading;

typedef struct
{
  /* Input */
  SoupSession              *session;       /* (owned) */
  GUri                     *uri;           /* (owned) */
  guint64                   expected_size; /* 0 when unknown */
  AnnexDownloadProgressFunc progress;      /* (nullable) */
  gpointer                  progress_data; /* (unowned) (nullable) */
  GCancellable             *cancellable;   /* (owned) (nullable) */

  /* In progress */
  AnnexDownloadPart      *part;      /* (owned) what has arrived */
  AnnexDownloadDeadlines *deadlines; /* (owned) */
  GCancellable           *abort;     /* (owned) ends the request under way: the caller's wish or a deadline */
  gulong                  abort_id;  /* connection to cancellable */
  gboolean                resuming;  /* only the rest was asked for */
  SoupMessage            *message;   /* (owned) */
  GInputStream           *body;      /* (owned) (nullable) */
  Reading                 reading;
  GByteArray             *document; /* (owned) body that is no file, as far as it is of interest */
  guint8                 *buffer;   /* (owned) */
  gint64                  last_progress_us;
} Download;

static void read_next (GTask *task);
static void send_request (GTask *task);

static void
download_free (Download *self)
{
  g_object_unref (self->session);
  g_uri_unref (self->uri);
  g_clear_object (&self->cancellable);
  g_object_unref (self->part);
  g_clear_pointer (&self->deadlines, annex_download_deadlines_free);
  g_clear_object (&self->abort);
  g_clear_object (&self->message);
  g_clear_object (&self->body);
  g_byte_array_unref (self->document);
  g_free (self->buffer);
  g_free (self);
}

static guint64
get_received (Download *self)
{
  return annex_download_part_get_received (self->part);
}

static guint64
get_total (Download *self)
{
  const guint64 total = annex_download_part_get_total (self->part);

  return total != 0 ? total : self->expected_size;
}

/* Errors */

static AnnexDownloadFacts
get_facts (Download *self)
{
  return (AnnexDownloadFacts) {
    .uri = self->uri,
    .message = self->message,
    /* What came with an earlier request says nothing of this one. */
    .received = self->body != NULL ? get_received (self) : 0,
    .expected = get_total (self),
  };
}

static GError *
new_error (Download         *self,
           AnnexServiceError code,
           const char       *message)
{
  const AnnexDownloadFacts facts = get_facts (self);

  return annex_download_error_new (&facts, code, message);
}

/* A wish to stop comes before every other reason; memory that runs out stays the error of GIO that it is. */
static GError *
translate_error (Download *self,
                 GError   *cause)
{
  g_autoptr (GError) owned = cause;
  const AnnexDownloadDeadline missed = annex_download_deadlines_get_missed (self->deadlines);
  const AnnexDownloadFacts    facts = get_facts (self);

  if (g_cancellable_is_cancelled (self->cancellable))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  if (missed != ANNEX_DOWNLOAD_DEADLINE_NONE)
    return annex_download_error_new_for_deadline (&facts, missed);

  return annex_download_error_new_for_cause (&facts, owned);
}

static GError *
new_document_error (Download *self)
{
  const AnnexDownloadFacts facts = get_facts (self);

  return self->reading == READING_ERROR ? annex_download_error_new_for_refusal (&facts, self->document)
                                        : annex_download_error_new_for_mismatch (&facts, self->document);
}

/* Ends the request, if there is one. An answer that was not read to its end would keep its connection, and the store
 * would go on sending, unless it is @broken off. */
static void
end_request (Download *self,
             gboolean  broken)
{
  /* Not g_cancellable_disconnect(), which would wait for a cancellation that led here. */
  if (self->abort_id != 0)
    g_clear_signal_handler (&self->abort_id, self->cancellable);
  g_signal_handlers_disconnect_by_data (self->message, self->deadlines);
  if (broken)
    g_cancellable_cancel (self->abort);
  if (self->body != NULL)
    g_input_stream_close_async (self->body, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->body);
}

/* The one exit. Takes @content and @error. */
static void
finish (GTask        *task,
        AnnexContent *content,
        GError       *error)
{
  Download *self = g_task_get_task_data (task);

  annex_download_deadlines_rest (self->deadlines);
  end_request (self, error != NULL);
  if (error != NULL && !annex_download_error_spares_part (error))
    annex_download_part_clear (self->part);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, content, g_object_unref);
}

/* The body */

static void
report_progress (Download *self,
                 gboolean  last)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->progress == NULL || (!last && now - self->last_progress_us < PROGRESS_INTERVAL_US))
    return;

  self->last_progress_us = now;
  self->progress (get_received (self), get_total (self), self->progress_data);
}

/* Where nothing else said how long the file is, only its first bytes can tell that it is none. */
static GError *
check_content (Download     *self,
               AnnexContent *content)
{
  g_autoptr (GBytes) head = annex_content_dup_head (content, ANNEX_STORE_ERROR_MAX_SIZE);
  gsize         length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  if (self->expected_size != 0 || !annex_file_type_is_error_document (bytes, length))
    return NULL;

  self->reading = READING_MISMATCH;
  g_byte_array_append (self->document, bytes, (guint) length);

  return new_document_error (self);
}

static void
finish_file (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (AnnexContent) content = NULL;
  GError *error = NULL;

  if (get_received (self) < get_total (self))
    {
      finish (task, NULL, new_error (self, ANNEX_SERVICE_ERROR_INTERRUPTED, "The download was cut off"));
      return;
    }

  report_progress (self, TRUE);
  content = annex_download_part_seal (self->part, &error);
  if (content != NULL)
    error = check_content (self, content);
  if (error != NULL)
    finish (task, NULL, error);
  else
    finish (task, g_steal_pointer (&content), NULL);
}

static GError *
append_to_file (Download *self,
                gsize     length)
{
  GError       *error = NULL;
  const guint64 total = get_total (self);
  const guint64 bound = total != 0 ? total : ANNEX_DOWNLOAD_MAX_SIZE;

  if (length > bound - get_received (self))
    return total != 0 ? new_error (self, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, "The download is longer than was announced")
                      : new_error (self, ANNEX_SERVICE_ERROR_TOO_LARGE, "The download is too large");

  if (annex_download_part_append (self->part, self->buffer, length, &error))
    {
      annex_download_deadlines_note (self->deadlines, get_received (self));
      report_progress (self, FALSE);
    }

  return error;
}

static gboolean
append_to_document (Download *self,
                    gsize     length)
{
  annex_download_deadlines_note (self->deadlines, get_received (self));
  g_byte_array_append (self->document, self->buffer, (guint) MIN (length, ANNEX_STORE_ERROR_MAX_SIZE - self->document->len));

  return self->document->len < ANNEX_STORE_ERROR_MAX_SIZE;
}

static void
read_document_part (GTask  *task,
                    gssize  length,
                    GError *cause)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (GError) owned = cause;

  if (g_cancellable_is_cancelled (self->cancellable))
    finish (task, NULL, translate_error (self, g_steal_pointer (&owned)));
  else if (length > 0 && append_to_document (self, (gsize) length))
    read_next (task);
  else
    /* Also when it broke off: the status has said what matters. */
    finish (task, NULL, new_document_error (self));
}

static void
read_file_part (GTask  *task,
                gssize  length,
                GError *cause)
{
  Download *self = g_task_get_task_data (task);
  GError   *error = NULL;

  if (length < 0 || g_cancellable_is_cancelled (self->cancellable))
    {
      finish (task, NULL, translate_error (self, cause));
      return;
    }
  if (length == 0)
    {
      finish_file (task);
      return;
    }

  error = append_to_file (self, (gsize) length);
  if (error != NULL)
    finish (task, NULL, error);
  else
    read_next (task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Download *self = g_task_get_task_data (task);
  GError   *error = NULL;
  gssize    length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (self->reading == READING_FILE)
    read_file_part (task, length, error);
  else
    read_document_part (task, length, error);
}

static void
read_next (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  g_input_stream_read_async (self->body, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT, self->abort, read_cb, g_object_ref (task));
}

/* The answer */

/* Happens once at most, because the next request asks for the whole file. */
static void
start_over (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  g_debug ("The rest does not fit: the download starts over");
  end_request (self, TRUE);
  annex_download_part_clear (self->part);
  report_progress (self, TRUE);
  send_request (task);
}

/* Whatever comes, nothing is put behind what came before it. */
static GError *
begin_whole (Download *self)
{
  const guint64 length = annex_download_answer_get_length (self->message);
  GError       *error = NULL;

  annex_download_part_begin (self->part,
                             soup_message_get_response_headers (self->message),
                             length != 0 ? length : self->expected_size,
                             ANNEX_DOWNLOAD_MAX_SIZE,
                             &error);

  return error;
}

/* Returns: why nothing of the body is read, if that is so */
static GError *
take_answer (Download           *self,
             AnnexDownloadAnswer answer)
{
  self->reading = READING_FILE;
  switch (answer)
    {
    case ANNEX_DOWNLOAD_ANSWER_WHOLE:
      return begin_whole (self);
    case ANNEX_DOWNLOAD_ANSWER_REFUSAL:
      self->reading = READING_ERROR;
      return NULL;
    case ANNEX_DOWNLOAD_ANSWER_MISMATCH:
      self->reading = READING_MISMATCH;
      annex_download_part_clear (self->part);
      return annex_download_answer_is_xml (self->message) ? NULL : new_document_error (self);
    case ANNEX_DOWNLOAD_ANSWER_ENCODED:
      return new_error (self, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, "The store encoded the file although that was not asked for");
    case ANNEX_DOWNLOAD_ANSWER_TOO_LARGE:
      return new_error (self, ANNEX_SERVICE_ERROR_TOO_LARGE, "The file is too large");
    case ANNEX_DOWNLOAD_ANSWER_REST:
    case ANNEX_DOWNLOAD_ANSWER_MISFIT:
    default:
      return NULL;
    }
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Download           *self = g_task_get_task_data (task);
  GError             *error = NULL;
  AnnexDownloadAnswer answer;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->body == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      finish (task, NULL, translate_error (self, error));
      return;
    }

  answer = annex_download_answer_judge (self->message, self->resuming ? self->part : NULL, self->expected_size);
  if (answer == ANNEX_DOWNLOAD_ANSWER_MISFIT)
    {
      start_over (task);
      return;
    }

  error = take_answer (self, answer);
  if (error != NULL)
    {
      finish (task, NULL, error);
      return;
    }

  annex_download_deadlines_await (self->deadlines, ANNEX_DOWNLOAD_DEADLINE_SILENCE);
  /* An error document, too, keeps a place; of it no byte counts as received. */
  annex_download_deadlines_watch_speed (self->deadlines, get_received (self));
  read_next (task);
}

/* The request */

static SoupMessage *
new_message (GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_set_force_http1 (message, TRUE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Encoding", "identity");

  return message;
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static void
on_deadline_missed (gpointer user_data)
{
  Download *self = user_data;

  g_cancellable_cancel (self->abort);
}

/* There is a connection, and the request is about to be written; once more if a connection that was kept turns out to be
 * dead. */
static void
on_starting (SoupMessage *message,
             gpointer     user_data)
{
  annex_download_deadlines_await (user_data, ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE);
}

static void
send_request (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  g_clear_object (&self->message);
  self->message = new_message (self->uri);
  self->resuming = annex_download_part_can_resume (self->part);
  if (self->resuming)
    annex_download_part_ask (self->part, soup_message_get_request_headers (self->message));

  annex_download_deadlines_await (self->deadlines, ANNEX_DOWNLOAD_DEADLINE_CONNECT);
  g_signal_connect (self->message, "starting", G_CALLBACK (on_starting), self->deadlines);
  g_clear_object (&self->abort);
  self->abort = g_cancellable_new ();
  if (self->cancellable != NULL)
    self->abort_id = g_cancellable_connect (self->cancellable, G_CALLBACK (on_cancelled), g_object_ref (self->abort), g_object_unref);
  if (annex_download_deadlines_get_missed (self->deadlines) != ANNEX_DOWNLOAD_DEADLINE_NONE)
    g_cancellable_cancel (self->abort);

  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->abort, send_cb, g_object_ref (task));
}

/**
 * annex_download_async:
 * @session: session of annex_download_session_new()
 * @url: the pre-signed URL; used to the letter and forgotten at the end
 * @policy: (nullable): where it may point to
 * @expected_size: `AttachmentSizeInBytes` of `GetAttachment`, or 0 when the service did not say
 * @part: (nullable): what an earlier download of the same file left behind, and what this one adds to; %NULL to begin anew
 *   and leave nothing
 * @limits: (nullable): deadlines, or %NULL for annex_download_get_limits()
 * @progress: (nullable) (scope async): called at most about 20 times a second, and once at the end
 * @progress_data: data for @progress
 * @cancellable: (nullable): closes the connection at once
 * @callback: called when the content is complete, or with an error
 * @user_data: data for @callback
 *
 * Fetches one pre-signed URL with one GET. The status is looked at before a byte is used, the announced lengths before
 * the body, the true length after it. Redirects are not followed, no credentials are sent, nothing is decoded.
 *
 * What @part holds is not fetched again: the rest is asked for with `Range` and `If-Match`, and appended only when the
 * answer brings the very rest of the very same version. The whole file (200) replaces it; after another range, 412 or 416
 * the file is asked for once more, whole. When the download breaks off, what has arrived stays in @part, unless it was
 * wrong. Once @cancellable is cancelled @part is not touched any more, and another download may go on with it.
 */
void
annex_download_async (SoupSession               *session,
                      const char                *url,
                      const AnnexStorePolicy    *policy,
                      guint64                    expected_size,
                      AnnexDownloadPart         *part,
                      const AnnexDownloadLimits *limits,
                      AnnexDownloadProgressFunc  progress,
                      gpointer                   progress_data,
                      GCancellable              *cancellable,
                      GAsyncReadyCallback        callback,
                      gpointer                   user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autoptr (GUri) uri = NULL;
  GError   *error = NULL;
  Download *self;

  g_return_if_fail (SOUP_IS_SESSION (session));

  g_task_set_source_tag (task, annex_download_async);

  uri = annex_store_url_parse (url, policy, &error);
  if (uri != NULL && expected_size > ANNEX_DOWNLOAD_MAX_SIZE)
    error = annex_service_error_new (ANNEX_SERVICE_ERROR_TOO_LARGE, annex_error_details_new ("GetObject", g_uri_get_host (uri)), "The file is too large");
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_new0 (Download, 1);
  self->session = g_object_ref (session);
  self->uri = g_steal_pointer (&uri);
  self->expected_size = expected_size;
  self->part = part != NULL ? g_object_ref (part) : annex_download_part_new ();
  self->progress = progress;
  self->progress_data = progress_data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->document = g_byte_array_new ();
  self->buffer = g_malloc (BUFFER_SIZE);
  self->deadlines = annex_download_deadlines_new (limits != NULL ? limits : annex_download_get_limits (),
                                                  expected_size != 0 ? expected_size : ANNEX_DOWNLOAD_MAX_SIZE,
                                                  on_deadline_missed,
                                                  self);
  g_task_set_task_data (task, self, (GDestroyNotify) download_free);

  /* The service speaks of another file now. */
  if (expected_size != 0 && annex_download_part_get_total (self->part) != expected_size)
    annex_download_part_clear (self->part);
  send_request (task);
}

/**
 * annex_download_finish:
 * @result: the result
 * @error: return location
 *
 * Gets the outcome of annex_download_async(). Errors are of the domain %ANNEX_SERVICE_ERROR, with details, but for
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the complete content, or %NULL with an error
 */
AnnexContent *
annex_download_finish (GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_download_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
