/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-token-bucket.h"

#include "annex-retry.h"

G_BEGIN_DECLS

/**
 * AnnexFetchPriority:
 * @ANNEX_FETCH_PRIORITY_CLICK: the agent asked for it just now
 * @ANNEX_FETCH_PRIORITY_VISIBLE: the agent looks at it, but has not asked for it just now
 * @ANNEX_FETCH_PRIORITY_NEIGHBOUR: the agent may ask for it next
 *
 * Why something is fetched, the most urgent first. All but the first is background work.
 */
typedef enum
{
  ANNEX_FETCH_PRIORITY_CLICK,
  ANNEX_FETCH_PRIORITY_VISIBLE,
  ANNEX_FETCH_PRIORITY_NEIGHBOUR,
} AnnexFetchPriority;

/**
 * AnnexFetchPace:
 * @retry: how long to wait after throttling
 * @clicks: a token for each request that the agent caused
 * @background: a token for each other request
 * @quiet_us: how long after throttling nothing is asked for that may be asked for next, in microseconds
 * @pause_end: until when nothing is asked for; monotonic
 * @background_pause_end: until when no background work is done; monotonic
 * @throttled_time: when the service throttled last; monotonic
 * @was_throttled: whether it ever did
 * @n_throttled: how often in a row
 *
 * Says when what may be asked for. Asks no clock: whoever asks says what time it is, in monotonic microseconds.
 */
typedef struct
{
  AnnexRetry      *retry; /* (owned) */
  AnnexTokenBucket clicks;
  AnnexTokenBucket background;
  gint64           quiet_us;
  gint64           pause_end;
  gint64           background_pause_end;
  gint64           throttled_time;
  gboolean         was_throttled;
  guint            n_throttled;
} AnnexFetchPace;

void     annex_fetch_pace_init (AnnexFetchPace *self,
                                AnnexRetry     *retry,
                                gint64          now_us);
void     annex_fetch_pace_clear (AnnexFetchPace *self);
gint64   annex_fetch_pace_get_pause_end (const AnnexFetchPace *self,
                                         AnnexFetchPriority    priority,
                                         gint64                now_us);
gint64   annex_fetch_pace_get_start (AnnexFetchPace    *self,
                                     AnnexFetchPriority priority,
                                     gint64             now_us);
gint64   annex_fetch_pace_get_next_pause_end (const AnnexFetchPace *self,
                                              gint64                now_us);
gboolean annex_fetch_pace_is_probing (const AnnexFetchPace *self);
void     annex_fetch_pace_note_request (AnnexFetchPace    *self,
                                        AnnexFetchPriority priority,
                                        gint64             now_us);
gboolean annex_fetch_pace_note_throttled (AnnexFetchPace    *self,
                                          AnnexFetchPriority priority,
                                          gint64             hint_ms,
                                          gint64             now_us);
void     annex_fetch_pace_note_throttled_elsewhere (AnnexFetchPace *self,
                                                    gint64          now_us);
void     annex_fetch_pace_note_answered (AnnexFetchPace *self);
void     annex_fetch_pace_end_pauses (AnnexFetchPace *self);

G_END_DECLS
