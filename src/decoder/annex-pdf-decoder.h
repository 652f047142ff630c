/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <glib.h>

/* One PDF document. */
typedef struct _AnnexPdfDecoder AnnexPdfDecoder;

void             annex_pdf_decoder_init (void);
AnnexPdfDecoder *annex_pdf_decoder_new (const void        *data,
                                        gsize              length,
                                        const char        *password,
                                        AnnexDecoderReply *reply);
void             annex_pdf_decoder_free (AnnexPdfDecoder *self);
void             annex_pdf_decoder_get_size (AnnexPdfDecoder   *self,
                                             guint32            page,
                                             AnnexDecoderReply *reply);
void             annex_pdf_decoder_draw (AnnexPdfDecoder           *self,
                                         const AnnexDecoderRequest *request,
                                         guint8                    *pixels,
                                         AnnexDecoderReply         *reply);
void             annex_pdf_decoder_get_text (AnnexPdfDecoder      *self,
                                             guint32               page,
                                             AnnexDecoderPageText *text,
                                             AnnexDecoderReply    *reply);
void             annex_pdf_decoder_get_links (AnnexPdfDecoder       *self,
                                              guint32                page,
                                              AnnexDecoderPageLinks *links,
                                              AnnexDecoderReply     *reply);
void             annex_pdf_decoder_get_outline (AnnexPdfDecoder     *self,
                                                AnnexDecoderOutline *outline,
                                                AnnexDecoderReply   *reply);
void             annex_pdf_decoder_get_inventory (AnnexPdfDecoder   *self,
                                                  guint32            page,
                                                  guint32            n_pages,
                                                  AnnexDecoderReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPdfDecoder, annex_pdf_decoder_free)
