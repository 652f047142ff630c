/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-contents.h"
#include "annex-page-view-accessible.h"
#include "annex-page-view-drawing.h"
#include "annex-page-view-links.h"
#include "annex-page-view-marks.h"
#include "annex-page-view-selection.h"

G_BEGIN_DECLS

/* For the files of the page view itself. Places are in logical pixels of the view, as far as it is scrolled now. */

AnnexPageLayout         *annex_page_view_get_layout (AnnexPageView *self);
AnnexPageScroll         *annex_page_view_get_scroll (AnnexPageView *self);
AnnexPageContents       *annex_page_view_get_contents (AnnexPageView *self);
AnnexPageViewDrawing    *annex_page_view_get_drawing (AnnexPageView *self);
AnnexPageViewSelection  *annex_page_view_get_selection (AnnexPageView *self);
AnnexPageViewLinks      *annex_page_view_get_links (AnnexPageView *self);
AnnexPageViewMarks      *annex_page_view_get_marks (AnnexPageView *self);
AnnexPageViewAccessible *annex_page_view_get_accessible (AnnexPageView *self);
void                     annex_page_view_get_place (AnnexPageView  *self,
                                                    guint           page,
                                                    AnnexPagePlace *place);
guint                    annex_page_view_find_page (AnnexPageView  *self,
                                                    double          x,
                                                    double          y,
                                                    AnnexPagePlace *place);
gboolean                 annex_page_view_get_visible (AnnexPageView *self,
                                                      guint         *first,
                                                      guint         *last);
gboolean                 annex_page_view_find_start (AnnexPageView  *self,
                                                     AnnexTextPlace *anchor,
                                                     AnnexTextPlace *caret);
gboolean                 annex_page_view_is_settling (AnnexPageView *self);
void                     annex_page_view_note_size (AnnexPageView         *self,
                                                    guint                  page,
                                                    const graphene_size_t *size);
void                     annex_page_view_scroll_by (AnnexPageView *self,
                                                    double         dx,
                                                    double         dy);
void                     annex_page_view_reveal (AnnexPageView         *self,
                                                 guint                  page,
                                                 const graphene_rect_t *box);
void                     annex_page_view_selection_changed (AnnexPageView *self);
void                     annex_page_view_notify_hovered_link (AnnexPageView *self);
void                     annex_page_view_emit_link_activated (AnnexPageView *self,
                                                              AnnexPageLink *link);
void                     annex_page_view_emit_copied (AnnexPageView *self,
                                                      gboolean       is_partial);
void                     annex_page_view_set_can_go_back (AnnexPageView *self,
                                                          gboolean       can);

G_END_DECLS
