/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-body.h"
#include "annex-sample-state.h"

G_BEGIN_DECLS

char *annex_sample_transcript_make_page (const AnnexSampleState *state,
                                         const char             *token,
                                         AnnexSampleBody        *body,
                                         char                  **problem);

G_END_DECLS
