/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-picture-facts.h"

G_BEGIN_DECLS

AnnexPictureFacts *annex_picture_facts_new (const AnnexDecoderReply *reply);

G_END_DECLS
