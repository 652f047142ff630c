/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* Small pictures of the pages below one another, for a side pane: they follow the page that is read in a page view, and lead
 * there. Only what can be seen is drawn, when the page view needs nothing. */
#define ANNEX_TYPE_THUMBNAIL_VIEW (annex_thumbnail_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexThumbnailView, annex_thumbnail_view, ANNEX, THUMBNAIL_VIEW, GtkWidget)

GtkWidget *annex_thumbnail_view_new (void);
void       annex_thumbnail_view_set_page_view (AnnexThumbnailView *self,
                                               AnnexPageView      *view);

G_END_DECLS
