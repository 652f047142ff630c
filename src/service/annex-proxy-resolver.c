/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-proxy-resolver.h"

struct _AnnexProxyResolver
{
  GObject parent_instance;
};

static void annex_proxy_resolver_interface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexProxyResolver,
                               annex_proxy_resolver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, annex_proxy_resolver_interface_init))

static gboolean
is_loopback (const char *uri)
{
  g_autofree char *host = NULL;

  if (!g_uri_split_network (uri, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL) || host == NULL)
    return FALSE;

  return g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1");
}

static GStrv
dup_direct (void)
{
  static const char *const direct[] = { "direct://", NULL };

  return g_strdupv ((char **) direct);
}

static gboolean
annex_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
annex_proxy_resolver_lookup (GProxyResolver *resolver,
                             const char     *uri,
                             GCancellable   *cancellable,
                             GError        **error)
{
  if (is_loopback (uri))
    return dup_direct ();

  return g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error);
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GStrv   proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
}

static void
annex_proxy_resolver_lookup_async (GProxyResolver     *resolver,
                                   const char         *uri,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, annex_proxy_resolver_lookup_async);
  if (is_loopback (uri))
    g_task_return_pointer (task, dup_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, lookup_cb, g_steal_pointer (&task));
}

static char **
annex_proxy_resolver_lookup_finish (GProxyResolver *resolver,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_proxy_resolver_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
annex_proxy_resolver_interface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = annex_proxy_resolver_is_supported;
  iface->lookup = annex_proxy_resolver_lookup;
  iface->lookup_async = annex_proxy_resolver_lookup_async;
  iface->lookup_finish = annex_proxy_resolver_lookup_finish;
}

static void
annex_proxy_resolver_class_init (AnnexProxyResolverClass *klass)
{
}

static void
annex_proxy_resolver_init (AnnexProxyResolver *self)
{
}

/**
 * annex_proxy_resolver_new:
 *
 * Answers as g_proxy_resolver_get_default() does, but for `127.0.0.1` and `[::1]`, which it always reaches directly: a
 * proxy would look for them on its own machine, and get to see what was never meant to leave this one.
 *
 * Returns: (transfer full): a resolver, for soup_session_set_proxy_resolver()
 */
GProxyResolver *
annex_proxy_resolver_new (void)
{
  return g_object_new (ANNEX_TYPE_PROXY_RESOLVER, NULL);
}
