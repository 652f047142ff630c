/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-decoder.h"
#include "fuzz.h"

/* Whatever the bytes are, they become rows of at least one cell, and the cells are all of the text. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static AnnexDecoderTable output;
  AnnexDecoderReply        reply = { 0 };
  guint                    cell = 0;
  guint                    place = 0;
  guint                    row;

  annex_text_decoder_init ();
  annex_text_decoder_read_table (data, size, &output, &reply);
  g_assert (reply.status == ANNEX_DECODER_OK && reply.count <= ANNEX_DECODER_MAX_ROWS);
  for (row = 0; row < reply.count; row++)
    {
      g_assert (output.rows[row] > cell && output.rows[row] - cell <= ANNEX_DECODER_MAX_COLUMNS);
      for (; cell < output.rows[row]; cell++)
        {
          g_assert (output.cells[cell] >= place && output.cells[cell] <= reply.length);
          g_assert (g_utf8_validate_len (output.text + place, output.cells[cell] - place, NULL));
          place = output.cells[cell];
        }
    }
  g_assert (place == reply.length);

  return 0;
}
