/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-view-transform.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AnnexPrintScaling:
 * @ANNEX_PRINT_SCALING_FIT: the whole picture, as large as the page
 * @ANNEX_PRINT_SCALING_FILL: the whole page, without what does not fit on it
 * @ANNEX_PRINT_SCALING_ACTUAL: as large as at 100 % on a usual screen
 *
 * How large a picture is printed.
 */
typedef enum
{
  ANNEX_PRINT_SCALING_FIT,
  ANNEX_PRINT_SCALING_FILL,
  ANNEX_PRINT_SCALING_ACTUAL,
} AnnexPrintScaling;

/* One picture on one page. */

GtkPrintOperation *annex_picture_print_new (GdkTexture           *texture,
                                            double                width,
                                            const AnnexViewState *state,
                                            AnnexPrintScaling     scaling);
GtkPageSetup      *annex_picture_print_create_page_setup (double                width,
                                                          double                height,
                                                          const AnnexViewState *state);
void               annex_picture_print_place (AnnexPrintScaling      scaling,
                                              double                 width,
                                              double                 height,
                                              double                 dots_per_inch,
                                              const graphene_size_t *room,
                                              graphene_rect_t       *place);

G_END_DECLS
