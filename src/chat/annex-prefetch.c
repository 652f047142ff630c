/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-prefetch.h"

struct _AnnexPrefetch
{
  GObject parent_instance;

  AnnexNetworkStatus *network;   /* (owned) (nullable) */
  GListModel         *model;     /* (owned) (nullable) of AnnexAttachment */
  AnnexAttachment    *shown;     /* (owned) (nullable) */
  GPtrArray          *under_way; /* (owned) AnnexAttachment (owned), which were asked for here */
  GHashTable         *tried;     /* (owned) identifiers (owned) of what is not asked for again */
  gboolean            is_enabled;
  gboolean            is_active;
};

enum
{
  PROP_ENABLED = 1,
  PROP_ACTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnexPrefetch, annex_prefetch, G_TYPE_OBJECT)

static gboolean
is_allowed (AnnexPrefetch *self)
{
  return self->is_enabled
         && self->is_active
         && self->model != NULL
         && self->shown != NULL
         && annex_attachment_get_state (self->shown) == ANNEX_ATTACHMENT_STATE_READY
         && (self->network == NULL || !annex_network_status_get_is_metered (self->network));
}

static gboolean
is_too_large (AnnexAttachment *attachment)
{
  return MAX (annex_attachment_get_size (attachment), annex_attachment_get_received (attachment)) > ANNEX_PREFETCH_MAX_SIZE;
}

static gboolean
is_worth_it (AnnexAttachment *attachment)
{
  const AnnexFileKind kind = annex_attachment_get_file_type (attachment)->kind;

  return (kind == ANNEX_FILE_KIND_PICTURE || kind == ANNEX_FILE_KIND_DOCUMENT)
         && annex_attachment_get_state (attachment) == ANNEX_ATTACHMENT_STATE_AVAILABLE
         && !is_too_large (attachment);
}

/* The one before and the one after, in the order of their use. */
static GPtrArray *
find_neighbours (AnnexPrefetch *self)
{
  GPtrArray  *neighbours = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n_items = is_allowed (self) ? g_list_model_get_n_items (self->model) : 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (AnnexAttachment) attachment = g_list_model_get_item (self->model, i);

      if (attachment != self->shown)
        continue;
      if (i + 1 < n_items)
        g_ptr_array_add (neighbours, g_list_model_get_item (self->model, i + 1));
      if (i > 0)
        g_ptr_array_add (neighbours, g_list_model_get_item (self->model, i - 1));
      break;
    }

  return neighbours;
}

/* As soon as its size is known, or more has come than it may have. What has come is not kept for a resumption that nobody
 * may ever want. */
static void
on_received (AnnexAttachment *attachment)
{
  if (is_too_large (attachment) && annex_attachment_is_prefetched (attachment))
    annex_attachment_cancel (attachment);
}

static void
release (AnnexPrefetch   *self,
         AnnexAttachment *attachment)
{
  g_autoptr (AnnexAttachment) alive = g_object_ref (attachment);

  g_signal_handlers_disconnect_by_func (attachment, on_received, self);
  g_ptr_array_remove (self->under_way, attachment);

  if (!annex_attachment_is_prefetched (attachment))
    return;

  /* It may be asked for once more when it comes near again, and goes on then. */
  g_hash_table_remove (self->tried, annex_attachment_get_id (attachment));
  annex_attachment_leave (attachment);
}

static void
ask_for (AnnexPrefetch   *self,
         AnnexAttachment *attachment)
{
  if (!is_worth_it (attachment) || !g_hash_table_add (self->tried, g_strdup (annex_attachment_get_id (attachment))))
    return;

  if (!g_ptr_array_find (self->under_way, attachment, NULL))
    {
      g_ptr_array_add (self->under_way, g_object_ref (attachment));
      g_signal_connect_object (attachment, "notify::received", G_CALLBACK (on_received), self, G_CONNECT_DEFAULT);
    }
  annex_attachment_fetch_for (attachment, ANNEX_FETCH_PRIORITY_NEIGHBOUR);
}

/* What is asked for last comes first: the next one before the previous one. */
static void
update (AnnexPrefetch *self)
{
  g_autoptr (AnnexPrefetch) alive = g_object_ref (self);
  g_autoptr (GPtrArray) neighbours = find_neighbours (self);

  for (guint i = self->under_way->len; i > 0; i--)
    {
      AnnexAttachment *attachment = g_ptr_array_index (self->under_way, i - 1);

      if (!g_ptr_array_find (neighbours, attachment, NULL))
        release (self, attachment);
    }

  for (guint i = neighbours->len; i > 0; i--)
    ask_for (self, g_ptr_array_index (neighbours, i - 1));
}

static void
annex_prefetch_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AnnexPrefetch *self = ANNEX_PREFETCH (object);

  switch (property_id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->is_enabled);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->is_active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_prefetch_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AnnexPrefetch *self = ANNEX_PREFETCH (object);
  gboolean      *field = property_id == PROP_ENABLED ? &self->is_enabled : &self->is_active;

  switch (property_id)
    {
    case PROP_ENABLED:
    case PROP_ACTIVE:
      if (*field == g_value_get_boolean (value))
        return;
      *field = g_value_get_boolean (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_prefetch_dispose (GObject *object)
{
  AnnexPrefetch *self = ANNEX_PREFETCH (object);

  annex_prefetch_set_shown (self, NULL);
  annex_prefetch_set_model (self, NULL);
  annex_prefetch_set_network (self, NULL);

  G_OBJECT_CLASS (annex_prefetch_parent_class)->dispose (object);
}

static void
annex_prefetch_finalize (GObject *object)
{
  AnnexPrefetch *self = ANNEX_PREFETCH (object);

  g_ptr_array_unref (self->under_way);
  g_hash_table_unref (self->tried);

  G_OBJECT_CLASS (annex_prefetch_parent_class)->finalize (object);
}

static void
annex_prefetch_class_init (AnnexPrefetchClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = annex_prefetch_get_property;
  object_class->set_property = annex_prefetch_set_property;
  object_class->dispose = annex_prefetch_dispose;
  object_class->finalize = annex_prefetch_finalize;

  /**
   * AnnexPrefetch:enabled:
   *
   * Whether the agent wants this at all.
   */
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);

  /**
   * AnnexPrefetch:active:
   *
   * Whether the agent is working with this chat, and not with another.
   */
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_prefetch_init (AnnexPrefetch *self)
{
  self->under_way = g_ptr_array_new_with_free_func (g_object_unref);
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * annex_prefetch_new:
 *
 * Returns: (transfer full): a prefetch that is neither enabled nor active
 */
AnnexPrefetch *
annex_prefetch_new (void)
{
  return g_object_new (ANNEX_TYPE_PREFETCH, NULL);
}

/**
 * annex_prefetch_set_network:
 * @self: a prefetch
 * @network: (nullable): tells whether the network is metered
 *
 * Sets what is asked about the network.
 */
void
annex_prefetch_set_network (AnnexPrefetch      *self,
                            AnnexNetworkStatus *network)
{
  g_return_if_fail (ANNEX_IS_PREFETCH (self));
  g_return_if_fail (network == NULL || ANNEX_IS_NETWORK_STATUS (network));

  if (self->network != NULL)
    g_signal_handlers_disconnect_by_func (self->network, update, self);
  g_set_object (&self->network, network);
  if (network != NULL)
    g_signal_connect_object (network, "notify::metered", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

/**
 * annex_prefetch_set_model:
 * @self: a prefetch
 * @model: (nullable): list of #AnnexAttachment, in the order in which the agent goes through it
 *
 * Sets the chat.
 */
void
annex_prefetch_set_model (AnnexPrefetch *self,
                          GListModel    *model)
{
  g_return_if_fail (ANNEX_IS_PREFETCH (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, update, self);
  g_set_object (&self->model, model);
  g_hash_table_remove_all (self->tried);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

/**
 * annex_prefetch_set_shown:
 * @self: a prefetch
 * @shown: (nullable): what the agent looks at
 *
 * Sets the attachment whose neighbours are fetched, as soon as it is there itself.
 */
void
annex_prefetch_set_shown (AnnexPrefetch   *self,
                          AnnexAttachment *shown)
{
  g_return_if_fail (ANNEX_IS_PREFETCH (self));
  g_return_if_fail (shown == NULL || ANNEX_IS_ATTACHMENT (shown));

  if (self->shown == shown)
    return;

  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_func (self->shown, update, self);
  g_set_object (&self->shown, shown);
  if (shown != NULL)
    g_signal_connect_object (shown, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}
