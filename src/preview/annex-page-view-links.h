/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* Shows the links of the pages to pointer and keys, and follows those that stay in the document. */
typedef struct _AnnexPageViewLinks AnnexPageViewLinks;

AnnexPageViewLinks *annex_page_view_links_new (AnnexPageView *view);
void                annex_page_view_links_free (AnnexPageViewLinks *self);
void                annex_page_view_links_reset (AnnexPageViewLinks *self);
void                annex_page_view_links_follow (AnnexPageViewLinks *self);
void                annex_page_view_links_forget_press (AnnexPageViewLinks *self);
AnnexPageLink      *annex_page_view_links_get_shown (AnnexPageViewLinks *self);
AnnexPageLink      *annex_page_view_links_find (AnnexPageViewLinks *self,
                                                double              x,
                                                double              y);
gboolean            annex_page_view_links_move_focus (AnnexPageViewLinks *self,
                                                      int                 direction);
gboolean            annex_page_view_links_activate_focus (AnnexPageViewLinks *self);
void                annex_page_view_links_go_back (AnnexPageViewLinks *self);
void                annex_page_view_links_snapshot (AnnexPageViewLinks *self,
                                                    guint               page,
                                                    GtkSnapshot        *snapshot);

G_END_DECLS
