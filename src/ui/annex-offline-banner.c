/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-offline-banner.h"

#include <glib/gi18n-lib.h>

struct _AnnexOfflineBanner
{
  AdwBin parent_instance;

  AdwBanner *banner;

  AnnexNetworkStatus *network; /* (owned) (nullable) */
  char               *host;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (AnnexOfflineBanner, annex_offline_banner, ADW_TYPE_BIN)

static void
update (AnnexOfflineBanner *self)
{
  const gboolean offline = self->network != NULL && self->host != NULL && annex_network_status_is_offline_for (self->network, self->host);

  if (offline == adw_banner_get_revealed (self->banner))
    return;

  adw_banner_set_revealed (self->banner, offline);
  /* Where it is not seen, another one is, and tells. */
  if (offline && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), adw_banner_get_title (self->banner), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
annex_offline_banner_dispose (GObject *object)
{
  AnnexOfflineBanner *self = ANNEX_OFFLINE_BANNER (object);

  if (self->network != NULL)
    g_signal_handlers_disconnect_by_func (self->network, update, self);
  g_clear_object (&self->network);
  g_clear_pointer (&self->host, g_free);

  G_OBJECT_CLASS (annex_offline_banner_parent_class)->dispose (object);
}

static void
annex_offline_banner_class_init (AnnexOfflineBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_offline_banner_dispose;
}

static void
annex_offline_banner_init (AnnexOfflineBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (_ ("Working offline")));
  /* One that is folded up has no allocation, which GTK complains about when a layout changes around it. */
  g_object_bind_property (self->banner, "revealed", self->banner, "visible", G_BINDING_SYNC_CREATE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

/**
 * annex_offline_banner_watch:
 * @self: a banner
 * @network: (nullable): tells whether there is a network
 * @host: (nullable): the server that matters, or %NULL when none does
 *
 * Sets of what it tells.
 */
void
annex_offline_banner_watch (AnnexOfflineBanner *self,
                            AnnexNetworkStatus *network,
                            const char         *host)
{
  g_return_if_fail (ANNEX_IS_OFFLINE_BANNER (self));
  g_return_if_fail (network == NULL || ANNEX_IS_NETWORK_STATUS (network));

  if (self->network != NULL)
    g_signal_handlers_disconnect_by_func (self->network, update, self);
  g_set_object (&self->network, network);
  g_set_str (&self->host, host);
  if (network != NULL)
    g_signal_connect_object (network, "notify::available", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

/**
 * annex_offline_banner_get_is_revealed:
 * @self: a banner
 *
 * Returns: whether it tells that there is no network
 */
gboolean
annex_offline_banner_get_is_revealed (AnnexOfflineBanner *self)
{
  g_return_val_if_fail (ANNEX_IS_OFFLINE_BANNER (self), FALSE);

  return adw_banner_get_revealed (self->banner);
}
