/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* What keys, buttons and menus do with the pages of a document. */

GActionGroup *annex_page_view_actions_new (AnnexPageView *view);
void          annex_page_view_actions_set_enabled (GActionGroup *group,
                                                   gboolean      enabled);
void          annex_page_view_actions_enable (GActionGroup *group,
                                              const char   *name,
                                              gboolean      enabled);
void          annex_page_view_actions_follow (GActionGroup *group,
                                              AnnexPageFit  fit,
                                              gboolean      dual);

G_END_DECLS
