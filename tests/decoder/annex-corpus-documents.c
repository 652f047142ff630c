/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-corpus-documents.h"

#include "annex-document-fixture.h"

#include <stdlib.h>

/* Pages of each document that are read; all of them are looked through for what is never done. */
#define MAX_READ 5

/* A question ends with an answer or with one typed error. */
static void
check (gconstpointer answer,
       const GError *error)
{
  g_assert_true (answer != NULL || error == NULL || error->domain == ANNEX_PREVIEW_ERROR);
}

static void
check_text (AnnexPageText *text)
{
  const char *all = annex_page_text_get_text (text);

  g_assert_true (g_utf8_validate (all, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (all, -1), ==, annex_page_text_get_n_characters (text));
}

static void
read_page (AnnexDocument *document,
           guint          page)
{
  g_autoptr (GError) no_text = NULL;
  g_autoptr (GError) no_links = NULL;
  g_autoptr (AnnexPageText) text = fixture_read (document, page, &no_text);
  g_autoptr (GPtrArray) links = fixture_query_links (document, page, &no_links);

  check (text, no_text);
  check (links, no_links);
  /* The first one is drawn, and compared, by itself. */
  if (page > 0)
    {
      g_autoptr (GError) no_drawing = NULL;
      g_autoptr (GdkTexture) texture = fixture_render (document, page, 400, 400, &no_drawing);

      check (texture, no_drawing);
    }
  if (text != NULL)
    check_text (text);
}

/* Everything that can be asked of a document beside its pages as they are drawn. */
void
corpus_read (AnnexDocument *document,
             const char    *name)
{
  g_autoptr (GError) no_outline = NULL;
  g_autoptr (GError) no_inventory = NULL;
  g_autoptr (GListModel) outline = fixture_query_outline (document, &no_outline);
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, &no_inventory);
  guint                              i;

  check (outline, no_outline);
  check (inventory, no_inventory);
  for (i = 0; i < MIN (annex_document_get_n_pages (document), MAX_READ); i++)
    read_page (document, i);

  if (inventory != NULL && inventory->n_links + inventory->n_files + inventory->n_media + inventory->has_scripts > 0)
    g_test_message ("%s: %u links, %u files, %u media, %u fields%s, inactive", name, inventory->n_links, inventory->n_files, inventory->n_media, inventory->n_fields, inventory->has_scripts ? ", scripts" : "");
}

/* Returns: (transfer full) (nullable): the first page as the renderer's own program draws it */
static GdkTexture *
draw (const char *path,
      int         width,
      int         height)
{
  g_autofree char *x = g_strdup_printf ("%d", width);
  g_autofree char *y = g_strdup_printf ("%d", height);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) png = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL,
                              "timeout",
                              "60",
                              "pdftocairo",
                              "-q",
                              "-png",
                              "-cropbox",
                              "-singlefile",
                              "-scale-to-x",
                              x,
                              "-scale-to-y",
                              y,
                              path,
                              "-",
                              NULL);
  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &png, NULL, NULL) || !g_subprocess_get_successful (process))
    return NULL;

  return gdk_texture_new_from_bytes (png, NULL);
}

static GBytes *
download (GdkTexture *texture)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  gsize stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);

  return gdk_texture_downloader_download_bytes (downloader, &stride);
}

/*
 * corpus_compare_with_poppler:
 * @difference: (out): of 255, on average
 *
 * Returns: whether there is something to compare with
 */
gboolean
corpus_compare_with_poppler (const char *path,
                             GdkTexture *texture,
                             double     *difference)
{
  g_autoptr (GdkTexture) reference = draw (path, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) drawn = NULL;
  const guint8 *a, *b;
  gsize         length, i;
  double        sum = 0;

  if (reference == NULL || gdk_texture_get_width (reference) != gdk_texture_get_width (texture) || gdk_texture_get_height (reference) != gdk_texture_get_height (texture))
    return FALSE;

  expected = download (reference);
  drawn = download (texture);
  a = g_bytes_get_data (expected, &length);
  b = g_bytes_get_data (drawn, NULL);
  for (i = 0; i < length; i++)
    sum += abs (a[i] - b[i]);
  *difference = sum / (double) length;

  return TRUE;
}
