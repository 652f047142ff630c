/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-outline-item-private.h"

#include "annex-clean-text.h"

#include <string.h>

struct _AnnexOutlineItem
{
  GObject parent_instance;

  char       *title; /* (owned) */
  int         page;  /* -1: none */
  float       top;
  GListStore *children; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (AnnexOutlineItem, annex_outline_item, G_TYPE_OBJECT)

enum
{
  PROP_TITLE = 1,
  PROP_PAGE,
  PROP_TOP,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
annex_outline_item_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AnnexOutlineItem *self = ANNEX_OUTLINE_ITEM (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PAGE:
      g_value_set_int (value, self->page);
      break;
    case PROP_TOP:
      g_value_set_double (value, (double) self->top);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_outline_item_finalize (GObject *object)
{
  AnnexOutlineItem *self = ANNEX_OUTLINE_ITEM (object);

  g_free (self->title);
  g_clear_object (&self->children);

  G_OBJECT_CLASS (annex_outline_item_parent_class)->finalize (object);
}

static void
annex_outline_item_class_init (AnnexOutlineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_outline_item_get_property;
  object_class->finalize = annex_outline_item_finalize;

  /**
   * AnnexOutlineItem:title:
   *
   * Its title.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexOutlineItem:page:
   *
   * The page that it leads to, from 0; -1 for none.
   */
  properties[PROP_PAGE] = g_param_spec_int ("page", NULL, NULL, -1, ANNEX_DECODER_MAX_PAGES - 1, -1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexOutlineItem:top:
   *
   * The place on the page, points from its top.
   */
  properties[PROP_TOP] = g_param_spec_double ("top", NULL, NULL, 0, ANNEX_DECODER_MAX_PAGE_POINTS, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
annex_outline_item_init (AnnexOutlineItem *self)
{
}

static AnnexOutlineItem *
create (const AnnexDecoderOutlineEntry *entry)
{
  AnnexOutlineItem *self = g_object_new (ANNEX_TYPE_OUTLINE_ITEM, NULL);
  g_autofree char  *title = annex_clean_text_line (entry->title);

  self->title = title != NULL ? g_steal_pointer (&title) : g_strdup ("");
  self->page = entry->page != ANNEX_DECODER_NO_PAGE ? (int) entry->page : -1;
  self->top = entry->top;

  return self;
}

/* Whether an honest decoder can have written this. @n_levels: that there are up to the entry before */
static gboolean
is_entry (const AnnexDecoderOutlineEntry *entry,
          guint                           n_levels,
          guint                           n_pages)
{
  return entry->depth <= n_levels
         && entry->depth <= ANNEX_DECODER_MAX_OUTLINE_DEPTH
         && (entry->page < n_pages || entry->page == ANNEX_DECODER_NO_PAGE)
         && entry->top >= 0
         && entry->top <= ANNEX_DECODER_MAX_PAGE_POINTS
         && memchr (entry->title, '\0', sizeof entry->title) != NULL;
}

/* @levels: the entries that the next one may be below */
static GListStore *
get_siblings (GPtrArray  *levels,
              GListStore *top,
              guint       depth)
{
  AnnexOutlineItem *parent;

  if (depth == 0)
    return top;

  parent = g_ptr_array_index (levels, depth - 1);
  if (parent->children == NULL)
    parent->children = g_list_store_new (ANNEX_TYPE_OUTLINE_ITEM);

  return parent->children;
}

/*
 * annex_outline_item_list_from_decoder:
 * @memory: what the decoder wrote
 * @reply: what it said of that; credible
 * @n_pages: of the document
 *
 * Returns: (transfer full) (nullable): the uppermost entries, with the others below them; %NULL when one cannot be
 */
GListModel *
annex_outline_item_list_from_decoder (AnnexSharedMemory       *memory,
                                      const AnnexDecoderReply *reply,
                                      guint                    n_pages)
{
  const gsize                          length = reply->count * sizeof (AnnexDecoderOutlineEntry);
  g_autofree AnnexDecoderOutlineEntry *entries = annex_shared_memory_copy (memory, offsetof (AnnexDecoderOutline, entries), length);
  g_autoptr (GListStore) top = g_list_store_new (ANNEX_TYPE_OUTLINE_ITEM);
  g_autoptr (GPtrArray) levels = g_ptr_array_new ();
  guint i;

  for (i = 0; i < reply->count; i++)
    {
      g_autoptr (AnnexOutlineItem) item = NULL;

      if (!is_entry (&entries[i], levels->len, n_pages))
        return NULL;
      item = create (&entries[i]);
      g_list_store_append (get_siblings (levels, top, entries[i].depth), item);
      g_ptr_array_set_size (levels, (int) entries[i].depth);
      g_ptr_array_add (levels, item);
    }

  return G_LIST_MODEL (g_steal_pointer (&top));
}

/**
 * annex_outline_item_get_title:
 * @self: an entry
 *
 * Returns: (transfer none): its title, in one line, perhaps empty; as trustworthy as the document
 */
const char *
annex_outline_item_get_title (AnnexOutlineItem *self)
{
  g_return_val_if_fail (ANNEX_IS_OUTLINE_ITEM (self), NULL);

  return self->title;
}

/**
 * annex_outline_item_get_page:
 * @self: an entry
 *
 * Returns: the page that it leads to, from 0; -1 for none
 */
int
annex_outline_item_get_page (AnnexOutlineItem *self)
{
  g_return_val_if_fail (ANNEX_IS_OUTLINE_ITEM (self), -1);

  return self->page;
}

/**
 * annex_outline_item_get_top:
 * @self: an entry
 *
 * Returns: the place on the page, points from its top; it may be beyond the page's end
 */
double
annex_outline_item_get_top (AnnexOutlineItem *self)
{
  g_return_val_if_fail (ANNEX_IS_OUTLINE_ITEM (self), 0);

  return (double) self->top;
}

/**
 * annex_outline_item_get_children:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the entries right below it, #AnnexOutlineItem; %NULL when there are none
 */
GListModel *
annex_outline_item_get_children (AnnexOutlineItem *self)
{
  g_return_val_if_fail (ANNEX_IS_OUTLINE_ITEM (self), NULL);

  return (GListModel *) self->children;
}
