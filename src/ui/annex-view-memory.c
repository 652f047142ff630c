/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-view-memory.h"

struct _AnnexViewMemory
{
  GHashTable *looks; /* (owned) attachment → (owned) how it was looked at */
};

/**
 * annex_view_memory_new:
 *
 * Returns: (transfer full): a memory of nothing
 */
AnnexViewMemory *
annex_view_memory_new (void)
{
  AnnexViewMemory *self = g_new0 (AnnexViewMemory, 1);

  self->looks = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

static void
on_attachment_gone (gpointer data,
                    GObject *attachment)
{
  g_hash_table_remove (((AnnexViewMemory *) data)->looks, attachment);
}

/**
 * annex_view_memory_free:
 * @self: (transfer full): a memory
 */
void
annex_view_memory_free (AnnexViewMemory *self)
{
  GHashTableIter iter;
  gpointer       attachment;

  g_hash_table_iter_init (&iter, self->looks);
  while (g_hash_table_iter_next (&iter, &attachment, NULL))
    g_object_weak_unref (attachment, on_attachment_gone, self);
  g_hash_table_unref (self->looks);
  g_free (self);
}

/**
 * annex_view_memory_keep:
 * @self: a memory
 * @attachment: an attachment
 * @look: (transfer full): how it was looked at, from g_new()
 */
void
annex_view_memory_keep (AnnexViewMemory *self,
                        AnnexAttachment *attachment,
                        gpointer         look)
{
  if (!g_hash_table_contains (self->looks, attachment))
    g_object_weak_ref (G_OBJECT (attachment), on_attachment_gone, self);
  g_hash_table_insert (self->looks, attachment, look);
}

/**
 * annex_view_memory_recall:
 * @self: a memory
 * @attachment: an attachment
 *
 * Returns: (transfer none) (nullable): how it was looked at, or %NULL when it was not
 */
gconstpointer
annex_view_memory_recall (AnnexViewMemory *self,
                          AnnexAttachment *attachment)
{
  return g_hash_table_lookup (self->looks, attachment);
}
