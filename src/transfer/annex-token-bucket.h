/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexTokenBucket:
 * @per_second: how many tokens come in a second
 * @burst: how many there can be at a time
 * @tokens: how many there are, as of @time_us
 * @time_us: monotonic time, in microseconds
 *
 * Says when something may be done that may not be done too often. Whoever asks says what time it is.
 */
typedef struct
{
  double per_second;
  double burst;
  double tokens;
  gint64 time_us;
} AnnexTokenBucket;

void     annex_token_bucket_init (AnnexTokenBucket *self,
                                  double            per_second,
                                  guint             burst,
                                  gint64            now_us);
gboolean annex_token_bucket_take (AnnexTokenBucket *self,
                                  gint64            now_us);
gint64   annex_token_bucket_get_wait_us (AnnexTokenBucket *self,
                                         gint64            now_us);
void     annex_token_bucket_drain (AnnexTokenBucket *self,
                                   gint64            now_us);

G_END_DECLS
