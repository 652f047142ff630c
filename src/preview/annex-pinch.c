/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pinch.h"

/**
 * annex_pinch_begin:
 * @self: what two fingers do
 *
 * The fingers came down; where they are is only known when they move.
 */
void
annex_pinch_begin (AnnexPinch *self)
{
  self->zoom = 0;
}

static void
start (AnnexPinch *self,
       double      x,
       double      y)
{
  self->zoom = self->get_zoom (self->view);
  self->x = x;
  self->y = y;
}

/**
 * annex_pinch_follow:
 * @self: what two fingers do
 * @gesture: what tells of the fingers
 * @scale: how far they are apart, in proportion to where they came down
 * @x: where the pointer is, in case that the fingers are nowhere
 * @y: the same from the top
 */
void
annex_pinch_follow (AnnexPinch *self,
                    GtkGesture *gesture,
                    double      scale,
                    double      x,
                    double      y)
{
  if (gtk_gesture_is_recognized (gesture))
    gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  if (self->zoom == 0)
    start (self, x, y);
  self->pan (self->view, x - self->x, y - self->y);
  self->zoom_at (self->view, self->zoom * scale, x, y);
  self->x = x;
  self->y = y;
}
