/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-cache.h"

#include "annex-weak-ref.h"

/* Of every texture that a document gives. */
#define PIXEL_SIZE 4

/* Milliseconds after which a drawing lets those of other wanted pages go first. */
#define PATIENCE 1500

/* A drawing that failed is not tried again unasked, except where much less is wanted: parts of the wanted width. */
#define MUCH_LESS 0.75

/* One page that was wanted since the last annex_page_cache_begin(), or whose texture is still held. */
typedef struct
{
  guint       page;
  guint       width;  /* wanted */
  guint       height; /* wanted */
  guint64     last_wanted;
  guint64     last_ahead;   /* the last round in which it was wanted soon */
  guint       rank;         /* in its round, the first is drawn first */
  gboolean    is_slow;      /* lets others go first */
  guint       n_halvings;   /* for how often it was tried again */
  guint       failed_width; /* that was wanted when it failed */
  GdkTexture *texture;      /* (owned) (nullable) */
  GError     *error;        /* (owned) (nullable) */
} Entry;

struct _AnnexPageCache
{
  GObject parent_instance;

  AnnexDocument        *document;    /* (owned) */
  GHashTable           *entries;     /* (owned) page → Entry */
  GCancellable         *cancellable; /* (owned) (nullable) of the drawing under way */
  AnnexDocumentPriority priority;
  guint                 max_textures;
  gsize                 max_bytes;
  guint                 drawing; /* page under way, or G_MAXUINT */
  guint                 patience_id;
  guint64               round;
  guint                 n_wanted; /* in this round */
};

G_DEFINE_FINAL_TYPE (AnnexPageCache, annex_page_cache, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void draw_next (AnnexPageCache *self);

static void
entry_free (Entry *entry)
{
  g_clear_object (&entry->texture);
  g_clear_error (&entry->error);
  g_free (entry);
}

static gboolean
entry_is_sharp (const Entry *entry)
{
  return entry->texture != NULL && (guint) gdk_texture_get_width (entry->texture) == entry->width && (guint) gdk_texture_get_height (entry->texture) == entry->height;
}

static gsize
entry_get_n_bytes (const Entry *entry)
{
  if (entry->texture == NULL)
    return 0;

  return (gsize) gdk_texture_get_width (entry->texture) * (gsize) gdk_texture_get_height (entry->texture) * PIXEL_SIZE;
}

static gboolean
entry_is_wanted (const Entry    *entry,
                 AnnexPageCache *self)
{
  return entry->last_wanted == self->round;
}

static gboolean
entry_needs_drawing (const Entry *entry)
{
  return entry->error == NULL && entry->width > 0 && !entry_is_sharp (entry);
}

static Entry *
ensure_entry (AnnexPageCache *self,
              guint           page)
{
  Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->page = page;
      g_hash_table_insert (self->entries, GUINT_TO_POINTER (page), entry);
    }

  return entry;
}

/* Returns: what is to go first, or NULL when what is held beside the wanted pages is within the bounds */
static const Entry *
find_surplus (AnnexPageCache *self)
{
  GHashTableIter iter;
  const Entry   *oldest = NULL;
  const Entry   *entry;
  guint          n_entries = 0;
  gsize          n_bytes = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (entry_is_wanted (entry, self))
        continue;

      n_entries++;
      n_bytes += entry_get_n_bytes (entry);
      if (oldest == NULL || entry->last_wanted < oldest->last_wanted)
        oldest = entry;
    }

  return n_entries > self->max_textures || n_bytes > self->max_bytes ? oldest : NULL;
}

/* The page under way may go too: when it is not wanted, its drawing is cancelled and comes to nothing. */
static void
evict (AnnexPageCache *self)
{
  const Entry *surplus;

  while ((surplus = find_surplus (self)) != NULL)
    g_hash_table_remove (self->entries, GUINT_TO_POINTER (surplus->page));
}

/* The order in which pages are drawn: those that let others go first are last. */
static gboolean
entry_is_before (const Entry *entry,
                 const Entry *other)
{
  if (entry->is_slow != other->is_slow)
    return other->is_slow;

  return entry->rank < other->rank;
}

static Entry *
find_wanted (AnnexPageCache *self)
{
  GHashTableIter iter;
  Entry         *next = NULL;
  Entry         *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (entry_is_wanted (entry, self) && entry_needs_drawing (entry) && (next == NULL || entry_is_before (entry, next)))
        next = entry;
    }

  return next;
}

static Entry *
find_ahead (AnnexPageCache *self)
{
  GHashTableIter iter;
  Entry         *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (entry->last_ahead == self->round && entry_needs_drawing (entry))
        return entry;
    }

  return NULL;
}

/* A page that takes long must not keep the others from being read. */
static gboolean
on_impatient (gpointer user_data)
{
  AnnexPageCache *self = user_data;
  Entry          *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (self->drawing));
  const Entry    *next;

  self->patience_id = 0;
  if (entry == NULL || entry->is_slow)
    return G_SOURCE_REMOVE;

  entry->is_slow = TRUE;
  next = find_wanted (self);
  if (next != NULL && next != entry)
    g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
accept_drawing (AnnexPageCache *self,
                GdkTexture     *texture,
                const GError   *error)
{
  guint  page = self->drawing;
  Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));

  self->drawing = G_MAXUINT;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->cancellable);

  if (entry != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* A drawing that failed leaves what there was, perhaps in another size. */
      if (texture != NULL)
        g_set_object (&entry->texture, texture);
      g_clear_error (&entry->error);
      entry->error = error != NULL ? g_error_copy (error) : NULL;
      entry->failed_width = entry->width;
      g_signal_emit (self, signals[CHANGED], 0, page);
    }

  draw_next (self);
}

static void
render_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AnnexPageCache) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = annex_document_render_finish (ANNEX_DOCUMENT (source), result, &error);

  if (self != NULL)
    accept_drawing (self, texture, error);
}

static void
draw_region_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (AnnexPageCache) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = annex_document_draw_region_finish (ANNEX_DOCUMENT (source), result, &error);

  if (self != NULL)
    accept_drawing (self, texture, error);
}

static void
draw (AnnexPageCache       *self,
      const Entry          *entry,
      AnnexDocumentPriority priority)
{
  GdkRectangle all = { 0, 0, (int) entry->width, (int) entry->height };

  self->drawing = entry->page;
  self->cancellable = g_cancellable_new ();
  self->patience_id = g_timeout_add (PATIENCE, on_impatient, self);
  if (priority == ANNEX_DOCUMENT_PRIORITY_VISIBLE)
    annex_document_render_async (self->document, entry->page, entry->width, entry->height, self->cancellable, render_cb, annex_weak_ref_new (self));
  else
    annex_document_draw_region_async (self->document, entry->page, entry->width, entry->height, &all, priority, self->cancellable, draw_region_cb, annex_weak_ref_new (self));
}

static void
draw_next (AnnexPageCache *self)
{
  const Entry *entry;

  if (self->drawing != G_MAXUINT)
    return;

  if ((entry = find_wanted (self)) != NULL)
    draw (self, entry, self->priority);
  else if ((entry = find_ahead (self)) != NULL)
    draw (self, entry, ANNEX_DOCUMENT_PRIORITY_AHEAD);
}

static void
annex_page_cache_dispose (GObject *object)
{
  AnnexPageCache *self = ANNEX_PAGE_CACHE (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (annex_page_cache_parent_class)->dispose (object);
}

static void
annex_page_cache_class_init (AnnexPageCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_page_cache_dispose;

  /**
   * AnnexPageCache::changed:
   * @page: the page, from 0
   *
   * The page has a new texture or a new error.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
annex_page_cache_init (AnnexPageCache *self)
{
  self->drawing = G_MAXUINT;
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
}

/**
 * annex_page_cache_new:
 * @document: the document to draw
 * @priority: how urgent what is wanted is
 * @max_textures: how many drawn pages are kept beside those that are wanted right now
 * @max_bytes: how many bytes of pixels these may take together
 *
 * Returns: (transfer full): a cache without a page in it
 */
AnnexPageCache *
annex_page_cache_new (AnnexDocument        *document,
                      AnnexDocumentPriority priority,
                      guint                 max_textures,
                      gsize                 max_bytes)
{
  AnnexPageCache *self = g_object_new (ANNEX_TYPE_PAGE_CACHE, NULL);

  self->document = g_object_ref (document);
  self->priority = priority;
  self->max_textures = max_textures;
  self->max_bytes = max_bytes;

  return self;
}

/**
 * annex_page_cache_get_document:
 * @self: a cache
 *
 * Returns: (transfer none): the document that is drawn
 */
AnnexDocument *
annex_page_cache_get_document (AnnexPageCache *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), NULL);

  return self->document;
}

/**
 * annex_page_cache_begin:
 * @self: a cache
 *
 * Starts a new round of wishes. Pages that are not wanted again before annex_page_cache_end() are no longer drawn, and
 * the first to be dropped.
 */
void
annex_page_cache_begin (AnnexPageCache *self)
{
  g_return_if_fail (ANNEX_IS_PAGE_CACHE (self));

  self->round++;
  self->n_wanted = 0;
}

/* What is wanted twice has its first place in the line. */
static void
entry_want (Entry          *entry,
            AnnexPageCache *self)
{
  if (!entry_is_wanted (entry, self))
    entry->rank = self->n_wanted++;
  entry->last_wanted = self->round;
}

static void
entry_set_size (Entry *entry,
                guint  width,
                guint  height)
{
  entry->width = MAX (1, width >> entry->n_halvings);
  entry->height = MAX (1, height >> entry->n_halvings);
  if (entry->error != NULL && entry->width < entry->failed_width * MUCH_LESS)
    g_clear_error (&entry->error);
}

/**
 * annex_page_cache_want:
 * @self: a cache
 * @page: the page, from 0
 * @width: wanted width in device pixels
 * @height: wanted height in device pixels
 *
 * Says that the page is needed in this size. What is wanted first is drawn first. A page that failed is not tried again
 * unless annex_page_cache_retry() says so, or much less is wanted.
 *
 * Returns: (transfer none) (nullable): what is there already, perhaps in another size, until `changed` comes
 */
GdkTexture *
annex_page_cache_want (AnnexPageCache *self,
                       guint           page,
                       guint           width,
                       guint           height)
{
  Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), NULL);

  entry = ensure_entry (self, page);
  entry_set_size (entry, width, height);
  entry_want (entry, self);

  return entry->texture;
}

/**
 * annex_page_cache_keep:
 * @self: a cache
 * @page: the page, from 0
 *
 * Says that the page is needed as it is, while it is not decided yet in which size.
 *
 * Returns: (transfer none) (nullable): what is there; %NULL when annex_page_cache_want() is needed to have anything
 */
GdkTexture *
annex_page_cache_keep (AnnexPageCache *self,
                       guint           page)
{
  Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), NULL);

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));
  if (entry == NULL || entry->texture == NULL)
    return NULL;

  entry_want (entry, self);

  return entry->texture;
}

/**
 * annex_page_cache_prepare:
 * @self: a cache
 * @page: the page, from 0
 * @width: wanted width in device pixels
 * @height: wanted height in device pixels
 *
 * Says that the page may be needed soon. It is drawn when there is nothing else to do, and counts as one that is not wanted.
 */
void
annex_page_cache_prepare (AnnexPageCache *self,
                          guint           page,
                          guint           width,
                          guint           height)
{
  Entry *entry;

  g_return_if_fail (ANNEX_IS_PAGE_CACHE (self));

  entry = ensure_entry (self, page);
  if (entry_is_wanted (entry, self))
    return;

  entry_set_size (entry, width, height);
  entry->last_ahead = self->round;
  entry->last_wanted = MAX (entry->last_wanted, self->round - 1);
}

/**
 * annex_page_cache_retry:
 * @self: a cache
 * @page: the page, from 0
 *
 * Draws a page that failed once more. One of which nothing is drawn is then half as wide and high as before: there is less
 * to do, and what there is can be scaled up.
 */
void
annex_page_cache_retry (AnnexPageCache *self,
                        guint           page)
{
  Entry *entry;

  g_return_if_fail (ANNEX_IS_PAGE_CACHE (self));

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));
  if (entry == NULL || entry->error == NULL)
    return;

  annex_document_forgive (self->document, page);
  g_clear_error (&entry->error);
  if (entry->texture == NULL)
    {
      entry->n_halvings++;
      entry->width = MAX (1, entry->width / 2);
      entry->height = MAX (1, entry->height / 2);
    }
  draw_next (self);
  g_signal_emit (self, signals[CHANGED], 0, page);
}

static gboolean
is_in_vain (AnnexPageCache *self,
            const Entry    *under_way)
{
  if (entry_is_wanted (under_way, self))
    return FALSE;

  return under_way->last_ahead != self->round || find_wanted (self) != NULL;
}

/**
 * annex_page_cache_end:
 * @self: a cache
 *
 * Ends a round: stops the drawing of a page that nobody wants any more, and draws what is missing.
 */
void
annex_page_cache_end (AnnexPageCache *self)
{
  const Entry *under_way;

  g_return_if_fail (ANNEX_IS_PAGE_CACHE (self));

  under_way = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (self->drawing));
  if (under_way != NULL && is_in_vain (self, under_way))
    g_cancellable_cancel (self->cancellable);

  evict (self);
  draw_next (self);
}

/**
 * annex_page_cache_has_texture:
 * @self: a cache
 * @page: the page, from 0
 *
 * Returns: %TRUE when something drawn of the page is held, in whatever size
 */
gboolean
annex_page_cache_has_texture (AnnexPageCache *self,
                              guint           page)
{
  const Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), FALSE);

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));

  return entry != NULL && entry->texture != NULL;
}

/**
 * annex_page_cache_get_n_bytes:
 * @self: a cache
 *
 * Returns: how many bytes of pixels are held, of wanted pages and others; what is being drawn is not among them yet
 */
gsize
annex_page_cache_get_n_bytes (AnnexPageCache *self)
{
  GHashTableIter iter;
  const Entry   *entry;
  gsize          n_bytes = 0;

  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), 0);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    n_bytes += entry_get_n_bytes (entry);

  return n_bytes;
}

/**
 * annex_page_cache_get_error:
 * @self: a cache
 * @page: the page, from 0
 *
 * Returns: (transfer none) (nullable): why the page could not be drawn
 */
const GError *
annex_page_cache_get_error (AnnexPageCache *self,
                            guint           page)
{
  const Entry *entry;

  g_return_val_if_fail (ANNEX_IS_PAGE_CACHE (self), NULL);

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (page));

  return entry != NULL ? entry->error : NULL;
}
