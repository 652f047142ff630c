/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-encodings.h"
#include "annex-text-decoder.h"
#include "fuzz.h"

/* Whatever the bytes are, a text comes of them, in which every character can be seen. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static AnnexDecoderText output;
  AnnexDecoderReply       reply = { 0 };
  const char             *p;

  annex_text_decoder_init ();
  annex_text_decoder_read_text (data, size, &output, &reply);
  g_assert (reply.status == ANNEX_DECODER_OK && reply.encoding < ANNEX_DECODER_N_ENCODINGS);
  g_assert (g_utf8_validate_len (output.text, reply.length, NULL));
  for (p = output.text; p < output.text + reply.length; p = g_utf8_next_char (p))
    g_assert (*p == '\t' || *p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));

  return 0;
}
