/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-search.h"
#include "annex-document-view.h"
#include "annex-page-layout.h"
#include "annex-page-link.h"

G_BEGIN_DECLS

/**
 * AnnexPageViewState:
 * @fit: what decides how large pages are
 * @zoom: for %ANNEX_PAGE_FIT_NONE: how large, 1 for the size on paper
 * @turns: quarter turns clockwise, 0 to 3
 * @dual: whether two pages lie side by side
 * @page: the page at the top edge of the view, from 0
 * @offset: part of its height that is above the top edge, 0 for none
 * @across: point of its width that is in the middle of the view, 0.5 for its own middle
 *
 * How an agent reads a document; it holds in a view of any size.
 */
typedef struct
{
  AnnexPageFit fit;
  double       zoom;
  guint        turns;
  gboolean     dual;
  guint        page;
  double       offset;
  double       across;
} AnnexPageViewState;

#define ANNEX_PAGE_VIEW_STATE_INIT { .fit = ANNEX_PAGE_FIT_AUTOMATIC, .zoom = 1, .across = 0.5 }

/* Scrolls the pages of a document, fitted or as close as they are looked at. Only what is visible is drawn, and a bounded
 * number of bytes is kept. For use in a #GtkScrolledWindow. Notifies `zoom`, `fit`, `has-selection` and `hovered-link`; its actions are
 * called `pages.…`. */
#define ANNEX_TYPE_PAGE_VIEW (annex_page_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageView, annex_page_view, ANNEX, PAGE_VIEW, AnnexDocumentView)

GtkWidget     *annex_page_view_new (void);
GActionGroup  *annex_page_view_get_actions (AnnexPageView *self);
double         annex_page_view_get_zoom (AnnexPageView *self);
AnnexPageFit   annex_page_view_get_fit (AnnexPageView *self);
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
gboolean       annex_page_view_has_selection (AnnexPageView *self);
char          *annex_page_view_dup_selection (AnnexPageView *self);
AnnexPageLink *annex_page_view_get_hovered_link (AnnexPageView *self);

G_END_DECLS
