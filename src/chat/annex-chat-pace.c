/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat-pace.h"

#include "annex-service-error.h"

/* The service allows 8 GetTranscript a second for a whole contact centre (Amazon Connect administrator guide, quotas of
 * the Participant Service API). */
#define CHECK_SECONDS 5
#define THROTTLED_SECONDS 60
#define MAX_SECONDS 3600

static guint
get_hint_seconds (const GError *error)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);

  if (details == NULL || details->retry_after_ms <= 0)
    return 0;

  return (guint) MIN ((details->retry_after_ms - 1) / 1000 + 1, MAX_SECONDS);
}

/**
 * annex_chat_pace_get_seconds:
 * @poll_seconds: how often the transcript is looked at in general, in seconds; 0 for never
 * @check_awaited: whether an attachment is being checked
 * @error: (nullable): how the last look failed
 *
 * Decides when to look at the transcript again: sooner while something is being checked, and not for a while when the
 * service throttles, because the quota belongs to everyone.
 *
 * Returns: seconds until the next look, or 0 for never
 */
guint
annex_chat_pace_get_seconds (guint         poll_seconds,
                             gboolean      check_awaited,
                             const GError *error)
{
  if (poll_seconds == 0)
    return 0;
  if (g_error_matches (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED))
    return MAX (MAX (poll_seconds, THROTTLED_SECONDS), get_hint_seconds (error));
  if (check_awaited)
    return MIN (poll_seconds, CHECK_SECONDS);

  return poll_seconds;
}
