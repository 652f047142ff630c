/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-page-fixture.h"

typedef struct
{
  AnnexPageView *view;
  guint          page;
} Wish;

static void
set_up (PageFixture  *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  fixture->view = g_object_ref_sink (ANNEX_PAGE_VIEW (annex_page_view_new ()));
  fixture->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scrolled), GTK_WIDGET (fixture->view));
  fixture->window = test_show (fixture->scrolled, 400, 300);
}

static void
tear_down (PageFixture  *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->view);
  test_assert_finalizes (fixture->pool);
}

/* Adds a test that has a fixture. */
void
page_fixture_add (const char *path,
                  void (*function) (PageFixture  *fixture,
                                    gconstpointer data))
{
  g_test_add (path, PageFixture, NULL, set_up, function, tear_down);
}

static gboolean
is_drawn (gpointer data)
{
  return annex_document_view_is_drawn (data);
}

void
page_fixture_show (PageFixture   *fixture,
                   AnnexDocument *document)
{
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (fixture->view), document);
  test_wait_until (is_drawn, fixture->view);
}

/* @pdf: (transfer full) */
void
page_fixture_open (PageFixture *fixture,
                   GBytes      *pdf)
{
  g_autoptr (GBytes) bytes = pdf;
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);

  page_fixture_show (fixture, document);
}

void
page_fixture_do (PageFixture *fixture,
                 const char  *action,
                 const char  *format,
                 ...)
{
  GVariant *parameter = NULL;
  va_list   arguments;

  va_start (arguments, format);
  if (format != NULL)
    parameter = g_variant_new_va (format, NULL, &arguments);
  va_end (arguments);
  g_action_group_activate_action (annex_page_view_get_actions (fixture->view), action, parameter);
}

static void
tell (PageFixture *fixture,
      GType        type,
      gboolean     by_finger,
      const char  *signal,
      va_list      arguments)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      va_list own;

      if (!G_TYPE_CHECK_INSTANCE_TYPE (controller, type) || (by_finger && !gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (controller))))
        continue;

      va_copy (own, arguments);
      g_signal_emit_valist (controller, g_signal_lookup (signal, type), 0, own);
      va_end (own);
    }
}

/* Says to the view what the toolkit would say of its controllers of one type: there are no fingers here. */
void
page_fixture_tell (PageFixture *fixture,
                   GType        type,
                   const char  *signal,
                   ...)
{
  va_list arguments;

  va_start (arguments, signal);
  tell (fixture, type, FALSE, signal, arguments);
  va_end (arguments);
}

/* The same, but only to those that answer to nothing but fingers. */
void
page_fixture_tell_finger (PageFixture *fixture,
                          GType        type,
                          const char  *signal,
                          ...)
{
  va_list arguments;

  va_start (arguments, signal);
  tell (fixture, type, TRUE, signal, arguments);
  va_end (arguments);
}

void
page_fixture_get_place (PageFixture    *fixture,
                        guint           page,
                        AnnexPagePlace *place)
{
  annex_page_view_get_place (fixture->view, page, place);
}

/* Where a point of the upright page is in the view. */
void
page_fixture_locate (PageFixture *fixture,
                     guint        page,
                     double       x,
                     double       y,
                     double      *view_x,
                     double      *view_y)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);
  AnnexPagePlace   place;

  page_fixture_get_place (fixture, page, &place);
  annex_page_place_map_point (&place, &point, view_x, view_y);
}

void
page_fixture_wait_for_page (PageFixture *fixture)
{
  test_wait_until (is_drawn, fixture->view);
}

static gboolean
has_text (gpointer data)
{
  const Wish *wish = data;

  return annex_page_contents_get_text (annex_page_view_get_contents (wish->view), wish->page) != NULL;
}

void
page_fixture_wait_for_text (PageFixture *fixture,
                            guint        page)
{
  Wish wish = { fixture->view, page };

  test_wait_until (has_text, &wish);
}

static gboolean
has_links (gpointer data)
{
  const Wish *wish = data;

  return annex_page_contents_get_links (annex_page_view_get_contents (wish->view), wish->page) != NULL;
}

void
page_fixture_wait_for_links (PageFixture *fixture,
                             guint        page)
{
  Wish wish = { fixture->view, page };

  test_wait_until (has_links, &wish);
}
