/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-quota.h"

/**
 * annex_sample_quota_take:
 * @quota: a bucket
 * @now: the time, in microseconds of a clock that does not jump
 *
 * Takes one request out of the bucket, after it was filled up for the time that went by.
 *
 * Returns: %FALSE when the request is one too many
 */
gboolean
annex_sample_quota_take (AnnexSampleQuota *quota,
                         gint64            now)
{
  double seconds = (double) (now - quota->time) / G_USEC_PER_SEC;

  quota->tokens = quota->time == 0 ? quota->burst : MIN (quota->burst, quota->tokens + seconds * quota->rate);
  quota->time = now;
  if (quota->tokens < 1)
    return FALSE;
  quota->tokens -= 1;

  return TRUE;
}
