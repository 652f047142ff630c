/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-pixel-grid.h"

/* How a picture on a canvas is looked at, and how that is changed. */

/**
 * annex_canvas_get_zoom:
 * @self: a canvas
 *
 * Returns: device pixels for each pixel of the picture, or 0 when there is no picture
 */
double
annex_canvas_get_zoom (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), 0);

  if (!annex_view_transform_is_valid (annex_canvas_get_transform (self)))
    return 0;

  return annex_canvas_get_state (self)->zoom;
}

/**
 * annex_canvas_get_fit:
 * @self: a canvas
 *
 * Returns: whether the whole picture is shown, whatever the size of the window
 */
gboolean
annex_canvas_get_fit (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), FALSE);

  return annex_canvas_get_state (self)->fit;
}

/**
 * annex_canvas_get_state:
 * @self: a canvas
 *
 * Returns: (transfer none): how the picture is looked at
 */
const AnnexViewState *
annex_canvas_get_state (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return annex_view_transform_get_state (annex_canvas_get_transform (self));
}

/**
 * annex_canvas_set_state:
 * @self: a canvas
 * @state: how the picture is to be looked at
 */
void
annex_canvas_set_state (AnnexCanvas          *self,
                        const AnnexViewState *state)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self) && state != NULL);

  annex_view_transform_set_state (annex_canvas_get_transform (self), state);
  annex_canvas_update (self);
}

/**
 * annex_canvas_fit:
 * @self: a canvas
 *
 * Shows the whole picture.
 */
void
annex_canvas_fit (AnnexCanvas *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self));

  annex_view_transform_fit (annex_canvas_get_transform (self));
  annex_canvas_update (self);
}

/**
 * annex_canvas_zoom_at:
 * @self: a canvas
 * @zoom: device pixels for each pixel of the picture
 * @x: where the picture stays as it is, in logical pixels of the canvas
 * @y: the same from the top
 */
void
annex_canvas_zoom_at (AnnexCanvas *self,
                      double       zoom,
                      double       x,
                      double       y)
{
  double scale;

  g_return_if_fail (ANNEX_IS_CANVAS (self));

  scale = annex_pixel_grid_get_scale (GTK_WIDGET (self));
  annex_view_transform_zoom (annex_canvas_get_transform (self), zoom, x * scale, y * scale);
  annex_canvas_update (self);
}

/**
 * annex_canvas_pan:
 * @self: a canvas
 * @dx: how far the picture moves to the right, in logical pixels
 * @dy: how far it moves down
 */
void
annex_canvas_pan (AnnexCanvas *self,
                  double       dx,
                  double       dy)
{
  double scale;

  g_return_if_fail (ANNEX_IS_CANVAS (self));

  scale = annex_pixel_grid_get_scale (GTK_WIDGET (self));
  annex_view_transform_pan (annex_canvas_get_transform (self), dx * scale, dy * scale);
  annex_canvas_update (self);
}
