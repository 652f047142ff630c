/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-chat.h"

G_BEGIN_DECLS

char *annex_listing_format_text (AnnexChat *chat);
char *annex_listing_format_json (AnnexChat *chat);

G_END_DECLS
