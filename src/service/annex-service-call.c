/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-call.h"

#include "annex-json.h"
#include "annex-proxy-resolver.h"
#include "annex-service-answer.h"
#include "annex-service-error.h"

#include <string.h>

#define READ_SIZE (16 * 1024)

/* Why an attempt was stopped from here, as against by the other side. */
typedef enum
{
  STOP_NONE,
  STOP_CANCELLED,
  STOP_CONNECT_DEADLINE,
  STOP_TOTAL_DEADLINE,
} Stop;

typedef struct
{
  /* Input */
  AnnexRetry           *retry;      /* (owned) */
  const char           *operation;  /* (static) */
  GUri                 *uri;        /* (owned) */
  AnnexSecret          *bearer;     /* (owned) */
  GBytes               *body;       /* (owned) */
  gsize                 max_answer; /* bytes */
  AnnexServiceReadFunc  read;
  GDestroyNotify        free_answer;
  gboolean              leaves_throttling;
  GCancellable         *life; /* (owned): the client's */
  AnnexServiceDeadlines deadlines;

  /* In progress */
  GSource       *cancel_source;  /* (owned) (nullable): the caller's wish */
  GSource       *life_source;    /* (owned) (nullable): the client's */
  GSource       *total_source;   /* (owned) (nullable) */
  GSource       *connect_source; /* (owned) (nullable) */
  GSource       *wait_source;    /* (owned) (nullable): pause before the next attempt */
  GCancellable  *attempt;        /* (owned) (nullable): ends the attempt that is under way */
  SoupMessage   *message;        /* (owned) (nullable) */
  GInputStream  *stream;         /* (owned) (nullable) */
  GByteArray    *received;       /* (owned) */
  Stop           stop;
  guint          n_attempts;
  AnnexRetryKind last_kind;
  gint64         end_time; /* monotonic, microseconds */
} Call;

static void start_attempt (GTask *task);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_attempt (Call *call)
{
  clear_source (&call->connect_source);
  clear_source (&call->wait_source);
  g_clear_object (&call->stream);
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
  g_clear_object (&call->attempt);

  /* The answer may hold a token. */
  if (call->received->len > 0)
    explicit_bzero (call->received->data, call->received->len);
  g_byte_array_set_size (call->received, 0);
}

static void
call_free (Call *call)
{
  clear_source (&call->cancel_source);
  clear_source (&call->life_source);
  clear_source (&call->total_source);
  clear_attempt (call);
  g_clear_object (&call->retry);
  g_clear_object (&call->life);
  g_clear_pointer (&call->uri, g_uri_unref);
  g_clear_pointer (&call->bearer, annex_secret_unref);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->received, g_byte_array_unref);
  g_free (call);
}

static Call *
call_new (AnnexRetry                  *retry,
          const AnnexServiceRequest   *request,
          const AnnexServiceDeadlines *deadlines,
          GCancellable                *life)
{
  Call *call = g_new0 (Call, 1);

  call->retry = g_object_ref (retry);
  call->operation = request->operation;
  call->uri = g_uri_ref (request->uri);
  call->bearer = annex_secret_ref (request->bearer);
  call->body = g_bytes_ref (request->body);
  call->max_answer = request->max_answer;
  call->read = request->read;
  call->free_answer = request->free_answer;
  call->leaves_throttling = request->leaves_throttling;
  call->life = g_object_ref (life);
  call->deadlines = *deadlines;
  call->received = g_byte_array_new ();
  call->end_time = g_get_monotonic_time () + (gint64) deadlines->total_ms * 1000;

  return call;
}

static AnnexErrorDetails *
create_details (Call *call)
{
  AnnexErrorDetails *details = annex_error_details_new (call->operation, g_uri_get_host (call->uri));

  details->attempts = call->n_attempts;
  details->received = call->received->len;
  if (call->message != NULL)
    annex_service_answer_describe (call->message, annex_secret_peek (call->bearer), details);

  return details;
}

static GSource *
attach (GTask         *task,
        GSource       *source,
        GSourceFunc    func,
        GDestroyNotify destroy)
{
  g_source_set_callback (source, func, task, destroy);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

/* Nothing may come in between the return and the callback, which runs later. */
static void
stop_call (Call *call)
{
  clear_source (&call->cancel_source);
  clear_source (&call->life_source);
  clear_source (&call->total_source);
  clear_attempt (call);
}

static void
return_error (GTask  *task,
              GError *error)
{
  Call *call = g_task_get_task_data (task);

  g_debug ("%s: gave up after attempt %u (%s %d)",
           call->operation,
           call->n_attempts,
           g_quark_to_string (error->domain),
           error->code);

  stop_call (call);
  g_task_return_error (task, error);
}

static void
return_cancelled (GTask *task)
{
  return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

static gboolean
on_wait_over (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Call *call = g_task_get_task_data (task);

  clear_source (&call->wait_source);
  start_attempt (g_steal_pointer (&task));

  return G_SOURCE_REMOVE;
}

/* Either waits and tries again, or returns the error. */
static void
fail_attempt (GTask  *task,
              GError *error)
{
  Call                    *call = g_task_get_task_data (task);
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  const AnnexRetryKind     kind = annex_retry_classify (error);
  const gint64             hint = details != NULL ? details->retry_after_ms : -1;
  gint64                   delay = -1;

  /* It failed in the same moment in which it was cancelled. Nobody would cancel another attempt. */
  if (call->stop == STOP_CANCELLED)
    {
      g_error_free (error);
      return_cancelled (task);
      return;
    }

  if (call->stop != STOP_TOTAL_DEADLINE && !(kind == ANNEX_RETRY_THROTTLING && call->leaves_throttling))
    delay = annex_retry_next_delay (call->retry, kind, call->n_attempts, hint);

  /* A pause that would outlast the deadline only hides the true reason. */
  if (delay < 0 || g_get_monotonic_time () + delay * 1000 >= call->end_time)
    {
      return_error (task, error);
      return;
    }

  g_debug ("%s: attempt %u failed (%d), trying again in %" G_GINT64_FORMAT " ms",
           call->operation,
           call->n_attempts,
           error->code,
           delay);
  g_error_free (error);
  clear_attempt (call);
  call->last_kind = kind;
  call->wait_source = attach (task, g_timeout_source_new ((guint) delay), on_wait_over, g_object_unref);
  g_object_ref (task);
}

/* The connection was closed because the network has changed, and nobody has lost interest. */
static gboolean
was_reconnected (GTask        *task,
                 const GError *cause)
{
  Call *call = g_task_get_task_data (task);

  return call->stop == STOP_NONE
         && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && !g_cancellable_is_cancelled (call->life)
         && !g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

static void
fail_attempt_for_cause (GTask        *task,
                        const GError *cause)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) replaced = NULL;

  if (call->stop == STOP_CONNECT_DEADLINE || call->stop == STOP_TOTAL_DEADLINE)
    cause = replaced = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Timed out");
  else if (was_reconnected (task, cause))
    cause = replaced = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The network has changed");

  if (call->stop == STOP_CANCELLED || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return_cancelled (task);
  else
    fail_attempt (task, annex_service_error_new_for_cause (cause, create_details (call), FALSE));
}

static void
fail_attempt_for_answer (GTask            *task,
                         AnnexServiceError code,
                         const char       *message)
{
  Call *call = g_task_get_task_data (task);

  fail_attempt (task, annex_service_error_new (code, create_details (call), message));
}

static void
accept_answer (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;
  gpointer    answer = NULL;

  root = annex_json_parse ((const char *) call->received->data, call->received->len, call->max_answer, &error);
  if (root != NULL)
    object = annex_json_get_root_object (root, &error);
  if (object != NULL)
    answer = call->read (object, &error);

  if (answer == NULL)
    {
      fail_attempt_for_answer (task, ANNEX_SERVICE_ERROR_INVALID_REPLY, error->message);
      return;
    }

  annex_retry_succeeded (call->retry, call->last_kind);
  stop_call (call);
  g_task_return_pointer (task, answer, call->free_answer);
}

static void
finish_answer (GTask *task)
{
  Call       *call = g_task_get_task_data (task);
  const guint status = soup_message_get_status (call->message);

  g_debug ("%s: status %u, %u bytes, attempt %u", call->operation, status, call->received->len, call->n_attempts);

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    accept_answer (task);
  else
    fail_attempt (task, annex_service_answer_create_error (call->message, call->received, create_details (call)));
}

static void read_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data);

static void
read_more (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (call->stream, READ_SIZE, G_PRIORITY_DEFAULT, call->attempt, read_cb, task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Call    *call = g_task_get_task_data (task);
  gboolean successful;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  successful = SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (call->message));

  if (error != NULL && (successful || call->stop != STOP_NONE))
    fail_attempt_for_cause (task, error);
  else if (error != NULL)
    /* The status already says what went wrong; its explanation is a luxury. */
    finish_answer (task);
  else if (g_bytes_get_size (bytes) == 0)
    finish_answer (task);
  else if (g_bytes_get_size (bytes) <= call->max_answer - call->received->len)
    {
      g_byte_array_append (call->received, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
      read_more (g_steal_pointer (&task));
    }
  else if (successful)
    fail_attempt_for_answer (task, ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, "The answer is too long");
  else
    finish_answer (task);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Call             *call = g_task_get_task_data (task);
  AnnexServiceError code;
  const char       *problem;

  clear_source (&call->connect_source);
  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (error != NULL)
    {
      fail_attempt_for_cause (task, error);
      return;
    }

  problem = annex_service_answer_check_head (call->message, call->max_answer, &code);
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (call->message)) && problem != NULL)
    fail_attempt_for_answer (task, code, problem);
  else if (problem != NULL || SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (call->message)))
    finish_answer (task);
  else
    read_more (g_steal_pointer (&task));
}

static void
stop_attempt (GTask *task,
              Stop   stop)
{
  g_autoptr (GTask) alive = g_object_ref (task);
  Call *call = g_task_get_task_data (task);

  call->stop = stop;

  /* What is under way ends in its own continuation; a pause has none. */
  if (call->attempt != NULL)
    {
      g_cancellable_cancel (call->attempt);
      return;
    }

  fail_attempt_for_cause (task, NULL);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  stop_attempt (user_data, STOP_CANCELLED);

  return G_SOURCE_REMOVE;
}

static gboolean
on_total_deadline (gpointer user_data)
{
  stop_attempt (user_data, STOP_TOTAL_DEADLINE);

  return G_SOURCE_REMOVE;
}

static gboolean
on_connect_deadline (gpointer user_data)
{
  stop_attempt (user_data, STOP_CONNECT_DEADLINE);

  return G_SOURCE_REMOVE;
}

/* The connection is there, and its certificate was accepted. */
static void
on_message_starting (SoupMessage *message,
                     gpointer     user_data)
{
  Call *call = user_data;

  clear_source (&call->connect_source);
}

static SoupMessage *
create_message (Call *call)
{
  SoupMessage        *message = soup_message_new_from_uri (SOUP_METHOD_POST, call->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* libsoup would take the token along to wherever the server points. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Requests come one at a time; the simpler protocol has less that a hostile server could misuse. */
  soup_message_set_force_http1 (message, TRUE);
  soup_message_set_request_body_from_bytes (message, "application/json", call->body);
  soup_message_headers_replace (headers, "X-Amz-Bearer", annex_secret_peek (call->bearer));
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  g_signal_connect (message, "starting", G_CALLBACK (on_message_starting), call);

  return message;
}

/* Takes the reference to the task, and hands it on to what is under way. */
static void
start_attempt (GTask *task)
{
  Call        *call = g_task_get_task_data (task);
  SoupSession *session = g_task_get_source_object (task);

  call->n_attempts++;
  call->stop = STOP_NONE;
  call->attempt = g_cancellable_new ();
  call->message = create_message (call);
  call->connect_source = attach (task, g_timeout_source_new (call->deadlines.connect_ms), on_connect_deadline, NULL);

  soup_session_send_async (session, call->message, G_PRIORITY_DEFAULT, call->attempt, send_cb, task);
}

static GSource *
attach_cancellable (GTask        *task,
                    GCancellable *cancellable)
{
  if (cancellable == NULL)
    return NULL;

  return attach (task, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled), NULL);
}

/**
 * annex_service_session_new:
 *
 * A session that sends what it is told and nothing else: no cookies, no cache, no content decoding, no authentication
 * that a hostile server could ask for, no logger, and no proxy on the way to the loopback.
 *
 * Returns: (transfer full): a new session
 */
SoupSession *
annex_service_session_new (void)
{
  SoupSession *session = soup_session_new ();
  g_autoptr (GProxyResolver) resolver = annex_proxy_resolver_new ();

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_set_user_agent (session, "Annex/" PACKAGE_VERSION);
  soup_session_set_proxy_resolver (session, resolver);

  return session;
}

/**
 * annex_service_call_async:
 * @session: session to send with, from annex_service_session_new()
 * @retry: the retry policy
 * @request: what to send and how to read the answer
 * @deadlines: how long it may take
 * @life: cancelled when the client ends
 * @cancellable: (nullable): cancelled when the caller has lost interest
 * @callback: called when the operation has ended
 * @user_data: what @callback is called with
 *
 * The one path of every operation: sends, reads, classifies, and tries again as the policy says. Nothing here may add or
 * repeat a header for one operation alone.
 */
void
annex_service_call_async (SoupSession                 *session,
                          AnnexRetry                  *retry,
                          const AnnexServiceRequest   *request,
                          const AnnexServiceDeadlines *deadlines,
                          GCancellable                *life,
                          GCancellable                *cancellable,
                          GAsyncReadyCallback          callback,
                          gpointer                     user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Call *call = call_new (retry, request, deadlines, life);

  g_task_set_source_tag (task, annex_service_call_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  call->cancel_source = attach_cancellable (task, cancellable);
  call->life_source = attach_cancellable (task, life);
  call->total_source = attach (task, g_timeout_source_new (deadlines->total_ms), on_total_deadline, NULL);
  start_attempt (g_steal_pointer (&task));
}

/**
 * annex_service_call_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): what the request's reader returned, or %NULL with an error of the domain
 *   %ANNEX_SERVICE_ERROR, or %G_IO_ERROR_CANCELLED
 */
gpointer
annex_service_call_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_service_call_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
