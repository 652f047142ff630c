/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-canvas-fixture.h"

#include "test-support.h"

/* Rows of a TIFF that lie together. */
#define ROWS 50

static void
set_up (CanvasFixture *fixture,
        gconstpointer  data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  fixture->canvas = g_object_ref_sink (annex_canvas_new ());
  fixture->window = test_show (fixture->canvas, 400, 300);
  g_assert_cmpint (gtk_widget_get_width (fixture->canvas), ==, 400);
  g_assert_cmpint (gtk_widget_get_height (fixture->canvas), ==, 300);
}

static void
tear_down (CanvasFixture *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->canvas);
  test_assert_finalizes (fixture->pool);
}

/**
 * canvas_fixture_add:
 * @path: its name
 * @test: a test
 *
 * Adds a test of a canvas that is shown.
 */
void
canvas_fixture_add (const char *path,
                    CanvasTest  test)
{
  g_test_add (path, CanvasFixture, NULL, set_up, test, tear_down);
}

static gboolean
is_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

/**
 * canvas_fixture_show:
 * @fixture: a canvas
 * @document: a picture
 *
 * Shows the picture, and waits until it can be seen.
 */
void
canvas_fixture_show (CanvasFixture *fixture,
                     AnnexDocument *document)
{
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->canvas), document);
  test_wait_until (is_drawn, fixture->canvas);
}

/**
 * canvas_fixture_open_png:
 * @fixture: a canvas
 * @width: pixels
 * @height: pixels
 * @rgb: the one colour
 *
 * Returns: (transfer full): a picture
 */
AnnexDocument *
canvas_fixture_open_png (CanvasFixture *fixture,
                         guint          width,
                         guint          height,
                         guint          rgb)
{
  g_autoptr (GBytes) png = test_make_png (width, height, rgb);

  return test_open_document (fixture->pool, png);
}

static void
put (GByteArray *file,
     guint       n_bytes,
     guint32     value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (file, (const guint8 *) &value, n_bytes);
}

/* A number, or the place of several. */
static void
put_tag (GByteArray *file,
         guint       tag,
         guint       n_values,
         guint32     value)
{
  put (file, 2, tag);
  put (file, 2, 4);
  put (file, 4, n_values);
  put (file, 4, value);
}

/* The header is eight bytes long, and what is about the picture comes after its pixels. */
static void
put_directory (GByteArray *file,
               guint       width,
               guint       height)
{
  guint n_strips = (height + ROWS - 1) / ROWS;
  guint lists = file->len;

  for (guint i = 0; i < n_strips; i++)
    put (file, 4, 8 + i * ROWS * width);
  for (guint i = 0; i < n_strips; i++)
    put (file, 4, MIN (ROWS, height - i * ROWS) * width);
  put (file, 2, 0);
  *(guint32 *) (gpointer) (file->data + 4) = GUINT32_TO_LE (file->len - 2);
  *(guint16 *) (gpointer) (file->data + file->len - 2) = GUINT16_TO_LE (9);

  put_tag (file, 256, 1, width);
  put_tag (file, 257, 1, height);
  put_tag (file, 258, 1, 8);
  put_tag (file, 259, 1, 1);
  put_tag (file, 262, 1, 1);
  put_tag (file, 273, n_strips, lists);
  put_tag (file, 277, 1, 1);
  put_tag (file, 278, 1, ROWS);
  put_tag (file, 279, n_strips, lists + 4 * n_strips);
  put (file, 4, 0);
}

/**
 * canvas_fixture_open_grey:
 * @fixture: a canvas
 * @width: pixels, a multiple of 4
 * @height: pixels
 * @pixel: what they are
 *
 * Returns: (transfer full): a picture, stored without any loss
 */
AnnexDocument *
canvas_fixture_open_grey (CanvasFixture *fixture,
                          guint          width,
                          guint          height,
                          CanvasPixel    pixel)
{
  GByteArray *file = g_byte_array_sized_new (8 + width * height);
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (file, (const guint8 *) "II*\0\0\0\0\0", 8);
  g_byte_array_set_size (file, 8 + width * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      file->data[8 + y * width + x] = pixel (x, y);
  put_directory (file, width, height);
  bytes = g_byte_array_free_to_bytes (file);

  return test_open_document (fixture->pool, bytes);
}

/**
 * canvas_fixture_activate:
 * @fixture: a canvas
 * @action: the name of one of its actions
 * @format: (nullable): type of the action's parameter
 * @...: the parameter
 */
void
canvas_fixture_activate (CanvasFixture *fixture,
                         const char    *action,
                         const char    *format,
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

/**
 * canvas_fixture_render:
 * @fixture: a canvas
 *
 * Returns: (transfer full): what would be on the screen now
 */
GdkTexture *
canvas_fixture_render (CanvasFixture *fixture)
{
  GtkSnapshot   *snapshot = gtk_snapshot_new ();
  GskRenderer   *renderer = gtk_native_get_renderer (gtk_widget_get_native (fixture->canvas));
  GskRenderNode *node;
  GdkTexture    *texture;

  GTK_WIDGET_GET_CLASS (fixture->canvas)->snapshot (fixture->canvas, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, 400, 300));
  gsk_render_node_unref (node);

  return texture;
}

/**
 * canvas_fixture_get_pixel:
 * @texture: what was rendered
 * @x: place in it
 * @y: the same from the top
 *
 * Returns: the colour, as 0xRRGGBB
 */
guint
canvas_fixture_get_pixel (GdkTexture *texture,
                          int         x,
                          int         y)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *pixel;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixel = (const guint8 *) g_bytes_get_data (bytes, NULL) + stride * (gsize) y + 3 * (gsize) x;

  return (guint) pixel[0] << 16 | (guint) pixel[1] << 8 | pixel[2];
}

/**
 * canvas_fixture_find_controller:
 * @fixture: a canvas
 * @type: a kind of controller
 *
 * Returns: (transfer none): what the canvas answers to it with; it is to be emitted on what the pointer or fingers would do
 */
gpointer
canvas_fixture_find_controller (CanvasFixture *fixture,
                                GType          type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->canvas);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }

  g_assert_not_reached ();
}
