/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-view-transform.h"

#include <math.h>

#define N_ROUNDS 20000

/* A view, and a picture in it that is turned, mirrored, scaled and moved at random: the seed is told when a test fails. */
static AnnexViewTransform *
make_random (void)
{
  AnnexViewTransform *self = annex_view_transform_new ();
  AnnexViewState      state = ANNEX_VIEW_STATE_INIT;

  annex_view_transform_set_picture (self, g_test_rand_int_range (1500, 12000), g_test_rand_int_range (1500, 12000));
  annex_view_transform_set_view (self, g_test_rand_int_range (100, 4000), g_test_rand_int_range (100, 4000));
  state.fit = FALSE;
  state.turns = (guint) g_test_rand_int_range (0, 4);
  state.mirrored = g_test_rand_bit ();
  state.zoom = exp (g_test_rand_double_range (log (0.01), log (ANNEX_VIEW_MAX_ZOOM)));
  state.x = g_test_rand_double_range (-0.2, 1.2);
  state.y = g_test_rand_double_range (-0.2, 1.2);
  annex_view_transform_set_state (self, &state);

  return self;
}

/* A place in the view with the picture under it. */
static void
choose_place (AnnexViewTransform *self,
              double              view_width,
              double              view_height,
              double             *x,
              double             *y)
{
  double left, top, width, height;

  annex_view_transform_get_rect (self, &left, &top, &width, &height);
  *x = g_test_rand_double_range (MAX (left, 0), MIN (left + width, view_width) + 1e-9);
  *y = g_test_rand_double_range (MAX (top, 0), MIN (top + height, view_height) + 1e-9);
}

/* However far in, and however it got there: what is under the pointer stays under it. */
static void
test_fixed_point (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AnnexViewTransform) self = make_random ();
      double view_width = g_test_rand_int_range (100, 4000);
      double view_height = g_test_rand_int_range (100, 4000);
      double before_x, before_y, after_x, after_y, x, y, zoom;

      annex_view_transform_set_view (self, view_width, view_height);
      choose_place (self, view_width, view_height, &x, &y);
      annex_view_transform_to_picture (self, x, y, &before_x, &before_y);
      for (zoom = annex_view_transform_get_state (self)->zoom; zoom < ANNEX_VIEW_MAX_ZOOM;)
        {
          zoom *= g_test_rand_double_range (1.01, 3);
          annex_view_transform_zoom (self, zoom, x, y);
          annex_view_transform_to_picture (self, x, y, &after_x, &after_y);
          zoom = annex_view_transform_get_state (self)->zoom;
          g_assert_cmpfloat_with_epsilon (after_x * zoom, before_x * zoom, 1);
          g_assert_cmpfloat_with_epsilon (after_y * zoom, before_y * zoom, 1);
        }
      g_assert_cmpfloat (zoom, ==, ANNEX_VIEW_MAX_ZOOM);
    }
}

/* Out again it stays too, as long as nothing of the view has to be left empty for it. */
static void
test_fixed_point_out (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();
      double before_x, before_y, after_x, after_y, zoom;
      double x = g_test_rand_double_range (0, 800);
      double y = g_test_rand_double_range (0, 600);

      annex_view_transform_set_picture (self, 2000, 1500);
      annex_view_transform_set_view (self, 800, 600);
      annex_view_transform_to_picture (self, x, y, &before_x, &before_y);
      annex_view_transform_zoom (self, g_test_rand_double_range (4, ANNEX_VIEW_MAX_ZOOM), x, y);
      annex_view_transform_zoom (self, g_test_rand_double_range (0.5, 4), x, y);
      annex_view_transform_to_picture (self, x, y, &after_x, &after_y);
      zoom = annex_view_transform_get_state (self)->zoom;
      g_assert_cmpfloat_with_epsilon (after_x * zoom, before_x * zoom, 1);
      g_assert_cmpfloat_with_epsilon (after_y * zoom, before_y * zoom, 1);
    }
}

static void
assert_no_needless_gap (double origin,
                        double length,
                        double room)
{
  if (length <= room)
    g_assert_cmpfloat_with_epsilon (origin, (room - length) / 2, 1);
  else
    g_assert_true (origin <= 1 && origin + length >= room - 1);
}

/* Nothing of the view is empty that the picture could fill, and what is smaller is in the middle. */
static void
test_clamped (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AnnexViewTransform) self = make_random ();
      double x, y, width, height;
      double view_width = g_test_rand_int_range (100, 4000);
      double view_height = g_test_rand_int_range (100, 4000);

      annex_view_transform_set_view (self, view_width, view_height);
      annex_view_transform_pan (self, g_test_rand_double_range (-1e5, 1e5), g_test_rand_double_range (-1e5, 1e5));
      annex_view_transform_get_rect (self, &x, &y, &width, &height);
      assert_no_needless_gap (x, width, view_width);
      assert_no_needless_gap (y, height, view_height);
    }
}

/* A turn keeps what is in the middle, when there is enough of the picture around it; four are none. */
static void
test_turned (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();
      AnnexViewState state = { .zoom = 4, .x = g_test_rand_double_range (0.3, 0.7), .y = g_test_rand_double_range (0.3, 0.7) };
      int            quarters = g_test_rand_int_range (-8, 9);
      double         before_x, before_y, after_x, after_y;

      annex_view_transform_set_picture (self, 1000, 700);
      annex_view_transform_set_view (self, 500, 600);
      annex_view_transform_set_state (self, &state);
      annex_view_transform_to_picture (self, 250, 300, &before_x, &before_y);
      annex_view_transform_turn (self, quarters);
      g_assert_cmpuint (annex_view_transform_get_state (self)->turns, ==, (guint) (quarters + 8) % 4);
      if (g_test_rand_bit ())
        annex_view_transform_mirror (self);
      annex_view_transform_to_picture (self, 250, 300, &after_x, &after_y);
      g_assert_cmpfloat_with_epsilon (after_x * state.zoom, before_x * state.zoom, 1);
      g_assert_cmpfloat_with_epsilon (after_y * state.zoom, before_y * state.zoom, 1);
    }
}

/* Where the corner at the top left goes: the clock's way, and mirrored as it is seen. */
static void
test_corners (void)
{
  g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();
  double x, y;

  annex_view_transform_set_picture (self, 200, 100);
  annex_view_transform_set_view (self, 200, 200);

  annex_view_transform_turn (self, 1);
  annex_view_transform_to_picture (self, 150, 0, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);

  annex_view_transform_mirror (self);
  annex_view_transform_to_picture (self, 50, 0, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);

  annex_view_transform_turn (self, -1);
  annex_view_transform_to_picture (self, 0, 150, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);
}

/* The whole picture, and never larger than its own pixels; it stays fitted when the window is resized. */
static void
test_fit (void)
{
  g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();

  g_assert_false (annex_view_transform_is_valid (self));
  annex_view_transform_set_picture (self, 4000, 1000);
  annex_view_transform_set_view (self, 1000, 500);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.25);
  annex_view_transform_turn (self, 1);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.125);
  annex_view_transform_set_view (self, 8000, 8000);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 1);

  annex_view_transform_zoom (self, 4, 0, 0);
  g_assert_false (annex_view_transform_get_state (self)->fit);
  annex_view_transform_set_view (self, 400, 400);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 4);
  annex_view_transform_zoom (self, 0.001, 0, 0);
  g_assert_true (annex_view_transform_get_state (self)->fit);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.1);
}

/* What was chosen comes back when a window that had room for all of it is small again. */
static void
test_room_for_a_while (void)
{
  static const AnnexViewState chosen = { .zoom = 1, .x = 0.7, .y = 0.35 };
  g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();

  annex_view_transform_set_picture (self, 1280, 960);
  annex_view_transform_set_view (self, 400, 300);
  annex_view_transform_set_state (self, &chosen);
  annex_view_transform_set_view (self, 1900, 1000);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->x, ==, 0.5);
  g_assert_false (annex_view_transform_get_state (self)->fit);
  /* There is nowhere to go meanwhile. */
  annex_view_transform_pan (self, 100, 100);
  annex_view_transform_set_view (self, 400, 300);
  g_assert_false (annex_view_transform_get_state (self)->fit);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 1);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->x, ==, 0.7);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->y, ==, 0.35);

  /* Turned meanwhile, it is still the same place. */
  annex_view_transform_set_view (self, 1900, 1000);
  annex_view_transform_turn (self, 1);
  annex_view_transform_set_view (self, 400, 300);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->x, ==, 0.65);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->y, ==, 0.7);

  /* What the agent does in between is what holds. */
  annex_view_transform_set_view (self, 1900, 1000);
  annex_view_transform_fit (self);
  annex_view_transform_set_view (self, 400, 300);
  g_assert_true (annex_view_transform_get_state (self)->fit);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 300 / 1280.0);
}

/* Fitted is smaller than that: nothing is smaller than what fits, but what was chosen is kept. */
static void
test_smaller_than_fits (void)
{
  static const AnnexViewState chosen = { .zoom = 0.5, .x = 0.5, .y = 0.5 };
  g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();

  annex_view_transform_set_picture (self, 1280, 960);
  annex_view_transform_set_view (self, 400, 300);
  annex_view_transform_set_state (self, &chosen);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.5);
  annex_view_transform_set_view (self, 960, 720);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.75);
  g_assert_cmpfloat (annex_view_transform_get_chosen (self)->zoom, ==, 0.5);
  annex_view_transform_set_view (self, 400, 300);
  g_assert_cmpfloat (annex_view_transform_get_state (self)->zoom, ==, 0.5);
}

/* From fitted to the closest and back by steps, stopping at 100 % and 200 %. */
static void
test_steps (void)
{
  g_autoptr (AnnexViewTransform) self = annex_view_transform_new ();
  gboolean found_own = FALSE, found_double = FALSE;
  guint    n_in = 0, n_out = 0;

  annex_view_transform_set_picture (self, 3000, 1000);
  annex_view_transform_set_view (self, 1100, 500);
  while (annex_view_transform_get_state (self)->zoom < ANNEX_VIEW_MAX_ZOOM && n_in++ < 100)
    {
      annex_view_transform_zoom (self, annex_view_transform_get_next_zoom (self, 1), 550, 250);
      found_own |= annex_view_transform_get_state (self)->zoom == 1;
      found_double |= annex_view_transform_get_state (self)->zoom == 2;
    }
  g_assert_true (found_own && found_double);
  g_assert_cmpuint (n_in, <, 20);

  while (!annex_view_transform_get_state (self)->fit && n_out++ < 100)
    annex_view_transform_zoom (self, annex_view_transform_get_next_zoom (self, -1), 550, 250);
  g_assert_cmpuint (n_out, ==, n_in);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view-transform/fixed-point", test_fixed_point);
  g_test_add_func ("/view-transform/fixed-point-out", test_fixed_point_out);
  g_test_add_func ("/view-transform/clamped", test_clamped);
  g_test_add_func ("/view-transform/turned", test_turned);
  g_test_add_func ("/view-transform/corners", test_corners);
  g_test_add_func ("/view-transform/fit", test_fit);
  g_test_add_func ("/view-transform/room-for-a-while", test_room_for_a_while);
  g_test_add_func ("/view-transform/smaller-than-fits", test_smaller_than_fits);
  g_test_add_func ("/view-transform/steps", test_steps);

  return g_test_run ();
}
