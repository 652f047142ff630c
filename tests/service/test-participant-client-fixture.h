/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-participant-client-private.h"
#include "annex-service-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TOKEN "canary-token-0123456789"

/**
 * AfterAnswer:
 * @CLOSE_AFTER: close the connection behind the answer
 * @STAY_AFTER: keep the connection and say nothing more
 * @RESET_AFTER: break the connection off
 *
 * What the wire does when it has said what it was told to.
 */
typedef enum
{
  CLOSE_AFTER,
  STAY_AFTER,
  RESET_AFTER,
} AfterAnswer;

/* A server that says exactly the bytes it is told, and keeps exactly the bytes it was sent. */
typedef struct _Wire Wire;

Wire       *wire_new (void);
void        wire_free (Wire *wire);
char       *wire_dup_url (Wire *wire);
void        wire_set_certificate (Wire            *wire,
                                  GTlsCertificate *certificate);
void        wire_push (Wire       *wire,
                       const char *bytes,
                       gsize       length,
                       AfterAnswer after);
void        wire_push_answer (Wire       *wire,
                              guint       status,
                              const char *headers,
                              const char *body);
guint       wire_get_n_requests (Wire *wire);
const char *wire_get_request (Wire *wire,
                              guint index);
const char *wire_get_body (Wire *wire,
                           guint index);
guint64     wire_get_n_written (Wire *wire);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wire, wire_free)

AnnexRetry             *retry_new (void);
AnnexParticipantClient *client_new (const char *url,
                                    const char *token);
gboolean                iterate_until (gboolean (*condition) (gpointer data),
                                       gpointer data);
void                    drain (void);
GAsyncResult           *wait_for (GAsyncResult **result);
void                    keep_result_cb (GObject      *source,
                                        GAsyncResult *result,
                                        gpointer      user_data);
AnnexAttachmentLink    *get_attachment (AnnexParticipantClient *client,
                                        const char             *attachment_id,
                                        GError                **error);
gboolean                get_transcript (AnnexParticipantClient     *client,
                                        const AnnexTranscriptQuery *query,
                                        AnnexTranscriptPageFunc     page_func,
                                        gpointer                    page_data,
                                        GError                    **error);
AnnexConnection        *create_connection (AnnexParticipantClient *client,
                                           const char             *participant_token,
                                           gboolean                with_websocket,
                                           GError                **error);

G_END_DECLS
