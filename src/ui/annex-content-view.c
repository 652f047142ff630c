/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-view.h"

G_DEFINE_INTERFACE (AnnexContentView, annex_content_view, ANNEX_TYPE_FINDER)

static void
annex_content_view_default_init (AnnexContentViewInterface *iface)
{
}

/* Returns: whether something was selected that is on the clipboard now */
gboolean
annex_content_view_copy (AnnexContentView *self)
{
  return ANNEX_CONTENT_VIEW_GET_IFACE (self)->copy (self);
}

void
annex_content_view_select_all (AnnexContentView *self)
{
  ANNEX_CONTENT_VIEW_GET_IFACE (self)->select_all (self);
}

/* Returns: (transfer none): which part of it is seen */
GtkAdjustment *
annex_content_view_get_adjustment (AnnexContentView *self)
{
  return ANNEX_CONTENT_VIEW_GET_IFACE (self)->get_adjustment (self);
}
