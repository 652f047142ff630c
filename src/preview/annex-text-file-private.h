/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-folded-text.h"
#include "annex-shared-memory.h"
#include "annex-text-file.h"

G_BEGIN_DECLS

/* What a decoder has answered, nothing of which was looked at yet. */
typedef struct
{
  AnnexSharedMemory *memory; /* (owned) what it has written */
  AnnexDecoderReply  reply;  /* credible, to ANNEX_DECODER_CONTENT */
  AnnexDecoderFormat format; /* what it was asked for */
} AnnexTextFileAnswer;

void             annex_text_file_answer_free (AnnexTextFileAnswer *answer);
AnnexTextFile   *annex_text_file_new_from_decoder (const AnnexTextFileAnswer *answer);
AnnexFoldedText *annex_text_file_fold (AnnexTextFile *self,
                                       GCancellable  *cancellable);

G_END_DECLS
