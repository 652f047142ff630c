/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-preview-error.h"

#include "test-drawing.h"
#include "test-support.h"

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
  g_test_add ("/canvas/accessible", Fixture, NULL, set_up, test_accessible, tear_down);

  return g_test_run ();
}
