/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"
#include "annex-decoder-protocol.h"

G_BEGIN_DECLS

/* One running, caged decoder. Dropping the last reference kills it. */
#define ANNEX_TYPE_DECODER_PROCESS (annex_decoder_process_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDecoderProcess, annex_decoder_process, ANNEX, DECODER_PROCESS, GObject)

void                 annex_decoder_process_start_async (const char         *program,
                                                        guint               ready_ms,
                                                        GCancellable       *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer            user_data);
AnnexDecoderProcess *annex_decoder_process_start_finish (GAsyncResult *result,
                                                         GError      **error);
gboolean             annex_decoder_process_is_alive (AnnexDecoderProcess *self);
GPid                 annex_decoder_process_get_pid (AnnexDecoderProcess *self);
AnnexDecoderCage     annex_decoder_process_get_cage (AnnexDecoderProcess *self);
void                 annex_decoder_process_kill (AnnexDecoderProcess *self);
void                 annex_decoder_process_send_async (AnnexDecoderProcess       *self,
                                                       const AnnexDecoderRequest *request,
                                                       int                        fd,
                                                       guint                      deadline_ms,
                                                       GCancellable              *cancellable,
                                                       GAsyncReadyCallback        callback,
                                                       gpointer                   user_data);
gboolean             annex_decoder_process_send_finish (AnnexDecoderProcess *self,
                                                        GAsyncResult        *result,
                                                        AnnexDecoderReply   *reply,
                                                        GError             **error);

G_END_DECLS
