/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ANNEX_CHAT_POLL_SECONDS 20

guint annex_chat_pace_get_seconds (guint         poll_seconds,
                                   gboolean      check_awaited,
                                   const GError *error);

G_END_DECLS
