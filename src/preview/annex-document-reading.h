/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"
#include "annex-outline-item.h"
#include "annex-page-link.h"
#include "annex-page-text.h"

G_BEGIN_DECLS

/**
 * AnnexDocumentInventory:
 * @n_links: links that lead nowhere here, such as those that would start a program
 * @n_files: embedded files
 * @n_media: sounds, films and 3D scenes
 * @n_fields: fields of forms
 * @has_scripts: whether there is JavaScript
 *
 * What is in a document that is never done.
 */
typedef struct
{
  guint    n_links;
  guint    n_files;
  guint    n_media;
  guint    n_fields;
  gboolean has_scripts;
} AnnexDocumentInventory;

/* What there is to read in a document, beside its pages as they are drawn. */

void                    annex_document_query_text_async (AnnexDocument        *document,
                                                         guint                 page,
                                                         AnnexDocumentPriority priority,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
AnnexPageText          *annex_document_query_text_finish (AnnexDocument *document,
                                                          GAsyncResult  *result,
                                                          GError       **error);
void                    annex_document_query_links_async (AnnexDocument        *document,
                                                          guint                 page,
                                                          AnnexDocumentPriority priority,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray              *annex_document_query_links_finish (AnnexDocument *document,
                                                           GAsyncResult  *result,
                                                           GError       **error);
void                    annex_document_query_outline_async (AnnexDocument        *document,
                                                            AnnexDocumentPriority priority,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
GListModel             *annex_document_query_outline_finish (AnnexDocument *document,
                                                             GAsyncResult  *result,
                                                             GError       **error);
void                    annex_document_query_inventory_async (AnnexDocument      *document,
                                                              GCancellable       *cancellable,
                                                              GAsyncReadyCallback callback,
                                                              gpointer            user_data);
AnnexDocumentInventory *annex_document_query_inventory_finish (AnnexDocument *document,
                                                               GAsyncResult  *result,
                                                               GError       **error);

G_END_DECLS
