/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* As much of a file as has arrived, and which version of the file it is: what a later download may go on from, also with
 * another link. Ranges of different versions are never put together. */
#define ANNEX_TYPE_DOWNLOAD_PART (annex_download_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDownloadPart, annex_download_part, ANNEX, DOWNLOAD_PART, GObject)

AnnexDownloadPart *annex_download_part_new (void);
guint64            annex_download_part_get_received (AnnexDownloadPart *self);
guint64            annex_download_part_get_total (AnnexDownloadPart *self);
gboolean           annex_download_part_can_resume (AnnexDownloadPart *self);
void               annex_download_part_clear (AnnexDownloadPart *self);
gboolean           annex_download_part_begin (AnnexDownloadPart  *self,
                                              SoupMessageHeaders *headers,
                                              guint64             total,
                                              guint64             max_size,
                                              GError            **error);
void               annex_download_part_ask (AnnexDownloadPart  *self,
                                            SoupMessageHeaders *headers);
gboolean           annex_download_part_go_on (AnnexDownloadPart  *self,
                                              SoupMessageHeaders *headers);
gboolean           annex_download_part_append (AnnexDownloadPart *self,
                                               gconstpointer      data,
                                               gsize              length,
                                               GError           **error);
AnnexContent      *annex_download_part_seal (AnnexDownloadPart *self,
                                             GError           **error);

G_END_DECLS
