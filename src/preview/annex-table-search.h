/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-table.h"

G_BEGIN_DECLS

/* More cells than these are not listed. */
#define ANNEX_TABLE_MAX_MATCHES 10000

/**
 * AnnexTableMatch:
 * @position: of the row in the list model
 * @column: number of the column
 *
 * A cell in which something was found.
 */
typedef struct
{
  guint position;
  guint column;
} AnnexTableMatch;

void    annex_table_find_async (AnnexTable         *table,
                                const char         *text,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
GArray *annex_table_find_finish (AnnexTable   *table,
                                 GAsyncResult *result,
                                 gboolean     *has_more,
                                 GError      **error);

G_END_DECLS
