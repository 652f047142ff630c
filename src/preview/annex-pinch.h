/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What two fingers do wherever they zoom: what is between them stays between them. */
typedef struct
{
  gpointer view; /* (unowned) outlives the gesture's use */
  double (*get_zoom) (gpointer view);
  /* Moves what is shown along with the fingers. */
  void (*pan) (gpointer view,
               double   dx,
               double   dy);
  void (*zoom_at) (gpointer view,
                   double   zoom,
                   double   x,
                   double   y);

  double zoom; /* before the fingers moved; 0 until they do */
  double x;
  double y;
} AnnexPinch;

void annex_pinch_begin (AnnexPinch *self);
void annex_pinch_follow (AnnexPinch *self,
                         GtkGesture *gesture,
                         double      scale,
                         double      x,
                         double      y);

G_END_DECLS
