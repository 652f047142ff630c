/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How far something is that takes its time. Notifies `overdue`: before that it is not to be shown. */
#define ANNEX_TYPE_PROGRESS_PAGE (annex_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexProgressPage, annex_progress_page, ANNEX, PROGRESS_PAGE, AdwBin)

void     annex_progress_page_show (AnnexProgressPage *self,
                                   const char        *text,
                                   double             fraction);
void     annex_progress_page_reset (AnnexProgressPage *self);
gboolean annex_progress_page_is_overdue (AnnexProgressPage *self);

G_END_DECLS
