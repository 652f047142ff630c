/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-find-bar.h"

#include <glib/gi18n-lib.h>

/* A result is told when it has stopped changing: nobody listens to the numbers on the way. */
#define ANNOUNCE_DELAY_MS 400

struct _AnnexContentFindBar
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkWidget    *entry;
  GtkLabel     *count_label;

  AnnexFinder *finder; /* (unowned) (nullable) below the bar, in the same template */
  guint        announce_id;
};

G_DEFINE_FINAL_TYPE (AnnexContentFindBar, annex_content_find_bar, ADW_TYPE_BIN)

static gboolean
on_announce (gpointer user_data)
{
  AnnexContentFindBar *self = ANNEX_CONTENT_FIND_BAR (user_data);

  self->announce_id = 0;
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_text (self->count_label), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return G_SOURCE_REMOVE;
}

static void
set_count (AnnexContentFindBar *self,
           const char          *text,
           gboolean             missing)
{
  if (missing)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");

  if (g_str_equal (gtk_label_get_text (self->count_label), text))
    return;

  gtk_label_set_text (self->count_label, text);
  g_clear_handle_id (&self->announce_id, g_source_remove);
  if (*text != '\0')
    self->announce_id = g_timeout_add (ANNOUNCE_DELAY_MS, on_announce, self);
}

static void
on_found (AnnexContentFindBar *self,
          int                  current,
          guint                n_matches,
          gboolean             has_more)
{
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    {
      set_count (self, "", FALSE);
      return;
    }

  if (n_matches == 0)
    text = g_strdup (_ ("No results"));
  else if (has_more)
    /* Translators: number of the match that is shown, and of all that were counted; there are more than these */
    text = g_strdup_printf (_ ("%d of over %u"), current + 1, n_matches);
  else
    /* Translators: number of the match that is shown, and of all */
    text = g_strdup_printf (_ ("%d of %u"), current + 1, n_matches);
  set_count (self, text, n_matches == 0);
}

static void
on_text_changed (AnnexContentFindBar *self)
{
  gboolean is_open = gtk_search_bar_get_search_mode (self->bar);

  if (self->finder != NULL)
    annex_finder_find (self->finder, is_open ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "");
  if (!is_open)
    set_count (self, "", FALSE);
}

static void
on_mode_changed (AnnexContentFindBar *self)
{
  on_text_changed (self);
}

static void
on_next (AnnexContentFindBar *self)
{
  annex_content_find_bar_step (self, 1);
}

static void
on_previous (AnnexContentFindBar *self)
{
  annex_content_find_bar_step (self, -1);
}

static void
annex_content_find_bar_dispose (GObject *object)
{
  AnnexContentFindBar *self = ANNEX_CONTENT_FIND_BAR (object);

  g_clear_handle_id (&self->announce_id, g_source_remove);
  self->finder = NULL;
  /* The bin must not keep what the template lets go of. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_CONTENT_FIND_BAR);

  G_OBJECT_CLASS (annex_content_find_bar_parent_class)->dispose (object);
}

static void
annex_content_find_bar_class_init (AnnexContentFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_content_find_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-content-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexContentFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentFindBar, count_label);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, annex_content_find_bar_close);
}

static void
annex_content_find_bar_init (AnnexContentFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
}

/**
 * annex_content_find_bar_set_finder:
 * @self: a bar
 * @finder: (nullable): where to find; it stays for as long as the bar
 */
void
annex_content_find_bar_set_finder (AnnexContentFindBar *self,
                                   AnnexFinder         *finder)
{
  g_return_if_fail (ANNEX_IS_CONTENT_FIND_BAR (self));

  if (self->finder == finder)
    return;

  if (self->finder != NULL)
    g_signal_handlers_disconnect_by_func (self->finder, on_found, self);
  self->finder = finder;
  if (finder != NULL)
    g_signal_connect_object (finder, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
}

/**
 * annex_content_find_bar_open:
 * @self: a bar
 *
 * Shows the bar, or goes back to it, with what was last looked for ready to be replaced.
 */
void
annex_content_find_bar_open (AnnexContentFindBar *self)
{
  g_return_if_fail (ANNEX_IS_CONTENT_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * annex_content_find_bar_close:
 * @self: a bar
 *
 * Hides the bar and the marks, and gives the focus back to what is read if it had it.
 */
void
annex_content_find_bar_close (AnnexContentFindBar *self)
{
  gboolean had_focus;

  g_return_if_fail (ANNEX_IS_CONTENT_FIND_BAR (self));

  /* First, so that the toolkit does not look for another place for it. */
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  if (had_focus && self->finder != NULL)
    annex_finder_focus (self->finder);
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

/**
 * annex_content_find_bar_step:
 * @self: a bar
 * @direction: 1 for the next match, -1 for the previous one
 *
 * Where nothing is looked for yet, the bar opens.
 */
void
annex_content_find_bar_step (AnnexContentFindBar *self,
                             int                  direction)
{
  g_return_if_fail (ANNEX_IS_CONTENT_FIND_BAR (self));

  if (!gtk_search_bar_get_search_mode (self->bar))
    annex_content_find_bar_open (self);
  else if (self->finder != NULL)
    annex_finder_step (self->finder, direction);
}
