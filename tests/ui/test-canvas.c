/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pixel-grid.h"
#include "annex-preview-error.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

#include <math.h>
#include <signal.h>
#include <string.h>

#define RED 0xe01020
#define BLUE 0x1020e0

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
test_fitted (CanvasFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (AnnexDocument) wide = canvas_fixture_open_png (fixture, 1600, 400, RED);
  g_autoptr (AnnexDocument) tall = canvas_fixture_open_png (fixture, 300, 3000, BLUE);
  TestTexture texture;

  canvas_fixture_show (fixture, wide);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 400);
  g_assert_cmpint (texture.height, ==, 100);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (0, 100, 400, 100)));
  g_assert_cmphex (texture.rgb, ==, RED);

  canvas_fixture_show (fixture, tall);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 30);
  g_assert_cmpint (texture.height, ==, 300);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (185, 0, 30, 300)));
}

static void
test_never_enlarged (CanvasFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 40, 20, RED);
  TestTexture texture;

  canvas_fixture_show (fixture, document);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 40);
  g_assert_cmpint (texture.height, ==, 20);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (180, 140, 40, 20)));
}

/* After a change of size the old drawing stays until one with exactly the pixels that are needed is there. */
static void
test_sharp_after_resize (CanvasFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 1600, 400, RED);
  Wish wish = { fixture->canvas, 700 };

  canvas_fixture_show (fixture, document);
  test_resize (fixture->window, 700, 300);
  g_assert_true (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  test_wait_until (has_width, &wish);
}

/* Between two pictures there is nothing rather than the wrong one. */
static void
test_nothing_stale (CanvasFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (AnnexDocument) red = canvas_fixture_open_png (fixture, 200, 200, RED);
  g_autoptr (AnnexDocument) blue = canvas_fixture_open_png (fixture, 200, 200, BLUE);
  TestTexture texture;

  canvas_fixture_show (fixture, red);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), blue);
  g_assert_false (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  g_assert_false (test_get_first_texture (fixture->canvas, &texture));

  canvas_fixture_show (fixture, blue);
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
test_killed_decoder (CanvasFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 200, 200, RED);
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

  other = canvas_fixture_open_png (fixture, 200, 200, BLUE);
  canvas_fixture_show (fixture, other);
  g_assert_null (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
}

/* At 100 % the picture's own pixels are drawn, one for one; closer they are drawn as squares of the same drawing. */
static void
test_zoom (CanvasFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 1600, 1200, RED);
  Wish        wish = { fixture->canvas, 1600 };
  TestTexture texture;

  canvas_fixture_show (fixture, document);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 0.25);

  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  g_assert_false (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
  test_wait_until (has_width, &wish);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (-600, -450, 1600, 1200)));

  canvas_fixture_activate (fixture, "canvas.zoom-in", NULL);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_LINEAR);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "2000");
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.width, ==, 1600);
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_NEAREST);
  g_assert_true (graphene_rect_equal (&texture.place, &GRAPHENE_RECT_INIT (-15800, -11850, 32000, 24000)));

  canvas_fixture_activate (fixture, "canvas.fit", NULL);
  wish.width = 400;
  test_wait_until (has_width, &wish);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));
}

/* While the wheel turns, what is there is drawn larger: nothing is asked for that is not looked at. */
static void
test_settles (CanvasFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 1600, 1200, RED);
  TestTexture texture;

  canvas_fixture_show (fixture, document);
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
test_scrolled (CanvasFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 1600, 1200, RED);
  g_autoptr (GtkAdjustment) across = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_autoptr (GtkAdjustment) down = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  TestTexture texture;

  g_object_set (fixture->canvas, "hadjustment", across, "vadjustment", down, NULL);
  canvas_fixture_show (fixture, document);
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), ==, gtk_adjustment_get_page_size (across));
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), ==, 1600);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 600);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 450);

  gtk_adjustment_set_value (down, 1e6);
  canvas_fixture_activate (fixture, "canvas.pan", "(dd)", -0.5, 0.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 400);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 900);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_true (graphene_point_equal (&texture.place.origin, &GRAPHENE_POINT_INIT (-400, -900)));
}

/* Turned, the picture is fitted anew; looking at another picture does not leave anything of it behind. */
static void
test_turned (CanvasFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 600, 300, RED);
  g_autoptr (AnnexDocument) other = canvas_fixture_open_png (fixture, 600, 300, BLUE);
  Wish           wish = { fixture->canvas, 300 };
  AnnexViewState state;
  TestTexture    texture;

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.turn", "i", -1);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 3);
  test_wait_until (has_width, &wish);
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.height, ==, 150);
  canvas_fixture_activate (fixture, "canvas.mirror", NULL);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "300");
  state = *annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas));

  canvas_fixture_show (fixture, other);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 0);
  g_assert_true (annex_canvas_get_fit (ANNEX_CANVAS (fixture->canvas)));

  canvas_fixture_show (fixture, document);
  annex_canvas_set_state (ANNEX_CANVAS (fixture->canvas), &state);
  g_assert_cmpuint (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->turns, ==, 1);
  g_assert_true (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->mirrored);
  g_assert_cmpfloat (annex_canvas_get_zoom (ANNEX_CANVAS (fixture->canvas)), ==, 3);
}

/* Red and blue in turn, each for three hundredths of a second, for ever */
static AnnexDocument *
open_moving (CanvasFixture *fixture)
{
  /* clang-format off */
  static const guint8 gif[] = {
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x02, 0x00, 0x02, 0x00, 0x91, 0x00, 0x00, 0xc0, 0x10, 0x20,
    0x10, 0x40, 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x21, 0xff, 0x0b, 0x4e, 0x45, 0x54, 0x53,
    0x43, 0x41, 0x50, 0x45, 0x32, 0x2e, 0x30, 0x03, 0x01, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x00,
    0x03, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x02, 0x00, 0x00, 0x02, 0x04,
    0x04, 0x41, 0x10, 0x05, 0x00, 0x21, 0xf9, 0x04, 0x00, 0x03, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00,
    0x00, 0x00, 0x02, 0x00, 0x02, 0x00, 0x00, 0x02, 0x04, 0x0c, 0xc3, 0x30, 0x05, 0x00, 0x3b,
  };
  /* clang-format on */
  g_autoptr (GBytes) bytes = g_bytes_new_static (gif, sizeof gif);
  AnnexDocument *document = test_open_document (fixture->pool, bytes);

  g_assert_cmpuint (annex_document_get_n_frames (document), ==, 2);

  return document;
}

static gboolean
is_playing (CanvasFixture *fixture)
{
  gboolean playing;

  g_object_get (fixture->canvas, "playing", &playing, NULL);

  return playing;
}

/* A colour that is waited for. */
typedef struct
{
  GtkWidget *canvas;
  guint      rgb;
} Colour;

static gboolean
has_colour (gpointer data)
{
  const Colour *colour = data;
  TestTexture   texture;

  return test_get_first_texture (colour->canvas, &texture) && texture.rgb == colour->rgb;
}

static void
assert_moves (CanvasFixture *fixture)
{
  static const guint colours[] = { 0xc01020, 0x1040c0, 0xc01020 };

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      Colour colour = { fixture->canvas, colours[i] };

      test_wait_until (has_colour, &colour);
    }
}

static void
on_time (gboolean *is_over)
{
  *is_over = TRUE;
}

static void
pass_time (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add_once (ms, (GSourceOnceFunc) on_time, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* How often the decoder has waited for something to do. */
static guint64
count_waits (AnnexDocument *document)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", annex_document_get_decoder_pid (document));
  g_autofree char *status = NULL;
  const char      *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "\nvoluntary_ctxt_switches:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (strchr (line, '\t'), NULL, 10);
}

/* Unasked only where the agent has not asked for less of that. */
static void
test_moves_unasked (CanvasFixture *fixture,
                    gconstpointer  data)
{
  GtkSettings *settings = gtk_widget_get_settings (fixture->canvas);
  g_autoptr (AnnexDocument) document = open_moving (fixture);
  Colour   red = { fixture->canvas, 0xc01020 };
  gboolean before;

  g_object_get (settings, "gtk-enable-animations", &before, NULL);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  canvas_fixture_show (fixture, document);
  g_assert_false (is_playing (fixture));
  pass_time (200);
  g_assert_true (has_colour (&red));
  canvas_fixture_activate (fixture, "canvas.playing", NULL);
  g_assert_true (is_playing (fixture));
  assert_moves (fixture);

  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), NULL);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  canvas_fixture_show (fixture, document);
  g_assert_true (is_playing (fixture));
  assert_moves (fixture);
  g_object_set (settings, "gtk-enable-animations", before, NULL);
}

/* What nobody can see costs nothing, and goes on when it can be seen again. */
static void
test_rests_unseen (CanvasFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = open_moving (fixture);
  guint64 before;

  canvas_fixture_show (fixture, document);
  g_object_set (fixture->canvas, "playing", TRUE, NULL);
  assert_moves (fixture);
  before = count_waits (document);
  assert_moves (fixture);
  g_assert_cmpuint (count_waits (document), >, before);

  gtk_widget_set_visible (fixture->canvas, FALSE);
  pass_time (100);
  before = count_waits (document);
  pass_time (400);
  g_assert_cmpuint (count_waits (document), ==, before);
  g_assert_true (is_playing (fixture));

  gtk_widget_set_visible (fixture->canvas, TRUE);
  assert_moves (fixture);
}

/* Without a picture there is nothing to do, and nothing to go wrong. */
static void
test_empty (CanvasFixture *fixture,
            gconstpointer  data)
{
  canvas_fixture_activate (fixture, "canvas.zoom-in", NULL);
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
test_accessible (CanvasFixture *fixture,
                 gconstpointer  data)
{
  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_widget_get_focusable (fixture->canvas));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  canvas_fixture_add ("/canvas/fitted", test_fitted);
  canvas_fixture_add ("/canvas/never-enlarged", test_never_enlarged);
  canvas_fixture_add ("/canvas/sharp-after-resize", test_sharp_after_resize);
  canvas_fixture_add ("/canvas/nothing-stale", test_nothing_stale);
  canvas_fixture_add ("/canvas/killed-decoder", test_killed_decoder);
  canvas_fixture_add ("/canvas/zoom", test_zoom);
  canvas_fixture_add ("/canvas/settles", test_settles);
  canvas_fixture_add ("/canvas/scrolled", test_scrolled);
  canvas_fixture_add ("/canvas/turned", test_turned);
  canvas_fixture_add ("/canvas/moves-unasked", test_moves_unasked);
  canvas_fixture_add ("/canvas/rests-unseen", test_rests_unseen);
  canvas_fixture_add ("/canvas/empty", test_empty);
  g_test_add_func ("/canvas/pixel-grid", test_pixel_grid);
  canvas_fixture_add ("/canvas/accessible", test_accessible);

  return g_test_run ();
}
