/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-hand-off.h"
#include "annex-options.h"

G_BEGIN_DECLS

int annex_headless_run (const AnnexOptions *options,
                        AnnexHandOff       *hand_off);
int annex_headless_diagnose (void);

G_END_DECLS
