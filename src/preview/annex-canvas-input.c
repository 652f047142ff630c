/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-input.h"

#include "annex-magnifier.h"
#include "annex-pinch.h"
#include "annex-scroll-zoom.h"

#include <math.h>

/* Two fingers turn the picture by a quarter when they have come more than half of the way, so that nobody turns by chance
 * who only means to zoom, and nothing turns back and forth in between. */
#define TURN_ANGLE (G_PI / 3)

/* What the fingers and the pointer had before they moved. */
struct _AnnexCanvasInput
{
  AnnexCanvas *canvas; /* (unowned) owns this */
  AnnexPinch   pinch;
  int          turned; /* quarters, since the fingers came down */
  double       drag_x;
  double       drag_y;
  double       pointer_x;
  double       pointer_y;
};

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           AnnexCanvasInput         *input)
{
  input->pointer_x = x;
  input->pointer_y = y;
  annex_magnifier_move_to (annex_canvas_get_magnifier (input->canvas), x, y);
}

static void
on_leave (GtkEventControllerMotion *controller,
          AnnexCanvasInput         *input)
{
  annex_magnifier_forget_place (annex_canvas_get_magnifier (input->canvas));
}

/* The wheel of a mouse zooms, as there is no other way to do it with one hand; two fingers on a touchpad move the picture,
 * and zoom with Ctrl. What is not taken here moves the picture by the scrolled window. */
static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           AnnexCanvasInput         *input)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean        wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;

  if ((state & GDK_CONTROL_MASK) == 0 && (!wheel || (state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0))
    return GDK_EVENT_PROPAGATE;
  if (dy == 0)
    return GDK_EVENT_PROPAGATE;

  annex_canvas_zoom_at (input->canvas, annex_canvas_get_zoom (input->canvas) * annex_scroll_zoom_get_factor (controller, dy), input->pointer_x, input->pointer_y);

  return GDK_EVENT_STOP;
}

static double
get_zoom (gpointer view)
{
  return annex_canvas_get_zoom (view);
}

static void
pan (gpointer view,
     double   dx,
     double   dy)
{
  annex_canvas_pan (view, dx, dy);
}

static void
zoom_at (gpointer view,
         double   zoom,
         double   x,
         double   y)
{
  annex_canvas_zoom_at (view, zoom, x, y);
}

static void
on_pinch_begin (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                AnnexCanvasInput *input)
{
  annex_pinch_begin (&input->pinch);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch (GtkGestureZoom   *gesture,
          double            scale,
          AnnexCanvasInput *input)
{
  annex_pinch_follow (&input->pinch, GTK_GESTURE (gesture), scale, input->pointer_x, input->pointer_y);
}

static void
on_turn_begin (GtkGesture       *gesture,
               GdkEventSequence *sequence,
               AnnexCanvasInput *input)
{
  input->turned = 0;
}

/* @delta: from where the fingers came down, clockwise */
static void
on_turn (GtkGestureRotate *gesture,
         double            angle,
         double            delta,
         AnnexCanvasInput *input)
{
  double beyond = remainder (delta - input->turned * G_PI / 2, 2 * G_PI);

  if (fabs (beyond) < TURN_ANGLE)
    return;

  input->turned += beyond > 0 ? 1 : -1;
  gtk_widget_activate_action (GTK_WIDGET (input->canvas), "canvas.turn", "i", beyond > 0 ? 1 : -1);
}

static gboolean
is_magnified (AnnexCanvasInput *input)
{
  return annex_magnifier_get_shown (annex_canvas_get_magnifier (input->canvas));
}

/* Fingers drag by the scrolled window, which goes on moving when they are lifted; a magnifying glass is dragged itself. */
static void
on_drag_begin (GtkGestureDrag   *gesture,
               double            x,
               double            y,
               AnnexCanvasInput *input)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (input->canvas));
  if (is_magnified (input))
    annex_magnifier_move_to (annex_canvas_get_magnifier (input->canvas), x, y);
  else if (event != NULL && gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
  input->drag_x = input->drag_y = 0;
}

static void
on_drag_update (GtkGestureDrag   *gesture,
                double            x,
                double            y,
                AnnexCanvasInput *input)
{
  double start_x = 0, start_y = 0;

  if (is_magnified (input))
    {
      gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      annex_magnifier_move_to (annex_canvas_get_magnifier (input->canvas), start_x + x, start_y + y);
      return;
    }

  annex_canvas_pan (input->canvas, x - input->drag_x, y - input->drag_y);
  input->drag_x = x;
  input->drag_y = y;
  if (!annex_view_transform_is_whole (annex_canvas_get_transform (input->canvas)))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (input->canvas), "grabbing");
}

static void
on_drag_end (GtkGestureDrag   *gesture,
             double            x,
             double            y,
             AnnexCanvasInput *input)
{
  gtk_widget_set_cursor (GTK_WIDGET (input->canvas), NULL);
}

static void
on_pressed (GtkGestureClick  *gesture,
            int               n_presses,
            double            x,
            double            y,
            AnnexCanvasInput *input)
{
  if (n_presses % 2 != 0)
    return;

  if (annex_view_transform_is_whole (annex_canvas_get_transform (input->canvas)) && annex_canvas_get_zoom (input->canvas) < 1)
    annex_canvas_zoom_at (input->canvas, 1, x, y);
  else
    annex_canvas_fit (input->canvas);
}

static void
add (AnnexCanvasInput   *input,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (input->canvas), controller);
}

static void
add_motion (AnnexCanvasInput *input)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), input);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), input);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), input);
  add (input, motion);
}

static void
add_scroll (AnnexCanvasInput *input)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), input);
  add (input, scroll);
}

static void
add_two_fingers (AnnexCanvasInput *input)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *turn = gtk_gesture_rotate_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), input);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), input);
  g_signal_connect (turn, "begin", G_CALLBACK (on_turn_begin), input);
  g_signal_connect (turn, "angle-changed", G_CALLBACK (on_turn), input);
  gtk_gesture_group (turn, pinch);
  add (input, GTK_EVENT_CONTROLLER (pinch));
  add (input, GTK_EVENT_CONTROLLER (turn));
}

static void
add_pointer (AnnexCanvasInput *input)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), input);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), input);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), input);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), input);
  gtk_gesture_group (click, drag);
  add (input, GTK_EVENT_CONTROLLER (drag));
  add (input, GTK_EVENT_CONTROLLER (click));
}

/**
 * annex_canvas_input_new:
 * @canvas: a canvas
 *
 * Makes the canvas answer to wheel, touchpad, fingers and pointer as long as it lives.
 *
 * Returns: (transfer full): what it needs for that
 */
AnnexCanvasInput *
annex_canvas_input_new (AnnexCanvas *canvas)
{
  AnnexCanvasInput *input = g_new0 (AnnexCanvasInput, 1);

  input->canvas = canvas;
  input->pinch = (AnnexPinch) { .view = canvas, .get_zoom = get_zoom, .pan = pan, .zoom_at = zoom_at };
  add_motion (input);
  add_scroll (input);
  add_two_fingers (input);
  add_pointer (input);

  return input;
}

/**
 * annex_canvas_input_free:
 * @self: (transfer full): what a canvas answers to, which is finalized itself
 */
void
annex_canvas_input_free (AnnexCanvasInput *self)
{
  g_free (self);
}
