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

/* How the device's pixels are made of those of a drawing. Where each of them is one of the other, it does not matter. */
static GskScalingFilter
choose_filter (const AnnexCanvasDrawing *self,
               guint                     full_width)
{
  double   stretch = self->zoom * self->size.width / full_width;
  gboolean own = full_width == (guint) self->size.width;

  if (stretch < 0.99)
    return GSK_SCALING_FILTER_TRILINEAR;
  if (own && self->zoom >= SQUARES_ZOOM)
    return GSK_SCALING_FILTER_NEAREST;

  return GSK_SCALING_FILTER_LINEAR;
}

/* Without a filter of its own a texture is drawn as fine as the screen is by every renderer; with one, cairo's does that
 * only in logical pixels. */
static void
append_texture (GtkSnapshot           *snapshot,
                GdkTexture            *texture,
                GskScalingFilter       filter,
                const graphene_rect_t *place)
{
  if (filter == GSK_SCALING_FILTER_LINEAR)
    gtk_snapshot_append_texture (snapshot, texture, place);
  else
    gtk_snapshot_append_scaled_texture (snapshot, texture, filter, place);
}

/* @frame: where all of the picture goes, before it is turned */
static void
append_whole (const AnnexCanvasDrawing *self,
              GtkSnapshot              *snapshot,
              const graphene_rect_t    *frame)
{
  append_texture (snapshot, self->whole, choose_filter (self, (guint) gdk_texture_get_width (self->whole)), frame);
}

static void
append_part (const AnnexCanvasDrawing *self,
             GtkSnapshot              *snapshot,
             const graphene_rect_t    *frame)
{
  const AnnexCanvasPart *part = &self->part;
  double                 across = (double) frame->size.width / part->full_width;
  double                 down = (double) frame->size.height / part->full_height;
  graphene_rect_t        place;

  graphene_rect_init (&place,
                      (float) (frame->origin.x + part->region.x * across),
                      (float) (frame->origin.y + part->region.y * down),
                      (float) (part->region.width * across),
                      (float) (part->region.height * down));
  append_texture (snapshot, part->texture, choose_filter (self, part->full_width), &place);
}

static void
append_picture (const AnnexCanvasDrawing *self,
                GtkSnapshot              *snapshot,
                const graphene_rect_t    *frame)
{
  if (self->whole != NULL)
    append_whole (self, snapshot, frame);
  if (self->part.texture != NULL)
    append_part (self, snapshot, frame);
}

static void
append_turned (const AnnexCanvasDrawing *self,
               GtkSnapshot              *snapshot)
{
  gboolean         sideways = self->turns % 2 != 0;
  float            width = sideways ? self->place.size.height : self->place.size.width;
  float            height = sideways ? self->place.size.width : self->place.size.height;
  graphene_point_t middle;

  if (self->turns == 0 && !self->mirrored)
    {
      append_picture (self, snapshot, &self->place);
      return;
    }

  graphene_rect_get_center (&self->place, &middle);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &middle);
  gtk_snapshot_rotate (snapshot, (float) self->turns * 90);
  if (self->mirrored)
    gtk_snapshot_scale (snapshot, -1, 1);
  append_picture (self, snapshot, &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
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

/* From a place in the view to one in the picture, before it is turned. */
static void
to_picture (const AnnexCanvasDrawing *self,
            graphene_point_t         *point)
{
  float right = (point->x - self->place.origin.x) / self->place.size.width;
  float below = (point->y - self->place.origin.y) / self->place.size.height;

  for (guint i = 0; i < self->turns; i++)
    {
      float before = right;

      right = below;
      below = 1 - before;
    }
  graphene_point_init (point, self->mirrored ? 1 - right : right, below);
}

/**
 * annex_canvas_drawing_get_visible:
 * @self: a picture and how it is to be drawn
 * @visible: (out caller-allocates): what can be seen of it, from 0 at its left and top edge, before it is turned, to 1 at
 *   the others; empty when it is all beside the view
 */
void
annex_canvas_drawing_get_visible (const AnnexCanvasDrawing *self,
                                  graphene_rect_t          *visible)
{
  graphene_rect_t  seen;
  graphene_point_t first, last;

  graphene_rect_init (visible, 0, 0, 0, 0);
  if (!graphene_rect_intersection (&self->place, &self->view, &seen))
    return;

  graphene_rect_get_top_left (&seen, &first);
  graphene_rect_get_bottom_right (&seen, &last);
  to_picture (self, &first);
  to_picture (self, &last);
  graphene_rect_init (visible, first.x, first.y, last.x - first.x, last.y - first.y);
  graphene_rect_normalize (visible);
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
  append_turned (self, snapshot);
  if (toned)
    gtk_snapshot_pop (snapshot);
}
