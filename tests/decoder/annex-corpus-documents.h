/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* What is asked of every public PDF, and how the renderer draws it by itself. */

void     corpus_read (AnnexDocument *document,
                      const char    *name);
gboolean corpus_compare_with_poppler (const char *path,
                                      GdkTexture *texture,
                                      double     *difference);

G_END_DECLS
