/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people write them into tables. */
gboolean annex_table_number_parse (const char *text,
                                   gsize       length,
                                   char        point,
                                   double     *value);

G_END_DECLS
