/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <vips/vips.h>

/* Start-up of libvips, and what it can read here. All of it happens before the cage is closed. */
typedef struct
{
  gboolean has_hevc;
  gboolean has_av1;
} AnnexPictureCodecs;

gboolean    annex_picture_library_init (const char         *program,
                                        AnnexPictureCodecs *codecs);
const char *annex_picture_library_get_loader (AnnexDecoderFormat format);
