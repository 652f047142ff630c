/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of a page view that has the focus. */

void annex_page_view_keys_install (GtkWidgetClass *klass);

G_END_DECLS
