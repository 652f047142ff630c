/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-cache.h"

G_BEGIN_DECLS

/* What every view of a document has: the document, its drawn pages, and which page is being read. Notifies `page`,
 * `drawn` and `error`. */
#define ANNEX_TYPE_DOCUMENT_VIEW (annex_document_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (AnnexDocumentView, annex_document_view, ANNEX, DOCUMENT_VIEW, GtkWidget)

/**
 * AnnexDocumentViewClass:
 * @max_textures: drawn pages that are kept beside the visible ones
 * @max_bytes: bytes of pixels that these may take together
 * @document_changed: the view has another document, or none
 * @size_changed: the view has been given a size, which may be the one it had
 */
struct _AnnexDocumentViewClass
{
  GtkWidgetClass parent_class;

  guint max_textures;
  gsize max_bytes;
  void (*document_changed) (AnnexDocumentView *self);
  void (*size_changed) (AnnexDocumentView *self);
};

void           annex_document_view_set_document (AnnexDocumentView *self,
                                                 AnnexDocument     *document);
AnnexDocument *annex_document_view_get_document (AnnexDocumentView *self);
guint          annex_document_view_get_page (AnnexDocumentView *self);
const GError  *annex_document_view_get_error (AnnexDocumentView *self);
gboolean       annex_document_view_is_drawn (AnnexDocumentView *self);

/* For the views themselves */
AnnexPageCache *annex_document_view_get_cache (AnnexDocumentView *self);
void            annex_document_view_set_page (AnnexDocumentView *self,
                                              guint              page);

G_END_DECLS
