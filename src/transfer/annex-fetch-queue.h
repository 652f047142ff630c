/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-budget.h"
#include "annex-download.h"
#include "annex-fetch-pace.h"
#include "annex-fetch.h"

#include "annex-network-status.h"

G_BEGIN_DECLS

/* Who may fetch when. All chats share one queue, because they share one quota: at most two fetches are under way, the
 * agent's newest wish first, and only so many are begun in a second. What the agent did not ask for just now gives way,
 * and has a lower rate. While the service throttles, fetches wait with full-jitter backoff and go on by themselves; while
 * there is no network, they wait for it. */
#define ANNEX_TYPE_FETCH_QUEUE (annex_fetch_queue_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFetchQueue, annex_fetch_queue, ANNEX, FETCH_QUEUE, GObject)

AnnexFetchQueue *annex_fetch_queue_new (SoupSession    *store_session,
                                        AnnexRandomFunc random,
                                        gpointer        random_data);
void             annex_fetch_queue_set_limits (AnnexFetchQueue           *self,
                                               const AnnexDownloadLimits *limits);
void             annex_fetch_queue_set_budget (AnnexFetchQueue    *self,
                                               AnnexContentBudget *budget);
void             annex_fetch_queue_set_max_waits (AnnexFetchQueue *self,
                                                  guint            max_waits);
void             annex_fetch_queue_set_network (AnnexFetchQueue    *self,
                                                AnnexNetworkStatus *network);
void             annex_fetch_queue_set_rate (AnnexFetchQueue   *self,
                                             AnnexFetchPriority priority,
                                             double             per_second,
                                             guint              burst);
void             annex_fetch_queue_set_quiet_time (AnnexFetchQueue *self,
                                                   guint            quiet_ms);
void             annex_fetch_queue_note_throttled (AnnexFetchQueue *self);
void             annex_fetch_queue_push (AnnexFetchQueue   *self,
                                         AnnexFetch        *fetch,
                                         AnnexFetchPriority priority);
gboolean         annex_fetch_queue_get_priority (AnnexFetchQueue    *self,
                                                 AnnexFetch         *fetch,
                                                 AnnexFetchPriority *priority);
void             annex_fetch_queue_cancel (AnnexFetchQueue *self,
                                           AnnexFetch      *fetch);
void             annex_fetch_queue_try_now (AnnexFetchQueue *self,
                                            AnnexFetch      *fetch);

G_END_DECLS
