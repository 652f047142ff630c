/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* Part of the view that one press of a key moves. */
#define ANNEX_CANVAS_PAN_STEP 0.1

/* What keys, buttons and menus do with the picture on a canvas. */

void annex_canvas_actions_install (GtkWidgetClass *widget_class);
void annex_canvas_actions_set_enabled (AnnexCanvas *canvas,
                                       gboolean     enabled);

G_END_DECLS
