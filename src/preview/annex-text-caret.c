/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-caret.h"

static guint
get_end (AnnexPageContents *contents,
         guint              page)
{
  AnnexPageText *text = annex_page_contents_get_text (contents, page);

  return text != NULL ? annex_page_text_get_n_characters (text) : 0;
}

static gboolean
turn_page (AnnexPageContents *contents, guint n_pages, AnnexTextPlace *place, int direction)
{
  if (direction < 0 ? place->page == 0 : place->page + 1 >= n_pages)
    return FALSE;

  place->page += direction < 0 ? -1 : 1;
  place->position = direction < 0 ? get_end (contents, place->page) : 0;

  return TRUE;
}

static void
move_by_character (AnnexPageContents *contents, guint n_pages, AnnexTextPlace *place, int direction)
{
  guint end = get_end (contents, place->page);

  place->position = MIN (place->position, end);
  if (direction < 0 ? place->position == 0 : place->position == end)
    turn_page (contents, n_pages, place, direction);
  else
    place->position += direction < 0 ? -1 : 1;
}

static void
move_by_word (AnnexPageContents *contents, guint n_pages, AnnexTextPlace *place, int direction)
{
  AnnexPageText *text = annex_page_contents_get_text (contents, place->page);
  guint          end = get_end (contents, place->page);

  if (text == NULL || (direction < 0 ? place->position == 0 : place->position >= end))
    move_by_character (contents, n_pages, place, direction);
  else
    place->position = annex_page_text_move_by_word (text, place->position, direction);
}

/**
 * annex_text_caret_get_box:
 * @text: a page's text
 * @position: a position in it
 * @box: (out): where a caret stands there, in points of the upright page; it has no width, and no height without text
 */
void
annex_text_caret_get_box (AnnexPageText   *text,
                          guint            position,
                          graphene_rect_t *box)
{
  guint n_characters = annex_page_text_get_n_characters (text);
  guint start, end;

  graphene_rect_init (box, 0, 0, 0, 0);
  if (n_characters == 0)
    return;

  annex_page_text_get_line (text, position, &start, &end);
  if (position < end)
    {
      annex_page_text_get_box (text, position, box);
      box->size.width = 0;
    }
  else
    {
      annex_page_text_get_box (text, position > start ? position - 1 : MIN (position, n_characters - 1), box);
      box->origin.x += box->size.width;
      box->size.width = 0;
    }
}

static void
move_by_line (AnnexPageContents *contents, guint n_pages, AnnexTextPlace *place, int direction)
{
  AnnexPageText   *text = annex_page_contents_get_text (contents, place->page);
  graphene_rect_t  box, other;
  graphene_point_t point;
  guint            start, end;

  if (text == NULL)
    return;

  annex_text_caret_get_box (text, place->position, &box);
  annex_page_text_get_line (text, place->position, &start, &end);
  if (direction < 0 ? start == 0 : end >= get_end (contents, place->page))
    {
      turn_page (contents, n_pages, place, direction);
      return;
    }

  annex_page_text_get_line (text, direction < 0 ? start - 1 : end + 1, &start, &end);
  annex_text_caret_get_box (text, start, &other);
  graphene_point_init (&point, box.origin.x, other.origin.y + other.size.height / 2);
  place->position = CLAMP (annex_page_text_find (text, &point), start, end);
}

static void
move_to_line_end (AnnexPageContents *contents,
                  AnnexTextPlace    *place,
                  int                direction)
{
  AnnexPageText *text = annex_page_contents_get_text (contents, place->page);
  guint          start, end;

  if (text == NULL)
    return;

  annex_page_text_get_line (text, place->position, &start, &end);
  place->position = direction < 0 ? start : end;
}

/**
 * annex_text_caret_move:
 * @contents: what is known of the document
 * @n_pages: how many pages it has
 * @place: (inout): where the caret is
 * @step: how far
 * @direction: 1 for on, -1 for back
 *
 * Moves a caret through the text, and on to the next page at its end.
 */
void
annex_text_caret_move (AnnexPageContents *contents,
                       guint              n_pages,
                       AnnexTextPlace    *place,
                       AnnexTextStep      step,
                       int                direction)
{
  switch (step)
    {
    case ANNEX_TEXT_STEP_WORD:
      move_by_word (contents, n_pages, place, direction);
      break;
    case ANNEX_TEXT_STEP_LINE:
      move_by_line (contents, n_pages, place, direction);
      break;
    case ANNEX_TEXT_STEP_LINE_END:
      move_to_line_end (contents, place, direction);
      break;
    case ANNEX_TEXT_STEP_CHARACTER:
    default:
      move_by_character (contents, n_pages, place, direction);
      break;
    }
}
