/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-finder.h"

G_DEFINE_INTERFACE (AnnexFinder, annex_finder, G_TYPE_OBJECT)

static guint found_signal;

static void
annex_finder_default_init (AnnexFinderInterface *iface)
{
  found_signal = g_signal_new ("found",
                               ANNEX_TYPE_FINDER,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               3,
                               G_TYPE_INT,
                               G_TYPE_UINT,
                               G_TYPE_UINT);
}

/* Looks for a text, or for nothing any more when it is empty. */
void
annex_finder_find (AnnexFinder *self,
                   const char  *text)
{
  ANNEX_FINDER_GET_IFACE (self)->find (self, text);
}

/* @direction: 1 for the next match, -1 for the one before */
void
annex_finder_step (AnnexFinder *self,
                   int          direction)
{
  ANNEX_FINDER_GET_IFACE (self)->step (self, direction);
}

/* Goes to what is read, where it is read. */
void
annex_finder_focus (AnnexFinder *self)
{
  ANNEX_FINDER_GET_IFACE (self)->focus (self);
}

void
annex_finder_emit_found (AnnexFinder     *self,
                         int              current,
                         guint            n_matches,
                         AnnexFinderState state)
{
  g_signal_emit (self, found_signal, 0, current, n_matches, (guint) state);
}
