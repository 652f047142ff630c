/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat.h"

#include "annex-attachment-list.h"
#include "annex-chat-pace.h"
#include "annex-chat-reading.h"
#include "annex-service-error.h"

/* How far back a poll looks for an attachment whose check is awaited. */
#define MAX_CHECK_PAGES 5

struct _AnnexChat
{
  GObject parent_instance;

  AnnexHandOff           *hand_off; /* (owned) (nullable): NULL after the wipe */
  AnnexParticipantClient *client;   /* (owned) */
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

enum
{
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void annex_chat_model_init (GListModelInterface *iface);
static void read_transcript (AnnexChat *self);

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

/* What is under way must not keep a chat alive that nobody looks at any more. */
static GWeakRef *
weak_ref_new (AnnexChat *self)
{
  GWeakRef *ref = g_new (GWeakRef, 1);

  g_weak_ref_init (ref, self);

  return ref;
}

static void
weak_ref_free (gpointer ref)
{
  g_weak_ref_clear (ref);
  g_free (ref);
}

/* Returns: (nullable) (transfer full): the chat */
static AnnexChat *
weak_ref_take (GWeakRef *ref)
{
  AnnexChat *self = g_weak_ref_get (ref);

  weak_ref_free (ref);

  return self;
}

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

static void
set_state (AnnexChat     *self,
           AnnexChatState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_error (AnnexChat    *self,
           const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_busy (AnnexChat *self,
          gboolean   is_busy)
{
  if (self->is_busy == is_busy)
    return;

  self->is_busy = is_busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
clear_timer (AnnexChat *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
on_poll_due (gpointer user_data)
{
  g_autoptr (AnnexChat) self = g_object_ref (user_data);

  clear_timer (self);
  read_transcript (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_poll (AnnexChat *self)
{
  const guint seconds = annex_chat_pace_get_seconds (self->poll_seconds,
                                                     annex_attachment_list_awaits_check (self->list),
                                                     self->error);

  clear_timer (self);
  if (seconds == 0)
    return;

  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, on_poll_due, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* What happened is complete before anybody is told. */
static void
settle (AnnexChat     *self,
        AnnexChatState state,
        const GError  *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_error (self, error);
  set_state (self, state);
  if (state == ANNEX_CHAT_STATE_READY)
    schedule_poll (self);
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

  if (annex_chat_reading_get_has_end (self->reading) || (self->state == ANNEX_CHAT_STATE_READY && is_denied (error)))
    settle (self, ANNEX_CHAT_STATE_ENDED, error);
  else if (self->state == ANNEX_CHAT_STATE_READY)
    settle (self, ANNEX_CHAT_STATE_READY, error);
  else
    settle (self, ANNEX_CHAT_STATE_FAILED, error);
}

/* Returns: whether what has come back still matters; notifications are then held up */
static gboolean
finish_request (AnnexChat    *self,
                const GError *error)
{
  if (self == NULL || self->hand_off == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  set_busy (self, FALSE);

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
  g_autoptr (AnnexChat) self = weak_ref_take (user_data);
  g_autoptr (AnnexConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = annex_participant_client_create_connection_finish (ANNEX_PARTICIPANT_CLIENT (source), result, &error);
  if (!finish_request (self, error))
    return;

  if (error == NULL && adopt_connection (self, connection, &error))
    read_transcript (self);
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
                                                    weak_ref_new (self));
  set_busy (self, TRUE);
  if (self->state != ANNEX_CHAT_STATE_READY)
    set_state (self, ANNEX_CHAT_STATE_CONNECTING);
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
    settle (self, ANNEX_CHAT_STATE_ENDED, NULL);
  else
    settle (self, ANNEX_CHAT_STATE_READY, NULL);
}

static void
get_transcript_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (AnnexChat) self = weak_ref_take (user_data);
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

static void
read_transcript (AnnexChat *self)
{
  const AnnexTranscriptQuery query = { .backward = TRUE };
  const gboolean             is_listing = self->state != ANNEX_CHAT_STATE_READY;

  g_object_freeze_notify (G_OBJECT (self));
  annex_chat_reading_begin (self->reading, is_listing);
  annex_attachment_list_begin_reading (self->list);
  annex_participant_client_get_transcript_async (self->client,
                                                 &query,
                                                 on_page,
                                                 weak_ref_new (self),
                                                 weak_ref_free,
                                                 self->life,
                                                 get_transcript_cb,
                                                 weak_ref_new (self));
  set_busy (self, TRUE);
  if (is_listing)
    set_state (self, ANNEX_CHAT_STATE_LISTING);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
begin (AnnexChat *self)
{
  AnnexSecret *token = annex_hand_off_get_connection_token (self->hand_off);
  g_autoptr (GError) error = NULL;

  g_object_freeze_notify (G_OBJECT (self));
  self->is_renewed = FALSE;
  set_error (self, NULL);
  if (token != NULL && !annex_participant_client_has_connection_token (self->client))
    annex_participant_client_set_connection_token (self->client, token, &error);

  if (error != NULL)
    settle_failure (self, error);
  else if (annex_participant_client_has_connection_token (self->client))
    read_transcript (self);
  else
    create_connection (self);
  g_object_thaw_notify (G_OBJECT (self));
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

  clear_timer (self);
  g_cancellable_cancel (self->life);

  G_OBJECT_CLASS (annex_chat_parent_class)->dispose (object);
}

static void
annex_chat_finalize (GObject *object)
{
  AnnexChat *self = ANNEX_CHAT (object);

  g_clear_object (&self->hand_off);
  g_clear_object (&self->client);
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
  self->list = annex_attachment_list_new (self->client, policy, queue);
  self->reading = annex_chat_reading_new (annex_hand_off_get_contact_id (hand_off));
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
  begin (self);
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

  clear_timer (self);
  if (self->state == ANNEX_CHAT_STATE_FAILED)
    begin (self);
  else if (self->state == ANNEX_CHAT_STATE_READY)
    read_transcript (self);
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
    schedule_poll (self);
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
  clear_timer (self);
  g_cancellable_cancel (self->life);
  annex_participant_client_forget (self->client);
  set_busy (self, FALSE);
  g_clear_object (&self->hand_off);
  annex_chat_reading_begin (self->reading, TRUE);
  annex_attachment_list_wipe (self->list);
  settle (self, ANNEX_CHAT_STATE_ENDED, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}
