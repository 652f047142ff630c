/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-download.h"
#include "annex-fetch.h"

G_BEGIN_DECLS

/* Who may fetch when. All chats share one queue, because they share one quota: at most two fetches are under way, the
 * newest wish of the agent first, and only so many are begun in a second. While the service throttles, fetches wait with full-jitter backoff and go on by
 * themselves. */
#define ANNEX_TYPE_FETCH_QUEUE (annex_fetch_queue_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFetchQueue, annex_fetch_queue, ANNEX, FETCH_QUEUE, GObject)

AnnexFetchQueue *annex_fetch_queue_new (SoupSession    *store_session,
                                        AnnexRandomFunc random,
                                        gpointer        random_data);
void             annex_fetch_queue_set_limits (AnnexFetchQueue           *self,
                                               const AnnexDownloadLimits *limits);
void             annex_fetch_queue_set_max_waits (AnnexFetchQueue *self,
                                                  guint            max_waits);
void             annex_fetch_queue_set_rate (AnnexFetchQueue *self,
                                             double           per_second,
                                             guint            burst);
void             annex_fetch_queue_push (AnnexFetchQueue *self,
                                         AnnexFetch      *fetch);
void             annex_fetch_queue_cancel (AnnexFetchQueue *self,
                                           AnnexFetch      *fetch);
void             annex_fetch_queue_try_now (AnnexFetchQueue *self,
                                            AnnexFetch      *fetch);

G_END_DECLS
