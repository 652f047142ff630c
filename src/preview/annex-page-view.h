/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-search.h"
#include "annex-document-view.h"
#include "annex-page-link.h"
#include "annex-page-scroll.h"

G_BEGIN_DECLS

/* Scrolls the pages of a document, fitted or as close as they are looked at. Only what is visible is drawn, and a bounded
 * number of bytes is kept. For use in a #GtkScrolledWindow. Notifies `zoom`, `fit`, `turns` and `hovered-link`; its actions are called
 * `pages.…`. */
#define ANNEX_TYPE_PAGE_VIEW (annex_page_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageView, annex_page_view, ANNEX, PAGE_VIEW, AnnexDocumentView)

GtkWidget     *annex_page_view_new (void);
GActionGroup  *annex_page_view_get_actions (AnnexPageView *self);
double         annex_page_view_get_zoom (AnnexPageView *self);
AnnexPageFit   annex_page_view_get_fit (AnnexPageView *self);
guint          annex_page_view_get_turns (AnnexPageView *self);
void           annex_page_view_get_state (AnnexPageView      *self,
                                          AnnexPageViewState *state);
void           annex_page_view_set_state (AnnexPageView            *self,
                                          const AnnexPageViewState *state);
void           annex_page_view_set_fit (AnnexPageView *self,
                                        AnnexPageFit   fit);
void           annex_page_view_set_dual (AnnexPageView *self,
                                         gboolean       dual);
void           annex_page_view_turn (AnnexPageView *self,
                                     int            quarters);
void           annex_page_view_zoom_at (AnnexPageView *self,
                                        double         zoom,
                                        double         x,
                                        double         y);
void           annex_page_view_go_to (AnnexPageView *self,
                                      guint          page,
                                      double         top);
void           annex_page_view_set_search (AnnexPageView       *self,
                                           AnnexDocumentSearch *search);
void           annex_page_view_select_match (AnnexPageView *self);
gboolean       annex_page_view_has_selection (AnnexPageView *self);
AnnexPageLink *annex_page_view_get_hovered_link (AnnexPageView *self);

G_END_DECLS
