/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-queue.h"

#include "annex-fetch-attempt.h"
#include "annex-fetch-private.h"
#include "annex-service-error.h"
#include "annex-token-bucket.h"

#define MAX_UNDER_WAY 2

/* The service allows `GetAttachment` 8 times a second, and 12 at once, for a whole contact centre (Amazon Connect service
 * quotas). An agent who holds an arrow key down must leave the others some of that: half, and a third. */
#define LINKS_PER_SECOND 4
#define LINKS_BURST 4

/* The pause while the service throttles, in milliseconds. */
#define PAUSE_BASE_MS 1000
#define PAUSE_MAX_MS (30 * 1000)
#define PAUSE_MIN_MS 50
#define PAUSE_MAX_HINT_MS (5 * 60 * 1000)

/* One fetch on its way through the queue. Callbacks of an attempt that was given up find no queue in it any more. */
typedef struct
{
  gatomicrefcount  ref_count;
  AnnexFetchQueue *queue;       /* (unowned) (nullable) NULL once the job has ended */
  AnnexFetch      *fetch;       /* (owned) */
  GCancellable    *cancellable; /* (owned) (nullable) of the attempt under way */
  guint            renewals;    /* reasons for which a fresh link was asked for already */
  guint            n_throttled;
  gboolean         requesting; /* waits for the service */
  gboolean         skips_pause;
} Job;

struct _AnnexFetchQueue
{
  GObject parent_instance;

  AnnexFetchTools tools; /* session and retry owned */
  AnnexRandomFunc random;
  gpointer        random_data; /* (unowned) (nullable) */
  guint           max_waits;   /* 0: no limit */

  GHashTable *jobs;    /* (owned) fetch (unowned) to job (owned) */
  GQueue      pending; /* jobs (unowned), the next one first */
  guint       n_under_way;
  guint       n_requesting;

  AnnexTokenBucket bucket;        /* a token for each link that is asked for, cancelled or not */
  GSource         *bucket_source; /* (owned) (nullable) until there is a token */

  gint64   pause_end;     /* monotonic; 0 when there is no pause */
  GSource *pause_source;  /* (owned) (nullable) */
  guint    throttle_step; /* pauses in a row */
};

G_DEFINE_FINAL_TYPE (AnnexFetchQueue, annex_fetch_queue, G_TYPE_OBJECT)

static void schedule (AnnexFetchQueue *self);

/* Jobs */

static Job *
job_new (AnnexFetchQueue *queue,
         AnnexFetch      *fetch)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->ref_count);
  job->queue = queue;
  job->fetch = g_object_ref (fetch);

  return job;
}

static Job *
job_ref (Job *job)
{
  g_atomic_ref_count_inc (&job->ref_count);

  return job;
}

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;

  g_object_unref (job->fetch);
  g_clear_object (&job->cancellable);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static gboolean
job_is_under_way (Job *job)
{
  return job->cancellable != NULL;
}

static void
set_requesting (Job     *job,
                gboolean requesting)
{
  if (job->requesting == requesting)
    return;

  job->requesting = requesting;
  job->queue->n_requesting += requesting ? 1 : -1;
}

/* Gives up the attempt under way, if there is one; its result will find another cancellable, or none. */
static void
end_attempt (Job *job)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&job->cancellable);

  if (cancellable == NULL)
    return;

  set_requesting (job, FALSE);
  job->queue->n_under_way--;
  g_cancellable_cancel (cancellable);
}

/* Takes the job out of the queue. The caller holds a reference. */
static void
end_job (Job *job)
{
  AnnexFetchQueue *self = job->queue;

  end_attempt (job);
  g_queue_remove (&self->pending, job);
  job->queue = NULL;
  g_hash_table_remove (self->jobs, job->fetch);
}

/* The pause */

static gboolean
is_paused (AnnexFetchQueue *self)
{
  return self->pause_end != 0;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
add_alarm (AnnexFetchQueue *self,
           gint64           time,
           GSourceFunc      callback)
{
  GSource *source = g_timeout_source_new (0);

  g_source_set_ready_time (source, time);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

/* Notifying may change the queue: whoever goes through it goes through a copy, and looks at each job again. */
static GPtrArray *
copy_pending (AnnexFetchQueue *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) job_unref);

  for (GList *l = self->pending.head; l != NULL; l = l->next)
    g_ptr_array_add (copy, job_ref (l->data));

  return copy;
}

static gboolean
on_pause_end (gpointer user_data)
{
  AnnexFetchQueue *self = user_data;
  g_autoptr (AnnexFetchQueue) guard = g_object_ref (self);
  g_autoptr (GPtrArray) waiting = copy_pending (self);

  clear_source (&self->pause_source);
  self->pause_end = 0;
  schedule (self);

  for (guint i = 0; i < waiting->len; i++)
    {
      Job *job = g_ptr_array_index (waiting, i);

      if (job->queue == self && !job_is_under_way (job) && !is_paused (self))
        annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_QUEUED);
    }

  return G_SOURCE_REMOVE;
}

static gint64
compute_pause_ms (AnnexFetchQueue *self,
                  gint64           hint_ms)
{
  const double ceiling = MIN (PAUSE_BASE_MS * (double) (1 << MIN (self->throttle_step, 10)), PAUSE_MAX_MS);
  const gint64 jittered = (gint64) (self->random (self->random_data) * ceiling);

  return MAX (MAX (jittered, MIN (hint_ms, PAUSE_MAX_HINT_MS)), PAUSE_MIN_MS);
}

static void
set_pause_end (AnnexFetchQueue *self,
               gint64           pause_end)
{
  clear_source (&self->pause_source);
  self->pause_end = pause_end;
  self->pause_source = add_alarm (self, pause_end, on_pause_end);
}

/* Another fetch that was throttled at the same time joins the pause and makes it longer only by the server's wish. */
static void
begin_pause (AnnexFetchQueue *self,
             gint64           hint_ms)
{
  const gint64 now = g_get_monotonic_time ();

  if (!is_paused (self))
    {
      const gint64 pause_ms = compute_pause_ms (self, hint_ms);

      self->throttle_step++;
      set_pause_end (self, now + pause_ms * 1000);
      g_debug ("Throttled: nothing is asked for %" G_GINT64_FORMAT " ms", pause_ms);
    }
  else if (now + MIN (hint_ms, PAUSE_MAX_HINT_MS) * 1000 > self->pause_end)
    set_pause_end (self, now + MIN (hint_ms, PAUSE_MAX_HINT_MS) * 1000);
}

/* The client repeats a throttled request by itself, which would be a request during the pause. */
static void
call_back_requests (AnnexFetchQueue *self)
{
  GHashTableIter iter;
  Job           *job;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &job))
    if (job->requesting)
      {
        end_attempt (job);
        g_queue_push_head (&self->pending, job);
      }
}

static void
pause_all (AnnexFetchQueue *self,
           gint64           hint_ms)
{
  g_autoptr (GPtrArray) waiting = NULL;

  begin_pause (self, hint_ms);
  call_back_requests (self);

  waiting = copy_pending (self);
  for (guint i = 0; i < waiting->len; i++)
    {
      Job *job = g_ptr_array_index (waiting, i);

      if (job->queue == self && !job_is_under_way (job) && is_paused (self)
          && annex_fetch_get_retry_time (job->fetch) != self->pause_end)
        annex_fetch_wait_until (job->fetch, self->pause_end);
    }
}

/* Outcomes */

static void
fail_job (Job    *job,
          GError *error)
{
  end_job (job);
  annex_fetch_take_error (job->fetch, error);
}

static void
complete_job (Job          *job,
              AnnexContent *content)
{
  end_job (job);
  annex_fetch_take_content (job->fetch, content);
}

static void
handle_throttling (Job    *job,
                   GError *error)
{
  AnnexFetchQueue         *self = job->queue;
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  const gint64             hint_ms = details != NULL ? details->retry_after_ms : -1;

  job->n_throttled++;
  end_attempt (job);
  if (self->max_waits != 0 && job->n_throttled > self->max_waits)
    fail_job (job, g_steal_pointer (&error));
  else
    g_queue_push_head (&self->pending, job);

  pause_all (self, hint_ms);
  g_clear_error (&error);
}

static void
handle_error (Job              *job,
              AnnexFetchRenewal renewal,
              GError           *error)
{
  if (g_error_matches (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED))
    {
      handle_throttling (job, error);
    }
  else if (renewal != ANNEX_FETCH_RENEWAL_NONE && (job->renewals & renewal) == 0)
    {
      job->renewals |= renewal;
      end_attempt (job);
      g_queue_push_head (&job->queue->pending, job);
      if (is_paused (job->queue))
        annex_fetch_wait_until (job->fetch, job->queue->pause_end);
      g_error_free (error);
    }
  else
    {
      fail_job (job, error);
    }
}

static void
attempt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (AnnexFetchQueue) self = NULL;
  AnnexFetchRenewal renewal;
  GError           *error = NULL;
  AnnexContent     *content = annex_fetch_attempt_finish (ANNEX_FETCH (source), result, &renewal, &error);

  /* Given up: by a cancellation, or by a pause that will begin it anew. */
  if (job->queue == NULL || g_task_get_cancellable (G_TASK (result)) != job->cancellable)
    {
      g_clear_object (&content);
      g_clear_error (&error);
      return;
    }

  self = g_object_ref (job->queue);
  if (content != NULL)
    complete_job (job, content);
  else
    handle_error (job, renewal, error);

  schedule (self);
  if (job->queue == self && !job_is_under_way (job) && !is_paused (self))
    annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_QUEUED);
}

static void
on_link (gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (AnnexFetchQueue) self = g_object_ref (job->queue);

  set_requesting (job, FALSE);
  self->throttle_step = 0;
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_DOWNLOADING);
  schedule (self);
}

/* Scheduling */

static void
start_job (AnnexFetchQueue *self,
           Job             *job)
{
  g_autoptr (Job) guard = job_ref (job);

  g_queue_remove (&self->pending, job);
  job->cancellable = g_cancellable_new ();
  job->skips_pause = FALSE;
  self->n_under_way++;
  set_requesting (job, TRUE);

  annex_fetch_attempt_async (job->fetch, &self->tools, on_link, job->cancellable, attempt_cb, job_ref (job));
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_REQUESTING);
}

static gboolean
may_start (AnnexFetchQueue *self,
           Job             *job)
{
  if (job->skips_pause)
    return TRUE;
  if (is_paused (self))
    return FALSE;

  /* After a pause one request finds out whether the service is well again. */
  return self->throttle_step == 0 || self->n_requesting == 0;
}

static Job *
find_startable (AnnexFetchQueue *self)
{
  if (self->n_under_way >= MAX_UNDER_WAY)
    return NULL;

  for (GList *l = self->pending.head; l != NULL; l = l->next)
    if (may_start (self, l->data))
      return l->data;

  return NULL;
}

static gboolean
on_token (gpointer user_data)
{
  AnnexFetchQueue *self = user_data;

  clear_source (&self->bucket_source);
  schedule (self);

  return G_SOURCE_REMOVE;
}

/* What finds no token is not chosen yet: when there is one, something newer may be wished for. */
static gboolean
take_token (AnnexFetchQueue *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (annex_token_bucket_take (&self->bucket, now))
    return TRUE;

  if (self->bucket_source == NULL)
    self->bucket_source = add_alarm (self, now + annex_token_bucket_get_wait_us (&self->bucket, now), on_token);

  return FALSE;
}

static void
schedule (AnnexFetchQueue *self)
{
  g_autoptr (AnnexFetchQueue) guard = g_object_ref (self);
  Job *job;

  while ((job = find_startable (self)) != NULL && take_token (self))
    start_job (self, job);
}

static void
annex_fetch_queue_dispose (GObject *object)
{
  AnnexFetchQueue *self = ANNEX_FETCH_QUEUE (object);
  GHashTableIter   iter;
  gpointer         fetch;

  clear_source (&self->pause_source);
  clear_source (&self->bucket_source);
  g_queue_clear (&self->pending);

  /* Begun anew each time, because each cancellation takes an entry out. */
  while (g_hash_table_iter_init (&iter, self->jobs), g_hash_table_iter_next (&iter, &fetch, NULL))
    annex_fetch_queue_cancel (self, fetch);

  G_OBJECT_CLASS (annex_fetch_queue_parent_class)->dispose (object);
}

static void
annex_fetch_queue_finalize (GObject *object)
{
  AnnexFetchQueue *self = ANNEX_FETCH_QUEUE (object);

  g_hash_table_unref (self->jobs);
  g_clear_object (&self->tools.session);
  g_clear_object (&self->tools.retry);

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
  self->jobs = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) job_unref);
  self->tools.limits = *annex_download_get_limits ();
  g_queue_init (&self->pending);
  annex_token_bucket_init (&self->bucket, LINKS_PER_SECOND, LINKS_BURST, g_get_monotonic_time ());
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
  self->random = random;
  self->random_data = random_data;

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
 * annex_fetch_queue_set_rate:
 * @self: a queue
 * @per_second: how many links may be asked for in a second; more than 0
 * @burst: how many at once, after a time without any; at least 1
 *
 * Replaces the rate of 4 a second and 4 at once, for tests. Whatever was asked for before no longer counts.
 */
void
annex_fetch_queue_set_rate (AnnexFetchQueue *self,
                            double           per_second,
                            guint            burst)
{
  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (per_second > 0);
  g_return_if_fail (burst > 0);

  clear_source (&self->bucket_source);
  annex_token_bucket_init (&self->bucket, per_second, burst, g_get_monotonic_time ());
  schedule (self);
}

/**
 * annex_fetch_queue_push:
 * @self: a queue
 * @fetch: what is wished for
 *
 * Puts a fetch before all others that have not begun. It begins at once unless two are under way, the service wants a
 * pause, or links were asked for too often just now; one that was asked for counts also when its fetch was cancelled. A
 * fetch that is under way or ready is left alone; one that failed begins anew.
 */
void
annex_fetch_queue_push (AnnexFetchQueue *self,
                        AnnexFetch      *fetch)
{
  Job *job;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = g_hash_table_lookup (self->jobs, fetch);
  if (job != NULL && g_queue_remove (&self->pending, job))
    g_queue_push_head (&self->pending, job);
  if (job != NULL || annex_fetch_get_state (fetch) == ANNEX_FETCH_STATE_READY)
    return;

  job = job_new (self, fetch);
  g_hash_table_insert (self->jobs, fetch, job);
  g_queue_push_head (&self->pending, job);

  /* A failed fetch begins as one that was never asked for, without showing it. */
  g_object_freeze_notify (G_OBJECT (fetch));
  annex_fetch_set_state (fetch, ANNEX_FETCH_STATE_IDLE);
  if (is_paused (self))
    annex_fetch_wait_until (fetch, self->pause_end);
  else
    annex_fetch_set_state (fetch, ANNEX_FETCH_STATE_QUEUED);
  g_object_thaw_notify (G_OBJECT (fetch));
  schedule (self);
}

/**
 * annex_fetch_queue_cancel:
 * @self: a queue
 * @fetch: what is no longer wished for
 *
 * Ends a fetch at once, in %ANNEX_FETCH_STATE_IDLE and without an error. One that is not in the queue is left alone.
 */
void
annex_fetch_queue_cancel (AnnexFetchQueue *self,
                          AnnexFetch      *fetch)
{
  g_autoptr (Job) job = NULL;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = g_hash_table_lookup (self->jobs, fetch);
  if (job == NULL)
    return;

  job_ref (job);
  end_job (job);
  annex_fetch_set_state (job->fetch, ANNEX_FETCH_STATE_IDLE);
  schedule (self);
}

/**
 * annex_fetch_queue_try_now:
 * @self: a queue
 * @fetch: a fetch in %ANNEX_FETCH_STATE_WAITING
 *
 * Does not wait for the end of the pause, for this fetch alone.
 */
void
annex_fetch_queue_try_now (AnnexFetchQueue *self,
                           AnnexFetch      *fetch)
{
  Job *job;

  g_return_if_fail (ANNEX_IS_FETCH_QUEUE (self));
  g_return_if_fail (ANNEX_IS_FETCH (fetch));

  job = g_hash_table_lookup (self->jobs, fetch);
  if (job == NULL || !is_paused (self) || !g_queue_remove (&self->pending, job))
    return;

  job->skips_pause = TRUE;
  g_queue_push_head (&self->pending, job);
  annex_fetch_set_state (fetch, ANNEX_FETCH_STATE_QUEUED);
  schedule (self);
}
