/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-pdf-decoder.h"

#include <poppler.h>

struct _AnnexPdfDecoder
{
  PopplerDocument *document; /* (owned) */
  guint            n_pages;
};

PopplerPage *annex_pdf_decoder_open_page (AnnexPdfDecoder   *self,
                                          guint32            page,
                                          AnnexDecoderReply *reply);
void         annex_pdf_page_get_size (PopplerPage *page,
                                      double      *width,
                                      double      *height);
float        annex_pdf_clamp (double value,
                              double limit);
void         annex_pdf_decoder_resolve (AnnexPdfDecoder   *self,
                                        const PopplerDest *destination,
                                        guint32           *page,
                                        float             *top);
gboolean     annex_pdf_is_uri (const char *uri);
gboolean     annex_pdf_is_inactive (AnnexPdfDecoder     *self,
                                    const PopplerAction *action);
