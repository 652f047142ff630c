/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-download-part.h"

G_BEGIN_DECLS

/* The service's own upper limit for one attachment, in bytes. */
#define ANNEX_DOWNLOAD_MAX_SIZE ((guint64) 104857600)

/**
 * AnnexDownloadAnswer:
 * @ANNEX_DOWNLOAD_ANSWER_WHOLE: the file, from its first byte
 * @ANNEX_DOWNLOAD_ANSWER_REST: the very rest that was asked for
 * @ANNEX_DOWNLOAD_ANSWER_MISFIT: the rest was asked for, and this is not it: another range, another version, or none
 * @ANNEX_DOWNLOAD_ANSWER_REFUSAL: no file; the body says why
 * @ANNEX_DOWNLOAD_ANSWER_MISMATCH: a file that has not the length that the service said, or an error document
 * @ANNEX_DOWNLOAD_ANSWER_ENCODED: a file in an encoding that was not asked for
 * @ANNEX_DOWNLOAD_ANSWER_TOO_LARGE: a file that is too large
 *
 * What a store answers, by the head of the answer.
 */
typedef enum
{
  ANNEX_DOWNLOAD_ANSWER_WHOLE,
  ANNEX_DOWNLOAD_ANSWER_REST,
  ANNEX_DOWNLOAD_ANSWER_MISFIT,
  ANNEX_DOWNLOAD_ANSWER_REFUSAL,
  ANNEX_DOWNLOAD_ANSWER_MISMATCH,
  ANNEX_DOWNLOAD_ANSWER_ENCODED,
  ANNEX_DOWNLOAD_ANSWER_TOO_LARGE,
} AnnexDownloadAnswer;

AnnexDownloadAnswer annex_download_answer_judge (SoupMessage       *message,
                                                 AnnexDownloadPart *resumed,
                                                 guint64            expected_size);
guint64             annex_download_answer_get_length (SoupMessage *message);
gboolean            annex_download_answer_is_xml (SoupMessage *message);

G_END_DECLS
