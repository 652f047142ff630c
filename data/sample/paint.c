/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "paint.h"

#include <pango/pangocairo.h>

static PangoLayout *
lay_out (cairo_t    *cr,
         double      width,
         const char *font,
         const char *text)
{
  PangoLayout          *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_line_spacing (layout, 1.25f);
    }
  pango_font_description_free (description);

  return layout;
}

/* Writes text with its upper left corner at a point, broken into lines of @width unless that is 0. Gives its height. */
double
paint_text (cairo_t    *cr,
            double      x,
            double      y,
            double      width,
            const char *font,
            const char *text)
{
  PangoLayout *layout = lay_out (cr, width, font, text);
  int          height;

  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  g_object_unref (layout);

  return (double) height / PANGO_SCALE;
}

/* Writes one line with its upper right corner at a point. */
void
paint_right (cairo_t    *cr,
             double      x,
             double      y,
             const char *font,
             const char *text)
{
  PangoLayout *layout = lay_out (cr, 0, font, text);
  int          width;

  pango_layout_get_size (layout, &width, NULL);
  cairo_move_to (cr, x - (double) width / PANGO_SCALE, y);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}
