/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-wording.h"

#include "test-chat.h"
#include "test-support.h"

#define FSI "\u2068"
#define PDI "\u2069"

static void
test_isolate (void)
{
  g_autofree char *plain = annex_wording_isolate ("מכתב.pdf");
  g_autofree char *nothing = annex_wording_isolate (NULL);

  g_assert_cmpstr (plain, ==, FSI "מכתב.pdf" PDI);
  g_assert_cmpstr (nothing, ==, FSI PDI);
}

/* A stranger's display name cannot end its isolate, begin a line, steer a terminal or fill the window. */
static void
test_clean (void)
{
  g_autofree char *plain = annex_wording_clean ("María José 👩‍👧 नमस्ते");
  g_autofree char *hostile = annex_wording_clean ("Eve\x1b]0;x\x07\nid\tname\u2069\u202e\u2028.");
  g_autofree char *letters = g_strnfill (5000, 'x');
  g_autofree char *large = annex_wording_clean (letters);
  g_autofree char *broken = annex_wording_clean ("a\xff");

  g_assert_cmpstr (plain, ==, "María José 👩‍👧 नमस्ते");
  g_assert_cmpstr (hostile, ==, "Eve�]0;x��id�name���.");
  g_assert_cmpint (g_utf8_strlen (large, -1), ==, 257);
  g_assert_true (g_str_has_suffix (large, "x…"));
  g_assert_true (g_utf8_validate (broken, -1, NULL));
}

static void
test_time (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) today = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now), 14, 2, 3);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (today);
  g_autoptr (GDateTime) year_ago = g_date_time_add_years (today, -1);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (today, -1);
  g_autofree char *today_text = annex_wording_time (today);
  g_autofree char *utc_text = annex_wording_time (utc);
  g_autofree char *year_ago_text = annex_wording_time (year_ago);
  g_autofree char *yesterday_text = annex_wording_time (yesterday);
  g_autofree char *none_text = annex_wording_time (NULL);
  g_autofree char *year = g_date_time_format (year_ago, " %Y, 14:02");

  g_assert_cmpstr (today_text, ==, "14:02");
  g_assert_cmpstr (utc_text, ==, "14:02");
  g_assert_true (g_str_has_suffix (yesterday_text, ", 14:02"));
  g_assert_true (g_str_has_suffix (year_ago_text, year));
  g_assert_cmpstr (none_text, ==, "");
}

static void
test_progress (void)
{
  g_autofree char *part = annex_wording_progress (3100000, 8400000);
  g_autofree char *unknown = annex_wording_progress (3100000, 0);

  g_assert_cmpstr (part, ==, "3.1\u00a0MB of 8.4\u00a0MB");
  g_assert_cmpstr (unknown, ==, "3.1\u00a0MB");
}

/* The first second has a word of its own, and no countdown reaches below zero. */
static void
test_seconds (void)
{
  gint64           now = g_get_monotonic_time ();
  g_autofree char *one = annex_wording_seconds_until (now + G_USEC_PER_SEC / 2);
  g_autofree char *many = annex_wording_seconds_until (now + 600 * G_USEC_PER_SEC - G_USEC_PER_SEC / 2);
  g_autofree char *past = annex_wording_seconds_until (now - 5 * G_USEC_PER_SEC);

  g_assert_cmpstr (one, ==, "Trying again in 1 second.");
  g_assert_cmpstr (many, ==, "Trying again in 600 seconds.");
  g_assert_cmpstr (past, ==, "Trying again in 0 seconds.");
}

static void
test_types (void)
{
  const char *const names[] = { "a.jpg", "a.pdf", "a.csv", "a.docx", "a.txt", "a.zip", "a.mp3", "a.mp4", "a.svg", "a.exe", "a.nonsense" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AnnexFileType *type = annex_file_type_from_claims (names[i], NULL);

      g_assert_cmpstr (annex_wording_type (type), !=, "");
      g_assert_true (g_str_has_suffix (annex_wording_type_icon (type), "-symbolic"));
    }
}

/* Icons that the theme does not have would be shown as a broken picture. */
static void
test_icons_exist (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (int kind = ANNEX_FILE_KIND_UNKNOWN; kind <= ANNEX_FILE_KIND_PROGRAM; kind++)
    {
      AnnexFileType type = { .kind = (AnnexFileKind) kind };

      g_test_message ("%s", annex_wording_type_icon (&type));
      g_assert_true (gtk_icon_theme_has_icon (theme, annex_wording_type_icon (&type)));
    }
}

/* Senders: the name where there is one, otherwise the role; a hostile name is kept apart by isolates. */
static void
test_senders (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  const struct
  {
    const char *id;
    const char *role;
    const char *sender;
    const char *expected;
  } cases[] = {
    { "a-1", "CUSTOMER", "Maria S.", FSI "Maria S." PDI },
    { "a-2", "CUSTOMER", NULL, "Customer" },
    { "a-3", "AGENT", "", "Agent" },
    { "a-4", "SYSTEM", NULL, "System" },
    { "a-5", "CUSTOM_BOT", NULL, "Bot" },
    { "a-6", "SUPERVISOR", NULL, "Supervisor" },
    { "a-7", "NEW_ROLE", NULL, "Unknown sender" },
    { "a-8", "CUSTOMER", "<b>x</b>", FSI "<b>x</b>" PDI },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_chat_add_item (chat, cases[i].id, "a.pdf", cases[i].role, cases[i].sender, "APPROVED");
  test_chat_open (chat);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sender = annex_wording_sender (test_chat_get (chat, cases[i].id));

      g_assert_cmpstr (sender, ==, cases[i].expected);
    }
}

static void
test_states (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  g_autofree char *id = NULL;
  g_autofree char *ready = NULL;
  const struct
  {
    const char *id;
    const char *status;
    const char *expected;
  } cases[] = {
    { "a-1", "APPROVED", NULL },
    { "a-2", "IN_PROGRESS", "Being checked" },
    { "a-3", "REJECTED", "Blocked" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_chat_add_item (chat, cases[i].id, "a.pdf", "CUSTOMER", "Maria S.", cases[i].status);
  id = test_chat_add_text (chat, "letter.txt", "1234567890");
  test_chat_open (chat);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *state = annex_wording_state (test_chat_get (chat, cases[i].id));

      g_assert_cmpstr (state, ==, cases[i].expected);
    }
  annex_attachment_fetch (test_chat_get (chat, id));
  test_wait_for_state (test_chat_get (chat, id), ANNEX_ATTACHMENT_STATE_READY);
  ready = annex_wording_state (test_chat_get (chat, id));
  g_assert_cmpstr (ready, ==, "10 bytes");
}

static void
test_description (void)
{
  g_autoptr (TestChat) chat = test_chat_new ();
  g_autofree char *checked = NULL;
  g_autofree char *available = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *time = NULL;
  g_autofree char *expected = NULL;

  test_chat_add_item (chat, "a-1", "bill.pdf", "CUSTOMER", "Maria S.", "APPROVED");
  test_chat_add_item (chat, "a-2", "b\u202efdp.exe", "CUSTOMER", NULL, "IN_PROGRESS");
  test_chat_open (chat);

  time = annex_wording_time (annex_attachment_get_time (test_chat_get (chat, "a-1")));
  expected = g_strdup_printf (FSI "bill.pdf" PDI ", PDF document, from " FSI "Maria S." PDI ", %s", time);
  available = annex_wording_description (test_chat_get (chat, "a-1"));
  g_assert_cmpstr (available, ==, expected);

  checked = annex_wording_description (test_chat_get (chat, "a-2"));
  g_assert_true (g_str_has_prefix (checked, FSI "b_fdp.exe" PDI ", "));
  g_assert_true (g_str_has_suffix (checked, ", Being checked"));

  summary = annex_wording_summary (test_chat_get (chat, "a-2"));
  g_assert_true (g_str_has_prefix (summary, "Customer · "));
  g_assert_true (g_str_has_suffix (summary, " · Being checked"));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add_func ("/wording/isolate", test_isolate);
  g_test_add_func ("/wording/clean", test_clean);
  g_test_add_func ("/wording/time", test_time);
  g_test_add_func ("/wording/progress", test_progress);
  g_test_add_func ("/wording/seconds", test_seconds);
  g_test_add_func ("/wording/types", test_types);
  g_test_add_func ("/wording/icons-exist", test_icons_exist);
  g_test_add_func ("/wording/senders", test_senders);
  g_test_add_func ("/wording/states", test_states);
  g_test_add_func ("/wording/description", test_description);

  return g_test_run ();
}
