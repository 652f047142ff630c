/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-encoding.h"

#include "annex-decoder-encodings.h"
#include "annex-text-charset.h"

#include <string.h>

#define REPLACEMENT 0xfffdu

/* As much is looked at to tell UTF-16 without a byte order mark. */
#define SAMPLE_LENGTH 4096

/* So many characters of UTF-8 outweigh a byte that is none. By accident, older encodings hardly have any. */
#define CHARACTERS_PER_MISTAKE 8

void
annex_decoded_text_clear (AnnexDecodedText *decoded)
{
  if (decoded->text != NULL)
    g_string_free (g_steal_pointer (&decoded->text), TRUE);
}

static void
append_replacement (AnnexDecodedText *decoded)
{
  g_string_append_unichar (decoded->text, REPLACEMENT);
  decoded->lossy = TRUE;
}

/* Half a character at the end of what was cut off is left out. */
static gboolean
is_cut_character (const guint8 *data,
                  gsize         length,
                  gboolean      whole)
{
  return !whole && length < 4 && data[0] >= 0xc2 && g_utf8_get_char_validated ((const char *) data, (gssize) length) == (gunichar) -2;
}

static void
decode_utf_8 (const guint8     *data,
              gsize             length,
              gboolean          whole,
              AnnexDecodedText *decoded)
{
  decoded->encoding = ANNEX_DECODER_UTF_8;
  while (length > 0)
    {
      const char *end;
      gsize       valid;

      /* It stops at NUL, too */
      g_utf8_validate_len ((const char *) data, length, &end);
      valid = (gsize) ((const guint8 *) end - data);
      g_string_append_len (decoded->text, (const char *) data, (gssize) valid);
      data += valid;
      length -= valid;
      if (length == 0 || is_cut_character (data, length, whole))
        return;

      if (*data == 0)
        g_string_append_c (decoded->text, '\0');
      else
        append_replacement (decoded);
      data++;
      length--;
    }
}

static guint
read_unit (const guint8 *data,
           gboolean      big_endian)
{
  return big_endian ? (guint) data[0] << 8 | data[1] : (guint) data[1] << 8 | data[0];
}

static gboolean
is_high_surrogate (guint unit)
{
  return unit >= 0xd800 && unit <= 0xdbff;
}

static gboolean
is_low_surrogate (guint unit)
{
  return unit >= 0xdc00 && unit <= 0xdfff;
}

static void
decode_utf_16 (const guint8     *data,
               gsize             length,
               gboolean          big_endian,
               gboolean          whole,
               AnnexDecodedText *decoded)
{
  gsize i;

  decoded->encoding = ANNEX_DECODER_UTF_16;
  for (i = 0; i + 1 < length; i += 2)
    {
      guint unit = read_unit (data + i, big_endian);
      guint next = i + 3 < length ? read_unit (data + i + 2, big_endian) : 0;

      if (is_high_surrogate (unit) && is_low_surrogate (next))
        {
          g_string_append_unichar (decoded->text, 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
          i += 2;
        }
      else if (is_high_surrogate (unit) && i + 3 >= length && !whole)
        return;
      else if (is_high_surrogate (unit) || is_low_surrogate (unit))
        append_replacement (decoded);
      else
        g_string_append_unichar (decoded->text, unit);
    }
  if (i < length && whole)
    append_replacement (decoded);
}

static void
decode_utf_32 (const guint8     *data,
               gsize             length,
               gboolean          big_endian,
               gboolean          whole,
               AnnexDecodedText *decoded)
{
  gsize i;

  decoded->encoding = ANNEX_DECODER_UTF_32;
  for (i = 0; i + 3 < length; i += 4)
    {
      guint    first = read_unit (data + i, big_endian);
      guint    second = read_unit (data + i + 2, big_endian);
      gunichar c = big_endian ? first << 16 | second : second << 16 | first;

      if (g_unichar_validate (c))
        g_string_append_unichar (decoded->text, c);
      else
        append_replacement (decoded);
    }
  if (i < length && whole)
    append_replacement (decoded);
}

static gboolean
decode_marked (const guint8     *data,
               gsize             length,
               gboolean          whole,
               AnnexDecodedText *decoded)
{
  if (length >= 3 && memcmp (data, "\357\273\277", 3) == 0)
    decode_utf_8 (data + 3, length - 3, whole, decoded);
  else if (length >= 4 && memcmp (data, "\377\376\0\0", 4) == 0)
    decode_utf_32 (data + 4, length - 4, FALSE, whole, decoded);
  else if (length >= 4 && memcmp (data, "\0\0\376\377", 4) == 0)
    decode_utf_32 (data + 4, length - 4, TRUE, whole, decoded);
  else if (length >= 2 && memcmp (data, "\377\376", 2) == 0)
    decode_utf_16 (data + 2, length - 2, FALSE, whole, decoded);
  else if (length >= 2 && memcmp (data, "\376\377", 2) == 0)
    decode_utf_16 (data + 2, length - 2, TRUE, whole, decoded);
  else
    return FALSE;

  return TRUE;
}

static gboolean
is_ascii_pair (const guint8 *data)
{
  return data[0] >= '\t' && data[0] < 0x7f && data[1] >= '\t' && data[1] < 0x7f;
}

/* Without a mark, UTF-16 gives itself away by the halves of its spaces, line ends and digits: they are NUL, and always the
 * same ones. A text of ASCII with a NUL in it is none. */
static gboolean
looks_like_utf_16 (const guint8 *data,
                   gsize         length,
                   gboolean      big_endian)
{
  gsize n_plain = 0;
  gsize n_pairs = 0;
  gsize n_units = MIN (length, SAMPLE_LENGTH) / 2;
  gsize i;

  for (i = 0; i < n_units; i++)
    {
      guint unit = read_unit (data + 2 * i, big_endian);

      if (unit == 0 || unit == 0xfffe || unit == 0xffff || (unit < 0x20 && strchr ("\t\n\r\f", (int) unit) == NULL))
        return FALSE;
      if (unit < 0x80)
        n_plain++;
      else if (is_ascii_pair (data + 2 * i))
        n_pairs++;
    }

  return n_plain > 0 && n_plain * 16 >= n_units && n_pairs * 2 < n_units;
}

static gboolean
is_utf_8 (const guint8 *data,
          gsize         length,
          gboolean      whole)
{
  gsize n_characters = 0;
  gsize n_mistakes = 0;

  while (length > 0 && !is_cut_character (data, length, whole))
    {
      gunichar c = *data < 0x80 ? *data : g_utf8_get_char_validated ((const char *) data, (gssize) MIN (length, 4));
      gsize    step = c < 0x80 || c >= 0x110000 ? 1 : g_utf8_skip[*data];

      if (c >= 0x110000)
        n_mistakes++;
      else if (c >= 0x80)
        n_characters++;
      data += step;
      length -= step;
    }

  return n_mistakes == 0 || n_characters > n_mistakes * CHARACTERS_PER_MISTAKE;
}

/* Makes UTF-8 of whatever this is: Unicode if it says so or looks like it, otherwise what older encoding it most likely is.
 * Every byte has its place; nothing is an error. @whole: the file ends here */
void
annex_text_encoding_decode (const guint8     *data,
                            gsize             length,
                            gboolean          whole,
                            AnnexDecodedText *decoded)
{
  decoded->text = g_string_sized_new (length + length / 8 + 16);
  decoded->lossy = FALSE;

  if (decode_marked (data, length, whole, decoded))
    return;

  if (looks_like_utf_16 (data, length, FALSE))
    decode_utf_16 (data, length, FALSE, whole, decoded);
  else if (looks_like_utf_16 (data, length, TRUE))
    decode_utf_16 (data, length, TRUE, whole, decoded);
  else if (is_utf_8 (data, length, whole) && !annex_text_charset_is_escaped (data, length))
    decode_utf_8 (data, length, whole, decoded);
  else
    {
      decoded->encoding = annex_text_charset_recognise (data, length);
      annex_text_charset_decode (decoded->encoding, data, length, whole, decoded->text, &decoded->lossy);
    }
}
