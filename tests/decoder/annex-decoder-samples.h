/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <vips/vips.h>

G_BEGIN_DECLS

/* Files to decode, made by the tests: the libraries that write them run here, in the open, on numbers of our own. */

#define SAMPLE_WIDTH 96
#define SAMPLE_HEIGHT 64

void       sample_init (const char *program);
VipsImage *sample_corners (void);
VipsImage *sample_solid (guint8 red,
                         guint8 green,
                         guint8 blue,
                         guint8 alpha);
GBytes    *sample_save (VipsImage  *image,
                        const char *suffix);
gboolean   sample_can_save (VipsImage  *image,
                            const char *suffix);
GBytes    *sample_jpeg_orientated (int orientation);
GBytes    *sample_png_header (guint32 width,
                              guint32 height);
GBytes    *sample_gif_header (guint16 width,
                              guint16 height);
GBytes    *sample_pdf (guint n_pages);
GBytes    *sample_pdf_with (const char *page,
                            const char *trailer);
GBytes    *sample_animation (const char *suffix,
                             int         side,
                             int         n_frames,
                             const int  *delays,
                             int         n_loops);
GBytes    *sample_long_gif (guint8 side,
                            guint  n_frames);
void       sample_get_colour (int     number,
                              guint8 *rgb);
GBytes    *sample_cut (GBytes *bytes,
                       gsize   length);

G_END_DECLS
