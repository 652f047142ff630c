/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-selection.h"

/**
 * annex_text_place_compare:
 * @self: a place
 * @other: another
 *
 * Returns: negative when @self comes first in the document, positive when @other does
 */
int
annex_text_place_compare (const AnnexTextPlace *self,
                          const AnnexTextPlace *other)
{
  if (self->page != other->page)
    return self->page < other->page ? -1 : 1;

  return (self->position > other->position) - (self->position < other->position);
}

/**
 * annex_page_selection_is_empty:
 * @self: a selection
 *
 * Returns: whether nothing is selected
 */
gboolean
annex_page_selection_is_empty (const AnnexPageSelection *self)
{
  return !self->is_set || annex_text_place_compare (&self->anchor, &self->caret) == 0;
}

/**
 * annex_page_selection_get_bounds:
 * @self: a selection
 * @start: (out): where it begins in the order of reading
 * @end: (out): where it ends
 *
 * Returns: whether anything is selected
 */
gboolean
annex_page_selection_get_bounds (const AnnexPageSelection *self,
                                 AnnexTextPlace           *start,
                                 AnnexTextPlace           *end)
{
  gboolean forward;

  if (annex_page_selection_is_empty (self))
    return FALSE;

  forward = annex_text_place_compare (&self->anchor, &self->caret) < 0;
  *start = forward ? self->anchor : self->caret;
  *end = forward ? self->caret : self->anchor;

  return TRUE;
}

/**
 * annex_page_selection_get_range:
 * @self: a selection
 * @page: a page, from 0
 * @start: (out): the position in its text that the selection begins at
 * @end: (out): the position that it ends at, perhaps beyond the end
 *
 * Returns: whether anything of the page is selected
 */
gboolean
annex_page_selection_get_range (const AnnexPageSelection *self,
                                guint                     page,
                                guint                    *start,
                                guint                    *end)
{
  AnnexTextPlace first, last;

  if (!annex_page_selection_get_bounds (self, &first, &last) || page < first.page || page > last.page)
    return FALSE;

  *start = page == first.page ? first.position : 0;
  *end = page == last.page ? last.position : G_MAXUINT;

  return *end > *start;
}
