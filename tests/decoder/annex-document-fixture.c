/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-fixture.h"

static void
set_up (DocumentFixture *fixture,
        gconstpointer    data)
{
  fixture->pool = annex_decoder_pool_new (DECODER);
  annex_decoder_pool_set_deadlines (fixture->pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, FIXTURE_PATIENCE);
}

static void
tear_down (DocumentFixture *fixture,
           gconstpointer    data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->pool);
  fixture_wait_for_children (0);
}

/* Adds a test that has a fixture. */
void
fixture_add (const char   *path,
             gconstpointer data,
             void (*function) (DocumentFixture *fixture,
                               gconstpointer    data))
{
  g_test_add (path, DocumentFixture, data, set_up, function, tear_down);
}

AnnexDocument *
fixture_open_or_fail (DocumentFixture *fixture,
                      GBytes          *bytes)
{
  g_autoptr (GError) error = NULL;
  AnnexDocument *document = fixture_open (fixture->pool, bytes, &error);

  g_assert_no_error (error);

  return document;
}

GdkTexture *
fixture_draw_or_fail (AnnexDocument *document,
                      guint          page,
                      guint          width,
                      guint          height)
{
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = fixture_render (document, page, width, height, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, (int) width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, (int) height);

  return texture;
}

void
fixture_assert_size (AnnexDocument *document,
                     guint          page,
                     float          width,
                     float          height)
{
  graphene_size_t size;

  fixture_query_size (document, page, &size);
  g_assert_cmpfloat_with_epsilon (size.width, width, 0.01);
  g_assert_cmpfloat_with_epsilon (size.height, height, 0.01);
  g_assert_true (annex_document_get_known_size (document, page, &size));
}

/* @message: (nullable) what the error must say */
void
fixture_assert_refused (DocumentFixture  *fixture,
                        GBytes           *bytes,
                        AnnexPreviewError code,
                        const char       *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_open (fixture->pool, bytes, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, (int) code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static Colour
get_colour (GdkTexture *texture,
            int         x,
            int         y)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *pixel;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixel = (const guint8 *) g_bytes_get_data (bytes, NULL) + (gsize) y * stride + (gsize) x * 4;

  return (Colour) { pixel[0], pixel[1], pixel[2], pixel[3] };
}

void
fixture_assert_colour (GdkTexture *texture,
                       int         x,
                       int         y,
                       Colour      expected,
                       int         tolerance)
{
  Colour colour = get_colour (texture, x, y);

  if (ABS (colour.red - expected.red) > tolerance || ABS (colour.green - expected.green) > tolerance || ABS (colour.blue - expected.blue) > tolerance || ABS (colour.alpha - expected.alpha) > tolerance)
    g_error ("at %d, %d: %d %d %d %d instead of %d %d %d %d",
             x,
             y,
             colour.red,
             colour.green,
             colour.blue,
             colour.alpha,
             expected.red,
             expected.green,
             expected.blue,
             expected.alpha);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

AnnexPageText *
fixture_read (AnnexDocument *document,
              guint          page,
              GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_query_text_async (document, page, ANNEX_DOCUMENT_PRIORITY_VISIBLE, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_query_text_finish (document, result, error);
}

AnnexPageText *
fixture_read_or_fail (AnnexDocument *document,
                      guint          page)
{
  g_autoptr (GError) error = NULL;
  AnnexPageText *text = fixture_read (document, page, &error);

  g_assert_no_error (error);

  return text;
}

GPtrArray *
fixture_query_links (AnnexDocument *document,
                     guint          page,
                     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_query_links_async (document, page, ANNEX_DOCUMENT_PRIORITY_VISIBLE, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_query_links_finish (document, result, error);
}

GListModel *
fixture_query_outline (AnnexDocument *document,
                       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_query_outline_async (document, ANNEX_DOCUMENT_PRIORITY_AHEAD, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_query_outline_finish (document, result, error);
}

AnnexDocumentInventory *
fixture_take_inventory (AnnexDocument *document,
                        GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_query_inventory_async (document, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_query_inventory_finish (document, result, error);
}

static gboolean
is_complete (gpointer data)
{
  return annex_document_search_is_complete (data);
}

/* Looks for something and waits for all of it. */
void
fixture_search (AnnexDocumentSearch *search,
                const char          *text,
                guint                page)
{
  annex_document_search_set_text (search, text, page);
  fixture_wait (is_complete, search);
}
