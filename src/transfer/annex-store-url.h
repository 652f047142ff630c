/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexStorePolicy:
 * @allowed_suffixes: (nullable) (array zero-terminated=1): host suffixes beside the built-in ones, such as `.example.com`
 * @loopback_host: (nullable): `127.0.0.1` or `[::1]`, when the chat's endpoint was overridden to that loopback host;
 *   then `http` URLs on exactly this host are accepted too
 *
 * Where the pre-signed URLs of one chat may point to.
 */
typedef struct
{
  char **allowed_suffixes; /* (owned) (nullable) */
  char  *loopback_host;    /* (owned) (nullable) */
} AnnexStorePolicy;

AnnexStorePolicy *annex_store_policy_new (const char *const *allowed_suffixes,
                                          const char        *loopback_host);
AnnexStorePolicy *annex_store_policy_copy (const AnnexStorePolicy *policy);
void              annex_store_policy_free (AnnexStorePolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexStorePolicy, annex_store_policy_free)

GUri *annex_store_url_parse (const char             *url,
                             const AnnexStorePolicy *policy,
                             GError                **error);

G_END_DECLS
