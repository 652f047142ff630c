/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"

G_BEGIN_DECLS

/**
 * AnnexSaveMode:
 * @ANNEX_SAVE_REPLACE: an existing file is replaced as a whole (the save dialog has asked)
 * @ANNEX_SAVE_NEW: the file must not exist; otherwise %G_IO_ERROR_EXISTS
 */
typedef enum
{
  ANNEX_SAVE_REPLACE,
  ANNEX_SAVE_NEW,
} AnnexSaveMode;

void     annex_save_async (AnnexContent       *content,
                           GFile              *file,
                           AnnexSaveMode       mode,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
gboolean annex_save_finish (GAsyncResult *result,
                            GError      **error);

G_END_DECLS
