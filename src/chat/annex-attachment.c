/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-private.h"

#include "annex-file-name.h"

enum
{
  PROP_STATE = 1,
  PROP_RECEIVED,
  PROP_FILE_TYPE,
  PROP_PREVIEW_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (AnnexAttachmentState,
                    annex_attachment_state,
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_BROKEN, "broken"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_CHECKING, "checking"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_BLOCKED, "blocked"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_AVAILABLE, "available"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_REQUESTING, "requesting"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_DOWNLOADING, "downloading"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (ANNEX_ATTACHMENT_STATE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (AnnexAttachment, annex_attachment, G_TYPE_OBJECT)

static AnnexAttachmentState
derive_fetch_state (AnnexFetch *fetch)
{
  switch (annex_fetch_get_state (fetch))
    {
    case ANNEX_FETCH_STATE_QUEUED:
      return ANNEX_ATTACHMENT_STATE_QUEUED;
    case ANNEX_FETCH_STATE_WAITING:
      return ANNEX_ATTACHMENT_STATE_WAITING;
    case ANNEX_FETCH_STATE_REQUESTING:
      return ANNEX_ATTACHMENT_STATE_REQUESTING;
    case ANNEX_FETCH_STATE_DOWNLOADING:
      return ANNEX_ATTACHMENT_STATE_DOWNLOADING;
    case ANNEX_FETCH_STATE_READY:
      return ANNEX_ATTACHMENT_STATE_READY;
    case ANNEX_FETCH_STATE_FAILED:
      return ANNEX_ATTACHMENT_STATE_FAILED;
    case ANNEX_FETCH_STATE_IDLE:
    default:
      return ANNEX_ATTACHMENT_STATE_AVAILABLE;
    }
}

static gboolean
is_under_way (AnnexAttachmentState state)
{
  return state == ANNEX_ATTACHMENT_STATE_QUEUED
         || state == ANNEX_ATTACHMENT_STATE_WAITING
         || state == ANNEX_ATTACHMENT_STATE_REQUESTING
         || state == ANNEX_ATTACHMENT_STATE_DOWNLOADING;
}

/* A file that was approved and is held, or on its way, is not taken from the agent because the service is in doubt again;
 * only a refusal takes it away. */
static AnnexAttachmentState
derive_state (AnnexAttachment *self)
{
  AnnexAttachmentState state;

  if (self->fetch == NULL)
    return ANNEX_ATTACHMENT_STATE_BROKEN;
  if (self->status == ANNEX_SCAN_STATUS_REJECTED)
    return ANNEX_ATTACHMENT_STATE_BLOCKED;

  state = derive_fetch_state (self->fetch);
  if (self->status != ANNEX_SCAN_STATUS_APPROVED && state != ANNEX_ATTACHMENT_STATE_READY && !is_under_way (state))
    return ANNEX_ATTACHMENT_STATE_CHECKING;

  return state;
}

static const AnnexFileType *
recognise (AnnexContent        *content,
           const AnnexFileType *claimed)
{
  g_autoptr (GBytes) head = annex_content_dup_head (content, ANNEX_FILE_TYPE_HEAD_SIZE);
  gsize         length;
  const guint8 *data = g_bytes_get_data (head, &length);

  return annex_file_type_refine (annex_file_type_recognise (data, length), claimed);
}

static void
update_file_type (AnnexAttachment *self)
{
  AnnexContent        *content = annex_attachment_get_content (self);
  const AnnexFileType *claimed = annex_file_type_from_claims (self->name, self->claimed_type);
  const AnnexFileType *type = self->file_type;

  if (content == NULL)
    type = claimed;
  else if (content != self->typed_content)
    type = recognise (content, claimed);

  g_set_object (&self->typed_content, content);
  if (type == self->file_type)
    return;

  self->file_type = type;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_TYPE]);
}

static void
update_received (AnnexAttachment *self)
{
  const guint64 received = annex_attachment_get_received (self);
  const guint64 total = self->fetch != NULL ? annex_fetch_get_total (self->fetch) : 0;

  if (total != 0)
    self->size = total;
  if (received == self->notified_received)
    return;

  self->notified_received = received;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVED]);
}

static void
update_state (AnnexAttachment *self)
{
  const AnnexAttachmentState state = derive_state (self);
  const gint64               retry_time = annex_attachment_get_retry_time (self);

  if (state == self->notified_state && retry_time == self->notified_retry_time)
    return;

  self->notified_state = state;
  self->notified_retry_time = retry_time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
update (AnnexAttachment *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  update_file_type (self);
  update_received (self);
  if (annex_attachment_get_content (self) != NULL)
    self->size = annex_content_get_size (annex_attachment_get_content (self));
  else
    annex_attachment_set_preview_error (self, NULL);
  update_state (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The file was deleted by the contact centre, and nothing of it may stay here. */
static void
withdraw (AnnexAttachment *self)
{
  annex_attachment_cancel (self);
  annex_attachment_drop_content (self);
}

static void
annex_attachment_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AnnexAttachment *self = ANNEX_ATTACHMENT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) annex_attachment_get_state (self));
      break;
    case PROP_RECEIVED:
      g_value_set_uint64 (value, annex_attachment_get_received (self));
      break;
    case PROP_FILE_TYPE:
      g_value_set_pointer (value, (gpointer) self->file_type);
      break;
    case PROP_PREVIEW_ERROR:
      g_value_set_boxed (value, self->preview_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* Nobody is left who could look at what is still on its way. */
static void
annex_attachment_dispose (GObject *object)
{
  AnnexAttachment *self = ANNEX_ATTACHMENT (object);

  if (self->fetch != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->fetch, self);
      annex_attachment_cancel (self);
    }
  g_clear_object (&self->fetch);
  g_clear_object (&self->queue);
  g_clear_object (&self->typed_content);

  G_OBJECT_CLASS (annex_attachment_parent_class)->dispose (object);
}

static void
annex_attachment_finalize (GObject *object)
{
  AnnexAttachment *self = ANNEX_ATTACHMENT (object);

  annex_attachment_clear_claims (self);
  g_clear_error (&self->preview_error);

  G_OBJECT_CLASS (annex_attachment_parent_class)->finalize (object);
}

static void
annex_attachment_class_init (AnnexAttachmentClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = annex_attachment_get_property;
  object_class->dispose = annex_attachment_dispose;
  object_class->finalize = annex_attachment_finalize;

  /**
   * AnnexAttachment:state:
   *
   * How far the attachment is. Notified also when the time of the next try changes while it waits.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ANNEX_TYPE_ATTACHMENT_STATE, ANNEX_ATTACHMENT_STATE_BROKEN, flags);

  /**
   * AnnexAttachment:received:
   *
   * How many bytes have arrived.
   */
  properties[PROP_RECEIVED] = g_param_spec_uint64 ("received", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * AnnexAttachment:file-type:
   *
   * The #AnnexFileType: of the bytes when they are there, otherwise as it is claimed.
   */
  properties[PROP_FILE_TYPE] = g_param_spec_pointer ("file-type", NULL, NULL, flags);

  /**
   * AnnexAttachment:preview-error:
   *
   * Why the content cannot be shown.
   */
  properties[PROP_PREVIEW_ERROR] = g_param_spec_boxed ("preview-error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_attachment_init (AnnexAttachment *self)
{
}

/**
 * annex_attachment_new:
 * @item: the transcript's item
 * @claim: what it says of this attachment
 * @fetch: (nullable): the way to its bytes; %NULL when there is no identifier to ask for
 * @queue: the queue that every chat shares
 *
 * Makes an attachment. Nothing is fetched before annex_attachment_fetch().
 *
 * Returns: (transfer full): an attachment
 */
AnnexAttachment *
annex_attachment_new (AnnexTranscriptItem        *item,
                      const AnnexAttachmentClaim *claim,
                      AnnexFetch                 *fetch,
                      AnnexFetchQueue            *queue)
{
  AnnexAttachment *self;

  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (item), NULL);
  g_return_val_if_fail (claim != NULL, NULL);
  g_return_val_if_fail (fetch == NULL || ANNEX_IS_FETCH (fetch), NULL);
  g_return_val_if_fail (ANNEX_IS_FETCH_QUEUE (queue), NULL);

  self = g_object_new (ANNEX_TYPE_ATTACHMENT, NULL);
  self->queue = g_object_ref (queue);
  g_set_object (&self->fetch, fetch);
  annex_attachment_update (self, item, claim);
  annex_attachment_note_time (self, annex_transcript_item_get_time (item));
  if (fetch != NULL)
    g_signal_connect_object (fetch, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * annex_attachment_update:
 * @self: an attachment
 * @item: a newer item of the transcript
 * @claim: what it says of this attachment
 *
 * Takes over what the transcript now says, except for the time, which stays that of sending. What it does not say stays
 * as it was. If the contact centre's check has refused the file, it is cancelled and dropped at once.
 */
void
annex_attachment_update (AnnexAttachment            *self,
                         AnnexTranscriptItem        *item,
                         const AnnexAttachmentClaim *claim)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));
  g_return_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (item));
  g_return_if_fail (claim != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  annex_attachment_take_claim (self, item, claim);
  if (self->status == ANNEX_SCAN_STATUS_REJECTED)
    withdraw (self);
  update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * annex_attachment_get_state:
 * @self: an attachment
 *
 * Returns: how far it is
 */
AnnexAttachmentState
annex_attachment_get_state (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), ANNEX_ATTACHMENT_STATE_BROKEN);

  return derive_state (self);
}

/**
 * annex_attachment_get_file_type:
 * @self: an attachment
 *
 * Returns: (transfer none): what the bytes are when they are there, otherwise what name and declared type claim, for an
 *   icon and a label only
 */
const AnnexFileType *
annex_attachment_get_file_type (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), annex_file_type_get_unknown ());

  return self->file_type;
}

/**
 * annex_attachment_dup_safe_name:
 * @self: an attachment
 *
 * The name to show and to suggest. As soon as the bytes are there, its extension is one that fits them.
 *
 * Returns: (transfer full): a file name, never empty
 */
char *
annex_attachment_dup_safe_name (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return annex_file_name_make_safe (self->name, self->id, self->typed_content != NULL ? self->file_type : NULL);
}

/**
 * annex_attachment_get_content:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): the bytes, in %ANNEX_ATTACHMENT_STATE_READY
 */
AnnexContent *
annex_attachment_get_content (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->fetch != NULL && self->status != ANNEX_SCAN_STATUS_REJECTED ? annex_fetch_get_content (self->fetch) : NULL;
}

/**
 * annex_attachment_get_error:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): why fetching failed, in %ANNEX_ATTACHMENT_STATE_FAILED
 */
const GError *
annex_attachment_get_error (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return derive_state (self) == ANNEX_ATTACHMENT_STATE_FAILED ? annex_fetch_get_error (self->fetch) : NULL;
}

/**
 * annex_attachment_get_preview_error:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): why the content that is held cannot be shown
 */
const GError *
annex_attachment_get_preview_error (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->preview_error;
}

/**
 * annex_attachment_set_preview_error:
 * @self: an attachment
 * @error: (nullable): why the content cannot be shown; copied
 *
 * Notes that showing the content failed, or with %NULL that it may be tried again. It goes by itself with the content.
 */
void
annex_attachment_set_preview_error (AnnexAttachment *self,
                                    const GError    *error)
{
  const GError *old;

  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  old = self->preview_error;
  if (old == error
      || (old != NULL && error != NULL && g_error_matches (old, error->domain, error->code) && g_str_equal (old->message, error->message)))
    return;

  g_clear_error (&self->preview_error);
  self->preview_error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW_ERROR]);
}

/**
 * annex_attachment_get_size:
 * @self: an attachment
 *
 * The transcript says nothing of sizes; they are known from the first fetch on.
 *
 * Returns: size in bytes, or 0 when it is not known, or the file is empty
 */
guint64
annex_attachment_get_size (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), 0);

  return self->size;
}

/**
 * annex_attachment_get_received:
 * @self: an attachment
 *
 * Returns: how many bytes have arrived
 */
guint64
annex_attachment_get_received (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), 0);

  return self->fetch != NULL ? annex_fetch_get_received (self->fetch) : 0;
}

/**
 * annex_attachment_get_retry_time:
 * @self: an attachment
 *
 * Returns: in %ANNEX_ATTACHMENT_STATE_WAITING, when it goes on by itself, as g_get_monotonic_time() counts, or 0 when that
 *   is as soon as there is a network; otherwise 0
 */
gint64
annex_attachment_get_retry_time (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), 0);

  return self->fetch != NULL ? annex_fetch_get_retry_time (self->fetch) : 0;
}

/**
 * annex_attachment_get_n_waits:
 * @self: an attachment
 *
 * Returns: how often it has had to wait since it was asked for
 */
guint
annex_attachment_get_n_waits (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), 0);

  return self->fetch != NULL ? annex_fetch_get_n_waits (self->fetch) : 0;
}

/**
 * annex_attachment_fetch:
 * @self: an attachment
 *
 * The agent wants to see it: puts it in front of the queue. One that failed starts anew; one that is held already, or
 * that the contact centre's check has not approved, stays as it is.
 */
void
annex_attachment_fetch (AnnexAttachment *self)
{
  annex_attachment_fetch_for (self, ANNEX_FETCH_PRIORITY_CLICK);
}

/**
 * annex_attachment_fetch_for:
 * @self: an attachment
 * @priority: why it is wanted
 *
 * As annex_attachment_fetch(), for what the agent has not asked for just now.
 */
void
annex_attachment_fetch_for (AnnexAttachment   *self,
                            AnnexFetchPriority priority)
{
  AnnexAttachmentState state;

  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  state = derive_state (self);
  if (state != ANNEX_ATTACHMENT_STATE_AVAILABLE && state != ANNEX_ATTACHMENT_STATE_FAILED && !is_under_way (state))
    return;

  annex_fetch_queue_push (self->queue, self->fetch, priority);
}

/**
 * annex_attachment_is_prefetched:
 * @self: an attachment
 *
 * Returns: whether it is on its way only for the case that the agent might want it
 */
gboolean
annex_attachment_is_prefetched (AnnexAttachment *self)
{
  AnnexFetchPriority priority;

  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), FALSE);

  return self->fetch != NULL
         && annex_fetch_queue_get_priority (self->queue, self->fetch, &priority)
         && priority == ANNEX_FETCH_PRIORITY_NEIGHBOUR;
}

/**
 * annex_attachment_cancel:
 * @self: an attachment
 *
 * Ends a fetch that is waiting or under way, at once, and lets go what has arrived. Anything else stays as it is.
 */
void
annex_attachment_cancel (AnnexAttachment *self)
{
  g_autoptr (AnnexFetch) fetch = NULL;

  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (self->fetch == NULL || !is_under_way (derive_fetch_state (self->fetch)))
    return;

  fetch = g_object_ref (self->fetch);
  annex_fetch_queue_cancel (self->queue, fetch);
  annex_fetch_drop_content (fetch);
}

/**
 * annex_attachment_leave:
 * @self: an attachment
 *
 * Ends a fetch that is waiting or under way, at once, because something else is looked at for now. What has arrived is kept
 * while there is room for it, and the next fetch goes on from there.
 */
void
annex_attachment_leave (AnnexAttachment *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (self->fetch != NULL && is_under_way (derive_fetch_state (self->fetch)))
    annex_fetch_queue_cancel (self->queue, self->fetch);
}

/**
 * annex_attachment_try_now:
 * @self: an attachment
 *
 * Does not wait for the time that the throttling asks for, because the agent does not want to.
 */
void
annex_attachment_try_now (AnnexAttachment *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (derive_state (self) == ANNEX_ATTACHMENT_STATE_WAITING)
    annex_fetch_queue_try_now (self->queue, self->fetch);
}

/**
 * annex_attachment_drop_content:
 * @self: an attachment
 *
 * Lets the bytes go. It can be fetched again.
 */
void
annex_attachment_drop_content (AnnexAttachment *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (self->fetch != NULL)
    annex_fetch_drop_content (self->fetch);
}

/**
 * annex_attachment_pin_content:
 * @self: an attachment
 *
 * It is shown, or being saved: its content, now or when it comes, is not dropped to make room for others. Goes together
 * with annex_attachment_unpin_content().
 */
void
annex_attachment_pin_content (AnnexAttachment *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (self->fetch != NULL)
    annex_fetch_pin (self->fetch);
}

/**
 * annex_attachment_unpin_content:
 * @self: an attachment
 *
 * Takes one annex_attachment_pin_content() back.
 */
void
annex_attachment_unpin_content (AnnexAttachment *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (self->fetch != NULL)
    annex_fetch_unpin (self->fetch);
}
