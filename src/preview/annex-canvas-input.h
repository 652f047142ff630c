/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* Wheel, touchpad, fingers and pointer on a canvas. */

void annex_canvas_input_install (AnnexCanvas *canvas);

G_END_DECLS
