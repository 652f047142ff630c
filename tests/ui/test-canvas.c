/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-pixel-grid.h"
#include "annex-preview-error.h"

#include "test-drawing.h"
#include "test-support.h"

#include <math.h>
#include <signal.h>

#define RED 0xe01020
#define BLUE 0x1020e0

/* What a test needs: a canvas of 400 by 300 pixels in a window. */
typedef struct
{
  AnnexDecoderPool *pool;   /* (owned) */
  GtkWidget        *window; /* (owned by GTK) */
  GtkWidget        *canvas; /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  fixture->canvas = g_object_ref_sink (annex_canvas_new ());
  fixture->window = test_show (fixture->canvas, 400, 300);
  g_assert_cmpint (gtk_widget_get_width (fixture->canvas), ==, 400);
  g_assert_cmpint (gtk_widget_get_height (fixture->canvas), ==, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->canvas);
  test_assert_finalizes (fixture->pool);
}

static AnnexDocument *
open_png (Fixture *fixture,
          guint    width,
          guint    height,
          guint    rgb)
{
  g_autoptr (GBytes) png = test_make_png (width, height, rgb);

  return test_open_document (fixture->pool, png);
}

static gboolean
is_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

static void
show (Fixture       *fixture,
      AnnexDocument *document)
{
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), document);
  test_wait_until (is_drawn, fixture->canvas);
}

/* A width that is waited for. */
typedef struct
{
  GtkWidget *canvas;
  int        width;
} Wish;

static gboolean
has_width (gpointer data)
{
  const Wish *wish = data;
  TestTexture texture;

  return test_get_first_texture (wish->canvas, &texture) && texture.width == wish->width;
}

static void
test_fitted (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (AnnexDocument) wide = open_png (fixture, 1600, 400, RED);
  g_autoptr (AnnexDocument) tall = open_png (fixture, 300, 3000, BLUE);
  TestTexture texture;

  show (fixture, wide);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 400);
  g_assert_cmpint (texture.height, ==, 100);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (0, 100, 400, 100)));
  g_assert_cmphex (texture.rgb, ==, RED);

  show (fixture, tall);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 30);
  g_assert_cmpint (texture.height, ==, 300);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (185, 0, 30, 300)));
}

static void
test_never_enlarged (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 40, 20, RED);
  TestTexture texture;

  show (fixture, document);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 40);
  g_assert_cmpint (texture.height, ==, 20);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (180, 140, 40, 20)));
}

/* After a change of size the old drawing stays until one with exactly the pixels that are needed is there. */
static void
test_sharp_after_resize (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 1600, 400, RED);
  Wish wish = { fixture->canvas, 700 };

  show (fixture, document);
  test_resize (fixture->window, 700, 300);
  g_assert_true (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  test_wait_until (has_width, &wish);
}

/* Between two pictures there is nothing rather than the wrong one. */
static void
test_nothing_stale (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (AnnexDocument) red = open_png (fixture, 200, 200, RED);
  g_autoptr (AnnexDocument) blue = open_png (fixture, 200, 200, BLUE);
  TestTexture texture;

  show (fixture, red);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), blue);
  g_assert_false (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  g_assert_false (test_get_first_texture (fixture->canvas, &texture));

  test_wait_until (is_drawn, fixture->canvas);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmphex (texture.rgb, ==, BLUE);

  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), NULL);
  g_assert_false (test_get_first_texture (fixture->canvas, &texture));
  g_assert_null (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
}

static gboolean
has_error (gpointer data)
{
  return annex_document_view_get_error (data) != NULL;
}

static void
on_error (guint *n)
{
  *n += 1;
}

/* A decoder that dies while it draws is told about, and takes nothing else with it. */
static void
test_killed_decoder (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 200, 200, RED);
  g_autoptr (AnnexDocument) other = NULL;
  GPid  pid = annex_document_get_decoder_pid (document);
  guint n = 0;

  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_signal_connect_swapped (fixture->canvas, "notify::error", G_CALLBACK (on_error), &n);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), document);
  n = 0;
  gtk_test_widget_wait_for_draw (fixture->canvas);
  g_assert_null (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);

  test_wait_until (has_error, fixture->canvas);
  g_assert_error (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->canvas)), ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_cmpuint (n, >, 0);
  g_assert_false (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));

  other = open_png (fixture, 200, 200, BLUE);
  show (fixture, other);
  g_assert_null (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
}

static void
activate (Fixture    *fixture,
          const char *action,
          const char *format,
          ...)
{
  GVariant *parameter = NULL;
  va_list   arguments;

  va_start (arguments, format);
  if (format != NULL)
    parameter = g_variant_ref_sink (g_variant_new_va (format, NULL, &arguments));
  va_end (arguments);
  g_assert_true (gtk_widget_activate_action_variant (fixture->canvas, action, parameter));
  g_clear_pointer (&parameter, g_variant_unref);
}

/* At 100 % the picture's own pixels are drawn, one for one; closer they are drawn as squares of the same drawing. */
static void
test_zoom (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 1600, 1200, RED);
  Wish        wish = { fixture->canvas, 1600 };
  TestTexture texture;

  show (fixture, document);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 0.25);

  activate (fixture, "canvas.zoom-to", "s", "100");
  g_assert_false (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
  test_wait_until (has_width, &wish);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (-600, -450, 1600, 1200)));
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_NEAREST);

  activate (fixture, "canvas.zoom-in", NULL);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_LINEAR);
  activate (fixture, "canvas.zoom-to", "s", "2000");
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 1600);
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_NEAREST);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (-15800, -11850, 32000, 24000)));

  activate (fixture, "canvas.fit", NULL);
  wish.width = 400;
  test_wait_until (has_width, &wish);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
}

/* While the wheel turns, what is there is drawn larger: nothing is asked for that is not looked at. */
static void
test_settles (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 1600, 1200, RED);
  TestTexture texture;

  show (fixture, document);
  for (double zoom = 0.3; zoom < 0.9; zoom += 0.1)
    {
      annex_canvas_zoom_at (ANNEX_CANVAS (fixture->canvas), zoom, 100, 100);
      g_assert_true (test_get_first_texture (fixture->canvas, &texture));
      g_assert_cmpint (texture.width, ==, 400);
      g_assert_cmpfloat_with_epsilon (texture.place.size.width, 1600 * zoom, 0.51);
    }
}

/* Scroll bars and the picture are always at the same place. */
static void
test_scrolled (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 1600, 1200, RED);
  g_autoptr (GtkAdjustment) across = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_autoptr (GtkAdjustment) down = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  TestTexture texture;

  g_object_set (fixture->canvas, "hadjustment", across, "vadjustment", down, NULL);
  show (fixture, document);
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), ==, gtk_adjustment_get_page_size (across));
  activate (fixture, "canvas.zoom-to", "s", "100");
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), ==, 1600);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 600);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 450);

  gtk_adjustment_set_value (down, 1e6);
  activate (fixture, "canvas.pan", "(dd)", -0.5, 0.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 400);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 900);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_true (graphene_point_equal (&texture.place.origin, &GRAPHENE_POINT_INIT (-400, -900)));
}

/* Turned, the picture is fitted anew; looking at another picture does not leave anything of it behind. */
static void
test_turned (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_png (fixture, 600, 300, RED);
  g_autoptr (AnnexDocument) other = open_png (fixture, 600, 300, BLUE);
  Wish           wish = { fixture->canvas, 300 };
  AnnexViewState state;
  TestTexture    texture;

  show (fixture, document);
  activate (fixture, "canvas.turn", "i", -1);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 3);
  test_wait_until (has_width, &wish);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.height, ==, 150);
  activate (fixture, "canvas.mirror", NULL);
  activate (fixture, "canvas.zoom-to", "s", "300");
  state = *annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas));

  show (fixture, other);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 0);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));

  show (fixture, document);
  annex_canvas_set_state (ANNEX_CANVAS (fixture->canvas), &state);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 1);
  g_assert_true (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->mirrored);
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 3);
}

/* Without a picture there is nothing to do, and nothing to go wrong. */
static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  activate (fixture, "canvas.zoom-in", NULL);
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 0);
  annex_canvas_zoom_at (ANNEX_CANVAS (fixture->canvas), 3, 0, 0);
  annex_canvas_pan (ANNEX_CANVAS (fixture->canvas), 3, 3);
  annex_canvas_fit (ANNEX_CANVAS (fixture->canvas));
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 0);
}

/* Whatever the scale and wherever the widget begins: where something sharp is drawn, a device pixel begins. */
static void
test_pixel_grid (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      double scale = g_test_rand_int_range (4, 17) / 4.0;
      double corner = g_test_rand_int_range (0, 2000);
      double position = g_test_rand_double_range (-5000, 5000);
      double aligned = annex_pixel_grid_align (position, corner, scale);
      double outside = aligned + corner * scale;

      g_assert_cmpfloat_with_epsilon (outside, round (outside), 1e-9);
      g_assert_cmpfloat_with_epsilon (aligned, position, 0.5 + 1e-9);
    }
}

static void
test_accessible (Fixture      *fixture,
                 gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_widget_get_focusable (fixture->canvas));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/canvas/fitted", Fixture, NULL, set_up, test_fitted, tear_down);
  g_test_add ("/canvas/never-enlarged", Fixture, NULL, set_up, test_never_enlarged, tear_down);
  g_test_add ("/canvas/sharp-after-resize", Fixture, NULL, set_up, test_sharp_after_resize, tear_down);
  g_test_add ("/canvas/nothing-stale", Fixture, NULL, set_up, test_nothing_stale, tear_down);
  g_test_add ("/canvas/killed-decoder", Fixture, NULL, set_up, test_killed_decoder, tear_down);
  g_test_add ("/canvas/zoom", Fixture, NULL, set_up, test_zoom, tear_down);
  g_test_add ("/canvas/settles", Fixture, NULL, set_up, test_settles, tear_down);
  g_test_add ("/canvas/scrolled", Fixture, NULL, set_up, test_scrolled, tear_down);
  g_test_add ("/canvas/turned", Fixture, NULL, set_up, test_turned, tear_down);
  g_test_add ("/canvas/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add_func ("/canvas/pixel-grid", test_pixel_grid);
  g_test_add ("/canvas/accessible", Fixture, NULL, set_up, test_accessible, tear_down);

  return g_test_run ();
}
