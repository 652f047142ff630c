/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

/* What the decoder takes from itself before it is given a file. Nothing of it can be given back. */
void             annex_cage_prepare (void);
AnnexDecoderCage annex_cage_close (const char *const *readable);
