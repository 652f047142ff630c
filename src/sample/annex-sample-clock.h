/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexSampleClock:
 * @offset_seconds: how far the service's clock is ahead of the machine's
 *
 * What time it is for the sample service.
 */
typedef struct
{
  gint64 offset_seconds;
} AnnexSampleClock;

GDateTime *annex_sample_clock_dup_now (const AnnexSampleClock *clock);
gint64     annex_sample_clock_get_seconds (const AnnexSampleClock *clock);
char      *annex_sample_format_time (GDateTime *time);

G_END_DECLS
