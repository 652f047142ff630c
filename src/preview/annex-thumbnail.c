/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-thumbnail.h"

#include "annex-pixel-grid.h"

/* Room around the picture, in logical pixels. */
#define MARGIN 6

struct _AnnexThumbnail
{
  GtkWidget parent_instance;

  GtkWidget      *label; /* (owned by GTK) */
  guint           page;
  graphene_size_t size;
  guint           turns;   /* quarters clockwise */
  GdkTexture     *texture; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (AnnexThumbnail, annex_thumbnail, GTK_TYPE_WIDGET)

/* Where the page lies, on whole device pixels, and how many it has before it is turned. */
static void
get_place (AnnexThumbnail  *self,
           graphene_rect_t *place,
           guint           *width,
           guint           *height)
{
  gboolean sideways = self->turns % 2 != 0;
  float    scale = ANNEX_THUMBNAIL_SIDE / MAX (self->size.width, self->size.height);
  float    across = (sideways ? self->size.height : self->size.width) * scale;
  float    down = (sideways ? self->size.width : self->size.height) * scale;
  guint    pixels_across, pixels_down;

  graphene_rect_init (place,
                      ((float) gtk_widget_get_width (GTK_WIDGET (self)) - across) / 2,
                      MARGIN + (ANNEX_THUMBNAIL_SIDE - down) / 2,
                      across,
                      down);
  annex_pixel_grid_snap (GTK_WIDGET (self), place, &pixels_across, &pixels_down);
  *width = sideways ? pixels_down : pixels_across;
  *height = sideways ? pixels_across : pixels_down;
}

static void
append_turned (AnnexThumbnail        *self,
               GtkSnapshot           *snapshot,
               const graphene_rect_t *place)
{
  gboolean         sideways = self->turns % 2 != 0;
  float            width = sideways ? place->size.height : place->size.width;
  float            height = sideways ? place->size.width : place->size.height;
  graphene_point_t middle;

  graphene_rect_get_center (place, &middle);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &middle);
  gtk_snapshot_rotate (snapshot, (float) self->turns * 90);
  gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR, &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  gtk_snapshot_restore (snapshot);
}

static void
annex_thumbnail_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  static const GdkRGBA paper = { 1, 1, 1, 1 };
  static const GdkRGBA shadow = { 0, 0, 0, 0.3f };
  AnnexThumbnail      *self = ANNEX_THUMBNAIL (widget);
  graphene_rect_t      place;
  GskRoundedRect       outline;
  guint                width, height;

  get_place (self, &place, &width, &height);
  gsk_rounded_rect_init_from_rect (&outline, &place, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 3);
  gtk_snapshot_append_color (snapshot, &paper, &place);
  if (self->texture != NULL)
    append_turned (self, snapshot, &place);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
annex_thumbnail_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  AnnexThumbnail *self = ANNEX_THUMBNAIL (widget);
  int             label;

  gtk_widget_measure (self->label, orientation, -1, &label, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MAX (ANNEX_THUMBNAIL_SIDE + 2 * MARGIN, label);
  else
    *minimum = ANNEX_THUMBNAIL_SIDE + 2 * MARGIN + label;
  *natural = *minimum;
}

static void
annex_thumbnail_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  int top = ANNEX_THUMBNAIL_SIDE + 2 * MARGIN;

  gtk_widget_size_allocate (ANNEX_THUMBNAIL (widget)->label, &(GtkAllocation) { 0, top, width, height - top }, -1);
}

static void
annex_thumbnail_dispose (GObject *object)
{
  AnnexThumbnail *self = ANNEX_THUMBNAIL (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (annex_thumbnail_parent_class)->dispose (object);
}

static void
annex_thumbnail_class_init (AnnexThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_thumbnail_dispose;
  widget_class->snapshot = annex_thumbnail_snapshot;
  widget_class->measure = annex_thumbnail_measure;
  widget_class->size_allocate = annex_thumbnail_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "annexthumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
annex_thumbnail_init (AnnexThumbnail *self)
{
  graphene_size_init (&self->size, 595, 842);
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/**
 * annex_thumbnail_new:
 *
 * Returns: (transfer floating): a thumbnail of no page yet
 */
GtkWidget *
annex_thumbnail_new (void)
{
  return g_object_new (ANNEX_TYPE_THUMBNAIL, NULL);
}

/**
 * annex_thumbnail_set_page:
 * @self: a thumbnail
 * @page: the page, from 0
 */
void
annex_thumbnail_set_page (AnnexThumbnail *self,
                          guint           page)
{
  g_autofree char *text = g_strdup_printf ("%u", page + 1);

  g_return_if_fail (ANNEX_IS_THUMBNAIL (self));

  self->page = page;
  annex_thumbnail_set_texture (self, NULL);
  gtk_label_set_text (GTK_LABEL (self->label), text);
}

/**
 * annex_thumbnail_get_page:
 * @self: a thumbnail
 *
 * Returns: the page, from 0
 */
guint
annex_thumbnail_get_page (AnnexThumbnail *self)
{
  g_return_val_if_fail (ANNEX_IS_THUMBNAIL (self), 0);

  return self->page;
}

/**
 * annex_thumbnail_set_size:
 * @self: a thumbnail
 * @size: how large the page is before it is turned, in whatever unit
 */
void
annex_thumbnail_set_size (AnnexThumbnail        *self,
                          const graphene_size_t *size)
{
  g_return_if_fail (ANNEX_IS_THUMBNAIL (self));

  if (graphene_size_equal (&self->size, size))
    return;

  self->size = *size;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * annex_thumbnail_set_turns:
 * @self: a thumbnail
 * @turns: quarters clockwise that the page is turned by
 */
void
annex_thumbnail_set_turns (AnnexThumbnail *self,
                           guint           turns)
{
  g_return_if_fail (ANNEX_IS_THUMBNAIL (self));

  if (self->turns == turns)
    return;

  self->turns = turns;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * annex_thumbnail_set_texture:
 * @self: a thumbnail
 * @texture: (nullable): the page as it is drawn
 */
void
annex_thumbnail_set_texture (AnnexThumbnail *self,
                             GdkTexture     *texture)
{
  g_return_if_fail (ANNEX_IS_THUMBNAIL (self));

  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * annex_thumbnail_get_pixels:
 * @self: a thumbnail
 * @width: (out): device pixels that the page is wide before it is turned
 * @height: (out): the same from top to bottom
 */
void
annex_thumbnail_get_pixels (AnnexThumbnail *self,
                            guint          *width,
                            guint          *height)
{
  graphene_rect_t place;

  g_return_if_fail (ANNEX_IS_THUMBNAIL (self));

  get_place (self, &place, width, height);
}
