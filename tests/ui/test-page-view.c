/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view.h"

#include "annex-page-view-private.h"
#include "annex-preview-error.h"

#include "test-drawing.h"
#include "test-support.h"

#include <signal.h>

#define GREEN 0x009900
#define MIB ((gsize) 1024 * 1024)

/* What a test needs: a page view of 400 by 300 pixels in a window. */
typedef struct
{
  AnnexDecoderPool *pool;     /* (owned) */
  GtkWidget        *window;   /* (owned by GTK) */
  GtkWidget        *scrolled; /* (owned by the window) */
  GtkWidget        *view;     /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  fixture->view = g_object_ref_sink (annex_page_view_new ());
  fixture->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (fixture->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scrolled), fixture->view);
  fixture->window = test_show (fixture->scrolled, 400, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->view);
  test_assert_finalizes (fixture->pool);
}

static AnnexDocument *
open_pdf (Fixture *fixture,
          guint    n_pages,
          guint    width,
          guint    height)
{
  g_autoptr (GBytes) pdf = test_make_pdf (n_pages, width, height);

  return test_open_document (fixture->pool, pdf);
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scrolled));
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
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  test_wait_until (is_drawn, fixture->view);
}

static void
test_fits_width (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 3, 200, 200);
  TestTexture texture;

  g_assert_cmpuint (annex_document_get_n_pages (document), ==, 3);
  g_assert_false (annex_document_is_picture (document));
  show (fixture, document);
  g_assert_true (test_get_first_texture (fixture->view, &texture));
  g_assert_cmpfloat (texture.place.origin.x, ==, 12);
  g_assert_cmpfloat (texture.place.origin.y, ==, 12);
  g_assert_cmpint (texture.width, ==, 376);
  g_assert_cmpint (texture.height, ==, 376);
  g_assert_cmphex (texture.rgb, ==, GREEN);
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (fixture)), ==, 12 + 3 * (376 + 12));
}

static gboolean
is_third_page (gpointer data)
{
  return annex_document_view_get_page (data) == 2 && annex_document_view_is_drawn (data);
}

static void
test_scrolls (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 3, 200, 200);
  double third;

  show (fixture, document);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 0);
  gtk_widget_activate_action (fixture->view, "page-view.scroll", "d", 1e9);
  test_wait_until (is_third_page, fixture->view);
  third = gtk_adjustment_get_value (get_adjustment (fixture));
  g_assert_cmpfloat (third, ==, gtk_adjustment_get_upper (get_adjustment (fixture)) - 300);
}

static void
get_place (Fixture        *fixture,
           guint           page,
           AnnexPagePlace *place)
{
  annex_page_view_get_place (ANNEX_PAGE_VIEW (fixture->view), page, place);
}

/* The line that is being read stays where it is when the window changes. */
static void
test_resize_keeps_place (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 50, 200, 200);
  AnnexPagePlace place;

  show (fixture, document);
  annex_page_view_go_to (ANNEX_PAGE_VIEW (fixture->view), 20, 0);
  get_place (fixture, 20, &place);
  annex_page_view_scroll_by (ANNEX_PAGE_VIEW (fixture->view), 0, place.y + place.height / 4);

  test_resize (fixture->window, 300, 300);
  get_place (fixture, 20, &place);
  g_assert_cmpfloat_with_epsilon (place.y, -place.height / 4, 1);
}

/* Ten thousand pages are laid out, and the last one is as near as the first. */
static void
test_many_pages (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 10000, 200, 200);
  g_autoptr (GArray) textures = NULL;

  show (fixture, document);
  gtk_widget_activate_action (fixture->view, "page-view.scroll", "d", 1e9);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 9999);
  test_wait_until (is_drawn, fixture->view);
  textures = test_draw (fixture->view);
  g_assert_cmpuint (textures->len, <=, 2);
}

static void
test_nothing_stale (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (AnnexDocument) first = open_pdf (fixture, 3, 200, 200);
  g_autoptr (AnnexDocument) second = open_pdf (fixture, 5, 100, 200);

  show (fixture, first);
  gtk_widget_activate_action (fixture->view, "page-view.scroll", "d", 1e9);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), second);
  g_assert_false (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->view)));
  g_assert_cmpuint (annex_page_cache_get_n_bytes (annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (fixture->view))), ==, 0);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
  test_wait_until (is_drawn, fixture->view);
}

static gboolean
has_error (gpointer data)
{
  return annex_document_view_get_error (data) != NULL;
}

static void
test_killed_decoder (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 3, 200, 200);
  GPid pid = annex_document_get_decoder_pid (document);

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  gtk_test_widget_wait_for_draw (fixture->view);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);

  test_wait_until (has_error, fixture->view);
  g_assert_error (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->view)), ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
}

/* Another decoder takes over, so the pages after the one that broke it can still be read. */
static void
test_goes_on_after_kill (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 50, 200, 200);

  show (fixture, document);
  g_assert_cmpint (kill (annex_document_get_decoder_pid (document), SIGKILL), ==, 0);
  gtk_widget_activate_action (fixture->view, "page-view.scroll", "d", 1e9);
  gtk_test_widget_wait_for_draw (fixture->view);
  gtk_widget_activate_action (fixture->view, "page-view.scroll", "d", -20.0);
  test_wait_until (is_drawn, fixture->view);
}

/* Bytes of drawn pages in this process, as the kernel knows them. */
static gsize
get_mapped_bytes (void)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n_bytes = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start, end;

      if (strstr (lines[i], "/memfd:annex-page") != NULL && sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x", &start, &end) == 2)
        n_bytes += end - start;
    }

  return n_bytes;
}

static gsize
get_held_bytes (gpointer view)
{
  return annex_page_cache_get_n_bytes (annex_document_view_get_cache (view));
}

static gboolean
maps_only_what_is_held (gpointer data)
{
  /* The kernel counts in whole pages, the cache does not. */
  return get_mapped_bytes () < get_held_bytes (data) + MIB;
}

static void
count (guint *counter)
{
  (*counter)++;
}

/* A page of the tallest kind, in its middle, where it is all that can be seen. */
static void
read_page (Fixture *fixture,
           guint    page)
{
  AnnexPagePlace place;

  get_place (fixture, page, &place);
  annex_page_view_scroll_by (ANNEX_PAGE_VIEW (fixture->view), 0, place.y + place.height / 2);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, page);
  test_wait_until (is_drawn, fixture->view);
}

/* However tall the pages are, what is held of them stays within the budget and what can be seen, and what is dropped is
 * given back. Each page is drawn once: the reduced size is the wanted one. */
static void
test_tall_pages (Fixture      *fixture,
                 gconstpointer data)
{
  const guint n_pages = 20;
  const gsize largest = 32 * MIB;
  const gsize budget = 64 * MIB;
  g_autoptr (AnnexDocument) document = open_pdf (fixture, n_pages, 550, 14000);
  AnnexPageCache *cache;
  guint           n_drawn = 0;

  test_resize (fixture->window, 900, 300);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  cache = annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (fixture->view));
  g_signal_connect_swapped (cache, "changed", G_CALLBACK (count), &n_drawn);
  for (guint page = 0; page < n_pages; page++)
    {
      read_page (fixture, page);
      g_assert_cmpuint (get_held_bytes (fixture->view), <=, budget + largest);
      g_assert_cmpuint (get_mapped_bytes (), <=, budget + 3 * largest);
    }
  test_wait_until (maps_only_what_is_held, fixture->view);

  gtk_widget_queue_draw (fixture->view);
  gtk_test_widget_wait_for_draw (fixture->view);
  test_settle ();
  g_assert_cmpuint (n_drawn, ==, n_pages);
}

/* One that would take more than the limit is drawn smaller in the same shape, and fills its place all the same. */
static void
test_tall_page_reduced (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (AnnexDocument) document = open_pdf (fixture, 1, 550, 14000);
  graphene_size_t page = GRAPHENE_SIZE_INIT (550, 14000);
  float           width;
  TestTexture     texture;

  test_resize (fixture->window, 900, 300);
  width = (float) gtk_widget_get_width (fixture->view) - 2 * 12;
  show (fixture, document);
  g_assert_true (test_get_first_texture (fixture->view, &texture));
  g_assert_cmpint (texture.width * texture.height, <=, 8 * MIB);
  g_assert_cmpint (texture.width * texture.height, >, 7 * MIB);
  g_assert_cmpfloat_with_epsilon ((double) texture.height / texture.width, page.height / page.width, 0.1);
  g_assert_cmpfloat (texture.place.size.width, ==, width);
  g_assert_cmpfloat_with_epsilon (texture.place.size.height, width * page.height / page.width, 1);
}

static void
test_accessible (Fixture      *fixture,
                 gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->view, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  g_assert_true (gtk_widget_get_focusable (fixture->view));
}

int
main (int   argc,
      char *argv[])
{
  /* GTK 4.18 with a GPU renderer leaves a table of its texture cache behind once a large page was drawn. */
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  test_init (&argc, &argv);

  g_test_add ("/page-view/fits-width", Fixture, NULL, set_up, test_fits_width, tear_down);
  g_test_add ("/page-view/scrolls", Fixture, NULL, set_up, test_scrolls, tear_down);
  g_test_add ("/page-view/resize-keeps-place", Fixture, NULL, set_up, test_resize_keeps_place, tear_down);
  g_test_add ("/page-view/many-pages", Fixture, NULL, set_up, test_many_pages, tear_down);
  g_test_add ("/page-view/nothing-stale", Fixture, NULL, set_up, test_nothing_stale, tear_down);
  g_test_add ("/page-view/killed-decoder", Fixture, NULL, set_up, test_killed_decoder, tear_down);
  g_test_add ("/page-view/goes-on-after-kill", Fixture, NULL, set_up, test_goes_on_after_kill, tear_down);
  g_test_add ("/page-view/tall-pages", Fixture, NULL, set_up, test_tall_pages, tear_down);
  g_test_add ("/page-view/tall-page-reduced", Fixture, NULL, set_up, test_tall_page_reduced, tear_down);
  g_test_add ("/page-view/accessible", Fixture, NULL, set_up, test_accessible, tear_down);

  return g_test_run ();
}
