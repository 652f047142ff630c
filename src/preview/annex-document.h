/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-pool.h"
#include "annex-file-type.h"
#include "annex-picture-facts.h"
#include "annex-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Bytes of a password; a longer one opens nothing. */
#define ANNEX_DOCUMENT_MAX_PASSWORD 127

/**
 * AnnexDocumentPriority:
 * @ANNEX_DOCUMENT_PRIORITY_VISIBLE: somebody looks at where it belongs
 * @ANNEX_DOCUMENT_PRIORITY_AHEAD: it may be looked at soon; done when nothing visible waits
 * @ANNEX_DOCUMENT_PRIORITY_LAST: what takes long and can wait, such as searching all pages; gives way to everything else
 *
 * In which order things are done.
 */
typedef enum
{
  ANNEX_DOCUMENT_PRIORITY_VISIBLE,
  ANNEX_DOCUMENT_PRIORITY_AHEAD,
  ANNEX_DOCUMENT_PRIORITY_LAST,
} AnnexDocumentPriority;

/* An opened attachment as pages: a picture is one page, a PDF has as many as it has. Owns one caged decoder; when that
 * dies it is replaced for the next request, three times at most. The property `partial` changes when drawing finds out
 * that the file is damaged. */
#define ANNEX_TYPE_DOCUMENT (annex_document_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDocument, annex_document, ANNEX, DOCUMENT, GObject)

void               annex_document_open_async (AnnexDecoderPool    *pool,
                                              AnnexContent        *content,
                                              const AnnexFileType *type,
                                              AnnexSecret         *password,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
AnnexDocument     *annex_document_open_finish (GAsyncResult *result,
                                               GError      **error);
guint              annex_document_get_n_pages (AnnexDocument *self);
gboolean           annex_document_is_picture (AnnexDocument *self);
gboolean           annex_document_has_facts (AnnexDocument *self);
gboolean           annex_document_is_partial (AnnexDocument *self);
gboolean           annex_document_is_encrypted (AnnexDocument *self);
gboolean           annex_document_has_alpha (AnnexDocument *self);
GPid               annex_document_get_decoder_pid (AnnexDocument *self);
gboolean           annex_document_get_known_size (AnnexDocument   *self,
                                                  guint            page,
                                                  graphene_size_t *size);
void               annex_document_query_size_async (AnnexDocument        *self,
                                                    guint                 page,
                                                    AnnexDocumentPriority priority,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean           annex_document_query_size_finish (AnnexDocument   *self,
                                                     GAsyncResult    *result,
                                                     graphene_size_t *size,
                                                     GError         **error);
void               annex_document_render_async (AnnexDocument      *self,
                                                guint               page,
                                                guint               width,
                                                guint               height,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
GdkTexture        *annex_document_render_finish (AnnexDocument *self,
                                                 GAsyncResult  *result,
                                                 GError       **error);
void               annex_document_forgive (AnnexDocument *self,
                                           guint          page);
void               annex_document_draw_region_async (AnnexDocument        *self,
                                                     guint                 page,
                                                     guint                 full_width,
                                                     guint                 full_height,
                                                     const GdkRectangle   *region,
                                                     AnnexDocumentPriority priority,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
GdkTexture        *annex_document_draw_region_finish (AnnexDocument *self,
                                                      GAsyncResult  *result,
                                                      GError       **error);
guint              annex_document_get_n_frames (AnnexDocument *self);
guint              annex_document_get_n_loops (AnnexDocument *self);
void               annex_document_draw_frame_async (AnnexDocument      *self,
                                                    guint               frame,
                                                    guint               width,
                                                    guint               height,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
GdkTexture        *annex_document_draw_frame_finish (AnnexDocument *self,
                                                     GAsyncResult  *result,
                                                     guint         *delay,
                                                     GError       **error);
void               annex_document_query_facts_async (AnnexDocument      *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
AnnexPictureFacts *annex_document_query_facts_finish (AnnexDocument *self,
                                                      GAsyncResult  *result,
                                                      GError       **error);

G_END_DECLS
