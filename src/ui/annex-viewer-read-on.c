/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-viewer-private.h"

/**
 * annex_viewer_read_on:
 * @self: a viewer
 * @direction: 1, or -1 for reading back
 *
 * Does what the space bar does in what is shown, wherever the focus is: it goes on below, or with the next attachment, and
 * what moves is stopped and goes on.
 *
 * Returns: whether there is something to read
 */
gboolean
annex_viewer_read_on (AnnexViewer *self,
                      int          direction)
{
  static const char *const names[] = { "picture.read-on", "reading.read-on", "text.read-on" };
  GtkWidget               *shown;

  g_return_val_if_fail (ANNEX_IS_VIEWER (self), FALSE);

  shown = gtk_stack_get_visible_child (self->stack);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (gtk_widget_activate_action (shown, names[i], "i", direction))
      return TRUE;

  return FALSE;
}
