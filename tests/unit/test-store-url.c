/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"
#include "annex-store-url.h"

#include <libsoup/soup.h>
#include <string.h>

#define BUCKET "https://bucket.s3.eu-central-1.amazonaws.com"

static const char *const accepted[] = {
  BUCKET "/key?X-Amz-Signature=0",
  BUCKET ":443/key",
  BUCKET,
  BUCKET "?list-type=2",
  BUCKET "/key#fragment",
  "HTTPS://BUCKET.S3.AMAZONAWS.COM/key",
  "https://s3.us-west-2.amazonaws.com/bucket/key",
  "https://bucket.s3.cn-north-1.amazonaws.com.cn/key",
  "https://bucket.s3.eusc-de-east-1.amazonaws.eu/key",
  "https://old_bucket.s3.amazonaws.com/key",
  "https://files.example.com/key",
  "https://deep.below.files.example.com/key",
  "https://a.store.example.org/key",
};

static const char *const refused[] = {
  "",
  "nonsense",
  "//bucket.s3.amazonaws.com/key",
  "http://bucket.s3.amazonaws.com/key",
  "ftp://bucket.s3.amazonaws.com/key",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "data:text/plain,x",
  "https:bucket.s3.amazonaws.com/key",
  "https:///key",
  "https://user@bucket.s3.amazonaws.com/key",
  "https://user:password@bucket.s3.amazonaws.com/key",
  "https://bucket.s3.amazonaws.com@evil.example/key",
  "https://evil.example\\@bucket.s3.amazonaws.com/key",
  "https://evil.example#.s3.amazonaws.com/key",
  "https://evil.example?.s3.amazonaws.com/key",
  "https://bucket.s3.amazonaws.com:22/key",
  "https://bucket.s3.amazonaws.com:0/key",
  "https://bucket.s3.amazonaws.com:/key",
  "https://bucket.s3.amazonaws.com:44 3/key",
  "https://bucket.s3.amazonaws.com:99999/key",
  "https://10.0.0.1/key",
  "https://169.254.169.254/latest/meta-data",
  "https://2130706433/key",
  "https://0x7f.1/key",
  "https://[::1]/key",
  "https://[fe80::1%25eth0]/key",
  "https://127.0.0.1/key",
  "https://localhost/key",
  "https://amazonaws.com/key",
  "https://bucket/key",
  "https://printer.local/key",
  "https://inner.files.internal/key",
  "https://evilamazonaws.com/key",
  "https://bucket.s3.amazonaws.com.evil.example/key",
  "https://bucket.s3.amazonaws.com./key",
  "https://.amazonaws.com/key",
  "https://bucket..s3.amazonaws.com/key",
  "https://-bucket.s3.amazonaws.com/key",
  "https://bücket.s3.amazonaws.com/key",
  "https://b%75cket.s3.amazonaws.com/key",
  "https://example.com/key",
  "https://evilexample.com/key",
  "https://store.example.org/key",
  "https://anything.com/key",
  BUCKET "/a key",
  BUCKET "/key\r\nX-Amz-Bearer: x",
  BUCKET "/key\t",
  BUCKET "/key\x7f",
  BUCKET "/k\xc3\xa9y",
  BUCKET "/\xff",
  BUCKET "/%zz",
};

static AnnexStorePolicy *
new_policy (const char *loopback)
{
  static const char *const suffixes[] = { "files.example.com", ".store.example.org", "com", "", ".", ".internal", NULL };

  return annex_store_policy_new (suffixes, loopback);
}

static void
assert_refused (const char             *url,
                const AnnexStorePolicy *policy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = annex_store_url_parse (url, policy, &error);

  if (uri != NULL)
    g_error ("accepted: %s", url);
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_URL_REFUSED);
}

static void
assert_accepted (const char             *url,
                 const AnnexStorePolicy *policy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = annex_store_url_parse (url, policy, &error);

  if (uri == NULL)
    g_error ("refused: %s: %s", url, error->message);
}

static void
test_accepts (void)
{
  g_autoptr (AnnexStorePolicy) policy = new_policy (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    assert_accepted (accepted[i], policy);
}

static void
test_refuses (void)
{
  g_autoptr (AnnexStorePolicy) policy = new_policy (NULL);

  assert_refused (NULL, NULL);
  assert_refused ("https://files.example.com/key", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i], policy);
}

static void
test_length (void)
{
  g_autofree char *filler = g_strnfill (8 * 1024 - strlen (BUCKET "/"), 'x');
  g_autofree char *longest = g_strconcat (BUCKET "/", filler, NULL);
  g_autofree char *longer = g_strconcat (longest, "x", NULL);

  assert_accepted (longest, NULL);
  assert_refused (longer, NULL);
}

static void
test_loopback (void)
{
  g_autoptr (AnnexStorePolicy) four = new_policy ("127.0.0.1");
  g_autoptr (AnnexStorePolicy) six = new_policy ("[::1]");
  g_autoptr (AnnexStorePolicy) other = new_policy ("10.0.0.1");
  g_autoptr (AnnexStorePolicy) copy = annex_store_policy_copy (four);

  assert_accepted ("http://127.0.0.1:8080/key", four);
  assert_accepted ("http://127.0.0.1:8080/key", copy);
  assert_accepted ("https://127.0.0.1:8443/key", four);
  assert_accepted ("http://[::1]:8080/key", six);
  assert_accepted (BUCKET "/key", four);
  assert_refused ("http://127.0.0.1:8080/key", six);
  assert_refused ("http://[::1]:8080/key", four);
  assert_refused ("http://127.0.0.2:8080/key", four);
  assert_refused ("http://127.1:8080/key", four);
  assert_refused ("http://localhost:8080/key", four);
  assert_refused ("http://user@127.0.0.1:8080/key", four);
  assert_refused ("http://127.0.0.1.evil.example/key", four);
  assert_refused ("http://10.0.0.1/key", other);
}

/* A signature is made for the text of path and query, so not a letter of them may be written differently. */
static void
test_keeps_the_text (void)
{
  static const char target[] = "/connect/a%2fb%2F..//../%7e~%41+*'()!,;=:@/%C3%a4?X-Amz-Credential=A%2f1&x=a+b%20c&y=%7E&&=?/:";
  g_autofree char  *url = g_strconcat (BUCKET, target, "#dropped", NULL);
  g_autoptr (GUri) uri = annex_store_url_parse (url, NULL, NULL);
  g_autofree char *sent = NULL;

  g_assert_nonnull (uri);
  sent = g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL);
  g_assert_cmpstr (sent, ==, target);
  g_assert_null (g_uri_get_fragment (uri));
  g_assert_cmpstr (g_uri_get_host (uri), ==, "bucket.s3.eu-central-1.amazonaws.com");
}

static void
test_error_tells_nothing_of_the_url (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (annex_store_url_parse ("https://store.example.net/canary-path?canary-query", NULL, &error));
  g_assert_null (strstr (error->message, "canary"));
  g_assert_cmpstr (annex_service_error_get_details (error)->host, ==, "store.example.net");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store-url/accepts", test_accepts);
  g_test_add_func ("/store-url/refuses", test_refuses);
  g_test_add_func ("/store-url/length", test_length);
  g_test_add_func ("/store-url/loopback", test_loopback);
  g_test_add_func ("/store-url/keeps-the-text", test_keeps_the_text);
  g_test_add_func ("/store-url/error-tells-nothing-of-the-url", test_error_tells_nothing_of_the_url);

  return g_test_run ();
}
