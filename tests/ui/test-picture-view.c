/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-view.h"
#include "annex-print-preview.h"

#include "annex-decoder-samples.h"
#include "test-chat.h"
#include "test-drawing.h"
#include "test-support.h"

#include <math.h>

/* Larger than the window: what is copied has more pixels than what is seen. */
#define SIDE 600

#define N_FRAMES 3

/* What is paused stays at the second frame for as long as that takes. */
static const int delays[N_FRAMES] = { 20, 20000, 20 };

/* A picture view in a window, and what its pictures are called. */
typedef struct
{
  TestChat         *chat;       /* (owned) */
  AnnexAttachment  *attachment; /* (owned by the chat) */
  AnnexPictureView *view;       /* (owned) */
  AnnexCanvas      *canvas;     /* (owned by GTK) */
  GtkWidget        *window;     /* (owned by GTK) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GBytes) png = test_make_png (20, 20, 0xe01020);
  g_autofree char *id = NULL;

  fixture->chat = test_chat_new ();
  id = test_chat_add (fixture->chat, "photo.png", "image/png", png);
  test_chat_open (fixture->chat);
  fixture->attachment = test_chat_get (fixture->chat, id);
  fixture->view = g_object_ref_sink (g_object_new (ANNEX_TYPE_PICTURE_VIEW, NULL));
  fixture->canvas = annex_picture_view_get_canvas (fixture->view);
  fixture->window = test_show (GTK_WIDGET (fixture->view), 400, 400);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  annex_picture_view_clear (fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->view);
  test_chat_free (fixture->chat);
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
  annex_picture_view_show (fixture->view, fixture->attachment, document);
  test_wait_until (is_drawn, fixture->canvas);
}

static gboolean
is_at_second (gpointer data)
{
  return annex_canvas_get_frame (data) == 1;
}

static AnnexDocument *
open_paused (Fixture *fixture)
{
  g_autoptr (GBytes) bytes = sample_animation (".webp[lossless]", SIDE, N_FRAMES, delays, 0);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, bytes);

  show (fixture, document);
  g_object_set (fixture->canvas, "playing", TRUE, NULL);
  test_wait_until (is_at_second, fixture->canvas);
  g_object_set (fixture->canvas, "playing", FALSE, NULL);

  return g_steal_pointer (&document);
}

static guint
get_second_colour (void)
{
  guint8 rgb[3];

  sample_get_colour (1, rgb);

  return (guint) rgb[0] << 16 | (guint) rgb[1] << 8 | rgb[2];
}

static gboolean
has_content (gpointer data)
{
  return gdk_clipboard_get_content (data) != NULL;
}

static guint
get_corner (GdkTexture *texture)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *pixel;
  gsize         stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixel = g_bytes_get_data (bytes, NULL);

  return (guint) pixel[0] << 16 | (guint) pixel[1] << 8 | pixel[2];
}

/* What is copied is what is seen, with all of its pixels. */
static void
test_copied_frame (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_paused (fixture);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  gdk_clipboard_set_content (clipboard, NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "picture.copy", NULL));
  test_wait_until (has_content, clipboard);
  g_value_init (&value, GDK_TYPE_TEXTURE);
  gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&value)), ==, SIDE);
  g_assert_cmphex (get_corner (g_value_get_object (&value)), ==, get_second_colour ());
  gdk_clipboard_set_content (clipboard, NULL);
}

static gboolean
has_texture (gpointer data)
{
  TestTexture texture;

  return test_get_first_texture (data, &texture);
}

static GtkWidget *
find_preview (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *preview = test_find (window, ANNEX_TYPE_PRINT_PREVIEW);

      if (preview != NULL)
        return preview;
    }

  return NULL;
}

/* So is what is printed. */
static void
test_printed_frame (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_paused (fixture);
  GtkWidget  *preview;
  TestTexture texture;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "picture.print", NULL));
  preview = find_preview ();
  g_assert_nonnull (preview);
  test_wait_until (has_texture, preview);
  g_assert_true (test_get_first_texture (preview, &texture));
  g_assert_cmphex (texture.rgb, ==, get_second_colour ());
  adw_dialog_close (ADW_DIALOG (gtk_widget_get_ancestor (preview, ADW_TYPE_DIALOG)));
  test_settle ();
}

/* A picture that is drawn whole, and one that has too many pixels for that. */
typedef struct
{
  const char *path;
  guint       width;
  guint       height;
} Large;

static const Large larges[] = {
  { "whole", 6000, 4000 },
  { "part", 9000, 6000 },
};

static gboolean
has_retry (gpointer data)
{
  return test_find_button (data, "_Try Again") != NULL;
}

static gboolean
has_no_retry (gpointer data)
{
  return test_find_button (data, "_Try Again") == NULL;
}

/* As many pixels as are seen, of the whole or of a part that has been drawn. */
static gboolean
is_sharp (gpointer data)
{
  g_autoptr (GArray) textures = test_draw (data);
  const TestTexture *last;

  if (textures->len == 0)
    return FALSE;

  last = &g_array_index (textures, TestTexture, textures->len - 1);

  return last->width > 1000 && fabsf (last->place.size.width - (float) last->width) < 1;
}

static AnnexDocument *
fail_closer (Fixture     *fixture,
             const Large *large)
{
  g_autoptr (GBytes) png = test_make_png (large->width, large->height, 0xe01020);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->chat->pool, png);

  show (fixture, document);
  annex_decoder_pool_set_deadlines (fixture->chat->pool, 20000, 20000, 10);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), "canvas.zoom-to", "s", "100"));
  test_wait_until (has_retry, fixture->view);
  g_assert_true (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->canvas)));
  g_assert_false (is_sharp (fixture->canvas));
  annex_decoder_pool_set_deadlines (fixture->chat->pool, 20000, 20000, 20000);

  return g_steal_pointer (&document);
}

/* What cannot be drawn sharply says so, and is drawn when it is tried again. */
static void
test_try_again (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (AnnexDocument) document = fail_closer (fixture, data);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_assert_true (test_shows_text (fixture->view, "This page could not be drawn sharply."));
  g_signal_emit_by_name (test_find_button (fixture->view, "_Try Again"), "clicked");
  test_wait_until (has_no_retry, fixture->view);
  test_wait_until (is_sharp, fixture->canvas);
  g_assert_true (has_no_retry (fixture->view));
}

/* Where it is seen as sharp as it is, or not at all, there is nothing to be said. */
static void
test_notice_goes (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (AnnexDocument) document = fail_closer (fixture, data);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), "canvas.fit", NULL));
  test_wait_until (has_no_retry, fixture->view);
  g_clear_object (&document);
  document = fail_closer (fixture, data);
  annex_picture_view_clear (fixture->view);
  g_assert_true (has_no_retry (fixture->view));
}

static void
add (const char  *path,
     const Large *large,
     void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *full = large != NULL ? g_strdup_printf ("/picture-view/%s/%s", path, large->path) : g_strdup_printf ("/picture-view/%s", path);

  g_test_add (full, Fixture, large, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  test_init (&argc, &argv);
  sample_init (argv[0]);

  add ("copied-frame", NULL, test_copied_frame);
  add ("printed-frame", NULL, test_printed_frame);
  for (gsize i = 0; i < G_N_ELEMENTS (larges); i++)
    {
      add ("try-again", &larges[i], test_try_again);
      add ("notice-goes", &larges[i], test_notice_goes);
    }

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
