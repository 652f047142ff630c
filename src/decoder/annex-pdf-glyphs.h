/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <glib.h>

/* A character, and where it is on the page. */
typedef struct
{
  gunichar        character;
  AnnexDecoderBox box;
} AnnexPdfGlyph;

gboolean annex_pdf_glyphs_are_right_to_left (const AnnexPdfGlyph *line,
                                             guint                n_glyphs);
void     annex_pdf_glyphs_reorder (const AnnexPdfGlyph *line,
                                   guint                n_glyphs,
                                   GArray              *out);
void     annex_pdf_glyphs_turn (guint        n_glyphs,
                                const guint *levels,
                                guint       *order);
