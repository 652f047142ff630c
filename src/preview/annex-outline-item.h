/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An entry of a document's outline. */
#define ANNEX_TYPE_OUTLINE_ITEM (annex_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOutlineItem, annex_outline_item, ANNEX, OUTLINE_ITEM, GObject)

const char *annex_outline_item_get_title (AnnexOutlineItem *self);
int         annex_outline_item_get_page (AnnexOutlineItem *self);
double      annex_outline_item_get_top (AnnexOutlineItem *self);
GListModel *annex_outline_item_get_children (AnnexOutlineItem *self);

G_END_DECLS
