/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sleep-watch.h"

#include "annex-weak-ref.h"

#include <time.h>

#define LOGIND_NAME "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_INTERFACE "org.freedesktop.login1.Manager"

#define COMPARE_INTERVAL_MS (5 * 1000)

/* What two readings of the clocks differ without any sleep is far less. */
#define SHORTEST_SLEEP_US (2 * G_USEC_PER_SEC)

struct _AnnexSleepWatch
{
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) (nullable) */
  guint            subscription;
  guint            name_watch;

  AnnexSleepClockFunc clock;
  gpointer            clock_data; /* (unowned) (nullable) */
  gint64              slept_us;   /* as of the last look */
  GSource            *timer;      /* (owned) (nullable) */
};

static guint woken_signal;

G_DEFINE_FINAL_TYPE (AnnexSleepWatch, annex_sleep_watch, G_TYPE_OBJECT)

static gint64
read_clock (clockid_t id)
{
  struct timespec time;

  return clock_gettime (id, &time) == 0 ? (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000 : 0;
}

static gint64
get_slept_us (gpointer user_data)
{
  return read_clock (CLOCK_BOOTTIME) - read_clock (CLOCK_MONOTONIC);
}

static void
clear_timer (AnnexSleepWatch *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
stop_listening (AnnexSleepWatch *self)
{
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
}

static void
annex_sleep_watch_dispose (GObject *object)
{
  AnnexSleepWatch *self = ANNEX_SLEEP_WATCH (object);

  stop_listening (self);
  clear_timer (self);

  G_OBJECT_CLASS (annex_sleep_watch_parent_class)->dispose (object);
}

static void
annex_sleep_watch_class_init (AnnexSleepWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_sleep_watch_dispose;

  /**
   * AnnexSleepWatch::woken:
   *
   * The computer has slept, and is awake again.
   */
  woken_signal = g_signal_new ("woken", ANNEX_TYPE_SLEEP_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_sleep_watch_init (AnnexSleepWatch *self)
{
}

/**
 * annex_sleep_watch_new:
 *
 * Returns: (transfer full): a watch that does not look yet
 */
AnnexSleepWatch *
annex_sleep_watch_new (void)
{
  return g_object_new (ANNEX_TYPE_SLEEP_WATCH, NULL);
}

/* The argument tells whether sleep begins or has ended (org.freedesktop.login1(5)). */
static void
on_prepare_for_sleep (GDBusConnection *bus,
                      const char      *sender,
                      const char      *path,
                      const char      *interface,
                      const char      *signal,
                      GVariant        *parameters,
                      gpointer         user_data)
{
  g_autoptr (AnnexSleepWatch) self = g_weak_ref_get (user_data);
  gboolean begins = TRUE;

  if (self == NULL || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    g_signal_emit (self, woken_signal, 0);
}

static void
on_logind_appeared (GDBusConnection *bus,
                    const char      *name,
                    const char      *owner,
                    gpointer         user_data)
{
  g_autoptr (AnnexSleepWatch) self = g_weak_ref_get (user_data);

  if (self != NULL)
    clear_timer (self);
}

/* There is no logind, or a sandbox keeps it from us. */
static void
on_logind_vanished (GDBusConnection *bus,
                    const char      *name,
                    gpointer         user_data)
{
  g_autoptr (AnnexSleepWatch) self = g_weak_ref_get (user_data);

  if (self != NULL && self->timer == NULL)
    annex_sleep_watch_compare_clocks (self, get_slept_us, NULL, COMPARE_INTERVAL_MS);
}

/**
 * annex_sleep_watch_listen:
 * @self: a watch
 * @bus: the bus on which logind is
 *
 * Listens to logind, and compares the clocks while it is not there.
 */
void
annex_sleep_watch_listen (AnnexSleepWatch *self,
                          GDBusConnection *bus)
{
  g_return_if_fail (ANNEX_IS_SLEEP_WATCH (self));
  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));

  stop_listening (self);
  self->bus = g_object_ref (bus);
  self->subscription = g_dbus_connection_signal_subscribe (bus,
                                                           LOGIND_NAME,
                                                           LOGIND_INTERFACE,
                                                           "PrepareForSleep",
                                                           LOGIND_PATH,
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_prepare_for_sleep,
                                                           annex_weak_ref_new (self),
                                                           (GDestroyNotify) annex_weak_ref_free);
  self->name_watch = g_bus_watch_name_on_connection (bus,
                                                     LOGIND_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_logind_appeared,
                                                     on_logind_vanished,
                                                     annex_weak_ref_new (self),
                                                     (GDestroyNotify) annex_weak_ref_free);
}

static void
get_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AnnexSleepWatch) self = annex_weak_ref_steal (user_data);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (self == NULL)
    return;

  if (bus != NULL)
    annex_sleep_watch_listen (self, bus);
  else
    annex_sleep_watch_compare_clocks (self, get_slept_us, NULL, COMPARE_INTERVAL_MS);
}

/**
 * annex_sleep_watch_listen_system:
 * @self: a watch
 *
 * As annex_sleep_watch_listen(), on the system bus; where there is none, compares the clocks.
 */
void
annex_sleep_watch_listen_system (AnnexSleepWatch *self)
{
  g_return_if_fail (ANNEX_IS_SLEEP_WATCH (self));

  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, get_bus_cb, annex_weak_ref_new (self));
}

static gboolean
on_compare (gpointer user_data)
{
  AnnexSleepWatch *self = user_data;
  const gint64     slept_us = self->clock (self->clock_data);
  const gint64     before_us = self->slept_us;

  self->slept_us = slept_us;
  if (slept_us - before_us >= SHORTEST_SLEEP_US)
    g_signal_emit (self, woken_signal, 0);

  return G_SOURCE_CONTINUE;
}

/**
 * annex_sleep_watch_compare_clocks:
 * @self: a watch
 * @clock: (scope forever): tells how long the computer has slept
 * @clock_data: what @clock is called with
 * @interval_ms: how often to look, in milliseconds
 *
 * Looks at the clocks now and then. A computer that sleeps runs no timers, so it is noticed within the interval after it
 * woke up.
 */
void
annex_sleep_watch_compare_clocks (AnnexSleepWatch    *self,
                                  AnnexSleepClockFunc clock,
                                  gpointer            clock_data,
                                  guint               interval_ms)
{
  g_return_if_fail (ANNEX_IS_SLEEP_WATCH (self));
  g_return_if_fail (clock != NULL);

  clear_timer (self);
  self->clock = clock;
  self->clock_data = clock_data;
  self->slept_us = clock (clock_data);
  self->timer = g_timeout_source_new (interval_ms);
  g_source_set_callback (self->timer, on_compare, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}
