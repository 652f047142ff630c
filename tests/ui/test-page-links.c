/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-page-fixture.h"

static void
on_link_activated (AnnexPageView *view,
                   AnnexPageLink *link,
                   char         **uri)
{
  g_free (*uri);
  *uri = g_strdup (annex_page_link_get_uri (link));
}

static AnnexPageLink *
find_link (PageFixture *fixture,
           guint        page,
           double       x,
           double       y)
{
  double view_x, view_y;

  page_fixture_locate (fixture, page, x, y, &view_x, &view_y);

  return annex_page_view_links_find (annex_page_view_get_links (fixture->view), view_x, view_y);
}

static GBytes *
make_linked (void)
{
  TestPdf *pdf = test_pdf_new ();

  for (guint page = 0; page < 5; page++)
    {
      test_pdf_add_page (pdf, 300, 200, 0);
      if (page > 0)
        continue;
      test_pdf_add_text (pdf, 40, 70, "Linked words");
      test_pdf_add_page_link (pdf, 40, 40, 3, 200);
      test_pdf_add_uri_link (pdf, 40, 60, "https://example.com/");
      test_pdf_add_uri_link (pdf, 40, 80, "file:///etc/passwd");
    }

  return test_pdf_end (pdf);
}

static void
test_links (PageFixture  *fixture,
            gconstpointer data)
{
  AnnexPageViewLinks *links = annex_page_view_get_links (fixture->view);
  g_autofree char    *uri = NULL;

  page_fixture_open (fixture, make_linked ());
  page_fixture_wait_for_links (fixture, 0);
  g_signal_connect (fixture->view, "link-activated", G_CALLBACK (on_link_activated), &uri);
  g_assert_null (find_link (fixture, 0, 10, 10));
  for (int turns = 0; turns < 4; turns++)
    {
      g_assert_cmpstr (annex_page_link_get_uri (find_link (fixture, 0, 50, 66)), ==, "https://example.com/");
      page_fixture_do (fixture, "turn", "i", 1);
    }

  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  g_assert_true (annex_page_view_links_move_focus (links, 1));
  g_assert_cmpint (annex_page_link_get_kind (annex_page_view_get_hovered_link (fixture->view)), ==, ANNEX_PAGE_LINK_PAGE);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Link to page 4");
  g_assert_true (annex_page_view_links_move_focus (links, 1));
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Link to https://example.com/");
  g_assert_true (annex_page_view_links_activate_focus (links));
  g_assert_cmpstr (uri, ==, "https://example.com/");
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 0);

  /* What leads nowhere is not stopped at. */
  g_assert_false (annex_page_view_links_move_focus (links, 1));
  g_assert_null (annex_page_view_get_hovered_link (fixture->view));
}

/* A link within the document is followed, and there is a way back. */
static void
test_way_back (PageFixture  *fixture,
               gconstpointer data)
{
  AnnexPageViewLinks *links = annex_page_view_get_links (fixture->view);
  GActionGroup       *actions = annex_page_view_get_actions (fixture->view);
  g_autofree char    *uri = NULL;

  page_fixture_open (fixture, make_linked ());
  page_fixture_wait_for_links (fixture, 0);
  g_signal_connect (fixture->view, "link-activated", G_CALLBACK (on_link_activated), &uri);
  g_assert_false (g_action_group_get_action_enabled (actions, "back"));
  annex_page_view_links_move_focus (links, 1);
  annex_page_view_links_activate_focus (links);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 3);
  g_assert_null (uri);
  g_assert_true (g_action_group_get_action_enabled (actions, "back"));
  page_fixture_do (fixture, "back", NULL);
  g_assert_cmpuint (annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (fixture->view)), ==, 0);
  g_assert_false (g_action_group_get_action_enabled (actions, "back"));
}

static void
on_any_link_activated (AnnexPageView     *view,
                       AnnexPageLink     *link,
                       AnnexPageLinkKind *kind)
{
  *kind = annex_page_link_get_kind (link);
}

/* Whoever clicks on a link that leads nowhere is not left without an answer. */
static void
test_inactive_link (PageFixture  *fixture,
                    gconstpointer data)
{
  AnnexPageLinkKind kind = ANNEX_PAGE_LINK_PAGE;
  double            x, y;

  page_fixture_open (fixture, make_linked ());
  page_fixture_wait_for_links (fixture, 0);
  g_signal_connect (fixture->view, "link-activated", G_CALLBACK (on_any_link_activated), &kind);
  page_fixture_locate (fixture, 0, 50, 86, &x, &y);
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_CLICK, "pressed", 1, x, y);
  page_fixture_tell (fixture, GTK_TYPE_GESTURE_CLICK, "released", 1, x, y);
  g_assert_cmpint (kind, ==, ANNEX_PAGE_LINK_INACTIVE);
}

static void
put_finger (PageFixture *fixture,
            const char  *signal,
            double       x,
            double       y)
{
  page_fixture_tell_finger (fixture, GTK_TYPE_GESTURE_CLICK, signal, 1, x, y);
}

static void
rest_finger (PageFixture *fixture,
             double       x,
             double       y)
{
  put_finger (fixture, "pressed", x, y);
  page_fixture_tell_finger (fixture, GTK_TYPE_GESTURE_LONG_PRESS, "pressed", x, y);
  put_finger (fixture, "released", x, y);
}

/* A finger that rests on a link selects its text. The next tap follows it, and a tap beside it selects nothing any more. */
static void
test_fingers (PageFixture  *fixture,
              gconstpointer data)
{
  AnnexPageLinkKind kind = ANNEX_PAGE_LINK_PAGE;
  double            x, y, beside_x, beside_y;

  page_fixture_open (fixture, make_linked ());
  page_fixture_wait_for_links (fixture, 0);
  page_fixture_wait_for_text (fixture, 0);
  g_signal_connect (fixture->view, "link-activated", G_CALLBACK (on_any_link_activated), &kind);
  page_fixture_locate (fixture, 0, 50, 66, &x, &y);
  page_fixture_locate (fixture, 0, 250, 150, &beside_x, &beside_y);

  rest_finger (fixture, x, y);
  g_assert_true (annex_page_view_has_selection (fixture->view));
  g_assert_cmpint (kind, ==, ANNEX_PAGE_LINK_PAGE);

  /* What drags is no tap. */
  put_finger (fixture, "pressed", beside_x, beside_y);
  put_finger (fixture, "released", beside_x, beside_y - 60);
  g_assert_true (annex_page_view_has_selection (fixture->view));
  put_finger (fixture, "pressed", beside_x, beside_y);
  put_finger (fixture, "released", beside_x, beside_y);
  g_assert_false (annex_page_view_has_selection (fixture->view));

  rest_finger (fixture, x, y);
  g_assert_true (annex_page_view_has_selection (fixture->view));
  put_finger (fixture, "pressed", x, y);
  put_finger (fixture, "released", x, y);
  g_assert_cmpint (kind, ==, ANNEX_PAGE_LINK_URI);
  g_assert_false (annex_page_view_has_selection (fixture->view));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  page_fixture_add ("/page-links/links", test_links);
  page_fixture_add ("/page-links/inactive-link", test_inactive_link);
  page_fixture_add ("/page-links/way-back", test_way_back);
  page_fixture_add ("/page-links/fingers", test_fingers);

  return g_test_run ();
}
