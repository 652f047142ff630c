/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-clean-text.h"

/*
 * annex_clean_text_is_harmless:
 *
 * Returns: whether it can be shown: no control character, and nothing that turns the direction of writing or cannot be
 *   seen, which could make one text look like another
 */
gboolean
annex_clean_text_is_harmless (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return TRUE;
    }
}

/*
 * annex_clean_text_line:
 * @text: of any sort
 *
 * Returns: (transfer full) (nullable): what of the text can be shown in one line, if anything
 */
char *
annex_clean_text_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at;

  for (at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (annex_clean_text_is_harmless (character))
        g_string_append_unichar (out, character);
      else if (g_unichar_isspace (character))
        g_string_append_c (out, ' ');
    }
  g_strstrip (out->str);

  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}
