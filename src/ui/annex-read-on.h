/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void annex_read_on (GtkWidget     *widget,
                    GtkAdjustment *adjustment,
                    int            direction);

G_END_DECLS
