/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-thumbnail-view.h"

#include "annex-thumbnail.h"
#include "test-page-fixture.h"

/* Puts thumbnails beside the pages. */
static GtkWidget *
add_thumbnails (PageFixture *fixture)
{
  GtkWidget *thumbnails = annex_thumbnail_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  g_object_ref (fixture->scrolled);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_box_append (GTK_BOX (box), thumbnails);
  gtk_widget_set_hexpand (fixture->scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), fixture->scrolled);
  g_object_unref (fixture->scrolled);
  annex_thumbnail_view_set_page_view (ANNEX_THUMBNAIL_VIEW (thumbnails), fixture->view);

  return thumbnails;
}

static GtkSingleSelection *
get_selection (GtkWidget *thumbnails)
{
  GtkWidget *list = test_find (thumbnails, GTK_TYPE_LIST_VIEW);

  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static GtkWidget *
find_row (GtkWidget *root,
          guint      page)
{
  if (ANNEX_IS_THUMBNAIL (root))
    return annex_thumbnail_get_page (ANNEX_THUMBNAIL (root)) == page && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, page);

      if (row != NULL)
        return row;
    }

  return NULL;
}

typedef struct
{
  GtkWidget *thumbnails;
  guint      page;
} Wish;

static gboolean
has_picture (gpointer data)
{
  const Wish *wish = data;
  GtkWidget  *row;
  TestTexture texture;

  gtk_test_widget_wait_for_draw (wish->thumbnails);
  row = find_row (wish->thumbnails, wish->page);

  return row != NULL && test_get_first_texture (row, &texture);
}

static void
wait_for_picture (GtkWidget *thumbnails,
                  guint      page)
{
  Wish wish = { thumbnails, page };

  test_wait_until (has_picture, &wish);
}

static GskRenderNode *
find_paper (GskRenderNode *node)
{
  if (gsk_render_node_get_node_type (node) == GSK_COLOR_NODE)
    return node;
  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      {
        GskRenderNode *paper = find_paper (gsk_container_node_get_child (node, i));

        if (paper != NULL)
          return paper;
      }

  return NULL;
}

/* Where a thumbnail has its paper. */
static graphene_rect_t
get_bounds (GtkWidget *row)
{
  GtkSnapshot    *snapshot = gtk_snapshot_new ();
  GskRenderNode  *node, *paper;
  graphene_rect_t bounds;

  GTK_WIDGET_GET_CLASS (row)->snapshot (row, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  paper = find_paper (node);
  g_assert_nonnull (paper);
  gsk_render_node_get_bounds (paper, &bounds);
  gsk_render_node_unref (node);

  return bounds;
}

static void
test_follows_and_leads (PageFixture  *fixture,
                        gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);

  page_fixture_open (fixture, test_make_pdf (20, 200, 100));
  wait_for_picture (thumbnails, 0);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (thumbnails)), ==, 0);

  page_fixture_do (fixture, "go", "u", 7);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (thumbnails)), ==, 7);
  wait_for_picture (thumbnails, 7);

  gtk_single_selection_set_selected (get_selection (thumbnails), 3);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 3);
  annex_page_view_scroll_by (fixture->view, 0, 20);
  g_signal_emit_by_name (test_find (thumbnails, GTK_TYPE_LIST_VIEW), "activate", 3);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 3);
}

/* From one end of a long document to the other; few pictures are held, and the page being read has not waited. */
static void
test_many (PageFixture  *fixture,
           gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);

  page_fixture_open (fixture, test_make_pdf (10000, 200, 200));
  wait_for_picture (thumbnails, 0);
  for (guint i = 0; i < 3; i++)
    {
      page_fixture_do (fixture, "last", NULL);
      wait_for_picture (thumbnails, 9999);
      page_fixture_do (fixture, "first", NULL);
      wait_for_picture (thumbnails, 0);
    }
}

static void
test_another_document (PageFixture  *fixture,
                       gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);

  page_fixture_open (fixture, test_make_pdf (20, 200, 200));
  wait_for_picture (thumbnails, 0);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_selection (thumbnails))), ==, 0);
  page_fixture_open (fixture, test_make_pdf (2, 100, 200));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_selection (thumbnails))), ==, 2);
  wait_for_picture (thumbnails, 1);
}

/* A picture of a page that takes for ever does not keep anybody from reading the others. */
static void
test_gives_way (PageFixture  *fixture,
                gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);
  TestPdf   *pdf = test_pdf_new ();

  for (guint page = 0; page < 10; page++)
    {
      test_pdf_add_page (pdf, 200, 300, 0);
      if (page == 2)
        test_pdf_add_bomb (pdf);
    }
  annex_decoder_pool_set_deadlines (fixture->pool, 20000, 20000, 600000);
  page_fixture_open (fixture, test_pdf_end (pdf));
  wait_for_picture (thumbnails, 1);
  for (guint page = 4; page < 9; page += 2)
    {
      page_fixture_do (fixture, "go", "u", page);
      page_fixture_wait_for_page (fixture);
    }
}

/* Pages that cannot be read keep nobody from seeing the others. */
static void
test_missing_pages (PageFixture  *fixture,
                    gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);
  TestPdf   *pdf = test_pdf_new ();

  test_resize (fixture->window, 500, 1000);
  test_pdf_add_page (pdf, 200, 600, 0);
  for (guint page = 1; page < 4; page++)
    test_pdf_add_missing_page (pdf);
  test_pdf_add_page (pdf, 200, 600, 0);
  test_pdf_add_page (pdf, 200, 600, 0);
  page_fixture_open (fixture, test_pdf_end (pdf));
  wait_for_picture (thumbnails, 0);
  wait_for_picture (thumbnails, 4);
  wait_for_picture (thumbnails, 5);
}

/* As the pages are. */
static void
test_turned (PageFixture  *fixture,
             gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);
  guint      upright_width, upright_height, width, height;

  page_fixture_open (fixture, test_make_pdf (3, 200, 100));
  wait_for_picture (thumbnails, 0);
  annex_thumbnail_get_pixels (ANNEX_THUMBNAIL (find_row (thumbnails, 0)), &upright_width, &upright_height);
  g_assert_cmpfloat (get_bounds (find_row (thumbnails, 0)).size.width, ==, ANNEX_THUMBNAIL_SIDE);

  page_fixture_do (fixture, "turn", "i", 1);
  test_settle ();
  wait_for_picture (thumbnails, 0);
  g_assert_cmpfloat (get_bounds (find_row (thumbnails, 0)).size.height, ==, ANNEX_THUMBNAIL_SIDE);
  /* The picture itself is turned when it is shown: it is not drawn again. */
  annex_thumbnail_get_pixels (ANNEX_THUMBNAIL (find_row (thumbnails, 0)), &width, &height);
  g_assert_cmpuint (width, ==, upright_width);
  g_assert_cmpuint (height, ==, upright_height);
}

static void
test_accessible (PageFixture  *fixture,
                 gconstpointer data)
{
  GtkWidget *thumbnails = add_thumbnails (fixture);
  GtkWidget *list = test_find (thumbnails, GTK_TYPE_LIST_VIEW);

  page_fixture_open (fixture, test_make_pdf (3, 200, 200));
  wait_for_picture (thumbnails, 0);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Pages");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (find_row (thumbnails, 1)), GTK_ACCESSIBLE_PROPERTY_LABEL, "Page 2");
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  page_fixture_add ("/thumbnail-view/follows-and-leads", test_follows_and_leads);
  page_fixture_add ("/thumbnail-view/many", test_many);
  page_fixture_add ("/thumbnail-view/another-document", test_another_document);
  page_fixture_add ("/thumbnail-view/gives-way", test_gives_way);
  page_fixture_add ("/thumbnail-view/missing-pages", test_missing_pages);
  page_fixture_add ("/thumbnail-view/turned", test_turned);
  page_fixture_add ("/thumbnail-view/accessible", test_accessible);

  return g_test_run ();
}
