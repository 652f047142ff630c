/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Text as it is in a file, made UTF-8. */
typedef struct
{
  GString *text;     /* (owned) valid UTF-8, which may hold NUL */
  guint    encoding; /* of annex_decoder_encodings */
  gboolean lossy;    /* some bytes meant nothing; each is a U+FFFD */
} AnnexDecodedText;

void annex_text_encoding_decode (const guint8     *data,
                                 gsize             length,
                                 gboolean          whole,
                                 AnnexDecodedText *decoded);
void annex_decoded_text_clear (AnnexDecodedText *decoded);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnnexDecodedText, annex_decoded_text_clear)
