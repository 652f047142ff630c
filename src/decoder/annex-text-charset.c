/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-charset.h"

#include "annex-decoder-encodings.h"

#include <errno.h>
#include <string.h>
#include <uchardet.h>

/* As much is looked at to recognise an encoding, from a little before the first byte that is not ASCII. */
#define SAMPLE_LENGTH (256 * 1024)
#define SAMPLE_LEAD 1024

/* What uchardet may say, and the converter that reads it. Where a newer encoding has the older one's characters and more
 * besides, it is read as that, as browsers do. */
static const struct
{
  const char *found;
  const char *name; /* of annex_decoder_encodings */
  const char *converter;
} charsets[] = {
  { "WINDOWS-1250", "Windows-1250", "CP1250" },
  { "WINDOWS-1251", "Windows-1251", "CP1251" },
  { "WINDOWS-1253", "Windows-1253", "CP1253" },
  { "WINDOWS-1254", "Windows-1254", "CP1254" },
  { "ISO-8859-9", "Windows-1254", "CP1254" },
  { "WINDOWS-1255", "Windows-1255", "CP1255" },
  { "WINDOWS-1256", "Windows-1256", "CP1256" },
  { "WINDOWS-1257", "Windows-1257", "CP1257" },
  { "WINDOWS-1258", "Windows-1258", "CP1258" },
  { "TIS-620", "Windows-874", "CP874" },
  { "ISO-8859-11", "Windows-874", "CP874" },
  { "ISO-8859-2", "ISO-8859-2", "ISO-8859-2" },
  { "ISO-8859-3", "ISO-8859-3", "ISO-8859-3" },
  { "ISO-8859-4", "ISO-8859-4", "ISO-8859-4" },
  { "ISO-8859-5", "ISO-8859-5", "ISO-8859-5" },
  { "ISO-8859-6", "ISO-8859-6", "ISO-8859-6" },
  { "ISO-8859-7", "ISO-8859-7", "ISO-8859-7" },
  { "ISO-8859-8", "ISO-8859-8", "ISO-8859-8" },
  { "ISO-8859-10", "ISO-8859-10", "ISO-8859-10" },
  { "ISO-8859-13", "ISO-8859-13", "ISO-8859-13" },
  { "ISO-8859-15", "ISO-8859-15", "ISO-8859-15" },
  { "ISO-8859-16", "ISO-8859-16", "ISO-8859-16" },
  { "IBM852", "IBM852", "IBM852" },
  { "IBM855", "IBM855", "IBM855" },
  { "IBM865", "IBM865", "IBM865" },
  { "IBM866", "IBM866", "IBM866" },
  { "KOI8-R", "KOI8-R", "KOI8-R" },
  { "MAC-CYRILLIC", "Mac Cyrillic", "MAC-CYRILLIC" },
  { "MAC-CENTRALEUROPE", "Mac Central European", "MAC-CENTRALEUROPE" },
  { "VISCII", "VISCII", "VISCII" },
  { "GEORGIAN-ACADEMY", "Georgian Academy", "GEORGIAN-ACADEMY" },
  { "GEORGIAN-PS", "Georgian PS", "GEORGIAN-PS" },
  { "SHIFT_JIS", "Shift JIS", "CP932" },
  { "EUC-JP", "EUC-JP", "EUC-JP-MS" },
  { "ISO-2022-JP", "ISO-2022-JP", "ISO-2022-JP" },
  { "GB18030", "GB18030", "GB18030" },
  { "BIG5", "Big5", "BIG5" },
  { "EUC-TW", "EUC-TW", "EUC-TW" },
  { "ISO-2022-CN", "ISO-2022-CN", "ISO-2022-CN" },
  { "EUC-KR", "UHC", "UHC" },
  { "UHC", "UHC", "UHC" },
  { "Johab", "Johab", "JOHAB" },
  { "JOHAB", "Johab", "JOHAB" },
  { "ISO-2022-KR", "ISO-2022-KR", "ISO-2022-KR" },
};

/* What Windows-1252 has where ISO-8859-1 has control characters; 0: nothing. It needs no converter, so it is always there. */
static const guint16 windows_1252[32] = {
  0x20ac,
  0,
  0x201a,
  0x0192,
  0x201e,
  0x2026,
  0x2020,
  0x2021,
  0x02c6,
  0x2030,
  0x0160,
  0x2039,
  0x0152,
  0,
  0x017d,
  0,
  0,
  0x2018,
  0x2019,
  0x201c,
  0x201d,
  0x2022,
  0x2013,
  0x2014,
  0x02dc,
  0x2122,
  0x0161,
  0x203a,
  0x0153,
  0,
  0x017e,
  0x0178,
};

/* A converter is a library that the C library loads: not a thing to be done in the cage. They stay for as long as the
 * process does, which is made for one file. */
static GIConv converters[ANNEX_DECODER_N_ENCODINGS];

static guint
find_encoding (const char *name)
{
  guint i;

  for (i = 0; i < ANNEX_DECODER_N_ENCODINGS; i++)
    {
      if (g_str_equal (annex_decoder_encodings[i], name))
        return i;
    }

  return ANNEX_DECODER_WINDOWS_1252;
}

/* Opens every converter that this system has; before the cage is closed. */
void
annex_text_charset_init (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      GIConv *converter = &converters[find_encoding (charsets[i].name)];

      if (*converter == NULL)
        *converter = g_iconv_open ("UTF-8", charsets[i].converter);
      if (*converter == (GIConv) -1)
        *converter = NULL;
    }
}

static const guint8 *
find_high (const guint8 *data,
           gsize         length)
{
  gsize i;

  for (i = 0; i < length; i++)
    {
      if (data[i] >= 0x80)
        return data + i;
    }

  return NULL;
}

static guint
choose_encoding (const char *found)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      guint encoding = find_encoding (charsets[i].name);

      if (g_str_equal (charsets[i].found, found) && converters[encoding] != NULL)
        return encoding;
    }

  return ANNEX_DECODER_WINDOWS_1252;
}

/* Returns which of annex_decoder_encodings this most likely is, which can be converted; never one of Unicode. */
guint
annex_text_charset_recognise (const guint8 *data,
                              gsize         length)
{
  const guint8 *high = find_high (data, length);
  const guint8 *begin = high != NULL && high - data > SAMPLE_LEAD ? high - SAMPLE_LEAD : data;
  gsize         rest = MIN (length - (gsize) (begin - data), SAMPLE_LENGTH);
  uchardet_t    detector = uchardet_new ();
  guint         encoding = ANNEX_DECODER_WINDOWS_1252;

  if (uchardet_handle_data (detector, (const char *) begin, rest) == 0)
    {
      uchardet_data_end (detector);
      encoding = choose_encoding (uchardet_get_charset (detector));
    }
  uchardet_delete (detector);

  return encoding;
}

/* Returns whether this looks like one of the encodings that are ASCII but for escapes, which switch character sets. */
gboolean
annex_text_charset_is_escaped (const guint8 *data,
                               gsize         length)
{
  gsize sample = MIN (length, SAMPLE_LENGTH);

  return find_high (data, sample) == NULL && (memmem (data, sample, "\033$", 2) != NULL || memmem (data, sample, "\033(J", 3) != NULL);
}

static void
decode_windows_1252 (const guint8 *data,
                     gsize         length,
                     GString      *text,
                     gboolean     *lossy)
{
  gsize i;

  for (i = 0; i < length; i++)
    {
      gunichar c = data[i];

      if (c >= 0x80 && c < 0xa0)
        c = windows_1252[c - 0x80];
      if (c == 0 && data[i] != 0)
        {
          c = 0xfffd;
          *lossy = TRUE;
        }
      g_string_append_unichar (text, c);
    }
}

/* Goes on behind what cannot be converted. What is left where the data were cut is nobody's mistake. */
static void
convert (GIConv        converter,
         const guint8 *data,
         gsize         length,
         gboolean      whole,
         GString      *text,
         gboolean     *lossy)
{
  char *in = (char *) data;
  gsize in_left = length;
  char  buffer[4096];

  g_iconv (converter, NULL, NULL, NULL, NULL);
  while (in_left > 0)
    {
      char *out = buffer;
      gsize out_left = sizeof buffer;
      gsize result = g_iconv (converter, &in, &in_left, &out, &out_left);
      int   error = errno;

      g_string_append_len (text, buffer, out - buffer);
      if (result != (gsize) -1 || error == E2BIG)
        continue;
      if (error == EINVAL && !whole)
        return;
      g_string_append (text, "\357\277\275");
      *lossy = TRUE;
      in++;
      in_left--;
    }
}

/* Appends the characters to @text, which stays valid UTF-8. @whole: nothing follows, so that half a character is a mistake */
void
annex_text_charset_decode (guint         encoding,
                           const guint8 *data,
                           gsize         length,
                           gboolean      whole,
                           GString      *text,
                           gboolean     *lossy)
{
  if (encoding < ANNEX_DECODER_N_ENCODINGS && converters[encoding] != NULL)
    convert (converters[encoding], data, length, whole, text, lossy);
  else
    decode_windows_1252 (data, length, text, lossy);
}
