/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vips/vips.h>

/* Colour spaces, as pixels for the screen need them. */
VipsImage *annex_picture_colour_to_srgb (VipsImage *image);
VipsImage *annex_picture_colour_premultiply (VipsImage *srgb);
void       annex_picture_colour_write (const guint8 *srgb,
                                       gsize         n_pixels,
                                       gsize         n_bands,
                                       guint8       *bgra);
