/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-safe-copy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void   annex_saver_save_as_async (AnnexAttachment    *attachment,
                                  AnnexSafeCopy      *copy,
                                  GtkWidget          *parent,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
GFile *annex_saver_save_as_finish (GAsyncResult *result,
                                   GError      **error);

G_END_DECLS
