/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-finder.h"

G_BEGIN_DECLS

/* What the content page shows: a text or a table, which can be copied and scrolled, and in which something can be found. */
#define ANNEX_TYPE_CONTENT_VIEW (annex_content_view_get_type ())
G_DECLARE_INTERFACE (AnnexContentView, annex_content_view, ANNEX, CONTENT_VIEW, AnnexFinder)

struct _AnnexContentViewInterface
{
  GTypeInterface parent_interface;

  gboolean (*copy) (AnnexContentView *self);
  void (*select_all) (AnnexContentView *self);
  GtkAdjustment *(*get_adjustment) (AnnexContentView *self);
};

gboolean       annex_content_view_copy (AnnexContentView *self);
void           annex_content_view_select_all (AnnexContentView *self);
GtkAdjustment *annex_content_view_get_adjustment (AnnexContentView *self);

G_END_DECLS
