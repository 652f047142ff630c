/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <vips/vips.h>

/* What a picture says about itself. */
void annex_picture_metadata_read (VipsImage         *image,
                                  AnnexDecoderFacts *facts);
