/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-participant-client.h"
#include "annex-proxy-resolver.h"
#include "annex-service-call.h"
#include "test-download-fixture.h"

#include <string.h>

/* What the system would have everything go through. */
static RawStore *proxy;

/* The system's resolver, as it is where a proxy is set for everything. */
typedef GSimpleProxyResolver      SystemResolver;
typedef GSimpleProxyResolverClass SystemResolverClass;

static GType system_resolver_get_type (void);
static void  system_resolver_interface_init (GProxyResolverInterface *iface);

G_DEFINE_TYPE_WITH_CODE (SystemResolver,
                         system_resolver,
                         G_TYPE_SIMPLE_PROXY_RESOLVER,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, system_resolver_interface_init)
                             g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, g_define_type_id, "system", 1000))

static gboolean
system_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
system_resolver_interface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = system_resolver_is_supported;
}

static void
system_resolver_class_init (SystemResolverClass *klass)
{
}

static void
system_resolver_init (SystemResolver *self)
{
  g_autofree char *url = raw_store_dup_url (proxy, "");

  g_simple_proxy_resolver_set_default_proxy (self, url);
}

/* The store on the loopback is asked without the proxy, though the proxy would be glad to see the pre-signed URL. */
static void
test_store (Fixture      *fixture,
            gconstpointer data)
{
  const guint before = raw_store_get_n_requests (proxy);

  answer (fixture, OK FOUR "\r\nfile", RAW_HANG);
  download (fixture);

  assert_content (fixture, "file");
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 1);
  g_assert_cmpuint (raw_store_get_n_requests (proxy), ==, before);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static double
get_zero (gpointer user_data)
{
  return 0;
}

/* Asks a service that only answers nonsense for a link. */
static void
ask (const char *url)
{
  g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url (url, NULL);
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_zero, NULL);
  g_autoptr (AnnexParticipantClient) client = annex_participant_client_new (endpoint, retry);
  g_autoptr (AnnexSecret) token = annex_secret_new ("token", 5);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AnnexAttachmentLink) link = NULL;

  annex_participant_client_set_connection_token (client, token, NULL);
  annex_participant_client_get_attachment_async (client, "a", 60, NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  link = annex_participant_client_get_attachment_finish (client, result, NULL);
  g_assert_null (link);
}

static void
test_service (Fixture      *fixture,
              gconstpointer data)
{
  const guint      before = raw_store_get_n_requests (proxy);
  g_autofree char *url = raw_store_dup_url (fixture->store, "");

  answer (fixture, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", RAW_HANG);
  ask (url);

  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 1);
  g_assert_cmpuint (raw_store_get_n_requests (proxy), ==, before);
}

/* Every other server is reached as the system says; the proxy learns its name, and nothing of the request. */
static void
test_elsewhere (Fixture      *fixture,
                gconstpointer data)
{
  ask ("https://service.example");

  g_assert_true (g_str_has_prefix (raw_store_get_last_request (proxy), "CONNECT service.example:443 HTTP/1."));
  g_assert_null (strstr (raw_store_get_last_request (proxy), "token"));
}

typedef struct
{
  const char *uri;
  gboolean    is_direct;
} Lookup;

static const Lookup lookups[] = {
  { "http://127.0.0.1", TRUE },
  { "http://127.0.0.1:8080", TRUE },
  { "http://[::1]:8080", TRUE },
  { "none://127.0.0.1:443", TRUE },
  { "http://127.0.0.1.example", FALSE },
  { "http://store.example:80", FALSE },
  { "https://127.0.0.1@store.example", FALSE },
};

/* Both ways of asking answer alike. */
static void
test_lookup (void)
{
  g_autoptr (GProxyResolver) resolver = annex_proxy_resolver_new ();

  g_assert_true (g_proxy_resolver_is_supported (resolver));
  for (gsize i = 0; i < G_N_ELEMENTS (lookups); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_auto (GStrv) now = g_proxy_resolver_lookup (resolver, lookups[i].uri, NULL, &error);
      g_auto (GStrv) later = NULL;

      g_assert_no_error (error);
      g_proxy_resolver_lookup_async (resolver, lookups[i].uri, NULL, keep_result_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      later = g_proxy_resolver_lookup_finish (resolver, result, &error);
      g_assert_no_error (error);

      g_assert_cmpstrv (now, later);
      g_assert_cmpint (g_str_equal (now[0], "direct://"), ==, lookups[i].is_direct);
    }
}

#define ADD(path, function) g_test_add ("/proxy/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  int status;

  proxy = raw_store_new (NULL);
  raw_store_answer (proxy, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", -1, RAW_CLOSE);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_type_ensure (system_resolver_get_type ());
  g_test_init (&argc, &argv, NULL);

  ADD ("store", test_store);
  ADD ("service", test_service);
  ADD ("elsewhere", test_elsewhere);
  g_test_add_func ("/proxy/lookup", test_lookup);

  warm_up ();
  status = g_test_run ();
  raw_store_free (proxy);

  return status;
}
