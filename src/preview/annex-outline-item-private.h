/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-outline-item.h"
#include "annex-shared-memory.h"

G_BEGIN_DECLS

GListModel *annex_outline_item_list_from_decoder (AnnexSharedMemory       *memory,
                                                  const AnnexDecoderReply *reply,
                                                  guint                    n_pages);

G_END_DECLS
