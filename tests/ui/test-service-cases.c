/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-problem.h"
#include "annex-service-error.h"

#include "../service/test-fetch-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* What the service may do wrong when it is asked for a link, A1 to A7, A21 and A22: what the agent is told, what the
 * service sees of it, and that nothing stays behind. */

#define THROTTLING "x-amzn-ErrorType: ThrottlingException"
#define GZIPPED "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00"

/**
 * Answer:
 * @times: how many requests get it; 0 means none, and the list ends
 */
typedef struct
{
  guint       status;
  const char *headers;
  const char *body;
  gsize       length;
  guint       times;
} Answer;

/**
 * ServiceCase:
 * @sentence: (nullable): code of what the agent is told; %NULL when the file arrives
 * @answers: of the service, one after the other; `%u` in a header stands for the port of a server that is never asked
 * @n_links: how many requests the service sees
 * @n_waits: how often the agent sees that it waits
 */
typedef struct
{
  const char       *name;
  const char       *sentence;
  AnnexServiceError code;
  Answer            answers[3];
  guint             n_links;
  guint             n_waits;
} ServiceCase;

static const ServiceCase cases[] = {
  { "A1", "invalid-request", ANNEX_SERVICE_ERROR_INVALID_REQUEST, { { 400, "x-amzn-ErrorType: ValidationException", "{\"Message\":\"x\"}", 0, 9 } }, 1, 0 },
  { "A2", "access-denied", ANNEX_SERVICE_ERROR_ACCESS_DENIED, { { 403, "x-amzn-ErrorType: AccessDeniedException", "{\"Message\":\"Access denied\"}", 0, 9 } }, 1, 0 },
  { "A3", NULL, 0, { { 429, THROTTLING, "{}", 0, 1 } }, 2, 1 },
  { "A3-without-a-name", NULL, 0, { { 429, NULL, "{}", 0, 1 } }, 2, 1 },
  { "A4", "throttled", ANNEX_SERVICE_ERROR_THROTTLED, { { 429, THROTTLING, "{}", 0, 9 } }, 3, 2 },
  { "A5", NULL, 0, { { 500, "x-amzn-ErrorType: InternalServerException", "{}", 0, 1 }, { 503, NULL, "", 0, 1 } }, 3, 0 },
  { "A5-for-ever", "service-unavailable", ANNEX_SERVICE_ERROR_INTERNAL, { { 500, NULL, "{}", 0, 9 } }, 3, 0 },
  { "A6", "invalid-reply", ANNEX_SERVICE_ERROR_INVALID_REPLY, { { 200, "Content-Type: text/html", "<html><script src=\"http://127.0.0.1:%u/x.js\"></script>Sign in</html>", 0, 9 } }, 1, 0 },
  { "A7", "invalid-reply", ANNEX_SERVICE_ERROR_INVALID_REPLY, { { 200, "Content-Type: application/json", "", 0, 9 } }, 1, 0 },
  { "A7-null", "invalid-reply", ANNEX_SERVICE_ERROR_INVALID_REPLY, { { 200, "Content-Type: application/json", "null", 0, 9 } }, 1, 0 },
  { "A21-302", "redirected", ANNEX_SERVICE_ERROR_REDIRECTED, { { 302, "Location: http://127.0.0.1:%u/participant/attachment", "", 0, 9 } }, 1, 0 },
  { "A21-307", "redirected", ANNEX_SERVICE_ERROR_REDIRECTED, { { 307, "Location: http://127.0.0.1:%u/participant/attachment", "", 0, 9 } }, 1, 0 },
  { "A21-308", "redirected", ANNEX_SERVICE_ERROR_REDIRECTED, { { 308, "Location: https://127.0.0.1:%u/participant/attachment", "", 0, 9 } }, 1, 0 },
  { "A22", "invalid-reply", ANNEX_SERVICE_ERROR_INVALID_REPLY, { { 200, "Content-Type: application/json\nContent-Encoding: gzip", GZIPPED, sizeof GZIPPED - 1, 9 } }, 1, 0 },
  { "A22-said-only", "invalid-reply", ANNEX_SERVICE_ERROR_INVALID_REPLY, { { 200, "Content-Type: application/json\nContent-Encoding: gzip", "{\"Url\":\"https://x.s3.amazonaws.com/\"}", 0, 9 } }, 1, 0 },
};

/* A server that nobody may ask for anything. */
typedef struct
{
  SoupServer *server;
  guint       port;
  guint       n_requests;
} Canary;

static void
on_canary_request (SoupServer        *server,
                   SoupServerMessage *message,
                   const char        *path,
                   GHashTable        *query,
                   gpointer           user_data)
{
  ((Canary *) user_data)->n_requests++;
  soup_server_message_set_status (message, 200, NULL);
}

static void
canary_start (Canary *canary)
{
  g_autoslist (GUri) uris = NULL;

  canary->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (canary->server, NULL, on_canary_request, canary, NULL);
  g_assert_true (soup_server_listen_local (canary->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (canary->server);
  canary->port = (guint) g_uri_get_port (uris->data);
}

static void
canary_stop (Canary *canary)
{
  g_assert_cmpuint (canary->n_requests, ==, 0);
  soup_server_disconnect (canary->server);
  g_clear_object (&canary->server);
}

static char *
insert_port (const char *text,
             guint       port)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "%u", -1);

  return g_strjoinv (number, parts);
}

static void
push_answer (FetchFixture *fixture,
             const Answer *answer,
             guint         port)
{
  g_autofree char *headers = insert_port (answer->headers, port);
  g_autofree char *text = answer->length == 0 ? insert_port (answer->body, port) : NULL;
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new (text, strlen (text)) : g_bytes_new_static (answer->body, answer->length);
  const AnnexSampleFault fault = {
    .kind = ANNEX_SAMPLE_FAULT_NONE,
    .status = answer->status,
    .headers = answer->headers != NULL ? headers : NULL,
    .body = body,
    .times = answer->times,
  };

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT, &fault);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n_files = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      n_files += g_file_test (below, G_FILE_TEST_IS_DIR) ? count_files (below) : 1;
    }

  return n_files;
}

/* Of all the folders in which a program of the user leaves something. */
static void
assert_no_files (void)
{
  g_assert_cmpuint (count_files (g_getenv ("HOME")), ==, 0);
}

static void
assert_ready (AnnexFetch *fetch)
{
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (annex_fetch_get_error (fetch));
  g_assert_cmpint (annex_fetch_get_state (fetch), ==, ANNEX_FETCH_STATE_READY);
  bytes = annex_content_dup_head (annex_fetch_get_content (fetch), G_MAXSIZE);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "some text", 9);
}

static void
assert_failed (const ServiceCase *service_case,
               AnnexFetch        *fetch)
{
  const GError            *error = annex_fetch_get_error (fetch);
  const AnnexErrorDetails *details = annex_service_error_get_details (error);
  g_autoptr (AnnexProblem) problem = NULL;

  g_assert_cmpint (annex_fetch_get_state (fetch), ==, ANNEX_FETCH_STATE_FAILED);
  g_assert_error (error, ANNEX_SERVICE_ERROR, (int) service_case->code);
  g_assert_cmpstr (details->operation, ==, "GetAttachment");
  g_assert_cmpuint (details->attempts, ==, service_case->n_links);
  g_assert_cmpuint (details->http_status, ==, service_case->answers[0].status);
  g_assert_null (annex_fetch_get_content (fetch));

  problem = annex_problem_new_for_error (error, NULL);
  g_assert_cmpstr (problem->code, ==, service_case->sentence);
  g_assert_cmpint (problem->remedy, ==, ANNEX_REMEDY_TRY_AGAIN);
}

/* What the service saw: so many requests, each with the token, and no wish for an encoding. */
static void
assert_seen (FetchFixture *fixture,
             guint         n_links,
             guint         n_downloads)
{
  const AnnexSampleOperation operation = ANNEX_SAMPLE_GET_ATTACHMENT;

  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, operation), ==, n_links);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_OBJECT), ==, n_downloads);
  g_assert_nonnull (annex_sample_service_get_last_header (fixture->service, operation, "X-Amz-Bearer"));
  g_assert_cmpstr (annex_sample_service_get_last_header (fixture->service, operation, "Accept-Encoding"), ==, "identity");
  g_assert_null (annex_sample_service_get_last_header (fixture->service, ANNEX_SAMPLE_GET_OBJECT, "X-Amz-Bearer"));
}

static gboolean
has_ended (FetchFixture *fixture,
           gpointer      data)
{
  const AnnexFetchState state = annex_fetch_get_state (data);

  return state == ANNEX_FETCH_STATE_READY || state == ANNEX_FETCH_STATE_FAILED;
}

static void
fetch_again (FetchFixture *fixture,
             AnnexFetch   *fetch)
{
  fetch_fixture_push (fixture, fetch, ANNEX_FETCH_PRIORITY_CLICK);
  fetch_fixture_wait (fixture, has_ended, fetch);
}

/* What was loaded before stays, and after the trouble the same click brings the file. */
static void
run_case (FetchFixture *fixture,
          gconstpointer data)
{
  const ServiceCase *service_case = data;
  AnnexFetch        *before = fetch_fixture_add_text (fixture, 0);
  AnnexFetch        *fetch = fetch_fixture_add_text (fixture, 0);
  const gboolean     arrives = service_case->sentence == NULL;
  Canary             canary = { 0 };
  gint64             begun;

  fixture->random = 0.1;
  annex_fetch_queue_set_max_waits (fixture->queue, 2);
  fetch_again (fixture, before);
  canary_start (&canary);
  for (gsize i = 0; i < G_N_ELEMENTS (service_case->answers) && service_case->answers[i].times > 0; i++)
    push_answer (fixture, &service_case->answers[i], canary.port);

  begun = g_get_monotonic_time ();
  fetch_again (fixture, fetch);
  g_assert_cmpuint (annex_fetch_get_n_waits (fetch), ==, service_case->n_waits);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_USEC_PER_SEC);
  assert_seen (fixture, 1 + service_case->n_links, arrives ? 2 : 1);
  if (arrives)
    assert_ready (fetch);
  else
    assert_failed (service_case, fetch);
  assert_ready (before);

  annex_sample_service_clear_faults (fixture->service);
  fetch_again (fixture, fetch);
  assert_ready (fetch);
  canary_stop (&canary);
  assert_no_files ();
}

static char *
make_home (void)
{
  static const char *const variables[] = { "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME" };
  char                    *home = g_dir_make_tmp ("annex-test-XXXXXX", NULL);

  g_assert_nonnull (home);
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i], home, TRUE);

  return home;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *home = make_home ();
  int              result;

  g_test_init (&argc, &argv, NULL);
  fetch_fixture_warm_up ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/service-cases/%s", cases[i].name);

      g_test_add (path, FetchFixture, &cases[i], fetch_fixture_set_up, run_case, fetch_fixture_tear_down);
    }

  result = g_test_run ();
  g_assert_cmpint (g_rmdir (home), ==, 0);

  return result;
}
