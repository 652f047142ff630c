/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

/* The Landlock layer of the cage: which files can be opened. */
bool annex_cage_landlock_restrict (const char *const *readable,
                                   const char *const *also_readable);
