/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-hand-off.h"

G_BEGIN_DECLS

/**
 * AnnexChatState:
 * @ANNEX_CHAT_STATE_CONNECTING: a connection token is being asked for
 * @ANNEX_CHAT_STATE_LISTING: the transcript is being read
 * @ANNEX_CHAT_STATE_READY: every attachment is listed
 * @ANNEX_CHAT_STATE_FAILED: connecting or the first listing failed; see annex_chat_get_error()
 * @ANNEX_CHAT_STATE_ENDED: the chat is over or was transferred away
 */
typedef enum
{
  ANNEX_CHAT_STATE_CONNECTING,
  ANNEX_CHAT_STATE_LISTING,
  ANNEX_CHAT_STATE_READY,
  ANNEX_CHAT_STATE_FAILED,
  ANNEX_CHAT_STATE_ENDED,
} AnnexChatState;

#define ANNEX_TYPE_CHAT_STATE (annex_chat_state_get_type ())
GType annex_chat_state_get_type (void);

/* One active chat as a #GListModel of #AnnexAttachment, newest first. Reads the transcript, then looks for news now and
 * then. Changes nothing in the chat. */
#define ANNEX_TYPE_CHAT (annex_chat_get_type ())
G_DECLARE_FINAL_TYPE (AnnexChat, annex_chat, ANNEX, CHAT, GObject)

AnnexChat       *annex_chat_new (AnnexHandOff    *hand_off,
                                 AnnexFetchQueue *queue,
                                 AnnexRetry      *retry);
void             annex_chat_start (AnnexChat *self);
void             annex_chat_refresh (AnnexChat *self);
void             annex_chat_reconnect (AnnexChat *self);
AnnexChatState   annex_chat_get_state (AnnexChat *self);
const GError    *annex_chat_get_error (AnnexChat *self);
gboolean         annex_chat_get_is_busy (AnnexChat *self);
AnnexHandOff    *annex_chat_get_hand_off (AnnexChat *self);
const char      *annex_chat_get_display_name (AnnexChat *self);
AnnexAttachment *annex_chat_find (AnnexChat  *self,
                                  const char *attachment_id);
guint            annex_chat_get_n_unreadable (AnnexChat *self);
gboolean         annex_chat_get_is_incomplete (AnnexChat *self);
void             annex_chat_set_poll_seconds (AnnexChat *self,
                                              guint      seconds);
void             annex_chat_wipe (AnnexChat *self);

G_END_DECLS
