/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-budget.h"
#include "annex-download-part.h"
#include "annex-fetch.h"

G_BEGIN_DECLS

/* What only the queue does. Each of these may notify, and whoever listens may call the queue again. */
AnnexParticipantClient *annex_fetch_get_client (AnnexFetch *self);
const AnnexStorePolicy *annex_fetch_get_policy (AnnexFetch *self);
const char             *annex_fetch_get_attachment_id (AnnexFetch *self);
gboolean                annex_fetch_expects_markup (AnnexFetch *self);
AnnexDownloadPart      *annex_fetch_ensure_part (AnnexFetch *self);
void                    annex_fetch_set_budget (AnnexFetch         *self,
                                                AnnexContentBudget *budget);

void annex_fetch_set_state (AnnexFetch     *self,
                            AnnexFetchState state);
void annex_fetch_wait_until (AnnexFetch *self,
                             gint64      retry_time);
void annex_fetch_set_progress (AnnexFetch *self,
                               guint64     received,
                               guint64     total);
void annex_fetch_take_content (AnnexFetch   *self,
                               AnnexContent *content);
void annex_fetch_take_error (AnnexFetch *self,
                             GError     *error);

G_END_DECLS
