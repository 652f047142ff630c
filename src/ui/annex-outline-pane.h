/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-outline-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The outline of a document. Emits `chosen` with the #AnnexOutlineItem that is to be gone to. */
#define ANNEX_TYPE_OUTLINE_PANE (annex_outline_pane_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOutlinePane, annex_outline_pane, ANNEX, OUTLINE_PANE, AdwBin)

void annex_outline_pane_set_outline (AnnexOutlinePane *self,
                                     GListModel       *outline);

G_END_DECLS
