/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-private.h"

/* Where keys begin to select text in a page view. */

static AnnexPageText *
get_text (AnnexPageView *self,
          guint          page)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self);

  return contents != NULL ? annex_page_contents_get_text (contents, page) : NULL;
}

/* Returns: whether the middle of a character can be seen */
static gboolean
is_seen (AnnexPageView        *self,
         const AnnexPagePlace *place,
         AnnexPageText        *text,
         guint                 index)
{
  graphene_rect_t  box;
  graphene_point_t middle;
  double           x, y;

  annex_page_text_get_box (text, index, &box);
  if (box.size.height <= 0)
    return FALSE;

  graphene_rect_get_center (&box, &middle);
  annex_page_place_map_point (place, &middle, &x, &y);

  return x >= 0 && x < gtk_widget_get_width (GTK_WIDGET (self)) && y >= 0 && y < gtk_widget_get_height (GTK_WIDGET (self));
}

static gboolean
find_seen_of (AnnexPageView *self,
              guint          page,
              guint         *position)
{
  AnnexPageText *text = get_text (self, page);
  AnnexPagePlace place;

  if (text == NULL)
    return FALSE;

  annex_page_view_get_place (self, page, &place);
  for (guint i = 0; i < annex_page_text_get_n_characters (text); i++)
    if (is_seen (self, &place, text, i))
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/*
 * annex_page_view_find_start:
 * @self: a page view
 * @anchor: (out): where a selection by keys is to begin
 * @caret: (out): where it is to end, before it is moved
 *
 * Finds the current match of what is looked for if its page is seen, or else the first character that is seen of the page
 * being read or of those behind it.
 *
 * Returns: whether there is any
 */
gboolean
annex_page_view_find_start (AnnexPageView  *self,
                            AnnexTextPlace *anchor,
                            AnnexTextPlace *caret)
{
  guint first, last, page;

  if (!annex_page_view_get_visible (self, &first, &last))
    return FALSE;
  if (annex_page_view_marks_get_current (annex_page_view_get_marks (self), anchor, caret) && anchor->page >= first && anchor->page <= last && get_text (self, anchor->page) != NULL)
    return TRUE;

  for (page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self)); page <= last; page++)
    {
      *anchor = (AnnexTextPlace) { .page = page };
      if (find_seen_of (self, page, &anchor->position))
        {
          *caret = *anchor;
          return TRUE;
        }
    }

  return FALSE;
}
