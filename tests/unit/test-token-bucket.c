/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-token-bucket.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* A full bucket is emptied at once, and then gives as fast as it is filled. */
static void
test_burst_then_rate (void)
{
  AnnexTokenBucket bucket;
  guint            n_taken = 0;

  annex_token_bucket_init (&bucket, 4, 4, 100 * SECOND);
  for (guint i = 0; i < 10; i++)
    n_taken += annex_token_bucket_take (&bucket, 100 * SECOND);
  g_assert_cmpuint (n_taken, ==, 4);
  g_assert_cmpint (annex_token_bucket_get_wait_us (&bucket, 100 * SECOND), >=, SECOND / 4);
  g_assert_cmpint (annex_token_bucket_get_wait_us (&bucket, 100 * SECOND), <=, SECOND / 4 + 1);

  /* Asked every millisecond for ten seconds */
  for (guint ms = 1; ms <= 10000; ms++)
    n_taken += annex_token_bucket_take (&bucket, 100 * SECOND + ms * 1000);
  g_assert_cmpuint (n_taken, >=, 4 + 39);
  g_assert_cmpuint (n_taken, <=, 4 + 40);
}

/* However long nobody asks, there are never more than it holds. */
static void
test_holds_no_more (void)
{
  AnnexTokenBucket bucket;
  guint            n_taken = 0;

  annex_token_bucket_init (&bucket, 4, 4, 0);
  g_assert_true (annex_token_bucket_take (&bucket, 1));
  for (guint i = 0; i < 10; i++)
    n_taken += annex_token_bucket_take (&bucket, 1000000 * SECOND);
  g_assert_cmpuint (n_taken, ==, 4);
}

/* Whoever waits as long as was said gets one, for every rate. */
static void
test_wait_is_enough (void)
{
  static const double rates[] = { 0.001, 0.3, 1, 3, 4, 7, 1000, 1e9 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnexTokenBucket bucket;
      gint64           now = 12345678;

      annex_token_bucket_init (&bucket, rates[i], 1, now);
      for (guint j = 0; j < 100; j++)
        {
          g_assert_true (annex_token_bucket_take (&bucket, now));
          now += annex_token_bucket_get_wait_us (&bucket, now);
        }
    }
}

/* A clock that stands still, or one that is read in another order, gives nothing. */
static void
test_no_time (void)
{
  AnnexTokenBucket bucket;

  annex_token_bucket_init (&bucket, 4, 1, 5 * SECOND);
  g_assert_true (annex_token_bucket_take (&bucket, 5 * SECOND));
  g_assert_false (annex_token_bucket_take (&bucket, 5 * SECOND));
  g_assert_false (annex_token_bucket_take (&bucket, 4 * SECOND));
  g_assert_true (annex_token_bucket_take (&bucket, 5 * SECOND + SECOND / 4));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-bucket/burst-then-rate", test_burst_then_rate);
  g_test_add_func ("/token-bucket/holds-no-more", test_holds_no_more);
  g_test_add_func ("/token-bucket/wait-is-enough", test_wait_is_enough);
  g_test_add_func ("/token-bucket/no-time", test_no_time);

  return g_test_run ();
}
