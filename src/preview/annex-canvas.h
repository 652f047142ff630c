/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-view.h"

G_BEGIN_DECLS

/* Draws one picture, fitted to the space there is and never enlarged beyond its own pixels. */
#define ANNEX_TYPE_CANVAS (annex_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCanvas, annex_canvas, ANNEX, CANVAS, AnnexDocumentView)

GtkWidget *annex_canvas_new (void);

G_END_DECLS
