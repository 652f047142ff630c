/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"
#include "annex-picture-print.h"

G_BEGIN_DECLS

/* A page as it will be printed, with one picture on it. */
#define ANNEX_TYPE_PRINT_PREVIEW (annex_print_preview_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPrintPreview, annex_print_preview, ANNEX, PRINT_PREVIEW, GtkWidget)

GtkWidget *annex_print_preview_new (AnnexDocument        *document,
                                    guint                 frame,
                                    const AnnexViewState *state);
void       annex_print_preview_set_scaling (AnnexPrintPreview *self,
                                            AnnexPrintScaling  scaling);

G_END_DECLS
