/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-drawing.h"

#include "annex-canvas-detail.h"
#include "annex-decoder-protocol.h"
#include "annex-page-notice.h"
#include "annex-page-surface.h"
#include "annex-page-view-private.h"
#include "annex-pixel-grid.h"
#include "annex-weak-ref.h"

/* Pixels of one page: A4 at twice its size on paper, on a screen of twice the density. A larger page is drawn smaller
 * and scaled up until its visible part has been drawn for itself. At most two pages reach beyond the window, so the visible
 * ones take no more than two of these and the window's own pixels. */
#define MAX_PAGE_PIXELS (8 << 20)

/* From the edge of what is seen of a page to what lies over it, in logical pixels. */
#define OVER_MARGIN 12

struct _AnnexPageViewDrawing
{
  AnnexPageView *view;        /* (unowned) owns this */
  GHashTable    *notices;     /* (owned) page → AnnexPageNotice, a child of the view */
  GHashTable    *details;     /* (owned) page → AnnexCanvasDetail, of the visible pages that are too large to draw whole */
  GCancellable  *cancellable; /* (owned) (nullable) of the size being asked for */
  guint          sized;       /* the page that it is asked for */
  GHashTable    *sizeless;    /* (owned) pages that have no readable size */
};

/* One page as it is drawn. */
typedef struct
{
  guint           page;
  AnnexPagePlace  place;
  graphene_rect_t rect;  /* on whole device pixels */
  guint           width; /* device pixels of the upright page */
  guint           height;
} Drawing;

static AnnexPageCache *
get_cache (AnnexPageViewDrawing *self)
{
  return annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (self->view));
}

static AnnexDocument *
get_document (AnnexPageViewDrawing *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view));
}

/* Sizes: each is asked for when its page is first seen. */

static void query_sizes (AnnexPageViewDrawing *self);

static void
query_size_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AnnexPageView) view = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  AnnexPageViewDrawing *self;
  graphene_size_t       size;

  annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, &error);
  if (view == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = annex_page_view_get_drawing (view);
  g_clear_object (&self->cancellable);
  /* A page without a readable size keeps its place; drawing it tells what is wrong with it. */
  if (error == NULL)
    annex_page_view_note_size (view, self->sized, &size);
  else
    g_hash_table_add (self->sizeless, GUINT_TO_POINTER (self->sized));
  query_sizes (self);
}

static void
query_size (AnnexPageViewDrawing *self,
            guint                 page)
{
  self->sized = page;
  self->cancellable = g_cancellable_new ();
  annex_document_query_size_async (get_document (self), page, self->cancellable, query_size_cb, annex_weak_ref_new (self->view));
}

static void
query_sizes (AnnexPageViewDrawing *self)
{
  AnnexPageLayout *layout = annex_page_view_get_layout (self->view);
  guint            first, last;

  if (self->cancellable != NULL || !annex_page_view_get_visible (self->view, &first, &last))
    return;

  for (guint page = first; page <= last; page++)
    {
      if (!annex_page_layout_has_size (layout, page) && !g_hash_table_contains (self->sizeless, GUINT_TO_POINTER (page)))
        {
          query_size (self, page);
          return;
        }
    }
}

/* Pages */

/* The size that a page is asked for. It follows from the size on the screen alone: what has been asked for once stays
 * the wanted size, and the page is not drawn again. */
static void
limit_pixels (guint *width,
              guint *height)
{
  double across = *width;
  double down = *height;

  annex_page_surface_limit (MAX_PAGE_PIXELS, &across, &down);
  *width = (guint) across;
  *height = (guint) down;
}

static void
plan (AnnexPageViewDrawing *self,
      guint                 page,
      Drawing              *drawing)
{
  guint width, height;

  annex_page_view_get_place (self->view, page, &drawing->place);
  drawing->page = page;
  graphene_rect_init (&drawing->rect, (float) drawing->place.x, (float) drawing->place.y, (float) drawing->place.width, (float) drawing->place.height);
  annex_pixel_grid_snap (GTK_WIDGET (self->view), &drawing->rect, &width, &height);
  drawing->width = drawing->place.turns % 2 == 0 ? width : height;
  drawing->height = drawing->place.turns % 2 == 0 ? height : width;
}

static GdkTexture *
want_texture (AnnexPageViewDrawing *self,
              const Drawing        *drawing)
{
  GdkTexture *texture = NULL;
  guint       width = drawing->width;
  guint       height = drawing->height;

  if (annex_page_view_is_settling (self->view))
    texture = annex_page_cache_keep (get_cache (self), drawing->page);
  if (texture != NULL)
    return texture;

  limit_pixels (&width, &height);

  return annex_page_cache_want (get_cache (self), drawing->page, width, height);
}

static void
append_shadow (GtkSnapshot           *snapshot,
               const graphene_rect_t *rect)
{
  static const GdkRGBA shadow = { 0, 0, 0, 0.25f };
  GskRoundedRect       outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 4);
}

static gboolean
is_too_large (const Drawing *drawing)
{
  guint width = drawing->width;
  guint height = drawing->height;

  limit_pixels (&width, &height);

  return width != drawing->width && MAX (drawing->width, drawing->height) <= ANNEX_DECODER_MAX_FULL_SIDE;
}

static void
on_detail_changed (AnnexPageView *view)
{
  annex_page_view_drawing_follow (annex_page_view_get_drawing (view));
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static AnnexCanvasDetail *
ensure_detail (AnnexPageViewDrawing *self,
               guint                 page)
{
  AnnexCanvasDetail *detail = g_hash_table_lookup (self->details, GUINT_TO_POINTER (page));

  if (detail == NULL)
    {
      detail = annex_canvas_detail_new (get_document (self), page);
      g_signal_connect_object (detail, "changed", G_CALLBACK (on_detail_changed), self->view, G_CONNECT_SWAPPED);
      g_hash_table_insert (self->details, GUINT_TO_POINTER (page), detail);
    }

  return detail;
}

/* What is looked at, in its full sharpness: asked for when the rest has been drawn, and nobody is still zooming. */
static void
fill_part (AnnexPageViewDrawing *self,
           const Drawing        *drawing,
           AnnexCanvasDrawing   *picture)
{
  AnnexCanvasDetail     *detail;
  const AnnexCanvasPart *part;
  graphene_rect_t        visible;

  annex_canvas_drawing_get_visible (picture, &visible);
  if (!is_too_large (drawing) || visible.size.width <= 0 || visible.size.height <= 0)
    {
      g_hash_table_remove (self->details, GUINT_TO_POINTER (drawing->page));
      return;
    }

  detail = ensure_detail (self, drawing->page);
  if (!annex_page_view_is_settling (self->view))
    annex_canvas_detail_want (detail, drawing->width, drawing->height, &visible);
  part = annex_canvas_detail_get_part (detail);
  if (part != NULL)
    picture->part = *part;
}

static void
append_page (AnnexPageViewDrawing *self,
             const Drawing        *drawing,
             GdkTexture           *texture,
             GtkSnapshot          *snapshot)
{
  GtkWidget         *view = GTK_WIDGET (self->view);
  AnnexCanvasDrawing picture = {
    .whole = texture,
    .size = GRAPHENE_SIZE_INIT ((float) drawing->width, (float) drawing->height),
    .zoom = 1,
    .place = drawing->rect,
    .view = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (view), (float) gtk_widget_get_height (view)),
    .turns = drawing->place.turns,
  };

  fill_part (self, drawing, &picture);
  annex_canvas_drawing_snapshot (&picture, snapshot);
}

static void
snapshot_page (AnnexPageViewDrawing *self,
               GtkSnapshot          *snapshot,
               guint                 page)
{
  static const GdkRGBA paper = { 1, 1, 1, 1 };
  Drawing              drawing;
  GdkTexture          *texture;

  plan (self, page, &drawing);
  append_shadow (snapshot, &drawing.rect);
  gtk_snapshot_append_color (snapshot, &paper, &drawing.rect);
  texture = want_texture (self, &drawing);
  if (texture != NULL)
    append_page (self, &drawing, texture, snapshot);
}

/* What is being read is drawn first. */
static void
want_page_being_read (AnnexPageViewDrawing *self,
                      guint                 first,
                      guint                 last)
{
  guint   page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view));
  Drawing drawing;

  if (page < first || page > last)
    return;

  plan (self, page, &drawing);
  want_texture (self, &drawing);
}

static void
prepare_next (AnnexPageViewDrawing *self,
              guint                 page)
{
  AnnexPageLayout *layout = annex_page_view_get_layout (self->view);
  Drawing          drawing;

  if (annex_page_view_is_settling (self->view) || page >= annex_page_layout_get_n_pages (layout) || !annex_page_layout_has_size (layout, page))
    return;

  plan (self, page, &drawing);
  limit_pixels (&drawing.width, &drawing.height);
  annex_page_cache_prepare (get_cache (self), page, drawing.width, drawing.height);
}

/* Notices */

/* Returns: (nullable): why what is looked at of a page that is drawn could not be drawn as sharp as it should be */
static const GError *
get_part_error (AnnexPageViewDrawing *self,
                guint                 page)
{
  AnnexCanvasDetail *detail = g_hash_table_lookup (self->details, GUINT_TO_POINTER (page));
  Drawing            drawing;

  plan (self, page, &drawing);

  return detail != NULL && is_too_large (&drawing) ? annex_canvas_detail_get_error (detail) : NULL;
}

static void
on_retry (AnnexPageNotice *notice,
          AnnexPageView   *view)
{
  AnnexPageViewDrawing *self = annex_page_view_get_drawing (view);
  guint                 page = annex_page_notice_get_page (notice);

  if (annex_page_cache_has_texture (get_cache (self), page) && get_part_error (self, page) != NULL)
    annex_canvas_detail_retry (g_hash_table_lookup (self->details, GUINT_TO_POINTER (page)));
  else
    annex_page_cache_retry (get_cache (self), page);
}

static GtkWidget *
add_notice (AnnexPageViewDrawing *self,
            guint                 page)
{
  GtkWidget *notice = annex_page_notice_new (page);

  gtk_widget_set_parent (notice, GTK_WIDGET (self->view));
  g_signal_connect_object (notice, "retry", G_CALLBACK (on_retry), self->view, 0);
  g_hash_table_insert (self->notices, GUINT_TO_POINTER (page), notice);

  return notice;
}

static gboolean
is_gone (gpointer key,
         gpointer value,
         gpointer user_data)
{
  const guint *visible = user_data;
  guint        page = GPOINTER_TO_UINT (key);

  return page < visible[0] || page > visible[1];
}

static void
follow_page (AnnexPageViewDrawing *self,
             guint                 page)
{
  GtkWidget    *notice = g_hash_table_lookup (self->notices, GUINT_TO_POINTER (page));
  gboolean      is_drawn = annex_page_cache_has_texture (get_cache (self), page);
  const GError *error = is_drawn ? get_part_error (self, page) : annex_page_cache_get_error (get_cache (self), page);

  if (is_drawn && error == NULL)
    {
      g_hash_table_remove (self->notices, GUINT_TO_POINTER (page));
      return;
    }

  if (notice == NULL)
    notice = add_notice (self, page);
  annex_page_notice_set_error (ANNEX_PAGE_NOTICE (notice), error, is_drawn);
}

static void
remove_notice (gpointer data)
{
  gtk_widget_unparent (GTK_WIDGET (data));
}

/**
 * annex_page_view_drawing_new:
 * @view: the view to draw
 *
 * Returns: (transfer full): what draws it as long as it lives
 */
AnnexPageViewDrawing *
annex_page_view_drawing_new (AnnexPageView *view)
{
  AnnexPageViewDrawing *self = g_new0 (AnnexPageViewDrawing, 1);

  self->view = view;
  self->notices = g_hash_table_new_full (NULL, NULL, NULL, remove_notice);
  self->details = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->sizeless = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * annex_page_view_drawing_free:
 * @self: (transfer full): what draws a view
 */
void
annex_page_view_drawing_free (AnnexPageViewDrawing *self)
{
  annex_page_view_drawing_reset (self);
  g_hash_table_unref (self->notices);
  g_hash_table_unref (self->details);
  g_hash_table_unref (self->sizeless);
  g_free (self);
}

/**
 * annex_page_view_drawing_reset:
 * @self: what draws a view
 *
 * Forgets everything about the document that was shown.
 */
void
annex_page_view_drawing_reset (AnnexPageViewDrawing *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->notices);
  g_hash_table_remove_all (self->details);
  g_hash_table_remove_all (self->sizeless);
}

/**
 * annex_page_view_drawing_follow:
 * @self: what draws a view
 *
 * Follows every change of what can be seen, and of what is drawn of it.
 */
void
annex_page_view_drawing_follow (AnnexPageViewDrawing *self)
{
  guint visible[2];

  if (get_document (self) == NULL || !annex_page_view_get_visible (self->view, &visible[0], &visible[1]))
    {
      g_hash_table_remove_all (self->notices);
      return;
    }

  g_hash_table_foreach_remove (self->notices, is_gone, visible);
  g_hash_table_foreach_remove (self->details, is_gone, visible);
  for (guint page = visible[0]; page <= visible[1]; page++)
    follow_page (self, page);
  if (g_hash_table_size (self->notices) > 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self->view));
  query_sizes (self);
}

/* In the place of the page; over what is drawn of it, no more is covered than has to be. */
static void
allocate_notice (GtkWidget             *notice,
                 const graphene_rect_t *place)
{
  gboolean      over = annex_page_notice_is_over (ANNEX_PAGE_NOTICE (notice));
  GtkAllocation allocation = { (int) place->origin.x, (int) place->origin.y, (int) place->size.width, (int) place->size.height };
  int           minimum, natural;

  gtk_widget_measure (notice, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  allocation.width = MAX (over ? MIN (allocation.width, natural) : allocation.width, minimum);
  gtk_widget_measure (notice, GTK_ORIENTATION_VERTICAL, allocation.width, &minimum, NULL, NULL, NULL);
  allocation.height = over ? minimum : MAX (allocation.height, minimum);
  if (over)
    {
      allocation.x += ((int) place->size.width - allocation.width) / 2;
      allocation.y += MAX ((int) place->size.height - allocation.height - OVER_MARGIN, 0);
    }
  gtk_widget_size_allocate (notice, &allocation, -1);
}

/**
 * annex_page_view_drawing_allocate:
 * @self: what draws a view
 *
 * Puts the notices where their pages lie, as far as these can be seen.
 */
void
annex_page_view_drawing_allocate (AnnexPageViewDrawing *self)
{
  GHashTableIter  iter;
  gpointer        key, value;
  graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self->view)), (float) gtk_widget_get_height (GTK_WIDGET (self->view)));

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Drawing drawing;

      plan (self, GPOINTER_TO_UINT (key), &drawing);
      graphene_rect_intersection (&drawing.rect, &view, &drawing.rect);
      allocate_notice (value, &drawing.rect);
    }
}

/**
 * annex_page_view_drawing_snapshot:
 * @self: what draws a view that is laid out
 * @snapshot: what to draw on
 */
void
annex_page_view_drawing_snapshot (AnnexPageViewDrawing *self,
                                  GtkSnapshot          *snapshot)
{
  guint first, last;

  if (!annex_page_view_get_visible (self->view, &first, &last))
    return;

  annex_page_cache_begin (get_cache (self));
  want_page_being_read (self, first, last);
  for (guint page = first; page <= last; page++)
    snapshot_page (self, snapshot, page);
  prepare_next (self, last + 1);
  annex_page_cache_end (get_cache (self));
}

/**
 * annex_page_view_drawing_snapshot_notices:
 * @self: what draws a view that is laid out
 * @snapshot: what to draw on
 */
void
annex_page_view_drawing_snapshot_notices (AnnexPageViewDrawing *self,
                                          GtkSnapshot          *snapshot)
{
  GHashTableIter iter;
  gpointer       notice;

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, NULL, &notice))
    gtk_widget_snapshot_child (GTK_WIDGET (self->view), notice, snapshot);
}
