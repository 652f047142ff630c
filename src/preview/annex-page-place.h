/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <graphene.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexPagePlace:
 * @x: where the page begins, in logical pixels
 * @y: the same from the top
 * @width: how wide it is, turned as it is
 * @height: how high
 * @scale: logical pixels for each point of the page
 * @turns: quarter turns clockwise, 0 to 3
 *
 * Where a page lies, and how what is on it is found there. Lengths of a document are doubles: ten thousand pages at twenty
 * times their size are too much for less.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
  double scale;
  guint  turns;
} AnnexPagePlace;

void annex_page_place_map_box (const AnnexPagePlace  *self,
                               const graphene_rect_t *box,
                               graphene_rect_t       *rect);
void annex_page_place_map_point (const AnnexPagePlace   *self,
                                 const graphene_point_t *point,
                                 double                 *x,
                                 double                 *y);
void annex_page_place_find_point (const AnnexPagePlace *self,
                                  double                x,
                                  double                y,
                                  graphene_point_t     *point);

G_END_DECLS
