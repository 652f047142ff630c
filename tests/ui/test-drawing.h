/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/**
 * TestTexture:
 * @width: width in pixels
 * @height: height in pixels
 * @rgb: colour of its middle
 * @place: where it is drawn, in logical pixels of the widget; about its middle where it is turned or mirrored
 * @filter: how pixels of another size are made of its own
 *
 * A texture that a widget draws.
 */
typedef struct
{
  int              width;
  int              height;
  guint            rgb;
  graphene_rect_t  place;
  GskScalingFilter filter;
} TestTexture;

AnnexDocument *test_open_document (AnnexDecoderPool *pool,
                                   GBytes           *bytes);
GArray        *test_draw (GtkWidget *widget);
gboolean       test_get_first_texture (GtkWidget   *widget,
                                       TestTexture *texture);

G_END_DECLS
