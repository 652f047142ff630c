/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment-list.h"
#include "annex-chat-reading.h"
#include "annex-chat.h"

G_BEGIN_DECLS

struct _AnnexChat
{
  GObject parent_instance;

  AnnexHandOff           *hand_off; /* (owned) (nullable): NULL after the wipe */
  AnnexParticipantClient *client;   /* (owned) */
  AnnexFetchQueue        *queue;    /* (owned) */
  AnnexAttachmentList    *list;     /* (owned) */
  AnnexChatReading       *reading;  /* (owned) */
  GCancellable           *life;     /* (owned) */

  AnnexChatState state;
  GError        *error; /* (owned) (nullable) */
  GSource       *timer; /* (owned) (nullable): until the next poll */
  guint          poll_seconds;
  gboolean       is_started;
  gboolean       is_busy;    /* a request is under way */
  gboolean       is_renewed; /* the connection token was made after the last complete reading */
};

void annex_chat_set_state (AnnexChat     *self,
                           AnnexChatState state);
void annex_chat_set_error (AnnexChat    *self,
                           const GError *error);
void annex_chat_set_busy (AnnexChat *self,
                          gboolean   is_busy);

void annex_chat_begin (AnnexChat *self);
void annex_chat_read_transcript (AnnexChat *self);
void annex_chat_settle (AnnexChat     *self,
                        AnnexChatState state,
                        const GError  *error);
void annex_chat_schedule_poll (AnnexChat *self);
void annex_chat_clear_timer (AnnexChat *self);

G_END_DECLS
