/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-contents.h"
#include "annex-page-selection.h"

G_BEGIN_DECLS

/* Bytes of text that are copied at most: more than anybody reads, and no burden for what it is pasted into. */
#define ANNEX_PAGE_COPY_MAX_BYTES (1024 * 1024)

/* The text of a selection, which may be spread over pages that nobody has looked at. */

char *annex_page_copy_known (AnnexPageContents        *contents,
                             const AnnexPageSelection *selection);
void  annex_page_copy_async (AnnexDocument            *document,
                             const AnnexPageSelection *selection,
                             GCancellable             *cancellable,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data);
char *annex_page_copy_finish (AnnexDocument *document,
                              GAsyncResult  *result,
                              gboolean      *is_partial,
                              GError       **error);

G_END_DECLS
