/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-contents.h"
#include "annex-page-selection.h"

G_BEGIN_DECLS

/**
 * AnnexTextStep:
 * @ANNEX_TEXT_STEP_CHARACTER: one character
 * @ANNEX_TEXT_STEP_WORD: to the next end of a word
 * @ANNEX_TEXT_STEP_LINE: to the line above or below
 * @ANNEX_TEXT_STEP_LINE_END: to the end of the line
 *
 * How far a key moves the end of a selection.
 */
typedef enum
{
  ANNEX_TEXT_STEP_CHARACTER,
  ANNEX_TEXT_STEP_WORD,
  ANNEX_TEXT_STEP_LINE,
  ANNEX_TEXT_STEP_LINE_END,
} AnnexTextStep;

/* Moves the end of a selection through the text of a document, as far as that is known. */

void annex_text_caret_get_box (AnnexPageText   *text,
                               guint            position,
                               graphene_rect_t *box);
void annex_text_caret_move (AnnexPageContents *contents,
                            guint              n_pages,
                            AnnexTextPlace    *place,
                            AnnexTextStep      step,
                            int                direction);

G_END_DECLS
