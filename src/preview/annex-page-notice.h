/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What lies in the place of a page that is not drawn, or over one that is not sharp: nothing at first, then a spinner, or
 * one sentence that says why with a button to try again. Emits `retry`. */
#define ANNEX_TYPE_PAGE_NOTICE (annex_page_notice_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageNotice, annex_page_notice, ANNEX, PAGE_NOTICE, GtkWidget)

GtkWidget *annex_page_notice_new (guint page);
guint      annex_page_notice_get_page (AnnexPageNotice *self);
gboolean   annex_page_notice_is_over (AnnexPageNotice *self);
void       annex_page_notice_set_error (AnnexPageNotice *self,
                                        const GError    *error,
                                        gboolean         over);

G_END_DECLS
