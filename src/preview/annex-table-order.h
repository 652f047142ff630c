/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-table.h"

G_BEGIN_DECLS

/* In which order the rows of a table are when it is sorted. */
GArray *annex_table_order_new (AnnexTable   *table,
                               guint         column,
                               gboolean      descending,
                               GCancellable *cancellable);

G_END_DECLS
