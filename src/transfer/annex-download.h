/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"
#include "annex-download-answer.h"
#include "annex-download-deadlines.h"
#include "annex-download-session.h"
#include "annex-store-url.h"

G_BEGIN_DECLS

/**
 * AnnexDownloadProgressFunc:
 * @received: bytes that have arrived
 * @total: bytes in all, or 0 when unknown
 */
typedef void (*AnnexDownloadProgressFunc) (guint64  received,
                                           guint64  total,
                                           gpointer user_data);

void          annex_download_async (SoupSession               *session,
                                    const char                *url,
                                    const AnnexStorePolicy    *policy,
                                    guint64                    expected_size,
                                    AnnexDownloadPart         *part,
                                    const AnnexDownloadLimits *limits,
                                    AnnexDownloadProgressFunc  progress,
                                    gpointer                   progress_data,
                                    GCancellable              *cancellable,
                                    GAsyncReadyCallback        callback,
                                    gpointer                   user_data);
AnnexContent *annex_download_finish (GAsyncResult *result,
                                     GError      **error);

G_END_DECLS
