/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-contents.h"

#include "annex-weak-ref.h"

/* Pages whose contents are kept beside those that are wanted. A page's text takes at most about two megabytes. */
#define MAX_KEPT 16

/* Pages that can be wanted at once: more are seen only when they are too small to read. */
#define MAX_WANTED 16

typedef struct
{
  guint          page;
  guint64        last_wanted;
  AnnexPageText *text;  /* (owned) (nullable) */
  GPtrArray     *links; /* (owned) (nullable) */
  gboolean       asked_text;
  gboolean       asked_links;
} Entry;

struct _AnnexPageContents
{
  GObject parent_instance;

  AnnexDocument *document;    /* (owned) */
  GHashTable    *entries;     /* (owned) page → Entry */
  GCancellable  *cancellable; /* (owned) of whatever is asked for */
  gboolean       is_asking;
  guint          asked; /* the page under way */
  guint64        round;
};

G_DEFINE_FINAL_TYPE (AnnexPageContents, annex_page_contents, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void ask_next (AnnexPageContents *self);

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->text, annex_page_text_unref);
  g_clear_pointer (&entry->links, g_ptr_array_unref);
  g_free (entry);
}

static Entry *
lookup (AnnexPageContents *self,
        guint              page)
{
  return g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));
}

static Entry *
ensure_entry (AnnexPageContents *self,
              guint              page)
{
  Entry *entry = lookup (self, page);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->page = page;
      g_hash_table_insert (self->entries, GUINT_TO_POINTER (page), entry);
    }
  entry->last_wanted = self->round;

  return entry;
}

static const Entry *
find_surplus (AnnexPageContents *self)
{
  GHashTableIter iter;
  const Entry   *oldest = NULL;
  const Entry   *entry;
  guint          n_kept = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (entry->last_wanted == self->round)
        continue;

      n_kept++;
      if (oldest == NULL || entry->last_wanted < oldest->last_wanted)
        oldest = entry;
    }

  return n_kept > MAX_KEPT ? oldest : NULL;
}

static void
evict (AnnexPageContents *self)
{
  const Entry *surplus;

  while ((surplus = find_surplus (self)) != NULL)
    g_hash_table_remove (self->entries, GUINT_TO_POINTER (surplus->page));
}

static void
finish_asking (AnnexPageContents *self)
{
  guint page = self->asked;

  self->is_asking = FALSE;
  if (lookup (self, page) != NULL)
    g_signal_emit (self, signals[CHANGED], 0, page);
  ask_next (self);
}

/* What cannot be read is as if it was not there; drawing the page tells what is wrong with it. */
static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AnnexPageContents) self = annex_weak_ref_steal (user_data);
  g_autoptr (AnnexPageText) text = annex_document_query_text_finish (ANNEX_DOCUMENT (source), result, NULL);
  Entry *entry;

  if (self == NULL || self->document == NULL)
    return;

  entry = lookup (self, self->asked);
  if (entry != NULL && entry->text == NULL)
    entry->text = g_steal_pointer (&text);
  finish_asking (self);
}

static void
links_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexPageContents) self = annex_weak_ref_steal (user_data);
  g_autoptr (GPtrArray) links = annex_document_query_links_finish (ANNEX_DOCUMENT (source), result, NULL);
  Entry *entry;

  if (self == NULL || self->document == NULL)
    return;

  entry = lookup (self, self->asked);
  if (entry != NULL && entry->links == NULL)
    entry->links = g_steal_pointer (&links);
  finish_asking (self);
}

static Entry *
find_next (AnnexPageContents *self)
{
  GHashTableIter iter;
  Entry         *next = NULL;
  Entry         *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (entry->last_wanted == self->round && (!entry->asked_text || !entry->asked_links) && (next == NULL || entry->page < next->page))
        next = entry;
    }

  return next;
}

static void
ask_next (AnnexPageContents *self)
{
  Entry *entry;

  if (self->is_asking || (entry = find_next (self)) == NULL)
    return;

  self->is_asking = TRUE;
  self->asked = entry->page;
  if (!entry->asked_text)
    {
      entry->asked_text = TRUE;
      annex_document_query_text_async (self->document, entry->page, ANNEX_DOCUMENT_PRIORITY_AHEAD, self->cancellable, text_cb, annex_weak_ref_new (self));
    }
  else
    {
      entry->asked_links = TRUE;
      annex_document_query_links_async (self->document, entry->page, ANNEX_DOCUMENT_PRIORITY_AHEAD, self->cancellable, links_cb, annex_weak_ref_new (self));
    }
}

static void
annex_page_contents_dispose (GObject *object)
{
  AnnexPageContents *self = ANNEX_PAGE_CONTENTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (annex_page_contents_parent_class)->dispose (object);
}

static void
annex_page_contents_finalize (GObject *object)
{
  g_hash_table_unref (ANNEX_PAGE_CONTENTS (object)->entries);

  G_OBJECT_CLASS (annex_page_contents_parent_class)->finalize (object);
}

static void
annex_page_contents_class_init (AnnexPageContentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_page_contents_dispose;
  object_class->finalize = annex_page_contents_finalize;

  /**
   * AnnexPageContents::changed:
   * @page: the page, from 0
   *
   * The text or the links of the page have come.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
annex_page_contents_init (AnnexPageContents *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
}

/**
 * annex_page_contents_new:
 * @document: a document
 *
 * Returns: (transfer full): its contents, of which nothing is known yet
 */
AnnexPageContents *
annex_page_contents_new (AnnexDocument *document)
{
  AnnexPageContents *self = g_object_new (ANNEX_TYPE_PAGE_CONTENTS, NULL);

  self->document = g_object_ref (document);

  return self;
}

/**
 * annex_page_contents_want:
 * @self: contents
 * @first: the first page that is looked at, from 0
 * @last: the last one
 * @current: the one that is read
 *
 * Asks for what is on these pages, unless it is there; when they are many, for those around the one that is read. Other
 * pages may be forgotten.
 */
void
annex_page_contents_want (AnnexPageContents *self,
                          guint              first,
                          guint              last,
                          guint              current)
{
  g_return_if_fail (ANNEX_IS_PAGE_CONTENTS (self));
  g_return_if_fail (first <= last);

  current = CLAMP (current, first, last);
  if (last - first >= MAX_WANTED)
    {
      first = CLAMP (current, first + MAX_WANTED / 2, last - MAX_WANTED / 2 + 1) - MAX_WANTED / 2;
      last = first + MAX_WANTED - 1;
    }
  self->round++;
  for (guint page = first; page <= last; page++)
    ensure_entry (self, page);
  evict (self);
  ask_next (self);
}

/**
 * annex_page_contents_get_text:
 * @self: contents
 * @page: a page, from 0
 *
 * Returns: (transfer none) (nullable): its text, or %NULL when that is not known
 */
AnnexPageText *
annex_page_contents_get_text (AnnexPageContents *self,
                              guint              page)
{
  const Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CONTENTS (self), NULL);

  entry = lookup (self, page);

  return entry != NULL ? entry->text : NULL;
}

/**
 * annex_page_contents_get_links:
 * @self: contents
 * @page: a page, from 0
 *
 * Returns: (transfer none) (element-type AnnexPageLink) (nullable): its links, or %NULL when these are not known
 */
GPtrArray *
annex_page_contents_get_links (AnnexPageContents *self,
                               guint              page)
{
  const Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CONTENTS (self), NULL);

  entry = lookup (self, page);

  return entry != NULL ? entry->links : NULL;
}
