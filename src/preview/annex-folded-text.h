/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A text as it is compared when somebody looks for something in it, and where in the text each part of that is. Case,
 * accents, ligatures, kinds and amounts of white space, and hyphens between letters do not count. */
typedef struct _AnnexFoldedText AnnexFoldedText;

AnnexFoldedText *annex_folded_text_new (const char *text);
AnnexFoldedText *annex_folded_text_new_cancellable (const char   *text,
                                                    GCancellable *cancellable);
void             annex_folded_text_free (AnnexFoldedText *self);
gboolean         annex_folded_text_is_empty (AnnexFoldedText *self);
gboolean         annex_folded_text_find (AnnexFoldedText *self,
                                         AnnexFoldedText *wanted,
                                         guint            from,
                                         guint           *start,
                                         guint           *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexFoldedText, annex_folded_text_free)

G_END_DECLS
