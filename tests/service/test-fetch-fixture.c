/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-fetch-fixture.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static double
get_random (gpointer user_data)
{
  return ((FetchFixture *) user_data)->random;
}

static AnnexParticipantClient *
ensure_client (FetchFixture *fixture,
               guint         chat)
{
  g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url (annex_sample_service_get_endpoint (fixture->service), NULL);
  const char *text = annex_sample_service_get_connection_token (fixture->service, "AGENT");
  g_autoptr (AnnexSecret) token = annex_secret_new (text, strlen (text));

  while (fixture->clients->len <= chat)
    {
      AnnexParticipantClient *client = annex_participant_client_new (endpoint, fixture->retry);

      g_assert_true (annex_participant_client_set_connection_token (client, token, NULL));
      g_ptr_array_add (fixture->clients, client);
    }

  return fixture->clients->pdata[chat];
}

void
fetch_fixture_set_up (FetchFixture *fixture,
                      gconstpointer data)
{
  fixture->n_fds = fetch_fixture_count_fds ();

  fixture->service = annex_sample_service_new ();
  annex_sample_service_set_quotas (fixture->service, FALSE);
  g_assert_true (annex_sample_service_start (fixture->service, NULL));
  fixture->clients = g_ptr_array_new ();
  fixture->fetches = g_ptr_array_new ();
  fixture->ids = g_ptr_array_new_with_free_func (g_free);
  fixture->retry = annex_retry_new (get_random, fixture);
  fixture->session = annex_download_session_new (NULL);
  fixture->policy = annex_store_policy_new (NULL, "127.0.0.1");
  fixture->queue = annex_fetch_queue_new (fixture->session, get_random, fixture);
  annex_fetch_queue_set_rate (fixture->queue, ANNEX_FETCH_PRIORITY_CLICK, 1e6, 1000);
}

static void
assert_finalize_all (GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++)
    g_assert_finalize_object (objects->pdata[i]);
  g_ptr_array_unref (objects);
}

static void
tear_down (FetchFixture *fixture)
{
  if (fixture->queue != NULL)
    g_assert_finalize_object (fixture->queue);
  soup_session_abort (fixture->session);
  fetch_fixture_iterate (20);

  assert_finalize_all (fixture->fetches);
  assert_finalize_all (fixture->clients);
  g_ptr_array_unref (fixture->ids);
  g_assert_finalize_object (fixture->retry);
  g_assert_finalize_object (fixture->session);
  annex_store_policy_free (fixture->policy);
  annex_sample_service_stop (fixture->service);
  g_assert_finalize_object (fixture->service);
  fetch_fixture_iterate (20);
}

/* Every test ends here: nothing holds what it was given for longer than it is needed, and no descriptor is left. */
void
fetch_fixture_tear_down (FetchFixture *fixture,
                         gconstpointer data)
{
  tear_down (fixture);
  g_assert_cmpuint (fetch_fixture_count_fds (), ==, fixture->n_fds);
}

/* The libraries below keep some descriptors for themselves from the first use on. */
void
fetch_fixture_warm_up (void)
{
  FetchFixture fixture = { 0 };
  AnnexFetch  *fetch;

  fetch_fixture_set_up (&fixture, NULL);
  fetch = fetch_fixture_add_text (&fixture, 0);
  fetch_fixture_push (&fixture, fetch, ANNEX_FETCH_PRIORITY_CLICK);
  fetch_fixture_wait_for_state (&fixture, fetch, ANNEX_FETCH_STATE_READY);
  tear_down (&fixture);
}

AnnexFetch *
fetch_fixture_add (FetchFixture *fixture,
                   guint         chat,
                   GBytes       *bytes)
{
  char       *id = annex_sample_service_add_attachment (fixture->service, "name.txt", "text/plain", bytes);
  AnnexFetch *fetch = annex_fetch_new (ensure_client (fixture, chat), fixture->policy, id);

  g_ptr_array_add (fixture->ids, id);
  g_ptr_array_add (fixture->fetches, fetch);

  return fetch;
}

AnnexFetch *
fetch_fixture_add_text (FetchFixture *fixture,
                        guint         chat)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("some text", 9);

  return fetch_fixture_add (fixture, chat, bytes);
}

const char *
fetch_fixture_get_id (FetchFixture *fixture,
                      AnnexFetch   *fetch)
{
  guint index;

  g_assert_true (g_ptr_array_find (fixture->fetches, fetch, &index));

  return fixture->ids->pdata[index];
}

void
fetch_fixture_push (FetchFixture      *fixture,
                    AnnexFetch        *fetch,
                    AnnexFetchPriority priority)
{
  annex_fetch_queue_push (fixture->queue, fetch, priority);
}

void
fetch_fixture_fail (FetchFixture        *fixture,
                    AnnexSampleOperation operation,
                    guint                status,
                    const char          *headers,
                    guint                times)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = status, .headers = headers, .body = body, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &fault);
}

void
fetch_fixture_break (FetchFixture        *fixture,
                     AnnexSampleOperation operation,
                     AnnexSampleFaultKind kind,
                     guint                times)
{
  const AnnexSampleFault fault = { .kind = kind, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &fault);
}

void
fetch_fixture_wait (FetchFixture  *fixture,
                    FetchCondition condition,
                    gpointer       data)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (fixture, data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

typedef struct
{
  AnnexFetch     *fetch;
  AnnexFetchState state;
} Awaited;

static gboolean
is_in_state (FetchFixture *fixture,
             gpointer      data)
{
  const Awaited *awaited = data;

  return annex_fetch_get_state (awaited->fetch) == awaited->state;
}

void
fetch_fixture_wait_for_state (FetchFixture   *fixture,
                              AnnexFetch     *fetch,
                              AnnexFetchState state)
{
  Awaited awaited = { fetch, state };

  fetch_fixture_wait (fixture, is_in_state, &awaited);
}

static gboolean
has_links (FetchFixture *fixture,
           gpointer      data)
{
  return fetch_fixture_count_links (fixture) >= GPOINTER_TO_UINT (data);
}

void
fetch_fixture_wait_for_links (FetchFixture *fixture,
                              guint         n_links)
{
  fetch_fixture_wait (fixture, has_links, GUINT_TO_POINTER (n_links));
}

void
fetch_fixture_iterate (guint ms)
{
  const gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

guint
fetch_fixture_count_links (FetchFixture *fixture)
{
  return annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_ATTACHMENT);
}

/* The request for a link that came as the index says, counted from 0, or NULL. */
const AnnexSampleArrival *
fetch_fixture_get_link (FetchFixture *fixture,
                        guint         index)
{
  const AnnexSampleArrival *arrival;

  for (guint i = 0; (arrival = annex_sample_service_get_arrival (fixture->service, i)) != NULL; i++)
    if (arrival->operation == ANNEX_SAMPLE_GET_ATTACHMENT && index-- == 0)
      return arrival;

  return NULL;
}

/* These links were asked for, in this order, and no others. */
void
fetch_fixture_assert_links (FetchFixture *fixture,
                            AnnexFetch   *first,
                            ...)
{
  va_list     fetches;
  AnnexFetch *fetch;
  guint       index = 0;

  va_start (fetches, first);
  for (fetch = first; fetch != NULL; fetch = va_arg (fetches, AnnexFetch *))
    {
      const AnnexSampleArrival *link = fetch_fixture_get_link (fixture, index++);

      g_assert_nonnull (link);
      g_assert_cmpstr (link->attachment_id, ==, fetch_fixture_get_id (fixture, fetch));
    }
  va_end (fetches);
  g_assert_null (fetch_fixture_get_link (fixture, index));
}

guint
fetch_fixture_count_fds (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_fds = 0;

  while (g_dir_read_name (folder) != NULL)
    n_fds++;

  return n_fds;
}
