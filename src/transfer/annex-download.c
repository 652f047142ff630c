/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download.h"

#include "annex-echo.h"
#include "annex-file-type.h"
#include "annex-proxy-resolver.h"
#include "annex-retry.h"
#include "annex-store-error.h"

#include <string.h>

#define BUFFER_SIZE (64 * 1024)
#define PROGRESS_INTERVAL_US (50 * 1000)

/* The whole download may take this long, and longer the more there is to fetch. */
#define TOTAL_BASE_MS (30 * 1000)
#define TOTAL_BYTES_PER_MS 64 /* 64 KiB a second, nearly */
#define TOTAL_MAX_MS (10 * 60 * 1000)

typedef enum
{
  DEADLINE_NONE,
  DEADLINE_FIRST_BYTE,
  DEADLINE_SILENCE,
  DEADLINE_SLOW,
  DEADLINE_TOTAL,
} Deadline;

/* What is being read. */
typedef enum
{
  READING_FILE,
  READING_ERROR,    /* the answer's status was not 200 */
  READING_MISMATCH, /* the status was 200, but this is probably an error document */
} Reading;

typedef struct
{
  /* Input */
  SoupSession              *session;       /* (owned) */
  GUri                     *uri;           /* (owned) */
  guint64                   expected_size; /* 0 when unknown */
  AnnexDownloadLimits       limits;
  AnnexDownloadProgressFunc progress;      /* (nullable) */
  gpointer                  progress_data; /* (unowned) (nullable) */
  GCancellable             *cancellable;   /* (owned) (nullable) */

  /* In progress */
  GCancellable       *abort;    /* (owned) ends the transfer: the caller's wish or a deadline */
  gulong              abort_id; /* connection to cancellable */
  SoupMessage        *message;  /* (owned) */
  GInputStream       *body;     /* (owned) (nullable) */
  Reading             reading;
  AnnexContentWriter *writer;       /* (owned) (nullable) */
  GByteArray         *document;     /* (owned) body that is no file, as far as it is of interest */
  guint8             *buffer;       /* (owned) */
  guint64             total;        /* 0 when unknown */
  GSource            *wait_source;  /* (owned) (nullable) first byte, then silence */
  GSource            *slow_source;  /* (owned) (nullable) */
  GSource            *total_source; /* (owned) (nullable) */
  guint64             window_start; /* what had arrived when the window began */
  gint64              last_progress_us;
  Deadline            missed;
} Download;

static void read_next (GTask *task);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
download_free (Download *self)
{
  g_object_unref (self->session);
  g_uri_unref (self->uri);
  g_clear_object (&self->cancellable);
  g_object_unref (self->abort);
  g_clear_object (&self->message);
  g_clear_object (&self->body);
  g_clear_object (&self->writer);
  g_byte_array_unref (self->document);
  g_free (self->buffer);
  g_free (self);
}

static guint64
get_received (Download *self)
{
  return self->writer != NULL ? annex_content_writer_get_size (self->writer) : 0;
}

/* Errors */

static AnnexErrorDetails *
new_details (Download *self)
{
  AnnexErrorDetails  *details = annex_error_details_new ("GetObject", g_uri_get_host (self->uri));
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  details->http_status = soup_message_get_status (self->message);
  details->attempts = 1;
  details->received = get_received (self);
  details->expected = self->total;
  details->tls_flags = soup_message_get_tls_peer_certificate_errors (self->message);
  details->retry_after_ms = annex_retry_parse_hint (NULL, soup_message_headers_get_one (headers, "Retry-After"), g_get_real_time () / G_USEC_PER_SEC);
  annex_error_details_set_request_id (details, annex_echo_drop_url (soup_message_headers_get_one (headers, "x-amz-request-id"), self->uri));

  return details;
}

static GError *
new_error (Download         *self,
           AnnexServiceError code,
           const char       *message)
{
  return annex_service_error_new (code, new_details (self), message);
}

static GError *
new_deadline_error (Download *self)
{
  static const char *const messages[] = {
    [DEADLINE_NONE] = "",
    [DEADLINE_FIRST_BYTE] = "The store did not answer in time",
    [DEADLINE_SILENCE] = "The download came to a standstill",
    [DEADLINE_SLOW] = "The download was too slow",
    [DEADLINE_TOTAL] = "The download took too long",
  };
  AnnexErrorDetails *details = new_details (self);

  details->cause_domain = G_IO_ERROR;
  details->cause_code = G_IO_ERROR_TIMED_OUT;

  return annex_service_error_new (self->missed == DEADLINE_FIRST_BYTE ? ANNEX_SERVICE_ERROR_TIMED_OUT : ANNEX_SERVICE_ERROR_INTERRUPTED,
                                  details,
                                  messages[self->missed]);
}

/* A wish to stop comes before every other reason; memory that runs out stays the error of GIO that it is. */
static GError *
translate_error (Download *self,
                 GError   *cause)
{
  g_autoptr (GError) owned = cause;

  if (g_cancellable_is_cancelled (self->cancellable))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  if (self->missed != DEADLINE_NONE)
    return new_deadline_error (self);

  return annex_service_error_new_for_cause (owned, new_details (self), TRUE);
}

static GError *
new_document_error (Download *self)
{
  const guint status = soup_message_get_status (self->message);
  g_autoptr (AnnexStoreErrorDocument) document = annex_store_error_document_parse ((const char *) self->document->data,
                                                                                  self->document->len);
  AnnexErrorDetails *details = new_details (self);

  details->received = self->document->len;
  annex_error_details_set_name (details, annex_echo_drop_url (document->code, self->uri));
  if (details->request_id == NULL)
    annex_error_details_set_request_id (details, annex_echo_drop_url (document->request_id, self->uri));

  if (self->reading == READING_ERROR)
    return annex_service_error_new (annex_store_error_classify (status, document), details, "The store did not send the file");
  if (document->code != NULL)
    return annex_service_error_new (ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, details, "The store sent an error document as the file");

  return annex_service_error_new (ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, details, "The store announced another length than the service");
}

/* The one exit. Takes @content and @error. */
static void
finish (GTask        *task,
        AnnexContent *content,
        GError       *error)
{
  Download *self = g_task_get_task_data (task);

  clear_source (&self->wait_source);
  clear_source (&self->slow_source);
  clear_source (&self->total_source);
  /* Not g_cancellable_disconnect(), which would wait for a cancellation that led here. */
  if (self->abort_id != 0)
    g_clear_signal_handler (&self->abort_id, self->cancellable);

  /* An answer that was not read to its end would keep its connection, and the store would go on sending. */
  if (error != NULL)
    g_cancellable_cancel (self->abort);
  if (self->body != NULL)
    g_input_stream_close_async (self->body, G_PRIORITY_DEFAULT, NULL, NULL, NULL);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, content, g_object_unref);
}

/* Deadlines */

static gboolean
miss_deadline (Download *self,
               Deadline  deadline)
{
  if (self->missed == DEADLINE_NONE)
    self->missed = deadline;
  g_cancellable_cancel (self->abort);

  return G_SOURCE_REMOVE;
}

static gboolean
on_wait_timeout (gpointer user_data)
{
  Download *self = user_data;

  return miss_deadline (self, self->body == NULL ? DEADLINE_FIRST_BYTE : DEADLINE_SILENCE);
}

static gboolean
on_total_timeout (gpointer user_data)
{
  return miss_deadline (user_data, DEADLINE_TOTAL);
}

static gboolean
on_slow_window_end (gpointer user_data)
{
  Download     *self = user_data;
  const guint64 received = get_received (self);
  const guint64 wanted = (guint64) self->limits.slow_bytes_per_sec * self->limits.slow_window_ms / 1000;

  if (received - self->window_start < wanted)
    return miss_deadline (self, DEADLINE_SLOW);

  self->window_start = received;

  return G_SOURCE_CONTINUE;
}

static GSource *
add_timeout (Download   *self,
             guint       interval_ms,
             GSourceFunc callback)
{
  GSource *source;

  if (interval_ms == 0)
    return NULL;

  source = g_timeout_source_new (interval_ms);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static guint
get_total_ms (Download *self)
{
  const guint64 size = self->expected_size != 0 ? self->expected_size : ANNEX_DOWNLOAD_MAX_SIZE;

  if (self->limits.total_ms != 0)
    return self->limits.total_ms;

  return (guint) MIN (TOTAL_BASE_MS + size / TOTAL_BYTES_PER_MS, TOTAL_MAX_MS);
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
  self->progress (get_received (self), self->total, self->progress_data);
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

  if (get_received (self) < self->total)
    {
      finish (task, NULL, new_error (self, ANNEX_SERVICE_ERROR_INTERRUPTED, "The download was cut off"));
      return;
    }

  content = annex_content_writer_seal (self->writer, &error);
  if (content != NULL)
    error = check_content (self, content);
  if (error != NULL)
    {
      finish (task, NULL, error);
      return;
    }

  report_progress (self, TRUE);
  finish (task, g_steal_pointer (&content), NULL);
}

static GError *
append_to_file (Download *self,
                gsize     length)
{
  GError       *error = NULL;
  const guint64 bound = self->total != 0 ? self->total : ANNEX_DOWNLOAD_MAX_SIZE;

  if (length > bound - get_received (self))
    return self->total != 0 ? new_error (self, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, "The download is longer than was announced")
                            : new_error (self, ANNEX_SERVICE_ERROR_TOO_LARGE, "The download is too large");

  if (annex_content_writer_append (self->writer, self->buffer, length, &error))
    report_progress (self, FALSE);

  return error;
}

static gboolean
append_to_document (Download *self,
                    gsize     length)
{
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

  if (length < 0)
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

  if (self->wait_source != NULL)
    g_source_set_ready_time (self->wait_source, g_get_monotonic_time () + (gint64) self->limits.silence_ms * 1000);

  g_input_stream_read_async (self->body, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT, self->abort, read_cb, g_object_ref (task));
}

/* The head */

static gboolean
is_encoded (SoupMessageHeaders *headers)
{
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");

  return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp (encoding, "identity") != 0;
}

static gboolean
says_xml (SoupMessageHeaders *headers)
{
  const char *content_type = soup_message_headers_get_content_type (headers, NULL);

  return content_type != NULL && (g_str_has_suffix (content_type, "/xml") || g_str_has_suffix (content_type, "+xml"));
}

/* Decides what the body is and how long it has to be, before any of it is read. */
static GError *
check_head (Download *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const gboolean      announced = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  const goffset       length = announced ? soup_message_headers_get_content_length (headers) : 0;
  GError             *error = NULL;

  if (soup_message_get_status (self->message) != SOUP_STATUS_OK)
    {
      self->reading = READING_ERROR;
      return NULL;
    }
  if (is_encoded (headers))
    return new_error (self, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, "The store encoded the file although that was not asked for");
  if (announced && self->expected_size != 0 && (guint64) length != self->expected_size)
    {
      self->reading = READING_MISMATCH;
      return says_xml (headers) ? NULL : new_document_error (self);
    }
  if (announced && (guint64) length > ANNEX_DOWNLOAD_MAX_SIZE)
    return new_error (self, ANNEX_SERVICE_ERROR_TOO_LARGE, "The file is too large");
  if (announced)
    self->total = (guint64) length;

  self->writer = annex_content_writer_new (ANNEX_DOWNLOAD_MAX_SIZE, &error);

  return error;
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Download *self = g_task_get_task_data (task);
  GError   *error = NULL;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->body == NULL)
    {
      finish (task, NULL, translate_error (self, error));
      return;
    }

  clear_source (&self->wait_source);
  error = check_head (self);
  if (error != NULL)
    {
      finish (task, NULL, error);
      return;
    }

  self->wait_source = add_timeout (self, self->limits.silence_ms, on_wait_timeout);
  if (self->reading == READING_FILE)
    self->slow_source = add_timeout (self, self->limits.slow_window_ms, on_slow_window_end);
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
send_request (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  self->message = new_message (self->uri);
  self->wait_source = add_timeout (self, self->limits.first_byte_ms, on_wait_timeout);
  self->total_source = add_timeout (self, get_total_ms (self), on_total_timeout);
  if (self->cancellable != NULL)
    self->abort_id = g_cancellable_connect (self->cancellable, G_CALLBACK (on_cancelled), g_object_ref (self->abort), g_object_unref);

  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->abort, send_cb, g_object_ref (task));
}

/**
 * annex_download_get_limits:
 *
 * Returns: (transfer none): the deadlines that everyone but a test uses: 15 s to the first byte, 20 s of silence, less
 *   than 1 KiB a second over 30 s
 */
const AnnexDownloadLimits *
annex_download_get_limits (void)
{
  static const AnnexDownloadLimits limits = {
    .first_byte_ms = 15 * 1000,
    .silence_ms = 20 * 1000,
    .slow_window_ms = 30 * 1000,
    .slow_bytes_per_sec = 1024,
  };

  return &limits;
}

/**
 * annex_download_session_new:
 * @tls_database: (nullable): certificate authorities to trust, or %NULL for the system's
 *
 * Makes a session for the store alone, which never sees a token of the service: no cookies, no cache, no
 * authentication, no decoding, no logging, and no proxy on the way to the loopback.
 *
 * Returns: (transfer full): a session
 */
SoupSession *
annex_download_session_new (GTlsDatabase *tls_database)
{
  SoupSession *session = soup_session_new_with_options ("user-agent", "Annex/" PACKAGE_VERSION, "max-conns-per-host", 6, "timeout", 0, NULL);
  g_autoptr (GProxyResolver) resolver = annex_proxy_resolver_new ();

  soup_session_set_proxy_resolver (session, resolver);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  if (tls_database != NULL)
    soup_session_set_tls_database (session, tls_database);

  return session;
}

/**
 * annex_download_async:
 * @session: session of annex_download_session_new()
 * @url: the pre-signed URL; used to the letter and forgotten at the end
 * @policy: (nullable): where it may point to
 * @expected_size: `AttachmentSizeInBytes` of `GetAttachment`, or 0 when the service did not say
 * @limits: (nullable): deadlines, or %NULL for annex_download_get_limits()
 * @progress: (nullable) (scope async): called at most about 20 times a second, and once at the end
 * @progress_data: data for @progress
 * @cancellable: (nullable): closes the connection at once
 * @callback: called when the content is complete, or with an error
 * @user_data: data for @callback
 *
 * Fetches one pre-signed URL with one GET. The status is looked at before a byte is used, the announced lengths before
 * the body, the true length after it. Redirects are not followed, no credentials are sent, nothing is decoded.
 */
void
annex_download_async (SoupSession               *session,
                      const char                *url,
                      const AnnexStorePolicy    *policy,
                      guint64                    expected_size,
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
  self->total = expected_size;
  self->limits = limits != NULL ? *limits : *annex_download_get_limits ();
  self->progress = progress;
  self->progress_data = progress_data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->abort = g_cancellable_new ();
  self->document = g_byte_array_new ();
  self->buffer = g_malloc (BUFFER_SIZE);
  g_task_set_task_data (task, self, (GDestroyNotify) download_free);

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
