/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <glib.h>

G_BEGIN_DECLS

/* What the decoders of one file have died of, or taken too long for: what is not to be asked again, and when the file gets
 * no further decoder. */
typedef struct _AnnexDecoderRecord AnnexDecoderRecord;

AnnexDecoderRecord *annex_decoder_record_new (void);
void                annex_decoder_record_free (AnnexDecoderRecord *self);
void                annex_decoder_record_add_death (AnnexDecoderRecord        *self,
                                                    const AnnexDecoderRequest *request,
                                                    const GError              *error);
void                annex_decoder_record_add_slow (AnnexDecoderRecord *self);
void                annex_decoder_record_add_answer (AnnexDecoderRecord        *self,
                                                     const AnnexDecoderRequest *request);
void                annex_decoder_record_forgive (AnnexDecoderRecord *self,
                                                  guint               page);
GError             *annex_decoder_record_refuse (AnnexDecoderRecord        *self,
                                                 const AnnexDecoderRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDecoderRecord, annex_decoder_record_free)

G_END_DECLS
