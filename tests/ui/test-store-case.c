/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-store-case.h"

#include <string.h>

static AnnexSampleService *
get_service (StoreRun *run)
{
  return run->chat.service;
}

/* What must not grow. The folders of this run are those of the test program, and it is the only one to write there. */

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n_files = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      n_files += 1 + count_files (below);
    }

  return n_files;
}

static guint
count_all_files (void)
{
  return count_files (g_getenv ("HOME"));
}

static gboolean
has_no_more_fds (ChatFixture *fixture,
                 gpointer     data)
{
  return chat_fixture_count_fds ("") <= GPOINTER_TO_UINT (data);
}

/* Preparing */

void
store_run_push_link (StoreRun   *run,
                     const char *format,
                     const char *address)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autofree char *text = g_strjoinv (address, parts);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = 200, .headers = "Content-Type: application/json", .body = body, .times = 1 };

  annex_sample_service_push_fault (get_service (run), ANNEX_SAMPLE_GET_ATTACHMENT, &fault);
}

static void
push_fault (StoreRun         *run,
            const StoreFault *scripted)
{
  g_autoptr (GBytes) body = scripted->body != NULL ? g_bytes_new (scripted->body, strlen (scripted->body)) : NULL;
  const AnnexSampleFault fault = {
    .kind = scripted->kind,
    .status = scripted->status,
    .headers = scripted->headers,
    .body = body,
    .times = scripted->for_ever ? 0 : MAX (scripted->times, 1),
  };

  annex_sample_service_push_fault (get_service (run), ANNEX_SAMPLE_GET_OBJECT, &fault);
}

static void
shorten (StoreRun                  *run,
         const AnnexDownloadLimits *wanted)
{
  AnnexDownloadLimits limits = *annex_download_get_limits ();

  limits.connect_ms = wanted->connect_ms != 0 ? wanted->connect_ms : limits.connect_ms;
  limits.first_byte_ms = wanted->first_byte_ms != 0 ? wanted->first_byte_ms : limits.first_byte_ms;
  limits.silence_ms = wanted->silence_ms != 0 ? wanted->silence_ms : limits.silence_ms;
  limits.slow_window_ms = wanted->slow_window_ms != 0 ? wanted->slow_window_ms : limits.slow_window_ms;
  annex_fetch_queue_set_limits (run->chat.queue, &limits);
}

static void
prepare (StoreRun        *run,
         const StoreCase *store_case)
{
  const char *content = store_case->content != NULL ? store_case->content : STORE_FILE;
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  chat_fixture_set_up (&run->chat, NULL);
  run->id = annex_sample_service_add_attachment (get_service (run),
                                                 store_case->file_name != NULL ? store_case->file_name : "letter.txt",
                                                 NULL,
                                                 bytes);
  if (store_case->before != NULL)
    store_case->before (run);
  if (store_case->link != NULL)
    store_run_push_link (run, store_case->link, annex_sample_service_get_endpoint (get_service (run)));
  for (gsize i = 0; i < G_N_ELEMENTS (store_case->faults); i++)
    if (store_case->faults[i].kind != ANNEX_SAMPLE_FAULT_NONE || store_case->faults[i].status != 0)
      push_fault (run, &store_case->faults[i]);
  shorten (run, &store_case->limits);
  chat_fixture_open_as (&run->chat, "AGENT");
  run->attachment = annex_chat_find (run->chat.chat, run->id);
}

/* Fetching */

static gboolean
has_ended (ChatFixture *fixture,
           gpointer     data)
{
  AnnexAttachmentState state = annex_attachment_get_state (data);

  return state == ANNEX_ATTACHMENT_STATE_READY || state == ANNEX_ATTACHMENT_STATE_FAILED;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* For what the main loop does not tell: a descriptor that was closed. */
void
store_run_wait (StoreRun       *run,
                ChatFixtureFunc func,
                gpointer        data)
{
  guint tick = g_timeout_add (5, on_tick, NULL);

  chat_fixture_wait (&run->chat, func, data);
  g_source_remove (tick);
}

void
store_run_fetch (StoreRun *run)
{
  annex_attachment_fetch (run->attachment);
  chat_fixture_wait (&run->chat, has_ended, run->attachment);
}

void
store_run_assert_content (StoreRun   *run,
                          const char *content)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (annex_attachment_get_error (run->attachment));
  g_assert_cmpint (annex_attachment_get_state (run->attachment), ==, ANNEX_ATTACHMENT_STATE_READY);
  bytes = annex_content_dup_head (annex_attachment_get_content (run->attachment), G_MAXSIZE);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, strlen (content));
  g_assert_cmpstr (annex_content_get_sha256 (annex_attachment_get_content (run->attachment)), ==, digest);
}

const AnnexErrorDetails *
store_run_get_details (StoreRun *run)
{
  return annex_service_error_get_details (annex_attachment_get_error (run->attachment));
}

void
store_run_assert_failed (StoreRun         *run,
                         AnnexServiceError code)
{
  g_assert_cmpint (annex_attachment_get_state (run->attachment), ==, ANNEX_ATTACHMENT_STATE_FAILED);
  g_assert_error (annex_attachment_get_error (run->attachment), ANNEX_SERVICE_ERROR, (int) code);
  g_assert_cmpstr (store_run_get_details (run)->operation, ==, "GetObject");
  g_assert_null (annex_attachment_get_content (run->attachment));
}

static void
assert_told (StoreRun        *run,
             const StoreCase *store_case)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (annex_attachment_get_error (run->attachment), run->attachment);

  g_assert_cmpstr (problem->code, ==, store_case->sentence);
  g_assert_cmpint (problem->remedy, ==, store_case->remedy);
  g_assert_nonnull (problem->description);
}

/* Neither a token nor anything that was not asked for goes to the store. */
void
store_run_assert_seen (StoreRun   *run,
                       guint       n_links,
                       guint       n_downloads,
                       const char *range)
{
  static const char *const never[] = { "X-Amz-Bearer", "Authorization", "Proxy-Authorization", "Cookie", "Referer" };

  g_assert_cmpuint (annex_sample_service_get_n_requests (get_service (run), ANNEX_SAMPLE_GET_ATTACHMENT), ==, n_links);
  g_assert_cmpuint (annex_sample_service_get_n_requests (get_service (run), ANNEX_SAMPLE_GET_OBJECT), ==, n_downloads);
  g_assert_cmpstr (store_run_get_header (run, "Range"), ==, range);
  g_assert_cmpint (store_run_get_header (run, "If-Match") != NULL, ==, range != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_null (store_run_get_header (run, never[i]));
  if (n_downloads > 0)
    g_assert_cmpstr (store_run_get_header (run, "Accept-Encoding"), ==, "identity");
}

const char *
store_run_get_header (StoreRun   *run,
                      const char *name)
{
  return annex_sample_service_get_last_header (get_service (run), ANNEX_SAMPLE_GET_OBJECT, name);
}

/* The end */

static void
clean_up (StoreRun *run)
{
  annex_chat_wipe (run->chat.chat);
  g_assert_cmpuint (chat_fixture_count_fds ("memfd:annex"), ==, 0);
  g_clear_pointer (&run->id, g_free);
  chat_fixture_tear_down (&run->chat, NULL);
  g_clear_pointer (&run->other, raw_store_free);
  if (run->resolver != NULL)
    g_resolver_set_default (run->resolver);
  g_clear_object (&run->resolver);
}

static void
run_case (const StoreCase *store_case)
{
  StoreRun run = { 0 };

  g_test_message ("%s", store_case->what);
  prepare (&run, store_case);
  store_run_fetch (&run);
  if (store_case->arrives)
    store_run_assert_content (&run, store_case->content != NULL ? store_case->content : STORE_FILE);
  else
    store_run_assert_failed (&run, store_case->code);
  if (!store_case->arrives)
    assert_told (&run, store_case);
  store_run_assert_seen (&run, store_case->n_links, store_case->n_downloads, store_case->range);
  if (store_case->after != NULL)
    store_case->after (&run);
  clean_up (&run);
}

static void
test_case (gconstpointer data)
{
  const guint n_files = count_all_files ();
  const guint n_fds = chat_fixture_count_fds ("");

  StoreRun none = { 0 };

  run_case (data);
  store_run_wait (&none, has_no_more_fds, GUINT_TO_POINTER (n_fds));
  g_assert_cmpuint (count_all_files (), ==, n_files);
}

/* GIO opens descriptors of its own for the first connection, and keeps them. */
void
store_case_warm_up (const StoreCase *store_case)
{
  run_case (store_case);
}

void
store_case_add (const StoreCase *store_case)
{
  g_autofree char *path = g_strconcat ("/store/", store_case->name, NULL);

  g_test_add_data_func (path, store_case, test_case);
}
