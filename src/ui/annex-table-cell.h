/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How a cell of a table is shown: one line of text, and all of it when the pointer rests on it. */
typedef enum
{
  ANNEX_TABLE_CELL_PLAIN,
  ANNEX_TABLE_CELL_MATCH,
  ANNEX_TABLE_CELL_CURRENT,
} AnnexTableCellMark;

GtkWidget         *annex_table_cell_new (GtkColumnViewCell *cell);
void               annex_table_cell_set_text (GtkWidget  *widget,
                                              const char *text,
                                              gboolean    is_number);
void               annex_table_cell_set_mark (GtkWidget         *widget,
                                              AnnexTableCellMark mark);
GtkColumnViewCell *annex_table_cell_find (GtkWidget *widget);

G_END_DECLS
