/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-page-link.h"
#include "annex-shared-memory.h"

G_BEGIN_DECLS

GPtrArray *annex_page_link_list_from_decoder (AnnexSharedMemory       *memory,
                                              const AnnexDecoderReply *reply,
                                              guint                    n_pages);

G_END_DECLS
