/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-canvas.h"

G_BEGIN_DECLS

/* The keys of a canvas's magnifying glass, wherever in the window the focus is: Z while it is held, and while the glass
 * is there the arrow keys and Escape. */
typedef struct _AnnexMagnifierKeys AnnexMagnifierKeys;

AnnexMagnifierKeys *annex_magnifier_keys_new (AnnexCanvas *canvas);
void                annex_magnifier_keys_free (AnnexMagnifierKeys *self);
void                annex_magnifier_keys_attach (AnnexMagnifierKeys *self,
                                                 GtkWidget          *root);
void                annex_magnifier_keys_detach (AnnexMagnifierKeys *self);

G_END_DECLS
