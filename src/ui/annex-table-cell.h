/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ANNEX_TABLE_CELL_PLAIN,
  ANNEX_TABLE_CELL_MATCH,
  ANNEX_TABLE_CELL_CURRENT,
} AnnexTableCellMark;

/* How a cell of a table is shown: one line of text, and all of it when the pointer rests on it. */
#define ANNEX_TYPE_TABLE_CELL (annex_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTableCell, annex_table_cell, ANNEX, TABLE_CELL, GtkWidget)

AnnexTableCell *annex_table_cell_new (GtkColumnViewCell *cell,
                                      guint              column);
gpointer        annex_table_cell_get_item (AnnexTableCell *self);
guint           annex_table_cell_get_column (AnnexTableCell *self);
void            annex_table_cell_set_text (AnnexTableCell *self,
                                           const char     *text,
                                           gboolean        is_number);
void            annex_table_cell_set_mark (AnnexTableCell    *self,
                                           AnnexTableCellMark mark);
AnnexTableCell *annex_table_cell_find (GtkWidget *widget);

G_END_DECLS
