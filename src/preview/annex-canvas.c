/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-pixel-grid.h"

/* Side of a checkerboard square, in logical pixels. */
#define CHECK_SIZE 10

struct _AnnexCanvas
{
  AnnexDocumentView parent_instance;
};

G_DEFINE_FINAL_TYPE (AnnexCanvas, annex_canvas, ANNEX_TYPE_DOCUMENT_VIEW)

/* Where the picture goes; FALSE when there is nothing to place. */
static gboolean
get_picture_rect (GtkWidget       *widget,
                  AnnexDocument   *document,
                  graphene_rect_t *rect,
                  guint           *width_pixels,
                  guint           *height_pixels)
{
  float           width = (float) gtk_widget_get_width (widget);
  float           height = (float) gtk_widget_get_height (widget);
  float           own_scale = (float) (1 / annex_pixel_grid_get_scale (widget));
  graphene_size_t size;
  float           scale;

  if (width < 1 || height < 1 || !annex_document_get_known_size (document, 0, &size))
    return FALSE;

  scale = MIN (MIN (width / size.width, height / size.height), own_scale);
  graphene_size_scale (&size, scale, &size);
  graphene_rect_init (rect, (width - size.width) / 2, (height - size.height) / 2, size.width, size.height);
  annex_pixel_grid_snap (widget, rect, width_pixels, height_pixels);

  return TRUE;
}

static GdkTexture *
want_texture (AnnexPageCache *cache,
              guint           width,
              guint           height)
{
  GdkTexture *texture;

  annex_page_cache_begin (cache);
  texture = annex_page_cache_want (cache, 0, width, height);
  annex_page_cache_end (cache);

  return texture;
}

static void
append_checkerboard (GtkSnapshot           *snapshot,
                     const graphene_rect_t *rect)
{
  static const GdkRGBA light = { 0.80f, 0.80f, 0.80f, 1 };
  static const GdkRGBA dark = { 0.65f, 0.65f, 0.65f, 1 };
  graphene_rect_t      tile = GRAPHENE_RECT_INIT (rect->origin.x, rect->origin.y, 2 * CHECK_SIZE, 2 * CHECK_SIZE);

  gtk_snapshot_append_color (snapshot, &light, rect);
  gtk_snapshot_push_repeat (snapshot, rect, &tile);
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (tile.origin.x, tile.origin.y, CHECK_SIZE, CHECK_SIZE));
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (tile.origin.x + CHECK_SIZE, tile.origin.y + CHECK_SIZE, CHECK_SIZE, CHECK_SIZE));
  gtk_snapshot_pop (snapshot);
}

static void
annex_canvas_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  AnnexPageCache *cache = annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (widget));
  AnnexDocument  *document = cache != NULL ? annex_page_cache_get_document (cache) : NULL;
  graphene_rect_t rect;
  GdkTexture     *texture;
  guint           width, height;

  if (document == NULL || !get_picture_rect (widget, document, &rect, &width, &height))
    return;

  texture = want_texture (cache, width, height);
  if (texture == NULL)
    return;

  if (annex_document_has_alpha (document))
    append_checkerboard (snapshot, &rect);
  gtk_snapshot_append_scaled_texture (snapshot, texture, GSK_SCALING_FILTER_TRILINEAR, &rect);
}

static void
annex_canvas_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
annex_canvas_class_init (AnnexCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = annex_canvas_snapshot;
  widget_class->measure = annex_canvas_measure;

  gtk_widget_class_set_css_name (widget_class, "annexcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_canvas_init (AnnexCanvas *self)
{
}

/**
 * annex_canvas_new:
 *
 * Returns: (transfer floating): an empty canvas
 */
GtkWidget *
annex_canvas_new (void)
{
  return g_object_new (ANNEX_TYPE_CANVAS, NULL);
}
