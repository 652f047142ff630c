/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-find-bar.h"

#include "annex-announcer.h"

#include <glib/gi18n-lib.h>

struct _AnnexFindBar
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkWidget    *entry;
  GtkLabel     *count_label;

  AnnexFinder    *finder;    /* (unowned) (nullable) below the bar, in the same template */
  AnnexAnnouncer *announcer; /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexFindBar, annex_find_bar, ADW_TYPE_BIN)

/* Nothing is looked for while the bar is closed. */
static const char *
get_wanted (AnnexFindBar *self)
{
  return gtk_search_bar_get_search_mode (self->bar) ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";
}

/* Returns: (transfer full): what has been found so far; empty while that is nothing, but there is more to look through */
static char *
describe (int              current,
          guint            n_matches,
          AnnexFinderState state)
{
  if (n_matches == 0)
    {
      switch (state)
        {
        case ANNEX_FINDER_ENDED_EARLY:
          /* Translators: nothing was found, but not all of the document could be looked through */
          return g_strdup (_ ("Search incomplete"));
        case ANNEX_FINDER_COMPLETE:
          return g_strdup (_ ("No results"));
        case ANNEX_FINDER_SEARCHING:
        default:
          return g_strdup ("");
        }
    }

  if (state == ANNEX_FINDER_ENDED_EARLY)
    /* Translators: number of the match that is shown, and of all that were counted; there are more than these */
    return g_strdup_printf (_ ("%d of over %u"), current + 1, n_matches);

  /* Translators: number of the match that is shown, and of all */
  return g_strdup_printf (_ ("%d of %u"), current + 1, n_matches);
}

static void
set_missing (AnnexFindBar *self,
             gboolean      missing)
{
  if (missing)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

static void
set_found (AnnexFindBar    *self,
           int              current,
           guint            n_matches,
           AnnexFinderState state)
{
  g_autofree char *text = *get_wanted (self) != '\0' ? describe (current, n_matches, state) : g_strdup ("");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.next", n_matches > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.previous", n_matches > 0);
  set_missing (self, n_matches == 0 && *text != '\0');
  if (g_str_equal (gtk_label_get_text (self->count_label), text))
    return;

  gtk_label_set_text (self->count_label, text);
  if (*text != '\0')
    annex_announcer_tell_later (self->announcer, text);
  else
    annex_announcer_cancel (self->announcer);
}

static void
on_found (AnnexFindBar *self,
          int           current,
          guint         n_matches,
          guint         state)
{
  set_found (self, current, n_matches, (AnnexFinderState) state);
}

/* Also when the bar was opened or closed. */
static void
on_text_changed (AnnexFindBar *self)
{
  const char *wanted = get_wanted (self);

  if (self->finder != NULL)
    annex_finder_find (self->finder, wanted);
  if (*wanted == '\0')
    set_found (self, -1, 0, ANNEX_FINDER_COMPLETE);
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

  annex_announcer_cancel (self->announcer);
  annex_find_bar_set_finder (self, NULL);
  /* The bin must not keep what the template lets go of. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_FIND_BAR);

  G_OBJECT_CLASS (annex_find_bar_parent_class)->dispose (object);
}

static void
annex_find_bar_finalize (GObject *object)
{
  annex_announcer_free (ANNEX_FIND_BAR (object)->announcer);

  G_OBJECT_CLASS (annex_find_bar_parent_class)->finalize (object);
}

static void
annex_find_bar_class_init (AnnexFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_find_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_find_bar_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexFindBar, count_label);
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
  self->announcer = annex_announcer_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
  set_found (self, -1, 0, ANNEX_FINDER_COMPLETE);
}

/**
 * annex_find_bar_set_finder:
 * @self: a bar
 * @finder: (nullable): where to find; it stays for as long as the bar
 */
void
annex_find_bar_set_finder (AnnexFindBar *self,
                           AnnexFinder  *finder)
{
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  if (self->finder == finder)
    return;

  if (self->finder != NULL)
    g_signal_handlers_disconnect_by_func (self->finder, on_found, self);
  self->finder = finder;
  if (finder != NULL)
    g_signal_connect_object (finder, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
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
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
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

  /* First, so that the toolkit does not look for another place for it. */
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  if (had_focus && self->finder != NULL)
    annex_finder_focus (self->finder);
  gtk_search_bar_set_search_mode (self->bar, FALSE);
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
 * Something else is about to be read: what was looked for belongs to what was read before.
 */
void
annex_find_bar_clear (AnnexFindBar *self)
{
  g_return_if_fail (ANNEX_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
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

  if (*get_wanted (self) == '\0')
    annex_find_bar_open (self);
  else if (self->finder != NULL)
    annex_finder_step (self->finder, direction);
}
