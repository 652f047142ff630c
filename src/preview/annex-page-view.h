/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Scrolls the pages of a document, fitted to the width there is. Only what is visible is drawn, and a bounded number of
 * pages is kept. For use in a #GtkScrolledWindow. Notifies `page`, `drawn` and `error`. */
#define ANNEX_TYPE_PAGE_VIEW (annex_page_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageView, annex_page_view, ANNEX, PAGE_VIEW, GtkWidget)

GtkWidget     *annex_page_view_new (void);
void           annex_page_view_set_document (AnnexPageView *self,
                                             AnnexDocument *document);
AnnexDocument *annex_page_view_get_document (AnnexPageView *self);
guint          annex_page_view_get_page (AnnexPageView *self);
const GError  *annex_page_view_get_error (AnnexPageView *self);
gboolean       annex_page_view_is_drawn (AnnexPageView *self);

G_END_DECLS
