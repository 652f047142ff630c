/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-finder.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Finds a text in what is read below it. */
#define ANNEX_TYPE_FIND_BAR (annex_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFindBar, annex_find_bar, ANNEX, FIND_BAR, AdwBin)

void     annex_find_bar_set_finder (AnnexFindBar *self,
                                    AnnexFinder  *finder);
void     annex_find_bar_open (AnnexFindBar *self);
void     annex_find_bar_close (AnnexFindBar *self);
gboolean annex_find_bar_is_open (AnnexFindBar *self);
void     annex_find_bar_clear (AnnexFindBar *self);
void     annex_find_bar_step (AnnexFindBar *self,
                              int           direction);

G_END_DECLS
