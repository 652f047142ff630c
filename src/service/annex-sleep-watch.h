/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Notices that the computer has slept: from logind, or where that cannot be asked from the clocks, of which one goes on
 * during sleep. Emits the signal `woken`. */
#define ANNEX_TYPE_SLEEP_WATCH (annex_sleep_watch_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSleepWatch, annex_sleep_watch, ANNEX, SLEEP_WATCH, GObject)

/**
 * AnnexSleepClockFunc:
 * @user_data: what was given with the function
 *
 * Returns: how long the computer has slept since it was started, in microseconds
 */
typedef gint64 (*AnnexSleepClockFunc) (gpointer user_data);

AnnexSleepWatch *annex_sleep_watch_new (void);
void             annex_sleep_watch_listen (AnnexSleepWatch *self,
                                           GDBusConnection *bus);
void             annex_sleep_watch_listen_system (AnnexSleepWatch *self);
void             annex_sleep_watch_compare_clocks (AnnexSleepWatch    *self,
                                                   AnnexSleepClockFunc clock,
                                                   gpointer            clock_data,
                                                   guint               interval_ms);

G_END_DECLS
