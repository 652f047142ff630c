/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-folded-text.h"
#include "annex-shared-memory.h"
#include "annex-text-file.h"

G_BEGIN_DECLS

AnnexTextFile   *annex_text_file_new_from_decoder (AnnexSharedMemory       *memory,
                                                   const AnnexDecoderReply *reply,
                                                   AnnexDecoderFormat       format);
AnnexFoldedText *annex_text_file_fold (AnnexTextFile *self);

G_END_DECLS
