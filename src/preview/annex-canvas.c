/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-page-cache.h"
#include "annex-pixel-grid.h"

/* Side of a checkerboard square, in logical pixels. */
#define CHECK_SIZE 10

struct _AnnexCanvas
{
  GtkWidget parent_instance;

  AnnexPageCache *cache; /* (owned) (nullable) */
  gulong          changed_id;
};

G_DEFINE_FINAL_TYPE (AnnexCanvas, annex_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_ERROR,
  PROP_DRAWN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Where the picture goes; FALSE when there is nothing to place. */
static gboolean
get_picture_rect (AnnexCanvas     *self,
                  graphene_rect_t *rect,
                  guint           *width_pixels,
                  guint           *height_pixels)
{
  float           width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float           height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float           own_scale = (float) (1 / annex_pixel_grid_get_scale (GTK_WIDGET (self)));
  graphene_size_t size;
  float           scale;

  if (self->cache == NULL || width < 1 || height < 1 || !annex_document_get_known_size (annex_page_cache_get_document (self->cache), 0, &size))
    return FALSE;

  scale = MIN (MIN (width / size.width, height / size.height), own_scale);
  graphene_size_scale (&size, scale, &size);
  graphene_rect_init (rect, (width - size.width) / 2, (height - size.height) / 2, size.width, size.height);
  annex_pixel_grid_snap (GTK_WIDGET (self), rect, width_pixels, height_pixels);

  return TRUE;
}

static GdkTexture *
want_texture (AnnexCanvas *self,
              guint        width,
              guint        height)
{
  GdkTexture *texture;

  annex_page_cache_begin (self->cache);
  texture = annex_page_cache_want (self->cache, 0, width, height);
  annex_page_cache_end (self->cache);

  return texture;
}

static void
on_cache_changed (AnnexCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAWN]);
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
  AnnexCanvas    *self = ANNEX_CANVAS (widget);
  graphene_rect_t rect;
  GdkTexture     *texture;
  guint           width, height;

  if (!get_picture_rect (self, &rect, &width, &height))
    return;

  texture = want_texture (self, width, height);
  if (texture == NULL)
    return;

  if (annex_document_has_alpha (annex_page_cache_get_document (self->cache)))
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
annex_canvas_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, annex_canvas_get_document (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, annex_canvas_get_error (self));
      break;
    case PROP_DRAWN:
      g_value_set_boolean (value, annex_canvas_is_drawn (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_canvas_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DOCUMENT:
      annex_canvas_set_document (ANNEX_CANVAS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_canvas_dispose (GObject *object)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  if (self->cache != NULL)
    g_clear_signal_handler (&self->changed_id, self->cache);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (annex_canvas_parent_class)->dispose (object);
}

static void
annex_canvas_class_init (AnnexCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_canvas_get_property;
  object_class->set_property = annex_canvas_set_property;
  object_class->dispose = annex_canvas_dispose;
  widget_class->snapshot = annex_canvas_snapshot;
  widget_class->measure = annex_canvas_measure;

  /**
   * AnnexCanvas:document:
   *
   * The picture to draw.
   */
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, ANNEX_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:error:
   *
   * Why the picture could not be drawn.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:drawn:
   *
   * Whether there is something to see.
   */
  properties[PROP_DRAWN] = g_param_spec_boolean ("drawn", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "annexcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_canvas_init (AnnexCanvas *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
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

/**
 * annex_canvas_set_document:
 * @self: a canvas
 * @document: (nullable): the picture to draw, or %NULL for none
 *
 * What was drawn of another picture is dropped at once, so that nothing stale is ever seen.
 */
void
annex_canvas_set_document (AnnexCanvas   *self,
                           AnnexDocument *document)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self));
  g_return_if_fail (document == NULL || ANNEX_IS_DOCUMENT (document));

  if (document == annex_canvas_get_document (self))
    return;

  if (self->cache != NULL)
    g_clear_signal_handler (&self->changed_id, self->cache);
  g_clear_object (&self->cache);

  if (document != NULL)
    {
      self->cache = annex_page_cache_new (document, 1);
      self->changed_id = g_signal_connect_swapped (self->cache, "changed", G_CALLBACK (on_cache_changed), self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
  on_cache_changed (self);
}

/**
 * annex_canvas_get_document:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): the picture that is drawn
 */
AnnexDocument *
annex_canvas_get_document (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return self->cache != NULL ? annex_page_cache_get_document (self->cache) : NULL;
}

/**
 * annex_canvas_get_error:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): why the picture could not be drawn, in %ANNEX_PREVIEW_ERROR
 */
const GError *
annex_canvas_get_error (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return self->cache != NULL ? annex_page_cache_get_error (self->cache, 0) : NULL;
}

/**
 * annex_canvas_is_drawn:
 * @self: a canvas
 *
 * Returns: %TRUE when the picture can be seen, perhaps not yet at its final sharpness
 */
gboolean
annex_canvas_is_drawn (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), FALSE);

  return self->cache != NULL && annex_page_cache_has_texture (self->cache, 0);
}
