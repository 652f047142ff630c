/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-picture-library.h"

/* One picture, or the pages of a TIFF. */
typedef struct _AnnexPictureDecoder AnnexPictureDecoder;

AnnexPictureDecoder *annex_picture_decoder_new (const AnnexPictureCodecs *codecs,
                                                AnnexDecoderFormat        format,
                                                const void               *data,
                                                gsize                     length,
                                                AnnexDecoderReply        *reply);
void                 annex_picture_decoder_free (AnnexPictureDecoder *self);
void                 annex_picture_decoder_get_size (AnnexPictureDecoder *self,
                                                     guint32              page,
                                                     AnnexDecoderReply   *reply);
void                 annex_picture_decoder_draw (AnnexPictureDecoder       *self,
                                                 const AnnexDecoderRequest *request,
                                                 guint8                    *pixels,
                                                 AnnexDecoderReply         *reply);
void                 annex_picture_decoder_draw_frame (AnnexPictureDecoder *self,
                                                       guint32              frame,
                                                       guint32              width,
                                                       guint32              height,
                                                       guint8              *pixels,
                                                       AnnexDecoderReply   *reply);
void                 annex_picture_decoder_get_facts (AnnexPictureDecoder *self,
                                                      AnnexDecoderReply   *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPictureDecoder, annex_picture_decoder_free)
