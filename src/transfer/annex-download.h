/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"
#include "annex-store-url.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The service's own upper limit for one attachment, in bytes. */
#define ANNEX_DOWNLOAD_MAX_SIZE ((guint64) 104857600)

/**
 * AnnexDownloadProgressFunc:
 * @received: bytes that have arrived
 * @total: bytes in all, or 0 when unknown
 */
typedef void (*AnnexDownloadProgressFunc) (guint64  received,
                                           guint64  total,
                                           gpointer user_data);

/**
 * AnnexDownloadLimits:
 *
 * Deadlines of one download, in milliseconds; 0 means none. Tests shorten them; everyone else uses
 * annex_download_get_limits().
 */
typedef struct
{
  guint first_byte_ms;      /* from sending the request to the answer's head */
  guint silence_ms;         /* between two reads that bring something */
  guint slow_window_ms;     /* window over which the speed is averaged */
  guint slow_bytes_per_sec; /* slowest average speed that is waited for */
  guint total_ms;           /* the whole download; 0: 30 s and a second for each 64 KiB, at most 10 min */
} AnnexDownloadLimits;

const AnnexDownloadLimits *annex_download_get_limits (void);
SoupSession               *annex_download_session_new (GTlsDatabase *tls_database);
void                       annex_download_async (SoupSession               *session,
                                                 const char                *url,
                                                 const AnnexStorePolicy    *policy,
                                                 guint64                    expected_size,
                                                 const AnnexDownloadLimits *limits,
                                                 AnnexDownloadProgressFunc  progress,
                                                 gpointer                   progress_data,
                                                 GCancellable              *cancellable,
                                                 GAsyncReadyCallback        callback,
                                                 gpointer                   user_data);
AnnexContent              *annex_download_finish (GAsyncResult *result,
                                                  GError      **error);

G_END_DECLS
