/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* What was drawn, for where cairo takes it further: on paper, or into a file. */

cairo_surface_t *annex_page_surface_new (GdkTexture *texture);
cairo_surface_t *annex_page_surface_new_on_white (GdkTexture *texture);
void             annex_page_surface_limit (double  max_pixels,
                                           double *width,
                                           double *height);

G_END_DECLS
