/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"
#include "annex-text-caret.h"

G_BEGIN_DECLS

/* Selects text by pointer, finger and keys, and copies it. */
typedef struct _AnnexPageViewSelection AnnexPageViewSelection;

AnnexPageViewSelection   *annex_page_view_selection_new (AnnexPageView *view);
void                      annex_page_view_selection_free (AnnexPageViewSelection *self);
void                      annex_page_view_selection_reset (AnnexPageViewSelection *self);
void                      annex_page_view_selection_clear (AnnexPageViewSelection *self);
const AnnexPageSelection *annex_page_view_selection_get (AnnexPageViewSelection *self);
void                      annex_page_view_selection_select (AnnexPageViewSelection *self,
                                                            const AnnexTextPlace   *anchor,
                                                            const AnnexTextPlace   *caret);
void                      annex_page_view_selection_press (AnnexPageViewSelection *self,
                                                           guint                   n_presses,
                                                           gboolean                extend,
                                                           double                  x,
                                                           double                  y);
void                      annex_page_view_selection_drag (AnnexPageViewSelection *self,
                                                          double                  x,
                                                          double                  y);
gboolean                  annex_page_view_selection_move (AnnexPageViewSelection *self,
                                                          AnnexTextStep           step,
                                                          int                     direction);
char                     *annex_page_view_selection_dup_text (AnnexPageViewSelection *self);
void                      annex_page_view_selection_copy (AnnexPageViewSelection *self);
gboolean                  annex_page_view_selection_is_text (AnnexPageViewSelection *self,
                                                             double                  x,
                                                             double                  y);
void                      annex_page_view_selection_snapshot (AnnexPageViewSelection *self,
                                                              guint                   page,
                                                              GtkSnapshot            *snapshot);

G_END_DECLS
