/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct
{
  gunichar first;
  gunichar last;
} AnnexDecoderCharacters;

/* Letters, marks and fillers that are drawn as nothing. Format characters are found by their category. */
static const AnnexDecoderCharacters annex_decoder_invisible[] = {
  { 0x034f, 0x034f },
  { 0x115f, 0x1160 },
  { 0x17b4, 0x17b5 },
  { 0x180b, 0x180f },
  { 0x2028, 0x2029 },
  { 0x3164, 0x3164 },
  { 0xffa0, 0xffa0 },
};

/* Format characters that are drawn as something: signs around numbers in Arabic and Syriac, and others like them. */
static const AnnexDecoderCharacters annex_decoder_drawn[] = {
  { 0x0600, 0x0605 },
  { 0x06dd, 0x06dd },
  { 0x070f, 0x070f },
  { 0x0890, 0x0891 },
  { 0x08e2, 0x08e2 },
  { 0x110bd, 0x110bd },
  { 0x110cd, 0x110cd },
};

static inline gboolean
annex_decoder_lists (const AnnexDecoderCharacters *characters,
                     gsize                         n_characters,
                     gunichar                      c)
{
  gsize i;

  for (i = 0; i < n_characters; i++)
    {
      if (c >= characters[i].first && c <= characters[i].last)
        return TRUE;
    }

  return FALSE;
}

/* Whether the decoder shows this character of a text file as a picture or number wherever it stands: it cannot be seen, or
 * turns text around. Those that join letters are not among these. */
static inline gboolean
annex_decoder_is_hidden (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
      return c != '\t';
    case G_UNICODE_FORMAT:
      return c != 0x200c && c != 0x200d && !annex_decoder_lists (annex_decoder_drawn, G_N_ELEMENTS (annex_decoder_drawn), c);
    default:
      return annex_decoder_lists (annex_decoder_invisible, G_N_ELEMENTS (annex_decoder_invisible), c);
    }
}
