/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-download-fixture.h"

#include <string.h>

/* The store as it should not be: every answer is scripted to the byte. */

static void
test_complete (Fixture      *fixture,
               gconstpointer data)
{
  fixture->expected = 4;
  answer (fixture, OK FOUR "\r\nfile", RAW_HANG);
  download (fixture);

  assert_content (fixture, "file");
  g_assert_cmpuint (fixture->last_received, ==, 4);
  g_assert_cmpuint (fixture->last_total, ==, 4);
}

static void
test_chunked (Fixture      *fixture,
              gconstpointer data)
{
  fixture->expected = 4;
  answer (fixture, OK "Transfer-Encoding: chunked\r\n\r\n2\r\nfi\r\n2\r\nle\r\n0\r\n\r\n", RAW_HANG);
  download (fixture);

  assert_content (fixture, "file");
}

/* Many pieces, few reports: about twenty a second, and the last one. */
static void
test_progress_is_bounded (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GString) bytes = g_string_new (OK "Content-Length: 20000000\r\n\r\n");
  gsize  head = bytes->len;
  gint64 begun = g_get_monotonic_time ();

  g_string_set_size (bytes, head + 20000000);
  memset (bytes->str + head, 'x', 20000000);
  raw_store_answer (fixture->store, bytes->str, (gssize) bytes->len, RAW_HANG);
  download (fixture);

  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->last_received, ==, 20000000);
  g_assert_cmpint (fixture->n_progress, <=, 2 + (g_get_monotonic_time () - begun) / 50000);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  answer (fixture, OK "Content-Length: 0\r\n\r\n", RAW_HANG);
  download (fixture);

  assert_content (fixture, "");
}

/* The signature covers path and query, and nothing else may go along. */
static void
test_sends_the_url_and_nothing_else (Fixture      *fixture,
                                     gconstpointer data)
{
  static const char target[] = "/a%2fb%2F..//../%7e~%41+*'();,:=@/%C3%a4?X-Amz-Credential=A%2f1&x=a+b%20c&y=%7E&&=?/:";
  g_autofree char  *url = raw_store_dup_url (fixture->store, target);
  g_autofree char  *request_line = g_strconcat ("GET ", target, " HTTP/1.1\r\n", NULL);
  const char       *request;

  answer (fixture, OK FOUR "Set-Cookie: a=b\r\n\r\nfile", RAW_HANG);
  begin (fixture, url);
  iterate_until (is_done, fixture);
  begin (fixture, url);
  iterate_until (is_done, fixture);

  request = raw_store_get_last_request (fixture->store);
  g_assert_true (g_str_has_prefix (request, request_line));
  g_assert_nonnull (strstr (request, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_null (strstr (request, "Authorization"));
  g_assert_null (strstr (request, "X-Amz-Bearer"));
  g_assert_null (strstr (request, "Cookie"));
  g_assert_null (strstr (request, "Referer"));
}

static void
test_content_disposition_is_ignored (Fixture      *fixture,
                                     gconstpointer data)
{
  answer (fixture, OK FOUR "Content-Type: text/html\r\nContent-Disposition: attachment; filename=\"../../x\"\r\n\r\nfile", RAW_HANG);
  download (fixture);

  assert_content (fixture, "file");
}

#define EXPIRED_DOCUMENT                                                                                                  \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"    \
  "<X-Amz-Expires>60</X-Amz-Expires><Expires>2026-01-01T00:00:00Z</Expires><ServerTime>2026-01-01T00:02:00Z</ServerTime>" \
  "<RequestId>DOCUMENTID</RequestId><HostId>x</HostId></Error>"

typedef struct
{
  const char       *status;
  const char       *body;
  AnnexServiceError code;
  const char       *name;
} Refusal;

#define DOCUMENT(code) "<Error><Code>" code "</Code><Message>m</Message></Error>"

static const Refusal refusals[] = {
  { "403 Forbidden", EXPIRED_DOCUMENT, ANNEX_SERVICE_ERROR_STORE_EXPIRED, "AccessDenied" },
  { "403 Forbidden", "\xef\xbb\xbf" DOCUMENT ("ExpiredToken"), ANNEX_SERVICE_ERROR_STORE_EXPIRED, "ExpiredToken" },
  { "400 Bad Request", DOCUMENT ("ExpiredToken"), ANNEX_SERVICE_ERROR_STORE_EXPIRED, "ExpiredToken" },
  { "400 Bad Request", DOCUMENT ("InvalidToken"), ANNEX_SERVICE_ERROR_STORE_EXPIRED, "InvalidToken" },
  { "403 Forbidden", "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>", ANNEX_SERVICE_ERROR_STORE_EXPIRED, "AccessDenied" },
  { "403 Forbidden", DOCUMENT ("RequestExpired"), ANNEX_SERVICE_ERROR_STORE_EXPIRED, "RequestExpired" },
  { "403 Forbidden", DOCUMENT ("AccessDenied"), ANNEX_SERVICE_ERROR_STORE_REFUSED, "AccessDenied" },
  { "403 Forbidden", DOCUMENT ("SignatureDoesNotMatch"), ANNEX_SERVICE_ERROR_STORE_REFUSED, "SignatureDoesNotMatch" },
  { "403 Forbidden", DOCUMENT ("InvalidObjectState"), ANNEX_SERVICE_ERROR_STORE_REFUSED, "InvalidObjectState" },
  { "403 Forbidden", "<html>a proxy", ANNEX_SERVICE_ERROR_STORE_REFUSED, NULL },
  { "403 Forbidden", "", ANNEX_SERVICE_ERROR_STORE_REFUSED, NULL },
  { "401 Unauthorized", "", ANNEX_SERVICE_ERROR_STORE_REFUSED, NULL },
  { "404 Not Found", DOCUMENT ("NoSuchKey"), ANNEX_SERVICE_ERROR_STORE_GONE, "NoSuchKey" },
  { "410 Gone", "", ANNEX_SERVICE_ERROR_STORE_GONE, NULL },
  { "400 Bad Request", DOCUMENT ("RequestTimeout"), ANNEX_SERVICE_ERROR_STORE_BUSY, "RequestTimeout" },
  { "429 Too Many", "", ANNEX_SERVICE_ERROR_STORE_BUSY, NULL },
  { "500 Internal", DOCUMENT ("InternalError"), ANNEX_SERVICE_ERROR_STORE_BUSY, "InternalError" },
  { "503 Slow Down", DOCUMENT ("SlowDown"), ANNEX_SERVICE_ERROR_STORE_BUSY, "SlowDown" },
  { "301 Moved", DOCUMENT ("PermanentRedirect"), ANNEX_SERVICE_ERROR_REDIRECTED, "PermanentRedirect" },
  { "304 Not Modified", "", ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, NULL },
  { "400 Bad Request", DOCUMENT ("Strange"), ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, "Strange" },
  { "405 Not Allowed", "", ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, NULL },
  { "206 Partial", "fi", ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, NULL },
  { "204 No Content", NULL, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, NULL },
  { "407 Proxy", "", ANNEX_SERVICE_ERROR_STORE_UNREACHABLE, NULL },
};

static void
test_refusals (Fixture      *fixture,
               gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal           *refusal = &refusals[i];
      const char              *body = refusal->body != NULL ? refusal->body : "";
      g_autofree char         *bytes = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/xml\r\nx-amz-request-id: HEADERID\r\n"
                                                        "%s%zu\r\n\r\n%s",
                                                refusal->status,
                                                refusal->body != NULL ? "Content-Length: " : "X-None: ",
                                                strlen (body),
                                                body);
      const AnnexErrorDetails *details;

      answer (fixture, bytes, RAW_HANG);
      details = assert_fails (fixture, refusal->code);
      g_assert_cmpuint (details->http_status, ==, strtoul (refusal->status, NULL, 10));
      g_assert_cmpstr (details->name, ==, refusal->name);
      g_assert_cmpstr (details->request_id, ==, "HEADERID");
    }
}

static void
test_request_id_of_the_document (Fixture      *fixture,
                                 gconstpointer data)
{
  answer (fixture, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n" EXPIRED_DOCUMENT, RAW_CLOSE);
  g_assert_cmpstr (assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_EXPIRED)->request_id, ==, "DOCUMENTID");
}

/* Neither the header nor the document may bring back what was in the URL, whole, in part or with something around it. */
static void
test_echo (Fixture      *fixture,
           gconstpointer data)
{
  static const char        target[] = "/customer/contact-0123?X-Amz-Credential=AKIA%2F20260101&X-Amz-Signature=0123456789abcdef0123&x=%4b%65%79%2dofsomebody";
  static const char *const echoes[] = {
    "0123456789abcdef0123",
    "456789abcdef",
    "so56789abcso",
    "AKIA%2F20260101",
    "AKIA/20260101",
    "20260101",
    "Key-ofsomebody",
    "customer/contact-0123",
  };
  g_autofree char *url = raw_store_dup_url (fixture->store, target);

  for (gsize i = 0; i < G_N_ELEMENTS (echoes); i++)
    for (guint in_header = 0; in_header < 2; in_header++)
      {
        g_autofree char         *body = g_strdup_printf ("<Error><Code>%s</Code><RequestId>%s</RequestId></Error>", echoes[i], echoes[i]);
        g_autofree char         *bytes = g_strdup_printf ("HTTP/1.1 403 Forbidden\r\n%s%s\r\nContent-Length: %zu\r\n\r\n%s",
                                                  in_header ? "x-amz-request-id: " : "X-None: ",
                                                  echoes[i],
                                                  strlen (body),
                                                  body);
        const AnnexErrorDetails *details;

        answer (fixture, bytes, RAW_HANG);
        begin (fixture, url);
        iterate_until (is_done, fixture);
        g_assert_error (fixture->error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_STORE_REFUSED);
        details = annex_service_error_get_details (fixture->error);
        g_assert_cmpstr (details->name, ==, NULL);
        g_assert_cmpstr (details->request_id, ==, NULL);
      }

  /* What only sounds like the URL's names is a name of the store's. */
  answer (fixture, "HTTP/1.1 403 Forbidden\r\nx-amz-request-id: 0123456XABCDEF\r\nConnection: close\r\n\r\n" DOCUMENT ("SignatureDoesNotMatch"), RAW_CLOSE);
  begin (fixture, url);
  iterate_until (is_done, fixture);
  g_assert_cmpstr (annex_service_error_get_details (fixture->error)->name, ==, "SignatureDoesNotMatch");
  g_assert_cmpstr (annex_service_error_get_details (fixture->error)->request_id, ==, "0123456XABCDEF");
}

static void
test_retry_hint (Fixture      *fixture,
                 gconstpointer data)
{
  answer (fixture, "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", RAW_HANG);
  g_assert_cmpint (assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_BUSY)->retry_after_ms, ==, 7000);
}

/* Whatever the store sends instead of the file, little of it is read. */
static void
test_endless_error_document (Fixture      *fixture,
                             gconstpointer data)
{
  answer (fixture, "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n", RAW_FLOOD);
  g_assert_cmpuint (assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_REFUSED)->received, ==, 64 * 1024);
  iterate_until (is_closed, fixture);
}

/* The status alone is enough when the document never comes. */
static void
test_silent_error_document (Fixture      *fixture,
                            gconstpointer data)
{
  fixture->limits.silence_ms = 30;
  answer (fixture, "HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n<Error>", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_GONE);
  iterate_until (is_closed, fixture);
}

/* Nor is it waited for when it comes so slowly that it keeps its place for nothing. */
static void
test_slow_error_document (Fixture      *fixture,
                          gconstpointer data)
{
  fixture->limits.slow_window_ms = 100;
  answer (fixture, "HTTP/1.1 404 Not Found\r\nContent-Length: 1000000\r\n\r\n<Error>", RAW_DRIP);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_GONE);
  iterate_until (is_closed, fixture);
}

static void
test_redirects_are_not_followed (Fixture      *fixture,
                                 gconstpointer data)
{
  static const char *const targets[] = {
    "file:///etc/passwd", "http://127.0.0.1:1/", "https://169.254.169.254/", "https://localhost/", "/elsewhere", "javascript:1"
  };
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (statuses); j++)
      {
        g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 %u Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", statuses[j], targets[i]);
        const guint      before = raw_store_get_n_requests (fixture->store);

        answer (fixture, bytes, RAW_HANG);
        g_assert_cmpuint (assert_fails (fixture, ANNEX_SERVICE_ERROR_REDIRECTED)->http_status, ==, statuses[j]);
        g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, before + 1);
      }
}

/* Wishes for credentials lead to no second request. */
static void
test_no_credentials (Fixture      *fixture,
                     gconstpointer data)
{
  answer (fixture, "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                   "Content-Length: 0\r\n\r\n",
          RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_REFUSED);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 1);
}

static void
test_error_document_as_file (Fixture      *fixture,
                             gconstpointer data)
{
  static const char body[] = DOCUMENT ("NoSuchKey");
  g_autofree char  *bytes = g_strdup_printf (OK "Content-Type: application/xml\r\nContent-Length: %zu\r\n\r\n%s", strlen (body), body);

  answer (fixture, bytes, RAW_HANG);
  g_assert_cmpstr (assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED)->name, ==, "NoSuchKey");

  fixture->expected = 5000;
  g_assert_cmpstr (assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED)->name, ==, "NoSuchKey");
}

static void
test_announced_length_differs (Fixture      *fixture,
                               gconstpointer data)
{
  fixture->expected = 5;
  answer (fixture, OK FOUR "\r\n", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH);
  iterate_until (is_closed, fixture);

  answer (fixture, OK FOUR "Content-Type: text/xml\r\n\r\n<a/>", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH);
}

static void
test_cut_off (Fixture      *fixture,
              gconstpointer data)
{
  const AnnexErrorDetails *details;

  answer (fixture, OK "Content-Length: 10\r\n\r\nfile", RAW_CLOSE);
  details = assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  g_assert_cmpuint (details->received, ==, 4);
  g_assert_cmpuint (details->expected, ==, 10);

  answer (fixture, OK "Content-Length: 10\r\n\r\nfile", RAW_RESET);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);

  answer (fixture, OK "Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n", RAW_CLOSE);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
}

/* Where the end of the connection is the end of the body, only the service's word tells that something is missing. */
static void
test_shorter_than_the_service_said (Fixture      *fixture,
                                    gconstpointer data)
{
  fixture->expected = 10;
  answer (fixture, OK "Connection: close\r\n\r\nfile", RAW_CLOSE);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);

  answer (fixture, OK "Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n0\r\n\r\n", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
}

static void
test_longer_than_the_service_said (Fixture      *fixture,
                                   gconstpointer data)
{
  fixture->expected = 3;
  answer (fixture, OK "Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH);
  iterate_until (is_closed, fixture);
}

static void
test_endless (Fixture      *fixture,
              gconstpointer data)
{
  answer (fixture, OK "Transfer-Encoding: chunked\r\n\r\n", RAW_FLOOD);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_TOO_LARGE);
  iterate_until (is_closed, fixture);
}

static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  answer (fixture, OK "Content-Length: 104857601\r\n\r\n", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 1);

  /* What the service says is enough to send nothing at all. */
  fixture->expected = ANNEX_DOWNLOAD_MAX_SIZE + 1;
  assert_fails (fixture, ANNEX_SERVICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 1);
}

static void
test_encoded (Fixture      *fixture,
              gconstpointer data)
{
  answer (fixture, OK FOUR "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x01", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED);

  answer (fixture, OK FOUR "Content-Encoding: identity\r\n\r\nfile", RAW_HANG);
  download (fixture);
  assert_content (fixture, "file");
}

static void
test_no_answer (Fixture      *fixture,
                gconstpointer data)
{
  fixture->limits.first_byte_ms = 30;
  answer (fixture, "", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_TIMED_OUT);
  iterate_until (is_closed, fixture);
}

/* The other side is there, but there is no TLS to be had. */
static void
test_no_connection (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char         *plain = raw_store_dup_url (fixture->store, "/key");
  g_autofree char         *url = g_strconcat ("https", plain + strlen ("http"), NULL);
  const AnnexErrorDetails *details;

  fixture->limits.connect_ms = 50;
  answer (fixture, "", RAW_HANG);
  begin (fixture, url);
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE);
  details = annex_service_error_get_details (fixture->error);
  g_assert_cmpint (details->cause_code, ==, G_IO_ERROR_TIMED_OUT);
  iterate_until (is_closed, fixture);
}

static void
test_standstill (Fixture      *fixture,
                 gconstpointer data)
{
  const AnnexErrorDetails *details;

  fixture->limits.silence_ms = 30;
  answer (fixture, OK "Content-Length: 10\r\n\r\nfile", RAW_HANG);
  details = assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  g_assert_cmpuint (details->received, ==, 4);
  g_assert_cmpint (details->cause_code, ==, G_IO_ERROR_TIMED_OUT);
  iterate_until (is_closed, fixture);
}

/* Something arrives all the time, but it would take for ever. */
static void
test_too_slow (Fixture      *fixture,
               gconstpointer data)
{
  fixture->limits.slow_window_ms = 100;
  fixture->limits.slow_bytes_per_sec = 100 * 1000;
  answer (fixture, OK "Content-Length: 1000000\r\n\r\n", RAW_DRIP);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  iterate_until (is_closed, fixture);
}

static void
test_total_time (Fixture      *fixture,
                 gconstpointer data)
{
  fixture->limits.total_ms = 100;
  answer (fixture, OK "Content-Length: 1000000\r\n\r\n", RAW_DRIP);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  iterate_until (is_closed, fixture);
}

static void
test_unreachable (Fixture      *fixture,
                  gconstpointer data)
{
  answer (fixture, "", RAW_RESET);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE);

  answer (fixture, "", RAW_CLOSE);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE);

  begin (fixture, "http://127.0.0.1:1/key");
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE);
}

static void
test_nonsense (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GString) large = g_string_new (OK);

  answer (fixture, "SSH-2.0-OpenSSH_9.2\r\n\r\n", RAW_CLOSE);
  download (fixture);
  g_assert_true (fixture->error->domain == ANNEX_SERVICE_ERROR);

  raw_store_answer (fixture->store, OK "X: \0\r\n" FOUR "\r\nfile", sizeof OK - 1 + 7 + sizeof FOUR - 1 + 6, RAW_CLOSE);
  download (fixture);
  g_assert_true (fixture->content != NULL || fixture->error->domain == ANNEX_SERVICE_ERROR);

  for (guint i = 0; i < 20000; i++)
    g_string_append (large, "X-Filler: 1234567890\r\n");
  answer (fixture, large->str, RAW_HANG);
  download (fixture);
  g_assert_true (fixture->error->domain == ANNEX_SERVICE_ERROR);
  iterate_until (is_closed, fixture);
}

/* Nothing is sent to where nothing may be sent. */
static void
test_refused_url (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *url = raw_store_dup_url (fixture->store, "/key");

  g_clear_pointer (&fixture->policy, annex_store_policy_free);
  begin (fixture, url);
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_URL_REFUSED);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 0);
}

static void
test_cancel_before_the_answer (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *url = raw_store_dup_url (fixture->store, "/key");

  fixture->cancellable = g_cancellable_new ();
  answer (fixture, "", RAW_HANG);
  begin (fixture, url);
  iterate_until (has_arrived, fixture);
  g_cancellable_cancel (fixture->cancellable);
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  iterate_until (is_closed, fixture);
}

static gboolean
has_progress (Fixture *fixture)
{
  return fixture->n_progress > 0;
}

static void
test_cancel_in_the_body (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *url = raw_store_dup_url (fixture->store, "/key");

  fixture->cancellable = g_cancellable_new ();
  answer (fixture, OK "Content-Length: 1000000\r\n\r\n", RAW_DRIP);
  begin (fixture, url);
  iterate_until (has_progress, fixture);
  g_cancellable_cancel (fixture->cancellable);
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  iterate_until (is_closed, fixture);
}

static void
test_cancelled_from_the_start (Fixture      *fixture,
                               gconstpointer data)
{
  fixture->cancellable = g_cancellable_new ();
  g_cancellable_cancel (fixture->cancellable);
  download (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 0);
}

#define ADD(path, function) g_test_add ("/download/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("complete", test_complete);
  ADD ("chunked", test_chunked);
  ADD ("progress-is-bounded", test_progress_is_bounded);
  ADD ("empty", test_empty);
  ADD ("sends-the-url-and-nothing-else", test_sends_the_url_and_nothing_else);
  ADD ("content-disposition-is-ignored", test_content_disposition_is_ignored);
  ADD ("refusals", test_refusals);
  ADD ("request-id-of-the-document", test_request_id_of_the_document);
  ADD ("echo", test_echo);
  ADD ("retry-hint", test_retry_hint);
  ADD ("endless-error-document", test_endless_error_document);
  ADD ("silent-error-document", test_silent_error_document);
  ADD ("slow-error-document", test_slow_error_document);
  ADD ("redirects-are-not-followed", test_redirects_are_not_followed);
  ADD ("no-credentials", test_no_credentials);
  ADD ("error-document-as-file", test_error_document_as_file);
  ADD ("announced-length-differs", test_announced_length_differs);
  ADD ("cut-off", test_cut_off);
  ADD ("shorter-than-the-service-said", test_shorter_than_the_service_said);
  ADD ("longer-than-the-service-said", test_longer_than_the_service_said);
  ADD ("endless", test_endless);
  ADD ("too-large", test_too_large);
  ADD ("encoded", test_encoded);
  ADD ("no-answer", test_no_answer);
  ADD ("no-connection", test_no_connection);
  ADD ("standstill", test_standstill);
  ADD ("too-slow", test_too_slow);
  ADD ("total-time", test_total_time);
  ADD ("unreachable", test_unreachable);
  ADD ("nonsense", test_nonsense);
  ADD ("refused-url", test_refused_url);
  ADD ("cancel-before-the-answer", test_cancel_before_the_answer);
  ADD ("cancel-in-the-body", test_cancel_in_the_body);
  ADD ("cancelled-from-the-start", test_cancelled_from_the_start);

  warm_up ();

  return g_test_run ();
}
