/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-search.h"

#include "annex-folded-text.h"
#include "annex-text-file-private.h"

/* So often a match is looked at whether somebody still waits. */
#define MATCHES_PER_LOOK 64

static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (AnnexTextMatch));
  AnnexFoldedText *folded = annex_text_file_fold (source, cancellable);
  AnnexTextMatch   match = { 0, 0 };

  if (folded == NULL)
    {
      g_task_return_error_if_cancelled (task);
      return;
    }

  /* One more than are listed says that there are more. */
  while (matches->len <= ANNEX_TEXT_MAX_MATCHES && annex_folded_text_find (folded, task_data, match.end, &match.start, &match.end))
    {
      g_array_append_val (matches, match);
      if (matches->len % MATCHES_PER_LOOK == 0 && g_task_return_error_if_cancelled (task))
        return;
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&matches), (GDestroyNotify) g_array_unref);
}

/**
 * annex_text_file_find_async:
 * @file: a file that was read as a text
 * @text: what to look for; case and accents do not count
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the places where it is
 * @user_data: for @callback
 *
 * Looks through the text. Of the places where @text is found, the first %ANNEX_TEXT_MAX_MATCHES are listed.
 */
void
annex_text_file_find_async (AnnexTextFile      *file,
                            const char         *text,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);
  g_autoptr (AnnexFoldedText) wanted = NULL;

  g_return_if_fail (ANNEX_IS_TEXT_FILE (file) && annex_text_file_get_text (file) != NULL && text != NULL);

  g_task_set_source_tag (task, annex_text_file_find_async);
  wanted = annex_folded_text_new (text);
  if (annex_folded_text_is_empty (wanted))
    {
      g_task_return_pointer (task, g_array_new (FALSE, FALSE, sizeof (AnnexTextMatch)), (GDestroyNotify) g_array_unref);
      return;
    }

  g_task_set_task_data (task, g_steal_pointer (&wanted), (GDestroyNotify) annex_folded_text_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * annex_text_file_find_finish:
 * @file: a file
 * @result: the result
 * @has_more: (out): whether there are more places than are listed
 * @error: return location for an error
 *
 * Errors: %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (element-type AnnexTextMatch): the places, in their order
 */
GArray *
annex_text_file_find_finish (AnnexTextFile *file,
                             GAsyncResult  *result,
                             gboolean      *has_more,
                             GError       **error)
{
  GArray *matches;

  g_return_val_if_fail (g_task_is_valid (result, file), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_text_file_find_async), NULL);

  matches = g_task_propagate_pointer (G_TASK (result), error);
  *has_more = matches != NULL && matches->len > ANNEX_TEXT_MAX_MATCHES;
  if (*has_more)
    g_array_set_size (matches, ANNEX_TEXT_MAX_MATCHES);

  return matches;
}
