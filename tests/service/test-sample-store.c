/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sample-client.h"

#include <string.h>

static Answer *
get_with (Fixture    *fixture,
          const char *url,
          const char *headers)
{
  return fixture_ask (fixture, "GET", url, headers, NULL);
}

static void
test_object (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "\"quoted\"\n\xe3\x83\x86.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = get_with (fixture, url, NULL);
  g_autoptr (Answer) again = get_with (fixture, url, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->text, ==, "0123456789");
  g_assert_cmpstr (answer_get_header (answer, "Content-Length"), ==, "10");
  g_assert_cmpstr (answer_get_header (answer, "Content-Type"), ==, "text/plain");
  g_assert_cmpstr (answer_get_header (answer, "Accept-Ranges"), ==, "bytes");
  g_assert_cmpstr (answer_get_header (answer, "ETag"), ==, "\"781e5e245d69b566979b86e28d23f2c7\"");
  g_assert_cmpstr (answer_get_header (answer, "Content-Disposition"), ==, "attachment; filename=\"_quoted_____.txt\"; filename*=UTF-8''%22quoted%22%0A%E3%83%86.txt");
  g_assert_nonnull (answer_get_header (answer, "Last-Modified"));
  g_assert_nonnull (answer_get_header (answer, "x-amz-request-id"));
  g_assert_nonnull (answer_get_header (answer, "x-amz-id-2"));
  /* A URL can be used until it expires. */
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_nonnull (strstr (url, "%3A"));
}

/* What the customer claims cannot end a header and begin another. */
static void
test_hostile_type (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autofree char *id = annex_sample_service_add_attachment (fixture->service, "a.txt", "text/plain\r\nSet-Cookie: a=b", bytes);
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = get_with (fixture, url, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_null (answer_get_header (answer, "Set-Cookie"));
  g_assert_cmpstr (answer_get_header (answer, "Content-Type"), ==, "text/plain__Set-Cookie: a=b");
}

static void
test_altered (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
    guint       status;
    const char *code;
  } cases[] = {
    { "X-Amz-Expires=60", "X-Amz-Expires=3600", 403, "SignatureDoesNotMatch" },
    { "X-Amz-Date=2", "X-Amz-Date=1", 400, "AuthorizationQueryParametersError" },
    { "X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3Brange", 403, "SignatureDoesNotMatch" },
    { "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm=AWS3", 400, "AuthorizationQueryParametersError" },
    { "X-Amz-Credential=ASIA", "X-Amz-Credential=ASIB", 403, "InvalidAccessKeyId" },
    { "eu-central-1", "eu-central-2", 400, "AuthorizationQueryParametersError" },
    { "X-Amz-Security-Token=I", "X-Amz-Security-Token=J", 400, "InvalidToken" },
    { "X-Amz-Signature=", "X-Amz-Signature=0", 403, "SignatureDoesNotMatch" },
    { "X-Amz-Signature=", "response-content-type=text%2Fhtml&X-Amz-Signature=", 403, "SignatureDoesNotMatch" },
    { "&X-Amz-Signature=", "&X-Amz-Nothing=", 400, "AuthorizationQueryParametersError" },
    { "annex-sample-attachments", "annex-sample-others", 403, "SignatureDoesNotMatch" },
    { "_UTC.txt", "_UTC.exe", 403, "SignatureDoesNotMatch" },
  };
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) halves = g_strsplit (url, cases[i].from, 2);
      g_autofree char *altered = g_strjoin (cases[i].to, halves[0], halves[1], NULL);
      g_autoptr (Answer) answer = NULL;

      g_test_message ("%s instead of %s", cases[i].to, cases[i].from);
      g_assert_cmpuint (g_strv_length (halves), ==, 2);
      answer = get_with (fixture, altered, NULL);
      answer_assert_store_code (answer, cases[i].status, cases[i].code);
    }
}

static void
test_unsigned (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = NULL;

  *strchr (url, '?') = '\0';
  answer = get_with (fixture, url, NULL);
  answer_assert_store_code (answer, 403, "AccessDenied");
  g_assert_null (strstr (answer->text, "expired"));
}

/* The host is signed: asking the same server by another name is another request. */
static void
test_other_host (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = get_with (fixture, url, "Host: bucket.example");

  answer_assert_store_code (answer, 403, "SignatureDoesNotMatch");
}

static void
test_expired (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) expired = NULL;
  g_autoptr (Answer) early = NULL;

  annex_sample_service_set_clock_offset (fixture->service, 61);
  expired = get_with (fixture, url, NULL);
  annex_sample_service_set_clock_offset (fixture->service, -3600);
  early = get_with (fixture, url, NULL);

  answer_assert_store_code (expired, 403, "AccessDenied");
  g_assert_nonnull (strstr (expired->text, "<Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires><Expires>2"));
  g_assert_nonnull (strstr (expired->text, "Z</Expires><ServerTime>2"));
  answer_assert_store_code (early, 403, "AccessDenied");
  g_assert_nonnull (strstr (early->text, "Request is not valid yet"));
}

static void
test_methods (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) head = fixture_ask (fixture, "HEAD", url, NULL, NULL);
  g_autoptr (Answer) put = fixture_ask (fixture, "PUT", url, NULL, "new");
  g_autoptr (Answer) delete = fixture_ask (fixture, "DELETE", url, NULL, NULL);
  g_autoptr (Answer) still_there = get_with (fixture, url, NULL);

  g_assert_cmpuint (head->status, ==, 403);
  g_assert_cmpuint (head->length, ==, 0);
  answer_assert_store_code (put, 405, "MethodNotAllowed");
  answer_assert_store_code (delete, 405, "MethodNotAllowed");
  g_assert_cmpuint (still_there->status, ==, 200);
}

static void
test_ranges (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *range;
    guint       status;
    const char *text;
    const char *content_range;
  } cases[] = {
    { "bytes=0-3", 206, "0123", "bytes 0-3/10" },
    { "bytes=4-", 206, "456789", "bytes 4-9/10" },
    { "bytes=-3", 206, "789", "bytes 7-9/10" },
    { "bytes=-30", 206, "0123456789", "bytes 0-9/10" },
    { "bytes=8-100", 206, "89", "bytes 8-9/10" },
    { "bytes=9-9", 206, "9", "bytes 9-9/10" },
    { "bytes=3-2", 200, "0123456789", NULL },
    { "bytes=0-1,4-5", 200, "0123456789", NULL },
    { "bytes=x-y", 200, "0123456789", NULL },
    { "bytes=-", 200, "0123456789", NULL },
    { "lines=0-1", 200, "0123456789", NULL },
  };
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strconcat ("Range: ", cases[i].range, NULL);
      g_autoptr (Answer) answer = get_with (fixture, url, header);

      g_test_message ("%s", header);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (answer->text, ==, cases[i].text);
      g_assert_cmpstr (answer_get_header (answer, "Content-Range"), ==, cases[i].content_range);
      g_assert_cmpstr (answer_get_header (answer, "ETag"), ==, "\"781e5e245d69b566979b86e28d23f2c7\"");
    }
}

static void
test_unsatisfiable_range (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *empty_id = fixture_add (fixture, "empty.txt", "");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autofree char *empty_url = fixture_link (fixture, empty_id, 60);
  g_autoptr (Answer) answer = get_with (fixture, url, "Range: bytes=10-");
  g_autoptr (Answer) empty = get_with (fixture, empty_url, "Range: bytes=0-");
  g_autoptr (Answer) whole = get_with (fixture, empty_url, NULL);

  answer_assert_store_code (answer, 416, "InvalidRange");
  g_assert_nonnull (strstr (answer->text, "<RangeRequested>bytes=10-</RangeRequested><ActualObjectSize>10</ActualObjectSize>"));
  answer_assert_store_code (empty, 416, "InvalidRange");
  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpuint (whole->length, ==, 0);
}

static void
test_conditions (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) match = get_with (fixture, url, "Range: bytes=5-\nIf-Match: \"781e5e245d69b566979b86e28d23f2c7\"");
  g_autoptr (Answer) any = get_with (fixture, url, "If-Match: *");
  g_autoptr (Answer) changed = get_with (fixture, url, "Range: bytes=5-\nIf-Match: \"00\"");
  g_autoptr (Answer) unchanged = get_with (fixture, url, "If-None-Match: \"781e5e245d69b566979b86e28d23f2c7\"");

  g_assert_cmpuint (match->status, ==, 206);
  g_assert_cmpstr (match->text, ==, "56789");
  g_assert_cmpuint (any->status, ==, 200);
  answer_assert_store_code (changed, 412, "PreconditionFailed");
  g_assert_cmpuint (unchanged->status, ==, 304);
  g_assert_cmpuint (unchanged->length, ==, 0);
}

/* Another object in its place has another version, and the same link leads to it. */
static void
test_replaced (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("9876543210", 10);
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) rest = NULL;
  g_autoptr (Answer) whole = NULL;

  annex_sample_service_replace_object (fixture->service, id, bytes);
  rest = get_with (fixture, url, "Range: bytes=5-\nIf-Match: \"781e5e245d69b566979b86e28d23f2c7\"");
  whole = get_with (fixture, url, "Accept: */*");
  answer_assert_store_code (rest, 412, "PreconditionFailed");
  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpstr (whole->text, ==, "9876543210");
}

static void
test_deleted (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = NULL;
  g_autoptr (Answer) answer = NULL;

  annex_sample_service_delete_object (fixture->service, id);
  url = fixture_link (fixture, id, 60);
  answer = get_with (fixture, url, NULL);

  answer_assert_store_code (answer, 404, "NoSuchKey");
}

static void
add (const char *path,
     void (*function) (Fixture      *fixture,
                       gconstpointer data))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/sample/store/object", test_object);
  add ("/sample/store/hostile-type", test_hostile_type);
  add ("/sample/store/altered", test_altered);
  add ("/sample/store/unsigned", test_unsigned);
  add ("/sample/store/other-host", test_other_host);
  add ("/sample/store/expired", test_expired);
  add ("/sample/store/methods", test_methods);
  add ("/sample/store/ranges", test_ranges);
  add ("/sample/store/unsatisfiable-range", test_unsatisfiable_range);
  add ("/sample/store/conditions", test_conditions);
  add ("/sample/store/deleted", test_deleted);
  add ("/sample/store/replaced", test_replaced);

  return g_test_run ();
}
