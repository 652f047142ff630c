/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-actions.h"

static void
zoom_to_middle (AnnexCanvas *self,
                double       zoom)
{
  annex_canvas_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  zoom_to_middle (ANNEX_CANVAS (widget), annex_view_transform_get_next_zoom (annex_canvas_get_transform (ANNEX_CANVAS (widget)), 1));
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  zoom_to_middle (ANNEX_CANVAS (widget), annex_view_transform_get_next_zoom (annex_canvas_get_transform (ANNEX_CANVAS (widget)), -1));
}

static void
zoom_to_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  zoom_to_middle (ANNEX_CANVAS (widget), g_variant_get_double (parameter));
}

static void
fit_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  annex_canvas_fit (ANNEX_CANVAS (widget));
}

static void
turn_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexCanvas *self = ANNEX_CANVAS (widget);

  annex_view_transform_turn (annex_canvas_get_transform (self), g_variant_get_int32 (parameter));
  annex_canvas_update (self);
}

static void
mirror_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AnnexCanvas *self = ANNEX_CANVAS (widget);

  annex_view_transform_mirror (annex_canvas_get_transform (self));
  annex_canvas_update (self);
}

/* Upside down, as in a mirror on the floor. */
static void
flip_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexCanvas *self = ANNEX_CANVAS (widget);

  annex_view_transform_mirror (annex_canvas_get_transform (self));
  annex_view_transform_turn (annex_canvas_get_transform (self), 2);
  annex_canvas_update (self);
}

static void
pan_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  double right, down;

  g_variant_get (parameter, "(dd)", &right, &down);
  annex_canvas_pan (ANNEX_CANVAS (widget), -right * gtk_widget_get_width (widget), -down * gtk_widget_get_height (widget));
}

static const struct
{
  const char                 *name;
  const char                 *parameter_type;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "canvas.zoom-in", NULL, zoom_in_action },
  { "canvas.zoom-out", NULL, zoom_out_action },
  { "canvas.zoom-to", "d", zoom_to_action },
  { "canvas.fit", NULL, fit_action },
  { "canvas.turn", "i", turn_action },
  { "canvas.mirror", NULL, mirror_action },
  { "canvas.flip", NULL, flip_action },
  { "canvas.pan", "(dd)", pan_action },
};

/**
 * annex_canvas_actions_install:
 * @widget_class: the class of the canvas
 *
 * Gives the canvas its actions. Those of `canvas.pan` are parts of the view to the right and down.
 */
void
annex_canvas_actions_install (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type, actions[i].activate);

  gtk_widget_class_install_property_action (widget_class, "canvas.ground", "ground");
  gtk_widget_class_install_property_action (widget_class, "canvas.inverted", "inverted");
  gtk_widget_class_install_property_action (widget_class, "canvas.contrast", "contrast");
}

/**
 * annex_canvas_actions_set_enabled:
 * @canvas: a canvas
 * @enabled: whether there is a picture to act on
 */
void
annex_canvas_actions_set_enabled (AnnexCanvas *canvas,
                                  gboolean     enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (canvas), actions[i].name, enabled);
}
