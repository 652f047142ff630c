/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-text-writer.h"

/* Comma, semicolon, tab or bar separated values, as RFC 4180 has them and as they are found. */
typedef struct
{
  /* input */
  const char *position;
  const char *end;
  char        separator;

  /* output */
  AnnexDecoderTable *output;
  AnnexTextWriter    writer;
  guint              n_rows;
  guint              n_cells;
  guint              n_columns; /* of the row that is being read */
  gboolean           quotes;    /* quotation marks mean something */
  gboolean           full;      /* there is more than there is room for */
  gboolean           wide;      /* a row has too many cells */
} AnnexTableParser;

void annex_table_parser_init (AnnexTableParser  *self,
                              const char        *text,
                              gsize              length,
                              AnnexDecoderTable *output);
void annex_table_parser_run (AnnexTableParser *self);
