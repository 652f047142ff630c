/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-view-transform.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a picture lies and how far it is scrolled are two names for the same. */

void annex_canvas_adjustments_follow (GtkAdjustment      *across,
                                      GtkAdjustment      *down,
                                      AnnexViewTransform *transform,
                                      GtkWidget          *widget);
void annex_canvas_adjustments_lead (GtkAdjustment      *across,
                                    GtkAdjustment      *down,
                                    AnnexViewTransform *transform,
                                    GtkWidget          *widget);

G_END_DECLS
