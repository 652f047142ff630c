/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* Part of the view that one press of a key moves. */
#define ANNEX_CANVAS_PAN_STEP 0.1

/* What keys, buttons and menus do with the picture on a canvas. */

GActionGroup *annex_canvas_actions_new (AnnexCanvas *canvas);
void          annex_canvas_actions_set_enabled (GActionGroup *group,
                                                gboolean      enabled);

G_END_DECLS
