/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-layout.h"

#define SCALE ANNEX_PAGE_PIXELS_PER_POINT
#define MARGIN ANNEX_PAGE_MARGIN

/* Pages of 300 by 400 points in a view of 600 by 500 pixels. */
static AnnexPageLayout *
create (guint                       n_pages,
        const AnnexPageArrangement *arrangement)
{
  AnnexPageLayout     *layout = annex_page_layout_new (n_pages);
  AnnexPageArrangement whole = *arrangement;

  whole.width = 600;
  whole.height = 500;
  if (whole.zoom == 0)
    whole.zoom = 1;
  annex_page_layout_set_size (layout, 0, &GRAPHENE_SIZE_INIT (300, 400));
  annex_page_layout_arrange (layout, &whole);

  return layout;
}

static void
assert_place (AnnexPageLayout *layout,
              guint            page,
              double           x,
              double           y,
              double           width,
              double           height)
{
  AnnexPagePlace place;

  annex_page_layout_get_place (layout, page, &place);
  g_assert_cmpfloat_with_epsilon (place.x, x, 0.001);
  g_assert_cmpfloat_with_epsilon (place.y, y, 0.001);
  g_assert_cmpfloat_with_epsilon (place.width, width, 0.001);
  g_assert_cmpfloat_with_epsilon (place.height, height, 0.001);
}

static void
test_width (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_WIDTH });

  assert_place (layout, 0, MARGIN, MARGIN, 576, 768);
  assert_place (layout, 2, MARGIN, MARGIN + 2 * (768 + MARGIN), 576, 768);
  g_assert_cmpfloat (annex_page_layout_get_width (layout), ==, 600);
  g_assert_cmpfloat (annex_page_layout_get_height (layout), ==, MARGIN + 3 * (768 + MARGIN));
}

static void
test_page (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_PAGE });

  assert_place (layout, 1, (600 - 357) / 2.0, 500, 357, 476);
}

/* As wide as the view, but no more than half as large again as on paper. */
static void
test_automatic (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_AUTOMATIC });
  AnnexPageArrangement wide = { .fit = ANNEX_PAGE_FIT_AUTOMATIC, .zoom = 1, .width = 2000, .height = 500 };

  assert_place (layout, 0, MARGIN, MARGIN, 576, 768);
  annex_page_layout_arrange (layout, &wide);
  assert_place (layout, 0, 700, MARGIN, 600, 800);
}

/* All of a slide can be seen. */
static void
test_automatic_slides (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_AUTOMATIC });
  AnnexPageArrangement low = { .fit = ANNEX_PAGE_FIT_AUTOMATIC, .zoom = 1, .width = 600, .height = 200 };

  annex_page_layout_set_size (layout, 0, &GRAPHENE_SIZE_INIT (400, 300));
  annex_page_layout_arrange (layout, &low);
  assert_place (layout, 0, (600 - 176 * 4 / 3.0) / 2, MARGIN, 176 * 4 / 3.0, 176);
}

static void
test_free (void)
{
  g_autoptr (AnnexPageLayout) layout = create (2, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_NONE, .zoom = 3 });

  g_assert_cmpfloat_with_epsilon (annex_page_layout_get_width (layout), 900 * SCALE + 2 * MARGIN, 0.001);
  assert_place (layout, 0, MARGIN, MARGIN, 900 * SCALE, 1200 * SCALE);
}

static void
test_turned (void)
{
  g_autoptr (AnnexPageLayout) layout = create (2, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_WIDTH, .turns = 1 });

  assert_place (layout, 0, MARGIN, MARGIN, 576, 432);
}

static void
test_dual (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_WIDTH, .dual = TRUE });
  guint n_pages;

  assert_place (layout, 0, MARGIN, MARGIN, 282, 376);
  assert_place (layout, 1, 282 + 2 * MARGIN, MARGIN, 282, 376);
  /* The last one is alone, and as large as the others. */
  assert_place (layout, 2, (600 - 282) / 2.0, 376 + 2 * MARGIN, 282, 376);
  g_assert_cmpuint (annex_page_layout_get_row (layout, 1, &n_pages), ==, 0);
  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_cmpuint (annex_page_layout_get_row (layout, 2, &n_pages), ==, 2);
  g_assert_cmpuint (n_pages, ==, 1);
  g_assert_cmpuint (annex_page_layout_find_nearest (layout, 100, 100), ==, 0);
  g_assert_cmpuint (annex_page_layout_find_nearest (layout, 500, 100), ==, 1);
  g_assert_cmpuint (annex_page_layout_find_nearest (layout, 500, 500), ==, 2);
}

/* A page of another size does not change the others, and lies in the middle. */
static void
test_sizes (void)
{
  g_autoptr (AnnexPageLayout) layout = create (3, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_NONE, .zoom = 0.75 });

  g_assert_true (annex_page_layout_has_size (layout, 0));
  g_assert_false (annex_page_layout_has_size (layout, 1));
  assert_place (layout, 1, 150, 400 + 2 * MARGIN, 300, 400);
  annex_page_layout_set_size (layout, 1, &GRAPHENE_SIZE_INIT (100, 50));
  assert_place (layout, 0, 150, MARGIN, 300, 400);
  assert_place (layout, 1, 250, 400 + 2 * MARGIN, 100, 50);
  assert_place (layout, 2, 150, 450 + 3 * MARGIN, 300, 400);
}

/* The first and the last of ten thousand pages are found alike, exactly, and also at the largest zoom. */
static void
test_many (void)
{
  g_autoptr (AnnexPageLayout) layout = create (10000, &(AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_WIDTH });
  AnnexPageArrangement large = { .fit = ANNEX_PAGE_FIT_NONE, .zoom = ANNEX_PAGE_MAX_ZOOM, .width = 600, .height = 500 };
  AnnexPagePlace       place;

  g_assert_cmpfloat (annex_page_layout_get_height (layout), ==, MARGIN + 10000.0 * (768 + MARGIN));
  g_assert_cmpuint (annex_page_layout_find (layout, -5), ==, 0);
  g_assert_cmpuint (annex_page_layout_find (layout, MARGIN + 780), ==, 1);
  g_assert_cmpuint (annex_page_layout_find (layout, MARGIN + 779), ==, 0);
  g_assert_cmpuint (annex_page_layout_find (layout, 1e12), ==, 9999);

  annex_page_layout_arrange (layout, &large);
  annex_page_layout_get_place (layout, 9999, &place);
  g_assert_cmpfloat_with_epsilon (place.y, MARGIN + 9999 * (8000 * SCALE + MARGIN), 0.01);
  g_assert_cmpuint (annex_page_layout_find (layout, place.y), ==, 9999);
  g_assert_cmpuint (annex_page_layout_find (layout, place.y - 0.01), ==, 9998);
}

/* What is on a page is found where it is drawn, however the page is turned. */
static void
test_points (void)
{
  for (guint turns = 0; turns < 4; turns++)
    {
      AnnexPagePlace   place = { .x = 10, .y = 20, .width = turns % 2 == 0 ? 600 : 800, .height = turns % 2 == 0 ? 800 : 600, .scale = 2, .turns = turns };
      graphene_point_t point = GRAPHENE_POINT_INIT (30, 50);
      graphene_point_t found;
      graphene_rect_t  rect;
      double           x, y;

      annex_page_place_map_point (&place, &point, &x, &y);
      annex_page_place_find_point (&place, x, y, &found);
      g_assert_true (graphene_point_near (&point, &found, 0.001f));

      annex_page_place_map_box (&place, &GRAPHENE_RECT_INIT (30, 50, 100, 10), &rect);
      g_assert_cmpfloat (rect.size.width, ==, turns % 2 == 0 ? 200 : 20);
      g_assert_cmpfloat (rect.size.height, ==, turns % 2 == 0 ? 20 : 200);
    }
}

/* The top left corner of the page, after a quarter clockwise, is at the top right. */
static void
test_corners (void)
{
  const double     expected[4][2] = { { 10, 20 }, { 810, 20 }, { 610, 820 }, { 10, 620 } };
  graphene_point_t corner = GRAPHENE_POINT_INIT (0, 0);

  for (guint turns = 0; turns < 4; turns++)
    {
      AnnexPagePlace place = { .x = 10, .y = 20, .width = turns % 2 == 0 ? 600 : 800, .height = turns % 2 == 0 ? 800 : 600, .scale = 2, .turns = turns };
      double         x, y;

      annex_page_place_map_point (&place, &corner, &x, &y);
      g_assert_cmpfloat (x, ==, expected[turns][0]);
      g_assert_cmpfloat (y, ==, expected[turns][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page-layout/width", test_width);
  g_test_add_func ("/page-layout/page", test_page);
  g_test_add_func ("/page-layout/automatic", test_automatic);
  g_test_add_func ("/page-layout/automatic-slides", test_automatic_slides);
  g_test_add_func ("/page-layout/free", test_free);
  g_test_add_func ("/page-layout/turned", test_turned);
  g_test_add_func ("/page-layout/dual", test_dual);
  g_test_add_func ("/page-layout/sizes", test_sizes);
  g_test_add_func ("/page-layout/many", test_many);
  g_test_add_func ("/page-layout/points", test_points);
  g_test_add_func ("/page-layout/corners", test_corners);

  return g_test_run ();
}
