/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

#include "test-drawing.h"

G_BEGIN_DECLS

/**
 * CanvasFixture:
 * @pool: (owned): real decoders
 * @window: (owned by GTK): the window
 * @canvas: (owned): a canvas of 400 by 300 pixels in it
 *
 * What a test of a canvas needs.
 */
typedef struct
{
  AnnexDecoderPool *pool;
  GtkWidget        *window;
  GtkWidget        *canvas;
} CanvasFixture;

/**
 * CanvasPixel:
 *
 * Returns: the grey of the pixel at this place of a picture
 */
typedef guint8 (*CanvasPixel) (guint x,
                               guint y);

typedef void (*CanvasTest) (CanvasFixture *fixture,
                            gconstpointer  data);

void           canvas_fixture_add (const char *path,
                                   CanvasTest  test);
void           canvas_fixture_show (CanvasFixture *fixture,
                                    AnnexDocument *document);
AnnexDocument *canvas_fixture_open_png (CanvasFixture *fixture,
                                        guint          width,
                                        guint          height,
                                        guint          rgb);
AnnexDocument *canvas_fixture_open_grey (CanvasFixture *fixture,
                                         guint          width,
                                         guint          height,
                                         CanvasPixel    pixel);
void           canvas_fixture_activate (CanvasFixture *fixture,
                                        const char    *action,
                                        const char    *format,
                                        ...);
GdkTexture    *canvas_fixture_render (CanvasFixture *fixture);
guint          canvas_fixture_get_pixel (GdkTexture *texture,
                                         int         x,
                                         int         y);
gpointer       canvas_fixture_find_controller (CanvasFixture *fixture,
                                               GType          type);

G_END_DECLS
