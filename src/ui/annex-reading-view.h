/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-page-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The pages of a document with what a reader needs around them. How an attachment was looked at is remembered as long as it
 * lives. */
#define ANNEX_TYPE_READING_VIEW (annex_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReadingView, annex_reading_view, ANNEX, READING_VIEW, AdwBin)

AnnexPageView *annex_reading_view_get_page_view (AnnexReadingView *self);
void           annex_reading_view_show (AnnexReadingView *self,
                                        AnnexAttachment  *attachment,
                                        AnnexDocument    *document);
void           annex_reading_view_clear (AnnexReadingView *self);

G_END_DECLS
