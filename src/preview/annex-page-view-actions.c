/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-actions.h"

#include "annex-page-view-private.h"
#include "annex-view-transform.h"

static void
zoom_to_middle (AnnexPageView *self,
                double         zoom)
{
  annex_page_view_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static void
step (AnnexPageView *self,
      int            direction)
{
  double zoom = annex_page_view_get_zoom (self);
  double next = annex_view_step_zoom (zoom, direction);

  /* A fitted page may be smaller than the smallest zoom. */
  if (zoom > 0 && (direction > 0 || next >= ANNEX_PAGE_MIN_ZOOM))
    zoom_to_middle (self, next);
}

static void
zoom_in_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  step (user_data, 1);
}

static void
zoom_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  step (user_data, -1);
}

static void
zoom_to_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  double percent = g_ascii_strtod (g_variant_get_string (parameter, NULL), NULL);

  if (percent > 0)
    zoom_to_middle (user_data, percent / 100);
}

static void
change_fit (GSimpleAction *action,
            GVariant      *value,
            gpointer       user_data)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (ANNEX_TYPE_PAGE_FIT);
  const GEnumValue *fit = g_enum_get_value_by_nick (klass, g_variant_get_string (value, NULL));

  if (fit != NULL)
    annex_page_view_set_fit (user_data, (AnnexPageFit) fit->value);
}

static void
change_dual (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  annex_page_view_set_dual (user_data, g_variant_get_boolean (value));
}

static void
turn_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  annex_page_view_turn (user_data, g_variant_get_int32 (parameter));
}

static void
go_action (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  annex_page_view_go_to (user_data, g_variant_get_uint32 (parameter), 0);
}

static void
first_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  annex_page_view_go_to (user_data, 0, 0);
}

static void
last_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  annex_page_view_go_to (user_data, G_MAXUINT, 0);
}

/* From row to row, where pages lie side by side. */
static void
next_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AnnexPageLayout *layout = annex_page_view_get_layout (user_data);
  guint            n_pages, first;

  if (layout == NULL)
    return;

  first = annex_page_layout_get_row (layout, annex_document_view_get_page (user_data), &n_pages);
  if (first + n_pages < annex_page_layout_get_n_pages (layout))
    annex_page_view_go_to (user_data, first + n_pages, 0);
}

static void
previous_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  AnnexPageLayout *layout = annex_page_view_get_layout (user_data);
  guint            n_pages, first;

  if (layout == NULL)
    return;

  first = annex_page_layout_get_row (layout, annex_document_view_get_page (user_data), &n_pages);
  annex_page_view_go_to (user_data, first > 0 ? annex_page_layout_get_row (layout, first - 1, &n_pages) : 0, 0);
}

static void
back_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  annex_page_view_links_go_back (annex_page_view_get_links (user_data));
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  annex_page_view_selection_copy (annex_page_view_get_selection (user_data));
}

static void
select_all_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  AnnexPageLayout *layout = annex_page_view_get_layout (user_data);

  if (layout != NULL)
    annex_page_view_selection_select (annex_page_view_get_selection (user_data),
                                      &(AnnexTextPlace) { 0, 0 },
                                      &(AnnexTextPlace) { annex_page_layout_get_n_pages (layout) - 1, G_MAXUINT });
}

/**
 * annex_page_view_actions_new:
 * @view: a page view, which is to outlive the actions' use
 *
 * The parameter of `zoom-to` is percent, that of `turn` is quarters clockwise, and that of `go` is the page, from 0.
 *
 * Returns: (transfer full): what can be done with the pages in the view
 */
GActionGroup *
annex_page_view_actions_new (AnnexPageView *view)
{
  static const GActionEntry entries[] = {
    { .name = "zoom-in", .activate = zoom_in_action },
    { .name = "zoom-out", .activate = zoom_out_action },
    { .name = "zoom-to", .activate = zoom_to_action, .parameter_type = "s" },
    { .name = "fit", .parameter_type = "s", .state = "'automatic'", .change_state = change_fit },
    { .name = "dual", .state = "false", .change_state = change_dual },
    { .name = "turn", .activate = turn_action, .parameter_type = "i" },
    { .name = "go", .activate = go_action, .parameter_type = "u" },
    { .name = "first", .activate = first_action },
    { .name = "last", .activate = last_action },
    { .name = "next", .activate = next_action },
    { .name = "previous", .activate = previous_action },
    { .name = "back", .activate = back_action },
    { .name = "copy", .activate = copy_action },
    { .name = "select-all", .activate = select_all_action },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), view);

  return G_ACTION_GROUP (group);
}

/**
 * annex_page_view_actions_set_enabled:
 * @group: the actions
 * @enabled: whether the view can be seen, and keys are meant for it
 */
void
annex_page_view_actions_set_enabled (GActionGroup *group,
                                     gboolean      enabled)
{
  g_auto (GStrv) names = g_action_group_list_actions (group);

  for (guint i = 0; names[i] != NULL; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), names[i])), enabled);
}

/**
 * annex_page_view_actions_enable:
 * @group: the actions
 * @name: one of them
 * @enabled: whether it would do something
 */
void
annex_page_view_actions_enable (GActionGroup *group,
                                const char   *name,
                                gboolean      enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), name)), enabled);
}

/**
 * annex_page_view_actions_follow:
 * @group: the actions
 * @fit: what decides how large pages are
 * @dual: whether two pages lie side by side
 *
 * Says in the actions how the pages lie.
 */
void
annex_page_view_actions_follow (GActionGroup *group,
                                AnnexPageFit  fit,
                                gboolean      dual)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (ANNEX_TYPE_PAGE_FIT);
  GAction *fit_action = g_action_map_lookup_action (G_ACTION_MAP (group), "fit");
  GAction *dual_action = g_action_map_lookup_action (G_ACTION_MAP (group), "dual");

  g_simple_action_set_state (G_SIMPLE_ACTION (fit_action), g_variant_new_string (g_enum_get_value (klass, fit)->value_nick));
  g_simple_action_set_state (G_SIMPLE_ACTION (dual_action), g_variant_new_boolean (dual));
}
