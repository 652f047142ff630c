/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-store-url.h"
#include "fuzz.h"

#include <string.h>

/* What is accepted goes to where it may, over TLS. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GUri) uri = annex_store_url_parse (text, NULL, NULL);

  if (uri == NULL)
    return 0;

  g_assert (strcmp (g_uri_get_scheme (uri), "https") == 0);
  g_assert (strstr (g_uri_get_host (uri), ".amazonaws.") != NULL);
  g_assert (g_uri_get_userinfo (uri) == NULL);
  g_assert (g_uri_get_port (uri) == -1 || g_uri_get_port (uri) == 443);
  g_assert (*g_uri_get_path (uri) == '/');

  return 0;
}
