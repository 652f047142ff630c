/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-clock.h"

/**
 * annex_sample_clock_dup_now:
 * @clock: a clock
 *
 * Tells the service's time.
 *
 * Returns: (transfer full): now, in UTC
 */
GDateTime *
annex_sample_clock_dup_now (const AnnexSampleClock *clock)
{
  g_autoptr (GDateTime) machine = g_date_time_new_now_utc ();

  return g_date_time_add_seconds (machine, (double) clock->offset_seconds);
}

/**
 * annex_sample_clock_get_seconds:
 * @clock: a clock
 *
 * Tells the service's time as a number.
 *
 * Returns: seconds since 1970
 */
gint64
annex_sample_clock_get_seconds (const AnnexSampleClock *clock)
{
  return g_get_real_time () / G_USEC_PER_SEC + clock->offset_seconds;
}

/**
 * annex_sample_format_time:
 * @time: a time
 *
 * Writes a time as the service documents its times: `yyyy-MM-ddThh:mm:ss.SSSZ`.
 *
 * Returns: (transfer full): the text
 */
char *
annex_sample_format_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (time);
  g_autofree char *seconds = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (utc) / 1000);
}
