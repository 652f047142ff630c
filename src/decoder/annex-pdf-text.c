/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"

#include <string.h>

/* Fills in the text of a page, as much as there is room for. */
void
annex_pdf_decoder_get_text (AnnexPdfDecoder      *self,
                            guint32               page,
                            AnnexDecoderPageText *text,
                            AnnexDecoderReply    *reply)
{
  PopplerPage *object = annex_pdf_decoder_open_page (self, page, reply);

  g_clear_object (&object);
}
