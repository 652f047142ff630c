/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is looked at in the whole of the screen: its header is over it only while the pointer moves, or while the pointer
 * or the focus is in the header. Banners stay, as they have something to say. */
#define ANNEX_TYPE_FULLSCREEN (annex_fullscreen_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFullscreen, annex_fullscreen, ANNEX, FULLSCREEN, GObject)

AnnexFullscreen *annex_fullscreen_new (GtkWindow      *window,
                                       AdwToolbarView *view,
                                       GtkWidget      *header);

G_END_DECLS
