/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-download-fixture.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static guint
count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  fixture->store = raw_store_new (NULL);
  fixture->session = annex_download_session_new (NULL);
  fixture->policy = annex_store_policy_new (NULL, "127.0.0.1");
  fixture->limits = *annex_download_get_limits ();
  fixture->n_fds = count_fds ();
}

void
iterate_until (gboolean (*condition) (Fixture *fixture),
               Fixture *fixture)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

gboolean
is_done (Fixture *fixture)
{
  return fixture->done;
}

gboolean
is_closed (Fixture *fixture)
{
  return raw_store_get_n_open (fixture->store) == 0;
}

gboolean
has_arrived (Fixture *fixture)
{
  return raw_store_get_n_requests (fixture->store) > 0;
}

static gboolean
has_no_more_fds (Fixture *fixture)
{
  return count_fds () <= fixture->n_fds;
}

static void
fixture_forget (Fixture *fixture)
{
  g_clear_object (&fixture->content);
  g_clear_error (&fixture->error);
  fixture->done = FALSE;
}

/* Every test ends here: whatever went wrong, no descriptor is left. */
void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  fixture_forget (fixture);
  if (fixture->part != NULL)
    annex_download_part_clear (fixture->part);
  soup_session_abort (fixture->session);
  iterate_until (has_no_more_fds, fixture);
  g_clear_object (&fixture->cancellable);
  g_clear_object (&fixture->part);
  g_object_unref (fixture->session);
  annex_store_policy_free (fixture->policy);
  raw_store_free (fixture->store);
}

static void
on_progress (guint64  received,
             guint64  total,
             gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->done);
  fixture->n_progress++;
  fixture->last_received = received;
  fixture->last_total = total;
}

static void
download_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->content = annex_download_finish (result, &fixture->error);
  g_assert_true ((fixture->content != NULL) != (fixture->error != NULL));
  fixture->done = TRUE;
}

void
begin (Fixture    *fixture,
       const char *url)
{
  fixture_forget (fixture);
  annex_download_async (fixture->session, url, fixture->policy, fixture->expected, fixture->part, &fixture->limits, on_progress, fixture, fixture->cancellable, download_cb, fixture);
}

void
download (Fixture *fixture)
{
  g_autofree char *url = raw_store_dup_url (fixture->store, "/bucket/key?X-Amz-Signature=canary");

  begin (fixture, url);
  iterate_until (is_done, fixture);
}

const AnnexErrorDetails *
assert_fails (Fixture          *fixture,
              AnnexServiceError code)
{
  const AnnexErrorDetails *details;

  download (fixture);
  g_assert_error (fixture->error, ANNEX_SERVICE_ERROR, (int) code);
  g_assert_null (strstr (fixture->error->message, "canary"));

  details = annex_service_error_get_details (fixture->error);
  g_assert_nonnull (details);
  g_assert_cmpstr (details->operation, ==, "GetObject");
  g_assert_cmpstr (details->host, ==, "127.0.0.1");

  return details;
}

void
assert_content (Fixture    *fixture,
                const char *text)
{
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (fixture->error);
  bytes = annex_content_map (fixture->content, NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

void
answer (Fixture    *fixture,
        const char *bytes,
        RawEnding   ending)
{
  raw_store_answer (fixture->store, bytes, -1, ending);
}

/* GIO opens descriptors of its own for the first connection, and keeps them. */
void
warm_up (void)
{
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, NULL);
  answer (&fixture, OK FOUR "\r\nfile", RAW_HANG);
  download (&fixture);
  fixture.n_fds = G_MAXUINT;
  fixture_tear_down (&fixture, NULL);
}
