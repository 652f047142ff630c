/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-view-transform.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AnnexCanvasGround:
 * @ANNEX_CANVAS_GROUND_CHECKS: squares, which no picture is taken for
 * @ANNEX_CANVAS_GROUND_LIGHT: white, as paper is
 * @ANNEX_CANVAS_GROUND_DARK: black
 *
 * What is seen through the transparent parts of a picture.
 */
typedef enum
{
  ANNEX_CANVAS_GROUND_CHECKS,
  ANNEX_CANVAS_GROUND_LIGHT,
  ANNEX_CANVAS_GROUND_DARK,
} AnnexCanvasGround;

#define ANNEX_TYPE_CANVAS_GROUND (annex_canvas_ground_get_type ())
GType annex_canvas_ground_get_type (void);

/**
 * AnnexCanvasPart:
 * @texture: (nullable): a drawing of a part of a picture, or of all of it
 * @region: which part, of a picture that is @full_width pixels wide and @full_height high
 * @full_width: pixels that all of it would have, before it is turned
 * @full_height: the same from top to bottom
 *
 * A drawn part of a picture.
 */
typedef struct
{
  GdkTexture  *texture;
  GdkRectangle region;
  guint        full_width;
  guint        full_height;
} AnnexCanvasPart;

/**
 * AnnexCanvasDrawing:
 * @whole: (nullable): a drawing of all of the picture
 * @part: what is sharper, of what is looked at; without a texture where there is nothing
 * @size: of the picture in its own pixels
 * @zoom: device pixels for each of them
 * @place: where it goes, in logical pixels, as it is turned
 * @view: what can be seen of the widget
 * @turns: quarter turns clockwise
 * @mirrored: left and right are exchanged, before it is turned
 * @has_alpha: @ground is needed
 * @ground: what is seen through the picture
 * @inverted: dark is drawn light
 * @contrast: the middle tones are drawn further apart
 *
 * One picture as it is to be drawn.
 */
typedef struct
{
  GdkTexture       *whole;
  AnnexCanvasPart   part;
  graphene_size_t   size;
  double            zoom;
  graphene_rect_t   place;
  graphene_rect_t   view;
  guint             turns;
  gboolean          mirrored;
  gboolean          has_alpha;
  AnnexCanvasGround ground;
  gboolean          inverted;
  gboolean          contrast;
} AnnexCanvasDrawing;

void annex_canvas_drawing_choose_pixels (const graphene_size_t *size,
                                         double                 zoom,
                                         guint                 *width,
                                         guint                 *height);
void annex_canvas_drawing_get_visible (const AnnexCanvasDrawing *self,
                                       graphene_rect_t          *visible);
void annex_canvas_drawing_snapshot (const AnnexCanvasDrawing *self,
                                    GtkSnapshot              *snapshot);

G_END_DECLS
