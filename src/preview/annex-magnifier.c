/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-magnifier.h"

#include "annex-pixel-grid.h"

/* How much closer things are seen through it; never smaller than in their own pixels, which is what one wants to see. */
#define STRENGTH 2.0

/* Across, in logical pixels, and of the shorter side of the view. */
#define MIN_SIZE 140.0
#define MAX_SIZE 300.0
#define PART_OF_VIEW 0.6

#define RING_WIDTH 3

struct _AnnexMagnifier
{
  AnnexCanvas *canvas; /* (unowned) owns this */
  gboolean     shown;
  gboolean     has_place;
  double       x; /* its middle, in logical pixels of the canvas */
  double       y;
};

static void
get_room (AnnexMagnifier *self,
          double         *width,
          double         *height)
{
  *width = gtk_widget_get_width (GTK_WIDGET (self->canvas));
  *height = gtk_widget_get_height (GTK_WIDGET (self->canvas));
}

/**
 * annex_magnifier_new:
 * @canvas: a canvas, which outlives it
 *
 * Returns: (transfer full): its magnifying glass, put away
 */
AnnexMagnifier *
annex_magnifier_new (AnnexCanvas *canvas)
{
  AnnexMagnifier *self = g_new0 (AnnexMagnifier, 1);

  self->canvas = canvas;

  return self;
}

/**
 * annex_magnifier_free:
 * @self: (transfer full): a magnifying glass
 */
void
annex_magnifier_free (AnnexMagnifier *self)
{
  g_free (self);
}

/**
 * annex_magnifier_get_shown:
 * @self: a magnifying glass
 *
 * Returns: whether it is there
 */
gboolean
annex_magnifier_get_shown (AnnexMagnifier *self)
{
  return self->shown;
}

/**
 * annex_magnifier_set_shown:
 * @self: a magnifying glass
 * @shown: whether it is to be there: where the pointer is, or in the middle when that is elsewhere
 */
void
annex_magnifier_set_shown (AnnexMagnifier *self,
                           gboolean        shown)
{
  double width, height;

  self->shown = shown;
  get_room (self, &width, &height);
  if (shown && !self->has_place)
    annex_magnifier_move_to (self, width / 2, height / 2);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/**
 * annex_magnifier_move_to:
 * @self: a magnifying glass
 * @x: where its middle is to be, in logical pixels of the canvas
 * @y: the same from the top
 *
 * Moves it, but not out of the view.
 */
void
annex_magnifier_move_to (AnnexMagnifier *self,
                         double          x,
                         double          y)
{
  double width, height;

  get_room (self, &width, &height);
  self->has_place = TRUE;
  self->x = CLAMP (x, 0, width);
  self->y = CLAMP (y, 0, height);
  if (self->shown)
    gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/**
 * annex_magnifier_move_by:
 * @self: a magnifying glass
 * @dx: how far it moves to the right, in logical pixels
 * @dy: how far it moves down
 *
 * Moves it, and the picture under it where it is at the edge of the view.
 */
void
annex_magnifier_move_by (AnnexMagnifier *self,
                         double          dx,
                         double          dy)
{
  double x = self->x + dx;
  double y = self->y + dy;

  annex_magnifier_move_to (self, x, y);
  if (self->x != x || self->y != y)
    annex_canvas_pan (self->canvas, self->x - x, self->y - y);
}

/**
 * annex_magnifier_forget_place:
 * @self: a magnifying glass
 *
 * Says that the pointer is elsewhere. What is there stays where it is.
 */
void
annex_magnifier_forget_place (AnnexMagnifier *self)
{
  self->has_place = self->shown;
}

static graphene_rect_t
get_glass (AnnexMagnifier *self)
{
  double width, height, size;

  get_room (self, &width, &height);
  size = MIN (width, height);
  size = MIN (CLAMP (size * PART_OF_VIEW, MIN_SIZE, MAX_SIZE), size);

  return GRAPHENE_RECT_INIT ((float) (self->x - size / 2), (float) (self->y - size / 2), (float) size, (float) size);
}

/* What lies under the middle of the glass lies there in the glass, too. */
static void
place_closer (AnnexMagnifier     *self,
              AnnexCanvasDrawing *drawing)
{
  double   scale = annex_pixel_grid_get_scale (GTK_WIDGET (self->canvas));
  gboolean sideways = drawing->turns % 2 != 0;
  double   right = (self->x - (double) drawing->place.origin.x) / (double) drawing->place.size.width;
  double   below = (self->y - (double) drawing->place.origin.y) / (double) drawing->place.size.height;
  double   width, height;
  guint    width_pixels, height_pixels;

  drawing->zoom = MIN (MAX (drawing->zoom * STRENGTH, 1), ANNEX_VIEW_MAX_ZOOM);
  width = (double) (sideways ? drawing->size.height : drawing->size.width) * drawing->zoom / scale;
  height = (double) (sideways ? drawing->size.width : drawing->size.height) * drawing->zoom / scale;
  graphene_rect_init (&drawing->place, (float) (self->x - right * width), (float) (self->y - below * height), (float) width, (float) height);
  annex_pixel_grid_snap (GTK_WIDGET (self->canvas), &drawing->place, &width_pixels, &height_pixels);
}

/* What is around a picture: dark where the writing is light. */
static GdkRGBA
get_surroundings (const GdkRGBA *writing)
{
  gboolean dark = writing->red + writing->green + writing->blue > 1.5f;

  return dark ? (GdkRGBA) { 0.11f, 0.11f, 0.13f, 1 } : (GdkRGBA) { 0.98f, 0.98f, 0.98f, 1 };
}

/**
 * annex_magnifier_snapshot:
 * @self: a magnifying glass
 * @drawing: what it is held over
 * @source: where that comes from
 * @snapshot: what to draw on
 *
 * Draws the glass and what is seen through it, if it is there.
 */
void
annex_magnifier_snapshot (AnnexMagnifier           *self,
                          const AnnexCanvasDrawing *drawing,
                          AnnexCanvasSource        *source,
                          GtkSnapshot              *snapshot)
{
  AnnexCanvasDrawing closer = *drawing;
  GskRoundedRect     rim;
  GdkRGBA            colours[4];
  GdkRGBA            surroundings;

  if (!self->shown)
    return;

  closer.view = get_glass (self);
  place_closer (self, &closer);
  annex_canvas_source_fill_closer (source, &closer);

  gtk_widget_get_color (GTK_WIDGET (self->canvas), &colours[0]);
  colours[0].alpha = 1;
  colours[1] = colours[2] = colours[3] = colours[0];
  surroundings = get_surroundings (&colours[0]);
  gsk_rounded_rect_init_from_rect (&rim, &closer.view, closer.view.size.width / 2);

  gtk_snapshot_append_outset_shadow (snapshot, &rim, &(GdkRGBA) { 0, 0, 0, 0.5f }, 0, 2, 1, 8);
  gtk_snapshot_push_rounded_clip (snapshot, &rim);
  gtk_snapshot_append_color (snapshot, &surroundings, &closer.view);
  annex_canvas_drawing_snapshot (&closer, snapshot);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &rim, (float[4]) { RING_WIDTH, RING_WIDTH, RING_WIDTH, RING_WIDTH }, colours);
}
