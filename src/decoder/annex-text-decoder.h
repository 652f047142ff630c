/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <glib.h>

/* Text files and tables, in the cage. */
void annex_text_decoder_init (void);
void annex_text_decoder_read_text (const guint8      *data,
                                   gsize              length,
                                   AnnexDecoderText  *output,
                                   AnnexDecoderReply *reply);
void annex_text_decoder_read_table (const guint8      *data,
                                    gsize              length,
                                    AnnexDecoderTable *output,
                                    AnnexDecoderReply *reply);
