/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The device's pixels under a widget, also where the scale is fractional: what is drawn is sharp only when it begins on
 * one and is as large as asked for. */

double annex_pixel_grid_get_scale (GtkWidget *widget);
double annex_pixel_grid_align (double position,
                               double corner,
                               double scale);
void   annex_pixel_grid_snap (GtkWidget       *widget,
                              graphene_rect_t *rect,
                              guint           *width,
                              guint           *height);

G_END_DECLS
