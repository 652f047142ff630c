/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-print.h"

#include "annex-page-surface.h"

/* Pixels of an inch on a usual screen. */
#define SCREEN_RESOLUTION 96.0

/* What is printed. */
typedef struct
{
  cairo_surface_t  *surface;   /* (owned) */
  double            own_width; /* of the picture in its own pixels, before it is turned */
  guint             turns;
  gboolean          mirrored;
  AnnexPrintScaling scaling;
} Print;

static void
print_free (Print *print)
{
  cairo_surface_destroy (print->surface);
  g_free (print);
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              const Print       *print)
{
  cairo_t        *cr = gtk_print_context_get_cairo_context (context);
  graphene_size_t room = GRAPHENE_SIZE_INIT ((float) gtk_print_context_get_width (context), (float) gtk_print_context_get_height (context));
  double          width = cairo_image_surface_get_width (print->surface);
  double          height = cairo_image_surface_get_height (print->surface);
  double          own = print->own_width / width;
  gboolean        sideways = print->turns % 2 != 0;
  graphene_rect_t place;
  double          scale;

  annex_picture_print_place (print->scaling, (sideways ? height : width) * own, (sideways ? width : height) * own, gtk_print_context_get_dpi_x (context), &room, &place);
  scale = (double) place.size.width / (sideways ? height : width);

  cairo_rectangle (cr, 0, 0, (double) room.width, (double) room.height);
  cairo_clip (cr);
  cairo_translate (cr, (double) room.width / 2, (double) room.height / 2);
  cairo_scale (cr, scale, scale);
  cairo_rotate (cr, print->turns * G_PI / 2);
  if (print->mirrored)
    cairo_scale (cr, -1, 1);
  cairo_set_source_surface (cr, print->surface, -width / 2, -height / 2);
  cairo_paint (cr);
}

/**
 * annex_picture_print_place:
 * @scaling: how large a picture is printed
 * @width: of the picture in its own pixels, turned as it is
 * @height: the same from top to bottom
 * @dots_per_inch: of @room
 * @room: what there is of the page
 * @place: (out caller-allocates): where on that the picture goes, in the middle and perhaps beyond its edges
 */
void
annex_picture_print_place (AnnexPrintScaling      scaling,
                           double                 width,
                           double                 height,
                           double                 dots_per_inch,
                           const graphene_size_t *room,
                           graphene_rect_t       *place)
{
  double across = (double) room->width / width;
  double down = (double) room->height / height;
  double scale;

  switch (scaling)
    {
    case ANNEX_PRINT_SCALING_FILL:
      scale = MAX (across, down);
      break;
    case ANNEX_PRINT_SCALING_ACTUAL:
      scale = dots_per_inch / SCREEN_RESOLUTION;
      break;
    case ANNEX_PRINT_SCALING_FIT:
    default:
      scale = MIN (across, down);
    }

  graphene_rect_init (place,
                      (float) (((double) room->width - width * scale) / 2),
                      (float) (((double) room->height - height * scale) / 2),
                      (float) (width * scale),
                      (float) (height * scale));
}

/**
 * annex_picture_print_create_page_setup:
 * @width: of a picture, before it is turned
 * @height: the same from top to bottom
 * @state: how it is looked at
 *
 * Returns: (transfer full): the page that it is printed on unless another is chosen: the usual paper, held as the picture is
 */
GtkPageSetup *
annex_picture_print_create_page_setup (double                width,
                                       double                height,
                                       const AnnexViewState *state)
{
  GtkPageSetup *page_setup = gtk_page_setup_new ();
  gboolean      wide = width > height;
  gboolean      sideways = state->turns % 2 != 0;

  gtk_page_setup_set_orientation (page_setup, wide != sideways ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);

  return page_setup;
}

/**
 * annex_picture_print_new:
 * @texture: the picture
 * @width: how wide it is in its own pixels; @texture may have fewer
 * @state: how it is looked at: it is printed turned and mirrored as it is seen
 * @scaling: how large it is printed
 *
 * Returns: (transfer full): the printing, which holds no name of the file
 */
GtkPrintOperation *
annex_picture_print_new (GdkTexture           *texture,
                         double                width,
                         const AnnexViewState *state,
                         AnnexPrintScaling     scaling)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) page_setup = annex_picture_print_create_page_setup (gdk_texture_get_width (texture), gdk_texture_get_height (texture), state);
  Print *print = g_new0 (Print, 1);

  print->surface = annex_page_surface_new (texture);
  print->own_width = width;
  print->turns = state->turns;
  print->mirrored = state->mirrored;
  print->scaling = scaling;

  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), print, (GClosureNotify) (void (*) (void)) print_free, 0);

  return operation;
}
