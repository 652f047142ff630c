/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

#include "annex-network-status.h"

G_BEGIN_DECLS

/* The most that is fetched for the case that somebody might want it, in bytes. */
#define ANNEX_PREFETCH_MAX_SIZE ((guint64) 8 * 1024 * 1024)

/* Fetches the attachments before and after the one that is shown, when that disturbs nobody: one window, no metered
 * network, nothing large, and only what the queue lets through. Has the properties `enabled` and `active`. */
#define ANNEX_TYPE_PREFETCH (annex_prefetch_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPrefetch, annex_prefetch, ANNEX, PREFETCH, GObject)

AnnexPrefetch *annex_prefetch_new (void);
void           annex_prefetch_set_network (AnnexPrefetch      *self,
                                           AnnexNetworkStatus *network);
void           annex_prefetch_set_model (AnnexPrefetch *self,
                                         GListModel    *model);
void           annex_prefetch_set_shown (AnnexPrefetch   *self,
                                         AnnexAttachment *shown);

G_END_DECLS
