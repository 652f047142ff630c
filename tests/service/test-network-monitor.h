/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A monitor whose network a test takes away and gives back. */
#define TEST_TYPE_NETWORK_MONITOR (test_network_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestNetworkMonitor, test_network_monitor, TEST, NETWORK_MONITOR, GObject)

TestNetworkMonitor *test_network_monitor_new (void);
void                test_network_monitor_set (TestNetworkMonitor *self,
                                              gboolean            available,
                                              gboolean            metered);

G_END_DECLS
