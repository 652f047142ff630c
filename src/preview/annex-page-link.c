/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-link-private.h"

#include <string.h>

struct _AnnexPageLink
{
  gatomicrefcount   ref_count;
  AnnexPageLinkKind kind;
  graphene_rect_t   box;
  guint             page;
  float             top;
  char             *uri; /* (owned) (nullable) */
};

G_DEFINE_BOXED_TYPE (AnnexPageLink, annex_page_link, annex_page_link_ref, annex_page_link_unref)

static gboolean
is_place (float value)
{
  return value >= 0 && value <= ANNEX_DECODER_MAX_PAGE_POINTS;
}

static gboolean
is_uri (const AnnexDecoderLink *link)
{
  return memchr (link->uri, '\0', sizeof link->uri) != NULL && annex_decoder_is_uri (link->uri) && g_uri_is_valid (link->uri, G_URI_FLAGS_NONE, NULL);
}

/* Whether an honest decoder can have written this. */
static gboolean
is_link (const AnnexDecoderLink *link,
         guint                   n_pages)
{
  const AnnexDecoderBox *box = &link->box;

  if (!is_place (box->left) || !is_place (box->top) || !is_place (box->right) || !is_place (box->bottom) || box->left > box->right || box->top > box->bottom)
    return FALSE;

  switch ((AnnexDecoderLinkKind) link->kind)
    {
    case ANNEX_DECODER_LINK_PAGE:
      return link->page < n_pages && is_place (link->top);
    case ANNEX_DECODER_LINK_URI:
      return is_uri (link);
    case ANNEX_DECODER_LINK_INACTIVE:
      return TRUE;
    default:
      return FALSE;
    }
}

static AnnexPageLink *
create (const AnnexDecoderLink *source)
{
  AnnexPageLink         *self = g_new0 (AnnexPageLink, 1);
  const AnnexDecoderBox *box = &source->box;

  g_atomic_ref_count_init (&self->ref_count);
  graphene_rect_init (&self->box, box->left, box->top, box->right - box->left, box->bottom - box->top);
  self->kind = ANNEX_PAGE_LINK_INACTIVE;
  if (source->kind == ANNEX_DECODER_LINK_PAGE)
    {
      self->kind = ANNEX_PAGE_LINK_PAGE;
      self->page = source->page;
      self->top = source->top;
    }
  else if (source->kind == ANNEX_DECODER_LINK_URI)
    {
      self->kind = ANNEX_PAGE_LINK_URI;
      self->uri = g_strdup (source->uri);
    }

  return self;
}

/*
 * annex_page_link_list_from_decoder:
 * @memory: what the decoder wrote
 * @reply: what it said of that; credible
 * @n_pages: of the document
 *
 * Returns: (transfer full) (element-type AnnexPageLink) (nullable): the links; %NULL when one of them cannot be
 */
GPtrArray *
annex_page_link_list_from_decoder (AnnexSharedMemory       *memory,
                                   const AnnexDecoderReply *reply,
                                   guint                    n_pages)
{
  g_autofree AnnexDecoderLink *sources = annex_shared_memory_copy (memory, offsetof (AnnexDecoderPageLinks, links), reply->count * sizeof (AnnexDecoderLink));
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_page_link_unref);
  guint i;

  for (i = 0; i < reply->count; i++)
    {
      if (!is_link (&sources[i], n_pages))
        return NULL;
      g_ptr_array_add (links, create (&sources[i]));
    }

  return g_steal_pointer (&links);
}

/**
 * annex_page_link_ref:
 * @self: a link
 *
 * Returns: (transfer full): the same link
 */
AnnexPageLink *
annex_page_link_ref (AnnexPageLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * annex_page_link_unref:
 * @self: (transfer full): a link
 *
 * Drops a reference.
 */
void
annex_page_link_unref (AnnexPageLink *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->uri);
  g_free (self);
}

/**
 * annex_page_link_get_kind:
 * @self: a link
 *
 * Returns: where it leads
 */
AnnexPageLinkKind
annex_page_link_get_kind (AnnexPageLink *self)
{
  g_return_val_if_fail (self != NULL, ANNEX_PAGE_LINK_INACTIVE);

  return self->kind;
}

/**
 * annex_page_link_get_box:
 * @self: a link
 * @box: (out caller-allocates): where it is, in points of the upright page, from its top left corner
 */
void
annex_page_link_get_box (AnnexPageLink   *self,
                         graphene_rect_t *box)
{
  g_return_if_fail (self != NULL && box != NULL);

  *box = self->box;
}

/**
 * annex_page_link_get_page:
 * @self: a link to a page
 *
 * Returns: the page, from 0; there is one of that number
 */
guint
annex_page_link_get_page (AnnexPageLink *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->page;
}

/**
 * annex_page_link_get_top:
 * @self: a link to a page
 *
 * Returns: the place on that page, points from its top; it may be beyond the page's end
 */
double
annex_page_link_get_top (AnnexPageLink *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (double) self->top;
}

/**
 * annex_page_link_get_uri:
 * @self: a link to an address
 *
 * Returns: (transfer none) (nullable): the address: https or mailto, at most 2048 bytes, ASCII without spaces, without a
 *   name and password before the host; %NULL for other links
 */
const char *
annex_page_link_get_uri (AnnexPageLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->uri;
}
