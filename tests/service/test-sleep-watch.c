/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sleep-watch.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define PATIENCE_US (20 * SECOND)

typedef struct
{
  AnnexSleepWatch *watch;
  gint64           slept_us;
  guint            n_woken;
  guint            n_looks;
  gboolean         has_name;
} Fixture;

static void
on_woken (Fixture *fixture)
{
  fixture->n_woken++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->watch = annex_sleep_watch_new ();
  g_signal_connect_swapped (fixture->watch, "woken", G_CALLBACK (on_woken), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->watch);
}

static void
iterate_until_at_least (const guint *count,
                        guint        wanted)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (*count < wanted)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

static gint64
get_slept_us (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_looks++;

  return fixture->slept_us;
}

/* A jump of the one clock against the other is a sleep, and is told once. */
static void
test_clocks (Fixture      *fixture,
             gconstpointer data)
{
  fixture->slept_us = 5 * 3600 * SECOND;
  annex_sleep_watch_compare_clocks (fixture->watch, get_slept_us, fixture, 5);
  iterate_until_at_least (&fixture->n_looks, 4);
  g_assert_cmpuint (fixture->n_woken, ==, 0);

  fixture->slept_us += 600 * SECOND;
  iterate_until_at_least (&fixture->n_woken, 1);
  fixture->slept_us += SECOND / 10;
  iterate_until_at_least (&fixture->n_looks, fixture->n_looks + 3);
  g_assert_cmpuint (fixture->n_woken, ==, 1);

  fixture->slept_us += 3 * SECOND;
  iterate_until_at_least (&fixture->n_woken, 2);
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                                                        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                                        NULL,
                                                                        NULL,
                                                                        &error);

  g_assert_no_error (error);

  return connection;
}

static void
emit (GDBusConnection *connection,
      const char      *path,
      const char      *signal,
      GVariant        *arguments)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (connection, NULL, path, "org.freedesktop.login1.Manager", signal, arguments, &error);
  g_assert_no_error (error);
}

static void
on_name_acquired (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  ((Fixture *) user_data)->has_name = TRUE;
}

/* What logind says on a real bus: that sleep begins is no news, that it has ended is. */
static void
test_logind (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusConnection) logind = NULL;
  g_autoptr (GDBusConnection) ours = NULL;
  guint name;

  g_test_dbus_up (bus);
  logind = connect_to (bus);
  ours = connect_to (bus);
  name = g_bus_own_name_on_connection (logind, "org.freedesktop.login1", G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired, NULL, fixture, NULL);
  while (!fixture->has_name)
    g_main_context_iteration (NULL, TRUE);
  annex_sleep_watch_listen (fixture->watch, ours);
  g_assert_true (g_dbus_connection_flush_sync (ours, NULL, NULL));
  for (guint i = 0; i < 20; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }

  emit (logind, "/org/freedesktop/login1", "PrepareForSleep", g_variant_new ("(b)", TRUE));
  emit (logind, "/org/freedesktop/login1", "PrepareForShutdown", g_variant_new ("(b)", FALSE));
  emit (logind, "/org/freedesktop/login1", "PrepareForSleep", g_variant_new ("(s)", "false"));
  emit (logind, "/org/freedesktop/other", "PrepareForSleep", g_variant_new ("(b)", FALSE));
  emit (logind, "/org/freedesktop/login1", "PrepareForSleep", g_variant_new ("(b)", FALSE));
  iterate_until_at_least (&fixture->n_woken, 1);
  g_assert_cmpuint (fixture->n_woken, ==, 1);

  g_bus_unown_name (name);
  g_assert_finalize_object (fixture->watch);
  fixture->watch = annex_sleep_watch_new ();
  g_clear_object (&logind);
  g_clear_object (&ours);
  g_test_dbus_down (bus);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sleep-watch/clocks", Fixture, NULL, set_up, test_clocks, tear_down);
  g_test_add ("/sleep-watch/logind", Fixture, NULL, set_up, test_logind, tear_down);

  return g_test_run ();
}
