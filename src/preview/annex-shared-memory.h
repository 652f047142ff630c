/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Memory of the viewer's making that a decoder writes an answer into, which does not fit into a message. The decoder can
 * change it at any time, also afterwards: what is to be checked is copied out first. */
typedef struct _AnnexSharedMemory AnnexSharedMemory;

AnnexSharedMemory *annex_shared_memory_new (gsize    length,
                                            GError **error);
void               annex_shared_memory_free (AnnexSharedMemory *self);
int                annex_shared_memory_get_fd (AnnexSharedMemory *self);
GBytes            *annex_shared_memory_get_bytes (AnnexSharedMemory *self);
gpointer           annex_shared_memory_copy (AnnexSharedMemory *self,
                                             gsize              offset,
                                             gsize              length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSharedMemory, annex_shared_memory_free)

G_END_DECLS
