/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-boxes.h"

#include "annex-page-view-private.h"

/* Boxes for each page: more than a page of small print has lines, or most searches have matches. */
#define MAX_BOXES 2000

/* How often what can be seen of a page may be covered. Boxes of real text hardly overlap. */
#define MAX_LAYERS 4

/**
 * annex_page_boxes_init:
 * @self: (out caller-allocates): boxes over a page, of which there are none yet
 * @view: a page view
 * @page: a page that can be seen
 * @snapshot: what to draw on
 */
void
annex_page_boxes_init (AnnexPageBoxes *self,
                       AnnexPageView  *view,
                       guint           page,
                       GtkSnapshot    *snapshot)
{
  graphene_rect_t paper, window;

  self->snapshot = snapshot;
  self->n_left = MAX_BOXES;
  annex_page_view_get_place (view, page, &self->place);
  graphene_rect_init (&paper, (float) self->place.x, (float) self->place.y, (float) self->place.width, (float) self->place.height);
  graphene_rect_init (&window, 0, 0, (float) gtk_widget_get_width (GTK_WIDGET (view)), (float) gtk_widget_get_height (GTK_WIDGET (view)));
  if (!graphene_rect_intersection (&paper, &window, &self->seen))
    graphene_rect_init (&self->seen, 0, 0, 0, 0);
  self->area = self->seen.size.width * self->seen.size.height * MAX_LAYERS;
}

/**
 * annex_page_boxes_append:
 * @self: boxes over a page
 * @box: one more, in points of the upright page
 * @colour: what to fill it with
 *
 * Returns: whether there may be another
 */
gboolean
annex_page_boxes_append (AnnexPageBoxes        *self,
                         const graphene_rect_t *box,
                         const GdkRGBA         *colour)
{
  graphene_rect_t rect;

  if (self->n_left == 0 || self->area <= 0)
    return FALSE;

  annex_page_place_map_box (&self->place, box, &rect);
  if (!graphene_rect_intersection (&rect, &self->seen, &rect))
    return TRUE;

  gtk_snapshot_append_color (self->snapshot, colour, &rect);
  self->area -= rect.size.width * rect.size.height;
  self->n_left--;

  return TRUE;
}

/**
 * annex_page_boxes_append_all:
 * @self: boxes over a page
 * @boxes: (element-type graphene_rect_t): more of them, in points of the upright page
 * @colour: what to fill them with
 *
 * Returns: whether there may be more
 */
gboolean
annex_page_boxes_append_all (AnnexPageBoxes *self,
                             GArray         *boxes,
                             const GdkRGBA  *colour)
{
  guint i;

  for (i = 0; i < boxes->len; i++)
    {
      if (!annex_page_boxes_append (self, &g_array_index (boxes, graphene_rect_t, i), colour))
        return FALSE;
    }

  return TRUE;
}
