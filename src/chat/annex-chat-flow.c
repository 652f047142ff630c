/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat-private.h"

#include "annex-chat-pace.h"
#include "annex-service-error.h"
#include "annex-weak-ref.h"

/* How far back a poll looks for an attachment whose check is awaited. */
#define MAX_CHECK_PAGES 5

/*< private >
 * annex_chat_clear_timer:
 * @self: a chat
 *
 * Lets the next poll be.
 */
void
annex_chat_clear_timer (AnnexChat *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
on_poll_due (gpointer user_data)
{
  g_autoptr (AnnexChat) self = g_object_ref (user_data);

  annex_chat_clear_timer (self);
  annex_chat_read_transcript (self);

  return G_SOURCE_REMOVE;
}

/*< private >
 * annex_chat_schedule_poll:
 * @self: a chat
 *
 * Sets the time of the next poll anew.
 */
void
annex_chat_schedule_poll (AnnexChat *self)
{
  const guint seconds = annex_chat_pace_get_seconds (self->poll_seconds,
                                                     annex_attachment_list_awaits_check (self->list),
                                                     self->error);

  annex_chat_clear_timer (self);
  if (seconds == 0)
    return;

  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, on_poll_due, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/*< private >
 * annex_chat_settle:
 * @self: a chat
 * @state: the state it enters
 * @error: (nullable): the error that goes with it
 *
 * Ends what was under way. What happened is complete before anybody is told.
 */
void
annex_chat_settle (AnnexChat     *self,
                   AnnexChatState state,
                   const GError  *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  annex_chat_set_error (self, error);
  annex_chat_set_state (self, state);
  if (state == ANNEX_CHAT_STATE_READY)
    annex_chat_schedule_poll (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
is_denied (const GError *error)
{
  return g_error_matches (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
}

/* Before the list was complete a failure is the answer. Afterwards it is a hiccup that the next poll may mend, unless the
 * service shuts us out: it does that when the chat has ended or was transferred away. */
static void
settle_failure (AnnexChat    *self,
                const GError *error)
{
  g_debug ("Chat: %s %d in state %d", g_quark_to_string (error->domain), error->code, (int) self->state);

  if (annex_chat_reading_get_has_end (self->reading))
    annex_chat_settle (self, ANNEX_CHAT_STATE_ENDED, NULL);
  else if (self->state == ANNEX_CHAT_STATE_READY && is_denied (error))
    annex_chat_settle (self, ANNEX_CHAT_STATE_ENDED, error);
  else if (self->state == ANNEX_CHAT_STATE_READY)
    annex_chat_settle (self, ANNEX_CHAT_STATE_READY, error);
  else
    annex_chat_settle (self, ANNEX_CHAT_STATE_FAILED, error);
}

/* Returns: whether what has come back still matters; notifications are then held up */
static gboolean
finish_request (AnnexChat    *self,
                const GError *error)
{
  if (self == NULL || self->hand_off == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  annex_chat_set_busy (self, FALSE);

  return TRUE;
}

static gboolean
adopt_connection (AnnexChat       *self,
                  AnnexConnection *connection,
                  GError         **error)
{
  if (connection->connection_token != NULL)
    return annex_participant_client_set_connection_token (self->client, connection->connection_token, error);

  g_propagate_error (error, annex_service_error_new (ANNEX_SERVICE_ERROR_INVALID_REPLY, annex_error_details_new ("CreateParticipantConnection", NULL), "ConnectionCredentials: missing"));
  return FALSE;
}

static void
create_connection_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (AnnexChat) self = annex_weak_ref_steal (user_data);
  g_autoptr (AnnexConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = annex_participant_client_create_connection_finish (ANNEX_PARTICIPANT_CLIENT (source), result, &error);
  if (!finish_request (self, error))
    return;

  if (error == NULL && adopt_connection (self, connection, &error))
    annex_chat_read_transcript (self);
  else
    settle_failure (self, error);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
create_connection (AnnexChat *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->is_renewed = TRUE;
  annex_participant_client_create_connection_async (self->client,
                                                    annex_hand_off_get_participant_token (self->hand_off),
                                                    FALSE,
                                                    self->life,
                                                    create_connection_cb,
                                                    annex_weak_ref_new (self));
  annex_chat_set_busy (self, TRUE);
  if (self->state != ANNEX_CHAT_STATE_READY)
    annex_chat_set_state (self, ANNEX_CHAT_STATE_CONNECTING);
  g_object_thaw_notify (G_OBJECT (self));
}

/* A connection token lasts a day, a chat up to seven (Amazon Connect administrator guide, API reference). */
static gboolean
can_renew (AnnexChat *self)
{
  return !self->is_renewed && annex_hand_off_get_participant_token (self->hand_off) != NULL;
}

static gboolean
wants_more (AnnexChat *self)
{
  if (annex_attachment_list_is_full (self->list))
    return FALSE;
  if (!annex_chat_reading_get_has_all_news (self->reading))
    return TRUE;

  return annex_chat_reading_get_n_pages (self->reading) < MAX_CHECK_PAGES && annex_attachment_list_misses_check (self->list);
}

static gboolean
on_page (const AnnexTranscriptPage *page,
         gpointer                   user_data)
{
  g_autoptr (AnnexChat) self = g_weak_ref_get (user_data);
  guint n_unusable;

  if (self == NULL || self->hand_off == NULL)
    return FALSE;

  n_unusable = annex_attachment_list_take_page (self->list, page->items);
  annex_chat_reading_take_page (self->reading, page, n_unusable);

  return self->hand_off != NULL && wants_more (self);
}

static void
finish_reading (AnnexChat *self)
{
  self->is_renewed = FALSE;
  annex_chat_reading_complete (self->reading);
  g_debug ("Chat: read %u pages, %u attachments",
           annex_chat_reading_get_n_pages (self->reading),
           g_list_model_get_n_items (G_LIST_MODEL (self->list)));

  if (annex_chat_reading_get_has_end (self->reading))
    annex_chat_settle (self, ANNEX_CHAT_STATE_ENDED, NULL);
  else
    annex_chat_settle (self, ANNEX_CHAT_STATE_READY, NULL);
}

static void
get_transcript_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (AnnexChat) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;

  annex_participant_client_get_transcript_finish (ANNEX_PARTICIPANT_CLIENT (source), result, &error);
  if (!finish_request (self, error))
    return;

  if (error == NULL)
    finish_reading (self);
  else if (is_denied (error) && can_renew (self))
    create_connection (self);
  else
    settle_failure (self, error);
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * annex_chat_read_transcript:
 * @self: a chat
 *
 * Reads the whole transcript, or once that was done, what is new in it.
 */
void
annex_chat_read_transcript (AnnexChat *self)
{
  const AnnexTranscriptQuery query = { .backward = TRUE };
  const gboolean             is_listing = self->state != ANNEX_CHAT_STATE_READY;

  g_object_freeze_notify (G_OBJECT (self));
  annex_chat_reading_begin (self->reading, is_listing);
  annex_attachment_list_begin_reading (self->list);
  annex_participant_client_get_transcript_async (self->client,
                                                 &query,
                                                 on_page,
                                                 annex_weak_ref_new (self),
                                                 (GDestroyNotify) annex_weak_ref_free,
                                                 self->life,
                                                 get_transcript_cb,
                                                 annex_weak_ref_new (self));
  annex_chat_set_busy (self, TRUE);
  if (is_listing)
    annex_chat_set_state (self, ANNEX_CHAT_STATE_LISTING);
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * annex_chat_begin:
 * @self: a chat
 *
 * Connects if need be, and lists what there is.
 */
void
annex_chat_begin (AnnexChat *self)
{
  AnnexSecret *token = annex_hand_off_get_connection_token (self->hand_off);
  g_autoptr (GError) error = NULL;

  g_object_freeze_notify (G_OBJECT (self));
  self->is_renewed = FALSE;
  annex_chat_set_error (self, NULL);
  if (token != NULL && !annex_participant_client_has_connection_token (self->client))
    annex_participant_client_set_connection_token (self->client, token, &error);

  if (error != NULL)
    settle_failure (self, error);
  else if (annex_participant_client_has_connection_token (self->client))
    annex_chat_read_transcript (self);
  else
    create_connection (self);
  g_object_thaw_notify (G_OBJECT (self));
}
