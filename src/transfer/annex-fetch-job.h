/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-fetch-pace.h"
#include "annex-fetch.h"

G_BEGIN_DECLS

typedef struct _AnnexFetchQueue AnnexFetchQueue;

/**
 * AnnexFetchJob:
 * @queue: the queue; %NULL once the job has ended
 * @fetch: what is fetched
 * @cancellable: of the attempt under way
 * @priority: why it is fetched
 * @renewals: reasons for which a fresh link was asked for already
 * @n_throttled: how often it was throttled
 * @is_requesting: whether it waits for the service's answer
 * @skips_pause: whether the agent does not want to wait for the end of a pause
 * @is_offline: whether it waits for the network
 *
 * One fetch on its way through the queue. Callbacks of an attempt that was given up find no queue in it, or another
 * cancellable.
 */
typedef struct
{
  gatomicrefcount    ref_count;
  AnnexFetchQueue   *queue;       /* (unowned) (nullable) */
  AnnexFetch        *fetch;       /* (owned) */
  GCancellable      *cancellable; /* (owned) (nullable) */
  AnnexFetchPriority priority;
  guint              renewals;
  guint              n_throttled;
  gboolean           is_requesting;
  gboolean           skips_pause;
  gboolean           is_offline;
} AnnexFetchJob;

AnnexFetchJob *annex_fetch_job_new (AnnexFetchQueue   *queue,
                                    AnnexFetch        *fetch,
                                    AnnexFetchPriority priority);
AnnexFetchJob *annex_fetch_job_ref (AnnexFetchJob *self);
void           annex_fetch_job_unref (AnnexFetchJob *self);
gboolean       annex_fetch_job_is_click (const AnnexFetchJob *self);
void           annex_fetch_job_show_waiting (AnnexFetchJob *self,
                                             gint64         pause_end);
GError        *annex_fetch_job_create_throttling_error (AnnexFetchJob *self,
                                                        const GError  *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexFetchJob, annex_fetch_job_unref)

G_END_DECLS
