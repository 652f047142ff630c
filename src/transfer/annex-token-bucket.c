/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-token-bucket.h"

static void
refill (AnnexTokenBucket *self,
        gint64            now_us)
{
  if (now_us <= self->time_us)
    return;

  self->tokens = MIN (self->burst, self->tokens + (double) (now_us - self->time_us) * self->per_second / G_USEC_PER_SEC);
  self->time_us = now_us;
}

/*< private >
 * annex_token_bucket_init:
 * @self: a bucket
 * @per_second: how many tokens come in a second; more than 0
 * @burst: how many there can be at a time; at least 1
 * @now_us: monotonic time, in microseconds
 *
 * Makes the bucket a full one.
 */
void
annex_token_bucket_init (AnnexTokenBucket *self,
                         double            per_second,
                         guint             burst,
                         gint64            now_us)
{
  self->per_second = per_second;
  self->burst = burst;
  self->tokens = burst;
  self->time_us = now_us;
}

/*< private >
 * annex_token_bucket_take:
 * @self: a bucket
 * @now_us: monotonic time, in microseconds
 *
 * Takes a token for good, if there is one.
 *
 * Returns: whether there was one
 */
gboolean
annex_token_bucket_take (AnnexTokenBucket *self,
                         gint64            now_us)
{
  refill (self, now_us);
  if (self->tokens < 1)
    return FALSE;

  self->tokens -= 1;

  return TRUE;
}

/*< private >
 * annex_token_bucket_get_wait_us:
 * @self: a bucket
 * @now_us: monotonic time, in microseconds
 *
 * Returns: microseconds until there is a token, or 0 when there is one
 */
gint64
annex_token_bucket_get_wait_us (AnnexTokenBucket *self,
                                gint64            now_us)
{
  refill (self, now_us);

  if (self->tokens >= 1)
    return 0;

  /* Rounded up, so that nobody comes a moment too early. */
  return (gint64) ((1 - self->tokens) * G_USEC_PER_SEC / self->per_second) + 1;
}

/*< private >
 * annex_token_bucket_drain:
 * @self: a bucket
 * @now_us: monotonic time, in microseconds
 *
 * Takes away all tokens that there are.
 */
void
annex_token_bucket_drain (AnnexTokenBucket *self,
                          gint64            now_us)
{
  refill (self, now_us);
  self->tokens = 0;
}
