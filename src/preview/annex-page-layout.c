/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-layout.h"

/* Largest enlargement over the size on paper that is chosen unasked. */
#define MAX_AUTOMATIC 1.5

/* A page until something is known of any: A4, in points. */
#define USUAL_WIDTH 595.0f
#define USUAL_HEIGHT 842.0f

G_DEFINE_ENUM_TYPE (AnnexPageFit,
                    annex_page_fit,
                    G_DEFINE_ENUM_VALUE (ANNEX_PAGE_FIT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ANNEX_PAGE_FIT_PAGE, "page"),
                    G_DEFINE_ENUM_VALUE (ANNEX_PAGE_FIT_WIDTH, "width"),
                    G_DEFINE_ENUM_VALUE (ANNEX_PAGE_FIT_AUTOMATIC, "automatic"))

typedef struct
{
  float width; /* 0: not known */
  float height;
} PageSize;

/* One row: where its pages begin and how large they are. */
typedef struct
{
  guint  first;
  guint  n_pages;
  double scale;
  double width; /* of its pages, with the room between them */
  double height;
} Row;

struct _AnnexPageLayout
{
  AnnexPageArrangement arrangement;
  guint                n_pages;
  PageSize            *sizes; /* (owned) upright, of n_pages */
  double              *tops;  /* (owned) of each row, and the end; n_pages + 1 is enough */
  double               width;
  gboolean             is_stale; /* the last two */
};

/* Known or assumed, in points. */
static PageSize
get_size (AnnexPageLayout *self,
          guint            page)
{
  PageSize size = self->sizes[page].width > 0 ? self->sizes[page] : self->sizes[0];

  return size.width > 0 ? size : (PageSize) { USUAL_WIDTH, USUAL_HEIGHT };
}

/* As it lies. */
static PageSize
get_turned_size (AnnexPageLayout *self,
                 guint            page)
{
  PageSize size = get_size (self, page);

  return self->arrangement.turns % 2 == 0 ? size : (PageSize) { size.height, size.width };
}

static guint
get_n_columns (AnnexPageLayout *self)
{
  return self->arrangement.dual ? 2 : 1;
}

static guint
get_n_rows (AnnexPageLayout *self)
{
  return (self->n_pages + get_n_columns (self) - 1) / get_n_columns (self);
}

static double
choose_scale (AnnexPageLayout *self,
              double           width,
              double           height,
              guint            n_columns,
              gboolean         is_wide)
{
  const AnnexPageArrangement *arrangement = &self->arrangement;
  double                      by_width = MAX (arrangement->width - (n_columns + 1) * ANNEX_PAGE_MARGIN, 1) / width;
  double                      by_height = MAX (arrangement->height - 2 * ANNEX_PAGE_MARGIN, 1) / height;
  double                      largest = ANNEX_PAGE_MAX_ZOOM * ANNEX_PAGE_PIXELS_PER_POINT;

  switch (arrangement->fit)
    {
    case ANNEX_PAGE_FIT_PAGE:
      return MIN (MIN (by_width, by_height), largest);
    case ANNEX_PAGE_FIT_WIDTH:
      return MIN (by_width, largest);
    case ANNEX_PAGE_FIT_AUTOMATIC:
      return MIN (is_wide ? MIN (by_width, by_height) : by_width, MAX_AUTOMATIC * ANNEX_PAGE_PIXELS_PER_POINT);
    case ANNEX_PAGE_FIT_NONE:
    default:
      return arrangement->zoom * ANNEX_PAGE_PIXELS_PER_POINT;
    }
}

static void
get_row (AnnexPageLayout *self,
         guint            index,
         Row             *row)
{
  guint    n_columns = get_n_columns (self);
  double   width = 0, height = 0;
  gboolean is_wide = TRUE;

  row->first = index * n_columns;
  row->n_pages = MIN (n_columns, self->n_pages - row->first);
  for (guint i = 0; i < row->n_pages; i++)
    {
      PageSize size = get_turned_size (self, row->first + i);

      width += size.width;
      height = MAX (height, size.height);
      is_wide = is_wide && size.width > size.height;
    }

  /* The last page may be alone, and is as large as the others all the same. */
  row->scale = choose_scale (self, width * n_columns / row->n_pages, height, n_columns, is_wide);
  row->width = width * row->scale + (row->n_pages - 1) * ANNEX_PAGE_MARGIN;
  row->height = height * row->scale;
}

static void
refresh (AnnexPageLayout *self)
{
  double top = ANNEX_PAGE_MARGIN;
  guint  n_rows = get_n_rows (self);

  if (!self->is_stale)
    return;

  self->is_stale = FALSE;
  self->width = self->arrangement.width;
  for (guint i = 0; i < n_rows; i++)
    {
      Row row;

      get_row (self, i, &row);
      self->tops[i] = top;
      top += row.height + ANNEX_PAGE_MARGIN;
      self->width = MAX (self->width, row.width + 2 * ANNEX_PAGE_MARGIN);
    }
  self->tops[n_rows] = top;
}

/**
 * annex_page_layout_new:
 * @n_pages: how many pages there are, at least one
 *
 * Returns: (transfer full): pages of which nothing is known yet, and for which there is no room yet
 */
AnnexPageLayout *
annex_page_layout_new (guint n_pages)
{
  AnnexPageLayout *self = g_new0 (AnnexPageLayout, 1);

  self->n_pages = MAX (n_pages, 1);
  self->sizes = g_new0 (PageSize, self->n_pages);
  self->tops = g_new0 (double, self->n_pages + 1);
  self->arrangement.fit = ANNEX_PAGE_FIT_AUTOMATIC;
  self->arrangement.zoom = 1;
  self->is_stale = TRUE;

  return self;
}

/**
 * annex_page_layout_free:
 * @self: (transfer full): a layout
 */
void
annex_page_layout_free (AnnexPageLayout *self)
{
  g_free (self->sizes);
  g_free (self->tops);
  g_free (self);
}

/**
 * annex_page_layout_get_n_pages:
 * @self: a layout
 *
 * Returns: how many pages there are
 */
guint
annex_page_layout_get_n_pages (AnnexPageLayout *self)
{
  return self->n_pages;
}

/**
 * annex_page_layout_has_size:
 * @self: a layout
 * @page: the page, from 0
 *
 * Returns: whether its size is known
 */
gboolean
annex_page_layout_has_size (AnnexPageLayout *self,
                            guint            page)
{
  g_return_val_if_fail (page < self->n_pages, FALSE);

  return self->sizes[page].width > 0;
}

/**
 * annex_page_layout_set_size:
 * @self: a layout
 * @page: the page, from 0
 * @size: how large it is, upright, in points
 */
void
annex_page_layout_set_size (AnnexPageLayout       *self,
                            guint                  page,
                            const graphene_size_t *size)
{
  PageSize before;

  g_return_if_fail (page < self->n_pages);

  before = get_size (self, page);
  self->sizes[page] = (PageSize) { MAX (size->width, 1), MAX (size->height, 1) };
  /* Mostly they are as large as was assumed, and nothing moves. */
  if (self->sizes[page].width != before.width || self->sizes[page].height != before.height)
    self->is_stale = TRUE;
}

/**
 * annex_page_layout_arrange:
 * @self: a layout
 * @arrangement: how the pages are to lie
 */
void
annex_page_layout_arrange (AnnexPageLayout            *self,
                           const AnnexPageArrangement *arrangement)
{
  self->arrangement = *arrangement;
  self->arrangement.turns %= 4;
  self->is_stale = TRUE;
}

/**
 * annex_page_layout_get_width:
 * @self: a layout
 *
 * Returns: the width of the widest row with the room around it, at least the room there is, in logical pixels
 */
double
annex_page_layout_get_width (AnnexPageLayout *self)
{
  refresh (self);

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
  refresh (self);

  return self->tops[get_n_rows (self)];
}

/**
 * annex_page_layout_get_place:
 * @self: a layout
 * @page: the page, from 0
 * @place: (out caller-allocates): where it lies in the middle of its row
 */
void
annex_page_layout_get_place (AnnexPageLayout *self,
                             guint            page,
                             AnnexPagePlace  *place)
{
  PageSize size;
  Row      row;

  g_return_if_fail (page < self->n_pages);

  refresh (self);
  get_row (self, page / get_n_columns (self), &row);
  size = get_turned_size (self, page);
  place->scale = row.scale;
  place->turns = self->arrangement.turns;
  place->width = size.width * row.scale;
  place->height = size.height * row.scale;
  place->x = (self->width - row.width) / 2;
  if (page > row.first)
    place->x += row.width - place->width;
  place->y = self->tops[page / get_n_columns (self)] + (row.height - place->height) / 2;
}

/**
 * annex_page_layout_get_row:
 * @self: a layout
 * @page: a page, from 0
 * @n_pages: (out): how many lie beside each other there
 *
 * Returns: the first page of its row
 */
guint
annex_page_layout_get_row (AnnexPageLayout *self,
                           guint            page,
                           guint           *n_pages)
{
  guint n_columns = get_n_columns (self);
  guint first = page - page % n_columns;

  *n_pages = MIN (n_columns, self->n_pages - first);

  return first;
}

/**
 * annex_page_layout_find:
 * @self: a layout
 * @y: distance from the top, in logical pixels
 *
 * Returns: the first page of the last row that begins at or above @y, or the first page
 */
guint
annex_page_layout_find (AnnexPageLayout *self,
                        double           y)
{
  guint low = 0;
  guint high = get_n_rows (self);

  refresh (self);
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }

  return low * get_n_columns (self);
}

/* Beyond the middle of the room between two rows, the second one is nearer. */
static guint
find_nearest_row (AnnexPageLayout *self,
                  double           y)
{
  return annex_page_layout_find (self, y + ANNEX_PAGE_MARGIN / 2);
}

/**
 * annex_page_layout_find_nearest:
 * @self: a layout
 * @x: distance from the left, in logical pixels
 * @y: distance from the top
 *
 * Returns: the page there, or the one nearest to that
 */
guint
annex_page_layout_find_nearest (AnnexPageLayout *self,
                                double           x,
                                double           y)
{
  AnnexPagePlace second;
  guint          n_pages;
  guint          first = annex_page_layout_get_row (self, find_nearest_row (self, y), &n_pages);

  if (n_pages < 2)
    return first;

  annex_page_layout_get_place (self, first + 1, &second);

  return x >= second.x - ANNEX_PAGE_MARGIN / 2 ? first + 1 : first;
}
