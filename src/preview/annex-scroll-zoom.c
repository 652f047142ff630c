/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-scroll-zoom.h"

#include <math.h>

/* Clicks of the wheel, and pixels on a touchpad with Ctrl held, that double the zoom. */
#define WHEEL_CLICKS 4.0
#define TOUCHPAD_PIXELS 100.0

/**
 * annex_scroll_zoom_get_factor:
 * @controller: what tells of the scrolling
 * @dy: how far it went down
 *
 * Returns: what the zoom is to be multiplied with
 */
double
annex_scroll_zoom_get_factor (GtkEventControllerScroll *controller,
                              double                    dy)
{
  gboolean wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;

  return exp2 (-dy / (wheel ? WHEEL_CLICKS : TOUCHPAD_PIXELS));
}
