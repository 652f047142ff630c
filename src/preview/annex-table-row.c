/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-row.h"

struct _AnnexTableRow
{
  GObject parent_instance;

  guint index;
};

G_DEFINE_FINAL_TYPE (AnnexTableRow, annex_table_row, G_TYPE_OBJECT)

static void
annex_table_row_class_init (AnnexTableRowClass *klass)
{
}

static void
annex_table_row_init (AnnexTableRow *self)
{
}

/**
 * annex_table_row_new:
 * @index: its number in the file, from 0; the header does not count
 *
 * Returns: (transfer full): a row
 */
AnnexTableRow *
annex_table_row_new (guint index)
{
  AnnexTableRow *self = g_object_new (ANNEX_TYPE_TABLE_ROW, NULL);

  self->index = index;

  return self;
}

/**
 * annex_table_row_get_index:
 * @self: a row
 *
 * Returns: its number in the file, from 0, however the table is sorted; the header does not count
 */
guint
annex_table_row_get_index (AnnexTableRow *self)
{
  g_return_val_if_fail (ANNEX_IS_TABLE_ROW (self), 0);

  return self->index;
}
