/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-private.h"
#include "annex-preview-error.h"

/* What pictures say about themselves. */

/**
 * annex_document_has_facts:
 * @self: a document
 *
 * Returns: whether it is made of pictures, one or, as in a TIFF file, several pages, which say something about themselves;
 *   see annex_document_query_facts_async()
 */
gboolean
annex_document_has_facts (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_get_format (annex_document_get_queue (self)) != ANNEX_DECODER_PDF;
}

/**
 * annex_document_query_facts_async:
 * @self: a document that is made of pictures
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the facts
 * @user_data: for @callback
 *
 * Asks what a picture says about itself; of several pages the first. A PDF has no such facts.
 */
void
annex_document_query_facts_async (AnnexDocument      *self,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (self));

  g_task_set_source_tag (task, annex_document_query_facts_async);
  if (!annex_document_has_facts (self))
    g_task_return_new_error_literal (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_UNSUPPORTED, "It is not a picture");
  else
    annex_document_queue_add (annex_document_get_queue (self), task, &(AnnexDecoderRequest) { .operation = ANNEX_DECODER_FACTS }, ANNEX_DOCUMENT_PRIORITY_AHEAD);
}

/**
 * annex_document_query_facts_finish:
 * @self: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the facts
 */
AnnexPictureFacts *
annex_document_query_facts_finish (AnnexDocument *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_facts_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
