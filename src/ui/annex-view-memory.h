/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

G_BEGIN_DECLS

/* How attachments were looked at: something for each, kept for as long as the attachment lives, which is as long as its
 * chat. */
typedef struct _AnnexViewMemory AnnexViewMemory;

AnnexViewMemory *annex_view_memory_new (void);
void             annex_view_memory_free (AnnexViewMemory *self);
void             annex_view_memory_keep (AnnexViewMemory *self,
                                         AnnexAttachment *attachment,
                                         gpointer         look);
gconstpointer    annex_view_memory_recall (AnnexViewMemory *self,
                                           AnnexAttachment *attachment);

G_END_DECLS
