/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"
#include "annex-canvas-source.h"

G_BEGIN_DECLS

/* A magnifying glass over a canvas. It is there while Z is held, or until it is taken away; the pointer, a finger or the
 * arrow keys move it. */

AnnexMagnifier *annex_magnifier_new (AnnexCanvas *canvas);
void            annex_magnifier_free (AnnexMagnifier *self);
gboolean        annex_magnifier_get_shown (AnnexMagnifier *self);
void            annex_magnifier_set_shown (AnnexMagnifier *self,
                                           gboolean        shown);
void            annex_magnifier_move_to (AnnexMagnifier *self,
                                         double          x,
                                         double          y);
void            annex_magnifier_move_by (AnnexMagnifier *self,
                                         double          dx,
                                         double          dy);
void            annex_magnifier_forget_place (AnnexMagnifier *self);
void            annex_magnifier_snapshot (AnnexMagnifier           *self,
                                          const AnnexCanvasDrawing *drawing,
                                          AnnexCanvasSource        *source,
                                          GtkSnapshot              *snapshot);

G_END_DECLS
