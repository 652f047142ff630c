/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-finder.h"
#include "annex-page-view.h"

G_BEGIN_DECLS

/* Finds a text in the document of a page view, which marks where it is. */
#define ANNEX_TYPE_DOCUMENT_FINDER (annex_document_finder_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDocumentFinder, annex_document_finder, ANNEX, DOCUMENT_FINDER, GObject)

AnnexDocumentFinder *annex_document_finder_new (AnnexPageView *view);

G_END_DECLS
