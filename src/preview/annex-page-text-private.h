/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-page-text.h"
#include "annex-shared-memory.h"

G_BEGIN_DECLS

AnnexPageText *annex_page_text_new (const char            *text,
                                    const AnnexDecoderBox *boxes,
                                    guint                  n_characters);
AnnexPageText *annex_page_text_new_from_decoder (AnnexSharedMemory       *memory,
                                                 const AnnexDecoderReply *reply);

G_END_DECLS
