/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* The encodings of text that the decoder knows, by the names under which people know them. Only the number of one crosses. */
static const char *const annex_decoder_encodings[] = {
  /* Unicode */
  "UTF-8",
  "UTF-16",
  "UTF-32",
  /* older ones */
  "Windows-1252",
  "Windows-1250",
  "Windows-1251",
  "Windows-1253",
  "Windows-1254",
  "Windows-1255",
  "Windows-1256",
  "Windows-1257",
  "Windows-1258",
  "Windows-874",
  "ISO-8859-2",
  "ISO-8859-3",
  "ISO-8859-4",
  "ISO-8859-5",
  "ISO-8859-6",
  "ISO-8859-7",
  "ISO-8859-8",
  "ISO-8859-10",
  "ISO-8859-13",
  "ISO-8859-15",
  "ISO-8859-16",
  "IBM852",
  "IBM855",
  "IBM865",
  "IBM866",
  "KOI8-R",
  "Mac Cyrillic",
  "Mac Central European",
  "VISCII",
  "Georgian Academy",
  "Georgian PS",
  "Shift JIS",
  "EUC-JP",
  "ISO-2022-JP",
  "GB18030",
  "Big5",
  "EUC-TW",
  "ISO-2022-CN",
  "UHC",
  "Johab",
  "ISO-2022-KR",
};

#define ANNEX_DECODER_UTF_8 0u
#define ANNEX_DECODER_UTF_16 1u
#define ANNEX_DECODER_UTF_32 2u
#define ANNEX_DECODER_WINDOWS_1252 3u

#define ANNEX_DECODER_N_ENCODINGS (sizeof annex_decoder_encodings / sizeof annex_decoder_encodings[0])
