/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

/* Pictures that are too large to be drawn whole with all of their pixels: what is looked at closely is drawn all the same,
 * pixel for pixel. */

/* 54 million, and 35 million that are drawn whole. */
#define WIDTH 9000
#define HEIGHT 6000
#define WHOLE_WIDTH 7000
#define WHOLE_HEIGHT 5000

/* Pixels of the view that are looked at: every so many. */
#define STEP 7

/* The largest part: 16 million. */
#define MAX_PART (16 << 20)

/* Another one wherever one looks. */
static guint8
get_grey (guint x,
          guint y)
{
  return (guint8) (x * 7 + y * 13 + (x >> 8) * 31 + (y >> 8) * 17);
}

static const guint8 *
download (GdkTexture *texture,
          GBytes    **bytes)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  gsize stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8);
  *bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  g_assert_cmpuint (stride, ==, 1200);

  return g_bytes_get_data (*bytes, NULL);
}

/* Whether every pixel of the screen is the pixel of the picture that lies there. */
static gboolean
is_exact (gpointer data)
{
  CanvasFixture      *fixture = data;
  AnnexViewTransform *transform = annex_canvas_get_transform (ANNEX_CANVAS (fixture->canvas));
  g_autoptr (GdkTexture) texture = canvas_fixture_render (fixture);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *pixels = download (texture, &bytes);

  for (guint y = 0; y < 300; y += STEP)
    for (guint x = 0; x < 400; x += STEP)
      {
        double picture_x, picture_y;

        annex_view_transform_to_picture (transform, x + 0.5, y + 0.5, &picture_x, &picture_y);
        if (pixels[(y * 400 + x) * 3] != get_grey ((guint) picture_x, (guint) picture_y))
          return FALSE;
      }

  return TRUE;
}

/* What is drawn is bounded, and below it is never more of the whole picture than fits into the window. */
static void
assert_bounded (CanvasFixture *fixture)
{
  g_autoptr (GArray) textures = test_draw (fixture->canvas);

  g_assert_cmpuint (textures->len, >=, 1);
  g_assert_cmpuint (textures->len, <=, 2);
  for (guint i = 0; i < textures->len; i++)
    {
      const TestTexture *texture = &g_array_index (textures, TestTexture, i);

      g_assert_cmpint (texture->width * texture->height, <=, MAX_PART);
      g_assert_true (i == 1 || textures->len == 1 || texture->width <= 400);
    }
}

static void
look_at (CanvasFixture *fixture,
         const char    *percent,
         double         right,
         double         down)
{
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", percent);
  canvas_fixture_activate (fixture, "canvas.pan", "(dd)", right, down);
  assert_bounded (fixture);
  test_wait_until (is_exact, fixture);
  assert_bounded (fixture);
}

static void
test_exact (CanvasFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, WIDTH, HEIGHT, get_grey);
  GPid pid;

  canvas_fixture_show (fixture, document);
  pid = annex_document_get_decoder_pid (document);
  for (guint i = 0; i < 8; i++)
    {
      g_test_message ("turned %u, %s", i % 4, i < 4 ? "as it is" : "mirrored");
      look_at (fixture, "100", 0.3, -0.4);
      look_at (fixture, "200", 5, 5);
      look_at (fixture, "2000", 100, -30);
      canvas_fixture_activate (fixture, "canvas.turn", "i", 1);
      if (i == 3)
        canvas_fixture_activate (fixture, "canvas.mirror", NULL);
    }

  /* At the corners, where there is nothing around what is looked at */
  look_at (fixture, "100", 1000, 1000);
  look_at (fixture, "2000", -1000, 1000);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, pid);
}

/* Smaller than its own pixels, a part has as many as are shown. */
static void
test_between (CanvasFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, WIDTH, HEIGHT, get_grey);
  TestTexture texture;

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  test_wait_until (is_exact, fixture);

  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "50");
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmpint (texture.filter, ==, GSK_SCALING_FILTER_TRILINEAR);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_true (test_get_first_texture (fixture->canvas, &texture));
    }
  while (texture.filter == GSK_SCALING_FILTER_TRILINEAR);
  g_assert_cmpfloat (texture.place.size.width, ==, texture.width);
  g_assert_cmpfloat (texture.place.origin.x, ==, floorf (texture.place.origin.x));
}

/* Nothing is blurred on the way as long as one does not go far. */
static void
test_panned (CanvasFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, WIDTH, HEIGHT, get_grey);

  canvas_fixture_show (fixture, document);
  look_at (fixture, "100", 0, 0);
  for (guint i = 0; i < 25; i++)
    {
      annex_canvas_pan (ANNEX_CANVAS (fixture->canvas), -17, 13);
      g_assert_true (is_exact (fixture));
    }
  for (guint i = 0; i < 40; i++)
    {
      annex_canvas_pan (ANNEX_CANVAS (fixture->canvas), -170, 30);
      assert_bounded (fixture);
      g_main_context_iteration (NULL, FALSE);
    }
  test_wait_until (is_exact, fixture);

  /* Fitted, nothing of it is held any more. */
  canvas_fixture_activate (fixture, "canvas.fit", NULL);
  assert_bounded (fixture);
  look_at (fixture, "2000", 0, 0);
}

static void
test_whole (CanvasFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, WHOLE_WIDTH, WHOLE_HEIGHT, get_grey);

  canvas_fixture_show (fixture, document);
  for (guint i = 0; i < 4; i++)
    {
      canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
      test_wait_until (is_exact, fixture);
      canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "2000");
      test_wait_until (is_exact, fixture);
      canvas_fixture_activate (fixture, "canvas.pan", "(dd)", 1000.0, 1000.0);
      test_wait_until (is_exact, fixture);
      canvas_fixture_activate (fixture, "canvas.turn", "i", 1);
    }
}

/* Another picture while a part of the last is being drawn: nothing of it is left. */
static void
test_moved_on (CanvasFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, WIDTH, HEIGHT, get_grey);
  g_autoptr (AnnexDocument) other = canvas_fixture_open_png (fixture, 800, 600, 0x1020e0);
  TestTexture texture;

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  assert_bounded (fixture);
  canvas_fixture_show (fixture, other);
  test_settle ();
  g_assert_true (test_get_first_texture (fixture->canvas, &texture));
  g_assert_cmphex (texture.rgb, ==, 0x1020e0);
  test_assert_finalizes (g_steal_pointer (&document));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  canvas_fixture_add ("/canvas-detail/exact", test_exact);
  canvas_fixture_add ("/canvas-detail/between", test_between);
  canvas_fixture_add ("/canvas-detail/panned", test_panned);
  canvas_fixture_add ("/canvas-detail/whole", test_whole);
  canvas_fixture_add ("/canvas-detail/moved-on", test_moved_on);

  return g_test_run ();
}
