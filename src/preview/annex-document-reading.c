/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-reading.h"

#include "annex-document-private.h"
#include "annex-page-text-private.h"

static gboolean
can_be_read (AnnexDocument *document)
{
  return annex_document_queue_get_format (annex_document_get_queue (document)) == ANNEX_DECODER_PDF;
}

static void
add (AnnexDocument        *document,
     GTask                *task,
     AnnexDecoderOperation operation,
     guint                 page,
     AnnexDocumentPriority priority)
{
  annex_document_queue_add (annex_document_get_queue (document), task, &(AnnexDecoderRequest) { .operation = operation, .page = page }, (int) priority);
}

/**
 * annex_document_query_text_async:
 * @document: a document
 * @page: page number, from 0
 * @priority: how urgent it is
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the text
 * @user_data: for @callback
 *
 * Asks for the text of a page. What is made of pictures has none.
 */
void
annex_document_query_text_async (AnnexDocument        *document,
                                 guint                 page,
                                 AnnexDocumentPriority priority,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (document, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (document) && page < annex_document_get_n_pages (document));

  g_task_set_source_tag (task, annex_document_query_text_async);
  if (can_be_read (document))
    add (document, task, ANNEX_DECODER_TEXT, page, priority);
  else
    g_task_return_pointer (task, annex_page_text_new ("", NULL, 0), (GDestroyNotify) annex_page_text_unref);
}

/**
 * annex_document_query_text_finish:
 * @document: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the text, at most 65536 characters and 256 KiB of it
 */
AnnexPageText *
annex_document_query_text_finish (AnnexDocument *document,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_text_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_document_query_links_async:
 * @document: a document
 * @page: page number, from 0
 * @priority: how urgent it is
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the links
 * @user_data: for @callback
 *
 * Asks for the links of a page.
 */
void
annex_document_query_links_async (AnnexDocument        *document,
                                  guint                 page,
                                  AnnexDocumentPriority priority,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (document, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (document) && page < annex_document_get_n_pages (document));

  g_task_set_source_tag (task, annex_document_query_links_async);
  if (can_be_read (document))
    add (document, task, ANNEX_DECODER_LINKS, page, priority);
  else
    g_task_return_pointer (task, g_ptr_array_new_with_free_func ((GDestroyNotify) annex_page_link_unref), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * annex_document_query_links_finish:
 * @document: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (element-type AnnexPageLink): the links, perhaps none, at most 512; where they overlap, the
 *   later one is above
 */
GPtrArray *
annex_document_query_links_finish (AnnexDocument *document,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_links_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_document_query_outline_async:
 * @document: a document
 * @priority: how urgent it is
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the outline
 * @user_data: for @callback
 *
 * Asks for the outline, also called bookmarks or table of contents.
 */
void
annex_document_query_outline_async (AnnexDocument        *document,
                                    AnnexDocumentPriority priority,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (document, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (document));

  g_task_set_source_tag (task, annex_document_query_outline_async);
  if (can_be_read (document))
    add (document, task, ANNEX_DECODER_OUTLINE, 0, priority);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * annex_document_query_outline_finish:
 * @document: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the uppermost entries, #AnnexOutlineItem, with the others below them; at most 4096
 *   altogether. %NULL, and no error, when there is no outline.
 */
GListModel *
annex_document_query_outline_finish (AnnexDocument *document,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_autoptr (GListModel) outline = NULL;

  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_outline_async), NULL);

  outline = g_task_propagate_pointer (G_TASK (result), error);

  return outline != NULL && g_list_model_get_n_items (outline) > 0 ? g_steal_pointer (&outline) : NULL;
}

/* The inventory is taken in steps, none of which keeps a page from being drawn for long. A step that fails may have cost a
 * decoder: from then on it is one page at a time, so that only the bad ones are left out. */

#define MAX_FAILED_STEPS 5

typedef struct
{
  /* in progress */
  guint    page;     /* that the step under way begins with */
  guint    n_failed; /* steps */
  gboolean is_found; /* something could be looked through */

  /* output */
  AnnexDocumentInventory sum;
} Inventory;

static void look_through (GTask *task,
                          guint  page);

/* Both are within %ANNEX_DECODER_MAX_FOUND. */
static guint
sum_up (guint   sum,
        guint32 found)
{
  return MIN (sum + found, ANNEX_DECODER_MAX_FOUND);
}

static void
add_up (AnnexDocumentInventory      *sum,
        const AnnexDecoderInventory *found)
{
  sum->n_links = sum_up (sum->n_links, found->n_links);
  sum->n_files = sum_up (sum->n_files, found->n_files);
  sum->n_media = sum_up (sum->n_media, found->n_media);
  sum->n_fields = sum_up (sum->n_fields, found->n_fields);
  sum->has_scripts |= found->has_scripts != 0;
}

static void
finish_inventory (GTask *task)
{
  const Inventory *inventory = g_task_get_task_data (task);

  g_task_return_pointer (task, g_memdup2 (&inventory->sum, sizeof inventory->sum), g_free);
}

/* @error: (transfer full): why the step under way has failed */
static void
skip_failed (GTask  *task,
             GError *error)
{
  Inventory *inventory = g_task_get_task_data (task);
  guint      n_pages = annex_document_get_n_pages (g_task_get_source_object (task));
  guint      next = inventory->n_failed == 0 ? inventory->page : inventory->page + 1;
  gboolean   is_last = ++inventory->n_failed >= MAX_FAILED_STEPS || next >= n_pages;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || (is_last && !inventory->is_found))
    {
      g_task_return_error (task, error);
      return;
    }

  g_error_free (error);
  if (is_last)
    finish_inventory (task);
  else
    look_through (task, next);
}

static void
looked_through_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autofree AnnexDecoderInventory *found = NULL;
  Inventory                        *inventory = g_task_get_task_data (task);
  GError                           *error = NULL;

  found = g_task_propagate_pointer (G_TASK (result), &error);
  if (found == NULL)
    {
      skip_failed (task, error);
      return;
    }

  inventory->is_found = TRUE;
  add_up (&inventory->sum, found);
  if (found->next_page < annex_document_get_n_pages (ANNEX_DOCUMENT (source)))
    look_through (task, found->next_page);
  else
    finish_inventory (task);
}

static void
look_through (GTask *task,
              guint  page)
{
  AnnexDocument *document = g_task_get_source_object (task);
  Inventory     *inventory = g_task_get_task_data (task);
  g_autoptr (GTask) step = g_task_new (document, g_task_get_cancellable (task), looked_through_cb, g_object_ref (task));
  const AnnexDecoderRequest request = { .operation = ANNEX_DECODER_INVENTORY, .page = page, .n_pages = inventory->n_failed > 0 ? 1 : 0 };

  inventory->page = page;
  annex_document_queue_add (annex_document_get_queue (document), step, &request, ANNEX_DOCUMENT_PRIORITY_AHEAD);
}

/**
 * annex_document_query_inventory_async:
 * @document: a document
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the inventory
 * @user_data: for @callback
 *
 * Looks through the whole document for what is never done, when nothing visible waits. Pages that cannot be looked through
 * are left out, and so are all others behind the last of some of them.
 */
void
annex_document_query_inventory_async (AnnexDocument      *document,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (document, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (document));

  g_task_set_source_tag (task, annex_document_query_inventory_async);
  g_task_set_task_data (task, g_new0 (Inventory, 1), g_free);
  if (can_be_read (document))
    look_through (task, 0);
  else
    g_task_return_pointer (task, g_new0 (AnnexDocumentInventory, 1), g_free);
}

/**
 * annex_document_query_inventory_finish:
 * @document: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): what was found in what could be looked through; an error only if that is nothing. To be freed
 *   with g_free()
 */
AnnexDocumentInventory *
annex_document_query_inventory_finish (AnnexDocument *document,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_inventory_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
