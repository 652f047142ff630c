/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-selection.h"
#include "annex-page-view.h"

G_BEGIN_DECLS

/* Marks what a search has found, and shows the current match. */
typedef struct _AnnexPageViewMarks AnnexPageViewMarks;

AnnexPageViewMarks *annex_page_view_marks_new (AnnexPageView *view);
void                annex_page_view_marks_free (AnnexPageViewMarks *self);
void                annex_page_view_marks_set_search (AnnexPageViewMarks  *self,
                                                      AnnexDocumentSearch *search);
gboolean            annex_page_view_marks_get_current (AnnexPageViewMarks *self,
                                                       AnnexTextPlace     *start,
                                                       AnnexTextPlace     *end);
void                annex_page_view_marks_follow (AnnexPageViewMarks *self);
void                annex_page_view_marks_snapshot (AnnexPageViewMarks *self,
                                                    guint               page,
                                                    GtkSnapshot        *snapshot);

G_END_DECLS
