/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

/* Whether the process was started in a file system that holds nothing of the user's. */
bool annex_cage_outer_holds (void);
