/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-announcer.h"

#define DELAY_MS 400

struct _AnnexAnnouncer
{
  GtkWidget *widget; /* (unowned) which has this */
  char      *text;   /* (owned) (nullable) what is told next */
  guint      delay_id;
};

/* Returns: (transfer full): an announcer that @widget has, and that it frees before it is gone */
AnnexAnnouncer *
annex_announcer_new (GtkWidget *widget)
{
  AnnexAnnouncer *self = g_new0 (AnnexAnnouncer, 1);

  self->widget = widget;

  return self;
}

void
annex_announcer_free (AnnexAnnouncer *self)
{
  annex_announcer_cancel (self);
  g_free (self);
}

static gboolean
on_delay_over (gpointer user_data)
{
  AnnexAnnouncer *self = user_data;

  self->delay_id = 0;
  gtk_accessible_announce (GTK_ACCESSIBLE (self->widget), self->text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return G_SOURCE_REMOVE;
}

/* Tells @text, unless something else is to be told soon. */
void
annex_announcer_tell_later (AnnexAnnouncer *self,
                            const char     *text)
{
  annex_announcer_cancel (self);
  self->text = g_strdup (text);
  self->delay_id = g_timeout_add (DELAY_MS, on_delay_over, self);
}

/* What has not been told is no news any more. */
void
annex_announcer_cancel (AnnexAnnouncer *self)
{
  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_clear_pointer (&self->text, g_free);
}
