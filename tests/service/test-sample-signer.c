/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "annex-sample-signer.h"

#include <string.h>

#define ORIGIN "https://examplebucket.s3.amazonaws.com"
#define HOST "examplebucket.s3.amazonaws.com"

/* The credentials of Amazon's own examples. */
static const AnnexSampleCredentials example = {
  .access_key = (char *) "AKIAIOSFODNN7EXAMPLE",
  .secret_key = (char *) "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  .region = (char *) "us-east-1",
};

static AnnexSampleVerdict
verify (const char *method,
        const char *host,
        const char *url,
        const char *now)
{
  g_autofree char *path = NULL;
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (now, NULL);
  g_autoptr (GDateTime) expiry = NULL;
  AnnexSampleSignedRequest request = { .method = method, .host = host };
  const char              *query = strchr (url, '?');
  guint                    expires;

  path = g_strndup (url + strlen (ORIGIN), query != NULL ? (gsize) (query - url) - strlen (ORIGIN) : strlen (url));
  request.path = path;
  request.query = query != NULL ? query + 1 : NULL;

  return annex_sample_signer_verify (&example, &request, time, &expiry, &expires);
}

static char *
sign_example (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2013, 5, 24, 0, 0, 0);

  return annex_sample_signer_sign (&example, ORIGIN, "/test.txt", time, 86400);
}

/* Amazon S3 API reference, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)". */
static void
test_published_url (void)
{
  g_autofree char *url = sign_example ();

  g_assert_cmpstr (url, ==, ORIGIN "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                   "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                                   "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                                   "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  g_assert_cmpint (verify ("GET", HOST, url, "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_GOOD);
}

/* AWS General Reference, "Examples of how to derive a signing key for Signature Version 4". */
static void
test_published_key (void)
{
  g_autoptr (GBytes) key = annex_sample_signer_derive ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20120215", "us-east-1", "iam");
  const guint8 *bytes = g_bytes_get_data (key, NULL);
  g_autoptr (GString) hex = g_string_new (NULL);

  for (gsize i = 0; i < g_bytes_get_size (key); i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  g_assert_cmpstr (hex->str, ==, "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
}

static void
test_encoding (void)
{
  g_autofree char *path = annex_sample_signer_encode ("/a b/ü~*:+.txt", TRUE);
  g_autofree char *value = annex_sample_signer_encode ("a/b=c&d", FALSE);

  g_assert_cmpstr (path, ==, "/a%20b/%C3%BC~%2A%3A%2B.txt");
  g_assert_cmpstr (value, ==, "a%2Fb%3Dc%26d");
}

static void
test_time (void)
{
  g_autofree char *url = sign_example ();

  g_assert_cmpint (verify ("GET", HOST, url, "2013-05-24T23:59:59Z"), ==, ANNEX_SAMPLE_VERDICT_GOOD);
  g_assert_cmpint (verify ("GET", HOST, url, "2013-05-25T00:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_EXPIRED);
  g_assert_cmpint (verify ("GET", HOST, url, "2013-05-23T23:50:00Z"), ==, ANNEX_SAMPLE_VERDICT_GOOD);
  g_assert_cmpint (verify ("GET", HOST, url, "2013-05-23T23:40:00Z"), ==, ANNEX_SAMPLE_VERDICT_NOT_YET);
}

static void
test_other_request (void)
{
  g_autofree char *url = sign_example ();

  g_assert_cmpint (verify ("HEAD", HOST, url, "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_MISMATCH);
  g_assert_cmpint (verify ("PUT", HOST, url, "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_MISMATCH);
  g_assert_cmpint (verify ("GET", "otherbucket.s3.amazonaws.com", url, "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_MISMATCH);
}

static void
test_altered (void)
{
  static const struct
  {
    const char        *from;
    const char        *to;
    AnnexSampleVerdict verdict;
  } cases[] = {
    { "/test.txt", "/test2.txt", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1", ANNEX_SAMPLE_VERDICT_ALGORITHM },
    { "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLF", ANNEX_SAMPLE_VERDICT_ACCESS_KEY },
    { "us-east-1", "us-east-2", ANNEX_SAMPLE_VERDICT_CREDENTIAL },
    { "%2F20130524%2F", "%2F20130525%2F", ANNEX_SAMPLE_VERDICT_CREDENTIAL },
    { "20130524T000000Z", "20130524T000001Z", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "20130524T000000Z", "20130524000000", ANNEX_SAMPLE_VERDICT_DATE },
    { "Expires=86400", "Expires=86401", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "Expires=86400", "Expires=604801", ANNEX_SAMPLE_VERDICT_DATE },
    { "Expires=86400", "Expires=-1", ANNEX_SAMPLE_VERDICT_DATE },
    { "SignedHeaders=host", "SignedHeaders=host%3Brange", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "Signature=a", "Signature=b", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "&X-Amz-Signature=", "&X-Amz-Nothing=", ANNEX_SAMPLE_VERDICT_INCOMPLETE },
    { "&X-Amz-Expires=86400", "&X-Amz-Expires=86400&X-Amz-Expires=86400", ANNEX_SAMPLE_VERDICT_INCOMPLETE },
    { "&X-Amz-Signature=", "&response-content-type=text%2Fhtml&X-Amz-Signature=", ANNEX_SAMPLE_VERDICT_MISMATCH },
    { "&X-Amz-Signature=", "&X-Amz-Security-Token=x&X-Amz-Signature=", ANNEX_SAMPLE_VERDICT_SESSION_TOKEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = sign_example ();
      g_auto (GStrv) halves = g_strsplit (url, cases[i].from, 2);
      g_autofree char *altered = g_strjoin (cases[i].to, halves[0], halves[1], NULL);

      g_test_message ("%s instead of %s", cases[i].to, cases[i].from);
      g_assert_cmpuint (g_strv_length (halves), ==, 2);
      /* The day stands twice in a URL; the credential's scope is made from the other one. */
      g_assert_cmpint (verify ("GET", HOST, altered, "2013-05-24T12:00:00Z"), ==, cases[i].verdict);
    }
  g_assert_cmpint (verify ("GET", HOST, ORIGIN "/test.txt", "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_ANONYMOUS);
}

/* Another order or spelling of the same query is the same request. */
static void
test_spelling (void)
{
  g_autofree char *url = sign_example ();
  g_auto (GStrv) halves = g_strsplit (url, "?", 2);
  g_auto (GStrv) parameters = g_strsplit (halves[1], "&", -1);
  g_autoptr (GString) reversed = g_string_new (halves[0]);

  for (guint i = g_strv_length (parameters); i > 0; i--)
    g_string_append_printf (reversed, "%c%s", i == g_strv_length (parameters) ? '?' : '&', parameters[i - 1]);
  g_string_replace (reversed, "%2F", "/", 0);
  g_string_replace (reversed, "/test.txt", "/%74est.txt", 0);
  g_assert_cmpint (verify ("GET", HOST, reversed->str, "2013-05-24T12:00:00Z"), ==, ANNEX_SAMPLE_VERDICT_GOOD);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/signer/published-url", test_published_url);
  g_test_add_func ("/sample/signer/published-key", test_published_key);
  g_test_add_func ("/sample/signer/encoding", test_encoding);
  g_test_add_func ("/sample/signer/time", test_time);
  g_test_add_func ("/sample/signer/other-request", test_other_request);
  g_test_add_func ("/sample/signer/altered", test_altered);
  g_test_add_func ("/sample/signer/spelling", test_spelling);

  return g_test_run ();
}
