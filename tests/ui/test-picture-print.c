/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-print.h"
#include "annex-print-preview.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

#include <glib/gstdio.h>

/* A picture on paper: what is printed is looked at as the PDF that the printer would be given. */

#define RED 0xe01020

/* Points that a line may be off: the PDF is drawn with one pixel for each. */
#define TOLERANCE 2

static GdkTexture *
make_texture (int width,
              int height)
{
  g_autoptr (GBytes) png = test_make_png ((guint) width, (guint) height, RED);

  return gdk_texture_new_from_bytes (png, NULL);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GdkTexture **) user_data = annex_document_render_finish (ANNEX_DOCUMENT (source), result, NULL);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

/* Returns: (transfer full): what is printed, one pixel a point */
static GdkTexture *
print (CanvasFixture     *fixture,
       GtkPrintOperation *operation)
{
  g_autofree char *folder = g_dir_make_tmp ("print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "page.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  GdkTexture     *texture = NULL;
  graphene_size_t size;
  gsize           length;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_unlink (path);
  g_rmdir (folder);

  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  document = test_open_document (fixture->pool, bytes);
  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 1);
  g_assert_true (annex_document_get_known_size (document, 0, &size));
  annex_document_render_async (document, 0, (guint) size.width, (guint) size.height, NULL, drawn_cb, &texture);
  test_wait_until (is_set, &texture);

  return texture;
}

/* The box around everything red. */
static GdkRectangle
find_red (GdkTexture *texture)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr (GBytes) bytes = NULL;
  GdkRectangle  box = { 0, 0, 0, 0 };
  const guint8 *pixels;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixels = g_bytes_get_data (bytes, NULL);
  for (int y = 0; y < gdk_texture_get_height (texture); y++)
    for (int x = 0; x < gdk_texture_get_width (texture); x++)
      {
        const guint8      *pixel = pixels + (gsize) y * stride + 3 * (gsize) x;
        const GdkRectangle here = { x, y, 1, 1 };

        if (pixel[0] > 190 && pixel[1] < 90 && box.width == 0)
          box = here;
        else if (pixel[0] > 190 && pixel[1] < 90)
          gdk_rectangle_union (&box, &here, &box);
      }

  return box;
}

static void
assert_near (double value,
             double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, TOLERANCE);
}

/* What there is of the usual page, turned as the picture is. */
static void
get_room (double         *left,
          double         *top,
          double         *width,
          double         *height,
          gboolean        wide,
          AnnexViewState *state)
{
  g_autoptr (GtkPageSetup) setup = annex_picture_print_create_page_setup (wide ? 2 : 1, wide ? 1 : 2, state);

  *left = gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS);
  *top = gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS);
  *width = gtk_page_setup_get_page_width (setup, GTK_UNIT_POINTS);
  *height = gtk_page_setup_get_page_height (setup, GTK_UNIT_POINTS);
}

static GdkRectangle
print_and_find (CanvasFixture        *fixture,
                int                   width,
                int                   height,
                double                own_width,
                const AnnexViewState *state,
                AnnexPrintScaling     scaling)
{
  g_autoptr (GdkTexture) picture = make_texture (width, height);
  g_autoptr (GtkPrintOperation) operation = annex_picture_print_new (picture, own_width, state, scaling);
  g_autoptr (GdkTexture) page = print (fixture, operation);

  return find_red (page);
}

static void
test_fit (CanvasFixture *fixture,
          gconstpointer  data)
{
  AnnexViewState state = ANNEX_VIEW_STATE_INIT;
  double         left, top, width, height;
  GdkRectangle   found = print_and_find (fixture, 100, 400, 100, &state, ANNEX_PRINT_SCALING_FIT);

  get_room (&left, &top, &width, &height, FALSE, &state);
  assert_near (found.height, height);
  assert_near (found.width, height / 4);
  assert_near (found.x + found.width / 2.0, left + width / 2);
  assert_near (found.y, top);

  /* Turned it lies on its side, and so does the page. */
  state.turns = 1;
  found = print_and_find (fixture, 100, 400, 100, &state, ANNEX_PRINT_SCALING_FIT);
  get_room (&left, &top, &width, &height, FALSE, &state);
  g_assert_cmpfloat (width, >, height);
  assert_near (found.width, width);
  assert_near (found.height, width / 4);
}

static void
test_fill (CanvasFixture *fixture,
           gconstpointer  data)
{
  AnnexViewState state = ANNEX_VIEW_STATE_INIT;
  double         left, top, width, height;
  GdkRectangle   found = print_and_find (fixture, 400, 100, 400, &state, ANNEX_PRINT_SCALING_FILL);

  /* Which of the margins is the wider one depends on how the printer turns the page. */
  get_room (&left, &top, &width, &height, TRUE, &state);
  assert_near (found.width, width);
  assert_near (found.height, height);
}

/* 96 of its own pixels are an inch, however many of them were drawn. */
static void
test_actual (CanvasFixture *fixture,
             gconstpointer  data)
{
  AnnexViewState state = ANNEX_VIEW_STATE_INIT;
  GdkRectangle   found = print_and_find (fixture, 96, 192, 96, &state, ANNEX_PRINT_SCALING_ACTUAL);

  assert_near (found.width, 72);
  assert_near (found.height, 144);
  found = print_and_find (fixture, 96, 192, 192, &state, ANNEX_PRINT_SCALING_ACTUAL);
  assert_near (found.width, 144);
  assert_near (found.height, 288);
}

static gboolean
has_picture (gpointer data)
{
  TestTexture texture;

  return test_get_first_texture (data, &texture);
}

/* The page that is shown before it is printed: the same places, smaller. */
static void
test_preview (CanvasFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_png (fixture, 800, 200, RED);
  const AnnexViewState state = ANNEX_VIEW_STATE_INIT;
  GtkWidget           *preview = g_object_ref_sink (annex_print_preview_new (document, 0, &state));
  GtkWidget           *window = test_show (preview, 300, 300);
  TestTexture          fit, fill, actual;

  gtk_test_accessible_assert_role (preview, GTK_ACCESSIBLE_ROLE_IMG);
  test_wait_until (has_picture, preview);
  g_assert_true (test_get_first_texture (preview, &fit));
  g_assert_cmpfloat_with_epsilon (fit.place.size.width, 4 * fit.place.size.height, 0.1);
  annex_print_preview_set_scaling (ANNEX_PRINT_PREVIEW (preview), ANNEX_PRINT_SCALING_FILL);
  g_assert_true (test_get_first_texture (preview, &fill));
  g_assert_cmpfloat (fill.place.size.height, >, 2 * fit.place.size.height);
  annex_print_preview_set_scaling (ANNEX_PRINT_PREVIEW (preview), ANNEX_PRINT_SCALING_ACTUAL);
  g_assert_true (test_get_first_texture (preview, &actual));
  g_assert_cmpfloat (actual.place.size.width, <, fit.place.size.width);

  gtk_window_destroy (GTK_WINDOW (window));
  test_settle ();
  g_assert_finalize_object (preview);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  canvas_fixture_add ("/picture-print/fit", test_fit);
  canvas_fixture_add ("/picture-print/fill", test_fill);
  canvas_fixture_add ("/picture-print/actual", test_actual);
  canvas_fixture_add ("/picture-print/preview", test_preview);

  return g_test_run ();
}
