/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content-view.h"
#include "annex-text-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A text to be read. */
#define ANNEX_TYPE_TEXT_PAGE (annex_text_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTextPage, annex_text_page, ANNEX, TEXT_PAGE, AdwBin)

void annex_text_page_set_file (AnnexTextPage *self,
                               AnnexTextFile *file);
void annex_text_page_set_wrap (AnnexTextPage *self,
                               gboolean       wrap);
void annex_text_page_set_label (AnnexTextPage *self,
                                const char    *label);

G_END_DECLS
