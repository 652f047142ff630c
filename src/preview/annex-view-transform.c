/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-view-transform.h"

#include <math.h>

/* Levels that the keys and buttons stop at: close enough together to stay oriented, and 100 % and 200 % among them. */
static const double levels[] = { 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6, 8, 10, 15, ANNEX_VIEW_MAX_ZOOM };

/* Zooms closer to one another than this look the same. */
#define SAME_ZOOM 0.001

/* One direction of the view: where the picture begins, how long it is, and how much room there is. */
typedef struct
{
  double origin;
  double length;
  double room;
} Axis;

struct _AnnexViewTransform
{
  double         picture_width;
  double         picture_height;
  double         view_width;
  double         view_height;
  AnnexViewState chosen; /* by the agent, whether there is room for it or not */
  AnnexViewState state;  /* what the view makes of it */

  /* What the last zooming kept in its place, so that a second one at the same place keeps just the same. */
  gboolean has_anchor;
  double   anchor_x;
  double   anchor_y;
  double   anchor_right; /* of the picture as it is drawn, from 0 to 1 */
  double   anchor_below;
};

static Axis
get_axis (AnnexViewTransform *self,
          gboolean            vertical)
{
  gboolean sideways = self->state.turns % 2 != 0;
  double   pixels = vertical != sideways ? self->picture_height : self->picture_width;
  Axis     axis = { .length = pixels * self->state.zoom, .room = vertical ? self->view_height : self->view_width };

  axis.origin = axis.room / 2 - axis.length * (vertical ? self->state.y : self->state.x);

  return axis;
}

/* Drawn is what begins on a pixel and has a whole number of them. */
static Axis
get_drawn_axis (AnnexViewTransform *self,
                gboolean            vertical)
{
  Axis axis = get_axis (self, vertical);

  axis.origin = floor (axis.origin + 0.5);
  axis.length = MAX (1, floor (axis.length + 0.5));

  return axis;
}

static double
get_point (const Axis *axis,
           double      place)
{
  return (place - axis->origin) / axis->length;
}

static void
set_axis (AnnexViewTransform *self,
          gboolean            vertical,
          const Axis         *axis)
{
  double centre = axis->length > 0 ? (axis->room / 2 - axis->origin) / axis->length : 0.5;

  if (vertical)
    self->state.y = centre;
  else
    self->state.x = centre;
}

/* Empty room is as small as it can be: none where the picture is longer than the view, and else the same on both sides.
 * A gap that @before had may stay, so that zooming never moves what the pointer is on, but no gap grows. */
static double
clamp_origin (const Axis *axis,
              const Axis *before)
{
  double even = MAX ((axis->room - axis->length) / 2, 0);
  double first = even;
  double last = even;

  if (before != NULL)
    {
      first = MAX (first, before->origin);
      last = MAX (last, before->room - before->origin - before->length);
    }

  return CLAMP (axis->origin, MIN (axis->room - axis->length - last, first), first);
}

static void
settle_axis (AnnexViewTransform *self,
             gboolean            vertical)
{
  Axis axis = get_axis (self, vertical);

  axis.origin = clamp_origin (&axis, NULL);
  set_axis (self, vertical, &axis);
}

/* What was chosen, as far as the view allows: nothing is smaller than what fits, and no needless gap stays. */
static void
settle (AnnexViewTransform *self)
{
  double fit_zoom;

  self->has_anchor = FALSE;
  self->state = self->chosen;
  if (!annex_view_transform_is_valid (self))
    return;

  fit_zoom = annex_view_transform_get_fit_zoom (self);
  if (self->state.fit || self->state.zoom <= fit_zoom * (1 + SAME_ZOOM))
    self->state.zoom = fit_zoom;
  settle_axis (self, FALSE);
  settle_axis (self, TRUE);
}

/* The agent goes on from what is seen. Where all of the picture is, no place in it was chosen that way. */
static void
choose_seen_place (AnnexViewTransform *self)
{
  Axis across = get_axis (self, FALSE);
  Axis down = get_axis (self, TRUE);

  if (across.length > across.room + 0.5)
    self->chosen.x = self->state.x;
  if (down.length > down.room + 0.5)
    self->chosen.y = self->state.y;
}

/* Keeps the point of the picture at @place, unless @place is beside the picture: there is nothing to keep there.
 * Returns: whether it was possible */
static gboolean
scale_axis (AnnexViewTransform *self,
            gboolean            vertical,
            const Axis         *before,
            double              point,
            double              place)
{
  Axis     axis = get_axis (self, vertical);
  gboolean beside = point < 0 || point > 1;
  double   wanted = place - CLAMP (point, 0, 1) * axis.length;

  axis.origin = wanted;
  axis.origin = clamp_origin (&axis, beside ? NULL : before);
  set_axis (self, vertical, &axis);

  return !beside && fabs (axis.origin - wanted) < 0.5;
}

/* By what was lost when the picture was drawn on whole pixels. */
static void
widen_gaps (Axis *axis)
{
  axis->origin += 0.5;
  axis->length -= 1;
}

/* What is seen at the place, or was when zooming began there. */
static void
drop_anchor (AnnexViewTransform *self,
             double              x,
             double              y)
{
  Axis across = get_drawn_axis (self, FALSE);
  Axis down = get_drawn_axis (self, TRUE);

  if (self->has_anchor && self->anchor_x == x && self->anchor_y == y)
    return;

  self->anchor_x = x;
  self->anchor_y = y;
  self->anchor_right = get_point (&across, x);
  self->anchor_below = get_point (&down, y);
}

static void
shift_axis (AnnexViewTransform *self,
            gboolean            vertical,
            double              distance)
{
  Axis before = get_axis (self, vertical);
  Axis axis = before;

  axis.origin += distance;
  axis.origin = clamp_origin (&axis, &before);
  set_axis (self, vertical, &axis);
}

/**
 * annex_view_transform_new:
 *
 * Returns: (transfer full): a view that fits its picture, both still without a size
 */
AnnexViewTransform *
annex_view_transform_new (void)
{
  AnnexViewTransform  *self = g_new0 (AnnexViewTransform, 1);
  const AnnexViewState state = ANNEX_VIEW_STATE_INIT;

  self->chosen = state;
  self->state = state;

  return self;
}

/**
 * annex_view_transform_free:
 * @self: (transfer full): a view
 */
void
annex_view_transform_free (AnnexViewTransform *self)
{
  g_free (self);
}

/**
 * annex_view_transform_set_picture:
 * @self: a view
 * @width: the picture's width in its own pixels, before it is turned; 0 for none
 * @height: its height
 */
void
annex_view_transform_set_picture (AnnexViewTransform *self,
                                  double              width,
                                  double              height)
{
  if (self->picture_width == width && self->picture_height == height)
    return;

  self->picture_width = width;
  self->picture_height = height;
  settle (self);
}

/**
 * annex_view_transform_set_view:
 * @self: a view
 * @width: its width in device pixels
 * @height: its height
 *
 * The point in the middle stays there, and comes back with the zoom when for a while there was no room for them.
 */
void
annex_view_transform_set_view (AnnexViewTransform *self,
                               double              width,
                               double              height)
{
  if (self->view_width == width && self->view_height == height)
    return;

  self->view_width = width;
  self->view_height = height;
  settle (self);
}

/**
 * annex_view_transform_is_valid:
 * @self: a view
 *
 * Returns: whether there is a picture, and room for it
 */
gboolean
annex_view_transform_is_valid (AnnexViewTransform *self)
{
  return self->picture_width >= 1 && self->picture_height >= 1 && self->view_width >= 1 && self->view_height >= 1;
}

/**
 * annex_view_transform_get_state:
 * @self: a view
 *
 * Returns: (transfer none): how the picture is looked at
 */
const AnnexViewState *
annex_view_transform_get_state (AnnexViewTransform *self)
{
  return &self->state;
}

/**
 * annex_view_transform_get_chosen:
 * @self: a view
 *
 * Returns: (transfer none): how the picture is to be looked at in a view that has room for that
 */
const AnnexViewState *
annex_view_transform_get_chosen (AnnexViewTransform *self)
{
  return &self->chosen;
}

/**
 * annex_view_transform_set_state:
 * @self: a view
 * @state: how the picture is to be looked at
 */
void
annex_view_transform_set_state (AnnexViewTransform   *self,
                                const AnnexViewState *state)
{
  self->chosen = *state;
  self->chosen.turns %= 4;
  self->chosen.zoom = MIN (state->zoom, ANNEX_VIEW_MAX_ZOOM);
  settle (self);
}

/**
 * annex_view_transform_get_fit_zoom:
 * @self: a view with a picture
 *
 * Returns: the zoom at which the whole picture is seen, at most 1; it cannot be made smaller than that
 */
double
annex_view_transform_get_fit_zoom (AnnexViewTransform *self)
{
  gboolean sideways = self->state.turns % 2 != 0;
  double   width = sideways ? self->picture_height : self->picture_width;
  double   height = sideways ? self->picture_width : self->picture_height;

  return MIN (MIN (self->view_width / width, self->view_height / height), 1);
}

/**
 * annex_view_transform_is_whole:
 * @self: a view
 *
 * Returns: whether there is a picture, and all of it is seen
 */
gboolean
annex_view_transform_is_whole (AnnexViewTransform *self)
{
  return annex_view_transform_is_valid (self) && self->state.zoom <= annex_view_transform_get_fit_zoom (self) * (1 + SAME_ZOOM);
}

/**
 * annex_view_transform_fit:
 * @self: a view
 *
 * Shows the whole picture, also when the view or the picture changes its size.
 */
void
annex_view_transform_fit (AnnexViewTransform *self)
{
  self->chosen.fit = TRUE;
  settle (self);
}

/**
 * annex_view_transform_zoom:
 * @self: a view
 * @zoom: device pixels for each pixel of the picture; bounded by what fits and %ANNEX_VIEW_MAX_ZOOM
 * @x: place in the view whose point of the picture stays where it is
 * @y: the same from the top
 */
void
annex_view_transform_zoom (AnnexViewTransform *self,
                           double              zoom,
                           double              x,
                           double              y)
{
  Axis     across, down;
  gboolean kept_across, kept_down;

  if (!annex_view_transform_is_valid (self))
    return;

  across = get_drawn_axis (self, FALSE);
  down = get_drawn_axis (self, TRUE);
  drop_anchor (self, x, y);
  if (zoom > self->state.zoom)
    {
      widen_gaps (&across);
      widen_gaps (&down);
    }
  self->state.fit = zoom <= annex_view_transform_get_fit_zoom (self) * (1 + SAME_ZOOM);
  self->state.zoom = MIN (zoom, ANNEX_VIEW_MAX_ZOOM);
  if (self->state.fit)
    {
      annex_view_transform_fit (self);
      return;
    }

  kept_across = scale_axis (self, FALSE, &across, self->anchor_right, x);
  kept_down = scale_axis (self, TRUE, &down, self->anchor_below, y);
  self->has_anchor = kept_across && kept_down;
  self->chosen = self->state;
}

/**
 * annex_view_step_zoom:
 * @zoom: a zoom
 * @direction: 1 for closer, -1 for further away
 *
 * Returns: the next zoom to stop at, wherever something is looked at
 */
double
annex_view_step_zoom (double zoom,
                      int    direction)
{
  if (direction > 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
        if (levels[i] > zoom * (1 + SAME_ZOOM))
          return levels[i];
      return ANNEX_VIEW_MAX_ZOOM;
    }

  for (guint i = G_N_ELEMENTS (levels); i > 0; i--)
    if (levels[i - 1] < zoom * (1 - SAME_ZOOM))
      return levels[i - 1];

  return 0;
}

/**
 * annex_view_transform_get_next_zoom:
 * @self: a view with a picture
 * @direction: 1 for closer, -1 for further away
 *
 * Returns: the next zoom to stop at
 */
double
annex_view_transform_get_next_zoom (AnnexViewTransform *self,
                                    int                 direction)
{
  double zoom = annex_view_step_zoom (self->state.zoom, direction);

  return direction > 0 ? zoom : MAX (zoom, annex_view_transform_get_fit_zoom (self));
}

/**
 * annex_view_transform_pan:
 * @self: a view
 * @dx: how far the picture moves to the right
 * @dy: how far it moves down
 *
 * Moves the picture as far as there is more of it.
 */
void
annex_view_transform_pan (AnnexViewTransform *self,
                          double              dx,
                          double              dy)
{
  if (!annex_view_transform_is_valid (self) || (dx == 0 && dy == 0))
    return;

  self->has_anchor = FALSE;
  shift_axis (self, FALSE, dx);
  shift_axis (self, TRUE, dy);
  choose_seen_place (self);
}

/**
 * annex_view_transform_turn:
 * @self: a view
 * @quarters: quarter turns clockwise, negative for the other way
 *
 * Turns the picture about the middle of the view.
 */
void
annex_view_transform_turn (AnnexViewTransform *self,
                           int                 quarters)
{
  guint turns = (guint) (((quarters % 4) + 4) % 4);

  choose_seen_place (self);
  self->chosen.turns = (self->chosen.turns + turns) % 4;
  for (guint i = 0; i < turns; i++)
    {
      double x = self->chosen.x;

      self->chosen.x = 1 - self->chosen.y;
      self->chosen.y = x;
    }
  settle (self);
}

/**
 * annex_view_transform_mirror:
 * @self: a view
 *
 * Exchanges left and right as they are seen.
 */
void
annex_view_transform_mirror (AnnexViewTransform *self)
{
  choose_seen_place (self);
  /* Turning and then mirroring is the same as mirroring and then turning the other way. */
  self->chosen.turns = (4 - self->chosen.turns) % 4;
  self->chosen.mirrored = !self->chosen.mirrored;
  self->chosen.x = 1 - self->chosen.x;
  settle (self);
}

/**
 * annex_view_transform_get_rect:
 * @self: a view
 * @x: (out): where the drawn picture begins
 * @y: (out): the same from the top
 * @width: (out): how wide it is, turned as it is
 * @height: (out): how high
 *
 * Tells where the picture is drawn: all of it in whole pixels.
 */
void
annex_view_transform_get_rect (AnnexViewTransform *self,
                               double             *x,
                               double             *y,
                               double             *width,
                               double             *height)
{
  Axis across = get_drawn_axis (self, FALSE);
  Axis down = get_drawn_axis (self, TRUE);

  *x = across.origin;
  *y = down.origin;
  *width = across.length;
  *height = down.length;
}

/**
 * annex_view_transform_to_picture:
 * @self: a view with a picture
 * @x: place in the view
 * @y: the same from the top
 * @picture_x: (out): what lies there, in the picture's own pixels, perhaps beside it
 * @picture_y: (out): the same from its top
 */
void
annex_view_transform_to_picture (AnnexViewTransform *self,
                                 double              x,
                                 double              y,
                                 double             *picture_x,
                                 double             *picture_y)
{
  Axis   across = get_drawn_axis (self, FALSE);
  Axis   down = get_drawn_axis (self, TRUE);
  double right = get_point (&across, x);
  double below = get_point (&down, y);

  for (guint i = 0; i < self->state.turns; i++)
    {
      double before = right;

      right = below;
      below = 1 - before;
    }

  *picture_x = (self->state.mirrored ? 1 - right : right) * self->picture_width;
  *picture_y = below * self->picture_height;
}
