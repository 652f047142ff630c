/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-chat.h"
#include "annex-decoder-pool.h"
#include "annex-sample-service.h"

G_BEGIN_DECLS

/**
 * TestChat:
 * @service: a sample service in this process, on real sockets
 * @pool: real decoders
 * @queue: what fetches
 * @chat: (nullable): the chat, once it was opened
 * @jitter: which part of a throttling pause is waited, from 0 to 1
 *
 * A chat with everything that stands behind it.
 */
typedef struct
{
  AnnexSampleService *service; /* (owned) */
  AnnexDecoderPool   *pool;    /* (owned) */
  AnnexFetchQueue    *queue;   /* (owned) */
  AnnexChat          *chat;    /* (owned) (nullable) */
  double              jitter;
} TestChat;

TestChat *test_chat_new (void);
void      test_chat_free (TestChat *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestChat, test_chat_free)

char            *test_chat_add (TestChat   *self,
                                const char *name,
                                const char *content_type,
                                GBytes     *bytes);
char            *test_chat_add_text (TestChat   *self,
                                     const char *name,
                                     const char *text);
void             test_chat_add_item (TestChat   *self,
                                     const char *id,
                                     const char *name,
                                     const char *role,
                                     const char *sender,
                                     const char *status);
void             test_chat_prepare (TestChat *self);
void             test_chat_open (TestChat *self);
AnnexAttachment *test_chat_get (TestChat   *self,
                                const char *id);
void             test_chat_fail (TestChat            *self,
                                 AnnexSampleOperation operation,
                                 guint                status,
                                 const char          *type,
                                 guint                times);
void             test_chat_push (TestChat            *self,
                                 AnnexSampleOperation operation,
                                 AnnexSampleFaultKind kind,
                                 guint                times);
void             test_wait_for_state (AnnexAttachment     *attachment,
                                      AnnexAttachmentState state);
GPid             test_find_decoder (void);

G_END_DECLS
