/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far everything has been looked through. */
typedef enum
{
  ANNEX_FINDER_SEARCHING,
  ANNEX_FINDER_ENDED_EARLY,
  ANNEX_FINDER_COMPLETE,
} AnnexFinderState;

/* Finds a text in something that is read. Emits `found` with the number of the current match, from 0 or -1, how many there
 * are so far, and an #AnnexFinderState: what ended early may have more of them. */
#define ANNEX_TYPE_FINDER (annex_finder_get_type ())
G_DECLARE_INTERFACE (AnnexFinder, annex_finder, ANNEX, FINDER, GObject)

struct _AnnexFinderInterface
{
  GTypeInterface parent_interface;

  void (*find) (AnnexFinder *self,
                const char  *text);
  void (*step) (AnnexFinder *self,
                int          direction);
  void (*focus) (AnnexFinder *self);
};

void annex_finder_find (AnnexFinder *self,
                        const char  *text);
void annex_finder_step (AnnexFinder *self,
                        int          direction);
void annex_finder_focus (AnnexFinder *self);
void annex_finder_emit_found (AnnexFinder     *self,
                              int              current,
                              guint            n_matches,
                              AnnexFinderState state);

G_END_DECLS
