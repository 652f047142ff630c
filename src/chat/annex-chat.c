/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat-private.h"

#include "annex-chat-pace.h"
#include "annex-service-error.h"

enum
{
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void annex_chat_model_init (GListModelInterface *iface);

G_DEFINE_ENUM_TYPE (AnnexChatState,
                    annex_chat_state,
                    G_DEFINE_ENUM_VALUE (ANNEX_CHAT_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CHAT_STATE_LISTING, "listing"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CHAT_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CHAT_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ANNEX_CHAT_STATE_ENDED, "ended"))

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexChat,
                               annex_chat,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, annex_chat_model_init))

static GType
annex_chat_get_item_type (GListModel *model)
{
  return ANNEX_TYPE_ATTACHMENT;
}

static guint
annex_chat_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ANNEX_CHAT (model)->list));
}

static gpointer
annex_chat_get_item (GListModel *model,
                     guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (ANNEX_CHAT (model)->list), position);
}

static void
annex_chat_model_init (GListModelInterface *iface)
{
  iface->get_item_type = annex_chat_get_item_type;
  iface->get_n_items = annex_chat_get_n_items;
  iface->get_item = annex_chat_get_item;
}

/*< private >
 * annex_chat_set_state:
 * @self: a chat
 * @state: the state
 *
 * Enters a state and says so.
 */
void
annex_chat_set_state (AnnexChat     *self,
                      AnnexChatState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*< private >
 * annex_chat_set_error:
 * @self: a chat
 * @error: (nullable): the error; copied
 *
 * Replaces the error and says so.
 */
void
annex_chat_set_error (AnnexChat    *self,
                      const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/*< private >
 * annex_chat_set_busy:
 * @self: a chat
 * @is_busy: whether it is
 *
 * Notes whether the service is being asked.
 */
void
annex_chat_set_busy (AnnexChat *self,
                     gboolean   is_busy)
{
  if (self->is_busy == is_busy)
    return;

  self->is_busy = is_busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
annex_chat_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AnnexChat *self = ANNEX_CHAT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_chat_dispose (GObject *object)
{
  AnnexChat *self = ANNEX_CHAT (object);

  annex_chat_clear_timer (self);
  g_cancellable_cancel (self->life);

  G_OBJECT_CLASS (annex_chat_parent_class)->dispose (object);
}

static void
annex_chat_finalize (GObject *object)
{
  AnnexChat *self = ANNEX_CHAT (object);

  g_clear_object (&self->hand_off);
  g_clear_object (&self->client);
  g_clear_object (&self->queue);
  g_clear_object (&self->list);
  g_clear_object (&self->life);
  g_clear_error (&self->error);
  g_clear_pointer (&self->reading, annex_chat_reading_free);

  G_OBJECT_CLASS (annex_chat_parent_class)->finalize (object);
}

static void
annex_chat_class_init (AnnexChatClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = annex_chat_get_property;
  object_class->dispose = annex_chat_dispose;
  object_class->finalize = annex_chat_finalize;

  /**
   * AnnexChat:state:
   *
   * How far the chat is.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ANNEX_TYPE_CHAT_STATE, ANNEX_CHAT_STATE_CONNECTING, flags);

  /**
   * AnnexChat:error:
   *
   * How the last look at the transcript failed.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  /**
   * AnnexChat:busy:
   *
   * Whether the service is being asked.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_chat_init (AnnexChat *self)
{
  self->life = g_cancellable_new ();
  self->poll_seconds = ANNEX_CHAT_POLL_SECONDS;
}

/* One quota is like another: who is told to ask less asks for nothing that nobody wants yet. */
static void
on_throttled (AnnexChat *self)
{
  annex_fetch_queue_note_throttled (self->queue);
}

/**
 * annex_chat_new:
 * @hand_off: what the workspace handed over
 * @queue: the queue for attachments, shared by all chats
 * @retry: the retry policy, shared by all chats
 *
 * Makes a chat. Nothing is sent before annex_chat_start().
 *
 * Returns: (transfer full): a chat, empty
 */
AnnexChat *
annex_chat_new (AnnexHandOff    *hand_off,
                AnnexFetchQueue *queue,
                AnnexRetry      *retry)
{
  AnnexChat *self;
  g_autoptr (AnnexStorePolicy) policy = NULL;

  g_return_val_if_fail (ANNEX_IS_HAND_OFF (hand_off), NULL);
  g_return_val_if_fail (ANNEX_IS_FETCH_QUEUE (queue), NULL);
  g_return_val_if_fail (ANNEX_IS_RETRY (retry), NULL);

  policy = annex_hand_off_dup_store_policy (hand_off);
  self = g_object_new (ANNEX_TYPE_CHAT, NULL);
  self->hand_off = g_object_ref (hand_off);
  self->client = annex_participant_client_new (annex_hand_off_get_endpoint (hand_off), retry);
  self->queue = g_object_ref (queue);
  self->list = annex_attachment_list_new (self->client, policy, queue);
  self->reading = annex_chat_reading_new (annex_hand_off_get_contact_id (hand_off));
  g_signal_connect_object (retry, "throttled", G_CALLBACK (on_throttled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * annex_chat_start:
 * @self: a chat
 *
 * Connects if there is no connection token yet, lists all attachments, and then looks for news now and then. It only ever
 * reads: it does not mark the participant as connected, sends no receipts and does not disconnect. Has no effect the
 * second time.
 */
void
annex_chat_start (AnnexChat *self)
{
  g_return_if_fail (ANNEX_IS_CHAT (self));

  if (self->is_started || self->hand_off == NULL)
    return;

  self->is_started = TRUE;
  annex_chat_begin (self);
}

/**
 * annex_chat_refresh:
 * @self: a chat
 *
 * Looks for news now. If connecting or the first listing has failed, starts again. Has no effect when it is under way
 * already, and none once the chat has ended.
 */
void
annex_chat_refresh (AnnexChat *self)
{
  g_return_if_fail (ANNEX_IS_CHAT (self));

  if (!self->is_started || self->is_busy)
    return;

  annex_chat_clear_timer (self);
  if (self->state == ANNEX_CHAT_STATE_FAILED)
    annex_chat_begin (self);
  else if (self->state == ANNEX_CHAT_STATE_READY)
    annex_chat_read_transcript (self);
}

/**
 * annex_chat_reconnect:
 * @self: a chat
 *
 * The network is back or has changed: closes connections that may lead nowhere, and looks for news. What has failed for
 * another reason stays as it is.
 */
void
annex_chat_reconnect (AnnexChat *self)
{
  g_return_if_fail (ANNEX_IS_CHAT (self));

  if (self->hand_off == NULL || !self->is_started)
    return;

  annex_participant_client_reconnect (self->client);
  if (self->state != ANNEX_CHAT_STATE_FAILED || annex_service_error_is_connection (self->error))
    annex_chat_refresh (self);
}

/**
 * annex_chat_get_state:
 * @self: a chat
 *
 * Returns: how far it is
 */
AnnexChatState
annex_chat_get_state (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), ANNEX_CHAT_STATE_ENDED);

  return self->state;
}

/**
 * annex_chat_get_error:
 * @self: a chat
 *
 * Returns: (transfer none) (nullable): in %ANNEX_CHAT_STATE_FAILED why; in %ANNEX_CHAT_STATE_ENDED how the service shut us
 *   out, if it did; in %ANNEX_CHAT_STATE_READY how the last poll failed, which the next one may mend
 */
const GError *
annex_chat_get_error (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), NULL);

  return self->error;
}

/**
 * annex_chat_get_is_busy:
 * @self: a chat
 *
 * Returns: whether the service is being asked, for a connection or for the transcript
 */
gboolean
annex_chat_get_is_busy (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), FALSE);

  return self->is_busy;
}

/**
 * annex_chat_get_hand_off:
 * @self: a chat
 *
 * Returns: (transfer none) (nullable): what the workspace handed over; %NULL after annex_chat_wipe()
 */
AnnexHandOff *
annex_chat_get_hand_off (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), NULL);

  return self->hand_off;
}

/**
 * annex_chat_get_display_name:
 * @self: a chat
 *
 * Returns: (transfer none) (nullable): name of the customer; untrusted
 */
const char *
annex_chat_get_display_name (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), NULL);

  return self->hand_off != NULL ? annex_hand_off_get_display_name (self->hand_off) : NULL;
}

/**
 * annex_chat_find:
 * @self: a chat
 * @attachment_id: `AttachmentId`
 *
 * Returns: (transfer none) (nullable): the attachment
 */
AnnexAttachment *
annex_chat_find (AnnexChat  *self,
                 const char *attachment_id)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), NULL);
  g_return_val_if_fail (attachment_id != NULL, NULL);

  return annex_attachment_list_find (self->list, attachment_id);
}

/**
 * annex_chat_get_n_unreadable:
 * @self: a chat
 *
 * Returns: how many items of the transcript could not be read, or told of an attachment that nothing identifies
 */
guint
annex_chat_get_n_unreadable (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), 0);

  return annex_chat_reading_get_n_unreadable (self->reading);
}

/**
 * annex_chat_get_is_incomplete:
 * @self: a chat
 *
 * Returns: whether the listing was stopped because the transcript's pages repeat themselves or never end; older
 *   attachments may then be missing
 */
gboolean
annex_chat_get_is_incomplete (AnnexChat *self)
{
  g_return_val_if_fail (ANNEX_IS_CHAT (self), FALSE);

  return annex_chat_reading_get_is_incomplete (self->reading) || annex_attachment_list_is_full (self->list);
}

/**
 * annex_chat_set_poll_seconds:
 * @self: a chat
 * @seconds: time between two looks for news, in seconds; 0 for never by itself
 *
 * Sets how often the transcript is looked at, instead of every 20 seconds. It is at least every 5 seconds while an
 * attachment is being checked, and pauses for a minute when the service throttles.
 */
void
annex_chat_set_poll_seconds (AnnexChat *self,
                             guint      seconds)
{
  g_return_if_fail (ANNEX_IS_CHAT (self));

  self->poll_seconds = seconds;
  if (self->state == ANNEX_CHAT_STATE_READY && !self->is_busy)
    annex_chat_schedule_poll (self);
}

/**
 * annex_chat_wipe:
 * @self: a chat
 *
 * Lets everything of the chat go, at once: ends what is under way, drops all contents, also of attachments that somebody
 * still refers to, forgets the tokens and empties the model. The service is told nothing.
 */
void
annex_chat_wipe (AnnexChat *self)
{
  g_autoptr (AnnexChat) alive = NULL;

  g_return_if_fail (ANNEX_IS_CHAT (self));

  if (self->hand_off == NULL)
    return;

  alive = g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  annex_chat_clear_timer (self);
  g_cancellable_cancel (self->life);
  annex_participant_client_forget (self->client);
  annex_chat_set_busy (self, FALSE);
  g_clear_object (&self->hand_off);
  annex_chat_reading_begin (self->reading, TRUE);
  annex_attachment_list_wipe (self->list);
  annex_chat_settle (self, ANNEX_CHAT_STATE_ENDED, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}
