/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-place.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* As close and as far away as pages can be looked at, where the window does not decide it. */
#define ANNEX_PAGE_MAX_ZOOM 20.0
#define ANNEX_PAGE_MIN_ZOOM 0.1

/* Logical pixels for each point of a page in its size on paper. */
#define ANNEX_PAGE_PIXELS_PER_POINT (96.0 / 72.0)

/* Room around and between pages, in logical pixels. */
#define ANNEX_PAGE_MARGIN 12.0

/**
 * AnnexPageFit:
 * @ANNEX_PAGE_FIT_NONE: every page has the same zoom
 * @ANNEX_PAGE_FIT_PAGE: all of the page can be seen
 * @ANNEX_PAGE_FIT_WIDTH: the page is as wide as the view
 * @ANNEX_PAGE_FIT_AUTOMATIC: as @ANNEX_PAGE_FIT_WIDTH, but no more than half as large again as on paper: a page that fills a very wide
 *   window is harder to read, not easier; and where the page is wider than high, as slides are, all of it can be seen
 *
 * What decides how large pages are. Each row of pages is fitted by itself, so that one large page, perhaps not even
 * known yet, does not make all the others small.
 */
typedef enum
{
  ANNEX_PAGE_FIT_NONE,
  ANNEX_PAGE_FIT_PAGE,
  ANNEX_PAGE_FIT_WIDTH,
  ANNEX_PAGE_FIT_AUTOMATIC,
} AnnexPageFit;

#define ANNEX_TYPE_PAGE_FIT (annex_page_fit_get_type ())
GType annex_page_fit_get_type (void);

/**
 * AnnexPageArrangement:
 * @fit: what decides how large pages are
 * @zoom: for %ANNEX_PAGE_FIT_NONE: how large, 1 for the size on paper
 * @turns: quarter turns clockwise, 0 to 3
 * @dual: whether pages lie side by side, two in a row
 * @width: room there is, in logical pixels
 * @height: the same from top to bottom
 */
typedef struct
{
  AnnexPageFit fit;
  double       zoom;
  guint        turns;
  gboolean     dual;
  double       width;
  double       height;
} AnnexPageArrangement;

/* Where the pages of a document lie below one another, in logical pixels. Pages whose size is not known yet are taken
 * to be as large as the first one. What is asked after a change costs one walk over the pages, which for ten thousand of
 * them is far less than drawing one; all else is found at once. */
typedef struct _AnnexPageLayout AnnexPageLayout;

AnnexPageLayout *annex_page_layout_new (guint n_pages);
void             annex_page_layout_free (AnnexPageLayout *self);
guint            annex_page_layout_get_n_pages (AnnexPageLayout *self);
gboolean         annex_page_layout_has_size (AnnexPageLayout *self,
                                             guint            page);
void             annex_page_layout_set_size (AnnexPageLayout       *self,
                                             guint                  page,
                                             const graphene_size_t *size);
void             annex_page_layout_arrange (AnnexPageLayout            *self,
                                            const AnnexPageArrangement *arrangement);
double           annex_page_layout_get_width (AnnexPageLayout *self);
double           annex_page_layout_get_height (AnnexPageLayout *self);
void             annex_page_layout_get_place (AnnexPageLayout *self,
                                              guint            page,
                                              AnnexPagePlace  *place);
guint            annex_page_layout_get_row (AnnexPageLayout *self,
                                            guint            page,
                                            guint           *n_pages);
guint            annex_page_layout_find (AnnexPageLayout *self,
                                         double           y);
guint            annex_page_layout_find_nearest (AnnexPageLayout *self,
                                                 double           x,
                                                 double           y);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPageLayout, annex_page_layout_free)

G_END_DECLS
