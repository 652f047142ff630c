/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-pool.h"
#include "annex-secret.h"

#include <graphene.h>

G_BEGIN_DECLS

/* What is wanted from one attachment, done one after the other by a caged decoder, which is replaced when it dies. The
 * inner half of #AnnexDocument. */
#define ANNEX_TYPE_DOCUMENT_QUEUE (annex_document_queue_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDocumentQueue, annex_document_queue, ANNEX, DOCUMENT_QUEUE, GObject)

AnnexDocumentQueue *annex_document_queue_new (AnnexDecoderPool  *pool,
                                              AnnexContent      *content,
                                              AnnexDecoderFormat format,
                                              AnnexSecret       *password);
void                annex_document_queue_add (AnnexDocumentQueue        *self,
                                              GTask                     *task,
                                              const AnnexDecoderRequest *request,
                                              int                        priority);
void                annex_document_queue_forgive (AnnexDocumentQueue *self,
                                                  guint               page);
AnnexDecoderFormat  annex_document_queue_get_format (AnnexDocumentQueue *self);
guint               annex_document_queue_get_n_pages (AnnexDocumentQueue *self);
guint               annex_document_queue_get_n_frames (AnnexDocumentQueue *self);
guint               annex_document_queue_get_n_loops (AnnexDocumentQueue *self);
gboolean            annex_document_queue_has_alpha (AnnexDocumentQueue *self);
gboolean            annex_document_queue_is_encrypted (AnnexDocumentQueue *self);
gboolean            annex_document_queue_is_partial (AnnexDocumentQueue *self);
GPid                annex_document_queue_get_pid (AnnexDocumentQueue *self);
gboolean            annex_document_queue_get_known_size (AnnexDocumentQueue *self,
                                                         guint               page,
                                                         graphene_size_t    *size);

G_END_DECLS
