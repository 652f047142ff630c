/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-read-on.h"

#include <math.h>

/* Part of the view that is read on at once. */
#define STEP 0.9

/* As long as there is more below, that is read; then the next attachment. @direction is 1, or -1 for reading back. */
void
annex_read_on (GtkWidget     *widget,
               GtkAdjustment *adjustment,
               int            direction)
{
  double before = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_set_value (adjustment, before + direction * STEP * gtk_adjustment_get_page_size (adjustment));
  if (fabs (gtk_adjustment_get_value (adjustment) - before) < 1)
    gtk_widget_activate_action (widget, direction > 0 ? "win.next" : "win.previous", NULL);
}
