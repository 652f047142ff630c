/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-view.h"

G_BEGIN_DECLS

/* Scrolls the pages of a document, fitted to the width there is. Only what is visible is drawn, and a bounded number of
 * bytes is kept. For use in a #GtkScrolledWindow. */
#define ANNEX_TYPE_PAGE_VIEW (annex_page_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageView, annex_page_view, ANNEX, PAGE_VIEW, AnnexDocumentView)

GtkWidget *annex_page_view_new (void);

G_END_DECLS
