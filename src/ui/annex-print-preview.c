/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-print-preview.h"

#include "annex-canvas-drawing.h"
#include "annex-picture-flow.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>

/* Logical pixels, of the longer side of the page, with its shadow. */
#define SIZE 260
#define SHADOW 6

/* Pixels of the longer side of what is drawn for it: enough for a fine screen. */
#define PIXELS 1024

#define POINTS_PER_INCH 72

struct _AnnexPrintPreview
{
  GtkWidget parent_instance;

  GtkPageSetup     *page_setup;  /* (owned) */
  GCancellable     *cancellable; /* (owned) */
  GdkTexture       *texture;     /* (owned) (nullable) until it is drawn */
  graphene_size_t   size;        /* of the picture in its own pixels */
  AnnexViewState    state;
  AnnexPrintScaling scaling;
};

G_DEFINE_FINAL_TYPE (AnnexPrintPreview, annex_print_preview, GTK_TYPE_WIDGET)

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexPrintPreview) self = annex_weak_ref_steal (user_data);
  g_autoptr (GdkTexture) texture = annex_picture_flow_draw_finish (ANNEX_DOCUMENT (source), result, NULL);

  /* Without it the page stays empty; printing will say what is wrong. */
  if (self == NULL || texture == NULL)
    return;

  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw (AnnexPrintPreview *self,
      AnnexDocument     *document,
      guint              frame)
{
  double scale = MIN (1, PIXELS / (double) MAX (self->size.width, self->size.height));

  annex_picture_flow_draw_async (document,
                                 frame,
                                 MAX (1, (guint) (self->size.width * scale)),
                                 MAX (1, (guint) (self->size.height * scale)),
                                 self->cancellable,
                                 drawn_cb,
                                 annex_weak_ref_new (self));
}

/* Logical pixels for each point. */
static double
get_page (AnnexPrintPreview *self,
          graphene_rect_t   *page)
{
  double width = gtk_page_setup_get_paper_width (self->page_setup, GTK_UNIT_POINTS);
  double height = gtk_page_setup_get_paper_height (self->page_setup, GTK_UNIT_POINTS);
  double scale = (SIZE - 2 * SHADOW) / MAX (width, height);

  graphene_rect_init (page,
                      (float) ((gtk_widget_get_width (GTK_WIDGET (self)) - width * scale) / 2),
                      (float) ((gtk_widget_get_height (GTK_WIDGET (self)) - height * scale) / 2),
                      (float) (width * scale),
                      (float) (height * scale));

  return scale;
}

/* Printers leave the margin white. */
static void
snapshot_picture (AnnexPrintPreview     *self,
                  GtkSnapshot           *snapshot,
                  const graphene_rect_t *page,
                  double                 scale)
{
  gboolean           sideways = self->state.turns % 2 != 0;
  AnnexCanvasDrawing drawing = { .whole = self->texture, .size = self->size, .turns = self->state.turns, .mirrored = self->state.mirrored };
  graphene_size_t    room = GRAPHENE_SIZE_INIT ((float) (gtk_page_setup_get_page_width (self->page_setup, GTK_UNIT_POINTS) * scale),
                                             (float) (gtk_page_setup_get_page_height (self->page_setup, GTK_UNIT_POINTS) * scale));
  double             left = (double) page->origin.x + gtk_page_setup_get_left_margin (self->page_setup, GTK_UNIT_POINTS) * scale;
  double             top = (double) page->origin.y + gtk_page_setup_get_top_margin (self->page_setup, GTK_UNIT_POINTS) * scale;

  annex_picture_print_place (self->scaling,
                             (double) (sideways ? self->size.height : self->size.width),
                             (double) (sideways ? self->size.width : self->size.height),
                             POINTS_PER_INCH * scale,
                             &room,
                             &drawing.place);
  drawing.zoom = (double) drawing.place.size.width / (double) (sideways ? self->size.height : self->size.width);
  graphene_rect_init (&drawing.view, (float) left, (float) top, room.width, room.height);
  graphene_rect_offset (&drawing.place, (float) left, (float) top);

  gtk_snapshot_push_clip (snapshot, &drawing.view);
  annex_canvas_drawing_snapshot (&drawing, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
annex_print_preview_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  AnnexPrintPreview *self = ANNEX_PRINT_PREVIEW (widget);
  graphene_rect_t    page;
  double             scale = get_page (self, &page);
  GskRoundedRect     outline;

  gsk_rounded_rect_init_from_rect (&outline, &page, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &(GdkRGBA) { 0, 0, 0, 0.3f }, 0, 1, 1, SHADOW - 1);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 1, 1, 1 }, &page);
  if (self->texture != NULL)
    snapshot_picture (self, snapshot, &page, scale);
}

static void
annex_print_preview_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
annex_print_preview_dispose (GObject *object)
{
  AnnexPrintPreview *self = ANNEX_PRINT_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->texture);
  g_clear_object (&self->page_setup);

  G_OBJECT_CLASS (annex_print_preview_parent_class)->dispose (object);
}

static void
annex_print_preview_class_init (AnnexPrintPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_print_preview_dispose;
  widget_class->snapshot = annex_print_preview_snapshot;
  widget_class->measure = annex_print_preview_measure;

  gtk_widget_class_set_css_name (widget_class, "annexprintpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_print_preview_init (AnnexPrintPreview *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Page Preview"), -1);
}

/**
 * annex_print_preview_new:
 * @document: a picture whose size is known
 * @frame: which of its frames is printed, from 0
 * @state: how it is looked at
 *
 * Returns: (transfer floating): the page with the picture as large as it fits
 */
GtkWidget *
annex_print_preview_new (AnnexDocument        *document,
                         guint                 frame,
                         const AnnexViewState *state)
{
  AnnexPrintPreview *self = g_object_new (ANNEX_TYPE_PRINT_PREVIEW, NULL);

  annex_document_get_known_size (document, 0, &self->size);
  self->state = *state;
  self->page_setup = annex_picture_print_create_page_setup ((double) self->size.width, (double) self->size.height, state);
  draw (self, document, frame);

  return GTK_WIDGET (self);
}

/**
 * annex_print_preview_set_scaling:
 * @self: a preview
 * @scaling: how large the picture will be printed
 */
void
annex_print_preview_set_scaling (AnnexPrintPreview *self,
                                 AnnexPrintScaling  scaling)
{
  g_return_if_fail (ANNEX_IS_PRINT_PREVIEW (self));

  self->scaling = scaling;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
