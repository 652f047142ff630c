/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include <string.h>

#define LINK "{\"Url\":\"u\",\"AttachmentSizeInBytes\":4270}"

typedef struct
{
  guint             status;
  const char       *headers;
  const char       *body;
  AnnexServiceError code;
  const char       *name;
  guint             n_requests;
} ErrorCase;

static const ErrorCase error_cases[] = {
  /* The four of the model, named in the header */
  { 403, "x-amzn-ErrorType: AccessDeniedException\r\n", "{\"Message\":\"Access denied\"}", ANNEX_SERVICE_ERROR_ACCESS_DENIED, "AccessDeniedException", 1 },
  { 500, "x-amzn-ErrorType: InternalServerException\r\n", "{\"Message\":\"x\"}", ANNEX_SERVICE_ERROR_INTERNAL, "InternalServerException", 3 },
  { 429, "x-amzn-ErrorType: ThrottlingException\r\n", "{\"Message\":\"x\"}", ANNEX_SERVICE_ERROR_THROTTLED, "ThrottlingException", 1 },
  { 400, "x-amzn-ErrorType: ValidationException\r\n", "{\"Message\":\"x\"}", ANNEX_SERVICE_ERROR_INVALID_REQUEST, "ValidationException", 1 },
  /* The forms of the name, and where else it may be */
  { 403, "X-AMZN-ERRORTYPE: AccessDeniedException:http://internal.amazon.com/coral/\r\n", "", ANNEX_SERVICE_ERROR_ACCESS_DENIED, "AccessDeniedException", 1 },
  { 403, "", "{\"message\":\"Access denied\",\"code\":\"AccessDeniedException\"}", ANNEX_SERVICE_ERROR_ACCESS_DENIED, "AccessDeniedException", 1 },
  { 400, "", "{\"Code\":\"ns#ValidationException\"}", ANNEX_SERVICE_ERROR_INVALID_REQUEST, "ValidationException", 1 },
  { 400, "", "{\"__type\":\"com.amazonaws.x#ThrottlingException:http://x\"}", ANNEX_SERVICE_ERROR_THROTTLED, "ThrottlingException", 1 },
  { 400, "x-amzn-ErrorType: ValidationException\r\n", "{\"code\":\"B\",\"__type\":\"C\"}", ANNEX_SERVICE_ERROR_INVALID_REQUEST, "ValidationException", 1 },
  { 400, "", "{\"code\":\"B\",\"__type\":\"C\"}", ANNEX_SERVICE_ERROR_INVALID_REQUEST, "B", 1 },
  { 400, "", "{\"code\":5,\"__type\":\"C\"}", ANNEX_SERVICE_ERROR_INVALID_REQUEST, "C", 1 },
  /* A gateway or a proxy, with a body of its own or none */
  { 403, "Content-Type: text/html\r\n", "<html>Blocked by policy</html>", ANNEX_SERVICE_ERROR_ACCESS_DENIED, NULL, 1 },
  { 403, "", "", ANNEX_SERVICE_ERROR_ACCESS_DENIED, NULL, 1 },
  { 403, "", "{\"message\":\"Forbidden\"}", ANNEX_SERVICE_ERROR_ACCESS_DENIED, NULL, 1 },
  { 403, "", "{\"code\":", ANNEX_SERVICE_ERROR_ACCESS_DENIED, NULL, 1 },
  { 403, "Content-Encoding: gzip\r\n", "{\"code\":\"X\"}", ANNEX_SERVICE_ERROR_ACCESS_DENIED, NULL, 1 },
  { 429, "", "{\"message\":\"Too Many Requests\"}", ANNEX_SERVICE_ERROR_THROTTLED, NULL, 1 },
  { 502, "", "Bad Gateway", ANNEX_SERVICE_ERROR_INTERNAL, NULL, 3 },
  { 503, "", "", ANNEX_SERVICE_ERROR_INTERNAL, NULL, 3 },
  { 504, "", "", ANNEX_SERVICE_ERROR_INTERNAL, NULL, 3 },
  { 501, "", "", ANNEX_SERVICE_ERROR_INTERNAL, NULL, 1 },
  /* Outside the model */
  { 402, "x-amzn-ErrorType: ServiceQuotaExceededException\r\n", "", ANNEX_SERVICE_ERROR_UNEXPECTED, "ServiceQuotaExceededException", 1 },
  { 404, "x-amzn-ErrorType: ResourceNotFoundException\r\n", "", ANNEX_SERVICE_ERROR_UNEXPECTED, "ResourceNotFoundException", 1 },
  { 409, "x-amzn-ErrorType: ConflictException\r\n", "", ANNEX_SERVICE_ERROR_UNEXPECTED, "ConflictException", 1 },
  { 418, "", "", ANNEX_SERVICE_ERROR_UNEXPECTED, NULL, 1 },
};

static void
check_error (const ErrorCase *error_case)
{
  g_autoptr (Wire) wire = wire_new ();
  g_autofree char *url = wire_dup_url (wire);
  g_autofree char *headers = g_strconcat ("x-amzn-RequestId: 5d1e3c2a-0b1c\r\n", error_case->headers, NULL);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
  g_autoptr (GError) error = NULL;
  const AnnexErrorDetails *details;

  wire_push_answer (wire, error_case->status, headers, error_case->body);
  g_assert_null (get_attachment (client, "a", &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, (int) error_case->code);

  details = annex_service_error_get_details (error);
  g_assert_cmpuint (details->http_status, ==, error_case->status);
  g_assert_cmpstr (details->name, ==, error_case->name);
  g_assert_cmpstr (details->request_id, ==, "5d1e3c2a-0b1c");
  g_assert_cmpuint (details->attempts, ==, error_case->n_requests);
  g_assert_cmpuint (wire_get_n_requests (wire), ==, error_case->n_requests);
}

/* Every exception of the operation and every other answer is its own kind of error, come to with exactly so many
 * requests, and keeps what a support ticket needs. */
static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT ": status %u", i, error_cases[i].status);
      check_error (&error_cases[i]);
    }
}

/* A status whose body breaks off, or has no end, is still that status. */
static void
test_broken_body (void)
{
  static const char cut_off[] = "HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\n{\"code\"";
  static const char too_long[] = "HTTP/1.1 403 Forbidden\r\nContent-Length: 100000000\r\n\r\n{\"code\"";
  g_autofree char  *filler = g_strnfill (3 * 1024 * 1024, ' ');
  g_autofree char  *endless = g_strconcat ("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n", filler, NULL);
  const char *const answers[] = { cut_off, too_long, endless };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Wire) wire = wire_new ();
      g_autofree char *url = wire_dup_url (wire);
      g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
      g_autoptr (GError) error = NULL;

      wire_push (wire, answers[i], strlen (answers[i]), CLOSE_AFTER);
      g_assert_null (get_attachment (client, "a", &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_ACCESS_DENIED);
      g_assert_cmpuint (wire_get_n_requests (wire), ==, 1);
    }
}

typedef struct
{
  guint statuses[3];
  guint n_requests;
} RecoveryCase;

/* What passes is not seen at all: it was asked for again, just as often as was needed. */
static void
test_recovery (void)
{
  static const RecoveryCase cases[] = {
    { { 200 }, 1 },
    { { 500, 200 }, 2 },
    { { 500, 503, 200 }, 3 },
    { { 502, 500, 200 }, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Wire) wire = wire_new ();
      g_autofree char *url = wire_dup_url (wire);
      g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
      g_autoptr (AnnexAttachmentLink) link = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < cases[i].n_requests; j++)
        wire_push_answer (wire, cases[i].statuses[j], "", LINK);
      link = get_attachment (client, "a", &error);
      g_assert_no_error (error);
      g_assert_cmpuint (link->size, ==, 4270);
      g_assert_cmpuint (wire_get_n_requests (wire), ==, cases[i].n_requests);
      for (guint j = 1; j < cases[i].n_requests; j++)
        g_assert_cmpstr (wire_get_request (wire, j), ==, wire_get_request (wire, 0));
    }
}

/* The server's wish, in all its forms, is told with the error. */
static void
test_hint (void)
{
  static const char *const headers[] = {
    "x-amz-retry-after: 1500\r\nRetry-After: 9\r\n",
    "Retry-After: 7\r\n",
    "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nRetry-After: Thu, 01 Jan 2026 00:00:30 GMT\r\n",
    "",
  };
  static const gint64 hints[] = { 1500, 7000, 30000, -1 };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (Wire) wire = wire_new ();
      g_autofree char *url = wire_dup_url (wire);
      g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
      g_autoptr (GError) error = NULL;

      /* Final, so that the wish is only told and not waited for. */
      wire_push_answer (wire, 400, headers[i], "");
      g_assert_null (get_attachment (client, "a", &error));
      g_assert_cmpint (annex_service_error_get_details (error)->retry_after_ms, ==, hints[i]);
    }
}

/* When everything fails for ever, the bucket runs dry and each call is one request only. */
static void
test_retry_storm (void)
{
  g_autoptr (Wire) wire = wire_new ();
  g_autofree char *url = wire_dup_url (wire);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);

  wire_push_answer (wire, 503, "", "");
  for (guint i = 0; i < 20; i++)
    g_assert_null (get_attachment (client, "a", NULL));

  /* 500 tokens at 14 each are 35 retries beside the 20 first attempts. */
  g_assert_cmpuint (wire_get_n_requests (wire), ==, 55);
}

/* A server that sends the token back, or a part of it, in whatever place, does not get it into what is shown. */
static void
test_echo (void)
{
  g_autoptr (Wire) wire = wire_new ();
  g_autofree char *url = wire_dup_url (wire);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;
  g_autoptr (GError) third = NULL;

  wire_push_answer (wire, 400, "x-amzn-RequestId: " TOKEN "\r\nx-amzn-ErrorType: " TOKEN "\r\n", "");
  wire_push_answer (wire, 302, "Location: https://" TOKEN ".example.com/\r\n", "");
  wire_push_answer (wire, 400, "x-amzn-RequestId: canary-token\r\n", "{\"code\":\"SomeAry-token-0123Error\"}");
  g_assert_null (get_attachment (client, "a", &first));
  g_assert_null (annex_service_error_get_details (first)->request_id);
  g_assert_null (annex_service_error_get_details (first)->name);
  g_assert_null (strstr (first->message, "canary"));
  g_assert_null (get_attachment (client, "a", &second));
  g_assert_null (strstr (second->message, "canary"));
  g_assert_null (get_attachment (client, "a", &third));
  g_assert_null (annex_service_error_get_details (third)->request_id);
  g_assert_null (annex_service_error_get_details (third)->name);
}

/* What comes in headers is bounded and printable before it is kept. */
static void
test_hostile_headers (void)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autofree char *headers = g_strdup_printf ("x-amzn-RequestId: %s\r\nx-amzn-ErrorType: <b>%s</b>\r\n", filler, filler);
  g_autoptr (Wire) wire = wire_new ();
  g_autofree char *url = wire_dup_url (wire);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
  g_autoptr (GError) error = NULL;
  const AnnexErrorDetails *details;

  wire_push_answer (wire, 400, headers, "");
  g_assert_null (get_attachment (client, "a", &error));
  details = annex_service_error_get_details (error);
  g_assert_cmpuint (strlen (details->request_id), ==, 128);
  g_assert_cmpuint (strlen (details->name), ==, 64);
  g_assert_true (g_str_has_prefix (details->name, "?b?x"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/participant-client/errors/errors", test_errors);
  g_test_add_func ("/participant-client/errors/broken-body", test_broken_body);
  g_test_add_func ("/participant-client/errors/recovery", test_recovery);
  g_test_add_func ("/participant-client/errors/hint", test_hint);
  g_test_add_func ("/participant-client/errors/retry-storm", test_retry_storm);
  g_test_add_func ("/participant-client/errors/echo", test_echo);
  g_test_add_func ("/participant-client/errors/hostile-headers", test_hostile_headers);

  return g_test_run ();
}
