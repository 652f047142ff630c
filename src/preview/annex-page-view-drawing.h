/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* Draws the pages that can be seen, and says so in the place of those that cannot be drawn. */
typedef struct _AnnexPageViewDrawing AnnexPageViewDrawing;

AnnexPageViewDrawing *annex_page_view_drawing_new (AnnexPageView *view);
void                  annex_page_view_drawing_free (AnnexPageViewDrawing *self);
void                  annex_page_view_drawing_reset (AnnexPageViewDrawing *self);
void                  annex_page_view_drawing_follow (AnnexPageViewDrawing *self);
void                  annex_page_view_drawing_allocate (AnnexPageViewDrawing *self);
void                  annex_page_view_drawing_snapshot (AnnexPageViewDrawing *self,
                                                        GtkSnapshot          *snapshot);
void                  annex_page_view_drawing_snapshot_notices (AnnexPageViewDrawing *self,
                                                                GtkSnapshot          *snapshot);

G_END_DECLS
