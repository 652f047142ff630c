/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* Wheel, touchpad, fingers and pointer on a canvas. */
typedef struct _AnnexCanvasInput AnnexCanvasInput;

AnnexCanvasInput *annex_canvas_input_new (AnnexCanvas *canvas);
void              annex_canvas_input_free (AnnexCanvasInput *self);

G_END_DECLS
