/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-drawing.h"

#include "test-support.h"

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  AnnexDocument **document = user_data;
  g_autoptr (GError) error = NULL;

  *document = annex_document_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

/**
 * test_open_document:
 * @pool: real decoders
 * @bytes: a file
 *
 * Returns: (transfer full): the file, opened
 */
AnnexDocument *
test_open_document (AnnexDecoderPool *pool,
                    GBytes           *bytes)
{
  AnnexDocument *document = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexContent) content = annex_content_new_for_bytes (bytes, &error);
  const AnnexFileType *type = annex_file_type_recognise (g_bytes_get_data (bytes, NULL), MIN (g_bytes_get_size (bytes), ANNEX_FILE_TYPE_HEAD_SIZE));

  g_assert_no_error (error);
  annex_document_open_async (pool, content, type, NULL, NULL, open_cb, &document);
  test_wait_until (is_set, &document);

  return document;
}

static guint
get_middle (GdkTexture *texture)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *pixel;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixel = g_bytes_get_data (bytes, NULL);
  pixel += stride * (gsize) (gdk_texture_get_height (texture) / 2) + 3 * (gsize) (gdk_texture_get_width (texture) / 2);

  return (guint) pixel[0] << 16 | (guint) pixel[1] << 8 | pixel[2];
}

static void
add_texture (GArray        *textures,
             GskRenderNode *node,
             GdkTexture    *texture)
{
  TestTexture entry = {
    .width = gdk_texture_get_width (texture),
    .height = gdk_texture_get_height (texture),
    .rgb = get_middle (texture),
  };

  gsk_render_node_get_bounds (node, &entry.place);
  if (gsk_render_node_get_node_type (node) == GSK_TEXTURE_SCALE_NODE)
    entry.filter = gsk_texture_scale_node_get_filter (node);
  g_array_append_val (textures, entry);
}

static void
collect (GskRenderNode *node,
         GArray        *textures)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        collect (gsk_container_node_get_child (node, i), textures);
      break;
    case GSK_TRANSFORM_NODE:
      collect (gsk_transform_node_get_child (node), textures);
      break;
    case GSK_COLOR_MATRIX_NODE:
      collect (gsk_color_matrix_node_get_child (node), textures);
      break;
    case GSK_CLIP_NODE:
      collect (gsk_clip_node_get_child (node), textures);
      break;
    case GSK_TEXTURE_NODE:
      add_texture (textures, node, gsk_texture_node_get_texture (node));
      break;
    case GSK_TEXTURE_SCALE_NODE:
      add_texture (textures, node, gsk_texture_scale_node_get_texture (node));
      break;
    default:
      break;
    }
}

/**
 * test_draw:
 * @widget: a widget
 *
 * Returns: (transfer full) (element-type TestTexture): the textures that it would draw now
 */
GArray *
test_draw (GtkWidget *widget)
{
  GtkSnapshot   *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GArray        *textures = g_array_new (FALSE, TRUE, sizeof (TestTexture));

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return textures;

  collect (node, textures);
  gsk_render_node_unref (node);

  return textures;
}

/**
 * test_get_first_texture:
 * @widget: a widget
 * @texture: (out): what it draws first
 *
 * Returns: whether it draws a texture at all
 */
gboolean
test_get_first_texture (GtkWidget   *widget,
                        TestTexture *texture)
{
  g_autoptr (GArray) textures = test_draw (widget);

  if (textures->len == 0)
    return FALSE;

  *texture = g_array_index (textures, TestTexture, 0);

  return TRUE;
}
