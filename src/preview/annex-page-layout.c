/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-layout.h"

/* Room around and between pages, in logical pixels. */
#define MARGIN 12.0

/* Largest enlargement over the size on paper: a page that fills a very wide window is harder to read, not easier. */
#define MAX_SCALE 1.5

#define PIXELS_PER_POINT (96.0 / 72.0)

struct _AnnexPageLayout
{
  AnnexDocument *document; /* (owned) */
  double         width;
  guint          n_pages;
  double        *tops; /* (owned) n_pages + 1 */
};

static void
get_drawn_size (AnnexPageLayout *self,
                guint            page,
                graphene_size_t *size)
{
  double room = MAX (self->width - 2 * MARGIN, 1);
  double scale;

  if (!annex_document_get_known_size (self->document, page, size) && !annex_document_get_known_size (self->document, 0, size))
    graphene_size_init (size, 595, 842);

  scale = MIN (room / size->width, MAX_SCALE * PIXELS_PER_POINT);
  graphene_size_scale (size, (float) scale, size);
}

/**
 * annex_page_layout_new:
 * @document: a document
 * @width: room there is, in logical pixels
 *
 * Returns: (transfer full): the pages at that width, with what is known of their sizes now
 */
AnnexPageLayout *
annex_page_layout_new (AnnexDocument *document,
                       double         width)
{
  AnnexPageLayout *self = g_new0 (AnnexPageLayout, 1);
  double           top = MARGIN;

  self->document = g_object_ref (document);
  self->width = width;
  self->n_pages = annex_document_get_n_pages (document);
  self->tops = g_new (double, self->n_pages + 1);

  for (guint i = 0; i < self->n_pages; i++)
    {
      graphene_size_t size;

      get_drawn_size (self, i, &size);
      self->tops[i] = top;
      top += size.height + MARGIN;
    }
  self->tops[self->n_pages] = top;

  return self;
}

/**
 * annex_page_layout_free:
 * @self: (transfer full): a layout
 */
void
annex_page_layout_free (AnnexPageLayout *self)
{
  g_object_unref (self->document);
  g_free (self->tops);
  g_free (self);
}

/**
 * annex_page_layout_get_width:
 * @self: a layout
 *
 * Returns: the width it was made for, in logical pixels
 */
double
annex_page_layout_get_width (AnnexPageLayout *self)
{
  return self->width;
}

/**
 * annex_page_layout_get_height:
 * @self: a layout
 *
 * Returns: the height of all pages with the room around them, in logical pixels
 */
double
annex_page_layout_get_height (AnnexPageLayout *self)
{
  return self->tops[self->n_pages];
}

/**
 * annex_page_layout_get_rect:
 * @self: a layout
 * @page: the page, from 0
 * @rect: (out): where it lies
 */
void
annex_page_layout_get_rect (AnnexPageLayout *self,
                            guint            page,
                            graphene_rect_t *rect)
{
  graphene_size_t size;

  g_return_if_fail (page < self->n_pages);

  get_drawn_size (self, page, &size);
  graphene_rect_init (rect, (float) (self->width - size.width) / 2, (float) self->tops[page], size.width, size.height);
}

/**
 * annex_page_layout_find:
 * @self: a layout
 * @y: distance from the top, in logical pixels
 *
 * Returns: the last page that begins at or above @y, or the first page
 */
guint
annex_page_layout_find (AnnexPageLayout *self,
                        double           y)
{
  guint low = 0;
  guint high = self->n_pages;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }

  return low;
}
