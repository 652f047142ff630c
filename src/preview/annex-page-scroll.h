/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-layout.h"

#include <gtk/gtk.h>

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

/* How far the pages in a view are scrolled, how large they are, and which one is being read. What is looked at stays where it
 * is through every change. Places are in logical pixels of the view, as far as it is scrolled now. */
typedef struct _AnnexPageScroll AnnexPageScroll;

typedef void (*AnnexPageScrollChanged) (GtkWidget *widget);

AnnexPageScroll            *annex_page_scroll_new (GtkWidget *widget, AnnexPageScrollChanged changed);
void                        annex_page_scroll_free (AnnexPageScroll *self);
void                        annex_page_scroll_drop (AnnexPageScroll *self);
void                        annex_page_scroll_set_layout (AnnexPageScroll *self, AnnexPageLayout *layout);
AnnexPageLayout            *annex_page_scroll_get_layout (AnnexPageScroll *self);
const AnnexPageArrangement *annex_page_scroll_get_arrangement (AnnexPageScroll *self);
guint                       annex_page_scroll_get_page (AnnexPageScroll *self);
GtkAdjustment              *annex_page_scroll_get_adjustment (AnnexPageScroll *self, GtkOrientation orientation);
void                        annex_page_scroll_set_adjustment (AnnexPageScroll *self, GtkOrientation orientation, GtkAdjustment *adjustment);
void                        annex_page_scroll_allocate (AnnexPageScroll *self);
double                      annex_page_scroll_get_zoom (AnnexPageScroll *self);
void                        annex_page_scroll_get_state (AnnexPageScroll *self, AnnexPageViewState *state);
void                        annex_page_scroll_set_state (AnnexPageScroll *self, const AnnexPageViewState *state);
void                        annex_page_scroll_set_fit (AnnexPageScroll *self, AnnexPageFit fit);
void                        annex_page_scroll_set_dual (AnnexPageScroll *self, gboolean dual);
void                        annex_page_scroll_turn (AnnexPageScroll *self, int quarters);
void                        annex_page_scroll_zoom_at (AnnexPageScroll *self, double zoom, double x, double y);
void                        annex_page_scroll_go_to (AnnexPageScroll *self, guint page, double top);
void                        annex_page_scroll_get_place (AnnexPageScroll *self, guint page, AnnexPagePlace *place);
guint                       annex_page_scroll_find_page (AnnexPageScroll *self, double x, double y, AnnexPagePlace *place);
gboolean                    annex_page_scroll_get_visible (AnnexPageScroll *self, guint *first, guint *last);
void                        annex_page_scroll_note_size (AnnexPageScroll *self, guint page, const graphene_size_t *size);
void                        annex_page_scroll_move (AnnexPageScroll *self, double dx, double dy);
void                        annex_page_scroll_reveal (AnnexPageScroll *self, guint page, const graphene_rect_t *box);

G_END_DECLS
