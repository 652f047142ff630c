/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download-deadlines.h"

/* The whole download may take this long, and longer the more there is to fetch. */
#define TOTAL_BASE_MS (30 * 1000)
#define TOTAL_BYTES_PER_MS 64 /* 64 KiB a second, nearly */
#define TOTAL_MAX_MS (10 * 60 * 1000)

struct _AnnexDownloadDeadlines
{
  AnnexDownloadLimits limits;
  GSourceOnceFunc     missed_func;
  gpointer            user_data; /* (unowned) (nullable) */

  GSource              *wait_source; /* (owned) (nullable) */
  AnnexDownloadDeadline awaited;     /* what wait_source is for */
  GSource              *slow_source; /* (owned) (nullable) */
  guint64               received;
  guint64               window_start; /* what had arrived when the window began */
  GSource              *total_source; /* (owned) (nullable) */
  AnnexDownloadDeadline missed;
};

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Only the first one counts: what is missed afterwards is missed because of it. */
static gboolean
miss (AnnexDownloadDeadlines *self,
      AnnexDownloadDeadline   deadline)
{
  if (self->missed == ANNEX_DOWNLOAD_DEADLINE_NONE)
    {
      self->missed = deadline;
      self->missed_func (self->user_data);
    }

  return G_SOURCE_REMOVE;
}

static gboolean
on_wait_timeout (gpointer user_data)
{
  AnnexDownloadDeadlines *self = user_data;

  return miss (self, self->awaited);
}

static gboolean
on_total_timeout (gpointer user_data)
{
  return miss (user_data, ANNEX_DOWNLOAD_DEADLINE_TOTAL);
}

static gboolean
on_slow_window_end (gpointer user_data)
{
  AnnexDownloadDeadlines *self = user_data;
  const guint64           wanted = (guint64) self->limits.slow_bytes_per_sec * self->limits.slow_window_ms / 1000;

  if (self->received - self->window_start < wanted)
    return miss (self, ANNEX_DOWNLOAD_DEADLINE_SLOW);

  self->window_start = self->received;

  return G_SOURCE_CONTINUE;
}

static GSource *
add_timeout (AnnexDownloadDeadlines *self,
             guint                   interval_ms,
             GSourceFunc             callback)
{
  GSource *source;

  if (interval_ms == 0)
    return NULL;

  source = g_timeout_source_new (interval_ms);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static guint
get_total_ms (const AnnexDownloadLimits *limits,
              guint64                    size)
{
  if (limits->total_ms != 0)
    return limits->total_ms;

  return (guint) MIN (TOTAL_BASE_MS + size / TOTAL_BYTES_PER_MS, TOTAL_MAX_MS);
}

static guint
get_wait_ms (AnnexDownloadDeadlines *self)
{
  switch (self->awaited)
    {
    case ANNEX_DOWNLOAD_DEADLINE_CONNECT:
      return self->limits.connect_ms;
    case ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE:
      return self->limits.first_byte_ms;
    default:
      return self->limits.silence_ms;
    }
}

/**
 * annex_download_get_limits:
 *
 * Returns: (transfer none): the deadlines that everyone but a test uses: 10 s for the connection, 15 s to the first byte,
 *   20 s of silence, less than 1 KiB a second over 30 s
 */
const AnnexDownloadLimits *
annex_download_get_limits (void)
{
  static const AnnexDownloadLimits limits = {
    .connect_ms = 10 * 1000,
    .first_byte_ms = 15 * 1000,
    .silence_ms = 20 * 1000,
    .slow_window_ms = 30 * 1000,
    .slow_bytes_per_sec = 1024,
  };

  return &limits;
}

/*< private >
 * annex_download_deadlines_new:
 * @limits: how long what may take; copied
 * @size: how many bytes there may be, for the time that it may take in all
 * @missed: called once, with the first deadline that is missed
 * @user_data: data for @missed
 *
 * Begins with the time for the whole; the others begin when they are asked for.
 *
 * Returns: (transfer full): the deadlines
 */
AnnexDownloadDeadlines *
annex_download_deadlines_new (const AnnexDownloadLimits *limits,
                              guint64                    size,
                              GSourceOnceFunc            missed,
                              gpointer                   user_data)
{
  AnnexDownloadDeadlines *self = g_new0 (AnnexDownloadDeadlines, 1);

  self->limits = *limits;
  self->missed_func = missed;
  self->user_data = user_data;
  self->total_source = add_timeout (self, get_total_ms (limits, size), on_total_timeout);

  return self;
}

/*< private >
 * annex_download_deadlines_free:
 * @self: (transfer full): deadlines
 *
 * Frees the deadlines; none is missed any more.
 */
void
annex_download_deadlines_free (AnnexDownloadDeadlines *self)
{
  annex_download_deadlines_rest (self);
  g_free (self);
}

/*< private >
 * annex_download_deadlines_await:
 * @self: deadlines
 * @deadline: what comes next: the connection, the first byte, or more bytes
 *
 * Begins to wait for something, and no longer for what was awaited before.
 */
void
annex_download_deadlines_await (AnnexDownloadDeadlines *self,
                                AnnexDownloadDeadline   deadline)
{
  clear_source (&self->wait_source);
  self->awaited = deadline;
  self->wait_source = add_timeout (self, get_wait_ms (self), on_wait_timeout);
}

/*< private >
 * annex_download_deadlines_watch_speed:
 * @self: deadlines
 * @received: how many bytes are there already
 *
 * Begins to look at the speed.
 */
void
annex_download_deadlines_watch_speed (AnnexDownloadDeadlines *self,
                                      guint64                 received)
{
  clear_source (&self->slow_source);
  self->received = received;
  self->window_start = received;
  self->slow_source = add_timeout (self, self->limits.slow_window_ms, on_slow_window_end);
}

/*< private >
 * annex_download_deadlines_note:
 * @self: deadlines
 * @received: how many bytes have arrived
 *
 * Something came: the wait begins anew.
 */
void
annex_download_deadlines_note (AnnexDownloadDeadlines *self,
                               guint64                 received)
{
  self->received = received;
  if (self->wait_source != NULL)
    g_source_set_ready_time (self->wait_source, g_get_monotonic_time () + (gint64) get_wait_ms (self) * 1000);
}

/*< private >
 * annex_download_deadlines_rest:
 * @self: deadlines
 *
 * Stops all clocks: the download has ended.
 */
void
annex_download_deadlines_rest (AnnexDownloadDeadlines *self)
{
  clear_source (&self->wait_source);
  clear_source (&self->slow_source);
  clear_source (&self->total_source);
}

/*< private >
 * annex_download_deadlines_get_missed:
 * @self: deadlines
 *
 * Returns: the deadline that was missed first
 */
AnnexDownloadDeadline
annex_download_deadlines_get_missed (AnnexDownloadDeadlines *self)
{
  return self->missed;
}
