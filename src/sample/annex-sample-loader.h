/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-chat.h"

G_BEGIN_DECLS

gboolean annex_sample_loader_load (AnnexSampleChat        *chat,
                                   const AnnexSampleClock *clock,
                                   const char             *directory,
                                   GError                **error);

G_END_DECLS
