/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-dialog-guard.h"

#include <adwaita.h>

/* What is heard before anything in the window is heard before a dialog in it, too. While there is one, such keys are for
 * where the focus is, and that is not below the dialog. */
static void
update (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  gboolean covered = ADW_IS_APPLICATION_WINDOW (root) && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root)) != NULL;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), covered ? GTK_SHORTCUT_SCOPE_LOCAL : GTK_SHORTCUT_SCOPE_GLOBAL);
    }
}

static void
on_map (GtkWidget *widget)
{
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::visible-dialog", G_CALLBACK (update), widget, G_CONNECT_SWAPPED);
  update (widget);
}

static void
on_unmap (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), update, widget);
}

/**
 * annex_dialog_guard_add:
 * @widget: has shortcuts that are global, in the capture phase
 *
 * Keeps them from taking keys from a dialog over the widget.
 */
void
annex_dialog_guard_add (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect (widget, "map", G_CALLBACK (on_map), NULL);
  g_signal_connect (widget, "unmap", G_CALLBACK (on_unmap), NULL);
}
