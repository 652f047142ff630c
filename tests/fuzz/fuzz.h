/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* What libFuzzer calls, and the smoke test in its place. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);
