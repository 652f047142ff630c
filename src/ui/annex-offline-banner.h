/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-network-status.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Says that there is no network, as long as there is none. */
#define ANNEX_TYPE_OFFLINE_BANNER (annex_offline_banner_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOfflineBanner, annex_offline_banner, ANNEX, OFFLINE_BANNER, AdwBin)

void     annex_offline_banner_watch (AnnexOfflineBanner *self,
                                     AnnexNetworkStatus *network,
                                     const char         *host);
gboolean annex_offline_banner_get_is_revealed (AnnexOfflineBanner *self);

G_END_DECLS
