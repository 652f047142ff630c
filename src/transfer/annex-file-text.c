/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <string.h>

/* Of this many characters one may be a control character, such as the escapes of a terminal's log. */
#define CHARACTERS_PER_CONTROL 32

/* So short a head of hardly any ASCII is as likely a key or a checksum as a text. */
#define MIN_FOREIGN_LENGTH 32

/* In a text, one of so many bytes is a space or ends a line. */
#define BYTES_PER_SPACE 256

static gboolean
is_control (gunichar c)
{
  return (c < 0x20 && strchr ("\t\n\r\f\b\v\033", (int) c) == NULL) || c == 0x7f;
}

/* @text is valid UTF-8; no NUL is in it. */
static gboolean
has_few_controls (const char *text)
{
  gsize n_characters = 0;
  gsize n_controls = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      n_characters++;
      if (is_control (g_utf8_get_char (p)))
        n_controls++;
    }

  return n_controls * CHARACTERS_PER_CONTROL <= n_characters;
}

/* The head may end in the middle of a character. */
static char *
decode_utf8 (const guint8 *head,
             gsize         length)
{
  const char *text = (const char *) head;
  const char *end;
  gsize       rest;

  if (g_utf8_validate_len (text, length, &end))
    return g_strndup (text, length);

  rest = length - (gsize) (end - text);
  if (rest >= 4 || end == text || g_utf8_get_char_validated (end, (gssize) rest) != (gunichar) -2)
    return NULL;

  return g_strndup (text, (gsize) (end - text));
}

static char *
decode_utf16 (const guint8 *head,
              gsize         length,
              gboolean      big_endian)
{
  g_autoptr (GString) text = g_string_sized_new (length);
  gunichar high = 0;

  for (gsize i = 0; i + 1 < length; i += 2)
    {
      gunichar unit = big_endian ? (gunichar) head[i] << 8 | head[i + 1] : (gunichar) head[i + 1] << 8 | head[i];
      gboolean is_low = unit >= 0xdc00 && unit <= 0xdfff;

      if (unit == 0 || is_low != (high != 0))
        return NULL;

      if (unit >= 0xd800 && unit <= 0xdbff)
        high = unit;
      else
        {
          g_string_append_unichar (text, is_low ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : unit);
          high = 0;
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* A text in an older encoding: no control characters at all, and mostly ASCII; or, in another script, spaces and line ends
 * at least. In which encoding it is does not matter here. */
static char *
decode_older (const guint8 *head,
              gsize         length)
{
  gsize n_high = 0;
  gsize n_spaces = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (head[i] == 0 || is_control (head[i]))
        return NULL;
      if (head[i] >= 0x80)
        n_high++;
      if (head[i] == ' ' || head[i] == '\n' || head[i] == '\r')
        n_spaces++;
    }

  if (n_high * 3 > length && (length < MIN_FOREIGN_LENGTH || n_spaces * BYTES_PER_SPACE < length))
    return NULL;

  return g_convert ((const char *) head, (gssize) length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)) && strchr ("\t\n\r\f", *p) == NULL)
      return FALSE;

  return TRUE;
}

/* UTF-16 that does not say so: every other byte of its ASCII is NUL, and everything in it can be printed. */
static char *
decode_unmarked_utf16 (const guint8 *head,
                       gsize         length)
{
  g_autofree char *text = NULL;
  gsize            n_zeros[2] = { 0 };

  for (gsize i = 0; i < length; i++)
    if (head[i] == 0)
      n_zeros[i & 1]++;

  if (MAX (n_zeros[0], n_zeros[1]) * 32 < length || MIN (n_zeros[0], n_zeros[1]) > 0)
    return NULL;

  text = decode_utf16 (head, length, n_zeros[0] > 0);

  return text != NULL && is_printable (text) ? g_steal_pointer (&text) : NULL;
}

/* A text in which a few characters are NUL. */
static char *
decode_with_zeros (const guint8 *head,
                   gsize         length)
{
  g_autofree guint8 *copy = g_memdup2 (head, length);

  /* Another control character, which counts as one */
  for (gsize i = 0; i < length; i++)
    if (copy[i] == 0)
      copy[i] = 1;

  return decode_utf8 (copy, length);
}

/*< private >
 * annex_file_text_decode:
 * @head: (array length=length): the first bytes
 * @length: how many, at least one
 *
 * Decodes the head as far as it looks like a text: UTF-8, UTF-16, or an older encoding, of which only the ASCII is right. A
 * byte order mark is left out.
 *
 * Returns: (transfer full) (nullable): valid UTF-8, or %NULL when it is no text
 */
char *
annex_file_text_decode (const guint8 *head,
                        gsize         length)
{
  g_autofree char *text = NULL;

  if (length >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    text = length == 3 ? g_strdup ("") : decode_utf8 (head + 3, length - 3);
  else if (length >= 2 && memcmp (head, "\xff\xfe", 2) == 0)
    text = decode_utf16 (head + 2, length - 2, FALSE);
  else if (length >= 2 && memcmp (head, "\xfe\xff", 2) == 0)
    text = decode_utf16 (head + 2, length - 2, TRUE);
  else if (memchr (head, 0, length) == NULL)
    {
      text = decode_utf8 (head, length);
      if (text == NULL)
        text = decode_older (head, length);
    }
  else
    {
      text = decode_unmarked_utf16 (head, length);
      if (text == NULL)
        text = decode_with_zeros (head, length);
    }

  if (text == NULL || !has_few_controls (text))
    return NULL;

  return g_steal_pointer (&text);
}

/* The first line that is neither empty nor a comment: there, launchers and shortcuts name themselves. */
static const char *
skip_to_first_entry (const char *text)
{
  while (*text != '\0')
    {
      text += strspn (text, " \t\r\n");
      if (*text != '#' && *text != ';')
        break;
      text += strcspn (text, "\n");
    }

  return text;
}

static gboolean
begins_with (const char *text,
             const char *word)
{
  return g_ascii_strncasecmp (text, word, strlen (word)) == 0;
}

/*< private >
 * annex_file_text_find:
 * @text: what annex_file_text_decode() returned
 *
 * Looks for what can do harm among the texts.
 *
 * Returns: a type, %TYPE_TEXT when it is just a text
 */
AnnexTypeId
annex_file_text_find (const char *text)
{
  const char *entry = skip_to_first_entry (text);
  AnnexTypeId id;

  if (begins_with (entry, "[Desktop Entry]"))
    return TYPE_DESKTOP_ENTRY;
  if (begins_with (entry, "[InternetShortcut]"))
    return TYPE_INTERNET_SHORTCUT;
  if (begins_with (text, "{\\rtf"))
    return TYPE_RTF;
  if (begins_with (text, "#!"))
    return TYPE_SCRIPT;
  if (begins_with (entry, "BEGIN:VCARD"))
    return TYPE_VCARD;
  if (begins_with (entry, "BEGIN:VCALENDAR"))
    return TYPE_CALENDAR;

  id = annex_file_markup_find (text);

  return id != TYPE_UNKNOWN ? id : TYPE_TEXT;
}
