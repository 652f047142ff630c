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

/* Points for each pixel of the surface, where @width by @height is what the turned surface has. */
static double
choose_scale (const Print     *print,
              GtkPrintContext *context,
              double           width,
              double           height)
{
  double across = gtk_print_context_get_width (context) / width;
  double down = gtk_print_context_get_height (context) / height;

  switch (print->scaling)
    {
    case ANNEX_PRINT_SCALING_FILL:
      return MAX (across, down);
    case ANNEX_PRINT_SCALING_ACTUAL:
      return gtk_print_context_get_dpi_x (context) / SCREEN_RESOLUTION * print->own_width / cairo_image_surface_get_width (print->surface);
    case ANNEX_PRINT_SCALING_FIT:
    default:
      return MIN (across, down);
    }
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              const Print       *print)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double   width = cairo_image_surface_get_width (print->surface);
  double   height = cairo_image_surface_get_height (print->surface);
  gboolean sideways = print->turns % 2 != 0;
  double   scale = choose_scale (print, context, sideways ? height : width, sideways ? width : height);

  cairo_rectangle (cr, 0, 0, gtk_print_context_get_width (context), gtk_print_context_get_height (context));
  cairo_clip (cr);
  cairo_translate (cr, gtk_print_context_get_width (context) / 2, gtk_print_context_get_height (context) / 2);
  cairo_scale (cr, scale, scale);
  cairo_rotate (cr, print->turns * G_PI / 2);
  if (print->mirrored)
    cairo_scale (cr, -1, 1);
  cairo_set_source_surface (cr, print->surface, -width / 2, -height / 2);
  cairo_paint (cr);
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
  g_autoptr (GtkPageSetup) page_setup = gtk_page_setup_new ();
  Print   *print = g_new0 (Print, 1);
  gboolean wide = gdk_texture_get_width (texture) > gdk_texture_get_height (texture);
  gboolean sideways = state->turns % 2 != 0;

  print->surface = annex_page_surface_new (texture);
  print->own_width = width;
  print->turns = state->turns;
  print->mirrored = state->mirrored;
  print->scaling = scaling;

  gtk_page_setup_set_orientation (page_setup, wide != sideways ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), print, (GClosureNotify) (void (*) (void)) print_free, 0);

  return operation;
}
