/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean annex_decoder_reply_is_hello (const AnnexDecoderReply *reply);
gboolean annex_decoder_reply_is_credible (const AnnexDecoderReply   *reply,
                                          const AnnexDecoderRequest *request,
                                          AnnexDecoderFormat         format);
GError  *annex_decoder_reply_to_error (const AnnexDecoderReply *reply);

G_END_DECLS
