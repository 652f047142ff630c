/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-save.h"

G_BEGIN_DECLS

/**
 * AnnexSaveTestFlags:
 * @ANNEX_SAVE_TEST_NAMED: do as on a file system that has no files without a name, such as the document portal's
 * @ANNEX_SAVE_TEST_FOREIGN: do as for a place that only GIO knows
 *
 * Added to an #AnnexSaveMode by tests, which have no such places.
 */
typedef enum
{
  ANNEX_SAVE_TEST_NAMED = 1 << 8,
  ANNEX_SAVE_TEST_FOREIGN = 1 << 9,
} AnnexSaveTestFlags;

G_END_DECLS
