/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-chat.h"
#include "annex-sample-service.h"

G_BEGIN_DECLS

/**
 * ChatFixture:
 * @chat: (nullable): the chat, once it is open
 * @mirror: (element-type AnnexAttachment): what the model's changes amount to; compared with the model at each
 * @n_changes: how many changes there were
 * @states: the chat's states, one word each, in their order
 *
 * A sample service, and a chat that looks at it.
 */
typedef struct
{
  AnnexSampleService *service; /* (owned) */
  SoupSession        *session; /* (owned) */
  AnnexFetchQueue    *queue;   /* (owned) */
  AnnexRetry         *retry;   /* (owned) */
  AnnexChat          *chat;    /* (owned) (nullable) */
  GPtrArray          *mirror;  /* (owned) */
  guint               n_changes;
  guint               last_position;
  guint               last_removed;
  guint               last_added;
  GString            *states; /* (owned) */
} ChatFixture;

typedef gboolean (*ChatFixtureFunc) (ChatFixture *fixture,
                                     gpointer     data);

void             chat_fixture_set_up (ChatFixture  *fixture,
                                      gconstpointer data);
void             chat_fixture_tear_down (ChatFixture  *fixture,
                                         gconstpointer data);
void             chat_fixture_open (ChatFixture *fixture,
                                    const char  *json);
void             chat_fixture_open_as (ChatFixture *fixture,
                                       const char  *role);
void             chat_fixture_close (ChatFixture *fixture);
char            *chat_fixture_add (ChatFixture *fixture,
                                   const char  *name);
void             chat_fixture_add_raw (ChatFixture *fixture,
                                       const char  *id,
                                       const char  *time,
                                       const char  *members);
void             chat_fixture_add_event (ChatFixture *fixture,
                                         const char  *id,
                                         const char  *event,
                                         const char  *contact_id);
void             chat_fixture_fail (ChatFixture         *fixture,
                                    AnnexSampleOperation operation,
                                    guint                status,
                                    guint                times);
void             chat_fixture_wait (ChatFixture    *fixture,
                                    ChatFixtureFunc func,
                                    gpointer        data);
void             chat_fixture_wait_for_state (ChatFixture   *fixture,
                                              AnnexChatState state);
void             chat_fixture_wait_for_attachment (ChatFixture         *fixture,
                                                   AnnexAttachment     *attachment,
                                                   AnnexAttachmentState state);
void             chat_fixture_poll (ChatFixture *fixture);
void             chat_fixture_drain (void);
AnnexAttachment *chat_fixture_get (ChatFixture *fixture,
                                   guint        position);
guint            chat_fixture_get_n_items (ChatFixture *fixture);
void             chat_fixture_assert_names (ChatFixture *fixture,
                                            const char  *names);
guint            chat_fixture_count_fds (const char *part);

G_END_DECLS
