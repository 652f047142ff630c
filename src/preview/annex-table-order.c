/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-order.h"

#include "annex-table-number.h"

/* So often a row is looked at whether somebody still waits. */
#define ROWS_PER_LOOK 1024

typedef enum
{
  KEY_NUMBER,
  KEY_TEXT,
  KEY_EMPTY,
} KeyKind;

typedef struct
{
  KeyKind kind;
  guint   row;
  double  number;
  char   *text; /* (owned) (nullable) collation key */
} Key;

static void
key_clear (Key *key)
{
  g_free (key->text);
}

static void
fill_key (AnnexTable *table,
          guint       row,
          guint       column,
          Key        *key)
{
  gsize       length;
  const char *text = annex_table_peek_cell (table, row, column, &length);

  key->row = row;
  if (length == 0)
    key->kind = KEY_EMPTY;
  else if (annex_table_number_parse (text, length, annex_table_get_decimal_point (table, column), &key->number))
    key->kind = KEY_NUMBER;
  else
    {
      key->kind = KEY_TEXT;
      key->text = g_utf8_collate_key (text, (gssize) length);
    }
}

/* Numbers come before texts. What is empty is at the end either way, and what is equal stays in its order. */
static int
compare (gconstpointer one,
         gconstpointer other,
         gpointer      user_data)
{
  const Key *a = one;
  const Key *b = other;
  int        sign = GPOINTER_TO_INT (user_data);
  int        result = 0;

  if (a->kind == KEY_EMPTY || b->kind == KEY_EMPTY)
    return (a->kind == KEY_EMPTY) - (b->kind == KEY_EMPTY);
  if (a->kind != b->kind)
    result = a->kind < b->kind ? -1 : 1;
  else if (a->kind == KEY_NUMBER)
    result = (a->number > b->number) - (a->number < b->number);
  else
    result = g_strcmp0 (a->text, b->text);

  return sign * result;
}

static GArray *
list_rows (GArray *keys)
{
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint), keys->len);
  guint   i;

  for (i = 0; i < keys->len; i++)
    g_array_append_val (rows, g_array_index (keys, Key, i).row);

  return rows;
}

/*
 * annex_table_order_new:
 *
 * May be called in another thread: cells never change.
 *
 * Returns: (transfer full) (nullable): the rows' numbers, sorted by a column: numbers by value, texts as the locale has
 *   them; %NULL when it was cancelled
 */
GArray *
annex_table_order_new (AnnexTable   *table,
                       guint         column,
                       gboolean      descending,
                       GCancellable *cancellable)
{
  guint n_rows = annex_table_get_n_rows (table);
  g_autoptr (GArray) keys = g_array_sized_new (FALSE, TRUE, sizeof (Key), n_rows);
  guint row;

  g_array_set_clear_func (keys, (GDestroyNotify) key_clear);
  g_array_set_size (keys, n_rows);
  for (row = 0; row < n_rows; row++)
    {
      if (row % ROWS_PER_LOOK == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      fill_key (table, row, column, &g_array_index (keys, Key, row));
    }
  if (n_rows > 0)
    g_sort_array (keys->data, n_rows, sizeof (Key), compare, GINT_TO_POINTER (descending ? -1 : 1));

  return list_rows (keys);
}
