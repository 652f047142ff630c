/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download-session.h"

#include "annex-proxy-resolver.h"

/**
 * annex_download_session_new:
 * @tls_database: (nullable): certificate authorities to trust, or %NULL for the system's
 *
 * Makes a session for the store alone, which never sees a token of the service: no cookies, no cache, no
 * authentication, no decoding, no logging, and no proxy on the way to the loopback.
 *
 * Returns: (transfer full): a session
 */
SoupSession *
annex_download_session_new (GTlsDatabase *tls_database)
{
  SoupSession *session = soup_session_new_with_options ("user-agent", "Annex/" PACKAGE_VERSION, "max-conns-per-host", 6, "timeout", 0, NULL);
  g_autoptr (GProxyResolver) resolver = annex_proxy_resolver_new ();

  soup_session_set_proxy_resolver (session, resolver);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  if (tls_database != NULL)
    soup_session_set_tls_database (session, tls_database);

  return session;
}
