/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-finder.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Finds something in a text or table. */
#define ANNEX_TYPE_CONTENT_FIND_BAR (annex_content_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContentFindBar, annex_content_find_bar, ANNEX, CONTENT_FIND_BAR, AdwBin)

void annex_content_find_bar_set_finder (AnnexContentFindBar *self,
                                        AnnexFinder         *finder);
void annex_content_find_bar_open (AnnexContentFindBar *self);
void annex_content_find_bar_close (AnnexContentFindBar *self);
void annex_content_find_bar_step (AnnexContentFindBar *self,
                                  int                  direction);

G_END_DECLS
