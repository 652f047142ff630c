/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch.h"

#include "annex-fetch-private.h"

struct _AnnexFetch
{
  GObject parent_instance;

  AnnexParticipantClient *client;        /* (owned) */
  AnnexStorePolicy       *policy;        /* (owned) (nullable) */
  char                   *attachment_id; /* (owned) */
  const AnnexFileType    *claimed_type;  /* (nullable) */

  AnnexContentBudget *budget; /* (owned) (nullable) */
  guint               n_pins;

  AnnexFetchState    state;
  AnnexContent      *content; /* (owned) (nullable) */
  AnnexDownloadPart *part;    /* (owned) (nullable) what has arrived of a content that is not complete */
  GError            *error;   /* (owned) (nullable) */
  guint64            received;
  guint64            total;
  gint64             retry_time;
  guint              n_waits;
};

enum
{
  PROP_STATE = 1,
  PROP_RECEIVED,
  PROP_CONTENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (AnnexFetchState,
                    annex_fetch_state,
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_REQUESTING, "requesting"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_DOWNLOADING, "downloading"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (ANNEX_FETCH_STATE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (AnnexFetch, annex_fetch, G_TYPE_OBJECT)

static void
annex_fetch_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  AnnexFetch *self = ANNEX_FETCH (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_RECEIVED:
      g_value_set_uint64 (value, self->received);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_fetch_finalize (GObject *object)
{
  AnnexFetch *self = ANNEX_FETCH (object);

  annex_fetch_set_budget (self, NULL);
  g_clear_object (&self->client);
  annex_store_policy_free (self->policy);
  g_free (self->attachment_id);
  g_clear_object (&self->content);
  g_clear_object (&self->part);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (annex_fetch_parent_class)->finalize (object);
}

static void
annex_fetch_class_init (AnnexFetchClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = annex_fetch_get_property;
  object_class->finalize = annex_fetch_finalize;

  /**
   * AnnexFetch:state:
   *
   * How far the fetch is.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ANNEX_TYPE_FETCH_STATE, ANNEX_FETCH_STATE_IDLE, flags);

  /**
   * AnnexFetch:received:
   *
   * How many bytes have arrived.
   */
  properties[PROP_RECEIVED] = g_param_spec_uint64 ("received", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * AnnexFetch:content:
   *
   * The complete, checked bytes, while they are held.
   */
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, ANNEX_TYPE_CONTENT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_fetch_init (AnnexFetch *self)
{
}

/**
 * annex_fetch_new:
 * @client: asks for the link
 * @policy: (nullable): where the link may point to; copied
 * @attachment_id: `AttachmentId`, opaque
 *
 * Makes the way of one attachment to its bytes. Nothing happens before annex_fetch_queue_push().
 *
 * Returns: (transfer full): a fetch in %ANNEX_FETCH_STATE_IDLE
 */
AnnexFetch *
annex_fetch_new (AnnexParticipantClient *client,
                 const AnnexStorePolicy *policy,
                 const char             *attachment_id)
{
  AnnexFetch *self;

  g_return_val_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (client), NULL);
  g_return_val_if_fail (attachment_id != NULL, NULL);

  self = g_object_new (ANNEX_TYPE_FETCH, NULL);
  self->client = g_object_ref (client);
  self->policy = annex_store_policy_copy (policy);
  self->attachment_id = g_strdup (attachment_id);

  return self;
}

/**
 * annex_fetch_set_claimed_type:
 * @self: a fetch
 * @type: (nullable): annex_file_type_from_claims() of what the transcript says
 *
 * Tells what is expected. A body that looks like the store's error document is refused even when its length is right,
 * unless a text or markup is expected: only then it may be the customer's own file.
 */
void
annex_fetch_set_claimed_type (AnnexFetch          *self,
                              const AnnexFileType *type)
{
  g_return_if_fail (ANNEX_IS_FETCH (self));

  self->claimed_type = type;
}

/**
 * annex_fetch_get_state:
 * @self: a fetch
 *
 * Returns: how far it is
 */
AnnexFetchState
annex_fetch_get_state (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), ANNEX_FETCH_STATE_IDLE);

  return self->state;
}

/**
 * annex_fetch_get_content:
 * @self: a fetch
 *
 * Returns: (transfer none) (nullable): the bytes in %ANNEX_FETCH_STATE_READY, otherwise %NULL
 */
AnnexContent *
annex_fetch_get_content (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), NULL);

  return self->content;
}

/**
 * annex_fetch_get_error:
 * @self: a fetch
 *
 * Returns: (transfer none) (nullable): why it failed, in %ANNEX_FETCH_STATE_FAILED: an error of %ANNEX_SERVICE_ERROR,
 *   or of %G_IO_ERROR when memory is short
 */
const GError *
annex_fetch_get_error (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), NULL);

  return self->error;
}

/**
 * annex_fetch_get_received:
 * @self: a fetch
 *
 * Returns: how many bytes have arrived
 */
guint64
annex_fetch_get_received (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), 0);

  return self->received;
}

/**
 * annex_fetch_get_total:
 * @self: a fetch
 *
 * Returns: how many bytes there will be, or 0 when that is not known
 */
guint64
annex_fetch_get_total (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), 0);

  return self->total;
}

/**
 * annex_fetch_get_retry_time:
 * @self: a fetch
 *
 * Returns: in %ANNEX_FETCH_STATE_WAITING, when it goes on by itself, as g_get_monotonic_time() counts, or 0 when that is as
 *   soon as there is a network; otherwise 0
 */
gint64
annex_fetch_get_retry_time (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), 0);

  return self->retry_time;
}

/**
 * annex_fetch_get_n_waits:
 * @self: a fetch
 *
 * Returns: how often it has had to wait since it was pushed
 */
guint
annex_fetch_get_n_waits (AnnexFetch *self)
{
  g_return_val_if_fail (ANNEX_IS_FETCH (self), 0);

  return self->n_waits;
}

static void on_over_budget (gpointer holder);

static guint64
get_part_received (AnnexFetch *self)
{
  return self->part != NULL ? annex_download_part_get_received (self->part) : 0;
}

static guint64
get_part_total (AnnexFetch *self)
{
  return self->part != NULL ? annex_download_part_get_total (self->part) : 0;
}

/* It may grow, and is needed to go on. */
static gboolean
is_under_way (AnnexFetch *self)
{
  return self->state == ANNEX_FETCH_STATE_REQUESTING || self->state == ANNEX_FETCH_STATE_DOWNLOADING;
}

/* The budget is told before anybody else, because whoever hears of the content may drop it. */
static void
replace_content (AnnexFetch   *self,
                 AnnexContent *content)
{
  if (!g_set_object (&self->content, content))
    return;

  if (self->budget != NULL && content != NULL)
    annex_content_budget_hold (self->budget, self, content, self->n_pins > 0, on_over_budget);
  else if (self->budget != NULL)
    annex_content_budget_release (self->budget, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

static void
drop_part (AnnexFetch *self)
{
  g_clear_object (&self->part);
  if (self->budget != NULL && self->content == NULL)
    annex_content_budget_release (self->budget, self);
}

/* What cannot be resumed is of no use to the next try. */
static void
drop_useless_part (AnnexFetch *self)
{
  if (self->part != NULL && !annex_download_part_can_resume (self->part))
    drop_part (self);
}

static void
on_over_budget (gpointer holder)
{
  annex_fetch_drop_content (ANNEX_FETCH (holder));
}

/* What has arrived counts while it is on its way, and also while it waits to go on; only then it may be dropped. */
static void
account_for_part (AnnexFetch *self)
{
  const guint64 received = get_part_received (self);

  if (self->budget == NULL || self->content != NULL)
    return;

  if (received > 0)
    annex_content_budget_hold_part (self->budget, self, received, self->n_pins > 0 || is_under_way (self), on_over_budget);
  else
    annex_content_budget_release (self->budget, self);
}

/**
 * annex_fetch_drop_content:
 * @self: a fetch
 *
 * Lets the bytes go, also those of a download that broke off, whether it failed or waits to go on: it begins anew then. A
 * fetch that was ready is idle then; any other is left as it is, and one that is under way keeps what it has.
 */
void
annex_fetch_drop_content (AnnexFetch *self)
{
  g_return_if_fail (ANNEX_IS_FETCH (self));

  if (!is_under_way (self))
    drop_part (self);
  if (self->state != ANNEX_FETCH_STATE_READY)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  replace_content (self, NULL);
  annex_fetch_set_state (self, ANNEX_FETCH_STATE_IDLE);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * annex_fetch_pin:
 * @self: a fetch
 *
 * Its bytes are needed, because they are shown or being saved, or will be as soon as they are there: they are not dropped
 * to make room for others. Goes together with annex_fetch_unpin().
 */
void
annex_fetch_pin (AnnexFetch *self)
{
  g_return_if_fail (ANNEX_IS_FETCH (self));

  self->n_pins++;
  if (self->budget != NULL)
    annex_content_budget_set_pinned (self->budget, self, TRUE);
}

/**
 * annex_fetch_unpin:
 * @self: a fetch
 *
 * Takes one annex_fetch_pin() back. After the last one the bytes may be dropped, at once if there are too many.
 */
void
annex_fetch_unpin (AnnexFetch *self)
{
  g_return_if_fail (ANNEX_IS_FETCH (self));
  g_return_if_fail (self->n_pins > 0);

  self->n_pins--;
  if (self->budget != NULL)
    annex_content_budget_set_pinned (self->budget, self, self->n_pins > 0 || (self->content == NULL && is_under_way (self)));
}

/*< private >
 * annex_fetch_get_client:
 * @self: a fetch
 *
 * Returns: (transfer none): who asks for the link
 */
AnnexParticipantClient *
annex_fetch_get_client (AnnexFetch *self)
{
  return self->client;
}

/*< private >
 * annex_fetch_get_policy:
 * @self: a fetch
 *
 * Returns: (transfer none) (nullable): where the link may point to
 */
const AnnexStorePolicy *
annex_fetch_get_policy (AnnexFetch *self)
{
  return self->policy;
}

/*< private >
 * annex_fetch_get_attachment_id:
 * @self: a fetch
 *
 * Returns: (transfer none): the attachment's identifier
 */
const char *
annex_fetch_get_attachment_id (AnnexFetch *self)
{
  return self->attachment_id;
}

/*< private >
 * annex_fetch_expects_markup:
 * @self: a fetch
 *
 * Returns: whether the file may look like an error document and be none
 */
gboolean
annex_fetch_expects_markup (AnnexFetch *self)
{
  return self->claimed_type != NULL
         && (self->claimed_type->kind == ANNEX_FILE_KIND_TEXT || self->claimed_type->kind == ANNEX_FILE_KIND_ACTIVE);
}

/*< private >
 * annex_fetch_ensure_part:
 * @self: a fetch
 *
 * Returns: (transfer none): what has arrived so far, perhaps nothing. It stays while the download is tried again, with the
 *   same link or another, after it has failed, and after it was cancelled; annex_fetch_drop_content() lets it go
 */
AnnexDownloadPart *
annex_fetch_ensure_part (AnnexFetch *self)
{
  if (self->part == NULL)
    self->part = annex_download_part_new ();

  return self->part;
}

/*< private >
 * annex_fetch_set_budget:
 * @self: a fetch
 * @budget: (nullable): what its bytes count towards from now on
 *
 * Sets the budget.
 */
void
annex_fetch_set_budget (AnnexFetch         *self,
                        AnnexContentBudget *budget)
{
  if (self->budget == budget)
    return;

  if (self->budget != NULL)
    annex_content_budget_release (self->budget, self);
  g_set_object (&self->budget, budget);
}

/*< private >
 * annex_fetch_set_state:
 * @self: a fetch
 * @state: the state it enters; not waiting, ready or failed, which have functions of their own
 *
 * Enters a state. What belonged to other states goes: the time of the next try and the error. What has arrived stays, as
 * long as the budget allows: whoever fetches again what failed, or what nobody wanted for a while, goes on from there.
 */
void
annex_fetch_set_state (AnnexFetch     *self,
                       AnnexFetchState state)
{
  g_object_freeze_notify (G_OBJECT (self));

  self->retry_time = 0;
  g_clear_error (&self->error);
  if (state == ANNEX_FETCH_STATE_IDLE)
    drop_useless_part (self);
  if (state == ANNEX_FETCH_STATE_IDLE)
    self->n_waits = 0;
  if (state == ANNEX_FETCH_STATE_IDLE)
    annex_fetch_set_progress (self, 0, 0);
  else if (state == ANNEX_FETCH_STATE_REQUESTING)
    annex_fetch_set_progress (self, get_part_received (self), get_part_total (self));

  if (self->state != state)
    {
      self->state = state;
      account_for_part (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * annex_fetch_wait_until:
 * @self: a fetch
 * @retry_time: when it goes on, as g_get_monotonic_time() counts, or 0 when that is as soon as there is a network
 *
 * Enters %ANNEX_FETCH_STATE_WAITING, and notifies also when it was in it already.
 */
void
annex_fetch_wait_until (AnnexFetch *self,
                        gint64      retry_time)
{
  self->retry_time = retry_time;
  self->n_waits++;
  self->state = ANNEX_FETCH_STATE_WAITING;
  account_for_part (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*< private >
 * annex_fetch_set_progress:
 * @self: a fetch
 * @received: bytes that have arrived
 * @total: bytes in all, or 0
 *
 * Notes the progress of the download. Its bytes count towards the budget from now on.
 */
void
annex_fetch_set_progress (AnnexFetch *self,
                          guint64     received,
                          guint64     total)
{
  if (self->received == received && self->total == total)
    return;

  self->received = received;
  self->total = total;
  if (is_under_way (self))
    account_for_part (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVED]);
}

/*< private >
 * annex_fetch_take_content:
 * @self: a fetch
 * @content: (transfer full): the complete bytes
 *
 * Enters %ANNEX_FETCH_STATE_READY.
 */
void
annex_fetch_take_content (AnnexFetch   *self,
                          AnnexContent *content)
{
  g_autoptr (AnnexContent) owned = content;

  g_clear_object (&self->part);
  g_object_freeze_notify (G_OBJECT (self));
  annex_fetch_set_progress (self, annex_content_get_size (owned), annex_content_get_size (owned));
  replace_content (self, owned);
  annex_fetch_set_state (self, ANNEX_FETCH_STATE_READY);
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * annex_fetch_take_error:
 * @self: a fetch
 * @error: (transfer full): why there will be no content
 *
 * Enters %ANNEX_FETCH_STATE_FAILED.
 */
void
annex_fetch_take_error (AnnexFetch *self,
                        GError     *error)
{
  drop_useless_part (self);
  g_object_freeze_notify (G_OBJECT (self));
  annex_fetch_set_state (self, ANNEX_FETCH_STATE_FAILED);
  self->error = error;
  g_object_thaw_notify (G_OBJECT (self));
}
