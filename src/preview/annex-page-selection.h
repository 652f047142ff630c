/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in the text of a document; a position beyond the end of a page's text is its end. */
typedef struct
{
  guint page;
  guint position;
} AnnexTextPlace;

/**
 * AnnexPageSelection:
 * @is_set: whether there is one at all
 * @anchor: where it begins, which stays
 * @caret: where it ends, which moves; before or behind the anchor, or at it when nothing is selected
 *
 * Selected text, across pages.
 */
typedef struct
{
  gboolean       is_set;
  AnnexTextPlace anchor;
  AnnexTextPlace caret;
} AnnexPageSelection;

int      annex_text_place_compare (const AnnexTextPlace *self,
                                   const AnnexTextPlace *other);
gboolean annex_page_selection_is_empty (const AnnexPageSelection *self);
gboolean annex_page_selection_get_bounds (const AnnexPageSelection *self,
                                          AnnexTextPlace           *start,
                                          AnnexTextPlace           *end);
gboolean annex_page_selection_get_range (const AnnexPageSelection *self,
                                         guint                     page,
                                         guint                    *start,
                                         guint                    *end);

G_END_DECLS
