/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-actions.h"
#include "annex-page-view-private.h"

/* Where a page view is in its document. */

static void
follow (AnnexPageView *self)
{
  const AnnexPageArrangement *arrangement = annex_page_scroll_get_arrangement (annex_page_view_get_scroll (self));

  annex_page_view_actions_follow (annex_page_view_get_actions (self), arrangement->fit, arrangement->dual);
}

/**
 * annex_page_view_get_zoom:
 * @self: a page view
 *
 * Returns: how large the page being read is, 1 for its size on paper, or 0 when there is none
 */
double
annex_page_view_get_zoom (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), 0);

  return annex_page_scroll_get_zoom (annex_page_view_get_scroll (self));
}

/**
 * annex_page_view_get_fit:
 * @self: a page view
 *
 * Returns: what decides how large pages are
 */
AnnexPageFit
annex_page_view_get_fit (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), ANNEX_PAGE_FIT_NONE);

  return annex_page_scroll_get_arrangement (annex_page_view_get_scroll (self))->fit;
}

/**
 * annex_page_view_get_turns:
 * @self: a page view
 *
 * Returns: quarters clockwise that pages are turned by
 */
guint
annex_page_view_get_turns (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), 0);

  return annex_page_scroll_get_arrangement (annex_page_view_get_scroll (self))->turns;
}

/**
 * annex_page_view_get_state:
 * @self: a page view
 * @state: (out caller-allocates): how the document is read
 */
void
annex_page_view_get_state (AnnexPageView      *self,
                           AnnexPageViewState *state)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self) && state != NULL);

  annex_page_scroll_get_state (annex_page_view_get_scroll (self), state);
}

/**
 * annex_page_view_set_state:
 * @self: a page view
 * @state: how the document is to be read
 */
void
annex_page_view_set_state (AnnexPageView            *self,
                           const AnnexPageViewState *state)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self) && state != NULL);

  annex_page_scroll_set_state (annex_page_view_get_scroll (self), state);
  follow (self);
}

/**
 * annex_page_view_set_fit:
 * @self: a page view
 * @fit: what is to decide how large pages are; with %ANNEX_PAGE_FIT_NONE they stay as large as the one being read is
 */
void
annex_page_view_set_fit (AnnexPageView *self,
                         AnnexPageFit   fit)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  annex_page_scroll_set_fit (annex_page_view_get_scroll (self), fit);
  follow (self);
}

/**
 * annex_page_view_set_dual:
 * @self: a page view
 * @dual: whether two pages are to lie side by side, the first one on the left
 */
void
annex_page_view_set_dual (AnnexPageView *self,
                          gboolean       dual)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  annex_page_scroll_set_dual (annex_page_view_get_scroll (self), dual);
  follow (self);
}

/**
 * annex_page_view_turn:
 * @self: a page view
 * @quarters: quarter turns clockwise, negative for the other way
 *
 * Turns every page; what is in the middle of the view stays there.
 */
void
annex_page_view_turn (AnnexPageView *self,
                      int            quarters)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  annex_page_scroll_turn (annex_page_view_get_scroll (self), quarters);
}

/**
 * annex_page_view_zoom_at:
 * @self: a page view
 * @zoom: how large pages are to be, 1 for the size on paper; no smaller than 0.1 and no larger than 20
 * @x: where the page stays as it is, in logical pixels of the view
 * @y: the same from the top
 */
void
annex_page_view_zoom_at (AnnexPageView *self,
                         double         zoom,
                         double         x,
                         double         y)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  annex_page_scroll_zoom_at (annex_page_view_get_scroll (self), zoom, x, y);
  follow (self);
}

/**
 * annex_page_view_go_to:
 * @self: a page view
 * @page: the page, from 0; one that there is not is the last
 * @top: how far from the top of the upright page, in points; 0 for all of it
 */
void
annex_page_view_go_to (AnnexPageView *self,
                       guint          page,
                       double         top)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  annex_page_scroll_go_to (annex_page_view_get_scroll (self), page, top);
}

/* For the files of the page view itself */

AnnexPageLayout *
annex_page_view_get_layout (AnnexPageView *self)
{
  return annex_page_scroll_get_layout (annex_page_view_get_scroll (self));
}

void
annex_page_view_get_place (AnnexPageView  *self,
                           guint           page,
                           AnnexPagePlace *place)
{
  annex_page_scroll_get_place (annex_page_view_get_scroll (self), page, place);
}

/* Returns: the page there, or the nearest */
guint
annex_page_view_find_page (AnnexPageView  *self,
                           double          x,
                           double          y,
                           AnnexPagePlace *place)
{
  return annex_page_scroll_find_page (annex_page_view_get_scroll (self), x, y, place);
}

/* The pages of all rows that can be seen. */
gboolean
annex_page_view_get_visible (AnnexPageView *self,
                             guint         *first,
                             guint         *last)
{
  return annex_page_scroll_get_visible (annex_page_view_get_scroll (self), first, last);
}

void
annex_page_view_note_size (AnnexPageView         *self,
                           guint                  page,
                           const graphene_size_t *size)
{
  annex_page_scroll_note_size (annex_page_view_get_scroll (self), page, size);
}

void
annex_page_view_scroll_by (AnnexPageView *self,
                           double         dx,
                           double         dy)
{
  annex_page_scroll_move (annex_page_view_get_scroll (self), dx, dy);
}

/* @box: what is to be seen, in points of the upright page */
void
annex_page_view_reveal (AnnexPageView         *self,
                        guint                  page,
                        const graphene_rect_t *box)
{
  annex_page_scroll_reveal (annex_page_view_get_scroll (self), page, box);
}
