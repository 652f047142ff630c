/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far wheel and touchpad zoom, wherever they do. */

double annex_scroll_zoom_get_factor (GtkEventControllerScroll *controller,
                                     double                    dy);

G_END_DECLS
