/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-pace.h"

/* The service allows `GetAttachment` 8 times a second, and 12 at once, for a whole contact centre (Amazon Connect service
 * quotas). An agent who holds an arrow key down must leave the others some of that: half, and a third. What no agent
 * asked for gets less still. */
#define CLICKS_PER_SECOND 4
#define CLICKS_BURST 4
#define BACKGROUND_PER_SECOND 1
#define BACKGROUND_BURST 3

/* After throttling, nothing is fetched for the case that somebody might want it. */
#define QUIET_US (60 * G_USEC_PER_SEC)

/* The shortest pause, and the longest that the service may ask background work for, in milliseconds. */
#define PAUSE_MIN_MS 50
#define PAUSE_MAX_HINT_MS (5 * 60 * 1000)

/*< private >
 * annex_fetch_pace_init:
 * @self: a pace
 * @retry: how long to wait after throttling
 * @now_us: monotonic time, in microseconds
 *
 * Begins with full buckets and without a pause.
 */
void
annex_fetch_pace_init (AnnexFetchPace *self,
                       AnnexRetry     *retry,
                       gint64          now_us)
{
  *self = (AnnexFetchPace) { .retry = g_object_ref (retry), .quiet_us = QUIET_US };
  annex_token_bucket_init (&self->clicks, CLICKS_PER_SECOND, CLICKS_BURST, now_us);
  annex_token_bucket_init (&self->background, BACKGROUND_PER_SECOND, BACKGROUND_BURST, now_us);
}

/*< private >
 * annex_fetch_pace_clear:
 * @self: a pace
 *
 * Lets go what it holds.
 */
void
annex_fetch_pace_clear (AnnexFetchPace *self)
{
  g_clear_object (&self->retry);
}

/*< private >
 * annex_fetch_pace_get_pause_end:
 * @self: a pace
 * @priority: why something is asked for
 * @now_us: monotonic time, in microseconds
 *
 * Returns: when the pause ends that the service wants, in monotonic microseconds, or 0 when there is none
 */
gint64
annex_fetch_pace_get_pause_end (const AnnexFetchPace *self,
                                AnnexFetchPriority    priority,
                                gint64                now_us)
{
  gint64 end = self->pause_end;

  if (priority != ANNEX_FETCH_PRIORITY_CLICK)
    end = MAX (end, self->background_pause_end);

  return end > now_us ? end : 0;
}

/*< private >
 * annex_fetch_pace_get_start:
 * @self: a pace
 * @priority: why something is asked for
 * @now_us: monotonic time, in microseconds
 *
 * Returns: when it may be asked for, in monotonic microseconds; @now_us when that is at once
 */
gint64
annex_fetch_pace_get_start (AnnexFetchPace    *self,
                            AnnexFetchPriority priority,
                            gint64             now_us)
{
  AnnexTokenBucket *bucket = priority == ANNEX_FETCH_PRIORITY_CLICK ? &self->clicks : &self->background;
  gint64            start = now_us + annex_token_bucket_get_wait_us (bucket, now_us);

  start = MAX (start, annex_fetch_pace_get_pause_end (self, priority, now_us));
  if (priority == ANNEX_FETCH_PRIORITY_NEIGHBOUR && self->was_throttled)
    start = MAX (start, self->throttled_time + self->quiet_us);

  return start;
}

/*< private >
 * annex_fetch_pace_get_next_pause_end:
 * @self: a pace
 * @now_us: monotonic time, in microseconds
 *
 * Returns: when the next pause ends, in monotonic microseconds, or %G_MAXINT64 when there is none
 */
gint64
annex_fetch_pace_get_next_pause_end (const AnnexFetchPace *self,
                                     gint64                now_us)
{
  gint64 next = G_MAXINT64;

  if (self->pause_end > now_us)
    next = self->pause_end;
  if (self->background_pause_end > now_us)
    next = MIN (next, self->background_pause_end);

  return next;
}

/*< private >
 * annex_fetch_pace_is_probing:
 * @self: a pace
 *
 * Returns: whether one request at a time shall find out if the service is well again
 */
gboolean
annex_fetch_pace_is_probing (const AnnexFetchPace *self)
{
  return self->n_throttled > 0;
}

/*< private >
 * annex_fetch_pace_note_request:
 * @self: a pace
 * @priority: why something is asked for
 * @now_us: monotonic time, in microseconds
 *
 * Notes that it is asked for now. What was asked for stays spent when it is cancelled.
 */
void
annex_fetch_pace_note_request (AnnexFetchPace    *self,
                               AnnexFetchPriority priority,
                               gint64             now_us)
{
  annex_token_bucket_take (priority == ANNEX_FETCH_PRIORITY_CLICK ? &self->clicks : &self->background, now_us);
}

/* Who was throttled at the same time joins the pause: that is the same news. */
static gboolean
pause_clicks (AnnexFetchPace *self,
              gint64          hint_ms,
              gint64          now_us)
{
  gint64 delay_ms;

  if (self->pause_end > now_us)
    return TRUE;

  self->n_throttled++;
  delay_ms = annex_retry_next_pause (self->retry, self->n_throttled, hint_ms);
  self->pause_end = now_us + MAX (delay_ms, PAUSE_MIN_MS) * 1000;

  return delay_ms >= 0;
}

/* Background work has all the time that the service asks for, and no burst afterwards. */
static gboolean
pause_background (AnnexFetchPace *self,
                  gboolean        counts,
                  gint64          hint_ms,
                  gint64          now_us)
{
  gint64 delay_ms = 0;

  if (counts && self->background_pause_end <= now_us)
    {
      self->n_throttled++;
      delay_ms = annex_retry_next_pause (self->retry, self->n_throttled, hint_ms);
    }

  annex_token_bucket_drain (&self->background, now_us);
  self->background_pause_end = MAX (self->background_pause_end, self->pause_end);
  self->background_pause_end = MAX (self->background_pause_end,
                                    now_us + CLAMP (MAX (delay_ms, hint_ms), PAUSE_MIN_MS, PAUSE_MAX_HINT_MS) * 1000);

  return delay_ms >= 0;
}

/*< private >
 * annex_fetch_pace_note_throttled:
 * @self: a pace
 * @priority: why it was asked for what was refused
 * @hint_ms: the server's wish in milliseconds, or -1
 * @now_us: monotonic time, in microseconds
 *
 * Pauses all background work, and when the agent's own request was refused everything, as the retry policy says.
 *
 * Returns: whether it may be tried again; %FALSE when it was tried so often in vain that the policy forbids it
 */
gboolean
annex_fetch_pace_note_throttled (AnnexFetchPace    *self,
                                 AnnexFetchPriority priority,
                                 gint64             hint_ms,
                                 gint64             now_us)
{
  const gboolean is_click = priority == ANNEX_FETCH_PRIORITY_CLICK;
  gboolean       may_retry = TRUE;

  annex_fetch_pace_note_throttled_elsewhere (self, now_us);
  if (is_click)
    may_retry = pause_clicks (self, hint_ms, now_us);

  return pause_background (self, !is_click, hint_ms, now_us) && may_retry;
}

/*< private >
 * annex_fetch_pace_note_throttled_elsewhere:
 * @self: a pace
 * @now_us: monotonic time, in microseconds
 *
 * Something else than a link was refused, such as the transcript or a download: nothing pauses for it, but what may be
 * asked for next is not asked for during the quiet time.
 */
void
annex_fetch_pace_note_throttled_elsewhere (AnnexFetchPace *self,
                                           gint64          now_us)
{
  self->throttled_time = now_us;
  self->was_throttled = TRUE;
}

/*< private >
 * annex_fetch_pace_note_answered:
 * @self: a pace
 *
 * The service has answered as it should.
 */
void
annex_fetch_pace_note_answered (AnnexFetchPace *self)
{
  annex_retry_succeeded (self->retry, annex_fetch_pace_is_probing (self) ? ANNEX_RETRY_THROTTLING : ANNEX_RETRY_FINAL);
  self->n_throttled = 0;
}

/*< private >
 * annex_fetch_pace_end_pauses:
 * @self: a pace
 *
 * Forgets the pauses: so much time has passed that they are over, whatever the clock says.
 */
void
annex_fetch_pace_end_pauses (AnnexFetchPace *self)
{
  self->pause_end = 0;
  self->background_pause_end = 0;
}
