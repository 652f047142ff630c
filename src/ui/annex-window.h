/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-chat.h"
#include "annex-decoder-pool.h"
#include "annex-network-status.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One chat in a window: its attachments beside the one that is looked at. */
#define ANNEX_TYPE_WINDOW (annex_window_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWindow, annex_window, ANNEX, WINDOW, AdwApplicationWindow)

AnnexWindow *annex_window_new (GtkApplication   *application,
                               AnnexDecoderPool *pool);
void         annex_window_set_network (AnnexWindow        *self,
                                       AnnexNetworkStatus *network);
AnnexChat   *annex_window_get_chat (AnnexWindow *self);
void         annex_window_set_chat (AnnexWindow *self,
                                    AnnexChat   *chat);

G_END_DECLS
