/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-decoder.h"

#include "annex-table-parser.h"
#include "annex-text-charset.h"
#include "annex-text-encoding.h"
#include "annex-text-writer.h"

#include <string.h>

/* Loads what converts older encodings; before the cage is closed. */
void
annex_text_decoder_init (void)
{
  annex_text_charset_init ();
}

static void
set_flag (AnnexDecoderReply *reply,
          AnnexDecoderFlags  flag,
          gboolean           is_set)
{
  if (is_set)
    reply->flags |= flag;
}

static void
write_text (const GString   *text,
            AnnexTextWriter *writer)
{
  const char *p = text->str;
  const char *end = text->str + text->len;
  /* Old Macs ended lines with it; elsewhere it would hide what stands before it. */
  gboolean breaks_at_return = memchr (p, '\n', text->len) == NULL;
  guint    n_lines = 0;

  while (p < end && !writer->full)
    {
      gunichar c = g_utf8_get_char (p);

      p = g_utf8_next_char (p);
      if (c == '\r' && p < end && *p == '\n')
        continue;
      if (c == '\n' || (c == '\r' && breaks_at_return))
        {
          if (n_lines++ == ANNEX_DECODER_MAX_LINES)
            writer->full = TRUE;
          annex_text_writer_begin (writer);
          annex_text_writer_add_break (writer);
          annex_text_writer_begin (writer);
        }
      else
        {
          annex_text_writer_add (writer, c);
        }
    }
}

/* Reads the beginning of a text into @output, so that every character can be seen. */
void
annex_text_decoder_read_text (const guint8      *data,
                              gsize              length,
                              AnnexDecoderText  *output,
                              AnnexDecoderReply *reply)
{
  gsize read = MIN (length, ANNEX_DECODER_MAX_TEXT_FILE);
  g_auto (AnnexDecodedText) decoded = { 0 };
  AnnexTextWriter writer;

  annex_text_encoding_decode (data, read, read == length, &decoded);
  annex_text_writer_init (&writer, output->text, sizeof output->text);
  write_text (decoded.text, &writer);

  reply->length = (guint32) writer.length;
  reply->encoding = decoded.encoding;
  set_flag (reply, ANNEX_DECODER_FLAG_BEGINNING, read < length || writer.full);
  set_flag (reply, ANNEX_DECODER_FLAG_SHORTENED, writer.cut);
  set_flag (reply, ANNEX_DECODER_FLAG_LOSSY, decoded.lossy);
  reply->status = ANNEX_DECODER_OK;
}

/* Reads the beginning of a table into @output. */
void
annex_text_decoder_read_table (const guint8      *data,
                               gsize              length,
                               AnnexDecoderTable *output,
                               AnnexDecoderReply *reply)
{
  gsize read = MIN (length, ANNEX_DECODER_MAX_TABLE_FILE);
  g_auto (AnnexDecodedText) decoded = { 0 };
  AnnexTableParser parser;

  annex_text_encoding_decode (data, read, read == length, &decoded);
  annex_table_parser_init (&parser, decoded.text->str, decoded.text->len, output);
  annex_table_parser_run (&parser);

  reply->count = parser.n_rows;
  reply->length = (guint32) parser.writer.length;
  reply->encoding = decoded.encoding;
  set_flag (reply, ANNEX_DECODER_FLAG_BEGINNING, read < length || parser.full);
  set_flag (reply, ANNEX_DECODER_FLAG_SHORTENED, parser.writer.cut || parser.wide);
  set_flag (reply, ANNEX_DECODER_FLAG_LOSSY, decoded.lossy);
  reply->status = ANNEX_DECODER_OK;
}
