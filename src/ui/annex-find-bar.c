/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-find-bar.h"

#include "annex-document-search.h"

#include <glib/gi18n-lib.h>

/* A result is told when it has stopped changing: nobody listens to the numbers on the way. */
#define ANNOUNCE_DELAY_MS 400

struct _AnnexFindBar
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkWidget    *entry;
  GtkLabel     *count_label;

  AnnexPageView       *view;   /* (unowned) beside the bar, in the same template */
  AnnexDocumentSearch *search; /* (owned) (nullable) while there is something to find */
  guint                announce_id;
};

G_DEFINE_FINAL_TYPE (AnnexFindBar, annex_find_bar, ADW_TYPE_BIN)

static gboolean
on_announce (gpointer user_data)
{
  AnnexFindBar *self = ANNEX_FIND_BAR (user_data);

  self->announce_id = 0;
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_text (self->count_label), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return G_SOURCE_REMOVE;
}

/* Returns: (nullable): what has been found so far; nothing while that is nothing, but there is more to look through */
static char *
describe (AnnexDocumentSearch *search)
{
  guint n_matches = annex_document_search_get_n_matches (search);
  int   current = annex_document_search_get_current_index (search);

  if (n_matches == 0)
    return annex_document_search_is_complete (search) ? g_strdup (_ ("No results")) : NULL;

  if (annex_document_search_has_more (search))
    /* Translators: number of the match that is shown, and of all that were counted; there are more than these */
    return g_strdup_printf (_ ("%d of over %u"), current + 1, n_matches);

  /* Translators: number of the match that is shown, and of all */
  return g_strdup_printf (_ ("%d of %u"), current + 1, n_matches);
}

static void
update_count (AnnexFindBar *self)
{
  g_autofree char *text = self->search != NULL ? describe (self->search) : NULL;
  gboolean         found = self->search != NULL && annex_document_search_get_n_matches (self->search) > 0;
  gboolean         missing = self->search != NULL && text != NULL && !found;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.next", found);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.previous", found);
  if (missing)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");

  if (g_strcmp0 (gtk_label_get_text (self->count_label), text != NULL ? text : "") == 0)
    return;

  gtk_label_set_text (self->count_label, text != NULL ? text : "");
  g_clear_handle_id (&self->announce_id, g_source_remove);
  if (text != NULL)
    self->announce_id = g_timeout_add (ANNOUNCE_DELAY_MS, on_announce, self);
}

static void
drop_search (AnnexFindBar *self)
{
  if (self->search == NULL)
    return;

  annex_page_view_set_search (self->view, NULL);
  g_signal_handlers_disconnect_by_func (self->search, update_count, self);
  g_clear_object (&self->search);
}

static AnnexDocumentSearch *
ensure_search (AnnexFindBar *self)
{
  AnnexDocument *document = annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view));

  if (self->search == NULL && document != NULL)
    {
      self->search = annex_document_search_new (document);
      g_signal_connect_object (self->search, "changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
      annex_page_view_set_search (self->view, self->search);
    }

  return self->search;
}

/* The first match that is shown is on the page that is read, or after it. */
static void
on_text_changed (AnnexFindBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (*text == '\0' || !gtk_search_bar_get_search_mode (self->bar))
    drop_search (self);
  else if (ensure_search (self) != NULL)
    annex_document_search_set_text (self->search, text, annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view)));
  update_count (self);
}

static void
on_next (AnnexFindBar *self)
{
  annex_find_bar_step (self, 1);
}

static void
on_previous (AnnexFindBar *self)
{
  annex_find_bar_step (self, -1);
}

static void
on_mode_changed (AnnexFindBar *self)
{
  if (!gtk_search_bar_get_search_mode (self->bar))
    drop_search (self);
  update_count (self);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  on_next (ANNEX_FIND_BAR (widget));
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  on_previous (ANNEX_FIND_BAR (widget));
}

static void
close_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  annex_find_bar_close (ANNEX_FIND_BAR (widget));
}

static void
annex_find_bar_dispose (GObject *object)
{
  AnnexFindBar *self = ANNEX_FIND_BAR (object);

  g_clear_handle_id (&self->announce_id, g_source_remove);
  if (self->view != NULL)
    drop_search (self);
  self->view = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_FIND_BAR);

  G_OBJECT_CLASS (annex_find_bar_parent_class)->dispose (object);
}

static void
annex_find_bar_class_init (AnnexFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_find_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, count_label);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, annex_find_bar_close);
  gtk_widget_class_install_action (widget_class, "find.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "find.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "find.close", NULL, close_action);
}

static void
annex_find_bar_init (AnnexFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
  update_count (self);
}

/**
 * annex_find_bar_set_view:
 * @self: a bar
 * @view: (nullable): where to find, which is told when it is gone
 */
void
annex_find_bar_set_view (AnnexFindBar  *self,
                         AnnexPageView *view)
{
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  if (self->view != NULL)
    drop_search (self);
  self->view = view;
}

/**
 * annex_find_bar_open:
 * @self: a bar
 *
 * Shows the bar, or goes back to it, with what was last looked for ready to be replaced.
 */
void
annex_find_bar_open (AnnexFindBar *self)
{
  gboolean opened;

  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  opened = gtk_search_bar_get_search_mode (self->bar);
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  if (!opened)
    on_text_changed (self);
}

/**
 * annex_find_bar_close:
 * @self: a bar
 *
 * Hides the bar and the marks, and gives the focus back to what is read if it had it.
 */
void
annex_find_bar_close (AnnexFindBar *self)
{
  gboolean had_focus;

  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  gtk_search_bar_set_search_mode (self->bar, FALSE);
  if (had_focus && self->view != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * annex_find_bar_is_open:
 * @self: a bar
 *
 * Returns: whether the bar is shown
 */
gboolean
annex_find_bar_is_open (AnnexFindBar *self)
{
  g_return_val_if_fail (ANNEX_IS_FIND_BAR (self), FALSE);

  return gtk_search_bar_get_search_mode (self->bar);
}

/**
 * annex_find_bar_clear:
 * @self: a bar
 *
 * The view is about to have another document: what was looked for belongs to the one before.
 */
void
annex_find_bar_clear (AnnexFindBar *self)
{
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  if (self->view != NULL)
    drop_search (self);
  gtk_search_bar_set_search_mode (self->bar, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  update_count (self);
}

/**
 * annex_find_bar_step:
 * @self: a bar
 * @direction: 1 for the next match, -1 for the previous one
 *
 * Where nothing is looked for yet, the bar opens.
 */
void
annex_find_bar_step (AnnexFindBar *self,
                     int           direction)
{
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  if (self->search == NULL)
    annex_find_bar_open (self);
  else if (direction > 0)
    annex_document_search_next (self->search);
  else
    annex_document_search_previous (self->search);
}
