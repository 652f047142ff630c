/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Finds a text in all pages of a document, in the background. Case, accents and how words are broken into lines do not
 * count. Emits `changed` whenever there is another match or another current one, and when all is looked through. */
#define ANNEX_TYPE_DOCUMENT_SEARCH (annex_document_search_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDocumentSearch, annex_document_search, ANNEX, DOCUMENT_SEARCH, GObject)

/* A part of a page's text, between two positions. */
typedef struct
{
  guint start;
  guint end;
} AnnexTextRange;

/* Matches that are looked for; there may be more. */
#define ANNEX_DOCUMENT_SEARCH_MAX_MATCHES 10000

AnnexDocumentSearch *annex_document_search_new (AnnexDocument *document);
AnnexDocument       *annex_document_search_get_document (AnnexDocumentSearch *self);
void                 annex_document_search_set_text (AnnexDocumentSearch *self,
                                                     const char          *text,
                                                     guint                page);
guint                annex_document_search_get_n_matches (AnnexDocumentSearch *self);
gboolean             annex_document_search_has_more (AnnexDocumentSearch *self);
gboolean             annex_document_search_is_complete (AnnexDocumentSearch *self);
int                  annex_document_search_get_current_index (AnnexDocumentSearch *self);
gboolean             annex_document_search_get_current (AnnexDocumentSearch *self,
                                                        guint               *page,
                                                        guint               *start,
                                                        guint               *end);
void                 annex_document_search_next (AnnexDocumentSearch *self);
void                 annex_document_search_previous (AnnexDocumentSearch *self);
GArray              *annex_document_search_list_matches (AnnexDocumentSearch *self,
                                                         guint                page);

G_END_DECLS
