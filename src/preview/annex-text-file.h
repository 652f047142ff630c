/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-pool.h"
#include "annex-file-type.h"
#include "annex-table.h"

G_BEGIN_DECLS

/* Of a text, so many bytes are read at most. */
#define ANNEX_TEXT_FILE_MAX_SIZE (1024 * 1024)

/* What a text file or table holds, as far as it is shown: read once by a caged decoder, which is gone then. */
#define ANNEX_TYPE_TEXT_FILE (annex_text_file_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTextFile, annex_text_file, ANNEX, TEXT_FILE, GObject)

gboolean       annex_text_file_can_open (const AnnexFileType *type);
void           annex_text_file_open_async (AnnexDecoderPool   *pool,
                                           AnnexContent       *content,
                                           gboolean            as_table,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
AnnexTextFile *annex_text_file_open_finish (GAsyncResult *result,
                                            GError      **error);
const char    *annex_text_file_get_text (AnnexTextFile *self);
AnnexTable    *annex_text_file_get_table (AnnexTextFile *self);
const char    *annex_text_file_get_encoding (AnnexTextFile *self);
gboolean       annex_text_file_is_unicode (AnnexTextFile *self);
gboolean       annex_text_file_is_beginning (AnnexTextFile *self);
gboolean       annex_text_file_is_shortened (AnnexTextFile *self);
gboolean       annex_text_file_is_lossy (AnnexTextFile *self);

G_END_DECLS
