/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-retry.h"

#include "annex-service-error.h"

static double
get_fixed (gpointer user_data)
{
  return *(double *) user_data;
}

static double almost_one = 0.999999999;
static double zero = 0.0;
static double half = 0.5;

/* The pause doubles from its base; three attempts are all. */
static void
test_delays (void)
{
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_fixed, &half);

  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_TRANSIENT, 1, -1), ==, 25);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_TRANSIENT, 2, -1), ==, 50);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_TRANSIENT, 3, -1), ==, -1);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, -1), ==, 500);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 2, -1), ==, 1000);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 3, -1), ==, -1);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_FINAL, 1, -1), ==, -1);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_FINAL, 1, 1000), ==, -1);
}

/* Full jitter: anything from nothing to the whole pause. */
static void
test_jitter (void)
{
  g_autoptr (AnnexRetry) low = annex_retry_new (get_fixed, &zero);
  g_autoptr (AnnexRetry) high = annex_retry_new (get_fixed, &almost_one);

  g_assert_cmpint (annex_retry_next_delay (low, ANNEX_RETRY_THROTTLING, 2, -1), ==, 0);
  g_assert_cmpint (annex_retry_next_delay (high, ANNEX_RETRY_THROTTLING, 2, -1), ==, 1999);
}

/* The server's wish lengthens the pause, but by no more than five seconds, and never shortens it. */
static void
test_hint (void)
{
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_fixed, &half);

  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, 0), ==, 500);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, 499), ==, 500);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, 3000), ==, 3000);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, 5500), ==, 5500);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_THROTTLING, 1, 5501), ==, 5500);
  g_assert_cmpint (annex_retry_next_delay (retry, ANNEX_RETRY_TRANSIENT, 1, 86400000), ==, 5025);
}

static guint
empty_bucket (AnnexRetry    *retry,
              AnnexRetryKind kind)
{
  guint n_retries = 0;

  while (annex_retry_next_delay (retry, kind, 1, -1) >= 0)
    n_retries++;

  return n_retries;
}

/* 500 tokens are 35 transient retries at 14 or 100 for throttling at 5; then nothing is repeated any more. */
static void
test_bucket (void)
{
  g_autoptr (AnnexRetry) transient = annex_retry_new (get_fixed, &zero);
  g_autoptr (AnnexRetry) throttling = annex_retry_new (get_fixed, &zero);

  g_assert_cmpuint (empty_bucket (transient, ANNEX_RETRY_TRANSIENT), ==, 35);
  /* 500 - 35 * 14 = 10 are left. */
  g_assert_cmpuint (empty_bucket (transient, ANNEX_RETRY_THROTTLING), ==, 2);
  g_assert_cmpuint (empty_bucket (throttling, ANNEX_RETRY_THROTTLING), ==, 100);
}

/* A success gives back what its retry cost, or one token. */
static void
test_refund (void)
{
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_fixed, &zero);

  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_THROTTLING), ==, 100);

  annex_retry_succeeded (retry, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_TRANSIENT), ==, 1);

  annex_retry_succeeded (retry, ANNEX_RETRY_THROTTLING);
  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_TRANSIENT), ==, 0);
  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_THROTTLING), ==, 1);

  for (guint i = 0; i < 14; i++)
    annex_retry_succeeded (retry, ANNEX_RETRY_FINAL);
  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_TRANSIENT), ==, 1);
}

/* A refund never makes more than the bucket holds. */
static void
test_bucket_overflow (void)
{
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_fixed, &zero);

  for (guint i = 0; i < 1000; i++)
    annex_retry_succeeded (retry, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpuint (empty_bucket (retry, ANNEX_RETRY_TRANSIENT), ==, 35);
}

typedef struct
{
  const char *amz_retry_after;
  const char *retry_after;
  gint64      hint;
} HintCase;

/* 1 January 2026, 00:00:00 UTC */
#define NOW 1767225600

static const HintCase hint_cases[] = {
  { NULL, NULL, -1 },
  { "1500", NULL, 1500 },
  { "0", NULL, 0 },
  { "1500", "7", 1500 },
  { NULL, "7", 7000 },
  { "soon", "7", 7000 },
  { "", "7", 7000 },
  { "-5", "7", 7000 },
  { "1.5", NULL, -1 },
  { NULL, "soon", -1 },
  { NULL, "-1", -1 },
  { NULL, "", -1 },
  { NULL, "Thu, 01 Jan 2026 00:00:09 GMT", 9000 },
  { NULL, "Wed, 31 Dec 2025 23:59:00 GMT", 0 },
  { NULL, "Fri, 01 Jan 2100 00:00:00 GMT", 86400000 },
  { NULL, "99999999999999999999", -1 },
  { NULL, "18446744073709551615", 86400000 },
  { "18446744073709551615", NULL, 86400000 },
};

/* Milliseconds, seconds or a date; nonsense is no hint. */
static void
test_parse_hint (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hint_cases); i++)
    {
      const HintCase *hint = &hint_cases[i];

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (annex_retry_parse_hint (hint->amz_retry_after, hint->retry_after, NOW), ==, hint->hint);
    }
}

static AnnexRetryKind
classify (AnnexServiceError code,
          guint             status,
          const char       *name)
{
  AnnexErrorDetails *details = annex_error_details_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  details->http_status = status;
  annex_error_details_set_name (details, name);
  error = annex_service_error_new (code, details, "For a test");

  return annex_retry_classify (error);
}

/* Only what the SDKs call transient or throttling is repeated. */
static void
test_classify (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_autoptr (GError) plain = annex_service_error_new (ANNEX_SERVICE_ERROR_INTERNAL, NULL, "Without details");

  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_THROTTLED, 429, NULL), ==, ANNEX_RETRY_THROTTLING);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERNAL, 500, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERNAL, 502, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERNAL, 503, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERNAL, 504, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERNAL, 501, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_STORE_BUSY, 503, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_STORE_BUSY, 503, "SlowDown"), ==, ANNEX_RETRY_THROTTLING);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_UNREACHABLE, 0, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_TIMED_OUT, 0, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INTERRUPTED, 200, NULL), ==, ANNEX_RETRY_TRANSIENT);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_ACCESS_DENIED, 403, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INVALID_REQUEST, 400, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_INVALID_REPLY, 200, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_TLS, 0, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (classify (ANNEX_SERVICE_ERROR_REDIRECTED, 302, NULL), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (annex_retry_classify (cancelled), ==, ANNEX_RETRY_FINAL);
  g_assert_cmpint (annex_retry_classify (plain), ==, ANNEX_RETRY_TRANSIENT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/delays", test_delays);
  g_test_add_func ("/retry/jitter", test_jitter);
  g_test_add_func ("/retry/hint", test_hint);
  g_test_add_func ("/retry/bucket", test_bucket);
  g_test_add_func ("/retry/refund", test_refund);
  g_test_add_func ("/retry/bucket-overflow", test_bucket_overflow);
  g_test_add_func ("/retry/parse-hint", test_parse_hint);
  g_test_add_func ("/retry/classify", test_classify);

  return g_test_run ();
}
