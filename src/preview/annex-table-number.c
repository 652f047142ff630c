/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-number.h"

#include <string.h>

/* Longer than any number that means something. */
#define MAX_LENGTH 64

#define MINUS_SIGN 0x2212u

/* What is around the digits: white space, and signs of currencies and per cent. */
static gboolean
is_around (gunichar c)
{
  return c == '%' || g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL;
}

static void
strip (const char **text,
       const char **end)
{
  while (*text < *end && is_around (g_utf8_get_char (*text)))
    *text = g_utf8_next_char (*text);
  while (*text < *end)
    {
      const char *last = g_utf8_prev_char (*end);

      if (!is_around (g_utf8_get_char (last)))
        return;
      *end = last;
    }
}

/* Between groups of three digits: the sign that is not the decimal point, an apostrophe, or a space of some kind. */
static gboolean
is_separator (gunichar c,
              char     point)
{
  return c == (point == '.' ? ',' : '.') || c == '\'' || c == 0x2019 || c == ' ' || c == 0xa0 || c == 0x202f;
}

/* Takes a sign, and the sign of a currency behind it. */
static void
take_sign (const char **text,
           const char **end,
           char        *plain)
{
  gunichar c = *text < *end ? g_utf8_get_char (*text) : 0;

  *plain = c == '-' || c == MINUS_SIGN ? '-' : '+';
  if (c == '-' || c == '+' || c == MINUS_SIGN)
    *text = g_utf8_next_char (*text);
  strip (text, end);
}

/* Copies digits, with groups if there are any. Returns how many digits; -1 when the groups are not of three. */
static int
take_digits (const char **text,
             const char  *end,
             char         point,
             char       **plain)
{
  gunichar separator = 0;
  int      n_digits = 0;
  int      in_group = 0;

  for (; *text < end; *text = g_utf8_next_char (*text))
    {
      gunichar c = g_utf8_get_char (*text);

      if (c < 0x80 && g_ascii_isdigit ((char) c))
        {
          *(*plain)++ = (char) c;
          n_digits++;
          in_group++;
        }
      else if (is_separator (c, point))
        {
          if (n_digits == 0 || in_group > 3 || (separator != 0 && (in_group != 3 || c != separator)))
            return -1;
          separator = c;
          in_group = 0;
        }
      else
        break;
    }

  return separator == 0 || in_group == 3 ? n_digits : -1;
}

/*
 * annex_table_number_parse:
 * @text: valid UTF-8, not ended by NUL
 * @point: what stands before the decimals, `.` or `,`
 * @value: (out): the number
 *
 * Returns: whether all of @text is a number, perhaps with a sign, groups of three digits, a currency or per cent
 */
gboolean
annex_table_number_parse (const char *text,
                          gsize       length,
                          char        point,
                          double     *value)
{
  const char *end = text + length;
  char        plain[MAX_LENGTH + 2];
  char       *p = plain + 1;
  int         n_digits;

  if (length > MAX_LENGTH)
    return FALSE;

  strip (&text, &end);
  take_sign (&text, &end, plain);
  n_digits = take_digits (&text, end, point, &p);
  if (n_digits < 0)
    return FALSE;
  if (text < end && *text == point)
    {
      *p++ = '.';
      for (text++; text < end && g_ascii_isdigit (*text); text++, n_digits++)
        *p++ = *text;
    }
  *p = '\0';
  if (text < end || n_digits == 0)
    return FALSE;

  *value = g_ascii_strtod (plain, NULL);

  return TRUE;
}
