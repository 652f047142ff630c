/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-input.h"

#include "annex-page-view-private.h"
#include "annex-pinch.h"
#include "annex-scroll-zoom.h"

/* What the fingers and the pointer had before they moved. */
struct _AnnexPageViewInput
{
  AnnexPageView *view; /* (unowned) owns this */
  AnnexPinch     pinch;
  double         drag_x;
  double         drag_y;
  double         pointer_x;
  double         pointer_y;
};

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           AnnexPageViewInput       *input)
{
  input->pointer_x = x;
  input->pointer_y = y;
}

/* Everything but Ctrl scrolls, by the scrolled window. */
static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           AnnexPageViewInput       *input)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  annex_page_view_zoom_at (input->view, annex_page_view_get_zoom (input->view) * annex_scroll_zoom_get_factor (controller, dy), input->pointer_x, input->pointer_y);

  return GDK_EVENT_STOP;
}

static double
get_zoom (gpointer view)
{
  return annex_page_view_get_zoom (view);
}

static void
pan (gpointer view,
     double   dx,
     double   dy)
{
  annex_page_view_scroll_by (view, -dx, -dy);
}

static void
zoom_at (gpointer view,
         double   zoom,
         double   x,
         double   y)
{
  annex_page_view_zoom_at (view, zoom, x, y);
}

static void
on_pinch_begin (GtkGesture         *gesture,
                GdkEventSequence   *sequence,
                AnnexPageViewInput *input)
{
  annex_pinch_begin (&input->pinch);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch (GtkGestureZoom     *gesture,
          double              scale,
          AnnexPageViewInput *input)
{
  annex_pinch_follow (&input->pinch, GTK_GESTURE (gesture), scale, input->pointer_x, input->pointer_y);
}

static void
on_pan_begin (GtkGestureDrag     *gesture,
              double              x,
              double              y,
              AnnexPageViewInput *input)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (input->view), "grabbing");
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  input->drag_x = input->drag_y = 0;
}

static void
on_pan_update (GtkGestureDrag     *gesture,
               double              x,
               double              y,
               AnnexPageViewInput *input)
{
  annex_page_view_scroll_by (input->view, input->drag_x - x, input->drag_y - y);
  input->drag_x = x;
  input->drag_y = y;
}

static void
on_pan_end (GtkGestureDrag     *gesture,
            double              x,
            double              y,
            AnnexPageViewInput *input)
{
  gtk_widget_set_cursor (GTK_WIDGET (input->view), NULL);
}

static void
add (AnnexPageViewInput *input,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (input->view), controller);
}

static void
add_motion (AnnexPageViewInput *input)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), input);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), input);
  add (input, motion);
}

static void
add_scroll (AnnexPageViewInput *input)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), input);
  add (input, scroll);
}

static void
add_pinch (AnnexPageViewInput *input)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), input);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), input);
  add (input, GTK_EVENT_CONTROLLER (pinch));
}

static void
add_pan (AnnexPageViewInput *input)
{
  GtkGesture *pan = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), GDK_BUTTON_MIDDLE);
  g_signal_connect (pan, "drag-begin", G_CALLBACK (on_pan_begin), input);
  g_signal_connect (pan, "drag-update", G_CALLBACK (on_pan_update), input);
  g_signal_connect (pan, "drag-end", G_CALLBACK (on_pan_end), input);
  add (input, GTK_EVENT_CONTROLLER (pan));
}

/**
 * annex_page_view_input_new:
 * @view: a page view
 *
 * Makes the view answer to wheel, touchpad, fingers and the middle button as long as it lives. Fingers drag by the scrolled
 * window, which goes on moving when they are lifted.
 *
 * Returns: (transfer full): what it needs for that
 */
AnnexPageViewInput *
annex_page_view_input_new (AnnexPageView *view)
{
  AnnexPageViewInput *input = g_new0 (AnnexPageViewInput, 1);

  input->view = view;
  input->pinch = (AnnexPinch) { .view = view, .get_zoom = get_zoom, .pan = pan, .zoom_at = zoom_at };
  add_motion (input);
  add_scroll (input);
  add_pinch (input);
  add_pan (input);

  return input;
}

/**
 * annex_page_view_input_free:
 * @self: (transfer full): what a page view answers to, which is finalized itself
 */
void
annex_page_view_input_free (AnnexPageViewInput *self)
{
  g_free (self);
}
