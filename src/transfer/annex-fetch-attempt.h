/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-budget.h"
#include "annex-download.h"
#include "annex-fetch.h"

G_BEGIN_DECLS

/* Private to the queue: one link and its use. */

/**
 * AnnexFetchRenewal:
 * @ANNEX_FETCH_RENEWAL_NONE: another link would not help
 * @ANNEX_FETCH_RENEWAL_EXPIRED: the link was too old
 * @ANNEX_FETCH_RENEWAL_MOVED: the store pointed elsewhere, as it does while a bucket moves
 *
 * Why a fresh link may help after an attempt that failed.
 */
typedef enum
{
  ANNEX_FETCH_RENEWAL_NONE = 0,
  ANNEX_FETCH_RENEWAL_EXPIRED = 1 << 0,
  ANNEX_FETCH_RENEWAL_MOVED = 1 << 1,
} AnnexFetchRenewal;

/**
 * AnnexFetchLinkFunc:
 *
 * Called when the service has given the link, before the download begins.
 */
typedef void (*AnnexFetchLinkFunc) (gpointer user_data);

/**
 * AnnexFetchTools:
 * @session: session of annex_download_session_new()
 * @retry: policy for the store
 * @budget: (nullable): what the contents count towards
 * @limits: deadlines
 *
 * What all attempts of one queue share; borrowed while the attempt begins.
 */
typedef struct
{
  SoupSession        *session;
  AnnexRetry         *retry;
  AnnexContentBudget *budget;
  AnnexDownloadLimits limits;
} AnnexFetchTools;

void          annex_fetch_attempt_async (AnnexFetch            *fetch,
                                         const AnnexFetchTools *tools,
                                         AnnexFetchLinkFunc     link_func,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);
AnnexContent *annex_fetch_attempt_finish (AnnexFetch        *fetch,
                                          GAsyncResult      *result,
                                          AnnexFetchRenewal *renewal,
                                          GError           **error);

G_END_DECLS
