/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

#include <math.h>

/* Fingers on a canvas. There are none here, so that what the toolkit says about them is said by the test; what pointer and
 * wheel do is looked at from outside. */

#define WIDTH 1600
#define HEIGHT 1200

static AnnexCanvas *
get_canvas (CanvasFixture *fixture)
{
  return ANNEX_CANVAS (fixture->canvas);
}

static void
show_picture (CanvasFixture *fixture)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, WIDTH, HEIGHT, 0xe01020);

  canvas_fixture_show (fixture, document);
}

static void
point_at (CanvasFixture *fixture,
          double         x,
          double         y)
{
  g_signal_emit_by_name (canvas_fixture_find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

/* What is between the fingers stays there, and it becomes as much larger as they go apart. */
static void
test_pinch (CanvasFixture *fixture,
            gconstpointer  data)
{
  GtkGesture         *pinch = canvas_fixture_find_controller (fixture, GTK_TYPE_GESTURE_ZOOM);
  AnnexViewTransform *transform = annex_canvas_get_transform (get_canvas (fixture));
  double              before_x, before_y, x, y;

  show_picture (fixture);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  point_at (fixture, 123, 45);
  annex_view_transform_to_picture (transform, 123, 45, &before_x, &before_y);

  for (double scale = 1; scale <= 5; scale += 0.25)
    {
      g_signal_emit_by_name (pinch, "scale-changed", scale);
      g_assert_cmpfloat_with_epsilon (annex_canvas_get_zoom (get_canvas (fixture)), scale, 1e-9);
      annex_view_transform_to_picture (transform, 123, 45, &x, &y);
      g_assert_cmpfloat_with_epsilon (x * scale, before_x * scale, 1);
      g_assert_cmpfloat_with_epsilon (y * scale, before_y * scale, 1);
    }
  g_signal_emit_by_name (pinch, "scale-changed", 1000.0);
  g_assert_cmpfloat (annex_canvas_get_zoom (get_canvas (fixture)), ==, ANNEX_VIEW_MAX_ZOOM);
  g_signal_emit_by_name (pinch, "scale-changed", 0.001);
  g_assert_true (annex_canvas_get_fit (get_canvas (fixture)));
}

static guint
get_turns (CanvasFixture *fixture)
{
  return annex_canvas_get_state (get_canvas (fixture))->turns;
}

/* GTK tells angles from 0 to a full turn, whichever way the fingers go. */
static void
turn_to (CanvasFixture *fixture,
         double         degrees)
{
  double delta = fmod (degrees + 360, 360) * G_PI / 180;

  g_signal_emit_by_name (canvas_fixture_find_controller (fixture, GTK_TYPE_GESTURE_ROTATE), "angle-changed", delta, delta);
}

static void
test_two_fingers_turn (CanvasFixture *fixture,
                       gconstpointer  data)
{
  show_picture (fixture);
  turn_to (fixture, 50);
  g_assert_cmpuint (get_turns (fixture), ==, 0);
  turn_to (fixture, 65);
  g_assert_cmpuint (get_turns (fixture), ==, 1);

  /* Not back and forth */
  turn_to (fixture, 55);
  turn_to (fixture, 40);
  g_assert_cmpuint (get_turns (fixture), ==, 1);
  turn_to (fixture, 25);
  g_assert_cmpuint (get_turns (fixture), ==, 0);

  turn_to (fixture, -65);
  g_assert_cmpuint (get_turns (fixture), ==, 3);
  turn_to (fixture, -155);
  g_assert_cmpuint (get_turns (fixture), ==, 2);
}

static void
test_drag (CanvasFixture *fixture,
           gconstpointer  data)
{
  GtkGesture *drag = canvas_fixture_find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  TestTexture before, after;

  show_picture (fixture);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "200");
  g_assert_true (test_get_first_texture (fixture->canvas, &before));
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 100.0);
  g_signal_emit_by_name (drag, "drag-update", 30.0, -20.0);
  g_signal_emit_by_name (drag, "drag-update", 70.0, -50.0);
  g_signal_emit_by_name (drag, "drag-end", 70.0, -50.0);
  g_assert_true (test_get_first_texture (fixture->canvas, &after));
  g_assert_cmpfloat (after.place.origin.x, ==, before.place.origin.x + 70);
  g_assert_cmpfloat (after.place.origin.y, ==, before.place.origin.y - 50);
}

/* Twice on a picture: its own pixels, where it was clicked, and back. */
static void
test_double_click (CanvasFixture *fixture,
                   gconstpointer  data)
{
  GtkGesture         *click = canvas_fixture_find_controller (fixture, GTK_TYPE_GESTURE_CLICK);
  AnnexViewTransform *transform = annex_canvas_get_transform (get_canvas (fixture));
  double              before_x, before_y, x, y;

  show_picture (fixture);
  annex_view_transform_to_picture (transform, 300, 40, &before_x, &before_y);
  g_signal_emit_by_name (click, "pressed", 1, 300.0, 40.0);
  g_assert_true (annex_canvas_get_fit (get_canvas (fixture)));
  g_signal_emit_by_name (click, "pressed", 2, 300.0, 40.0);
  g_assert_cmpfloat (annex_canvas_get_zoom (get_canvas (fixture)), ==, 1);
  annex_view_transform_to_picture (transform, 300, 40, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, before_x, 1);
  g_assert_cmpfloat_with_epsilon (y, before_y, 1);
  g_signal_emit_by_name (click, "pressed", 2, 300.0, 40.0);
  g_assert_true (annex_canvas_get_fit (get_canvas (fixture)));
}

/* In a scrolled window, which moves on what fingers have thrown. */
static void
test_kinetic (CanvasFixture *fixture,
              gconstpointer  data)
{
  GtkWidget     *scroller = g_object_ref_sink (gtk_scrolled_window_new ());
  GtkAdjustment *down;
  TestTexture    before, after;

  show_picture (fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), fixture->canvas);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scroller);
  gtk_test_widget_wait_for_draw (fixture->canvas);
  g_assert_true (gtk_scrolled_window_get_kinetic_scrolling (GTK_SCROLLED_WINDOW (scroller)));
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "200");
  g_assert_true (test_get_first_texture (fixture->canvas, &before));
  down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) + 100);
  g_assert_true (test_get_first_texture (fixture->canvas, &after));
  g_assert_cmpfloat (after.place.origin.y, ==, before.place.origin.y - 100);
  g_object_unref (scroller);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  canvas_fixture_add ("/canvas-input/pinch", test_pinch);
  canvas_fixture_add ("/canvas-input/two-fingers-turn", test_two_fingers_turn);
  canvas_fixture_add ("/canvas-input/drag", test_drag);
  canvas_fixture_add ("/canvas-input/double-click", test_double_click);
  canvas_fixture_add ("/canvas-input/kinetic", test_kinetic);

  return g_test_run ();
}
