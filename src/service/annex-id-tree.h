/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GTree   *annex_id_tree_new (GDestroyNotify value_free);
gboolean annex_id_tree_contains (GTree      *tree,
                                 const char *id);
gboolean annex_id_tree_add (GTree      *tree,
                            const char *id);

G_END_DECLS
