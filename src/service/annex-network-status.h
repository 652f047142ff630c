/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether there is a network, whether it costs money, and when it is worth to try again. Emits #GObject::notify for
 * `available` and `metered`, and the signals `restored` and `woken`. */
#define ANNEX_TYPE_NETWORK_STATUS (annex_network_status_get_type ())
G_DECLARE_FINAL_TYPE (AnnexNetworkStatus, annex_network_status, ANNEX, NETWORK_STATUS, GObject)

AnnexNetworkStatus *annex_network_status_new (GNetworkMonitor *monitor);
gboolean            annex_network_status_get_is_metered (AnnexNetworkStatus *self);
gboolean            annex_network_status_is_offline_for (AnnexNetworkStatus *self,
                                                         const char         *host);
void                annex_network_status_set_counts_loopback (AnnexNetworkStatus *self,
                                                              gboolean            counts_loopback);
void                annex_network_status_wake (AnnexNetworkStatus *self);

G_END_DECLS
