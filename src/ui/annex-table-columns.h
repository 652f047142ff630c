/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-table-cell.h"
#include "annex-table.h"

G_BEGIN_DECLS

/* The columns of a table as a view shows them, some of them at once. */
#define ANNEX_TYPE_TABLE_COLUMNS (annex_table_columns_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTableColumns, annex_table_columns, ANNEX, TABLE_COLUMNS, GObject)

/* As many widgets for each row are no trouble. */
#define ANNEX_TABLE_COLUMNS_AT_ONCE 40

/* Says how a cell is marked. */
typedef AnnexTableCellMark (*AnnexTableMarker) (guint    row,
                                                guint    column,
                                                gpointer user_data);

AnnexTableColumns   *annex_table_columns_new (GtkColumnView   *view,
                                              AnnexTableMarker marker,
                                              gpointer         user_data);
void                 annex_table_columns_set_table (AnnexTableColumns *self,
                                                    AnnexTable        *table);
guint                annex_table_columns_get_first (AnnexTableColumns *self);
void                 annex_table_columns_set_first (AnnexTableColumns *self,
                                                    guint              first);
guint                annex_table_columns_get_column (AnnexTableColumns   *self,
                                                     GtkColumnViewColumn *column);
GtkColumnViewColumn *annex_table_columns_peek (AnnexTableColumns *self,
                                               guint              column);
void                 annex_table_columns_update_marks (AnnexTableColumns *self);

G_END_DECLS
