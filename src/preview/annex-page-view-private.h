/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view-drawing.h"

G_BEGIN_DECLS

/* For the files of the page view itself. Places are in logical pixels of the view, as far as it is scrolled now. */

AnnexPageLayout *annex_page_view_get_layout (AnnexPageView *self);
void             annex_page_view_get_place (AnnexPageView  *self,
                                            guint           page,
                                            AnnexPagePlace *place);
guint            annex_page_view_find_page (AnnexPageView  *self,
                                            double          x,
                                            double          y,
                                            AnnexPagePlace *place);
gboolean         annex_page_view_get_visible (AnnexPageView *self,
                                              guint         *first,
                                              guint         *last);
void             annex_page_view_note_size (AnnexPageView         *self,
                                            guint                  page,
                                            const graphene_size_t *size);
void             annex_page_view_scroll_by (AnnexPageView *self,
                                            double         dx,
                                            double         dy);
void             annex_page_view_reveal (AnnexPageView         *self,
                                         guint                  page,
                                         const graphene_rect_t *box);
AnnexPageViewDrawing *annex_page_view_get_drawing (AnnexPageView *self);
gboolean         annex_page_view_is_settling (AnnexPageView *self);
void             annex_page_view_go_back (AnnexPageView *self);

G_END_DECLS
