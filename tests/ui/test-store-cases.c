/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "../service/test-certificates.h"
#include "test-store-case.h"

#include <glib/gstdio.h>
#include <string.h>

/* Everything that the store may do wrong, S1 to S25: what the agent gets and is told, what the store sees of it, and that nothing
 * stays behind. */

#define DOCUMENT(code) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" code "</Code><Message>m</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
#define PNG "\x89PNG\r\n\x1a\n12345678901234567890123"
#define NEW_FILE "THIS IS ANOTHER FILE OF 32 BYTES"
#define HALF "bytes=16-"
#define FOREVER .times = 0, .for_ever = TRUE
#define NONE(code, head, text) { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = code, .headers = head, .body = text }
#define FAULT(which) { .kind = ANNEX_SAMPLE_FAULT_##which }
#define FAULTS(which, n) { .kind = ANNEX_SAMPLE_FAULT_##which, .times = n }
#define ALWAYS(which) { .kind = ANNEX_SAMPLE_FAULT_##which, .for_ever = TRUE }
#define RAW(text) { .kind = ANNEX_SAMPLE_FAULT_RAW, .body = text }
#define LINK(url) "{\"Url\":\"" url "\",\"UrlExpiry\":\"2099-01-01T00:00:00.000Z\"}"
#define TOLD(which, words, way_out) .code = ANNEX_SERVICE_ERROR_##which, .sentence = words, .remedy = ANNEX_REMEDY_##way_out

static void
assert_request_id (StoreRun *run)
{
  g_assert_cmpstr (store_run_get_details (run)->request_id, ==, "4442587FB7D0A2F9");
  g_assert_cmpuint (store_run_get_details (run)->http_status, ==, 403);
}

static void
delete_object (StoreRun *run)
{
  annex_sample_service_delete_object (run->chat.service, run->id);
}

static void
assert_timed_out (StoreRun *run)
{
  g_assert_cmpint (store_run_get_details (run)->cause_code, ==, G_IO_ERROR_TIMED_OUT);
}

static void
assert_nothing_received (StoreRun *run)
{
  g_assert_cmpuint (store_run_get_details (run)->received, ==, 0);
}

/* What the agent asked for again goes on from where it stopped, with a fresh link. */
static void
resume (StoreRun *run)
{
  annex_sample_service_clear_faults (run->chat.service);
  store_run_fetch (run);
  store_run_assert_content (run, STORE_FILE);
  store_run_assert_seen (run, 2, 2, HALF);
}

static void
resume_after_three (StoreRun *run)
{
  g_assert_cmpuint (store_run_get_details (run)->attempts, ==, 3);
  g_assert_cmpuint (store_run_get_details (run)->received, ==, 28);
  annex_sample_service_clear_faults (run->chat.service);
  store_run_fetch (run);
  store_run_assert_content (run, STORE_FILE);
  store_run_assert_seen (run, 2, 4, "bytes=28-");
}

static void
replace_and_resume (StoreRun *run)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (NEW_FILE, strlen (NEW_FILE));

  annex_sample_service_replace_object (run->chat.service, run->id, bytes);
  annex_sample_service_clear_faults (run->chat.service);
  store_run_fetch (run);
  store_run_assert_content (run, NEW_FILE);
  store_run_assert_seen (run, 2, 3, NULL);
}

/* Another store, on the loopback too: the one that must not be asked. */
static void
open_other (StoreRun *run)
{
  run->other = raw_store_new (NULL);
  raw_store_answer (run->other, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", -1, RAW_CLOSE);
}

static void
redirect_to_other (StoreRun *run)
{
  g_autofree char *url = NULL;
  g_autofree char *headers = NULL;

  open_other (run);
  url = raw_store_dup_url (run->other, "/stolen");
  headers = g_strdup_printf ("Location: %s", url);
  for (guint i = 0; i < 2; i++)
    {
      const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = 307, .headers = headers, .times = 1 };

      annex_sample_service_push_fault (run->chat.service, ANNEX_SAMPLE_GET_OBJECT, &fault);
    }
}

static void
assert_other_not_asked (StoreRun *run)
{
  g_assert_cmpuint (raw_store_get_n_requests (run->other), ==, 0);
  g_assert_cmpuint (raw_store_get_n_open (run->other), ==, 0);
}

static void
assert_is_png (StoreRun *run)
{
  g_assert_cmpint (annex_attachment_get_file_type (run->attachment)->kind, ==, ANNEX_FILE_KIND_PICTURE);
}

static void
assert_is_active (StoreRun *run)
{
  g_autofree char *name = annex_attachment_dup_safe_name (run->attachment);

  g_assert_cmpint (annex_attachment_get_file_type (run->attachment)->kind, ==, ANNEX_FILE_KIND_ACTIVE);
  g_assert_false (g_str_has_suffix (name, ".png"));
}

static void
assert_own_name (StoreRun *run)
{
  g_autofree char *name = annex_attachment_dup_safe_name (run->attachment);

  g_assert_cmpstr (name, ==, "letter.txt");
}

/* The cookie that was set does not come back. */
static void
fetch_again (StoreRun *run)
{
  annex_attachment_drop_content (run->attachment);
  store_run_fetch (run);
  store_run_assert_content (run, STORE_FILE);
  store_run_assert_seen (run, 2, 2, NULL);
}

static void
assert_host (StoreRun *run)
{
  g_assert_cmpstr (store_run_get_details (run)->host, ==, "127.0.0.1");
}

static void
assert_proxy (StoreRun *run)
{
  g_assert_cmpuint (store_run_get_details (run)->http_status, ==, 407);
}

/* A resolver that knows nobody */

typedef GResolver      NobodyResolver;
typedef GResolverClass NobodyResolverClass;

static GType nobody_resolver_get_type (void);

G_DEFINE_TYPE (NobodyResolver, nobody_resolver, G_TYPE_RESOLVER)

static void
nobody_resolver_lookup_async (GResolver               *resolver,
                              const char              *name,
                              GResolverNameLookupFlags flags,
                              GCancellable            *cancellable,
                              GAsyncReadyCallback      callback,
                              gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_new_error_literal (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "Nobody of this name");
}

static GList *
nobody_resolver_lookup_finish (GResolver    *resolver,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
nobody_resolver_class_init (NobodyResolverClass *klass)
{
  klass->lookup_by_name_with_flags_async = nobody_resolver_lookup_async;
  klass->lookup_by_name_with_flags_finish = nobody_resolver_lookup_finish;
}

static void
nobody_resolver_init (NobodyResolver *self)
{
}

static void
lose_names (StoreRun *run)
{
  g_autoptr (GResolver) nobody = g_object_new (nobody_resolver_get_type (), NULL);

  run->resolver = g_resolver_get_default ();
  g_resolver_set_default (nobody);
  for (guint i = 0; i < 3; i++)
    store_run_push_link (run, LINK ("https://bucket.s3.eu-central-1.amazonaws.com/key"), "");
}

static void
assert_no_name (StoreRun *run)
{
  g_assert_cmpstr (store_run_get_details (run)->host, ==, "bucket.s3.eu-central-1.amazonaws.com");
  g_assert_true (store_run_get_details (run)->cause_domain == G_RESOLVER_ERROR);
}

/* Certificates */

static void
open_tls (StoreRun   *run,
          const char *name,
          gboolean    trusting)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *url = NULL;

  test_certificates_make ();
  certificate = test_certificates_load (name);
  if (trusting)
    {
      g_autoptr (GTlsDatabase) authority = test_certificates_load_authority ();

      soup_session_set_tls_database (run->chat.session, authority);
    }
  run->other = raw_store_new (certificate);
  raw_store_answer (run->other, "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n" STORE_FILE, -1, RAW_HANG);
  url = raw_store_dup_url (run->other, "/key");
  store_run_push_link (run, LINK ("%s"), url);
}

static void
open_expired (StoreRun *run)
{
  open_tls (run, "expired", TRUE);
}

static void
open_other_name (StoreRun *run)
{
  open_tls (run, "other-name", TRUE);
}

static void
open_unknown_authority (StoreRun *run)
{
  open_tls (run, "valid", FALSE);
}

static void
open_self_signed (StoreRun *run)
{
  open_tls (run, "stranger", TRUE);
}

static void
open_valid (StoreRun *run)
{
  open_tls (run, "valid", TRUE);
}

static void
assert_not_sent (StoreRun *run)
{
  g_assert_cmpuint (raw_store_get_n_requests (run->other), ==, 0);
  test_certificates_remove ();
}

static void
assert_sent (StoreRun *run)
{
  g_assert_cmpuint (raw_store_get_n_requests (run->other), ==, 1);
  g_assert_null (strstr (raw_store_get_last_request (run->other), "X-Amz-Bearer"));
  test_certificates_remove ();
}

static void
assert_expired (StoreRun *run)
{
  g_assert_cmpint (store_run_get_details (run)->tls_flags, ==, G_TLS_CERTIFICATE_EXPIRED);
  assert_not_sent (run);
}

static void
assert_other_name (StoreRun *run)
{
  g_assert_cmpint (store_run_get_details (run)->tls_flags, ==, G_TLS_CERTIFICATE_BAD_IDENTITY);
  assert_not_sent (run);
}

static void
assert_unknown_authority (StoreRun *run)
{
  g_assert_cmpint (store_run_get_details (run)->tls_flags, ==, G_TLS_CERTIFICATE_UNKNOWN_CA);
  assert_not_sent (run);
}

/* Headers */

static void
push_large_headers (StoreRun *run)
{
  g_autoptr (GString) text = g_string_new ("HTTP/1.1 200 OK\r\n");
  g_autoptr (GBytes) body = NULL;

  while (text->len < 128 * 1024)
    g_string_append (text, "X-Filler: 12345678901234567890123456789012345678901234567890\r\n");
  g_string_append (text, "Content-Length: 32\r\n\r\n" STORE_FILE);
  body = g_bytes_new (text->str, text->len);
  annex_sample_service_push_fault (run->chat.service, ANNEX_SAMPLE_GET_OBJECT, &(AnnexSampleFault) { .kind = ANNEX_SAMPLE_FAULT_RAW, .body = body, .times = 0 });
}

static void
push_nul_in_header (StoreRun *run)
{
  static const char text[] = "HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 32\r\n\r\n" STORE_FILE;
  g_autoptr (GBytes) body = g_bytes_new_static (text, sizeof text - 1);

  annex_sample_service_push_fault (run->chat.service, ANNEX_SAMPLE_GET_OBJECT, &(AnnexSampleFault) { .kind = ANNEX_SAMPLE_FAULT_RAW, .body = body, .times = 1 });
}

/* Cancelling, once in each way; the file was fetched once before. */

static gboolean
is_half_there (ChatFixture *fixture,
               gpointer     data)
{
  return annex_attachment_get_received (data) == STORE_HALF;
}

static gboolean
has_closed (ChatFixture *fixture,
            gpointer     data)
{
  return chat_fixture_count_fds ("socket:") < GPOINTER_TO_UINT (data);
}

static void
begin_and_stall (StoreRun *run)
{
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_STALL, .times = 1 };

  annex_attachment_drop_content (run->attachment);
  annex_sample_service_push_fault (run->chat.service, ANNEX_SAMPLE_GET_OBJECT, &fault);
  annex_attachment_fetch (run->attachment);
  chat_fixture_wait (&run->chat, is_half_there, run->attachment);
}

static void
assert_ended (StoreRun *run,
              guint     n_sockets)
{
  store_run_wait (run, has_closed, GUINT_TO_POINTER (n_sockets));
  chat_fixture_drain ();
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
  g_assert_null (annex_attachment_get_content (run->attachment));
  g_assert_null (annex_attachment_get_error (run->attachment));
  g_assert_cmpuint (annex_attachment_get_received (run->attachment), ==, 0);
}

static void
cancel (StoreRun *run)
{
  guint n_sockets;

  begin_and_stall (run);
  n_sockets = chat_fixture_count_fds ("socket:");
  annex_attachment_cancel (run->attachment);
  g_assert_cmpint (annex_attachment_get_state (run->attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  assert_ended (run, n_sockets);
}

static void
wipe (StoreRun *run)
{
  g_autoptr (AnnexAttachment) kept = g_object_ref (run->attachment);
  guint n_sockets;

  begin_and_stall (run);
  n_sockets = chat_fixture_count_fds ("socket:");
  annex_chat_wipe (run->chat.chat);
  assert_ended (run, n_sockets);
}

/* The computer falls asleep in the middle, and wakes up: the rest is fetched over a new connection, with a fresh link. */
static void
sleep_and_wake (StoreRun *run)
{
  g_autoptr (AnnexNetworkStatus) network = annex_network_status_new (g_network_monitor_get_default ());

  annex_fetch_queue_set_network (run->chat.queue, network);
  begin_and_stall (run);
  annex_network_status_wake (network);
  g_assert_cmpuint (annex_attachment_get_received (run->attachment), ==, STORE_HALF);
  store_run_fetch (run);
  store_run_assert_content (run, STORE_FILE);
  store_run_assert_seen (run, 3, 3, HALF);
}

/* An interrupted download is not kept beyond the chat either. */
static void
wipe_after_failure (StoreRun *run)
{
  g_autoptr (AnnexAttachment) kept = g_object_ref (run->attachment);

  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 1);
  annex_chat_wipe (run->chat.chat);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
}

static const StoreCase cases[] = {
  { "S1/expired", "the link has expired: another one, in silence", .faults = { FAULT (EXPIRED) }, .arrives = TRUE, .n_links = 2, .n_downloads = 2 },
  { "S1/expired-credentials", "so have the credentials that signed it", .faults = { NONE (400, "Content-Type: application/xml", DOCUMENT ("ExpiredToken")) }, .arrives = TRUE, .n_links = 2, .n_downloads = 2 },
  { "S1/expired-in-the-middle", "the rest comes with another link", .faults = { FAULT (CUT_OFF), FAULT (EXPIRED) }, .arrives = TRUE, .n_links = 2, .n_downloads = 3, .range = HALF },
  { "S2/expired-twice", "the fresh link is too old as well", .faults = { ALWAYS (EXPIRED) }, TOLD (STORE_EXPIRED, "link-expired", RENEW_LINK), .n_links = 2, .n_downloads = 2 },
  { "S2/refused", "the document of the refusal is not the file", .file_name = "passport.jpg", .faults = { NONE (403, "Content-Type: application/xml", DOCUMENT ("AccessDenied")) }, TOLD (STORE_REFUSED, "store-refused", TRY_AGAIN), .n_links = 1, .n_downloads = 1, .after = assert_request_id },
  { "S3/gone", "the object was deleted", .before = delete_object, TOLD (STORE_GONE, "gone", NONE), .n_links = 1, .n_downloads = 1 },
  { "S4/document-as-file", "a document with status 200, in the place of a picture", .file_name = "passport.jpg", .faults = { NONE (200, "Content-Type: application/xml", DOCUMENT ("NoSuchKey")) }, TOLD (STORE_UNEXPECTED, "store-unexpected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S4/document-of-the-right-length", "and even of the right length", .file_name = "passport.jpg", .content = DOCUMENT ("NoSuchKey"), TOLD (STORE_UNEXPECTED, "store-unexpected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S5/cut-off", "the rest is fetched by itself", .faults = { FAULT (CUT_OFF) }, .arrives = TRUE, .n_links = 1, .n_downloads = 2, .range = HALF },
  { "S5/cut-off-again", "three times is enough; the agent's wish goes on from there", .faults = { ALWAYS (CUT_OFF) }, TOLD (INTERRUPTED, "interrupted", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 3, .range = "bytes=24-", .after = resume_after_three },
  { "S6/longer", "the body is longer than announced", .faults = { RAW ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n21\r\n" STORE_FILE "!\r\n0\r\n\r\n") }, TOLD (LENGTH_MISMATCH, "length-mismatch", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S7/other-length", "store and service do not say the same length", .faults = { FAULT (WRONG_LENGTH) }, TOLD (LENGTH_MISMATCH, "length-mismatch", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1, .after = assert_nothing_received },
  { "S8/endless", "nobody says how long it is, and it does not end", .link = LINK ("%s/key"), .faults = { { .kind = ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS, .status = 200 } }, TOLD (TOO_LARGE, "attachment-too-large", NONE), .n_links = 1, .n_downloads = 1 },
  { "S9/too-slow", "a byte now and then", .limits = { .slow_window_ms = 200 }, .faults = { FAULT (DRIP) }, TOLD (INTERRUPTED, "interrupted", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1, .after = assert_timed_out },
  { "S10/no-answer", "no first byte", .limits = { .first_byte_ms = 100 }, .faults = { FAULT (SILENT) }, TOLD (TIMED_OUT, "timed-out", TRY_AGAIN), .n_links = 1, .n_downloads = 1, .after = assert_timed_out },
  { "S11/standstill", "it stops in the middle; asked again, it goes on", .limits = { .silence_ms = 200 }, .faults = { FAULT (STALL) }, TOLD (INTERRUPTED, "interrupted", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1, .after = resume },
  { "S11/asleep", "the computer sleeps in the middle", .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = sleep_and_wake },
  { "S12/whole-file", "the rest is asked for, the whole comes", .content = NEW_FILE, .faults = { FAULT (CUT_OFF), NONE (200, "ETag: \"new\"", NEW_FILE) }, .arrives = TRUE, .n_links = 1, .n_downloads = 2, .range = HALF },
  { "S12/wrong-range", "another range comes", .faults = { FAULT (CUT_OFF), NONE (206, "ETag: " STORE_ETAG "\nContent-Range: bytes 0-15/32", "0123456789abcdef") }, .arrives = TRUE, .n_links = 1, .n_downloads = 3 },
  { "S12/precondition-failed", "it is another file now", .faults = { FAULT (CUT_OFF), NONE (412, NULL, DOCUMENT ("PreconditionFailed")) }, .arrives = TRUE, .n_links = 1, .n_downloads = 3 },
  { "S12/no-such-range", "there is no such range", .faults = { FAULT (CUT_OFF), NONE (416, NULL, DOCUMENT ("InvalidRange")) }, .arrives = TRUE, .n_links = 1, .n_downloads = 3 },
  { "S13/redirected", "to another store: one fresh link, never followed", .before = redirect_to_other, TOLD (REDIRECTED, "redirected", TRY_AGAIN), .n_links = 2, .n_downloads = 2, .after = assert_other_not_asked },
  { "S13/to-a-file", "to a file", .faults = { NONE (302, "Location: file:///etc/passwd", "") }, TOLD (REDIRECTED, "redirected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S13/to-metadata", "to an address of the inner network", .faults = { NONE (303, "Location: https://169.254.169.254/", "") }, TOLD (REDIRECTED, "redirected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S13/to-localhost", "to this machine", .faults = { NONE (308, "Location: https://localhost/", "") }, TOLD (REDIRECTED, "redirected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S14/http", "the link is not encrypted", .link = LINK ("http://bucket.s3.amazonaws.com/key"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S14/address", "the link names an address", .link = LINK ("https://169.254.169.254/key"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S14/user", "the link names a user", .link = LINK ("https://s3.amazonaws.com@169.254.169.254/key"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S14/port", "the link names another port", .link = LINK ("https://bucket.s3.amazonaws.com:22/key"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S14/script", "the link is none", .link = LINK ("javascript:alert(1)"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S14/stranger", "the link leads to a stranger", .link = LINK ("https://amazonaws.com.example.net/key"), TOLD (URL_REFUSED, "link-refused", TRY_AGAIN), .n_links = 1 },
  { "S15/encoded", "compressed although that was not asked for", .faults = { NONE (200, "Content-Encoding: gzip", STORE_FILE) }, TOLD (STORE_UNEXPECTED, "store-unexpected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S16/picture-as-page", "what says it is a page is a picture", .file_name = "photo.png", .content = PNG, .faults = { NONE (200, "Content-Type: text/html", PNG) }, .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = assert_is_png },
  { "S16/page-as-picture", "what says it is a picture is a page", .file_name = "photo.png", .content = "<!DOCTYPE html><html></html>", .faults = { NONE (200, "Content-Type: image/png", "<!DOCTYPE html><html></html>") }, .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = assert_is_active },
  { "S17/disposition", "the store has a name for the file", .faults = { NONE (200, "Content-Disposition: attachment; filename=\"../../x\"", STORE_FILE) }, .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = assert_own_name },
  { "S18/credentials", "the store wants to know who asks", .faults = { { .status = 401, .headers = "WWW-Authenticate: Negotiate\nWWW-Authenticate: NTLM\nWWW-Authenticate: Basic realm=\"x\"", .for_ever = TRUE } }, TOLD (STORE_REFUSED, "store-refused", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S19/cookie", "the store sets a cookie", .faults = { NONE (200, "Set-Cookie: a=b; Max-Age=1000", STORE_FILE) }, .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = fetch_again },
  { "S20/reset-twice", "the connection is reset, then no more", .faults = { FAULTS (RESET, 2) }, .arrives = TRUE, .n_links = 1, .n_downloads = 3 },
  { "S20/reset", "the connection is always reset", .faults = { ALWAYS (RESET) }, TOLD (STORE_UNREACHABLE, "store-unreachable", TRY_AGAIN), .n_links = 1, .n_downloads = 3, .after = assert_host },
  { "S20/no-name", "the store's name leads nowhere", .before = lose_names, TOLD (STORE_UNREACHABLE, "store-unreachable", TRY_AGAIN), .n_links = 1, .after = assert_no_name },
  { "S20/proxy", "a proxy wants to know who asks", .faults = { NONE (407, "Proxy-Authenticate: Basic realm=\"x\"", "") }, TOLD (STORE_UNREACHABLE, "store-unreachable", TRY_AGAIN), .n_links = 1, .n_downloads = 1, .after = assert_proxy },
  { "S21/expired", "the certificate has expired", .before = open_expired, TOLD (TLS, "insecure-connection", TRY_AGAIN), .n_links = 1, .after = assert_expired },
  { "S21/other-name", "it is another's certificate", .before = open_other_name, TOLD (TLS, "insecure-connection", TRY_AGAIN), .n_links = 1, .after = assert_other_name },
  { "S21/unknown-authority", "nobody knows who signed it", .before = open_unknown_authority, TOLD (TLS, "insecure-connection", TRY_AGAIN), .n_links = 1, .after = assert_unknown_authority },
  { "S21/self-signed", "it signed itself", .before = open_self_signed, TOLD (TLS, "insecure-connection", TRY_AGAIN), .n_links = 1, .after = assert_unknown_authority },
  { "S21/valid", "a good one is accepted: the others fail for what they are", .before = open_valid, .arrives = TRUE, .n_links = 1, .after = assert_sent },
  { "S22/large-headers", "headers without end", .before = push_large_headers, TOLD (STORE_UNREACHABLE, "store-unreachable", TRY_AGAIN), .n_links = 1, .n_downloads = 3 },
  { "S22/nul", "a zero in a header", .before = push_nul_in_header, TOLD (STORE_UNEXPECTED, "store-unexpected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S22/no-http", "no HTTP at all", .faults = { { .kind = ANNEX_SAMPLE_FAULT_RAW, .body = "SSH-2.0-OpenSSH_9.2\r\n\r\n", .for_ever = TRUE } }, TOLD (STORE_UNEXPECTED, "store-unexpected", TRY_AGAIN), .n_links = 1, .n_downloads = 1 },
  { "S23/empty", "a file of no bytes is a file", .content = "", .arrives = TRUE, .n_links = 1, .n_downloads = 1 },
  { "S24/cancelled", "nothing is left of what was cancelled, at once", .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = cancel },
  { "S24/wiped", "nor when the chat is closed", .arrives = TRUE, .n_links = 1, .n_downloads = 1, .after = wipe },
  { "S24/wiped-after-failure", "nor of what had failed before", .limits = { .silence_ms = 200 }, .faults = { FAULT (STALL) }, TOLD (INTERRUPTED, "interrupted", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1, .after = wipe_after_failure },
  { "S25/replaced", "another file of the same length, between two ranges", .limits = { .silence_ms = 200 }, .faults = { FAULT (STALL) }, TOLD (INTERRUPTED, "interrupted", DOWNLOAD_AGAIN), .n_links = 1, .n_downloads = 1, .after = replace_and_resume },
  { "S25/other-etag", "the right range of another file", .faults = { FAULT (CUT_OFF), NONE (206, "ETag: \"new\"\nContent-Range: bytes 16-31/32", "GHIJKLMNOPQRSTUV") }, .arrives = TRUE, .n_links = 1, .n_downloads = 3 },
};

static const StoreCase warm_up = { "S0/nothing", "nothing goes wrong", .arrives = TRUE, .n_links = 1, .n_downloads = 1 };

int
main (int   argc,
      char *argv[])
{
  char folder[] = "/tmp/annex-test-XXXXXX";
  int  result;

  /* Before anything looks for them, and away from the tests that run at the same time. */
  g_assert_nonnull (g_mkdtemp (folder));
  g_setenv ("HOME", folder, TRUE);
  g_setenv ("TMPDIR", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    store_case_add (&cases[i]);

  /* It keeps its descriptors. */
  g_network_monitor_get_default ();
  store_case_warm_up (&warm_up);
  result = g_test_run ();
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return result;
}
