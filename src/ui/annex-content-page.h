/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-text-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A text file or table, with what can be done with it below. Reads it by itself, and a table again as the text that it is in
 * the file when that is wanted. */
#define ANNEX_TYPE_CONTENT_PAGE (annex_content_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContentPage, annex_content_page, ANNEX, CONTENT_PAGE, AdwBin)

void           annex_content_page_set_attachment (AnnexContentPage *self,
                                                  AnnexAttachment  *attachment);
gboolean       annex_content_page_open (AnnexContentPage *self,
                                        AnnexDecoderPool *pool);
gboolean       annex_content_page_is_opening (AnnexContentPage *self);
void           annex_content_page_clear (AnnexContentPage *self);
AnnexTextFile *annex_content_page_get_file (AnnexContentPage *self);

G_END_DECLS
