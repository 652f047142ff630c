/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-budget.h"

/* Some bytes, and everyone who holds them. */
typedef struct
{
  AnnexContent *content; /* (owned) (nullable) NULL for a part, which is not shared */
  guint64       size;
  GPtrArray    *holders; /* (owned) of Holder (unowned) */
} Entry;

typedef struct
{
  gpointer             owner; /* (unowned) */
  Entry               *entry; /* (unowned) */
  AnnexContentDropFunc drop;
  gboolean             pinned;
} Holder;

struct _AnnexContentBudget
{
  GObject parent_instance;

  guint64     limit;
  guint64     size;
  GQueue      entries; /* (owned) of Entry, the one that was not used for the longest time first */
  GHashTable *holders; /* (owned) owner (unowned) to Holder (owned) */
  GHashTable *digests; /* (owned) SHA-256 (unowned, the content's) to Entry (unowned) */
};

G_DEFINE_FINAL_TYPE (AnnexContentBudget, annex_content_budget, G_TYPE_OBJECT)

/* Entries */

static Entry *
add_entry (AnnexContentBudget *self,
           AnnexContent       *content,
           guint64             size)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->holders = g_ptr_array_new ();
  entry->size = size;
  if (content != NULL)
    {
      entry->content = g_object_ref (content);
      g_hash_table_insert (self->digests, (gpointer) annex_content_get_sha256 (content), entry);
    }
  g_queue_push_tail (&self->entries, entry);
  self->size += size;

  return entry;
}

static void
remove_entry (AnnexContentBudget *self,
              Entry              *entry)
{
  g_queue_remove (&self->entries, entry);
  self->size -= entry->size;
  if (entry->content != NULL)
    g_hash_table_remove (self->digests, annex_content_get_sha256 (entry->content));
  g_clear_object (&entry->content);
  g_ptr_array_unref (entry->holders);
  g_free (entry);
}

static void
touch (AnnexContentBudget *self,
       Entry              *entry)
{
  g_queue_remove (&self->entries, entry);
  g_queue_push_tail (&self->entries, entry);
}

static gboolean
is_pinned (const Entry *entry)
{
  for (guint i = 0; i < entry->holders->len; i++)
    if (((Holder *) entry->holders->pdata[i])->pinned)
      return TRUE;

  return FALSE;
}

/* Takes the holder away, and the entry with the last one. */
static void
forget (AnnexContentBudget *self,
        Holder             *holder)
{
  Entry *entry = holder->entry;

  g_ptr_array_remove (entry->holders, holder);
  g_hash_table_remove (self->holders, holder->owner);
  if (entry->holders->len == 0)
    remove_entry (self, entry);
}

/* Nothing would be won by dropping what has no bytes. */
static Entry *
find_victim (AnnexContentBudget *self,
             const Entry        *spared)
{
  for (GList *l = self->entries.head; l != NULL; l = l->next)
    if (l->data != spared && ((Entry *) l->data)->size > 0 && !is_pinned (l->data))
      return l->data;

  return NULL;
}

/* Whoever drops something may tell others, and these may hold, pin or release something: after each holder everything is
 * looked at again. */
static void
shrink (AnnexContentBudget *self,
        const Entry        *spared)
{
  g_autoptr (AnnexContentBudget) guard = g_object_ref (self);
  Entry *victim;

  while (self->size > self->limit && (victim = find_victim (self, spared)) != NULL)
    {
      Holder              *holder = victim->holders->pdata[victim->holders->len - 1];
      AnnexContentDropFunc drop = holder->drop;
      gpointer             owner = holder->owner;

      forget (self, holder);
      drop (owner);
    }
}

static void
annex_content_budget_finalize (GObject *object)
{
  AnnexContentBudget *self = ANNEX_CONTENT_BUDGET (object);

  while (self->entries.head != NULL)
    remove_entry (self, self->entries.head->data);
  g_hash_table_unref (self->holders);
  g_hash_table_unref (self->digests);

  G_OBJECT_CLASS (annex_content_budget_parent_class)->finalize (object);
}

static void
annex_content_budget_class_init (AnnexContentBudgetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_content_budget_finalize;
}

static void
annex_content_budget_init (AnnexContentBudget *self)
{
  g_queue_init (&self->entries);
  self->holders = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->digests = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * annex_content_budget_new:
 * @limit: how many bytes may be held, such as %ANNEX_CONTENT_BUDGET_DEFAULT
 *
 * Makes a budget. All chats of a program share one, because they share the memory.
 *
 * Returns: (transfer full): a budget of which nothing is used
 */
AnnexContentBudget *
annex_content_budget_new (guint64 limit)
{
  AnnexContentBudget *self = g_object_new (ANNEX_TYPE_CONTENT_BUDGET, NULL);

  self->limit = limit;

  return self;
}

/**
 * annex_content_budget_get_limit:
 * @self: a budget
 *
 * Returns: how many bytes may be held
 */
guint64
annex_content_budget_get_limit (AnnexContentBudget *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_BUDGET (self), 0);

  return self->limit;
}

/**
 * annex_content_budget_set_limit:
 * @self: a budget
 * @limit: how many bytes may be held
 *
 * Changes the limit, and drops at once what is too much then.
 */
void
annex_content_budget_set_limit (AnnexContentBudget *self,
                                guint64             limit)
{
  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (self));

  self->limit = limit;
  shrink (self, NULL);
}

/**
 * annex_content_budget_get_size:
 * @self: a budget
 *
 * Returns: how many bytes are held; more than the limit only when they are pinned, or the newest
 */
guint64
annex_content_budget_get_size (AnnexContentBudget *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_BUDGET (self), 0);

  return self->size;
}

/**
 * annex_content_budget_get_n_contents:
 * @self: a budget
 *
 * Returns: how many attachments are held, also those of which there is only a part, or that share their bytes
 */
guint
annex_content_budget_get_n_contents (AnnexContentBudget *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_BUDGET (self), 0);

  return g_hash_table_size (self->holders);
}

/**
 * annex_content_budget_share:
 * @self: a budget
 * @content: a content
 *
 * Looks whether the same bytes are held already, as their SHA-256 tells.
 *
 * Returns: (transfer full): the content that is held, or @content
 */
AnnexContent *
annex_content_budget_share (AnnexContentBudget *self,
                            AnnexContent       *content)
{
  const Entry *entry;

  g_return_val_if_fail (ANNEX_IS_CONTENT_BUDGET (self), NULL);
  g_return_val_if_fail (ANNEX_IS_CONTENT (content), NULL);

  entry = g_hash_table_lookup (self->digests, annex_content_get_sha256 (content));

  return g_object_ref (entry != NULL ? entry->content : content);
}

static void
hold (AnnexContentBudget  *self,
      gpointer             owner,
      Entry               *entry,
      gboolean             pinned,
      AnnexContentDropFunc drop)
{
  Holder *holder = g_new0 (Holder, 1);

  holder->owner = owner;
  holder->entry = entry;
  holder->drop = drop;
  holder->pinned = pinned;
  g_ptr_array_add (entry->holders, holder);
  g_hash_table_insert (self->holders, owner, holder);
  touch (self, entry);
  shrink (self, entry);
}

/**
 * annex_content_budget_hold:
 * @self: a budget
 * @holder: who holds it; unowned, has to be released before it is gone
 * @content: what is held
 * @pinned: whether it must not be dropped
 * @drop: called with @holder when it has to be dropped
 *
 * Notes that @holder holds @content, and nothing else. Others are dropped at once if it is too much; never what came just
 * now.
 */
void
annex_content_budget_hold (AnnexContentBudget  *self,
                           gpointer             holder,
                           AnnexContent        *content,
                           gboolean             pinned,
                           AnnexContentDropFunc drop)
{
  Entry *entry;

  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (self));
  g_return_if_fail (ANNEX_IS_CONTENT (content));
  g_return_if_fail (drop != NULL);

  annex_content_budget_release (self, holder);
  entry = g_hash_table_lookup (self->digests, annex_content_get_sha256 (content));
  if (entry == NULL)
    entry = add_entry (self, content, annex_content_get_size (content));
  hold (self, holder, entry, pinned, drop);
}

/**
 * annex_content_budget_hold_part:
 * @self: a budget
 * @holder: who holds it; unowned, has to be released before it is gone
 * @size: how many bytes
 * @pinned: whether it must not be dropped
 * @drop: called with @holder when it has to be dropped
 *
 * Notes that @holder holds a part of a content, and nothing else.
 */
void
annex_content_budget_hold_part (AnnexContentBudget  *self,
                                gpointer             holder,
                                guint64              size,
                                gboolean             pinned,
                                AnnexContentDropFunc drop)
{
  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (self));
  g_return_if_fail (drop != NULL);

  annex_content_budget_release (self, holder);
  hold (self, holder, add_entry (self, NULL, size), pinned, drop);
}

/**
 * annex_content_budget_set_pinned:
 * @self: a budget
 * @holder: anyone; who holds nothing is passed over
 * @pinned: whether it must not be dropped
 *
 * Pins or unpins. Both are a use: what is no longer shown is the last to be dropped.
 */
void
annex_content_budget_set_pinned (AnnexContentBudget *self,
                                 gpointer            holder,
                                 gboolean            pinned)
{
  Holder *found;

  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (self));

  found = g_hash_table_lookup (self->holders, holder);
  if (found == NULL)
    return;

  found->pinned = pinned;
  touch (self, found->entry);
  shrink (self, NULL);
}

/**
 * annex_content_budget_release:
 * @self: a budget
 * @holder: anyone; who holds nothing is passed over
 *
 * Notes that @holder holds nothing any more.
 */
void
annex_content_budget_release (AnnexContentBudget *self,
                              gpointer            holder)
{
  Holder *found;

  g_return_if_fail (ANNEX_IS_CONTENT_BUDGET (self));

  found = g_hash_table_lookup (self->holders, holder);
  if (found != NULL)
    forget (self, found);
}
