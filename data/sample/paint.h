/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

double paint_text (cairo_t    *cr,
                   double      x,
                   double      y,
                   double      width,
                   const char *font,
                   const char *text);
void   paint_right (cairo_t    *cr,
                    double      x,
                    double      y,
                    const char *font,
                    const char *text);
