/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-window-private.h"

#include "annex-attachment-row.h"
#include "annex-details-dialog.h"
#include "annex-save-flow.h"

/* What the agent can do in the window, and the keys for it. */

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  if (self->attachment != NULL)
    annex_save_flow_start (self->attachment, self->toast_overlay, self->cancellable);
}

static void
show_file_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  /* Nothing to report: the file is saved, and a desktop without a file manager cannot show it. */
  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (widget), NULL, NULL, NULL);
}

static void
select_position (AnnexWindow *self,
                 gint64       position)
{
  GtkListScrollFlags flags = GTK_LIST_SCROLL_SELECT;

  if (position < 0 || position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;

  /* The focus goes along only where it is in the list already: it is not taken from what is being read. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list_view)) != NULL)
    flags |= GTK_LIST_SCROLL_FOCUS;
  gtk_list_view_scroll_to (self->list_view, (guint) position, flags, NULL);
}

static void
move_selection (AnnexWindow *self,
                int          step)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (selected == GTK_INVALID_LIST_POSITION)
    select_position (self, step > 0 ? 0 : (gint64) n_items - 1);
  else
    select_position (self, (gint64) selected + step);
}

static void
first_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  select_position (ANNEX_WINDOW (widget), 0);
}

static void
last_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  select_position (self, (gint64) g_list_model_get_n_items (G_LIST_MODEL (self->selection)) - 1);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  move_selection (ANNEX_WINDOW (widget), 1);
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  move_selection (ANNEX_WINDOW (widget), -1);
}

/* The arrow keys follow the eye: where text runs from right to left, the next attachment is on the left. */
static void
step_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  int step = g_variant_get_int32 (parameter);

  move_selection (ANNEX_WINDOW (widget), gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? -step : step);
}

/* The key in the list: it selects a row that is not looked at, and reads on in what is. */
static void
read_on_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);
  GtkWidget   *item = gtk_widget_get_focus_child (GTK_WIDGET (self->list_view));
  GtkWidget   *row = item != NULL ? gtk_widget_get_first_child (item) : NULL;

  if (ANNEX_IS_ATTACHMENT_ROW (row) && annex_attachment_row_get_attachment (ANNEX_ATTACHMENT_ROW (row)) != self->attachment)
    gtk_widget_activate_action (item, "listitem.select", "(bb)", FALSE, FALSE);
  else
    annex_viewer_read_on (self->viewer, g_variant_get_int32 (parameter));
}

static void
refresh_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  if (self->chat != NULL)
    annex_chat_refresh (self->chat);
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  refresh_action (widget, action_name, parameter);
  gtk_widget_activate_action (GTK_WIDGET (self->viewer), "viewer.try-again", NULL);
}

/* What the viewer can do with what it shows has the same name here, where keys find it wherever the focus is. */
static void
viewer_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_autofree char *name = g_strconcat ("viewer.", action_name + strlen ("win."), NULL);

  gtk_widget_activate_action (GTK_WIDGET (ANNEX_WINDOW (widget)->viewer), name, NULL);
}

/* Escape ends what is under way; where nothing is, the full screen. */
static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  if (annex_viewer_can_cancel (self->viewer))
    gtk_widget_activate_action (GTK_WIDGET (self->viewer), "viewer.cancel", NULL);
  else if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
on_viewer_escape (GtkWidget *widget,
                  GVariant  *arguments,
                  gpointer   user_data)
{
  return on_escape (user_data, arguments, NULL);
}

static void
wipe_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexWindow *self = ANNEX_WINDOW (widget);

  self->removed = self->chat != NULL;
  annex_window_set_chat (self, NULL);
}

static void
chat_details_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  AnnexWindow  *self = ANNEX_WINDOW (widget);
  const GError *error = self->chat != NULL ? annex_chat_get_error (self->chat) : NULL;

  if (error != NULL)
    adw_dialog_present (annex_details_dialog_new (error), widget);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.show-file", "s", show_file_action);
  gtk_widget_class_install_action (widget_class, "win.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "win.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "win.first", NULL, first_action);
  gtk_widget_class_install_action (widget_class, "win.last", NULL, last_action);
  gtk_widget_class_install_action (widget_class, "win.step", "i", step_action);
  gtk_widget_class_install_action (widget_class, "win.read-on", "i", read_on_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.reload", NULL, reload_action);
  gtk_widget_class_install_property_action (widget_class, "win.fullscreened", "fullscreened");
  gtk_widget_class_install_action (widget_class, "win.properties", NULL, viewer_action);
  gtk_widget_class_install_action (widget_class, "win.wipe", NULL, wipe_action);
  gtk_widget_class_install_action (widget_class, "win.chat-details", NULL, chat_details_action);
}

static void
install_shortcuts (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "win.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_ALT_MASK, "win.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Page_Down, GDK_ALT_MASK, "win.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_ALT_MASK, "win.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Page_Up, GDK_ALT_MASK, "win.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, GDK_CONTROL_MASK | GDK_ALT_MASK, "win.first", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Home, GDK_CONTROL_MASK | GDK_ALT_MASK, "win.first", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_End, GDK_CONTROL_MASK | GDK_ALT_MASK, "win.last", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_End, GDK_CONTROL_MASK | GDK_ALT_MASK, "win.last", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "win.step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Right, 0, "win.step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "win.step", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Left, 0, "win.step", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_ALT_MASK, "win.properties", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_ALT_MASK, "win.properties", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.reload", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "win.fullscreened", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

void
annex_window_actions_install (GtkWidgetClass *widget_class)
{
  install_actions (widget_class);
  install_shortcuts (widget_class);
}

/* Before the navigation, for which Escape is the way back to the list. */
void
annex_window_actions_add_escape (AnnexWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutAction  *action = gtk_callback_action_new (on_viewer_escape, self, NULL);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), action));
  gtk_widget_add_controller (GTK_WIDGET (self->viewer_toolbars), controller);
}
