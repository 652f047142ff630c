/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Content in which something can be found and copied. Emits `found` with the number of the current match, from 0 or -1, how
 * many there are, and whether that is only as many as are listed. */
#define ANNEX_TYPE_FINDER (annex_finder_get_type ())
G_DECLARE_INTERFACE (AnnexFinder, annex_finder, ANNEX, FINDER, GtkWidget)

struct _AnnexFinderInterface
{
  GTypeInterface parent_interface;

  void (*find) (AnnexFinder *self,
                const char  *text);
  void (*step) (AnnexFinder *self,
                int          direction);
  void (*copy) (AnnexFinder *self);
  void (*select_all) (AnnexFinder *self);
  void (*focus) (AnnexFinder *self);
  GtkAdjustment *(*get_adjustment) (AnnexFinder *self);
};

void           annex_finder_find (AnnexFinder *self,
                                  const char  *text);
void           annex_finder_step (AnnexFinder *self,
                                  int          direction);
void           annex_finder_copy (AnnexFinder *self);
void           annex_finder_select_all (AnnexFinder *self);
void           annex_finder_focus (AnnexFinder *self);
GtkAdjustment *annex_finder_get_adjustment (AnnexFinder *self);
void           annex_finder_emit_found (AnnexFinder *self,
                                        int          current,
                                        guint        n_matches,
                                        gboolean     has_more);

G_END_DECLS
