/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-preview-error.h"

#include "test-page-fixture.h"

#include <math.h>
#include <signal.h>

static GBytes *
make (guint n_pages)
{
  return test_make_pdf (n_pages, 200, 200);
}

static GtkAdjustment *
get_adjustment (PageFixture *fixture)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scrolled));
}

static void
get_point (PageFixture *fixture,
           double       x,
           double       y,
           guint       *page,
           double      *right,
           double      *below)
{
  AnnexPagePlace place;

  *page = annex_page_view_find_page (fixture->view, x, y, &place);
  *right = (x - place.x) / place.width;
  *below = (y - place.y) / place.height;
}

/* Where a point of a page is now. */
static void
assert_point (PageFixture *fixture,
              guint        page,
              double       right,
              double       below,
              double       x,
              double       y)
{
  AnnexPagePlace place;

  page_fixture_get_place (fixture, page, &place);
  g_assert_cmpfloat_with_epsilon (place.x + right * place.width, x, 1);
  g_assert_cmpfloat_with_epsilon (place.y + below * place.height, y, 1);
}

/* The point under the pointer stays there from the smallest zoom to the largest. */
static void
test_fixed_point (PageFixture  *fixture,
                  gconstpointer data)
{
  static const double places[][2] = { { 200, 150 }, { 60, 40 }, { 350, 270 } };

  page_fixture_open (fixture, make (50));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double x = places[i][0], y = places[i][1];
      double right, below;
      guint  page;

      page_fixture_do (fixture, "fit", "s", "width");
      annex_page_view_go_to (fixture->view, 20, 0);
      get_point (fixture, x, y, &page, &right, &below);
      for (double zoom = annex_page_view_get_zoom (fixture->view); zoom < ANNEX_PAGE_MAX_ZOOM; zoom *= 1.3)
        {
          annex_page_view_zoom_at (fixture->view, zoom, x, y);
          assert_point (fixture, page, right, below, x, y);
        }
      annex_page_view_zoom_at (fixture->view, 1e6, x, y);
      g_assert_cmpfloat (annex_page_view_get_zoom (fixture->view), ==, ANNEX_PAGE_MAX_ZOOM);
      assert_point (fixture, page, right, below, x, y);
    }
}

/* What is between the fingers stays there. */
static void
test_pinch (PageFixture  *fixture,
            gconstpointer data)
{
  double right, below;
  guint  page;

  page_fixture_open (fixture, make (50));
  annex_page_view_go_to (fixture->view, 20, 0);
  page_fixture_tell (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION, "motion", 123.0, 145.0);
  get_point (fixture, 123, 145, &page, &right, &below);
  for (double scale = 1; scale <= 5; scale += 0.25)
    {
      page_fixture_tell (fixture, GTK_TYPE_GESTURE_ZOOM, "scale-changed", scale);
      assert_point (fixture, page, right, below, 123, 145);
    }
}

/* The middle button takes the pages along. */
static void
test_middle_button (PageFixture  *fixture,
                    gconstpointer data)
{
  double before;

  page_fixture_open (fixture, make (50));
  annex_page_view_go_to (fixture->view, 20, 0);
  before = gtk_adjustment_get_value (get_adjustment (fixture));
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_DRAG, "drag-begin", 200.0, 200.0);
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_DRAG, "drag-update", 0.0, -70.0);
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_DRAG, "drag-update", 0.0, -50.0);
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_DRAG, "drag-end", 0.0, -50.0);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_adjustment (fixture)), before + 50, 0.001);
}

static void
test_fits (PageFixture  *fixture,
           gconstpointer data)
{
  AnnexPagePlace place;

  page_fixture_open (fixture, make (5));
  page_fixture_do (fixture, "fit", "s", "page");
  page_fixture_get_place (fixture, 0, &place);
  g_assert_cmpfloat_with_epsilon (place.height, 276, 0.001);
  g_assert_cmpint (annex_page_view_get_fit (fixture->view), ==, ANNEX_PAGE_FIT_PAGE);

  page_fixture_do (fixture, "zoom-to", "s", "100");
  g_assert_cmpint (annex_page_view_get_fit (fixture->view), ==, ANNEX_PAGE_FIT_NONE);
  g_assert_cmpfloat_with_epsilon (annex_page_view_get_zoom (fixture->view), 1, 1e-9);
  page_fixture_do (fixture, "zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (annex_page_view_get_zoom (fixture->view), 1.25, 1e-9);
  page_fixture_do (fixture, "zoom-to", "s", "1");
  g_assert_cmpfloat_with_epsilon (annex_page_view_get_zoom (fixture->view), ANNEX_PAGE_MIN_ZOOM, 1e-9);
  page_fixture_do (fixture, "zoom-out", NULL);
  g_assert_cmpfloat_with_epsilon (annex_page_view_get_zoom (fixture->view), ANNEX_PAGE_MIN_ZOOM, 1e-9);
}

static void
test_pages (PageFixture  *fixture,
            gconstpointer data)
{
  AnnexDocumentView *view = ANNEX_DOCUMENT_VIEW (fixture->view);

  page_fixture_open (fixture, make (5));
  page_fixture_do (fixture, "next", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 1);
  page_fixture_do (fixture, "last", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 4);
  page_fixture_do (fixture, "next", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 4);
  page_fixture_do (fixture, "previous", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 3);
  page_fixture_do (fixture, "go", "u", 2);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 2);
  page_fixture_do (fixture, "first", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
}

/* Where all pages can be seen at once, the one that was gone to is read nevertheless. */
static void
test_short_pages (PageFixture  *fixture,
                  gconstpointer data)
{
  page_fixture_open (fixture, test_make_pdf (3, 200, 20));
  page_fixture_do (fixture, "go", "u", 1);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 1);
}

static void
test_dual (PageFixture  *fixture,
           gconstpointer data)
{
  AnnexDocumentView *view = ANNEX_DOCUMENT_VIEW (fixture->view);
  AnnexPagePlace     left, right;

  page_fixture_open (fixture, make (5));
  g_action_group_change_action_state (annex_page_view_get_actions (fixture->view), "dual", g_variant_new_boolean (TRUE));
  page_fixture_get_place (fixture, 0, &left);
  page_fixture_get_place (fixture, 1, &right);
  g_assert_cmpfloat (left.y, ==, right.y);
  g_assert_cmpfloat_with_epsilon (right.x, left.x + left.width + ANNEX_PAGE_MARGIN, 0.001);
  page_fixture_do (fixture, "next", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 2);
  page_fixture_do (fixture, "go", "u", 3);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 3);
  page_fixture_do (fixture, "previous", NULL);
  g_assert_cmpuint (annex_document_view_get_page (view), ==, 0);
}

/* The picture itself is turned when it is shown: it is not drawn again. */
static void
test_turned (PageFixture  *fixture,
             gconstpointer data)
{
  TestTexture    texture;
  AnnexPagePlace place;

  page_fixture_open (fixture, test_make_pdf (3, 200, 100));
  page_fixture_do (fixture, "zoom-to", "s", "75");
  page_fixture_do (fixture, "turn", "i", 1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  page_fixture_get_place (fixture, 0, &place);
  g_assert_cmpfloat (place.width, ==, 100);
  g_assert_cmpfloat (place.height, ==, 200);
  g_assert_true (test_get_first_texture (GTK_WIDGET (fixture->view), &texture));
  g_assert_cmpfloat (texture.place.size.width, ==, 200);
  g_assert_cmpfloat (texture.place.size.height, ==, 100);
  page_fixture_do (fixture, "turn", "i", -2);
  page_fixture_get_place (fixture, 0, &place);
  g_assert_cmpuint (place.turns, ==, 3);
}

/* How somebody reads a document is the same in a window of another size. */
static void
test_state (PageFixture  *fixture,
            gconstpointer data)
{
  AnnexPageViewState state, again;
  AnnexPagePlace     place;
  g_autoptr (GBytes) bytes = make (50);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);

  page_fixture_show (fixture, document);
  annex_page_view_go_to (fixture->view, 30, 0);
  page_fixture_do (fixture, "turn", "i", 1);
  annex_page_view_zoom_at (fixture->view, 3, 100, 100);
  page_fixture_get_place (fixture, 30, &place);
  annex_page_view_scroll_by (fixture->view, 0, place.y + place.height / 2);
  annex_page_view_get_state (fixture->view, &state);
  g_assert_cmpuint (state.page, ==, 30);
  g_assert_cmpfloat_with_epsilon (state.offset, 0.5, 0.01);

  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), NULL);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  annex_page_view_set_state (fixture->view, &state);
  annex_page_view_get_state (fixture->view, &again);
  g_assert_cmpint (again.fit, ==, ANNEX_PAGE_FIT_NONE);
  g_assert_cmpuint (again.turns, ==, 1);
  g_assert_cmpuint (again.page, ==, 30);
  g_assert_cmpfloat_with_epsilon (again.zoom, 3, 1e-6);
  g_assert_cmpfloat_with_epsilon (again.offset, state.offset, 0.005);
  g_assert_cmpfloat_with_epsilon (again.across, state.across, 0.005);
}

static gboolean
has_part (gpointer data)
{
  g_autoptr (GArray) textures = NULL;

  gtk_test_widget_wait_for_draw (data);
  textures = test_draw (data);

  return textures->len >= 2;
}

/* At twenty times its size a page is not drawn whole, but what is looked at is, pixel for pixel. */
static void
test_close (PageFixture  *fixture,
            gconstpointer data)
{
  g_autoptr (GArray) textures = NULL;
  const TestTexture *part;

  page_fixture_open (fixture, test_make_pdf (1, 200, 200));
  page_fixture_do (fixture, "zoom-to", "s", "2000");
  test_wait_until (has_part, fixture->view);
  textures = test_draw (GTK_WIDGET (fixture->view));
  part = &g_array_index (textures, TestTexture, 1);
  g_assert_cmpfloat_with_epsilon (part->place.size.width, part->width, 0.01);
  g_assert_cmpfloat_with_epsilon (part->place.size.height, part->height, 0.01);
  g_assert_cmpint (part->width * part->height, <=, 16 << 20);
  g_assert_cmphex (part->rgb, ==, 0x009900);
}

static gboolean
is_last_drawn (gpointer data)
{
  return annex_document_view_get_page (data) == 9999 && annex_document_view_is_drawn (data);
}

/* A long document is read at both ends by one decoder, with bounded memory. */
static void
test_ten_thousand (PageFixture  *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) bytes = make (10000);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  GPid pid;

  page_fixture_show (fixture, document);
  pid = annex_document_get_decoder_pid (document);
  for (guint i = 0; i < 5; i++)
    {
      page_fixture_do (fixture, "last", NULL);
      test_wait_until (is_last_drawn, fixture->view);
      page_fixture_do (fixture, "go", "u", i * 1000);
      while (!annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->view)))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, i * 1000);
    }
  g_assert_cmpuint (annex_page_cache_get_n_bytes (annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (fixture->view))), <, 16 * 1024 * 1024);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, pid);
}

/* Pages of other sizes than the first become known while they are seen; what is read stays where it is. */
static void
test_sizes (PageFixture  *fixture,
            gconstpointer data)
{
  TestPdf       *pdf = test_pdf_new ();
  AnnexPagePlace place;
  double         top;

  for (guint i = 0; i < 40; i++)
    test_pdf_add_page (pdf, 200, i == 0 ? 200 : 100 + 10 * (i % 7), 0);
  page_fixture_open (fixture, test_pdf_end (pdf));
  for (guint page = 35; page > 0; page -= 5)
    {
      page_fixture_do (fixture, "go", "u", page);
      page_fixture_get_place (fixture, page, &place);
      top = place.y;
      while (!annex_page_layout_has_size (annex_page_view_get_layout (fixture->view), page + 1))
        g_main_context_iteration (NULL, TRUE);
      page_fixture_get_place (fixture, page, &place);
      g_assert_cmpfloat_with_epsilon (place.y, top, 0.01);
    }
}

/* A line that is gone to is at the edge of the view where what follows it is seen, too; on its head, at the top. */
static void
test_go_to_line (PageFixture  *fixture,
                 gconstpointer data)
{
  const graphene_rect_t line = GRAPHENE_RECT_INIT (0, 200, 500, 12);
  AnnexPagePlace        place;
  graphene_rect_t       rect;

  page_fixture_open (fixture, test_make_pdf (3, 500, 500));
  annex_page_view_zoom_at (fixture->view, 2, 0, 0);
  for (guint turns = 0; turns < 4; turns++)
    {
      g_assert_cmpuint (annex_page_view_get_turns (fixture->view), ==, turns);
      annex_page_view_go_to (fixture->view, 0, 0);
      annex_page_view_go_to (fixture->view, 1, 200);
      g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 1);
      page_fixture_get_place (fixture, 1, &place);
      annex_page_place_map_box (&place, &line, &rect);
      g_assert_cmpfloat (turns % 2 != 0 ? place.y : rect.origin.y, >=, 0);
      g_assert_cmpfloat (turns % 2 != 0 ? place.y : rect.origin.y, <, 30);
      if (turns % 2 != 0)
        {
          g_assert_cmpfloat (turns == 1 ? 400 - rect.origin.x - rect.size.width : rect.origin.x, >=, 0);
          g_assert_cmpfloat (turns == 1 ? 400 - rect.origin.x - rect.size.width : rect.origin.x, <, 30);
        }
      page_fixture_do (fixture, "turn", "i", 1);
    }
}

static gboolean
has_error (gpointer data)
{
  return annex_document_view_get_error (data) != NULL;
}

static gboolean
is_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

static void
try_again (PageFixture *fixture)
{
  GtkWidget *button;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_assert_true (test_shows_text (fixture->view, "This page takes too long to draw."));
  button = test_find_button (fixture->view, "_Try Again");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_null (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->view)));
}

static void
wait_until_slow (PageFixture *fixture)
{
  test_wait_until (has_error, fixture->view);
  g_assert_error (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->view)), ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);
}

/* A page over its deadline says so in its place, and is drawn smaller when it is tried again. */
static void
test_try_again (PageFixture  *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) bytes = make (1);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  TestTexture texture;

  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 600);
  g_assert_cmpint (kill (annex_document_get_decoder_pid (document), SIGSTOP), ==, 0);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  wait_until_slow (fixture);
  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 20000);
  try_again (fixture);
  test_wait_until (is_drawn, fixture->view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_assert_true (test_get_first_texture (GTK_WIDGET (fixture->view), &texture));
  g_assert_cmpint (texture.width, ==, 188);
  g_assert_cmpfloat (texture.place.size.width, ==, 376);
  g_assert_null (test_find_button (fixture->view, "_Try Again"));
}

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

/* Also the page as a whole has been drawn again, larger than it was when it fitted into the window. */
static gboolean
has_part_and_page (gpointer data)
{
  g_autoptr (GArray) textures = NULL;

  gtk_test_widget_wait_for_draw (data);
  textures = test_draw (data);

  return textures->len >= 2 && g_array_index (textures, TestTexture, 0).width > 1000;
}

/* A page whose drawing takes any machine longer than a moment, however little of it is seen. */
static GBytes *
make_laborious (void)
{
  TestPdf *pdf = test_pdf_new ();
  g_autoptr (GString) lines = g_string_new ("0.1 w\n");

  for (guint i = 0; i < 40000; i++)
    g_string_append_printf (lines, "%u %u m %u %u l S\n", i % 199, i / 199 % 199, i % 199 + 1, i / 199 % 199 + 1);
  test_pdf_add_page (pdf, 200, 200, 0);
  test_pdf_add_drawing (pdf, lines->str);

  return test_pdf_end (pdf);
}

/* What is looked at closely may fail as well; the page that is not sharp is still there, and says so. */
static void
test_slow_part (PageFixture  *fixture,
                gconstpointer data)
{
  page_fixture_open (fixture, make_laborious ());
  page_fixture_do (fixture, "zoom-to", "s", "2000");
  test_wait_until (has_part_and_page, fixture->view);
  page_fixture_wait_for_text (fixture, 0);
  page_fixture_wait_for_links (fixture, 0);
  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 10);
  annex_page_view_scroll_by (fixture->view, -3000, -3000);
  test_wait_until (has_retry, fixture->view);
  g_assert_true (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->view)));
  g_assert_null (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->view)));
  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 20000);
  try_again (fixture);
  test_wait_until (has_no_retry, fixture->view);
  test_wait_until (has_part, fixture->view);
}

/* However often that happens, the other pages can be read. */
static void
test_slow_page (PageFixture  *fixture,
                gconstpointer data)
{
  TestPdf *pdf = test_pdf_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;

  for (guint i = 0; i < 10; i++)
    {
      test_pdf_add_page (pdf, 200, 200, 0);
      if (i == 0)
        test_pdf_add_bomb (pdf);
    }
  bytes = test_pdf_end (pdf);
  document = test_open_document (fixture->pool, bytes);
  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 600);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  for (guint i = 0; i < 4; i++)
    {
      wait_until_slow (fixture);
      try_again (fixture);
    }
  wait_until_slow (fixture);

  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 20000);
  page_fixture_do (fixture, "go", "u", 5);
  test_wait_until (is_drawn, fixture->view);
}

/* A page that takes for ever does not keep the one beside it from being seen. */
static void
test_slow_neighbour (PageFixture  *fixture,
                     gconstpointer data)
{
  TestPdf *pdf = test_pdf_new ();

  test_pdf_add_page (pdf, 200, 50, 0);
  test_pdf_add_bomb (pdf);
  test_pdf_add_page (pdf, 200, 50, 0);
  {
    g_autoptr (GBytes) bytes = test_pdf_end (pdf);
    g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);

    annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  }
  while (!annex_page_cache_has_texture (annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (fixture->view)), 1))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (fixture->view)));
  g_assert_no_error (annex_document_view_get_error (ANNEX_DOCUMENT_VIEW (fixture->view)));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  page_fixture_add ("/page-zoom/fixed-point", test_fixed_point);
  page_fixture_add ("/page-zoom/pinch", test_pinch);
  page_fixture_add ("/page-zoom/middle-button", test_middle_button);
  page_fixture_add ("/page-zoom/fits", test_fits);
  page_fixture_add ("/page-zoom/pages", test_pages);
  page_fixture_add ("/page-zoom/short-pages", test_short_pages);
  page_fixture_add ("/page-zoom/dual", test_dual);
  page_fixture_add ("/page-zoom/turned", test_turned);
  page_fixture_add ("/page-zoom/state", test_state);
  page_fixture_add ("/page-zoom/close", test_close);
  page_fixture_add ("/page-zoom/ten-thousand", test_ten_thousand);
  page_fixture_add ("/page-zoom/sizes", test_sizes);
  page_fixture_add ("/page-zoom/go-to-line", test_go_to_line);
  page_fixture_add ("/page-zoom/slow-part", test_slow_part);
  page_fixture_add ("/page-zoom/try-again", test_try_again);
  page_fixture_add ("/page-zoom/slow-page", test_slow_page);
  page_fixture_add ("/page-zoom/slow-neighbour", test_slow_neighbour);

  return g_test_run ();
}
