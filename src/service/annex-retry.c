/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-retry.h"

#include "annex-service-error.h"

#include <libsoup/soup.h>

#define MAX_ATTEMPTS 3
#define BASE_TRANSIENT_MS 50
#define BASE_THROTTLING_MS 1000
#define MAX_DELAY_MS 20000
#define MAX_EXTRA_FOR_HINT_MS 5000
#define BUCKET_SIZE 500
#define COST_TRANSIENT 14
#define COST_THROTTLING 5
#define REWARD_FOR_FIRST_ATTEMPT 1
#define MAX_HINT_MS (24 * 60 * 60 * 1000)

struct _AnnexRetry
{
  GObject         parent_instance;
  AnnexRandomFunc random;
  gpointer        random_data;
  guint           tokens;
};

enum
{
  SIGNAL_THROTTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexRetry, annex_retry, G_TYPE_OBJECT)

static guint
get_cost (AnnexRetryKind kind)
{
  return kind == ANNEX_RETRY_THROTTLING ? COST_THROTTLING : COST_TRANSIENT;
}

static double
compute_backoff (AnnexRetry    *self,
                 AnnexRetryKind kind,
                 guint          attempts)
{
  const double base = kind == ANNEX_RETRY_THROTTLING ? BASE_THROTTLING_MS : BASE_TRANSIENT_MS;
  const double limit = MIN (base * (double) (1u << MIN (attempts - 1, 16)), MAX_DELAY_MS);

  return self->random (self->random_data) * limit;
}

static gint64
begin_retry (AnnexRetry    *self,
             AnnexRetryKind kind,
             guint          attempts,
             gint64         hint_ms)
{
  gint64 delay;

  self->tokens -= get_cost (kind);
  delay = (gint64) compute_backoff (self, kind, attempts);

  return MAX (delay, MIN (hint_ms, delay + MAX_EXTRA_FOR_HINT_MS));
}

static gint64
parse_number (const char *text,
              gint64      unit_ms)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &number, NULL))
    return -1;

  return (gint64) MIN (number, (guint64) (MAX_HINT_MS / unit_ms)) * unit_ms;
}

static gint64
parse_date (const char *text,
            gint64      now_unix)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (text == NULL)
    return -1;

  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return -1;

  seconds = g_date_time_to_unix (date) - now_unix;

  return CLAMP (seconds, 0, MAX_HINT_MS / 1000) * 1000;
}

static gboolean
is_transient_status (guint status)
{
  return status == 500 || status == 502 || status == 503 || status == 504;
}

static void
annex_retry_class_init (AnnexRetryClass *klass)
{
  /**
   * AnnexRetry::throttled:
   *
   * Something that is tried again here was refused because too much was asked for, and perhaps is tried again.
   */
  signals[SIGNAL_THROTTLED] = g_signal_new ("throttled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_retry_init (AnnexRetry *self)
{
  self->tokens = BUCKET_SIZE;
}

/**
 * annex_retry_new:
 * @random: (scope forever): source of random numbers from 0 up to, not including, 1
 * @random_data: what @random is called with
 *
 * The retry policy that the AWS SDKs call standard mode: three attempts, full jitter over an exponential pause of 50 ms
 * (transient) or 1 s (throttling) up to 20 s, and a bucket of 500 tokens that keeps a failing service from being stormed;
 * a retry costs 14 or 5 of them. Numbers as in the AWS SDK for JavaScript (`@smithy/core`, `retries-2026-config`). Asks
 * no clock and sends nothing. All clients of a process share one.
 *
 * Returns: (transfer full): a policy with a full bucket
 */
AnnexRetry *
annex_retry_new (AnnexRandomFunc random,
                 gpointer        random_data)
{
  AnnexRetry *self;

  g_return_val_if_fail (random != NULL, NULL);

  self = g_object_new (ANNEX_TYPE_RETRY, NULL);
  self->random = random;
  self->random_data = random_data;

  return self;
}

/**
 * annex_retry_classify:
 * @error: why an attempt failed
 *
 * Returns: whether, and how patiently, the same may be tried again
 */
AnnexRetryKind
annex_retry_classify (const GError *error)
{
  const AnnexErrorDetails *details;

  g_return_val_if_fail (error != NULL, ANNEX_RETRY_FINAL);

  if (error->domain != ANNEX_SERVICE_ERROR)
    return ANNEX_RETRY_FINAL;

  details = annex_service_error_get_details (error);

  switch ((AnnexServiceError) error->code)
    {
    case ANNEX_SERVICE_ERROR_THROTTLED:
      return ANNEX_RETRY_THROTTLING;

    case ANNEX_SERVICE_ERROR_INTERNAL:
    case ANNEX_SERVICE_ERROR_STORE_BUSY:
      if (details != NULL && g_strcmp0 (details->name, "SlowDown") == 0)
        return ANNEX_RETRY_THROTTLING;
      if (details != NULL && details->http_status != 0 && !is_transient_status (details->http_status))
        return ANNEX_RETRY_FINAL;
      return ANNEX_RETRY_TRANSIENT;

    case ANNEX_SERVICE_ERROR_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_STORE_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_TIMED_OUT:
    case ANNEX_SERVICE_ERROR_INTERRUPTED:
      return ANNEX_RETRY_TRANSIENT;

    default:
      return ANNEX_RETRY_FINAL;
    }
}

/**
 * annex_retry_next_delay:
 * @self: a policy
 * @kind: how the last attempt failed
 * @attempts: how many attempts were made so far, the failed one included; at least 1
 * @hint_ms: the server's wish in milliseconds, or -1
 *
 * Decides on another attempt and takes its price from the bucket. A hint may lengthen the pause by at most 5 s. Throttling
 * is told to all who listen to #AnnexRetry::throttled, also when it is final.
 *
 * Returns: milliseconds to wait, or -1 when the failure is final
 */
gint64
annex_retry_next_delay (AnnexRetry    *self,
                        AnnexRetryKind kind,
                        guint          attempts,
                        gint64         hint_ms)
{
  g_return_val_if_fail (ANNEX_IS_RETRY (self), -1);
  g_return_val_if_fail (attempts > 0, -1);

  if (kind == ANNEX_RETRY_THROTTLING)
    g_signal_emit (self, signals[SIGNAL_THROTTLED], 0);
  if (kind == ANNEX_RETRY_FINAL || attempts >= MAX_ATTEMPTS || self->tokens < get_cost (kind))
    return -1;

  return begin_retry (self, kind, attempts, hint_ms);
}

/**
 * annex_retry_next_pause:
 * @self: a policy
 * @attempts: how often in a row the service has throttled; at least 1
 * @hint_ms: the server's wish in milliseconds, or -1
 *
 * As annex_retry_next_delay() for throttling, but for somebody who sees the wait and can end it: only an empty bucket
 * makes it final, and not the number of attempts.
 *
 * Returns: milliseconds to wait, or -1 when the bucket is empty
 */
gint64
annex_retry_next_pause (AnnexRetry *self,
                        guint       attempts,
                        gint64      hint_ms)
{
  g_return_val_if_fail (ANNEX_IS_RETRY (self), -1);
  g_return_val_if_fail (attempts > 0, -1);

  if (self->tokens < COST_THROTTLING)
    return -1;

  return begin_retry (self, ANNEX_RETRY_THROTTLING, attempts, hint_ms);
}

/**
 * annex_retry_succeeded:
 * @self: a policy
 * @kind: for what the last retry was made, or %ANNEX_RETRY_FINAL when the first attempt succeeded
 *
 * Gives the price of the last retry back to the bucket, or one token for a success at once.
 */
void
annex_retry_succeeded (AnnexRetry    *self,
                       AnnexRetryKind kind)
{
  const guint refund = kind == ANNEX_RETRY_FINAL ? REWARD_FOR_FIRST_ATTEMPT : get_cost (kind);

  g_return_if_fail (ANNEX_IS_RETRY (self));

  self->tokens = MIN (self->tokens + refund, BUCKET_SIZE);
}

/**
 * annex_retry_parse_hint:
 * @amz_retry_after: (nullable): value of `x-amz-retry-after`, in milliseconds
 * @retry_after: (nullable): value of `Retry-After`, in seconds or an HTTP date
 * @now_unix: the present, in seconds since 1970; best the answer's own `Date`
 *
 * Reads how long the server wants one to wait. The first header comes first (AWS SDK for JavaScript,
 * `parseRetryAfterHeader`).
 *
 * Returns: milliseconds, at most a day, or -1 without an intelligible hint
 */
gint64
annex_retry_parse_hint (const char *amz_retry_after,
                        const char *retry_after,
                        gint64      now_unix)
{
  gint64 hint = parse_number (amz_retry_after, 1);

  if (hint < 0)
    hint = parse_number (retry_after, 1000);
  if (hint < 0)
    hint = parse_date (retry_after, now_unix);

  return hint;
}
