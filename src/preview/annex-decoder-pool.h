/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-process.h"

G_BEGIN_DECLS

/* Hands out decoders, a fresh one for each attachment, and keeps one spare warm so that opening need not wait for
 * start-up. */
#define ANNEX_TYPE_DECODER_POOL (annex_decoder_pool_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDecoderPool, annex_decoder_pool, ANNEX, DECODER_POOL, GObject)

AnnexDecoderPool    *annex_decoder_pool_new (const char *program);
void                 annex_decoder_pool_set_deadlines (AnnexDecoderPool *self,
                                                       guint             ready_ms,
                                                       guint             open_ms,
                                                       guint             render_ms);
guint                annex_decoder_pool_get_open_deadline (AnnexDecoderPool *self);
guint                annex_decoder_pool_get_render_deadline (AnnexDecoderPool *self);
void                 annex_decoder_pool_warm_up (AnnexDecoderPool *self);
void                 annex_decoder_pool_take_async (AnnexDecoderPool   *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
AnnexDecoderProcess *annex_decoder_pool_take_finish (AnnexDecoderPool *self,
                                                     GAsyncResult     *result,
                                                     GError          **error);

G_END_DECLS
