/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-view.h"
#include "annex-table.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A table to be read. Of many columns only some are there at once: the toolkit makes a widget for each cell of a row. */
#define ANNEX_TYPE_TABLE_PAGE (annex_table_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTablePage, annex_table_page, ANNEX, TABLE_PAGE, AdwBin)

void annex_table_page_set_table (AnnexTablePage *self,
                                 AnnexTable     *table);
void annex_table_page_set_label (AnnexTablePage *self,
                                 const char     *label);

G_END_DECLS
