/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-window.h"

#include "annex-offline-banner.h"
#include "annex-viewer.h"
#include "annex-wording.h"

#include "../service/test-network-monitor.h"
#include "test-chat.h"
#include "test-support.h"

#define RED 0xe01020

/* A window, a chat for it, and a network that a test takes away. */
typedef struct
{
  TestChat           *chat;    /* (owned) */
  AnnexWindow        *window;  /* (owned) */
  TestNetworkMonitor *monitor; /* (owned) */
  AnnexNetworkStatus *network; /* (owned) */
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->chat = test_chat_new ();
  fixture->monitor = test_network_monitor_new ();
  fixture->network = annex_network_status_new (G_NETWORK_MONITOR (fixture->monitor));
  annex_network_status_set_counts_loopback (fixture->network, TRUE);
  annex_fetch_queue_set_network (fixture->chat->queue, fixture->network);

  fixture->window = g_object_ref (annex_window_new (GTK_APPLICATION ((gpointer) data), fixture->chat->pool));
  annex_window_set_network (fixture->window, fixture->network);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_wait_until (is_mapped, fixture->window);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  test_assert_finalizes (fixture->window);
  annex_fetch_queue_set_network (fixture->chat->queue, NULL);
  test_chat_free (fixture->chat);
  g_assert_finalize_object (fixture->network);
  g_assert_finalize_object (fixture->monitor);
}

static AnnexViewer *
get_viewer (Fixture *fixture)
{
  return ANNEX_VIEWER (test_find (fixture->window, ANNEX_TYPE_VIEWER));
}

static char *
add_png (Fixture    *fixture,
         const char *name)
{
  g_autoptr (GBytes) png = test_make_png (200, 100, RED);

  return test_chat_add (fixture->chat, name, "image/png", png);
}

static void
open_chat (Fixture *fixture)
{
  test_chat_open (fixture->chat);
  annex_window_set_chat (fixture->window, fixture->chat->chat);
}

static void
select_row (Fixture *fixture,
            guint    position)
{
  AdwNavigationSplitView *split_view = ADW_NAVIGATION_SPLIT_VIEW (test_find (fixture->window, ADW_TYPE_NAVIGATION_SPLIT_VIEW));
  GtkListView            *list = GTK_LIST_VIEW (test_find (adw_navigation_split_view_get_sidebar (split_view), GTK_TYPE_LIST_VIEW));

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (list)), position);
}

/* Opens a chat with one picture, and selects that. */
static AnnexAttachment *
show_one (Fixture *fixture)
{
  g_autofree char *id = add_png (fixture, "photo.png");

  open_chat (fixture);
  select_row (fixture, 0);

  return test_chat_get (fixture->chat, id);
}

/* A text in the window that is waited for. */
typedef struct
{
  gpointer    window;
  const char *text;
} Wish;

static gboolean
has_text (gpointer data)
{
  const Wish *wish = data;

  return test_shows_text (wish->window, wish->text);
}

static gboolean
has_button (gpointer data)
{
  const Wish *wish = data;

  return test_find_button (wish->window, wish->text) != NULL;
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  Wish wish = { fixture->window, text };

  test_wait_until_named (has_text, &wish, text);
}

static void
wait_for_button (Fixture    *fixture,
                 const char *label)
{
  Wish wish = { fixture->window, label };

  test_wait_until_named (has_button, &wish, label);
}

static void
click (Fixture    *fixture,
       const char *label)
{
  wait_for_button (fixture, label);
  g_signal_emit_by_name (test_find_button (fixture->window, label), "clicked");
}

static gboolean
shows_picture (gpointer data)
{
  return g_strcmp0 (annex_viewer_get_page_name (data), "picture") == 0;
}

static void
wait_for_picture (Fixture *fixture)
{
  test_wait_until (shows_picture, get_viewer (fixture));
}

static void
throttle (Fixture    *fixture,
          const char *headers,
          guint       times)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = 429, .headers = headers, .body = body, .times = times };

  annex_sample_service_push_fault (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT, &fault);
}

static gboolean
is_counting (gpointer data)
{
  return test_shows_text (data, "The service is busy. Trying again in 3 seconds.") || test_shows_text (data, "The service is busy. Trying again in 2 seconds.");
}

static gboolean
waits_again (gpointer data)
{
  return annex_attachment_get_n_waits (data) >= 2 && annex_attachment_get_state (data) == ANNEX_ATTACHMENT_STATE_WAITING;
}

/* The first pause only counts down; from the second on the agent may end it. */
static void
test_throttled (Fixture      *fixture,
                gconstpointer data)
{
  AnnexAttachment *attachment;

  fixture->chat->jitter = 0.999;
  throttle (fixture, "x-amz-retry-after: 4000", 1);
  throttle (fixture, "x-amz-retry-after: 100000", 0);
  attachment = show_one (fixture);
  wait_for_text (fixture, "Too Many Requests");
  g_assert_cmpuint (annex_attachment_get_n_waits (attachment), ==, 1);
  wait_for_button (fixture, "_Cancel");
  g_assert_null (test_find_button (fixture->window, "Try _Now"));
  g_assert_null (test_find_button (fixture->window, "_More Information"));
  test_wait_until (is_counting, fixture->window);

  test_wait_until (waits_again, attachment);
  annex_sample_service_clear_faults (fixture->chat->service);
  click (fixture, "Try _Now");
  wait_for_picture (fixture);
}

static gboolean
is_shown_or_told (gpointer data)
{
  Fixture *fixture = data;

  return test_shows_text (fixture->window, "Too Many Requests") || shows_picture (get_viewer (fixture));
}

/* A pause that is over before it could be read is no news. */
static void
test_throttled_once (Fixture      *fixture,
                     gconstpointer data)
{
  fixture->chat->jitter = 0.7;
  throttle (fixture, NULL, 1);
  g_assert_nonnull (show_one (fixture));
  test_wait_until (is_shown_or_told, fixture);
  g_assert_true (shows_picture (get_viewer (fixture)));
}

/* Nobody has to do anything for it. */
static void
test_throttled_goes_on (Fixture      *fixture,
                        gconstpointer data)
{
  fixture->chat->jitter = 0.1;
  throttle (fixture, "x-amz-retry-after: 2000", 2);
  g_assert_nonnull (show_one (fixture));
  wait_for_text (fixture, "Too Many Requests");
  wait_for_picture (fixture);
}

static void
test_throttled_cancelled (Fixture      *fixture,
                          gconstpointer data)
{
  AnnexAttachment *attachment;

  throttle (fixture, "x-amz-retry-after: 100000", 0);
  attachment = show_one (fixture);
  wait_for_text (fixture, "Too Many Requests");
  click (fixture, "_Cancel");
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
  wait_for_text (fixture, "Attachment not Loaded");
}

static gboolean
is_offline (Fixture *fixture)
{
  return annex_offline_banner_get_is_revealed (ANNEX_OFFLINE_BANNER (test_find (fixture->window, ANNEX_TYPE_OFFLINE_BANNER)));
}

static void
break_service (Fixture             *fixture,
               AnnexSampleOperation operation)
{
  test_chat_push (fixture->chat, operation, ANNEX_SAMPLE_FAULT_RESET, 0);
}

static void
lose_network (Fixture *fixture)
{
  test_network_monitor_set (fixture->monitor, FALSE, FALSE);
}

static void
restore_network (Fixture *fixture)
{
  annex_sample_service_clear_faults (fixture->chat->service);
  test_network_monitor_set (fixture->monitor, TRUE, FALSE);
}

/* The banner comes and goes with the network; what is there stays to be seen, what is not waits and comes by itself. */
static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *second = add_png (fixture, "second.png");
  g_autofree char *summary = NULL;

  g_assert_nonnull (show_one (fixture));
  wait_for_picture (fixture);
  g_assert_false (is_offline (fixture));

  lose_network (fixture);
  g_assert_true (is_offline (fixture));
  wait_for_text (fixture, "Working offline");
  g_assert_true (shows_picture (get_viewer (fixture)));

  break_service (fixture, ANNEX_SAMPLE_GET_ATTACHMENT);
  annex_attachment_drop_content (test_chat_get (fixture->chat, second));
  select_row (fixture, 1);
  wait_for_text (fixture, "Working Offline");
  wait_for_text (fixture, "This attachment is loaded when the network is back. Loaded attachments stay available.");
  wait_for_button (fixture, "_Cancel");
  wait_for_button (fixture, "Try _Now");

  summary = annex_wording_state (test_chat_get (fixture->chat, second));
  g_assert_cmpstr (summary, ==, "Waiting for the network");

  restore_network (fixture);
  g_assert_false (is_offline (fixture));
  wait_for_picture (fixture);
}

static void
test_offline_without_chat (Fixture      *fixture,
                           gconstpointer data)
{
  lose_network (fixture);
  g_assert_false (is_offline (fixture));
  g_assert_nonnull (show_one (fixture));
  g_assert_true (is_offline (fixture));
  annex_window_set_chat (fixture->window, NULL);
  g_assert_false (is_offline (fixture));
}

/* It had failed before the desktop noticed why. */
static void
test_interrupted_resumes (Fixture      *fixture,
                          gconstpointer data)
{
  test_chat_push (fixture->chat, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF, 0);
  g_assert_nonnull (show_one (fixture));
  wait_for_text (fixture, "Download Interrupted");
  lose_network (fixture);
  restore_network (fixture);
  wait_for_picture (fixture);
}

/* What the agent has cancelled stays so. */
static void
test_cancelled_stays (Fixture      *fixture,
                      gconstpointer data)
{
  AnnexAttachment *attachment;

  lose_network (fixture);
  break_service (fixture, ANNEX_SAMPLE_GET_ATTACHMENT);
  attachment = show_one (fixture);
  wait_for_text (fixture, "Working Offline");
  click (fixture, "_Cancel");
  restore_network (fixture);
  wait_for_text (fixture, "Attachment not Loaded");
  g_assert_cmpint (annex_attachment_get_state (attachment), ==, ANNEX_ATTACHMENT_STATE_AVAILABLE);
}

static gboolean
is_listed (gpointer data)
{
  return g_list_model_get_n_items (data) == 1;
}

/* The list that could not be had comes when the network does. */
static void
test_list_comes (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "photo.png");

  lose_network (fixture);
  break_service (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT);
  test_chat_prepare (fixture->chat);
  annex_window_set_chat (fixture->window, fixture->chat->chat);
  annex_chat_start (fixture->chat->chat);
  wait_for_text (fixture, "Service Unreachable");
  restore_network (fixture);
  test_wait_until (is_listed, fixture->chat->chat);
}

/* The computer has slept: the answer that was waited for will never come, and the spinner does not turn for ever. */
static void
test_woken (Fixture      *fixture,
            gconstpointer data)
{
  test_chat_push (fixture->chat, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_SILENT, 1);
  g_assert_nonnull (show_one (fixture));
  while (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_OBJECT) == 0)
    g_main_context_iteration (NULL, TRUE);

  annex_network_status_wake (fixture->network);
  wait_for_picture (fixture);
}

/* So with the list. */
static void
test_woken_while_listing (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *id = add_png (fixture, "photo.png");

  test_chat_push (fixture->chat, ANNEX_SAMPLE_GET_TRANSCRIPT, ANNEX_SAMPLE_FAULT_SILENT, 1);
  test_chat_prepare (fixture->chat);
  annex_window_set_chat (fixture->window, fixture->chat->chat);
  annex_chat_start (fixture->chat->chat);
  while (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_TRANSCRIPT) == 0)
    g_main_context_iteration (NULL, TRUE);

  annex_network_status_wake (fixture->network);
  test_wait_until (is_listed, fixture->chat->chat);
}

/* What is waited for while this window is in front; other windows may come before it. */
typedef struct
{
  GtkWindow       *window;
  AnnexAttachment *attachment;
} Neighbour;

static gboolean
is_ready (gpointer data)
{
  const Neighbour *neighbour = data;

  if (!gtk_window_is_active (neighbour->window))
    gtk_window_present (neighbour->window);

  return annex_attachment_get_state (neighbour->attachment) == ANNEX_ATTACHMENT_STATE_READY;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_neighbour (Fixture    *fixture,
                    const char *id)
{
  Neighbour neighbour = { GTK_WINDOW (fixture->window), test_chat_get (fixture->chat, id) };
  guint     tick = g_timeout_add (50, on_tick, NULL);

  test_wait_until (is_ready, &neighbour);
  g_source_remove (tick);
}

/* What is beside what is shown, when this window is the one in front; and with the setting off, nothing. */
static void
test_neighbours (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autofree char *first = add_png (fixture, "first.png");
  g_autofree char *second = add_png (fixture, "second.png");
  g_autofree char *third = add_png (fixture, "third.png");

  annex_fetch_queue_set_rate (fixture->chat->queue, ANNEX_FETCH_PRIORITY_NEIGHBOUR, 1e6, 1000);
  g_settings_set_boolean (settings, "prefetch-neighbours", FALSE);
  open_chat (fixture);
  select_row (fixture, 1);
  wait_for_picture (fixture);
  test_settle ();
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->chat->service, ANNEX_SAMPLE_GET_ATTACHMENT), ==, 1);

  g_settings_set_boolean (settings, "prefetch-neighbours", TRUE);
  wait_for_neighbour (fixture, first);
  wait_for_neighbour (fixture, third);
  g_settings_reset (settings, "prefetch-neighbours");
}

static void
add (GtkApplication *application,
     const char     *name,
     void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/waiting/%s", name);

  g_test_add (path, Fixture, application, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkApplication) application = NULL;

  test_init (&argc, &argv);
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", APPLICATION_ID "Test", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  add (application, "throttled", test_throttled);
  add (application, "throttled-once", test_throttled_once);
  add (application, "throttled-goes-on", test_throttled_goes_on);
  add (application, "throttled-cancelled", test_throttled_cancelled);
  add (application, "offline", test_offline);
  add (application, "offline-without-chat", test_offline_without_chat);
  add (application, "interrupted-resumes", test_interrupted_resumes);
  add (application, "cancelled-stays", test_cancelled_stays);
  add (application, "list-comes", test_list_comes);
  add (application, "woken", test_woken);
  add (application, "woken-while-listing", test_woken_while_listing);
  add (application, "neighbours", test_neighbours);

  return g_test_run ();
}
