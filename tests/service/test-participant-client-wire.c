/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include "annex-service-call.h"

#include <string.h>

#define LINK "{\"Url\":\"https://b.s3.eu-central-1.amazonaws.com/x?X-Amz-Signature=1\"," \
             "\"UrlExpiry\":\"2026-01-01T00:05:00Z\",\"AttachmentSizeInBytes\":4270}"

typedef struct
{
  Wire                   *wire;   /* (owned) */
  AnnexParticipantClient *client; /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *url = NULL;

  fixture->wire = wire_new ();
  url = wire_dup_url (fixture->wire);
  fixture->client = client_new (url, TOKEN);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  drain ();
  g_assert_finalize_object (g_steal_pointer (&fixture->client));
  g_clear_pointer (&fixture->wire, wire_free);
}

/* Asks once, and checks that the error is of the kind and was come to with so many requests. */
static void
assert_fails (Fixture          *fixture,
              AnnexServiceError code,
              guint             n_requests)
{
  const guint before = wire_get_n_requests (fixture->wire);
  g_autoptr (GError) error = NULL;
  const AnnexErrorDetails *details;

  g_assert_null (get_attachment (fixture->client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, (int) code);
  g_assert_cmpuint (wire_get_n_requests (fixture->wire) - before, ==, n_requests);

  details = annex_service_error_get_details (error);
  g_assert_cmpstr (details->operation, ==, "GetAttachment");
  g_assert_cmpstr (details->host, ==, "127.0.0.1");
  g_assert_cmpuint (details->attempts, ==, n_requests);
  g_assert_null (strstr (error->message, TOKEN));
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What is sent is this and nothing else: no signature, no date, no cookie, no wish for compression. */
static void
test_request (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *url = wire_dup_url (fixture->wire);
  g_autofree char *host = g_strdup_printf ("Host: %s", url + strlen ("http://"));
  const char      *expected[] = {
    "Accept-Encoding: identity",
    "Connection: Keep-Alive",
    "Content-Length: 49",
    "Content-Type: application/json",
    host,
    "POST /participant/attachment HTTP/1.1",
    "User-Agent: Annex/" PACKAGE_VERSION,
    "X-Amz-Bearer: " TOKEN,
  };
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *head = NULL;
  g_auto (GStrv) lines = NULL;

  wire_push_answer (fixture->wire, 200, "", LINK);
  link = get_attachment (fixture->client, "a/\"1", &error);
  g_assert_no_error (error);

  head = g_strndup (wire_get_request (fixture->wire, 0),
                    (gsize) (wire_get_body (fixture->wire, 0) - 4 - wire_get_request (fixture->wire, 0)));
  lines = g_strsplit (head, "\r\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpstr (wire_get_body (fixture->wire, 0), ==, "{\"AttachmentId\":\"a/\\\"1\",\"UrlExpiryInSeconds\":300}");
}

typedef struct
{
  guint       seconds;
  const char *sent;
} ExpiryCase;

/* The expiry is always a whole number from 5 to 300. */
static void
test_expiry (Fixture      *fixture,
             gconstpointer data)
{
  static const ExpiryCase cases[] = {
    { 0, "\"UrlExpiryInSeconds\":5}" },
    { 5, "\"UrlExpiryInSeconds\":5}" },
    { 60, "\"UrlExpiryInSeconds\":60}" },
    { 300, "\"UrlExpiryInSeconds\":300}" },
    { G_MAXUINT, "\"UrlExpiryInSeconds\":300}" },
  };

  wire_push_answer (fixture->wire, 200, "", LINK);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      annex_participant_client_get_attachment_async (fixture->client, "a", cases[i].seconds, NULL, keep_result_cb, &result);
      annex_attachment_link_free (annex_participant_client_get_attachment_finish (fixture->client, wait_for (&result), NULL));
      g_assert_true (g_str_has_suffix (wire_get_body (fixture->wire, i), cases[i].sent));
    }
}

typedef struct
{
  const char *body;
  const char *url;
  gint64      expiry;
  guint64     size;
} LinkCase;

/* Every member of the answer may be absent, null or accompanied by others; the last of two wins. */
static void
test_link (Fixture      *fixture,
           gconstpointer data)
{
  static const LinkCase cases[] = {
    { "{\"Url\":\"u\",\"UrlExpiry\":\"2026-01-01T00:00:00.500Z\",\"AttachmentSizeInBytes\":4270}", "u", 1767225600, 4270 },
    { "{\"Url\":\"u\",\"UrlExpiry\":\"2026-01-01T00:00:00Z\"}", "u", 1767225600, 0 },
    { "{\"Url\":\"u\",\"UrlExpiry\":null,\"AttachmentSizeInBytes\":null}", "u", -1, 0 },
    { "{\"Url\":\"u\",\"UrlExpiry\":\"soon\",\"AttachmentSizeInBytes\":0,\"Other\":[{}]}", "u", -1, 0 },
    { "{\"Url\":\"u\",\"Url\":\"v\"}", "v", -1, 0 },
    { "{\"Url\":\"u\",\"AttachmentSizeInBytes\":9223372036854775808}", "u", -1, G_MAXINT64 },
    { "{}", NULL, -1, 0 },
    { "  {\"Url\":null}\r\n", NULL, -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexAttachmentLink) link = NULL;

      wire_push_answer (fixture->wire, 200, "", cases[i].body);
      link = get_attachment (fixture->client, "a", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (link->url, ==, cases[i].url);
      g_assert_cmpint (link->expiry != NULL ? g_date_time_to_unix (link->expiry) : -1, ==, cases[i].expiry);
      g_assert_cmpuint (link->size, ==, cases[i].size);
    }
}

static const char *const invalid_bodies[] = {
  "<!DOCTYPE html><html><title>Please sign in</title></html>",
  "",
  " ",
  "{\"Url\":\"u\",\"AttachmentSi",
  "{\"Url\":\"u\"}{}",
  "[]",
  "null",
  "\"Url\"",
  "{\"Url\":5}",
  "{\"Url\":[\"u\"]}",
  "{\"Url\":{}}",
  "{\"Url\":\"u\",\"UrlExpiry\":1767225600}",
  "{\"AttachmentSizeInBytes\":-1}",
  "{\"AttachmentSizeInBytes\":4270.0}",
  "{\"AttachmentSizeInBytes\":\"4270\"}",
  "{\"AttachmentSizeInBytes\":true}",
  "{\"Url\":\"\xff\"}",
  "{\"Url\":\"\\ud800\"}",
};

/* What is not the JSON it should be is one clear error, and is not asked for again. */
static void
test_invalid_reply (Fixture      *fixture,
                    gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invalid_bodies); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      wire_push_answer (fixture->wire, 200, "", invalid_bodies[i]);
      assert_fails (fixture, ANNEX_SERVICE_ERROR_INVALID_REPLY, 1);
    }
}

/* Success without a body, however it is written, is not an answer. */
static void
test_no_content (Fixture      *fixture,
                 gconstpointer data)
{
  wire_push (fixture->wire, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", 46, CLOSE_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INVALID_REPLY, 1);
}

/* JSON that is nested without end is refused before it is parsed. */
static void
test_deep_nesting (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *pit = g_strnfill (200000, '[');
  g_autofree char *body = g_strconcat ("{\"Url\":", pit, NULL);

  wire_push_answer (fixture->wire, 200, "", body);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INVALID_REPLY, 1);
}

/* An answer that says that it is too long is not read. */
static void
test_announced_oversize (Fixture      *fixture,
                         gconstpointer data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n{";

  wire_push (fixture->wire, answer, strlen (answer), STAY_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, 1);
}

static char *
make_endless_body (const char *head,
                   gsize       length)
{
  g_autofree char *filler = g_strnfill (length, ' ');

  return g_strconcat (head, filler, NULL);
}

/* One that does not say is cut off at the limit: of 50 MB only little more than what the sockets hold is ever sent. */
static void
test_oversize (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *answer = make_endless_body ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{", 50 * 1024 * 1024);

  wire_push (fixture->wire, answer, strlen (answer), CLOSE_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, 1);
  drain ();
  g_assert_cmpuint (wire_get_n_written (fixture->wire), <, 20 * 1024 * 1024);
}

/* The limit itself is still read. */
static void
test_largest (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *body = make_endless_body (LINK, 1024 * 1024 - strlen (LINK));
  g_autofree char *larger = g_strconcat (body, " ", NULL);
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 200, "", body);
  wire_push_answer (fixture->wire, 200, "", larger);
  link = get_attachment (fixture->client, "a", &error);
  g_assert_no_error (error);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, 1);
}

/* Nothing is inflated, also not what is JSON in spite of its header; saying that nothing was done is allowed. */
static void
test_content_encoding (Fixture      *fixture,
                       gconstpointer data)
{
  static const char gzip[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\nConnection: close\r\n\r\n"
                             "\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;

  wire_push (fixture->wire, gzip, sizeof gzip - 1, CLOSE_AFTER);
  wire_push_answer (fixture->wire, 200, "Content-Encoding: gzip\r\n", LINK);
  wire_push_answer (fixture->wire, 200, "Content-Encoding: br\r\n", LINK);
  wire_push_answer (fixture->wire, 200, "Content-Encoding: identity\r\n", LINK);

  for (guint i = 0; i < 3; i++)
    assert_fails (fixture, ANNEX_SERVICE_ERROR_INVALID_REPLY, 1);
  link = get_attachment (fixture->client, "a", &error);
  g_assert_no_error (error);
}

/* A redirect is not followed, neither elsewhere nor down to plain http: the canary hears nothing, the bearer stays. */
static void
test_redirect (Fixture      *fixture,
               gconstpointer data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (Wire) canary = wire_new ();
  g_autofree char *url = wire_dup_url (canary);
  g_autofree char *location = g_strdup_printf ("Location: %s/participant/attachment\r\n", url);

  wire_push_answer (canary, 200, "", LINK);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      wire_push_answer (fixture->wire, statuses[i], location, "");
      assert_fails (fixture, ANNEX_SERVICE_ERROR_REDIRECTED, 1);
    }
  drain ();
  g_assert_cmpuint (wire_get_n_requests (canary), ==, 0);
}

/* The host that the redirect names is told, and nothing else of its address. */
static void
test_redirect_host (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  wire_push_answer (fixture->wire, 302, "Location: https://portal.example.com:8443/secret-path?secret-query\r\n", "");
  g_assert_null (get_attachment (fixture->client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_REDIRECTED);
  g_assert_nonnull (strstr (error->message, "portal.example.com"));
  g_assert_null (strstr (error->message, "secret"));
}

/* No password is asked for, none is sent, and no second attempt is made. */
static void
test_authentication (Fixture      *fixture,
                     gconstpointer data)
{
  static const char *const challenges[] = {
    "WWW-Authenticate: Basic realm=\"x\"\r\n",
    "WWW-Authenticate: NTLM\r\n",
    "WWW-Authenticate: Negotiate\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      wire_push_answer (fixture->wire, 401, challenges[i], "");
      assert_fails (fixture, ANNEX_SERVICE_ERROR_UNEXPECTED, 1);
      g_assert_null (strstr (wire_get_request (fixture->wire, i), "Authorization"));
    }
}

/* A cookie is dropped. */
static void
test_cookies (Fixture      *fixture,
              gconstpointer data)
{
  wire_push_answer (fixture->wire, 200, "Set-Cookie: canary=1; Path=/\r\n", LINK);
  for (guint i = 0; i < 2; i++)
    annex_attachment_link_free (get_attachment (fixture->client, "a", NULL));
  g_assert_null (strstr (wire_get_request (fixture->wire, 1), "ookie"));
}

/* An answer that breaks off is tried again, and said as what it is. */
static void
test_cut_off (Fixture      *fixture,
              gconstpointer data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Url\":\"u\"";

  wire_push (fixture->wire, answer, strlen (answer), CLOSE_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED, 3);
}

/* So is one that never begins, or that the other side breaks off. */
static void
test_no_answer (Fixture      *fixture,
                gconstpointer data)
{
  wire_push (fixture->wire, "", 0, CLOSE_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_UNREACHABLE, 3);
}

static void
test_reset (Fixture      *fixture,
            gconstpointer data)
{
  wire_push (fixture->wire, "", 0, RESET_AFTER);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_UNREACHABLE, 3);
}

/* What is not HTTP is not an answer, and is not asked for again. */
static void
test_not_http (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const answers[] = {
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.1 OK\r\n\r\n",
    "<html></html>\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      wire_push (fixture->wire, answers[i], strlen (answers[i]), CLOSE_AFTER);
      g_assert_null (get_attachment (fixture->client, "a", &error));
      g_test_message ("%s", error->message);
      g_assert_cmpuint (error->domain, ==, ANNEX_SERVICE_ERROR);
      g_assert_cmpstr (annex_service_error_get_details (error)->host, ==, "127.0.0.1");
    }
}

/* A head without end is cut off by the library, not by the memory. */
static void
test_huge_head (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *filler = g_strnfill (8 * 1024 * 1024, 'x');
  g_autofree char *answer = g_strconcat ("HTTP/1.1 200 OK\r\nX-Filler: ", filler, NULL);
  g_autoptr (GError) error = NULL;

  wire_push (fixture->wire, answer, strlen (answer), CLOSE_AFTER);
  g_assert_null (get_attachment (fixture->client, "a", &error));
  g_assert_cmpuint (error->domain, ==, ANNEX_SERVICE_ERROR);
}

/* Where nobody listens, nobody is reached. */
static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (Wire) gone = wire_new ();
  g_autofree char *url = wire_dup_url (gone);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&gone, wire_free);
  g_assert_null (get_attachment (client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_UNREACHABLE);
  g_assert_cmpuint (annex_service_error_get_details (error)->attempts, ==, 3);
  g_assert_cmpuint (annex_service_error_get_details (error)->cause_domain, ==, G_IO_ERROR);
  g_assert_cmpint (annex_service_error_get_details (error)->cause_code, ==, G_IO_ERROR_CONNECTION_REFUSED);
}

/* A name that does not exist is not reached either. */
static void
test_unknown_host (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (AnnexParticipantClient) client = client_new ("https://nowhere.invalid", TOKEN);
  g_autoptr (GError) error = NULL;

  g_assert_null (get_attachment (client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_UNREACHABLE);
  g_assert_cmpstr (annex_service_error_get_details (error)->host, ==, "nowhere.invalid");
}

/* The session has nothing that would add to what is sent, keep what comes, or write it down. */
static void
test_session (void)
{
  g_autoptr (SoupSession) session = annex_service_session_new ();
  const GType types[] = {
    SOUP_TYPE_AUTH_MANAGER,
    SOUP_TYPE_CACHE,
    SOUP_TYPE_CONTENT_DECODER,
    SOUP_TYPE_CONTENT_SNIFFER,
    SOUP_TYPE_COOKIE_JAR,
    SOUP_TYPE_HSTS_ENFORCER,
    SOUP_TYPE_LOGGER,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_false (soup_session_has_feature (session, types[i]));
}

#define ADD(name, test) g_test_add ("/participant-client/wire/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("request", test_request);
  ADD ("expiry", test_expiry);
  ADD ("link", test_link);
  ADD ("invalid-reply", test_invalid_reply);
  ADD ("no-content", test_no_content);
  ADD ("deep-nesting", test_deep_nesting);
  ADD ("announced-oversize", test_announced_oversize);
  ADD ("oversize", test_oversize);
  ADD ("largest", test_largest);
  ADD ("content-encoding", test_content_encoding);
  ADD ("redirect", test_redirect);
  ADD ("redirect-host", test_redirect_host);
  ADD ("authentication", test_authentication);
  ADD ("cookies", test_cookies);
  ADD ("cut-off", test_cut_off);
  ADD ("no-answer", test_no_answer);
  ADD ("reset", test_reset);
  ADD ("not-http", test_not_http);
  ADD ("huge-head", test_huge_head);
  ADD ("refused", test_refused);
  ADD ("unknown-host", test_unknown_host);

  g_test_add_func ("/participant-client/wire/session", test_session);

  return g_test_run ();
}
