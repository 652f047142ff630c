/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-budget.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What works on this computer, in words that administrators compare, and therefore not translated. Holds nothing personal:
 * versions, the kernel's part of the cage, settings, and how much is held in memory. */
char *annex_diagnosis_format (void);
char *annex_diagnosis_format_held (AnnexContentBudget *budget);
char *annex_diagnosis_ask_held (void);

G_END_DECLS
