/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-place.h"

/**
 * annex_page_place_map_point:
 * @self: a place
 * @point: a point of the upright page, in points of 1/72 inch
 * @x: (out): where it lies
 * @y: (out): the same from the top
 */
void
annex_page_place_map_point (const AnnexPagePlace   *self,
                            const graphene_point_t *point,
                            double                 *x,
                            double                 *y)
{
  double right = point->x * self->scale;
  double down = point->y * self->scale;

  switch (self->turns)
    {
    case 1:
      *x = self->x + self->width - down;
      *y = self->y + right;
      break;
    case 2:
      *x = self->x + self->width - right;
      *y = self->y + self->height - down;
      break;
    case 3:
      *x = self->x + down;
      *y = self->y + self->height - right;
      break;
    default:
      *x = self->x + right;
      *y = self->y + down;
    }
}

/**
 * annex_page_place_map_box:
 * @self: a place
 * @box: a part of the upright page, in points of 1/72 inch
 * @rect: (out): where it lies
 */
void
annex_page_place_map_box (const AnnexPagePlace  *self,
                          const graphene_rect_t *box,
                          graphene_rect_t       *rect)
{
  graphene_point_t first = box->origin;
  graphene_point_t last = GRAPHENE_POINT_INIT (box->origin.x + box->size.width, box->origin.y + box->size.height);
  double           x1, y1, x2, y2;

  annex_page_place_map_point (self, &first, &x1, &y1);
  annex_page_place_map_point (self, &last, &x2, &y2);
  graphene_rect_init (rect, (float) MIN (x1, x2), (float) MIN (y1, y2), (float) ABS (x2 - x1), (float) ABS (y2 - y1));
}

/**
 * annex_page_place_find_point:
 * @self: a place
 * @x: where to look
 * @y: the same from the top
 * @point: (out): what lies there, in points of the upright page, perhaps beside it
 */
void
annex_page_place_find_point (const AnnexPagePlace *self,
                             double                x,
                             double                y,
                             graphene_point_t     *point)
{
  double right = (x - self->x) / self->scale;
  double down = (y - self->y) / self->scale;
  double width = self->width / self->scale;
  double height = self->height / self->scale;

  switch (self->turns)
    {
    case 1:
      graphene_point_init (point, (float) down, (float) (width - right));
      break;
    case 2:
      graphene_point_init (point, (float) (width - right), (float) (height - down));
      break;
    case 3:
      graphene_point_init (point, (float) (height - down), (float) right);
      break;
    default:
      graphene_point_init (point, (float) right, (float) down);
    }
}
