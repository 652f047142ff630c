/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"

#include "annex-service-answer.h"

#include <string.h>

typedef struct
{
  const char *raw;
  const char *name;
} NameCase;

/* The first four are in botocore's own tests of the protocol. */
static const NameCase name_cases[] = {
  { "FooError", "FooError" },
  { "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/", "FooError" },
  { "aws.protocoltests.restjson#FooError", "FooError" },
  { "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/", "FooError" },
  { "FooError,BarError", "FooError" },
  { "ns#FooError,ns#BarError", "FooError" },
  { " FooError ", "FooError" },
  { "FooError:http://x/#frag", "FooError" },
  { "", NULL },
  { ":", NULL },
  { "#", NULL },
  { "ns#", NULL },
  { NULL, NULL },
  { "Foo<b>Error", "Foo?b?Error" },
  { "Foo\nError", "Foo?Error" },
  { "F\xc3\xb6\xc3\xb6", "F????" },
};

/* Every form of the name that services are known to send comes down to the bare name. */
static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (name_cases); i++)
    {
      g_autofree char *name = annex_service_error_clean_name (name_cases[i].raw);

      g_assert_cmpstr (name, ==, name_cases[i].name);
    }
}

/* What comes from outside is cut to its limit, and only characters of identifiers are kept. */
static void
test_bounds (void)
{
  g_autoptr (AnnexErrorDetails) details = annex_error_details_new ("GetAttachment", "example.com");
  g_autofree char *longest = g_strnfill (1000, 'x');
  g_autofree char *name = annex_service_error_clean_name (longest);

  g_assert_cmpuint (strlen (name), ==, 64);
  annex_error_details_set_name (details, longest);
  g_assert_cmpuint (strlen (details->name), ==, 64);
  annex_error_details_set_request_id (details, longest);
  g_assert_cmpuint (strlen (details->request_id), ==, 128);
  annex_error_details_set_request_id (details, "a\r\nb\x1b[31m\xe2\x80\xae"
                                               "c");
  g_assert_cmpstr (details->request_id, ==, "a??b??31m???c");
  annex_error_details_set_request_id (details, "");
  g_assert_null (details->request_id);
  annex_error_details_set_request_id (details, "5d1e3c2a-0b1c_=/+.");
  g_assert_cmpstr (details->request_id, ==, "5d1e3c2a-0b1c_=/+.");
}

/* The details go with the error, also with a copy of it, and are not there for other errors. */
static void
test_details (void)
{
  g_autoptr (AnnexErrorDetails) details = annex_error_details_new ("GetAttachment", "example.com");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Other");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  const AnnexErrorDetails *copied;

  details->http_status = 429;
  details->retry_after_ms = 700;
  annex_error_details_set_request_id (details, "abc");
  error = annex_service_error_new (ANNEX_SERVICE_ERROR_THROTTLED, g_steal_pointer (&details), "Slow down");
  copy = g_error_copy (error);
  g_clear_error (&error);

  g_assert_error (copy, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_THROTTLED);
  copied = annex_service_error_get_details (copy);
  g_assert_cmpstr (copied->operation, ==, "GetAttachment");
  g_assert_cmpstr (copied->host, ==, "example.com");
  g_assert_cmpstr (copied->request_id, ==, "abc");
  g_assert_cmpuint (copied->http_status, ==, 429);
  g_assert_cmpint (copied->retry_after_ms, ==, 700);
  g_assert_null (annex_service_error_get_details (other));
  g_assert_null (annex_service_error_get_details (NULL));
}

typedef struct
{
  guint             status;
  const char       *name;
  AnnexServiceError code;
} StatusCase;

static const StatusCase status_cases[] = {
  /* The four of the model */
  { 403, "AccessDeniedException", ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  { 500, "InternalServerException", ANNEX_SERVICE_ERROR_INTERNAL },
  { 429, "ThrottlingException", ANNEX_SERVICE_ERROR_THROTTLED },
  { 400, "ValidationException", ANNEX_SERVICE_ERROR_INVALID_REQUEST },
  /* The status alone, as from a gateway or a proxy */
  { 403, NULL, ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  { 403, "ForbiddenException", ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  { 403, "ValidationException", ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  { 429, NULL, ANNEX_SERVICE_ERROR_THROTTLED },
  { 429, "ValidationException", ANNEX_SERVICE_ERROR_THROTTLED },
  { 400, NULL, ANNEX_SERVICE_ERROR_INVALID_REQUEST },
  { 400, "BadRequestException", ANNEX_SERVICE_ERROR_INVALID_REQUEST },
  { 500, NULL, ANNEX_SERVICE_ERROR_INTERNAL },
  { 500, "AccessDeniedException", ANNEX_SERVICE_ERROR_INTERNAL },
  { 502, NULL, ANNEX_SERVICE_ERROR_INTERNAL },
  { 503, NULL, ANNEX_SERVICE_ERROR_INTERNAL },
  { 504, NULL, ANNEX_SERVICE_ERROR_INTERNAL },
  /* The name makes it more exact */
  { 400, "ThrottlingException", ANNEX_SERVICE_ERROR_THROTTLED },
  { 400, "TooManyRequestsException", ANNEX_SERVICE_ERROR_THROTTLED },
  { 503, "SlowDown", ANNEX_SERVICE_ERROR_THROTTLED },
  { 400, "AccessDeniedException", ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  { 400, "RequestTimeout", ANNEX_SERVICE_ERROR_TIMED_OUT },
  { 401, "AccessDeniedException", ANNEX_SERVICE_ERROR_ACCESS_DENIED },
  /* Outside the model */
  { 401, NULL, ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 402, "ServiceQuotaExceededException", ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 404, "ResourceNotFoundException", ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 407, NULL, ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 409, "ConflictException", ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 418, NULL, ANNEX_SERVICE_ERROR_UNEXPECTED },
  { 301, NULL, ANNEX_SERVICE_ERROR_REDIRECTED },
  { 302, NULL, ANNEX_SERVICE_ERROR_REDIRECTED },
  { 307, "AccessDeniedException", ANNEX_SERVICE_ERROR_REDIRECTED },
};

/* By status first, then by name. */
static void
test_classification (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (status_cases); i++)
    {
      const StatusCase *status = &status_cases[i];
      g_autoptr (GError) error = annex_service_answer_classify (status->status,
                                                               status->name,
                                                               annex_error_details_new ("GetAttachment", NULL));

      g_test_message ("%u %s", status->status, status->name != NULL ? status->name : "");
      g_assert_error (error, ANNEX_SERVICE_ERROR, (int) status->code);
      g_assert_cmpstr (annex_service_error_get_details (error)->name, ==, status->name);
    }
}

typedef struct
{
  GQuark (*domain) (void);
  int               code;
  guint64           received;
  AnnexServiceError service;
  AnnexServiceError store;
} CauseCase;

static const CauseCase cause_cases[] = {
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, 5, ANNEX_SERVICE_ERROR_INTERRUPTED, ANNEX_SERVICE_ERROR_INTERRUPTED },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, 0, ANNEX_SERVICE_ERROR_TIMED_OUT, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, 5, ANNEX_SERVICE_ERROR_INTERRUPTED, ANNEX_SERVICE_ERROR_INTERRUPTED },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, 5, ANNEX_SERVICE_ERROR_INTERRUPTED, ANNEX_SERVICE_ERROR_INTERRUPTED },
  { g_io_error_quark, G_IO_ERROR_INVALID_DATA, 0, ANNEX_SERVICE_ERROR_INVALID_REPLY, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, 0, ANNEX_SERVICE_ERROR_TLS, ANNEX_SERVICE_ERROR_TLS },
  { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, 0, ANNEX_SERVICE_ERROR_TLS, ANNEX_SERVICE_ERROR_TLS },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, 0, ANNEX_SERVICE_ERROR_TLS, ANNEX_SERVICE_ERROR_TLS },
  { g_tls_error_quark, G_TLS_ERROR_EOF, 0, ANNEX_SERVICE_ERROR_UNREACHABLE, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE },
  { g_tls_error_quark, G_TLS_ERROR_EOF, 5, ANNEX_SERVICE_ERROR_INTERRUPTED, ANNEX_SERVICE_ERROR_INTERRUPTED },
  { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, 0, ANNEX_SERVICE_ERROR_INVALID_REPLY, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED },
};

static GError *
create_for_cause (const CauseCase *cause_case,
                  gboolean         store)
{
  g_autoptr (GError) cause = g_error_new_literal (cause_case->domain (), cause_case->code, "canary");
  AnnexErrorDetails *details = annex_error_details_new ("GetAttachment", "example.com");

  details->received = cause_case->received;

  return annex_service_error_new_for_cause (cause, details, store);
}

static void
assert_for_cause (const CauseCase  *cause_case,
                  gboolean          store,
                  AnnexServiceError code)
{
  g_autoptr (GError) error = create_for_cause (cause_case, store);

  g_assert_error (error, ANNEX_SERVICE_ERROR, (int) code);
  g_assert_cmpint (annex_service_error_get_details (error)->cause_code, ==, cause_case->code);
  g_assert_cmpuint (annex_service_error_get_details (error)->cause_domain, ==, cause_case->domain ());
  g_assert_null (strstr (error->message, "canary"));
}

/* What the libraries below say becomes one of Annex's kinds, and their words, which may quote, are left behind. */
static void
test_causes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cause_cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      assert_for_cause (&cause_cases[i], FALSE, cause_cases[i].service);
      assert_for_cause (&cause_cases[i], TRUE, cause_cases[i].store);
    }
}

/* A cancellation stays one, and what is classified already stays what it is. */
static void
test_causes_that_pass (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_autoptr (GError) known = annex_service_error_new (ANNEX_SERVICE_ERROR_TOO_LARGE, NULL, "Too large");
  g_autoptr (GError) first = annex_service_error_new_for_cause (cancelled, annex_error_details_new (NULL, NULL), FALSE);
  g_autoptr (GError) second = annex_service_error_new_for_cause (known, annex_error_details_new (NULL, NULL), FALSE);

  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (second, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TOO_LARGE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service-error/names", test_names);
  g_test_add_func ("/service-error/bounds", test_bounds);
  g_test_add_func ("/service-error/details", test_details);
  g_test_add_func ("/service-error/classification", test_classification);
  g_test_add_func ("/service-error/causes", test_causes);
  g_test_add_func ("/service-error/causes-that-pass", test_causes_that_pass);

  return g_test_run ();
}
