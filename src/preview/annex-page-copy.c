/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-copy.h"

typedef struct
{
  /* input */
  AnnexPageSelection selection;
  guint              last;

  /* in progress */
  guint    page;
  gboolean is_full;

  /* output */
  GString *text;       /* (owned) */
  gboolean is_partial; /* something that is selected is not there */
} Copy;

static void
copy_free (Copy *copy)
{
  g_string_free (copy->text, TRUE);
  g_free (copy);
}

/* Cuts between two characters. Returns: whether there was anything to cut */
static gboolean
limit (GString *text)
{
  const char *end;

  if (text->len <= ANNEX_PAGE_COPY_MAX_BYTES)
    return FALSE;

  end = g_utf8_find_prev_char (text->str, text->str + ANNEX_PAGE_COPY_MAX_BYTES + 1);
  g_string_truncate (text, (gsize) (end - text->str));

  return TRUE;
}

/* Returns: whether not all of it finds room */
static gboolean
append (GString                  *string,
        const AnnexPageSelection *selection,
        guint                     page,
        AnnexPageText            *text)
{
  g_autofree char *part = NULL;
  guint            start, end;

  if (!annex_page_selection_get_range (selection, page, &start, &end))
    return FALSE;

  part = annex_page_text_dup_range (text, start, end);
  if (string->len > 0 && string->str[string->len - 1] != '\n')
    g_string_append_c (string, '\n');
  g_string_append (string, part);

  return limit (string);
}

/* Whether what is selected of the page goes beyond what of its text is there. */
static gboolean
is_cut (const Copy    *copy,
        AnnexPageText *text)
{
  guint start, end;

  return annex_page_text_is_shortened (text)
         && annex_page_selection_get_range (&copy->selection, copy->page, &start, &end)
         && end >= annex_page_text_get_n_characters (text);
}

/**
 * annex_page_copy_known:
 * @contents: contents of some pages
 * @selection: what is selected
 *
 * Returns: (transfer full) (nullable): as much of it as is at hand; %NULL when that is nothing
 */
char *
annex_page_copy_known (AnnexPageContents        *contents,
                       const AnnexPageSelection *selection)
{
  GString       *string = g_string_new (NULL);
  AnnexTextPlace first, last;

  if (annex_page_selection_get_bounds (selection, &first, &last))
    for (guint page = first.page; page <= last.page && string->len < ANNEX_PAGE_COPY_MAX_BYTES; page++)
      {
        AnnexPageText *text = annex_page_contents_get_text (contents, page);

        if (text != NULL)
          append (string, selection, page, text);
      }

  return g_string_free (string, string->len == 0);
}

static void query_next (GTask *task);

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexPageText) text = annex_document_query_text_finish (ANNEX_DOCUMENT (source), result, &error);
  Copy *copy = g_task_get_task_data (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* A page that cannot be read leaves out its own text only. */
  if (text != NULL)
    copy->is_full = append (copy->text, &copy->selection, copy->page, text);
  copy->is_partial |= text == NULL || copy->is_full || is_cut (copy, text);
  copy->page++;
  query_next (task);
}

static void
query_next (GTask *task)
{
  Copy *copy = g_task_get_task_data (task);

  if (copy->page <= copy->last && !copy->is_full)
    annex_document_query_text_async (g_task_get_source_object (task),
                                     copy->page,
                                     ANNEX_DOCUMENT_PRIORITY_AHEAD,
                                     g_task_get_cancellable (task),
                                     text_cb,
                                     g_object_ref (task));
  else
    g_task_return_pointer (task, g_strdup (copy->text->str), g_free);
}

/**
 * annex_page_copy_async:
 * @document: a document
 * @selection: what is selected
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the text
 * @user_data: for @callback
 *
 * Reads the selected text in the order of reading, page by page.
 */
void
annex_page_copy_async (AnnexDocument            *document,
                       const AnnexPageSelection *selection,
                       GCancellable             *cancellable,
                       GAsyncReadyCallback       callback,
                       gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (document, cancellable, callback, user_data);
  Copy          *copy = g_new0 (Copy, 1);
  AnnexTextPlace first = { 0 }, last = { 0 };

  g_task_set_source_tag (task, annex_page_copy_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) copy_free);
  copy->text = g_string_new (NULL);
  copy->selection = *selection;
  if (!annex_page_selection_get_bounds (selection, &first, &last))
    {
      g_task_return_pointer (task, g_strdup (""), g_free);
      return;
    }

  copy->page = first.page;
  copy->last = MIN (last.page, annex_document_get_n_pages (document) - 1);
  query_next (task);
}

/**
 * annex_page_copy_finish:
 * @document: a document
 * @result: the result
 * @is_partial: (out) (optional): whether something that is selected could not be read, or is beyond the limit
 * @error: return location for an error
 *
 * Errors: %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the text, at most %ANNEX_PAGE_COPY_MAX_BYTES of it
 */
char *
annex_page_copy_finish (AnnexDocument *document,
                        GAsyncResult  *result,
                        gboolean      *is_partial,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, document), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_page_copy_async), NULL);

  if (is_partial != NULL)
    *is_partial = ((const Copy *) g_task_get_task_data (G_TASK (result)))->is_partial;

  return g_task_propagate_pointer (G_TASK (result), error);
}
