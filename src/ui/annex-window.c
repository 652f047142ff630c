/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-window-private.h"

#include "annex-attachment-row.h"
#include "annex-file-name.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AnnexWindow, annex_window, ADW_TYPE_APPLICATION_WINDOW)

static char *
make_mismatch_title (AnnexAttachment *attachment)
{
  const AnnexFileType *type = annex_attachment_get_file_type (attachment);
  g_autofree char     *claimed = annex_file_name_make_safe (annex_attachment_get_name (attachment),
                                                        annex_attachment_get_id (attachment),
                                                        NULL);
  g_autofree char     *extension = annex_file_name_dup_extension (claimed);
  g_autofree char     *isolated = annex_wording_isolate (claimed);

  if (annex_attachment_get_content (attachment) == NULL || extension == NULL || type == annex_file_type_get_unknown () || annex_file_type_has_extension (type, extension))
    return NULL;

  /* Translators: file name, and what the file really is, such as “PNG image” */
  return g_strdup_printf (_ ("Named “%s”, but the content is: %s"), isolated, annex_wording_type (type));
}

static void
update_mismatch (AnnexWindow *self)
{
  g_autofree char *title = self->attachment != NULL ? make_mismatch_title (self->attachment) : NULL;

  if (title != NULL)
    adw_banner_set_title (self->mismatch_banner, title);
  adw_banner_set_revealed (self->mismatch_banner, title != NULL);
}

static void
update_viewer_title (AnnexWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;

  if (self->attachment == NULL)
    {
      adw_window_title_set_title (self->viewer_title, "");
      adw_window_title_set_subtitle (self->viewer_title, "");
      return;
    }

  name = annex_wording_name (self->attachment);
  sender = annex_wording_sender (self->attachment);
  time = annex_wording_time (annex_attachment_get_time (self->attachment));
  subtitle = *time != '\0' ? g_strdup_printf ("%s · %s", sender, time) : g_strdup (sender);
  adw_window_title_set_title (self->viewer_title, name);
  adw_window_title_set_subtitle (self->viewer_title, subtitle);
}

static void
update_attachment (AnnexWindow *self)
{
  gboolean ready = self->attachment != NULL && annex_attachment_get_state (self->attachment) == ANNEX_ATTACHMENT_STATE_READY;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.properties", self->attachment != NULL);
  update_viewer_title (self);
  update_mismatch (self);
}

static void
on_selection_changed (AnnexWindow *self)
{
  AnnexAttachment *attachment = gtk_single_selection_get_selected_item (self->selection);

  if (attachment == self->attachment)
    return;

  if (self->attachment != NULL)
    g_signal_handlers_disconnect_by_func (self->attachment, update_attachment, self);
  g_set_object (&self->attachment, attachment);
  if (attachment != NULL)
    g_signal_connect_object (attachment, "notify", G_CALLBACK (update_attachment), self, G_CONNECT_SWAPPED);

  annex_viewer_set_attachment (self->viewer, attachment);
  annex_prefetch_set_shown (self->prefetch, attachment);
  update_attachment (self);
  if (attachment != NULL)
    adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* Going back to the list in a narrow window leaves the attachment, so that the same row can be chosen again. */
static void
on_show_content_changed (AnnexWindow *self)
{
  if (adw_navigation_split_view_get_collapsed (self->split_view) && !adw_navigation_split_view_get_show_content (self->split_view))
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static gboolean
is_in (GtkWidget *widget,
       GtkWidget *ancestor)
{
  return widget != NULL && gtk_widget_is_ancestor (widget, ancestor);
}

/* One at a time where there is no room for both, and where what is looked at fills the screen. A split view that is
 * collapsed while it has the focus is never freed by libadwaita 1.7. */
static void
update_collapsed (AnnexWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean   narrow = adw_application_window_get_current_breakpoint (ADW_APPLICATION_WINDOW (self)) != NULL;
  gboolean   collapsed = narrow || gtk_window_is_fullscreen (GTK_WINDOW (self));

  if (collapsed == adw_navigation_split_view_get_collapsed (self->split_view))
    return;

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  adw_navigation_split_view_set_collapsed (self->split_view, collapsed);
  if (collapsed && adw_navigation_split_view_get_show_content (self->split_view) && !is_in (focus, GTK_WIDGET (self->viewer_toolbars)))
    gtk_widget_child_focus (GTK_WIDGET (self->viewer), GTK_DIR_TAB_FORWARD);
  else if (is_in (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (focus);
}

static void
show_chat_problem (AnnexWindow *self)
{
  const AnnexProblemActions actions = { .again = "win.refresh", .details = "win.chat-details" };
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (annex_chat_get_error (self->chat), NULL);

  annex_problem_page_show (self->chat_problem_page, problem, &actions);
  gtk_stack_set_visible_child_name (self->list_stack, "problem");
}

static void
show_list (AnnexWindow *self,
           gboolean     complete)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->chat));
  /* Translators: below the customer’s name, above the list */
  g_autofree char *count = g_strdup_printf (ngettext ("%u attachment", "%u attachments", n_items), n_items);

  if (n_items == 0)
    gtk_stack_set_visible_child_name (self->list_stack, complete ? "empty" : "connecting");
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->list_stack), "list") != 0)
    {
      gtk_stack_set_visible_child_name (self->list_stack, "list");
      gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
    }

  adw_window_title_set_subtitle (self->chat_title, count);
  if (complete && n_items != self->announced_items)
    {
      self->announced_items = n_items;
      gtk_accessible_announce (GTK_ACCESSIBLE (self), count, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

static void
show_no_chat (AnnexWindow *self)
{
  g_autofree char *text = NULL;

  gtk_stack_set_visible_child_name (self->root_stack, self->removed ? "removed" : "welcome");
  if (!self->removed)
    return;

  text = g_strdup_printf ("%s. %s", adw_status_page_get_title (self->removed_page), adw_status_page_get_description (self->removed_page));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
update_chat (AnnexWindow *self)
{
  AnnexChatState state;

  if (self->chat == NULL)
    {
      show_no_chat (self);
      return;
    }

  state = annex_chat_get_state (self->chat);
  annex_prefetch_set_model (self->prefetch, state != ANNEX_CHAT_STATE_ENDED ? G_LIST_MODEL (self->chat) : NULL);
  gtk_stack_set_visible_child_name (self->root_stack, "chat");
  gtk_widget_set_visible (self->listing_spinner, state == ANNEX_CHAT_STATE_LISTING);
  adw_banner_set_revealed (self->ended_banner, state == ANNEX_CHAT_STATE_ENDED);
  annex_viewer_set_chat_ended (self->viewer, state == ANNEX_CHAT_STATE_ENDED);
  adw_banner_set_revealed (self->incomplete_banner,
                           annex_chat_get_is_incomplete (self->chat) || state == ANNEX_CHAT_STATE_FAILED);

  if (state == ANNEX_CHAT_STATE_FAILED && g_list_model_get_n_items (G_LIST_MODEL (self->chat)) == 0)
    show_chat_problem (self);
  else
    show_list (self, state == ANNEX_CHAT_STATE_READY || state == ANNEX_CHAT_STATE_ENDED);
}

static void
annex_window_dispose (GObject *object)
{
  AnnexWindow *self = ANNEX_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->chat != NULL)
    annex_window_set_chat (self, NULL);
  /* A split view that was collapsed while it had the focus is never freed by libadwaita 1.7, nor is what is in it. */
  if (self->viewer != NULL)
    annex_viewer_set_pool (self->viewer, NULL);
  if (self->prefetch != NULL)
    annex_window_set_network (self, NULL);
  g_clear_object (&self->prefetch);
  g_clear_object (&self->fullscreen);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  g_clear_object (&self->selection);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_WINDOW);

  G_OBJECT_CLASS (annex_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, removed_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, chat_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, listing_spinner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, list_offline_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, incomplete_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, list_stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, list_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, chat_problem_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, viewer_toolbars);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, viewer_header);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, viewer_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, offline_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, ended_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, mismatch_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, viewer);
}

static void
annex_window_class_init (AnnexWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_window_dispose;

  g_type_ensure (ANNEX_TYPE_ATTACHMENT_ROW);
  g_type_ensure (ANNEX_TYPE_OFFLINE_BANNER);
  g_type_ensure (ANNEX_TYPE_PROBLEM_PAGE);
  g_type_ensure (ANNEX_TYPE_VIEWER);
  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-window.ui");
  bind_children (widget_class);
  annex_window_actions_install (widget_class);
}

static void
bind_settings (AnnexWindow *self)
{
  self->settings = g_settings_new (APPLICATION_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);

  self->prefetch = annex_prefetch_new ();
  g_settings_bind (self->settings, "prefetch-neighbours", self->prefetch, "enabled", G_SETTINGS_BIND_GET);
  g_object_bind_property (self, "is-active", self->prefetch, "active", G_BINDING_SYNC_CREATE);
}

static void
annex_window_init (AnnexWindow *self)
{
  g_autoptr (GdkPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* In the template, GtkBuilder would take the paintable for the name of a file. */
  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->connecting_page)));
  adw_status_page_set_paintable (self->connecting_page, spinner);

  self->cancellable = g_cancellable_new ();
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  /* One is selected at a time; the key for it selects in what is looked at, wherever the focus is. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self->list_view), "list.select-all", FALSE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split_view, "notify::show-content", G_CALLBACK (on_show_content_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::current-breakpoint", G_CALLBACK (update_collapsed), NULL);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_collapsed), NULL);
  annex_window_actions_add_escape (self);
  self->fullscreen = annex_fullscreen_new (GTK_WINDOW (self), self->viewer_toolbars, self->viewer_header);

  bind_settings (self);
  update_attachment (self);
  update_chat (self);
}

/**
 * annex_window_new:
 * @application: the application
 * @pool: where decoders come from
 *
 * Returns: (transfer none): a window without a chat
 */
AnnexWindow *
annex_window_new (GtkApplication   *application,
                  AnnexDecoderPool *pool)
{
  AnnexWindow *self = g_object_new (ANNEX_TYPE_WINDOW, "application", application, NULL);

  annex_viewer_set_pool (self->viewer, pool);

  return self;
}

/* Without a chat nothing has to be reached. */
static void
update_offline_banners (AnnexWindow *self)
{
  AnnexHandOff *hand_off = self->chat != NULL ? annex_chat_get_hand_off (self->chat) : NULL;
  const char   *host = hand_off != NULL ? annex_endpoint_get_host (annex_hand_off_get_endpoint (hand_off)) : NULL;

  annex_offline_banner_watch (self->offline_banner, self->network, host);
  annex_offline_banner_watch (self->list_offline_banner, self->network, host);
}

static void
on_reconnected (AnnexWindow *self)
{
  if (self->chat == NULL)
    return;

  annex_chat_reconnect (self->chat);
  annex_viewer_reconnect (self->viewer);
}

/**
 * annex_window_set_network:
 * @self: a window
 * @network: (nullable): tells whether there is a network
 *
 * Makes the window say when there is none, and go on when it is back.
 */
void
annex_window_set_network (AnnexWindow        *self,
                          AnnexNetworkStatus *network)
{
  g_return_if_fail (ANNEX_IS_WINDOW (self));
  g_return_if_fail (network == NULL || ANNEX_IS_NETWORK_STATUS (network));

  if (self->network != NULL)
    g_signal_handlers_disconnect_by_func (self->network, on_reconnected, self);
  g_set_object (&self->network, network);
  if (network != NULL)
    {
      g_signal_connect_object (network, "restored", G_CALLBACK (on_reconnected), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (network, "woken", G_CALLBACK (on_reconnected), self, G_CONNECT_SWAPPED);
    }

  annex_prefetch_set_network (self->prefetch, network);
  update_offline_banners (self);
}

/**
 * annex_window_get_chat:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the chat that is shown
 */
AnnexChat *
annex_window_get_chat (AnnexWindow *self)
{
  g_return_val_if_fail (ANNEX_IS_WINDOW (self), NULL);

  return self->chat;
}

static void
drop_chat (AnnexWindow *self)
{
  g_signal_handlers_disconnect_by_func (self->chat, update_chat, self);
  gtk_single_selection_set_model (self->selection, NULL);
  annex_viewer_set_attachment (self->viewer, NULL);
  annex_prefetch_set_model (self->prefetch, NULL);
  annex_chat_wipe (self->chat);
  g_clear_object (&self->chat);
}

static void
adopt_chat (AnnexWindow *self,
            AnnexChat   *chat)
{
  g_autofree char *name = annex_wording_isolate (annex_chat_get_display_name (chat));
  gboolean         named = annex_chat_get_display_name (chat) != NULL;

  self->chat = g_object_ref (chat);
  self->removed = FALSE;
  self->announced_items = G_MAXUINT;
  adw_window_title_set_title (self->chat_title, named ? name : _ ("Attachments"));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (chat));
  g_signal_connect_object (chat, "notify::state", G_CALLBACK (update_chat), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chat, "items-changed", G_CALLBACK (update_chat), self, G_CONNECT_SWAPPED);
}

/**
 * annex_window_set_chat:
 * @self: a window
 * @chat: (nullable): the chat to show, or %NULL for none
 *
 * The chat that was shown before is wiped: nothing of it stays in memory.
 */
void
annex_window_set_chat (AnnexWindow *self,
                       AnnexChat   *chat)
{
  g_return_if_fail (ANNEX_IS_WINDOW (self));
  g_return_if_fail (chat == NULL || ANNEX_IS_CHAT (chat));

  if (self->chat == chat)
    return;

  if (self->chat != NULL)
    drop_chat (self);
  if (chat != NULL)
    adopt_chat (self, chat);

  update_offline_banners (self);
  update_chat (self);
}
