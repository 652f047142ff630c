/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <vips/vips.h>

/* From a loaded picture to the bytes of the output. */
VipsImage         *annex_picture_scale (VipsImage *image,
                                        guint32    width,
                                        guint32    height);
AnnexDecoderStatus annex_picture_scale_write (VipsImage *srgb,
                                              guint32    width,
                                              guint32    height,
                                              guint8    *pixels);
