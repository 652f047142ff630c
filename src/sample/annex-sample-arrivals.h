/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-reply.h"
#include "annex-sample-service.h"
#include "annex-sample-state.h"

G_BEGIN_DECLS

/* What came when: an array of AnnexSampleArrival. */
GArray *annex_sample_arrivals_new (void);
void    annex_sample_arrivals_note (GArray                   *arrivals,
                                    const AnnexSampleRequest *request,
                                    const AnnexSampleReply   *reply);

G_END_DECLS
