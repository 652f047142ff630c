/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-search.h"

#include "annex-folded-text.h"

/* So often a row is looked at whether somebody still waits. */
#define ROWS_PER_LOOK 256

typedef struct
{
  AnnexFoldedText *wanted; /* (owned) */
  GArray          *order;  /* (owned) guint: the row at each position when it began */
  guint            n_columns;
} Search;

static void
search_free (Search *search)
{
  annex_folded_text_free (search->wanted);
  g_array_unref (search->order);
  g_free (search);
}

static gboolean
is_in_cell (AnnexTable *table,
            guint       row,
            guint       column,
            Search     *search)
{
  gsize            length;
  const char      *text = annex_table_peek_cell (table, row, column, &length);
  g_autofree char *copy = NULL;
  g_autoptr (AnnexFoldedText) folded = NULL;
  guint start;
  guint end;

  if (length == 0)
    return FALSE;
  copy = g_strndup (text, length);
  folded = annex_folded_text_new (copy);

  return annex_folded_text_find (folded, search->wanted, 0, &start, &end);
}

static void
find_in_row (AnnexTable *table,
             guint       position,
             Search     *search,
             GArray     *matches)
{
  guint row = g_array_index (search->order, guint, position);
  guint column;

  /* One more than are listed says that there are more. */
  for (column = 0; column < search->n_columns && matches->len <= ANNEX_TABLE_MAX_MATCHES; column++)
    {
      const AnnexTableMatch match = { position, column };

      if (is_in_cell (table, row, column, search))
        g_array_append_val (matches, match);
    }
}

static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Search *search = task_data;
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (AnnexTableMatch));
  guint position;

  for (position = 0; position < search->order->len; position++)
    {
      if (position % ROWS_PER_LOOK == 0 && g_task_return_error_if_cancelled (task))
        return;
      find_in_row (source, position, search, matches);
    }
  g_task_return_pointer (task, g_steal_pointer (&matches), (GDestroyNotify) g_array_unref);
}

static GArray *
list_order (AnnexTable *table)
{
  guint   n_rows = annex_table_get_n_rows (table);
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_rows);
  guint   i;

  for (i = 0; i < n_rows; i++)
    {
      guint row = annex_table_get_row_at (table, i);

      g_array_append_val (order, row);
    }

  return order;
}

/**
 * annex_table_find_async:
 * @table: a table
 * @text: what to look for; case and accents do not count
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the cells in which it is
 * @user_data: for @callback
 *
 * Looks through all cells, in the order that the rows have now. Of those in which @text is found, the first
 * %ANNEX_TABLE_MAX_MATCHES are listed.
 */
void
annex_table_find_async (AnnexTable         *table,
                        const char         *text,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (table, cancellable, callback, user_data);
  g_autoptr (AnnexFoldedText) wanted = NULL;
  Search *search;

  g_return_if_fail (ANNEX_IS_TABLE (table) && text != NULL);

  g_task_set_source_tag (task, annex_table_find_async);
  wanted = annex_folded_text_new (text);
  if (annex_folded_text_is_empty (wanted))
    {
      g_task_return_pointer (task, g_array_new (FALSE, FALSE, sizeof (AnnexTableMatch)), (GDestroyNotify) g_array_unref);
      return;
    }

  search = g_new (Search, 1);
  search->wanted = g_steal_pointer (&wanted);
  search->order = list_order (table);
  search->n_columns = annex_table_get_n_columns (table);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * annex_table_find_finish:
 * @table: a table
 * @result: the result
 * @has_more: (out): whether there are more cells than are listed
 * @error: return location for an error
 *
 * Errors: %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (element-type AnnexTableMatch): the cells, by rows and then by columns
 */
GArray *
annex_table_find_finish (AnnexTable   *table,
                         GAsyncResult *result,
                         gboolean     *has_more,
                         GError      **error)
{
  GArray *matches;

  g_return_val_if_fail (g_task_is_valid (result, table), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_table_find_async), NULL);

  matches = g_task_propagate_pointer (G_TASK (result), error);
  *has_more = matches != NULL && matches->len > ANNEX_TABLE_MAX_MATCHES;
  if (*has_more)
    g_array_set_size (matches, ANNEX_TABLE_MAX_MATCHES);

  return matches;
}
