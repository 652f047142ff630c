/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexEndpointFlags:
 * @ANNEX_ENDPOINT_DEFAULT: the region's ordinary host
 * @ANNEX_ENDPOINT_FIPS: the FIPS 140 host
 * @ANNEX_ENDPOINT_DUAL_STACK: the host that also answers over IPv6
 */
typedef enum
{
  ANNEX_ENDPOINT_DEFAULT = 0,
  ANNEX_ENDPOINT_FIPS = 1 << 0,
  ANNEX_ENDPOINT_DUAL_STACK = 1 << 1,
} AnnexEndpointFlags;

/* An immutable, checked base address of the service. */
#define ANNEX_TYPE_ENDPOINT (annex_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (AnnexEndpoint, annex_endpoint, ANNEX, ENDPOINT, GObject)

AnnexEndpoint *annex_endpoint_new_for_region (const char        *region,
                                              AnnexEndpointFlags flags,
                                              GError           **error);
AnnexEndpoint *annex_endpoint_new_for_url (const char *url,
                                           GError    **error);
AnnexEndpoint *annex_endpoint_new_resolved (const char        *region,
                                            const char        *url,
                                            const char *const *environment,
                                            GError           **error);
const char    *annex_endpoint_get_host (AnnexEndpoint *self);
const char    *annex_endpoint_get_base_url (AnnexEndpoint *self);
gboolean       annex_endpoint_is_overridden (AnnexEndpoint *self);
gboolean       annex_endpoint_is_loopback (AnnexEndpoint *self);
GUri          *annex_endpoint_build_uri (AnnexEndpoint *self,
                                         const char    *path);

G_END_DECLS
