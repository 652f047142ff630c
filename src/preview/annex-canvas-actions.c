/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-actions.h"

/* Nothing is there to act on between one picture and the next. */
static gboolean
has_picture (AnnexCanvas *self)
{
  return annex_view_transform_is_valid (annex_canvas_get_transform (self));
}

static void
zoom_to_middle (AnnexCanvas *self,
                double       zoom)
{
  annex_canvas_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static void
step (AnnexCanvas *self,
      int          direction)
{
  if (has_picture (self))
    zoom_to_middle (self, annex_view_transform_get_next_zoom (annex_canvas_get_transform (self), direction));
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
  zoom_to_middle (user_data, g_ascii_strtod (g_variant_get_string (parameter, NULL), NULL) / 100);
}

static void
fit_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  annex_canvas_fit (user_data);
}

static void
turn (AnnexCanvas *self,
      gboolean     mirrored,
      int          quarters)
{
  if (!has_picture (self))
    return;

  if (mirrored)
    annex_view_transform_mirror (annex_canvas_get_transform (self));
  annex_view_transform_turn (annex_canvas_get_transform (self), quarters);
  annex_canvas_update (self);
}

static void
turn_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  turn (user_data, FALSE, g_variant_get_int32 (parameter));
}

static void
mirror_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  turn (user_data, TRUE, 0);
}

/* Upside down, as in a mirror on the floor. */
static void
flip_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  turn (user_data, TRUE, 2);
}

static void
pan_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  double right, down;

  g_variant_get (parameter, "(dd)", &right, &down);
  annex_canvas_pan (user_data, -right * gtk_widget_get_width (user_data), -down * gtk_widget_get_height (user_data));
}

static void
change_flag (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  g_object_set (user_data, g_action_get_name (G_ACTION (action)), g_variant_get_boolean (value), NULL);
  g_simple_action_set_state (action, value);
}

/* A picture may begin to move by itself, and keys put the magnifying glass away. */
static void
on_flag_changed (AnnexCanvas *canvas,
                 GParamSpec  *pspec,
                 GActionMap  *group)
{
  const char *name = g_param_spec_get_name (pspec);
  gboolean    value;

  g_object_get (canvas, name, &value, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (group, name)), g_variant_new_boolean (value));
}

static void
change_ground (GSimpleAction *action,
               GVariant      *value,
               gpointer       user_data)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (ANNEX_TYPE_CANVAS_GROUND);
  const GEnumValue *ground = g_enum_get_value_by_nick (klass, g_variant_get_string (value, NULL));

  if (ground == NULL)
    return;

  g_object_set (user_data, "ground", ground->value, NULL);
  g_simple_action_set_state (action, value);
}

/**
 * annex_canvas_actions_new:
 * @canvas: a canvas, which is to outlive the actions' use
 *
 * The parameters of `pan` are parts of the view to the right and down, that of `turn` is quarters clockwise, and that of
 * `zoom-to` is percent.
 *
 * Returns: (transfer full): what can be done with the picture on the canvas
 */
GActionGroup *
annex_canvas_actions_new (AnnexCanvas *canvas)
{
  static const GActionEntry entries[] = {
    { .name = "zoom-in", .activate = zoom_in_action },
    { .name = "zoom-out", .activate = zoom_out_action },
    { .name = "zoom-to", .activate = zoom_to_action, .parameter_type = "s" },
    { .name = "fit", .activate = fit_action },
    { .name = "turn", .activate = turn_action, .parameter_type = "i" },
    { .name = "mirror", .activate = mirror_action },
    { .name = "flip", .activate = flip_action },
    { .name = "pan", .activate = pan_action, .parameter_type = "(dd)" },
    { .name = "inverted", .state = "false", .change_state = change_flag },
    { .name = "contrast", .state = "false", .change_state = change_flag },
    { .name = "playing", .state = "false", .change_state = change_flag },
    { .name = "magnified", .state = "false", .change_state = change_flag },
    { .name = "ground", .parameter_type = "s", .state = "'checks'", .change_state = change_ground },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_signal_connect_object (canvas, "notify::playing", G_CALLBACK (on_flag_changed), group, 0);
  g_signal_connect_object (canvas, "notify::magnified", G_CALLBACK (on_flag_changed), group, 0);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), canvas);

  return G_ACTION_GROUP (group);
}

/**
 * annex_canvas_actions_set_enabled:
 * @group: the actions
 * @enabled: whether the canvas can be seen, and keys are meant for it
 */
void
annex_canvas_actions_set_enabled (GActionGroup *group,
                                  gboolean      enabled)
{
  g_auto (GStrv) names = g_action_group_list_actions (group);

  for (guint i = 0; names[i] != NULL; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), names[i])), enabled);
}
