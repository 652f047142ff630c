/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells the screen reader of something that changes quickly when it has stopped changing: nobody listens to the numbers on
 * the way. */
typedef struct _AnnexAnnouncer AnnexAnnouncer;

AnnexAnnouncer *annex_announcer_new (GtkWidget *widget);
void            annex_announcer_free (AnnexAnnouncer *self);
void            annex_announcer_tell_later (AnnexAnnouncer *self,
                                            const char     *text);
void            annex_announcer_cancel (AnnexAnnouncer *self);

G_END_DECLS
