/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

#include "annex-decoder-samples.h"

/* A moving picture that stands still is as sharp as any other, whichever of its frames it stands at. */

/* Twice what fits into the window. */
#define SIDE 600

#define N_FRAMES 3

/* What is paused stays at the second frame for as long as that takes. */
static const int paused_delays[N_FRAMES] = { 20, 20000, 20 };
static const int quick_delays[N_FRAMES] = { 20, 20, 20 };

static AnnexDocument *
open_animation (CanvasFixture *fixture,
                const int     *delays,
                int            n_loops)
{
  g_autoptr (GBytes) bytes = sample_animation (".webp[lossless]", SIDE, N_FRAMES, delays, n_loops);

  return test_open_document (fixture->pool, bytes);
}

/* A frame that is waited for, and how wide it is drawn. */
typedef struct
{
  GtkWidget *canvas;
  guint      frame;
  int        width;
} Wish;

static gboolean
has_frame (gpointer data)
{
  const Wish *wish = data;

  return annex_canvas_get_frame (ANNEX_CANVAS (wish->canvas)) == wish->frame;
}

static gboolean
has_width (gpointer data)
{
  const Wish *wish = data;
  TestTexture texture;

  return test_get_first_texture (wish->canvas, &texture) && texture.width == wish->width;
}

static gboolean
has_ended (gpointer data)
{
  gboolean playing;

  g_object_get (data, "playing", &playing, NULL);

  return !playing;
}

static void
assert_shown (const Wish *wish)
{
  TestTexture texture;
  guint8      rgb[3];

  sample_get_colour ((int) wish->frame, rgb);
  g_assert_true (test_get_first_texture (wish->canvas, &texture));
  g_assert_cmpint (texture.width, ==, wish->width);
  g_assert_cmphex (texture.rgb, ==, (guint) rgb[0] << 16 | (guint) rgb[1] << 8 | rgb[2]);
  g_assert_cmpuint (annex_canvas_get_frame (ANNEX_CANVAS (wish->canvas)), ==, wish->frame);
}

static void
zoom_in (Wish *wish)
{
  assert_shown (wish);
  g_assert_true (gtk_widget_activate_action (wish->canvas, "canvas.zoom-to", "s", "100"));
  wish->width = SIDE;
  test_wait_until (has_width, wish);
  assert_shown (wish);
}

static void
pause_at_second (CanvasFixture *fixture,
                 Wish          *wish)
{
  g_object_set (fixture->canvas, "playing", TRUE, NULL);
  test_wait_until (has_frame, wish);
  g_object_set (fixture->canvas, "playing", FALSE, NULL);
}

static void
test_paused (CanvasFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = open_animation (fixture, paused_delays, 0);
  Wish wish = { fixture->canvas, 1, SIDE / 2 };

  canvas_fixture_show (fixture, document);
  pause_at_second (fixture, &wish);
  zoom_in (&wish);
}

static void
test_ended (CanvasFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = open_animation (fixture, quick_delays, 1);
  Wish wish = { fixture->canvas, N_FRAMES - 1, SIDE / 2 };

  canvas_fixture_show (fixture, document);
  g_object_set (fixture->canvas, "playing", TRUE, NULL);
  test_wait_until (has_ended, fixture->canvas);
  zoom_in (&wish);
}

/* Below the magnifying glass too it is the frame that is seen. */
static void
test_magnified (CanvasFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = open_animation (fixture, paused_delays, 0);
  Wish wish = { fixture->canvas, 1, SIDE / 2 };

  canvas_fixture_show (fixture, document);
  pause_at_second (fixture, &wish);
  assert_shown (&wish);
  g_object_set (fixture->canvas, "magnified", TRUE, NULL);
  wish.width = SIDE;
  test_wait_until (has_width, &wish);
  assert_shown (&wish);
}

/* What is drawn larger does not keep it from going on. */
static void
test_goes_on (CanvasFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = open_animation (fixture, quick_delays, 0);
  Wish wish = { fixture->canvas, 1, SIDE / 2 };

  canvas_fixture_show (fixture, document);
  for (guint i = 0; i < 5; i++)
    {
      wish.frame = 1;
      pause_at_second (fixture, &wish);
      canvas_fixture_activate (fixture, "canvas.fit", NULL);
      canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
      gtk_test_widget_wait_for_draw (fixture->canvas);
      g_object_set (fixture->canvas, "playing", TRUE, NULL);
      wish.frame = 2;
      test_wait_until (has_frame, &wish);
    }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  test_init (&argc, &argv);
  sample_init (argv[0]);

  canvas_fixture_add ("/canvas-frames/paused", test_paused);
  canvas_fixture_add ("/canvas-frames/ended", test_ended);
  canvas_fixture_add ("/canvas-frames/magnified", test_magnified);
  canvas_fixture_add ("/canvas-frames/goes-on", test_goes_on);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
