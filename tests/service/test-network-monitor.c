/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-network-monitor.h"

struct _TestNetworkMonitor
{
  GObject parent_instance;

  gboolean is_available;
  gboolean is_metered;
};

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
test_network_monitor_init_interface (GNetworkMonitorInterface *iface)
{
}

static gboolean
test_network_monitor_initable_init (GInitable    *initable,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  return TRUE;
}

static void
test_network_monitor_initable_interface (GInitableIface *iface)
{
  iface->init = test_network_monitor_initable_init;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestNetworkMonitor,
                               test_network_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_network_monitor_initable_interface)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, test_network_monitor_init_interface))

static void
test_network_monitor_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  TestNetworkMonitor *self = TEST_NETWORK_MONITOR (object);

  if (property_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, self->is_available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
  else
    g_value_set_boolean (value, property_id == PROP_AVAILABLE ? self->is_available : self->is_metered);
}

static void
test_network_monitor_class_init (TestNetworkMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_monitor_init (TestNetworkMonitor *self)
{
  self->is_available = TRUE;
}

TestNetworkMonitor *
test_network_monitor_new (void)
{
  return g_object_new (TEST_TYPE_NETWORK_MONITOR, NULL);
}

void
test_network_monitor_set (TestNetworkMonitor *self,
                          gboolean            available,
                          gboolean            metered)
{
  self->is_available = available;
  self->is_metered = metered;
  g_object_notify (G_OBJECT (self), "network-available");
  g_object_notify (G_OBJECT (self), "network-metered");
  g_signal_emit_by_name (self, "network-changed", available);
}
