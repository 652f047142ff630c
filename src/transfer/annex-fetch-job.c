/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-job.h"

#include "annex-fetch-private.h"
#include "annex-service-error.h"

/*< private >
 * annex_fetch_job_new:
 * @queue: the queue; not held
 * @fetch: what is fetched
 * @priority: why
 *
 * Returns: (transfer full): a job
 */
AnnexFetchJob *
annex_fetch_job_new (AnnexFetchQueue   *queue,
                     AnnexFetch        *fetch,
                     AnnexFetchPriority priority)
{
  AnnexFetchJob *self = g_new0 (AnnexFetchJob, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->queue = queue;
  self->fetch = g_object_ref (fetch);
  self->priority = priority;

  return self;
}

/*< private >
 * annex_fetch_job_ref:
 * @self: a job
 *
 * Returns: (transfer full): the job
 */
AnnexFetchJob *
annex_fetch_job_ref (AnnexFetchJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/*< private >
 * annex_fetch_job_unref:
 * @self: (transfer full): a job
 */
void
annex_fetch_job_unref (AnnexFetchJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->fetch);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/*< private >
 * annex_fetch_job_is_click:
 * @self: a job
 *
 * Returns: whether the agent asked for it
 */
gboolean
annex_fetch_job_is_click (const AnnexFetchJob *self)
{
  return self->priority == ANNEX_FETCH_PRIORITY_CLICK;
}

/*< private >
 * annex_fetch_job_show_waiting:
 * @self: a job that is not under way
 * @pause_end: when the pause ends, in monotonic microseconds, or 0 when there is none
 *
 * Shows for what the fetch waits: for its turn, for the end of a pause, or for the network.
 */
void
annex_fetch_job_show_waiting (AnnexFetchJob *self,
                              gint64         pause_end)
{
  const gboolean waits = self->is_offline || (pause_end != 0 && !self->skips_pause);
  const gint64   retry_time = self->is_offline ? 0 : pause_end;

  if (!waits)
    annex_fetch_set_state (self->fetch, ANNEX_FETCH_STATE_QUEUED);
  else if (annex_fetch_get_state (self->fetch) != ANNEX_FETCH_STATE_WAITING || annex_fetch_get_retry_time (self->fetch) != retry_time)
    annex_fetch_wait_until (self->fetch, retry_time);
}

/*< private >
 * annex_fetch_job_create_throttling_error:
 * @self: a job that was throttled
 * @error: how, the last time
 *
 * Returns: (transfer full): the error, with the number of all its attempts
 */
GError *
annex_fetch_job_create_throttling_error (AnnexFetchJob *self,
                                         const GError  *error)
{
  AnnexErrorDetails *details = annex_error_details_copy (annex_service_error_get_details (error));

  details->attempts = self->n_throttled;

  return annex_service_error_new (ANNEX_SERVICE_ERROR_THROTTLED, details, error->message);
}
