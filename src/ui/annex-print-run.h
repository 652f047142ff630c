/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one way to the print dialog. */

void annex_print_run (GtkPrintOperation *operation,
                      GtkWidget         *widget,
                      const char        *failure_text);

G_END_DECLS
