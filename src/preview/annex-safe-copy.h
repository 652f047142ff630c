/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* What a safe copy may have at most, in bytes. */
#define ANNEX_SAFE_COPY_MAX_SIZE (256ull * 1024 * 1024)

/* A document drawn to pixels, page by page, and made into a PDF that has these and nothing else of the original: no text,
 * link, script, form, file or name. Notifies `n-done` and
 * `making`. */
#define ANNEX_TYPE_SAFE_COPY (annex_safe_copy_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSafeCopy, annex_safe_copy, ANNEX, SAFE_COPY, GObject)

AnnexSafeCopy *annex_safe_copy_new (AnnexDocument *document);
AnnexDocument *annex_safe_copy_get_document (AnnexSafeCopy *self);
guint          annex_safe_copy_get_n_done (AnnexSafeCopy *self);
int            annex_safe_copy_get_failed_page (AnnexSafeCopy *self);
gboolean       annex_safe_copy_is_making (AnnexSafeCopy *self);
void           annex_safe_copy_make_async (AnnexSafeCopy      *self,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
AnnexContent  *annex_safe_copy_make_finish (AnnexSafeCopy *self,
                                            GAsyncResult  *result,
                                            GError       **error);

G_END_DECLS
