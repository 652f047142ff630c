/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-download-deadlines.h"
#include "annex-service-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AnnexDownloadFacts:
 * @uri: what was asked for; only its host is ever told
 * @message: the request
 * @received: how many bytes have arrived
 * @expected: how many there will be, or 0
 *
 * What the errors of a download are made from. Borrows everything.
 */
typedef struct
{
  GUri        *uri;
  SoupMessage *message;
  guint64      received;
  guint64      expected;
} AnnexDownloadFacts;

GError  *annex_download_error_new (const AnnexDownloadFacts *facts,
                                   AnnexServiceError         code,
                                   const char               *message) G_GNUC_WARN_UNUSED_RESULT;
GError  *annex_download_error_new_for_cause (const AnnexDownloadFacts *facts,
                                             const GError             *cause) G_GNUC_WARN_UNUSED_RESULT;
GError  *annex_download_error_new_for_deadline (const AnnexDownloadFacts *facts,
                                                AnnexDownloadDeadline     missed) G_GNUC_WARN_UNUSED_RESULT;
GError  *annex_download_error_new_for_refusal (const AnnexDownloadFacts *facts,
                                               GByteArray               *document) G_GNUC_WARN_UNUSED_RESULT;
GError  *annex_download_error_new_for_mismatch (const AnnexDownloadFacts *facts,
                                                GByteArray               *document) G_GNUC_WARN_UNUSED_RESULT;
gboolean annex_download_error_spares_part (const GError *error);

G_END_DECLS
