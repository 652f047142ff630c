/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A row of a table, which only knows its number: it is made when somebody looks at it. */
#define ANNEX_TYPE_TABLE_ROW (annex_table_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTableRow, annex_table_row, ANNEX, TABLE_ROW, GObject)

AnnexTableRow *annex_table_row_new (guint index);
guint          annex_table_row_get_index (AnnexTableRow *self);

G_END_DECLS
