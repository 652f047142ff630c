/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-attempt.h"

#include "annex-fetch-private.h"
#include "annex-file-type.h"
#include "annex-service-error.h"

/* Long enough to begin a download, short enough to be worth nothing to anyone else. */
#define LINK_EXPIRY_SECONDS 60

typedef struct
{
  /* Input */
  AnnexFetchTools    tools; /* session, retry and budget owned */
  AnnexFetchLinkFunc link_func;
  gpointer           link_data; /* (unowned) the callback's data, which lives until the callback */

  /* In progress */
  AnnexAttachmentLink *link; /* (owned) (nullable) */
  guint                n_downloads;
  AnnexRetryKind       last_kind;

  /* Output */
  AnnexFetchRenewal renewal;
} Attempt;

static void start_download (GTask *task);

static void
attempt_free (Attempt *self)
{
  g_object_unref (self->tools.session);
  g_object_unref (self->tools.retry);
  g_clear_object (&self->tools.budget);
  g_clear_pointer (&self->link, annex_attachment_link_free);
  g_free (self);
}

static gboolean
has_passed (GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return expiry != NULL && g_date_time_compare (now, expiry) >= 0;
}

/* A store that gives no reason for a refusal may still mean the age of the link. */
static AnnexFetchRenewal
find_renewal (Attempt      *self,
              const GError *error)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);

  if (details == NULL)
    return ANNEX_FETCH_RENEWAL_NONE;
  if (error->code == ANNEX_SERVICE_ERROR_STORE_EXPIRED)
    return ANNEX_FETCH_RENEWAL_EXPIRED;
  if (error->code == ANNEX_SERVICE_ERROR_STORE_REFUSED && details->http_status == SOUP_STATUS_FORBIDDEN
      && has_passed (self->link->expiry))
    return ANNEX_FETCH_RENEWAL_EXPIRED;
  if (error->code == ANNEX_SERVICE_ERROR_REDIRECTED
      && (details->http_status == SOUP_STATUS_MOVED_PERMANENTLY || details->http_status == SOUP_STATUS_TEMPORARY_REDIRECT))
    return ANNEX_FETCH_RENEWAL_MOVED;

  return ANNEX_FETCH_RENEWAL_NONE;
}

/* A connection that broke in the middle is made again to fetch the rest; where that is not possible, and where there was
 * only silence, nothing is begun anew without being asked. */
static AnnexRetryKind
classify_interruption (AnnexFetch              *fetch,
                       const AnnexErrorDetails *details)
{
  if (details->cause_domain == G_IO_ERROR && details->cause_code == G_IO_ERROR_TIMED_OUT)
    return ANNEX_RETRY_FINAL;

  return annex_download_part_can_resume (annex_fetch_ensure_part (fetch)) ? ANNEX_RETRY_TRANSIENT : ANNEX_RETRY_FINAL;
}

static AnnexRetryKind
classify_store_error (AnnexFetch   *fetch,
                      const GError *error)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  AnnexRetryKind           kind;

  if (details == NULL)
    return ANNEX_RETRY_FINAL;
  if (error->code == ANNEX_SERVICE_ERROR_STORE_UNREACHABLE)
    return details->http_status == 0 ? ANNEX_RETRY_TRANSIENT : ANNEX_RETRY_FINAL;
  if (error->code == ANNEX_SERVICE_ERROR_INTERRUPTED)
    return classify_interruption (fetch, details);
  if (error->code != ANNEX_SERVICE_ERROR_STORE_BUSY)
    return ANNEX_RETRY_FINAL;

  kind = annex_retry_classify (error);

  return kind != ANNEX_RETRY_FINAL ? kind : ANNEX_RETRY_TRANSIENT;
}

static GError *
copy_with_attempts (const GError *error,
                    guint         n_attempts)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  AnnexErrorDetails       *counted;

  if (details == NULL)
    return g_error_copy (error);

  counted = annex_error_details_copy (details);
  counted->attempts = n_attempts;

  return annex_service_error_new ((AnnexServiceError) error->code, counted, error->message);
}

static gboolean
on_pause_end (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    start_download (task);

  return G_SOURCE_REMOVE;
}

static void
pause_before_retry (GTask *task,
                    gint64 delay_ms)
{
  g_autoptr (GSource) source = g_timeout_source_new ((guint) delay_ms);
  g_autoptr (GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

  g_source_set_dummy_callback (cancelled);
  g_source_add_child_source (source, cancelled);
  g_source_set_callback (source, on_pause_end, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
handle_download_error (GTask  *task,
                       GError *error)
{
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (GError) owned = error;
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  AnnexRetryKind           kind = classify_store_error (g_task_get_source_object (task), error);
  gint64                   delay = -1;

  if (kind != ANNEX_RETRY_FINAL)
    delay = annex_retry_next_delay (self->tools.retry, kind, self->n_downloads, details->retry_after_ms);

  if (delay >= 0)
    {
      self->last_kind = kind;
      pause_before_retry (task, delay);
      return;
    }

  self->renewal = find_renewal (self, error);
  g_task_return_error (task, copy_with_attempts (error, self->n_downloads));
}

/* A store behind a proxy or a look-alike may send its error document with status 200, and even of the right length. */
static GError *
refuse_error_document (AnnexFetch   *fetch,
                       AnnexContent *content)
{
  g_autoptr (GBytes) head = annex_content_dup_head (content, ANNEX_FILE_TYPE_HEAD_SIZE);
  AnnexErrorDetails *details;
  gsize              length;
  const guint8      *bytes = g_bytes_get_data (head, &length);

  if (annex_fetch_expects_markup (fetch) || !annex_file_type_is_error_document (bytes, length))
    return NULL;

  details = annex_error_details_new ("GetObject", NULL);
  details->http_status = SOUP_STATUS_OK;
  details->received = annex_content_get_size (content);

  return annex_service_error_new (ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, details, "The store sent an error document as the file");
}

/* The customer may have sent the same file twice, and it is held once then. */
static AnnexContent *
share_content (Attempt      *self,
               AnnexContent *content)
{
  return self->tools.budget != NULL ? annex_content_budget_share (self->tools.budget, content) : g_object_ref (content);
}

static void
download_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (AnnexContent) content = NULL;
  Attempt *self = g_task_get_task_data (task);
  GError  *error = NULL;

  content = annex_download_finish (result, &error);
  if (error != NULL)
    {
      handle_download_error (task, error);
      return;
    }

  annex_retry_succeeded (self->tools.retry, self->last_kind);
  error = refuse_error_document (g_task_get_source_object (task), content);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, share_content (self, content), g_object_unref);
}

static void
on_progress (guint64  received,
             guint64  total,
             gpointer user_data)
{
  GTask *task = user_data;

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    annex_fetch_set_progress (g_task_get_source_object (task), received, total);
}

static void
start_download (GTask *task)
{
  Attempt    *self = g_task_get_task_data (task);
  AnnexFetch *fetch = g_task_get_source_object (task);

  self->n_downloads++;
  annex_download_async (self->tools.session, self->link->url, annex_fetch_get_policy (fetch), self->link->size, annex_fetch_ensure_part (fetch), &self->tools.limits, on_progress, task, g_task_get_cancellable (task), download_cb, g_object_ref (task));
}

/* `Url` may be missing in the model; without it there is nothing to download. */
static GError *
create_missing_url_error (GTask *task)
{
  AnnexParticipantClient *client = annex_fetch_get_client (g_task_get_source_object (task));
  AnnexEndpoint          *endpoint = annex_participant_client_get_endpoint (client);

  return annex_service_error_new (ANNEX_SERVICE_ERROR_INVALID_REPLY,
                                  annex_error_details_new ("GetAttachment", annex_endpoint_get_host (endpoint)),
                                  "The answer has no URL");
}

static void
get_attachment_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Attempt *self = g_task_get_task_data (task);
  GError  *error = NULL;

  self->link = annex_participant_client_get_attachment_finish (ANNEX_PARTICIPANT_CLIENT (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  self->link_func (self->link_data);
  if (self->link->url == NULL || *self->link->url == '\0')
    g_task_return_error (task, create_missing_url_error (task));
  else
    start_download (task);
}

/*< private >
 * annex_fetch_attempt_async:
 * @fetch: what is fetched; gets the progress
 * @tools: (transfer none): what to use
 * @link_func: called with @user_data when the link is there
 * @cancellable: cancelled when nobody wants the result any more
 * @callback: called at the end
 * @user_data: data for @link_func and @callback
 *
 * Asks the service for a link and downloads from it, repeating the download within the retry policy while the store is
 * busy or cannot be reached, and resuming it when the connection breaks. What an earlier attempt left behind is not fetched
 * again.
 */
void
annex_fetch_attempt_async (AnnexFetch            *fetch,
                           const AnnexFetchTools *tools,
                           AnnexFetchLinkFunc     link_func,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  g_autoptr (GTask) task = g_task_new (fetch, cancellable, callback, user_data);
  Attempt *self = g_new0 (Attempt, 1);

  g_task_set_source_tag (task, annex_fetch_attempt_async);

  self->tools = *tools;
  g_object_ref (self->tools.session);
  g_object_ref (self->tools.retry);
  if (self->tools.budget != NULL)
    g_object_ref (self->tools.budget);
  annex_fetch_set_budget (fetch, self->tools.budget);
  self->link_func = link_func;
  self->link_data = user_data;
  self->last_kind = ANNEX_RETRY_FINAL;
  g_task_set_task_data (task, self, (GDestroyNotify) attempt_free);

  annex_participant_client_get_attachment_async (annex_fetch_get_client (fetch), annex_fetch_get_attachment_id (fetch), LINK_EXPIRY_SECONDS, cancellable, get_attachment_cb, g_object_ref (task));
}

/*< private >
 * annex_fetch_attempt_finish:
 * @fetch: what was fetched
 * @result: the result
 * @renewal: (out): whether a fresh link may help
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the complete content, or %NULL with an error
 */
AnnexContent *
annex_fetch_attempt_finish (AnnexFetch        *fetch,
                            GAsyncResult      *result,
                            AnnexFetchRenewal *renewal,
                            GError           **error)
{
  Attempt *self;

  g_return_val_if_fail (g_task_is_valid (result, fetch), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_fetch_attempt_async), NULL);

  self = g_task_get_task_data (G_TASK (result));
  *renewal = self->renewal;

  return g_task_propagate_pointer (G_TASK (result), error);
}
