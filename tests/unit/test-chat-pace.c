/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat-pace.h"
#include "annex-service-error.h"

static GError *
make_throttling (gint64 retry_after_ms)
{
  AnnexErrorDetails *details = annex_error_details_new ("GetTranscript", NULL);

  details->retry_after_ms = retry_after_ms;

  return annex_service_error_new (ANNEX_SERVICE_ERROR_THROTTLED, details, "Throttled");
}

static void
test_steady (void)
{
  g_assert_cmpuint (annex_chat_pace_get_seconds (ANNEX_CHAT_POLL_SECONDS, FALSE, NULL), ==, 20);
  g_assert_cmpuint (annex_chat_pace_get_seconds (90, FALSE, NULL), ==, 90);
}

static void
test_never (void)
{
  g_autoptr (GError) throttling = make_throttling (-1);

  g_assert_cmpuint (annex_chat_pace_get_seconds (0, FALSE, NULL), ==, 0);
  g_assert_cmpuint (annex_chat_pace_get_seconds (0, TRUE, NULL), ==, 0);
  g_assert_cmpuint (annex_chat_pace_get_seconds (0, TRUE, throttling), ==, 0);
}

static void
test_sooner_for_a_check (void)
{
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, TRUE, NULL), ==, 5);
  g_assert_cmpuint (annex_chat_pace_get_seconds (2, TRUE, NULL), ==, 2);
}

static void
test_pauses_when_throttled (void)
{
  g_autoptr (GError) plain = make_throttling (-1);
  g_autoptr (GError) small = make_throttling (1500);
  g_autoptr (GError) large = make_throttling (90001);
  g_autoptr (GError) absurd = make_throttling (G_MAXINT64);

  g_assert_cmpuint (annex_chat_pace_get_seconds (20, FALSE, plain), ==, 60);
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, TRUE, plain), ==, 60);
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, FALSE, small), ==, 60);
  g_assert_cmpuint (annex_chat_pace_get_seconds (100, FALSE, plain), ==, 100);
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, FALSE, large), ==, 91);
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, FALSE, absurd), ==, 3600);
}

static void
test_goes_on_after_other_errors (void)
{
  g_autoptr (GError) internal = annex_service_error_new (ANNEX_SERVICE_ERROR_INTERNAL, NULL, "Internal");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Failed");

  g_assert_cmpuint (annex_chat_pace_get_seconds (20, FALSE, internal), ==, 20);
  g_assert_cmpuint (annex_chat_pace_get_seconds (20, TRUE, foreign), ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chat-pace/steady", test_steady);
  g_test_add_func ("/chat-pace/never", test_never);
  g_test_add_func ("/chat-pace/sooner-for-a-check", test_sooner_for_a_check);
  g_test_add_func ("/chat-pace/pauses-when-throttled", test_pauses_when_throttled);
  g_test_add_func ("/chat-pace/goes-on-after-other-errors", test_goes_on_after_other_errors);

  return g_test_run ();
}
