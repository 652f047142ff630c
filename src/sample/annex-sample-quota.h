/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexSampleQuota:
 * @rate: requests a second
 * @burst: requests at once
 * @tokens: what is left
 * @time: when that was counted, in microseconds; 0 before the first request
 *
 * The token bucket that one operation of an instance has.
 */
typedef struct
{
  double rate;
  double burst;
  double tokens;
  gint64 time;
} AnnexSampleQuota;

gboolean annex_sample_quota_take (AnnexSampleQuota *quota,
                                  gint64            now);

G_END_DECLS
