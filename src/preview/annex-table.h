/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-table-row.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A table that was read from a file: a list model of its rows without the header, each an AnnexTableRow. Its cells never
 * change, the order of its rows does. */
#define ANNEX_TYPE_TABLE (annex_table_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTable, annex_table, ANNEX, TABLE, GObject)

AnnexTable *annex_table_new (GBytes *text,
                             GArray *rows,
                             GArray *cells);
guint       annex_table_get_n_columns (AnnexTable *self);
guint       annex_table_get_n_rows (AnnexTable *self);
char       *annex_table_dup_title (AnnexTable *self,
                                   guint       column);
const char *annex_table_peek_cell (AnnexTable *self,
                                   guint       row,
                                   guint       column,
                                   gsize      *length);
char       *annex_table_dup_cell (AnnexTable *self,
                                  guint       row,
                                  guint       column);
gboolean    annex_table_is_numeric (AnnexTable *self,
                                    guint       column);
char        annex_table_get_decimal_point (AnnexTable *self,
                                           guint       column);
guint       annex_table_get_position (AnnexTable *self,
                                      guint       row);
guint       annex_table_get_row_at (AnnexTable *self,
                                    guint       position);
void        annex_table_sort_async (AnnexTable         *self,
                                    guint               column,
                                    gboolean            descending,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean    annex_table_sort_finish (AnnexTable   *self,
                                     GAsyncResult *result,
                                     GError      **error);
void        annex_table_unsort (AnnexTable *self);
char       *annex_table_format_rows (AnnexTable  *self,
                                     const guint *rows,
                                     guint        n_rows);

G_END_DECLS
