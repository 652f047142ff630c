/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-reply.h"
#include "annex-sample-state.h"

G_BEGIN_DECLS

AnnexSampleReply *annex_sample_store_handle (AnnexSampleState         *state,
                                             const AnnexSampleRequest *request);
AnnexSampleReply *annex_sample_store_expire (AnnexSampleState *state,
                                             GDateTime        *expiry,
                                             guint             expires);

G_END_DECLS
