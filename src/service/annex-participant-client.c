/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-participant-client-private.h"

#include "annex-participant-messages.h"
#include "annex-service-call.h"
#include "annex-service-error.h"
#include "annex-transcript-listing.h"

#include <string.h>

#define TOTAL_DEADLINE_MS 30000
#define CONNECT_DEADLINE_MS 10000

#define MAX_TOKEN 1000
#define MAX_ANSWER (1024 * 1024)
#define MAX_TRANSCRIPT_ANSWER (4 * 1024 * 1024)

/* The service allows `GetTranscript` 8 times a second for a whole contact centre (Amazon Connect service quotas); a listing
 * without end may take no more than half of that. */
#define PAGE_INTERVAL_MS 250

struct _AnnexParticipantClient
{
  GObject               parent_instance;
  AnnexEndpoint        *endpoint; /* (owned) */
  AnnexRetry           *retry;    /* (owned) */
  SoupSession          *session;  /* (owned) */
  AnnexSecret          *token;    /* (owned) (nullable) */
  GCancellable         *life;     /* (owned): ends everything under way when the token is forgotten */
  AnnexServiceDeadlines deadlines;
  guint                 page_interval_ms;
  gboolean              forgotten;
};

G_DEFINE_FINAL_TYPE (AnnexParticipantClient, annex_participant_client, G_TYPE_OBJECT)

static void request_page (GTask *task);

static GError *
create_error (AnnexParticipantClient *self,
              const char             *operation,
              AnnexServiceError       code,
              const char             *message)
{
  return annex_service_error_new (code,
                                  annex_error_details_new (operation, annex_endpoint_get_host (self->endpoint)),
                                  message);
}

/* What goes into a header must not be able to begin another one. */
static gboolean
check_token (AnnexParticipantClient *self,
             AnnexSecret            *token,
             GError                **error)
{
  const char *text = annex_secret_peek (token);
  const gsize length = annex_secret_get_length (token);
  gboolean    valid = length > 0 && length <= MAX_TOKEN;

  for (gsize i = 0; valid && i < length; i++)
    valid = g_ascii_isgraph (text[i]);

  if (!valid)
    g_propagate_error (error,
                       create_error (self,
                                     NULL,
                                     ANNEX_SERVICE_ERROR_CONFIGURATION,
                                     "The token is not 1 to 1000 printable characters"));

  return valid;
}

static gboolean
check_has_token (AnnexParticipantClient *self,
                 const char             *operation,
                 GError                **error)
{
  if (self->token != NULL)
    return TRUE;

  if (self->forgotten)
    g_propagate_error (error,
                       create_error (self, operation, ANNEX_SERVICE_ERROR_ACCESS_DENIED, "The token was forgotten"));
  else
    g_propagate_error (error,
                       create_error (self, operation, ANNEX_SERVICE_ERROR_CONFIGURATION, "There is no token yet"));

  return FALSE;
}

static void
call (AnnexParticipantClient *self,
      AnnexServiceRequest    *request,
      const char             *path,
      GCancellable           *cancellable,
      GAsyncReadyCallback     callback,
      gpointer                user_data)
{
  g_autoptr (GUri) uri = annex_endpoint_build_uri (self->endpoint, path);

  request->uri = uri;
  annex_service_call_async (self->session,
                            self->retry,
                            request,
                            &self->deadlines,
                            self->life,
                            cancellable,
                            callback,
                            user_data);
}

static void
get_attachment_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError              *error = NULL;
  AnnexAttachmentLink *link = annex_service_call_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, link, (GDestroyNotify) annex_attachment_link_free);
}

static void
create_connection_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError          *error = NULL;
  AnnexConnection *connection = annex_service_call_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, connection, (GDestroyNotify) annex_connection_free);
}

static void
get_page_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (AnnexTranscriptPage) page = NULL;
  AnnexTranscriptListing *listing = g_task_get_task_data (task);
  GError                 *error = NULL;
  gboolean                more;

  page = annex_service_call_finish (result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  more = annex_transcript_listing_advance (listing, page);
  if (page->is_repeated)
    g_debug ("The transcript's pages repeat themselves; stopped after %u", listing->n_pages);

  if (listing->page_func != NULL && !listing->page_func (page, listing->page_data))
    more = FALSE;

  if (more)
    request_page (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_page_due (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  AnnexTranscriptListing *listing = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  if (g_cancellable_is_cancelled (listing->life))
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else
    request_page (g_steal_pointer (&task));

  return G_SOURCE_REMOVE;
}

static void
add_cancellable (GSource      *source,
                 GCancellable *cancellable)
{
  g_autoptr (GSource) child = NULL;

  if (cancellable == NULL)
    return;

  child = g_cancellable_source_new (cancellable);
  g_source_set_dummy_callback (child);
  g_source_add_child_source (source, child);
}

/* Takes the reference to the task. */
static void
wait_for_page (GTask *task,
               gint64 wait_us)
{
  AnnexParticipantClient *self = g_task_get_source_object (task);
  AnnexTranscriptListing *listing = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_timeout_source_new ((guint) (wait_us / 1000 + 1));

  g_set_object (&listing->life, self->life);
  add_cancellable (source, listing->life);
  add_cancellable (source, g_task_get_cancellable (task));
  g_source_set_callback (source, on_page_due, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
send_page_request (GTask *task)
{
  AnnexParticipantClient *self = g_task_get_source_object (task);
  AnnexTranscriptListing *listing = g_task_get_task_data (task);
  g_autoptr (GBytes) body = NULL;
  AnnexServiceRequest request = {
    .operation = "GetTranscript",
    .bearer = self->token,
    .max_answer = MAX_TRANSCRIPT_ANSWER,
    .read = (AnnexServiceReadFunc) annex_participant_read_transcript_page,
    .free_answer = (GDestroyNotify) annex_transcript_page_free,
  };

  request.body = body = annex_participant_write_get_transcript (&listing->query, listing->next_token);
  call (self, &request, "/participant/transcript", g_task_get_cancellable (task), get_page_cb, task);
}

/* Takes the reference to the task, and hands it on to what is under way. */
static void
request_page (GTask *task)
{
  AnnexParticipantClient *self = g_task_get_source_object (task);
  AnnexTranscriptListing *listing = g_task_get_task_data (task);
  GError                 *error = NULL;
  gint64                  wait_us;

  /* The page's callback may have forgotten the token. */
  if (!check_has_token (self, "GetTranscript", &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  wait_us = annex_transcript_listing_pace (listing, g_get_monotonic_time (), self->page_interval_ms);
  if (wait_us > 0)
    wait_for_page (task, wait_us);
  else
    send_page_request (task);
}

static void
annex_participant_client_dispose (GObject *object)
{
  AnnexParticipantClient *self = ANNEX_PARTICIPANT_CLIENT (object);

  g_clear_object (&self->endpoint);
  g_clear_object (&self->retry);
  g_clear_object (&self->session);
  g_clear_pointer (&self->token, annex_secret_unref);
  g_clear_object (&self->life);

  G_OBJECT_CLASS (annex_participant_client_parent_class)->dispose (object);
}

static void
annex_participant_client_class_init (AnnexParticipantClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_participant_client_dispose;
}

static void
annex_participant_client_init (AnnexParticipantClient *self)
{
  self->life = g_cancellable_new ();
  self->deadlines.total_ms = TOTAL_DEADLINE_MS;
  self->deadlines.connect_ms = CONNECT_DEADLINE_MS;
  self->page_interval_ms = PAGE_INTERVAL_MS;
}

/**
 * annex_participant_client_new:
 * @endpoint: where the service is
 * @retry: the retry policy, shared by all clients
 *
 * A client for one participant of one chat, with a session of its own. It never follows a redirect, keeps no cookie, and
 * sends its token to the endpoint alone.
 *
 * Returns: (transfer full): a new client, without a token
 */
AnnexParticipantClient *
annex_participant_client_new (AnnexEndpoint *endpoint,
                              AnnexRetry    *retry)
{
  AnnexParticipantClient *self;

  g_return_val_if_fail (ANNEX_IS_ENDPOINT (endpoint), NULL);
  g_return_val_if_fail (ANNEX_IS_RETRY (retry), NULL);

  self = g_object_new (ANNEX_TYPE_PARTICIPANT_CLIENT, NULL);
  self->endpoint = g_object_ref (endpoint);
  self->retry = g_object_ref (retry);
  self->session = annex_service_session_new ();

  return self;
}

/**
 * annex_participant_client_get_endpoint:
 * @self: a client
 *
 * Returns: (transfer none): where the service is
 */
AnnexEndpoint *
annex_participant_client_get_endpoint (AnnexParticipantClient *self)
{
  g_return_val_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self), NULL);

  return self->endpoint;
}

/**
 * annex_participant_client_set_connection_token:
 * @self: a client
 * @token: the connection token: 1 to 1000 printable characters
 * @error: return location for an error
 *
 * Sets the token for every operation but `CreateParticipantConnection`.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_CONFIGURATION when it cannot be one; the token before is then kept
 */
gboolean
annex_participant_client_set_connection_token (AnnexParticipantClient *self,
                                               AnnexSecret            *token,
                                               GError                **error)
{
  g_return_val_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self), FALSE);
  g_return_val_if_fail (token != NULL, FALSE);

  if (!check_token (self, token, error))
    return FALSE;

  annex_secret_ref (token);
  g_clear_pointer (&self->token, annex_secret_unref);
  self->token = token;

  return TRUE;
}

/**
 * annex_participant_client_has_connection_token:
 * @self: a client
 *
 * Returns: whether there is a token to ask with
 */
gboolean
annex_participant_client_has_connection_token (AnnexParticipantClient *self)
{
  g_return_val_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self), FALSE);

  return self->token != NULL;
}

/**
 * annex_participant_client_set_tls_database:
 * @self: a client
 * @database: (nullable): certificate authorities to trust instead of the system's
 *
 * Sets whom to trust. A certificate that is not accepted is never accepted otherwise.
 */
void
annex_participant_client_set_tls_database (AnnexParticipantClient *self,
                                           GTlsDatabase           *database)
{
  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));
  g_return_if_fail (database == NULL || G_IS_TLS_DATABASE (database));

  soup_session_set_tls_database (self->session, database);
}

/**
 * annex_participant_client_set_deadlines:
 * @self: a client
 * @total_ms: for an operation with its retries, in milliseconds
 * @connect_ms: for a connection with its TLS handshake, in milliseconds
 *
 * Replaces the deadlines of 30 and 10 seconds.
 */
void
annex_participant_client_set_deadlines (AnnexParticipantClient *self,
                                        guint                   total_ms,
                                        guint                   connect_ms)
{
  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));

  self->deadlines.total_ms = total_ms;
  self->deadlines.connect_ms = connect_ms;
}

/**
 * annex_participant_client_set_page_interval:
 * @self: a client
 * @interval_ms: how long after a page of a long transcript the next one is asked for, in milliseconds
 *
 * Replaces the interval of 250 ms.
 */
void
annex_participant_client_set_page_interval (AnnexParticipantClient *self,
                                            guint                   interval_ms)
{
  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));

  self->page_interval_ms = interval_ms;
}

/**
 * annex_participant_client_forget:
 * @self: a client
 *
 * Drops the token, ends what is under way with %G_IO_ERROR_CANCELLED, and closes every connection. Operations begun later
 * fail with %ANNEX_SERVICE_ERROR_ACCESS_DENIED until there is a new token. Tells the service nothing: taking leave there
 * would end the agent's part of the chat.
 */
void
annex_participant_client_forget (AnnexParticipantClient *self)
{
  g_autoptr (GCancellable) life = NULL;

  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));

  g_clear_pointer (&self->token, annex_secret_unref);
  self->forgotten = TRUE;

  life = g_steal_pointer (&self->life);
  self->life = g_cancellable_new ();
  g_cancellable_cancel (life);
  soup_session_abort (self->session);
}

/**
 * annex_participant_client_reconnect:
 * @self: a client
 *
 * Closes every connection, because the network has changed and they may lead nowhere. What is under way is sent again
 * over a new one, within the retry policy.
 */
void
annex_participant_client_reconnect (AnnexParticipantClient *self)
{
  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));

  soup_session_abort (self->session);
}

/**
 * annex_participant_client_get_attachment_async:
 * @self: a client
 * @attachment_id: identifier of the attachment, from the transcript
 * @url_expiry_seconds: how long the link may be used; clamped to 5 to 300 seconds
 * @cancellable: (nullable): to end it at once
 * @callback: called when there is an answer
 * @user_data: what @callback is called with
 *
 * `GetAttachment`: asks for a pre-signed URL to download an attachment that the contact centre's check has approved. The
 * service allows 8 a second for a whole contact centre, so what is throttled is not repeated here: who asks for many
 * decides for all of them.
 */
void
annex_participant_client_get_attachment_async (AnnexParticipantClient *self,
                                               const char             *attachment_id,
                                               guint                   url_expiry_seconds,
                                               GCancellable           *cancellable,
                                               GAsyncReadyCallback     callback,
                                               gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  AnnexServiceRequest request = {
    .operation = "GetAttachment",
    .max_answer = MAX_ANSWER,
    .read = (AnnexServiceReadFunc) annex_participant_read_attachment_link,
    .free_answer = (GDestroyNotify) annex_attachment_link_free,
    .leaves_throttling = TRUE,
  };
  GError *error = NULL;

  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));
  g_return_if_fail (attachment_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, annex_participant_client_get_attachment_async);

  if (*attachment_id == '\0')
    error = create_error (self, request.operation, ANNEX_SERVICE_ERROR_INVALID_REQUEST, "There is no identifier");
  if (error != NULL || !check_has_token (self, request.operation, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  url_expiry_seconds = CLAMP (url_expiry_seconds, ANNEX_URL_EXPIRY_MIN_SECONDS, ANNEX_URL_EXPIRY_MAX_SECONDS);
  request.bearer = self->token;
  request.body = body = annex_participant_write_get_attachment (attachment_id, url_expiry_seconds);
  call (self, &request, "/participant/attachment", cancellable, get_attachment_cb, g_steal_pointer (&task));
}

/**
 * annex_participant_client_get_attachment_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the link; use it at once, then free it. Or %NULL with an error of the domain
 *   %ANNEX_SERVICE_ERROR, or %G_IO_ERROR_CANCELLED
 */
AnnexAttachmentLink *
annex_participant_client_get_attachment_finish (AnnexParticipantClient *self,
                                                GAsyncResult           *result,
                                                GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_participant_client_get_attachment_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_participant_client_get_transcript_async:
 * @self: a client
 * @query: which part of the transcript; copied
 * @page_func: (nullable) (scope notified): called for each page as it arrives; returns %FALSE to stop
 * @page_data: what @page_func is called with
 * @page_data_free: (nullable): frees @page_data
 * @cancellable: (nullable): to end it at once
 * @callback: called after the last page
 * @user_data: what @callback is called with
 *
 * `GetTranscript`, page by page. Backward it goes on with the token of the page before, and ends where that is absent,
 * null or empty. Forward it goes on from the newest item of the page before, as the vendor's own clients do, as long as
 * there is a token. A place where a page has begun before ends it too, as do ten pages in a row without an item, and 500
 * pages; that page says so. After the first 8 pages four are asked for in a second.
 */
void
annex_participant_client_get_transcript_async (AnnexParticipantClient     *self,
                                               const AnnexTranscriptQuery *query,
                                               AnnexTranscriptPageFunc     page_func,
                                               gpointer                    page_data,
                                               GDestroyNotify              page_data_free,
                                               GCancellable               *cancellable,
                                               GAsyncReadyCallback         callback,
                                               gpointer                    user_data)
{
  GTask *task;

  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));
  g_return_if_fail (query != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, annex_participant_client_get_transcript_async);
  g_task_set_task_data (task,
                        annex_transcript_listing_new (query, page_func, page_data, page_data_free),
                        (GDestroyNotify) annex_transcript_listing_free);

  request_page (task);
}

/**
 * annex_participant_client_get_transcript_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: %TRUE when the end was reached or @page_func stopped it, %FALSE with an error of the domain
 *   %ANNEX_SERVICE_ERROR, or %G_IO_ERROR_CANCELLED; pages that had come before were true
 */
gboolean
annex_participant_client_get_transcript_finish (AnnexParticipantClient *self,
                                                GAsyncResult           *result,
                                                GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_participant_client_get_transcript_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * annex_participant_client_create_connection_async:
 * @self: a client
 * @participant_token: the participant token: 1 to 1000 printable characters
 * @with_websocket: whether a WebSocket URL is wanted beside the connection token
 * @cancellable: (nullable): to end it at once
 * @callback: called when there is an answer
 * @user_data: what @callback is called with
 *
 * `CreateParticipantConnection`: makes a connection token from a participant token. Never marks the participant as
 * connected. The client does not take the token over by itself; see annex_participant_client_set_connection_token().
 */
void
annex_participant_client_create_connection_async (AnnexParticipantClient *self,
                                                  AnnexSecret            *participant_token,
                                                  gboolean                with_websocket,
                                                  GCancellable           *cancellable,
                                                  GAsyncReadyCallback     callback,
                                                  gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  AnnexServiceRequest request = {
    .operation = "CreateParticipantConnection",
    .bearer = participant_token,
    .max_answer = MAX_ANSWER,
    .read = (AnnexServiceReadFunc) annex_participant_read_connection,
    .free_answer = (GDestroyNotify) annex_connection_free,
  };
  GError *error = NULL;

  g_return_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (self));
  g_return_if_fail (participant_token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, annex_participant_client_create_connection_async);

  if (!check_token (self, participant_token, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  request.body = body = annex_participant_write_create_connection (with_websocket);
  call (self, &request, "/participant/connection", cancellable, create_connection_cb, g_steal_pointer (&task));
}

/**
 * annex_participant_client_create_connection_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the connection, or %NULL with an error of the domain %ANNEX_SERVICE_ERROR, or
 *   %G_IO_ERROR_CANCELLED
 */
AnnexConnection *
annex_participant_client_create_connection_finish (AnnexParticipantClient *self,
                                                   GAsyncResult           *result,
                                                   GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_participant_client_create_connection_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
