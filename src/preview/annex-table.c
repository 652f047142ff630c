/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table.h"

#include "annex-table-number.h"
#include "annex-table-order.h"

#include <string.h>

/* As many cells of a column are looked at to see whether it holds numbers. */
#define SAMPLE_ROWS 1000

/* What a column holds, found out when it is asked for the first time. */
typedef struct
{
  gboolean known;
  gboolean numeric;
  char     point;
} Column;

struct _AnnexTable
{
  GObject parent_instance;

  GBytes  *text;    /* (owned) of all cells, one after the other */
  GArray  *rows;    /* (owned) guint32: number of the cell behind the row's last */
  GArray  *cells;   /* (owned) guint32: place behind the cell's last byte */
  Column  *columns; /* (owned) of n_columns */
  guint    n_columns;
  gboolean has_header;

  GArray *order;     /* (owned) (nullable) guint: row at each position; NULL as in the file */
  GArray *positions; /* (owned) (nullable) guint: the reverse */
};

static void annex_table_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexTable, annex_table, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, annex_table_list_model_init))

static GType
annex_table_get_item_type (GListModel *model)
{
  return ANNEX_TYPE_TABLE_ROW;
}

static guint
annex_table_get_n_items (GListModel *model)
{
  return annex_table_get_n_rows (ANNEX_TABLE (model));
}

static gpointer
annex_table_get_item (GListModel *model,
                      guint       position)
{
  AnnexTable *self = ANNEX_TABLE (model);

  return position < annex_table_get_n_rows (self) ? annex_table_row_new (annex_table_get_row_at (self, position)) : NULL;
}

static void
annex_table_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = annex_table_get_item_type;
  iface->get_n_items = annex_table_get_n_items;
  iface->get_item = annex_table_get_item;
}

static void
annex_table_finalize (GObject *object)
{
  AnnexTable *self = ANNEX_TABLE (object);

  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_free (self->columns);

  G_OBJECT_CLASS (annex_table_parent_class)->finalize (object);
}

static void
annex_table_class_init (AnnexTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_table_finalize;
}

static void
annex_table_init (AnnexTable *self)
{
}

static guint
get_row_begin (AnnexTable *self,
               guint       file_row)
{
  return file_row > 0 ? g_array_index (self->rows, guint32, file_row - 1) : 0;
}

static guint
get_width (AnnexTable *self,
           guint       file_row)
{
  return g_array_index (self->rows, guint32, file_row) - get_row_begin (self, file_row);
}

/* Returns: the bytes of a cell, counting the header as a row; a cell that the row is too short for is empty */
static const char *
peek (AnnexTable *self,
      guint       file_row,
      guint       column,
      gsize      *length)
{
  const char *text = g_bytes_get_data (self->text, NULL);
  guint       cell = get_row_begin (self, file_row) + column;
  guint       begin;

  *length = 0;
  if (column >= get_width (self, file_row))
    return "";

  begin = cell > 0 ? g_array_index (self->cells, guint32, cell - 1) : 0;
  *length = g_array_index (self->cells, guint32, cell) - begin;

  return *length > 0 ? text + begin : "";
}

/* A first row names the columns unless it holds a number, or nothing. */
static gboolean
has_header (AnnexTable *self)
{
  gboolean any = FALSE;
  guint    i;

  for (i = 0; self->rows->len > 0 && i < get_width (self, 0); i++)
    {
      gsize       length;
      const char *text = peek (self, 0, i, &length);
      double      value;

      if (annex_table_number_parse (text, length, '.', &value) || annex_table_number_parse (text, length, ',', &value))
        return FALSE;
      any = any || length > 0;
    }

  return any;
}

/**
 * annex_table_new:
 * @text: valid UTF-8, of all cells one after the other
 * @rows: (element-type guint32): for each row the number of the cell behind its last, strictly ascending
 * @cells: (element-type guint32): for each cell the place in @text behind its last byte, ascending, at characters
 *
 * Returns: (transfer full): a table
 */
AnnexTable *
annex_table_new (GBytes *text,
                 GArray *rows,
                 GArray *cells)
{
  AnnexTable *self = g_object_new (ANNEX_TYPE_TABLE, NULL);
  guint       i;

  self->text = g_bytes_ref (text);
  self->rows = g_array_ref (rows);
  self->cells = g_array_ref (cells);
  for (i = 0; i < rows->len; i++)
    self->n_columns = MAX (self->n_columns, get_width (self, i));
  self->columns = g_new0 (Column, self->n_columns);
  self->has_header = has_header (self);

  return self;
}

/**
 * annex_table_get_n_columns:
 * @self: a table
 *
 * Returns: how many cells its longest row has
 */
guint
annex_table_get_n_columns (AnnexTable *self)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self), 0);

  return self->n_columns;
}

/**
 * annex_table_get_n_rows:
 * @self: a table
 *
 * Returns: how many rows it has, without the header
 */
guint
annex_table_get_n_rows (AnnexTable *self)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self), 0);

  return self->rows->len - (self->has_header ? 1 : 0);
}

/**
 * annex_table_dup_title:
 * @self: a table
 * @column: number of a column, from 0
 *
 * Returns: (transfer full) (nullable): what the header says, or %NULL when that is nothing
 */
char *
annex_table_dup_title (AnnexTable *self,
                       guint       column)
{
  const char *text;
  gsize       length;

  g_return_val_if_fail (ANNEX_IS_TABLE (self), NULL);

  if (!self->has_header)
    return NULL;
  text = peek (self, 0, column, &length);

  return length > 0 ? g_strndup (text, length) : NULL;
}

/**
 * annex_table_peek_cell:
 * @self: a table
 * @row: number of a row in the file, from 0, without the header
 * @column: number of a column, from 0
 * @length: (out): how many bytes
 *
 * May be called in any thread.
 *
 * Returns: (transfer none): the cell's text, not ended by NUL; empty where the row is too short
 */
const char *
annex_table_peek_cell (AnnexTable *self,
                       guint       row,
                       guint       column,
                       gsize      *length)
{
  return peek (self, row + (self->has_header ? 1 : 0), column, length);
}

/**
 * annex_table_dup_cell:
 * @self: a table
 * @row: number of a row in the file, from 0, without the header
 * @column: number of a column, from 0
 *
 * Returns: (transfer full): the cell's text; empty where the row is too short
 */
char *
annex_table_dup_cell (AnnexTable *self,
                      guint       row,
                      guint       column)
{
  const char *text;
  gsize       length;

  g_return_val_if_fail (ANNEX_IS_TABLE (self) && row < annex_table_get_n_rows (self), NULL);

  text = annex_table_peek_cell (self, row, column, &length);

  return g_strndup (text, length);
}

/* Whoever has decimals decides for all: "1,234" alone may be either. */
static void
study_column (AnnexTable *self,
              guint       column)
{
  Column *found = &self->columns[column];
  guint   n_rows = MIN (annex_table_get_n_rows (self), SAMPLE_ROWS);
  guint   n_filled = 0;
  guint   n_point = 0;
  guint   n_comma = 0;
  guint   row;

  for (row = 0; row < n_rows; row++)
    {
      gsize       length;
      const char *text = annex_table_peek_cell (self, row, column, &length);
      double      value;

      n_filled += length > 0;
      n_point += annex_table_number_parse (text, length, '.', &value);
      n_comma += annex_table_number_parse (text, length, ',', &value);
    }
  found->known = TRUE;
  found->point = n_comma > n_point ? ',' : '.';
  found->numeric = n_filled > 0 && MAX (n_point, n_comma) == n_filled;
}

static const Column *
get_column (AnnexTable *self,
            guint       column)
{
  if (!self->columns[column].known)
    study_column (self, column);

  return &self->columns[column];
}

/**
 * annex_table_is_numeric:
 * @self: a table
 * @column: number of a column, from 0
 *
 * Returns: whether its cells are numbers, as far as the first ones tell
 */
gboolean
annex_table_is_numeric (AnnexTable *self,
                        guint       column)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self) && column < self->n_columns, FALSE);

  return get_column (self, column)->numeric;
}

/**
 * annex_table_get_decimal_point:
 * @self: a table
 * @column: number of a column, from 0
 *
 * Returns: what stands before the decimals of its numbers, `.` or `,`
 */
char
annex_table_get_decimal_point (AnnexTable *self,
                               guint       column)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self) && column < self->n_columns, '.');

  return get_column (self, column)->point;
}

/**
 * annex_table_get_row_at:
 * @self: a table
 * @position: a position in the list model
 *
 * Returns: the number of the row there, as it is in the file
 */
guint
annex_table_get_row_at (AnnexTable *self,
                        guint       position)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self) && position < annex_table_get_n_rows (self), 0);

  return self->order != NULL ? g_array_index (self->order, guint, position) : position;
}

/**
 * annex_table_get_position:
 * @self: a table
 * @row: number of a row in the file
 *
 * Returns: where it is in the list model
 */
guint
annex_table_get_position (AnnexTable *self,
                          guint       row)
{
  g_return_val_if_fail (ANNEX_IS_TABLE (self) && row < annex_table_get_n_rows (self), 0);

  return self->positions != NULL ? g_array_index (self->positions, guint, row) : row;
}

/* @order: (transfer full) (nullable) */
static void
set_order (AnnexTable *self,
           GArray     *order)
{
  guint n_rows = annex_table_get_n_rows (self);
  guint i;

  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  self->order = order;
  if (order != NULL)
    {
      self->positions = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_rows);
      g_array_set_size (self->positions, n_rows);
      for (i = 0; i < n_rows; i++)
        g_array_index (self->positions, guint, g_array_index (order, guint, i)) = i;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_rows, n_rows);
}

typedef struct
{
  guint    column;
  gboolean descending;
} Sorting;

static void
sort_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Sorting *sorting = task_data;
  GArray        *order = annex_table_order_new (source, sorting->column, sorting->descending, cancellable);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, order, (GDestroyNotify) g_array_unref);
  else if (order != NULL)
    g_array_unref (order);
}

/**
 * annex_table_sort_async:
 * @self: a table
 * @column: number of a column, from 0
 * @descending: whether the largest comes first
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Puts the rows into another order: numbers by value, before texts, as the locale has them, before what is empty. Rows that
 * are equal stay in the file's order.
 */
void
annex_table_sort_async (AnnexTable         *self,
                        guint               column,
                        gboolean            descending,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const Sorting sorting = { column, descending };

  g_return_if_fail (ANNEX_IS_TABLE (self) && column < self->n_columns);

  g_task_set_source_tag (task, annex_table_sort_async);
  g_task_set_task_data (task, g_memdup2 (&sorting, sizeof sorting), g_free);
  /* Found out here: only cells may be looked at from another thread. */
  get_column (self, column);
  g_task_run_in_thread (task, sort_thread);
}

/**
 * annex_table_sort_finish:
 * @self: a table
 * @result: the result
 * @error: return location for an error
 *
 * Errors: %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether the rows are in the new order
 */
gboolean
annex_table_sort_finish (AnnexTable   *self,
                         GAsyncResult *result,
                         GError      **error)
{
  GArray *order;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_table_sort_async), FALSE);

  order = g_task_propagate_pointer (G_TASK (result), error);
  if (order == NULL)
    return FALSE;
  set_order (self, order);

  return TRUE;
}

/**
 * annex_table_unsort:
 * @self: a table
 *
 * Puts the rows into the order that they have in the file.
 */
void
annex_table_unsort (AnnexTable *self)
{
  g_return_if_fail (ANNEX_IS_TABLE (self));

  if (self->order != NULL)
    set_order (self, NULL);
}

/* As spreadsheets take it: in quotation marks where it could be mistaken for several cells. */
static void
append_cell (GString    *out,
             const char *text,
             gsize       length)
{
  gsize i;

  if (memchr (text, '\t', length) == NULL && memchr (text, '\n', length) == NULL && (length == 0 || *text != '"'))
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }

  g_string_append_c (out, '"');
  for (i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

/**
 * annex_table_format_rows:
 * @self: a table
 * @rows: (array length=n_rows): numbers of rows in the file
 * @n_rows: how many
 *
 * Returns: (transfer full): the rows to be pasted elsewhere: tabs between cells, a line for each row
 */
char *
annex_table_format_rows (AnnexTable  *self,
                         const guint *rows,
                         guint        n_rows)
{
  GString *out = g_string_new (NULL);
  guint    i;
  guint    column;

  for (i = 0; i < n_rows; i++)
    {
      guint width = get_width (self, rows[i] + (self->has_header ? 1 : 0));

      for (column = 0; column < width; column++)
        {
          gsize       length;
          const char *text = annex_table_peek_cell (self, rows[i], column, &length);

          if (column > 0)
            g_string_append_c (out, '\t');
          append_cell (out, text, length);
        }
      g_string_append_c (out, '\n');
    }

  return g_string_free (out, FALSE);
}
