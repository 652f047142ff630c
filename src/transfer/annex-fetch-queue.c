/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-queue.h"

#include "annex-fetch-attempt.h"
#include "annex-fetch-line.h"
#include "annex-fetch-private.h"
#include "annex-service-error.h"

struct _AnnexFetchQueue
{
  GObject parent_instance;

  AnnexFetchTools     tools; /* session and retry owned */
  AnnexFetchPace      pace;
  AnnexNetworkStatus *network;   /* (owned) (nullable) */
  guint               max_waits; /* 0: no limit */

  GHashTable    *jobs; /* (owned) fetch (unowned) to job (owned) */
  AnnexFetchLine line;
  GSource       *alarm; /* (owned) (nullable) when the pace allows something more */
};

G_DEFINE_FINAL_TYPE (AnnexFetchQueue, annex_fetch_queue, G_TYPE_OBJECT)

static void schedule (AnnexFetchQueue *self);

/* Jobs */

/* Takes the job out of the queue. The caller holds a reference. */
static void
end_job (AnnexFetchJob *job)
{
  AnnexFetchQueue *self = job->queue;

  annex_fetch_line_give_up (&self->line, job);
  annex_fetch_line_leave (&self->line, job);
  job->queue = NULL;
  g_hash_table_remove (self->jobs, job->fetch);
}

/* Gives its place back, and waits for another. */
static void
put_back (AnnexFetchJob *job)
{
  annex_fetch_line_give_up (&job->queue->line, job);
  annex_fetch_line_join (&job->queue->line, job);
}

static void
show_waiting (AnnexFetchJob *job)
{
  annex_fetch_job_show_waiting (job, annex_fetch_pace_get_pause_end (&job->queue->pace, job->priority, g_get_monotonic_time ()));
}

static void
show_all_waiting (AnnexFetchQueue *self)
{
  g_autoptr (GPtrArray) waiting = annex_fetch_line_copy_pending (&self->line);

  for (guint i = 0; i < waiting->len; i++)
    {
      AnnexFetchJob *job = g_ptr_array_index (waiting, i);

      if (job->queue == self && job->cancellable == NULL)
        show_waiting (job);
    }
}

/* Outcomes */

/* What was fetched only for the case that it might be wanted fails in silence: whoever wants it will ask anew. */
static void
fail_job (AnnexFetchJob *job,
          GError        *error)
{
  end_job (job);
  if (job->priority != ANNEX_FETCH_PRIORITY_NEIGHBOUR)
    {
      annex_fetch_take_error (job->fetch, error);
      return;
    }

  g_error_free (error);
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_IDLE);
}

static void
complete_job (AnnexFetchJob *job,
              AnnexContent  *content)
{
  end_job (job);
  annex_fetch_take_content (job->fetch, content);
}

static void
handle_throttling (AnnexFetchJob *job,
                   const GError  *error)
{
  AnnexFetchQueue *self = job->queue;
  const gint64     hint_ms = annex_service_error_get_details (error)->retry_after_ms;
  gboolean         may_retry;

  job->n_throttled++;
  may_retry = annex_fetch_pace_note_throttled (&self->pace, job->priority, hint_ms, g_get_monotonic_time ());
  if (may_retry && (self->max_waits == 0 || job->n_throttled <= self->max_waits))
    put_back (job);
  else
    fail_job (job, annex_fetch_job_create_throttling_error (job, error));

  show_all_waiting (self);
}

/* Whether it failed for want of a network, and nothing else. */
static gboolean
is_offline_error (AnnexFetchQueue *self,
                  const GError    *error)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);

  return self->network != NULL
         && details != NULL
         && annex_service_error_is_connection (error)
         && annex_network_status_is_offline_for (self->network, details->host);
}

static void
handle_error (AnnexFetchJob    *job,
              AnnexFetchRenewal renewal,
              const GError     *error)
{
  if (g_error_matches (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED))
    {
      handle_throttling (job, error);
    }
  else if (renewal != ANNEX_FETCH_RENEWAL_NONE && (job->renewals & renewal) == 0)
    {
      job->renewals |= renewal;
      put_back (job);
    }
  else if (is_offline_error (job->queue, error))
    {
      job->is_offline = TRUE;
      put_back (job);
    }
  else
    {
      fail_job (job, g_error_copy (error));
    }
}

static void
attempt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AnnexFetchJob) job = user_data;
  g_autoptr (AnnexFetchQueue) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexContent) content = NULL;
  AnnexFetchRenewal renewal;

  content = annex_fetch_attempt_finish (ANNEX_FETCH (source), result, &renewal, &error);

  /* Given up: by a cancellation, or to begin it anew. */
  if (job->queue == NULL || g_task_get_cancellable (G_TASK (result)) != job->cancellable)
    return;

  self = g_object_ref (job->queue);
  if (content != NULL)
    complete_job (job, g_steal_pointer (&content));
  else
    handle_error (job, renewal, error);

  schedule (self);
  if (job->queue == self && job->cancellable == NULL)
    show_waiting (job);
}

static void
on_link (gpointer user_data)
{
  AnnexFetchJob *job = user_data;
  g_autoptr (AnnexFetchQueue) self = g_object_ref (job->queue);

  job->is_requesting = FALSE;
  annex_fetch_pace_note_answered (&self->pace);
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_DOWNLOADING);
  schedule (self);
}

/* Scheduling */

static void
start_job (AnnexFetchQueue *self,
           AnnexFetchJob   *job)
{
  g_autoptr (AnnexFetchJob) guard = annex_fetch_job_ref (job);

  annex_fetch_line_begin (&self->line, job);
  annex_fetch_pace_note_request (&self->pace, job->priority, g_get_monotonic_time ());

  annex_fetch_attempt_async (job->fetch, &self->tools, on_link, job->cancellable, attempt_cb, annex_fetch_job_ref (job));
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_REQUESTING);
}

static void
preempt (AnnexFetchJob *job)
{
  g_autoptr (AnnexFetchJob) guard = annex_fetch_job_ref (job);

  put_back (job);
  show_waiting (job);
}

static gboolean
has_place (AnnexFetchQueue *self,
           AnnexFetchJob   *job)
{
  const gboolean is_probing = annex_fetch_pace_is_probing (&self->pace) && !job->skips_pause;

  return annex_fetch_line_has_place (&self->line, job, is_probing);
}

static gint64
get_start (AnnexFetchQueue *self,
           AnnexFetchJob   *job,
           gint64           now)
{
  return job->skips_pause ? now : annex_fetch_pace_get_start (&self->pace, job->priority, now);
}

static void
clear_alarm (AnnexFetchQueue *self)
{
  if (self->alarm != NULL)
    g_source_destroy (self->alarm);
  g_clear_pointer (&self->alarm, g_source_unref);
}

static gboolean
on_alarm (gpointer user_data)
{
  AnnexFetchQueue *self = user_data;
  g_autoptr (AnnexFetchQueue) guard = g_object_ref (self);

  clear_alarm (self);
  schedule (self);
  show_all_waiting (self);

  return G_SOURCE_REMOVE;
}

static void
set_alarm (AnnexFetchQueue *self,
           gint64           now)
{
  AnnexFetchJob *next = annex_fetch_line_get_next (&self->line);
  gint64         time = annex_fetch_pace_get_next_pause_end (&self->pace, now);
  const gint64   start = next != NULL ? get_start (self, next, now) : 0;

  clear_alarm (self);
  if (next == NULL)
    return;

  /* What may start and does not wait for a place, which will be given back. */
  if (start > now)
    time = MIN (time, start);
  if (time == G_MAXINT64)
    return;

  self->alarm = g_timeout_source_new (0);
  g_source_set_ready_time (self->alarm, time);
  g_source_set_callback (self->alarm, on_alarm, self, NULL);
  g_source_attach (self->alarm, g_main_context_get_thread_default ());
}

static void
schedule (AnnexFetchQueue *self)
{
  g_autoptr (AnnexFetchQueue) guard = g_object_ref (self);
  AnnexFetchJob *job;
  AnnexFetchJob *victim;
  gint64         now = g_get_monotonic_time ();

  while ((job = annex_fetch_line_get_next (&self->line)) != NULL && has_place (self, job) && get_start (self, job, now) <= now)
    {
      /* Preempting notifies, and whoever listens may have changed everything. */
      victim = annex_fetch_line_find_victim (&self->line);
      if (victim != NULL)
        preempt (victim);
      else
        start_job (self, job);
      now = g_get_monotonic_time ();
    }

  set_alarm (self, now);
}

/* The network */

/* What is under way has lost its connection and does not know it yet: nobody closes one to an address that is gone. */
static void
on_restored (AnnexFetchQueue *self)
{
  g_autoptr (AnnexFetchQueue) guard = g_object_ref (self);
  AnnexFetchJob *job;

  while ((job = annex_fetch_line_get_last_begun (&self->line)) != NULL)
    put_back (job);
  soup_session_abort (self->tools.session);
  for (GList *l = self->line.pending.head; l != NULL; l = l->next)
    ((AnnexFetchJob *) l->data)->is_offline = FALSE;

  schedule (self);
  show_all_waiting (self);
}

/* Pauses have passed while nobody counted. */
static void
on_woken (AnnexFetchQueue *self)
{
  annex_fetch_pace_end_pauses (&self->pace);
  on_restored (self);
}

static void
annex_fetch_queue_dispose (GObject *object)
{
  AnnexFetchQueue *self = ANNEX_FETCH_QUEUE (object);
  GHashTableIter   iter;
  gpointer         fetch;

  g_queue_clear (&self->line.pending);

  /* Begun anew each time, because each cancellation takes an entry out. */
  while (g_hash_table_iter_init (&iter, self->jobs), g_hash_table_iter_next (&iter, &fetch, NULL))
    annex_fetch_queue_cancel (self, fetch);

  G_OBJECT_CLASS (annex_fetch_queue_parent_class)->dispose (object);
}

static void
annex_fetch_queue_finalize (GObject *object)
{
  AnnexFetchQueue *self = ANNEX_FETCH_QUEUE (object);

  clear_alarm (self);
  g_hash_table_unref (self->jobs);
  annex_fetch_line_clear (&self->line);
  annex_fetch_pace_clear (&self->pace);
  g_clear_object (&self->network);
  g_clear_object (&self->tools.session);
  g_clear_object (&self->tools.retry);
  g_clear_object (&self->tools.budget);

  G_OBJECT_CLASS (annex_fetch_queue_parent_class)->finalize (object);
}

static void
annex_fetch_queue_class_init (AnnexFetchQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_fetch_queue_dispose;
  object_class->finalize = annex_fetch_queue_finalize;
}

static void
annex_fetch_queue_init (AnnexFetchQueue *self)
{
  self->jobs = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) annex_fetch_job_unref);
  self->tools.limits = *annex_download_get_limits ();
  annex_fetch_line_init (&self->line);
}

/**
 * annex_fetch_queue_new:
 * @store_session: session of annex_download_session_new()
 * @random: (scope forever): source of random numbers from 0 up to, not including, 1
 * @random_data: what @random is called with
 *
 * Makes a queue. All chats of a program share one, because they share one quota.
 *
 * Returns: (transfer full): an empty queue. Dropping it cancels what is in it
 */
AnnexFetchQueue *
annex_fetch_queue_new (SoupSession    *store_session,
                       AnnexRandomFunc random,
                       gpointer        random_data)
{
  AnnexFetchQueue *self;

  g_return_val_if_fail (SOUP_IS_SESSION (store_session), NULL);
  g_return_val_if_fail (random != NULL, NULL);

  self = g_object_new (ANNEX_TYPE_FETCH_QUEUE, NULL);
  self->tools.session = g_object_ref (store_session);
  self->tools.retry = annex_retry_new (random, random_data);
  annex_fetch_pace_init (&self->pace, self->tools.retry, g_get_monotonic_time ());
  g_signal_connect_object (self->tools.retry, "throttled", G_CALLBACK (annex_fetch_queue_note_throttled), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * annex_fetch_queue_set_limits:
 * @self: a queue
 * @limits: deadlines for the downloads that begin from now on; copied
 *
 * For tests, which cannot wait as long as people can.
 */
void
annex_fetch_queue_set_limits (AnnexFetchQueue           *self,
                              const AnnexDownloadLimits *limits)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (limits != NULL);

  self->tools.limits = *limits;
}

/**
 * annex_fetch_queue_set_budget:
 * @self: a queue
 * @budget: what the contents that are fetched from now on count towards
 *
 * Sets the budget. Without one, everything is held until it is dropped.
 */
void
annex_fetch_queue_set_budget (AnnexFetchQueue    *self,
                              AnnexContentBudget *budget)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (budget));

  g_set_object (&self->tools.budget, budget);
}

/**
 * annex_fetch_queue_set_max_waits:
 * @self: a queue
 * @max_waits: how often one fetch may be throttled and wait, or 0 for as often as it takes
 *
 * Where nobody is there to cancel, waiting needs an end: a fetch that is throttled once more fails with
 * %ANNEX_SERVICE_ERROR_THROTTLED. Without a limit it waits until it is cancelled.
 */
void
annex_fetch_queue_set_max_waits (AnnexFetchQueue *self,
                                 guint            max_waits)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));

  self->max_waits = max_waits;
}

/**
 * annex_fetch_queue_set_network:
 * @self: a queue
 * @network: (nullable): tells when there is a network
 *
 * Makes fetches that fail without a network wait for it. When it is back, and after the computer has slept, those that are
 * under way begin anew over new connections, from where they were.
 */
void
annex_fetch_queue_set_network (AnnexFetchQueue    *self,
                               AnnexNetworkStatus *network)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (network == NULL || ANNEX_IS_NETWORK_STATUS (network));

  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_set_object (&self->network, network);
  if (network == NULL)
    return;

  /* Whoever owns connections closes them before they are used again. */
  g_signal_connect_object (network, "restored", G_CALLBACK (on_restored), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (network, "woken", G_CALLBACK (on_woken), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * annex_fetch_queue_set_rate:
 * @self: a queue
 * @priority: %ANNEX_FETCH_PRIORITY_CLICK for what the agent asks for, any other for all background work
 * @per_second: how many links may be asked for in a second; more than 0
 * @burst: how many at once, after a time without any; at least 1
 *
 * Replaces the rate of 4 a second and 4 at once for clicks, and of 1 a second and 3 at once for background work. Whatever
 * was asked for before no longer counts.
 */
void
annex_fetch_queue_set_rate (AnnexFetchQueue   *self,
                            AnnexFetchPriority priority,
                            double             per_second,
                            guint              burst)
{
  AnnexTokenBucket *bucket;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (per_second > 0);
  g_return_if_fail (burst > 0);

  bucket = priority == ANNEX_FETCH_PRIORITY_CLICK ? &self->pace.clicks : &self->pace.background;
  annex_token_bucket_init (bucket, per_second, burst, g_get_monotonic_time ());
  schedule (self);
}

/**
 * annex_fetch_queue_set_quiet_time:
 * @self: a queue
 * @quiet_ms: how long nothing is prefetched after the service has throttled, in milliseconds
 *
 * Replaces the minute, for tests.
 */
void
annex_fetch_queue_set_quiet_time (AnnexFetchQueue *self,
                                  guint            quiet_ms)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));

  self->pace.quiet_us = (gint64) quiet_ms * 1000;
  schedule (self);
}

/**
 * annex_fetch_queue_note_throttled:
 * @self: a queue
 *
 * The service has throttled something that does not go through the queue: nothing is prefetched for a minute.
 */
void
annex_fetch_queue_note_throttled (AnnexFetchQueue *self)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));

  annex_fetch_pace_note_throttled_elsewhere (&self->pace, g_get_monotonic_time ());
}

static AnnexFetchJob *
dup_job (AnnexFetchQueue *self,
         AnnexFetch      *fetch)
{
  AnnexFetchJob *job = g_hash_table_lookup (self->jobs, fetch);

  return job != NULL ? annex_fetch_job_ref (job) : NULL;
}

static void
add_job (AnnexFetchQueue   *self,
         AnnexFetch        *fetch,
         AnnexFetchPriority priority)
{
  AnnexFetchJob *job = annex_fetch_job_new (self, fetch, priority);

  g_hash_table_insert (self->jobs, fetch, job);
  annex_fetch_line_join (&self->line, job);

  /* A failed fetch begins as one that was never asked for, without showing it. */
  g_object_freeze_notify (G_OBJECT (fetch));
  annex_fetch_set_state (fetch, ANNEX_FETCH_STATE_IDLE);
  show_waiting (job);
  g_object_thaw_notify (G_OBJECT (fetch));
}

/* Wished for once more: it may become more urgent, never less. */
static void
raise_job (AnnexFetchJob     *job,
           AnnexFetchPriority priority)
{
  if (priority > job->priority)
    return;

  job->priority = priority;
  if (job->cancellable != NULL)
    return;

  annex_fetch_line_leave (&job->queue->line, job);
  annex_fetch_line_join (&job->queue->line, job);
  show_waiting (job);
}

/**
 * annex_fetch_queue_push:
 * @self: a queue
 * @fetch: what is wished for
 * @priority: why
 *
 * Puts a fetch before all others that are no more urgent and have not begun. A click begins at once unless two clicks are
 * under way, the service wants a pause, or links were asked for too often just now; one that was asked for counts also
 * when its fetch was cancelled. For its place, background work begins anew later. All else begins when no click is under
 * way, and as often as the rate for it allows.
 *
 * A fetch that is under way or ready is left alone, but becomes as urgent as is wished; one that failed begins anew.
 */
void
annex_fetch_queue_push (AnnexFetchQueue   *self,
                        AnnexFetch        *fetch,
                        AnnexFetchPriority priority)
{
  g_autoptr (AnnexFetchJob) job = NULL;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = dup_job (self, fetch);
  if (job != NULL)
    raise_job (job, priority);
  else if (annex_fetch_get_state (fetch) != ANNEX_FETCH_STATE_READY)
    add_job (self, fetch, priority);

  schedule (self);
}

/**
 * annex_fetch_queue_get_priority:
 * @self: a queue
 * @fetch: a fetch
 * @priority: (out): why it is fetched
 *
 * Returns: whether it is in the queue
 */
gboolean
annex_fetch_queue_get_priority (AnnexFetchQueue    *self,
                                AnnexFetch         *fetch,
                                AnnexFetchPriority *priority)
{
  const AnnexFetchJob *job;

  g_return_val_if_fail (ANNEX_IS_FETCH_QUEUE (self), FALSE);
  g_return_val_if_fail (ANNEX_IS_FETCH (fetch), FALSE);

  job = g_hash_table_lookup (self->jobs, fetch);
  if (job != NULL)
    *priority = job->priority;

  return job != NULL;
}

/**
 * annex_fetch_queue_cancel:
 * @self: a queue
 * @fetch: what is no longer wished for
 *
 * Ends a fetch at once, in %ANNEX_FETCH_STATE_IDLE and without an error, and gives its place to the next. What has arrived
 * is kept for the next wish, see annex_fetch_drop_content(). One that is not in the queue is left alone.
 */
void
annex_fetch_queue_cancel (AnnexFetchQueue *self,
                          AnnexFetch      *fetch)
{
  g_autoptr (AnnexFetchJob) job = NULL;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = dup_job (self, fetch);
  if (job == NULL)
    return;

  end_job (job);
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_IDLE);
  schedule (self);
}

/**
 * annex_fetch_queue_try_now:
 * @self: a queue
 * @fetch: a fetch in %ANNEX_FETCH_STATE_WAITING
 *
 * Waits neither for the end of the pause nor for the network, for this fetch alone. It is the agent's wish from now on.
 */
void
annex_fetch_queue_try_now (AnnexFetchQueue *self,
                           AnnexFetch      *fetch)
{
  g_autoptr (AnnexFetchJob) job = NULL;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = dup_job (self, fetch);
  if (job == NULL || annex_fetch_get_state (fetch) != ANNEX_FETCH_STATE_WAITING)
    return;

  job->skips_pause = TRUE;
  job->is_offline = FALSE;
  raise_job (job, ANNEX_FETCH_PRIORITY_CLICK);
  schedule (self);
}
