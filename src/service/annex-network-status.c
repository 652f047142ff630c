/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-network-status.h"

struct _AnnexNetworkStatus
{
  GObject parent_instance;

  GNetworkMonitor *monitor; /* (owned) */
  gboolean         is_available;
  gboolean         is_metered;
  gboolean         counts_loopback;
};

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  N_PROPS
};

enum
{
  RESTORED,
  WOKEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexNetworkStatus, annex_network_status, G_TYPE_OBJECT)

/* The monitor says "changed" far more often than anything has changed for us. */
static void
update (AnnexNetworkStatus *self)
{
  const gboolean is_available = g_network_monitor_get_network_available (self->monitor);
  const gboolean is_metered = g_network_monitor_get_network_metered (self->monitor);
  const gboolean was_available = self->is_available;
  const gboolean was_metered = self->is_metered;

  self->is_available = is_available;
  self->is_metered = is_metered;
  if (is_metered != was_metered)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METERED]);
  if (is_available == was_available)
    return;

  g_debug ("The network is %s", is_available ? "back" : "gone");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
  if (is_available)
    g_signal_emit (self, signals[RESTORED], 0);
}

static void
annex_network_status_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AnnexNetworkStatus *self = ANNEX_NETWORK_STATUS (object);

  switch (property_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, self->is_metered);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_network_status_finalize (GObject *object)
{
  g_clear_object (&ANNEX_NETWORK_STATUS (object)->monitor);

  G_OBJECT_CLASS (annex_network_status_parent_class)->finalize (object);
}

static void
annex_network_status_class_init (AnnexNetworkStatusClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = annex_network_status_get_property;
  object_class->finalize = annex_network_status_finalize;

  /**
   * AnnexNetworkStatus:available:
   *
   * Whether the desktop says that there is a network.
   */
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);

  /**
   * AnnexNetworkStatus:metered:
   *
   * Whether somebody may pay for each byte.
   */
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * AnnexNetworkStatus::restored:
   *
   * The network is back: what failed without it may go on.
   */
  signals[RESTORED] = g_signal_new ("restored", ANNEX_TYPE_NETWORK_STATUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * AnnexNetworkStatus::woken:
   *
   * The computer has slept: connections from before lead nowhere, and what waits has waited.
   */
  signals[WOKEN] = g_signal_new ("woken", ANNEX_TYPE_NETWORK_STATUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_network_status_init (AnnexNetworkStatus *self)
{
}

/**
 * annex_network_status_new:
 * @monitor: who knows; g_network_monitor_get_default() for everyone but tests
 *
 * Watches the network. Asks nobody anything.
 *
 * Returns: (transfer full): the status
 */
AnnexNetworkStatus *
annex_network_status_new (GNetworkMonitor *monitor)
{
  AnnexNetworkStatus *self;

  g_return_val_if_fail (G_IS_NETWORK_MONITOR (monitor), NULL);

  self = g_object_new (ANNEX_TYPE_NETWORK_STATUS, NULL);
  self->monitor = g_object_ref (monitor);
  self->is_available = g_network_monitor_get_network_available (monitor);
  self->is_metered = g_network_monitor_get_network_metered (monitor);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * annex_network_status_get_is_metered:
 * @self: a status
 *
 * Returns: whether somebody may pay for each byte
 */
gboolean
annex_network_status_get_is_metered (AnnexNetworkStatus *self)
{
  g_return_val_if_fail (ANNEX_IS_NETWORK_STATUS (self), FALSE);

  return self->is_metered;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * annex_network_status_is_offline_for:
 * @self: a status
 * @host: (nullable): name or address of a server
 *
 * Returns: whether the server cannot be reached because there is no network; never so for this computer itself
 */
gboolean
annex_network_status_is_offline_for (AnnexNetworkStatus *self,
                                     const char         *host)
{
  g_return_val_if_fail (ANNEX_IS_NETWORK_STATUS (self), FALSE);

  return !self->is_available && (self->counts_loopback || !is_loopback (host));
}

/**
 * annex_network_status_set_counts_loopback:
 * @self: a status
 * @counts_loopback: whether also this computer itself is out of reach without a network
 *
 * For tests, whose servers are all on the loopback.
 */
void
annex_network_status_set_counts_loopback (AnnexNetworkStatus *self,
                                          gboolean            counts_loopback)
{
  g_return_if_fail (ANNEX_IS_NETWORK_STATUS (self));

  self->counts_loopback = counts_loopback;
}

/**
 * annex_network_status_wake:
 * @self: a status
 *
 * Tells everybody that the computer has slept.
 */
void
annex_network_status_wake (AnnexNetworkStatus *self)
{
  g_return_if_fail (ANNEX_IS_NETWORK_STATUS (self));

  g_debug ("The computer has slept");
  g_signal_emit (self, signals[WOKEN], 0);
}
