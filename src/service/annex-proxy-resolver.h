/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the system which proxy leads to a server, and never for the way to the loopback. */
#define ANNEX_TYPE_PROXY_RESOLVER (annex_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (AnnexProxyResolver, annex_proxy_resolver, ANNEX, PROXY_RESOLVER, GObject)

GProxyResolver *annex_proxy_resolver_new (void);

G_END_DECLS
