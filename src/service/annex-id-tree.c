/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-id-tree.h"

#include <string.h>

static int
compare_ids (gconstpointer a,
             gconstpointer b,
             gpointer      user_data)
{
  return strcmp (a, b);
}

/**
 * annex_id_tree_new:
 * @value_free: (nullable): frees a value
 *
 * Makes a tree for what identifiers that a server has chosen stand for. They are compared and never hashed: with GLib's
 * hash of strings a hostile server could choose thousands that all collide, and each would be compared with all others.
 *
 * Returns: (transfer full) (element-type utf8 gpointer): an empty tree, which frees its keys
 */
GTree *
annex_id_tree_new (GDestroyNotify value_free)
{
  return g_tree_new_full (compare_ids, NULL, g_free, value_free);
}

/**
 * annex_id_tree_contains:
 * @tree: tree of annex_id_tree_new()
 * @id: an identifier
 *
 * Returns: whether the tree has the identifier, with whatever value
 */
gboolean
annex_id_tree_contains (GTree      *tree,
                        const char *id)
{
  return g_tree_lookup_node (tree, id) != NULL;
}

/**
 * annex_id_tree_add:
 * @tree: tree of annex_id_tree_new() that is used as a set
 * @id: an identifier; copied
 *
 * Adds an identifier without a value.
 *
 * Returns: whether it was not there before
 */
gboolean
annex_id_tree_add (GTree      *tree,
                   const char *id)
{
  if (annex_id_tree_contains (tree, id))
    return FALSE;

  g_tree_insert (tree, g_strdup (id), NULL);

  return TRUE;
}
