/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-list.h"

#include "annex-id-tree.h"

/* A contact centre allows 35 attachments in a chat; a hostile server may not fill the memory with more than this. */
#define MAX_ROWS 50000

/* In how many readings an unfinished check is looked for: the contact centre's own limit is three times 60 seconds, and
 * readings come every 5 seconds then. What is still unfinished after that is no reason to hurry. */
#define MAX_AWAITED_READINGS 60

/* One attachment and where it stands. */
typedef struct
{
  AnnexAttachment *attachment; /* (owned) */
  GSequenceIter   *iter;       /* (nullable): NULL while it is not in the model yet */
  gint64           time;       /* microseconds since 1970, also when its item had none */
  gint64           arrival;    /* breaks ties; higher is newer */
  gint64           status_time;
  guint            last_reading; /* in which it was met last */
  guint            n_awaited;    /* readings that began while its check was under way */
} Row;

struct _AnnexAttachmentList
{
  GObject parent_instance;

  AnnexParticipantClient *client; /* (owned) */
  AnnexStorePolicy       *policy; /* (owned) (nullable) */
  AnnexFetchQueue        *queue;  /* (owned) */

  GSequence *sequence; /* (owned) (element-type Row): borrowed rows, newest first */
  GTree     *rows;     /* (owned) (element-type utf8 Row): by what identifies the attachment */
  guint      reading;
  gint64     arrival;    /* of the row that was made last */
  gint64     last_time;  /* of the oldest item of this reading so far */
  guint      generation; /* counts the wipes: whoever is notified may wipe */
  gboolean   is_full;
};

static void annex_attachment_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexAttachmentList,
                               annex_attachment_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, annex_attachment_list_model_init))

static void
row_free (Row *row)
{
  g_object_unref (row->attachment);
  g_free (row);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Row *row_a = a;
  const Row *row_b = b;

  if (row_a->time != row_b->time)
    return row_a->time > row_b->time ? -1 : 1;
  if (row_a->arrival != row_b->arrival)
    return row_a->arrival > row_b->arrival ? -1 : 1;

  return 0;
}

static GType
annex_attachment_list_get_item_type (GListModel *model)
{
  return ANNEX_TYPE_ATTACHMENT;
}

static guint
annex_attachment_list_get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (ANNEX_ATTACHMENT_LIST (model)->sequence);
}

static gpointer
annex_attachment_list_get_item (GListModel *model,
                                guint       position)
{
  AnnexAttachmentList *self = ANNEX_ATTACHMENT_LIST (model);
  Row                 *row;

  if (position >= annex_attachment_list_get_n_items (model))
    return NULL;

  row = g_sequence_get (g_sequence_get_iter_at_pos (self->sequence, (int) position));

  return g_object_ref (row->attachment);
}

static void
annex_attachment_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = annex_attachment_list_get_item_type;
  iface->get_n_items = annex_attachment_list_get_n_items;
  iface->get_item = annex_attachment_list_get_item;
}

static gint64
get_unix_us (AnnexTranscriptItem *item,
             gint64               fallback)
{
  GDateTime *time = annex_transcript_item_get_time (item);

  return time != NULL ? g_date_time_to_unix_usec (time) : fallback;
}

/* An item without a time was sent when the one before it was, or if there is none, the one after it. */
static gint64 *
complete_times (AnnexAttachmentList *self,
                GPtrArray           *items)
{
  gint64 *times = g_new (gint64, items->len + 1);
  gint64  known = self->last_time;

  for (guint i = 0; i < items->len; i++)
    if (annex_transcript_item_get_time (items->pdata[i]) != NULL)
      {
        known = get_unix_us (items->pdata[i], known);
        break;
      }

  for (guint i = 0; i < items->len; i++)
    times[i] = known = get_unix_us (items->pdata[i], known);

  if (items->len > 0)
    self->last_time = times[0];

  return times;
}

/* What the service did not identify is told apart by its item, so that the next reading finds it again. */
static char *
dup_key (AnnexTranscriptItem        *item,
         const AnnexAttachmentClaim *claim,
         guint                       index)
{
  const char *item_id = annex_transcript_item_get_id (item);
  GDateTime  *time = annex_transcript_item_get_time (item);

  if (*claim->id != '\0')
    return g_strconcat ("id ", claim->id, NULL);
  if (item_id != NULL)
    return g_strdup_printf ("item %u %s", index, item_id);
  if (time != NULL)
    return g_strdup_printf ("time %u %" G_GINT64_FORMAT, index, g_date_time_to_unix_usec (time));

  return NULL;
}

static void
add_row (AnnexAttachmentList        *self,
         char                       *key,
         AnnexTranscriptItem        *item,
         const AnnexAttachmentClaim *claim,
         gint64                      time,
         GPtrArray                  *fresh)
{
  g_autoptr (AnnexFetch) fetch = NULL;
  Row *row = g_new0 (Row, 1);

  if (*claim->id != '\0')
    fetch = annex_fetch_new (self->client, self->policy, claim->id);

  row->attachment = annex_attachment_new (item, claim, fetch, self->queue);
  row->time = time;
  row->status_time = time;
  row->arrival = --self->arrival;
  row->last_reading = self->reading;
  g_tree_insert (self->rows, key, row);
  g_ptr_array_add (fresh, row);
}

/* A selection that goes along with its row is only kept if the old and the new place are in one and the same change. */
static void
move_row (AnnexAttachmentList *self,
          Row                 *row)
{
  int   before = g_sequence_iter_get_position (row->iter);
  int   after;
  guint length;

  g_sequence_sort_changed (row->iter, compare_rows, NULL);
  after = g_sequence_iter_get_position (row->iter);
  if (before == after)
    return;

  length = (guint) ABS (after - before) + 1;
  g_list_model_items_changed (G_LIST_MODEL (self), (guint) MIN (before, after), length, length);
}

/* It was sent when its earliest item says. Its place in the transcript is taken anew from each reading: what one reading
 * has left out must not come before it in the next. */
static void
place_row (AnnexAttachmentList *self,
           Row                 *row,
           AnnexTranscriptItem *item)
{
  const gint64 time = get_unix_us (item, row->time);

  annex_attachment_note_time (row->attachment, annex_transcript_item_get_time (item));
  if (time > row->time)
    return;

  row->time = time;
  row->arrival = --self->arrival;
  if (row->iter != NULL)
    move_row (self, row);
}

/* The transcript is read from new to old, so what is met first in a reading is the last word on an attachment, unless the
 * times say otherwise. */
static void
update_row (AnnexAttachmentList        *self,
            Row                        *row,
            AnnexTranscriptItem        *item,
            const AnnexAttachmentClaim *claim)
{
  g_autoptr (AnnexAttachment) attachment = g_object_ref (row->attachment);
  const gboolean is_first = row->last_reading != self->reading;
  const gint64   status_time = get_unix_us (item, row->status_time);
  const guint    generation = self->generation;

  row->last_reading = self->reading;
  if (is_first ? status_time >= row->status_time : status_time > row->status_time)
    {
      row->status_time = status_time;
      annex_attachment_update (attachment, item, claim);
    }

  if (generation == self->generation)
    place_row (self, row, item);
}

/* Returns: whether the claim can be shown */
static gboolean
take_claim (AnnexAttachmentList        *self,
            AnnexTranscriptItem        *item,
            const AnnexAttachmentClaim *claim,
            guint                       index,
            gint64                      time,
            GPtrArray                  *fresh)
{
  g_autofree char *key = dup_key (item, claim, index);
  Row             *row;

  if (key == NULL)
    return FALSE;

  row = g_tree_lookup (self->rows, key);
  if (row == NULL && g_tree_nnodes (self->rows) >= MAX_ROWS)
    {
      self->is_full = TRUE;
      return FALSE;
    }

  if (row != NULL)
    update_row (self, row, item, claim);
  else
    add_row (self, g_steal_pointer (&key), item, claim, time, fresh);

  return TRUE;
}

/* Returns: how many claims cannot be shown */
static guint
take_item (AnnexAttachmentList *self,
           AnnexTranscriptItem *item,
           gint64               time,
           GPtrArray           *fresh)
{
  /* An attachment that was refused can come as an item that says nothing of it (amazon-connect-chat-interface knows this
   * case). The agent shall know at least that there was something. */
  static const AnnexAttachmentClaim nothing = { .id = (char *) "" };
  const guint                       n_attachments = annex_transcript_item_get_n_attachments (item);
  const guint                       generation = self->generation;
  guint                             n_unusable = 0;

  if (n_attachments == 0 && annex_transcript_item_get_kind (item) == ANNEX_TRANSCRIPT_ITEM_ATTACHMENT)
    n_unusable += !take_claim (self, item, &nothing, 0, time, fresh);

  for (guint i = 0; i < n_attachments && generation == self->generation; i++)
    n_unusable += !take_claim (self, item, annex_transcript_item_get_attachment (item, i), i, time, fresh);

  return n_unusable;
}

/* Rows that come to stand side by side come as one change. */
static void
insert_rows (AnnexAttachmentList *self,
             GPtrArray           *fresh)
{
  const guint generation = self->generation;

  g_ptr_array_sort_values_with_data (fresh, compare_rows, NULL);

  for (guint i = 0; i < fresh->len && generation == self->generation;)
    {
      GSequenceIter *place = g_sequence_search (self->sequence, fresh->pdata[i], compare_rows, NULL);
      const guint    position = (guint) g_sequence_iter_get_position (place);
      const guint    first = i;

      do
        {
          ((Row *) fresh->pdata[i])->iter = g_sequence_insert_before (place, fresh->pdata[i]);
          i++;
        }
      while (i < fresh->len && (g_sequence_iter_is_end (place) || compare_rows (fresh->pdata[i], g_sequence_get (place), NULL) < 0));

      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, i - first);
    }
}

static gboolean
is_awaited (const Row *row)
{
  return row->n_awaited < MAX_AWAITED_READINGS && annex_attachment_get_state (row->attachment) == ANNEX_ATTACHMENT_STATE_CHECKING;
}

static void
annex_attachment_list_finalize (GObject *object)
{
  AnnexAttachmentList *self = ANNEX_ATTACHMENT_LIST (object);

  g_clear_pointer (&self->sequence, g_sequence_free);
  g_clear_pointer (&self->rows, g_tree_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->policy, annex_store_policy_free);

  G_OBJECT_CLASS (annex_attachment_list_parent_class)->finalize (object);
}

static void
annex_attachment_list_class_init (AnnexAttachmentListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_attachment_list_finalize;
}

static void
annex_attachment_list_init (AnnexAttachmentList *self)
{
  self->sequence = g_sequence_new (NULL);
  self->rows = annex_id_tree_new ((GDestroyNotify) row_free);
}

/**
 * annex_attachment_list_new:
 * @client: asks for the attachments' links
 * @policy: (nullable): where the links may point to; copied
 * @queue: the queue that every chat shares
 *
 * Makes an empty list.
 *
 * Returns: (transfer full): a list
 */
AnnexAttachmentList *
annex_attachment_list_new (AnnexParticipantClient *client,
                           const AnnexStorePolicy *policy,
                           AnnexFetchQueue        *queue)
{
  AnnexAttachmentList *self;

  g_return_val_if_fail (ANNEX_IS_PARTICIPANT_CLIENT (client), NULL);
  g_return_val_if_fail (ANNEX_IS_FETCH_QUEUE (queue), NULL);

  self = g_object_new (ANNEX_TYPE_ATTACHMENT_LIST, NULL);
  self->client = g_object_ref (client);
  self->policy = annex_store_policy_copy (policy);
  self->queue = g_object_ref (queue);

  return self;
}

/**
 * annex_attachment_list_begin_reading:
 * @self: a list
 *
 * The pages that follow come from one reading of the transcript, from its newest page backward.
 */
void
annex_attachment_list_begin_reading (AnnexAttachmentList *self)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT_LIST (self));

  self->reading++;
  self->arrival = ((gint64) self->reading + 1) << 32;
  self->last_time = 0;

  for (GTreeNode *node = g_tree_node_first (self->rows); node != NULL; node = g_tree_node_next (node))
    {
      Row *row = g_tree_node_value (node);

      row->n_awaited = annex_attachment_get_state (row->attachment) == ANNEX_ATTACHMENT_STATE_CHECKING ? row->n_awaited + 1 : 0;
    }
}

/**
 * annex_attachment_list_take_page:
 * @self: a list
 * @items: (element-type AnnexTranscriptItem): a page of the transcript, from old to new
 *
 * Takes over what a page tells: new attachments are added, known ones updated in place.
 *
 * Returns: how many of the page's attachments cannot be shown, because nothing identifies them or there are too many
 */
guint
annex_attachment_list_take_page (AnnexAttachmentList *self,
                                 GPtrArray           *items)
{
  g_autoptr (AnnexAttachmentList) alive = NULL;
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  g_autofree gint64 *times = NULL;
  guint              generation;
  guint              n_unusable = 0;

  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_LIST (self), 0);
  g_return_val_if_fail (items != NULL, 0);

  alive = g_object_ref (self);
  generation = self->generation;
  times = complete_times (self, items);
  for (guint i = items->len; i > 0 && generation == self->generation; i--)
    n_unusable += take_item (self, items->pdata[i - 1], times[i - 1], fresh);

  if (generation == self->generation)
    insert_rows (self, fresh);

  return n_unusable;
}

/**
 * annex_attachment_list_is_full:
 * @self: a list
 *
 * Returns: whether an attachment was left out because there are far too many
 */
gboolean
annex_attachment_list_is_full (AnnexAttachmentList *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_LIST (self), FALSE);

  return self->is_full;
}

/**
 * annex_attachment_list_awaits_check:
 * @self: a list
 *
 * Returns: whether the contact centre's check of an attachment is under way, and not already for so long that hurrying
 *   for it would only use up the quota
 */
gboolean
annex_attachment_list_awaits_check (AnnexAttachmentList *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_LIST (self), FALSE);

  for (GTreeNode *node = g_tree_node_first (self->rows); node != NULL; node = g_tree_node_next (node))
    if (is_awaited (g_tree_node_value (node)))
      return TRUE;

  return FALSE;
}

/**
 * annex_attachment_list_misses_check:
 * @self: a list
 *
 * Returns: whether an attachment that a check is awaited for was not met in this reading so far
 */
gboolean
annex_attachment_list_misses_check (AnnexAttachmentList *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_LIST (self), FALSE);

  for (GTreeNode *node = g_tree_node_first (self->rows); node != NULL; node = g_tree_node_next (node))
    {
      const Row *row = g_tree_node_value (node);

      if (row->last_reading != self->reading && is_awaited (row))
        return TRUE;
    }

  return FALSE;
}

/**
 * annex_attachment_list_find:
 * @self: a list
 * @attachment_id: `AttachmentId`
 *
 * Returns: (transfer none) (nullable): the attachment
 */
AnnexAttachment *
annex_attachment_list_find (AnnexAttachmentList *self,
                            const char          *attachment_id)
{
  g_autofree char *key = NULL;
  Row             *row;

  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_LIST (self), NULL);
  g_return_val_if_fail (attachment_id != NULL, NULL);

  key = g_strconcat ("id ", attachment_id, NULL);
  row = g_tree_lookup (self->rows, key);

  return row != NULL ? row->attachment : NULL;
}

/**
 * annex_attachment_list_wipe:
 * @self: a list
 *
 * Empties the list, ends what is on its way, and drops what is held, also of attachments that somebody still refers to.
 */
void
annex_attachment_list_wipe (AnnexAttachmentList *self)
{
  g_autoptr (GTree) rows = NULL;
  guint n_items;

  g_return_if_fail (ANNEX_IS_ATTACHMENT_LIST (self));

  rows = g_steal_pointer (&self->rows);
  self->rows = annex_id_tree_new ((GDestroyNotify) row_free);
  n_items = (guint) g_sequence_get_length (self->sequence);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->sequence), g_sequence_get_end_iter (self->sequence));
  self->generation++;
  if (n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);

  for (GTreeNode *node = g_tree_node_first (rows); node != NULL; node = g_tree_node_next (node))
    {
      const Row *row = g_tree_node_value (node);

      annex_attachment_cancel (row->attachment);
      annex_attachment_drop_content (row->attachment);
    }
}
