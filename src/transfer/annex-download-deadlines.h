/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexDownloadLimits:
 *
 * Deadlines of one download, in milliseconds; 0 means none. Tests shorten them; everyone else uses
 * annex_download_get_limits().
 */
typedef struct
{
  guint connect_ms;         /* from the wish to the moment at which the request can be sent: name, connection, TLS */
  guint first_byte_ms;      /* from sending the request to the answer's head */
  guint silence_ms;         /* between two reads that bring something */
  guint slow_window_ms;     /* window over which the speed is averaged */
  guint slow_bytes_per_sec; /* slowest average speed that is waited for */
  guint total_ms;           /* the whole download; 0: 30 s and a second for each 64 KiB, at most 10 min */
} AnnexDownloadLimits;

/**
 * AnnexDownloadDeadline:
 * @ANNEX_DOWNLOAD_DEADLINE_NONE: none was missed
 * @ANNEX_DOWNLOAD_DEADLINE_CONNECT: there was no connection in time
 * @ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE: there was no answer in time
 * @ANNEX_DOWNLOAD_DEADLINE_SILENCE: nothing more came
 * @ANNEX_DOWNLOAD_DEADLINE_SLOW: too little came
 * @ANNEX_DOWNLOAD_DEADLINE_TOTAL: it took too long in all
 *
 * What a download may be waiting for in vain.
 */
typedef enum
{
  ANNEX_DOWNLOAD_DEADLINE_NONE,
  ANNEX_DOWNLOAD_DEADLINE_CONNECT,
  ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE,
  ANNEX_DOWNLOAD_DEADLINE_SILENCE,
  ANNEX_DOWNLOAD_DEADLINE_SLOW,
  ANNEX_DOWNLOAD_DEADLINE_TOTAL,
} AnnexDownloadDeadline;

/* The clocks of one download. */
typedef struct _AnnexDownloadDeadlines AnnexDownloadDeadlines;

const AnnexDownloadLimits *annex_download_get_limits (void);

AnnexDownloadDeadlines *annex_download_deadlines_new (const AnnexDownloadLimits *limits,
                                                      guint64                    size,
                                                      GSourceOnceFunc            missed,
                                                      gpointer                   user_data);
void                    annex_download_deadlines_free (AnnexDownloadDeadlines *self);
void                    annex_download_deadlines_await (AnnexDownloadDeadlines *self,
                                                        AnnexDownloadDeadline   deadline);
void                    annex_download_deadlines_watch_speed (AnnexDownloadDeadlines *self,
                                                              guint64                 received);
void                    annex_download_deadlines_note (AnnexDownloadDeadlines *self,
                                                       guint64                 received);
void                    annex_download_deadlines_rest (AnnexDownloadDeadlines *self);
AnnexDownloadDeadline   annex_download_deadlines_get_missed (AnnexDownloadDeadlines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDownloadDeadlines, annex_download_deadlines_free)

G_END_DECLS
