/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* The text of the page being read, for a screen reader. */
typedef struct _AnnexPageViewAccessible AnnexPageViewAccessible;

void                     annex_page_view_accessible_text_init (GtkAccessibleTextInterface *iface);
AnnexPageViewAccessible *annex_page_view_accessible_new (AnnexPageView *view);
void                     annex_page_view_accessible_free (AnnexPageViewAccessible *self);
void                     annex_page_view_accessible_follow (AnnexPageViewAccessible *self);
void                     annex_page_view_accessible_follow_selection (AnnexPageViewAccessible *self);

G_END_DECLS
