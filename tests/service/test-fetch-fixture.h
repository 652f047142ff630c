/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-fetch-queue.h"
#include "annex-sample-service.h"

G_BEGIN_DECLS

/**
 * FetchFixture:
 * @service: a sample service without quotas of its own
 * @clients: (element-type AnnexParticipantClient): one for each chat
 * @fetches: (element-type AnnexFetch): of every attachment that was added
 * @ids: (element-type utf8): their identifiers
 * @random: what the queue's source of random numbers says
 *
 * A queue, and what it asks.
 */
typedef struct
{
  AnnexSampleService *service;
  GPtrArray          *clients;
  GPtrArray          *fetches;
  GPtrArray          *ids;
  AnnexRetry         *retry;
  SoupSession        *session;
  AnnexStorePolicy   *policy;
  AnnexFetchQueue    *queue;
  double              random;
  guint               n_fds;
} FetchFixture;

typedef gboolean (*FetchCondition) (FetchFixture *fixture,
                                    gpointer      data);

void                      fetch_fixture_warm_up (void);
void                      fetch_fixture_set_up (FetchFixture *fixture,
                                                gconstpointer data);
void                      fetch_fixture_tear_down (FetchFixture *fixture,
                                                   gconstpointer data);
AnnexFetch               *fetch_fixture_add (FetchFixture *fixture,
                                             guint         chat,
                                             GBytes       *bytes);
AnnexFetch               *fetch_fixture_add_text (FetchFixture *fixture,
                                                  guint         chat);
const char               *fetch_fixture_get_id (FetchFixture *fixture,
                                                AnnexFetch   *fetch);
void                      fetch_fixture_push (FetchFixture      *fixture,
                                              AnnexFetch        *fetch,
                                              AnnexFetchPriority priority);
void                      fetch_fixture_fail (FetchFixture        *fixture,
                                              AnnexSampleOperation operation,
                                              guint                status,
                                              const char          *headers,
                                              guint                times);
void                      fetch_fixture_break (FetchFixture        *fixture,
                                               AnnexSampleOperation operation,
                                               AnnexSampleFaultKind kind,
                                               guint                times);
void                      fetch_fixture_wait (FetchFixture  *fixture,
                                              FetchCondition condition,
                                              gpointer       data);
void                      fetch_fixture_wait_for_state (FetchFixture   *fixture,
                                                        AnnexFetch     *fetch,
                                                        AnnexFetchState state);
void                      fetch_fixture_wait_for_links (FetchFixture *fixture,
                                                        guint         n_links);
void                      fetch_fixture_iterate (guint ms);
guint                     fetch_fixture_count_links (FetchFixture *fixture);
const AnnexSampleArrival *fetch_fixture_get_link (FetchFixture *fixture,
                                                  guint         index);
void                      fetch_fixture_assert_links (FetchFixture *fixture,
                                                      AnnexFetch   *first,
                                                      ...) G_GNUC_NULL_TERMINATED;
guint                     fetch_fixture_count_fds (void);

G_END_DECLS
