/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-text-file.h"

G_BEGIN_DECLS

/* More places than these are not listed. */
#define ANNEX_TEXT_MAX_MATCHES 10000

/**
 * AnnexTextMatch:
 * @start: where it begins, in characters
 * @end: where it ends
 *
 * A place in a text where something was found.
 */
typedef struct
{
  guint start;
  guint end;
} AnnexTextMatch;

void    annex_text_file_find_async (AnnexTextFile      *file,
                                    const char         *text,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GArray *annex_text_file_find_finish (AnnexTextFile *file,
                                     GAsyncResult  *result,
                                     gboolean      *has_more,
                                     GError       **error);

G_END_DECLS
