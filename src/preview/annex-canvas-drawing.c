/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-drawing.h"

#include "annex-decoder-protocol.h"

#include <math.h>

/* Side of a checkerboard square, in logical pixels. */
#define CHECK_SIZE 10

/* How much further apart the middle tones are drawn: enough for pencil on paper in bad light. */
#define CONTRAST 1.8f

/* From here on the picture's own pixels are looked at, and are drawn as the squares that they are. */
#define SQUARES_ZOOM 2.0

G_DEFINE_ENUM_TYPE (AnnexCanvasGround,
                    annex_canvas_ground,
                    G_DEFINE_ENUM_VALUE (ANNEX_CANVAS_GROUND_CHECKS, "checks"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CANVAS_GROUND_LIGHT, "light"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CANVAS_GROUND_DARK, "dark"))

static void
append_checks (GtkSnapshot           *snapshot,
               const graphene_rect_t *rect)
{
  static const GdkRGBA light = { 0.80f, 0.80f, 0.80f, 1 };
  static const GdkRGBA dark = { 0.65f, 0.65f, 0.65f, 1 };
  graphene_rect_t      tile = GRAPHENE_RECT_INIT (rect->origin.x, rect->origin.y, 2 * CHECK_SIZE, 2 * CHECK_SIZE);

  gtk_snapshot_append_color (snapshot, &light, rect);
  gtk_snapshot_push_repeat (snapshot, rect, &tile);
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (tile.origin.x, tile.origin.y, CHECK_SIZE, CHECK_SIZE));
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (tile.origin.x + CHECK_SIZE, tile.origin.y + CHECK_SIZE, CHECK_SIZE, CHECK_SIZE));
  gtk_snapshot_pop (snapshot);
}

static void
append_ground (const AnnexCanvasDrawing *self,
               GtkSnapshot              *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  static const GdkRGBA black = { 0, 0, 0, 1 };
  graphene_rect_t      visible;

  if (!graphene_rect_intersection (&self->place, &self->view, &visible))
    return;

  if (self->ground == ANNEX_CANVAS_GROUND_CHECKS)
    append_checks (snapshot, &visible);
  else
    gtk_snapshot_append_color (snapshot, self->ground == ANNEX_CANVAS_GROUND_LIGHT ? &white : &black, &visible);
}

/* About the middle grey, which stays what it is. */
static void
push_tones (const AnnexCanvasDrawing *self,
            GtkSnapshot              *snapshot)
{
  float             factor = (self->inverted ? -1 : 1) * (self->contrast ? CONTRAST : 1);
  float             base = (1 - factor) / 2;
  graphene_matrix_t matrix;
  graphene_vec4_t   offset;

  graphene_matrix_init_scale (&matrix, factor, factor, factor);
  graphene_vec4_init (&offset, base, base, base, 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

static void
append_texture (const AnnexCanvasDrawing *self,
                GtkSnapshot              *snapshot)
{
  gboolean         sideways = self->turns % 2 != 0;
  float            width = sideways ? self->place.size.height : self->place.size.width;
  float            height = sideways ? self->place.size.width : self->place.size.height;
  graphene_point_t middle;

  if (self->turns == 0 && !self->mirrored)
    {
      gtk_snapshot_append_scaled_texture (snapshot, self->texture, self->filter, &self->place);
      return;
    }

  graphene_rect_get_center (&self->place, &middle);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &middle);
  gtk_snapshot_rotate (snapshot, (float) self->turns * 90);
  if (self->mirrored)
    gtk_snapshot_scale (snapshot, -1, 1);
  gtk_snapshot_append_scaled_texture (snapshot, self->texture, self->filter, &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  gtk_snapshot_restore (snapshot);
}

/**
 * annex_canvas_drawing_choose_pixels:
 * @size: of the picture in its own pixels
 * @zoom: device pixels for each of them
 * @width: (out): how many to ask for
 * @height: (out): the same from top to bottom
 *
 * As many pixels as are shown, and no more than the picture has or can be drawn at once.
 */
void
annex_canvas_drawing_choose_pixels (const graphene_size_t *size,
                                    double                 zoom,
                                    guint                 *width,
                                    guint                 *height)
{
  zoom = MIN (zoom, 1);
  zoom = MIN (zoom, sqrt ((double) ANNEX_DECODER_MAX_RASTER_PIXELS / ((double) size->width * size->height)));
  zoom = MIN (zoom, ANNEX_DECODER_MAX_SIDE / (double) MAX (size->width, size->height));
  *width = MAX (1, (guint) lround (size->width * zoom));
  *height = MAX (1, (guint) lround (size->height * zoom));
  while ((guint64) *width * *height > ANNEX_DECODER_MAX_RASTER_PIXELS)
    *width > *height ? --*width : --*height;
}

/**
 * annex_canvas_drawing_choose_filter:
 * @texture: what there is of the picture
 * @size: of the picture in its own pixels
 * @zoom: device pixels for each of them
 *
 * Returns: how the device's pixels are made of the texture's
 */
GskScalingFilter
annex_canvas_drawing_choose_filter (GdkTexture            *texture,
                                    const graphene_size_t *size,
                                    double                 zoom)
{
  double   stretch = zoom * size->width / gdk_texture_get_width (texture);
  gboolean own = gdk_texture_get_width (texture) == (int) size->width;

  if (stretch < 0.99)
    return GSK_SCALING_FILTER_TRILINEAR;
  if (stretch < 1.01 || (own && zoom >= SQUARES_ZOOM))
    return GSK_SCALING_FILTER_NEAREST;

  return GSK_SCALING_FILTER_LINEAR;
}

/**
 * annex_canvas_drawing_snapshot:
 * @self: a picture and how it is to be drawn
 * @snapshot: what to draw on
 */
void
annex_canvas_drawing_snapshot (const AnnexCanvasDrawing *self,
                               GtkSnapshot              *snapshot)
{
  gboolean toned = self->inverted || self->contrast;

  if (self->has_alpha)
    append_ground (self, snapshot);
  if (toned)
    push_tones (self, snapshot);
  append_texture (self, snapshot);
  if (toned)
    gtk_snapshot_pop (snapshot);
}
