/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-problem.h"
#include "annex-service-error.h"

#include "../service/test-chat-fixture.h"
#include "../service/test-raw-store.h"

G_BEGIN_DECLS

#define STORE_FILE "0123456789abcdefghijklmnopqrstuv"
#define STORE_ETAG "\"aa4bc671b4c1c7a38e29800f50ef6346\"" /* its MD5, as S3 has it */
#define STORE_HALF 16

/* One attachment on its way from a store that does something wrong. */
typedef struct
{
  ChatFixture      chat;
  char            *id;
  AnnexAttachment *attachment; /* borrowed */
  RawStore        *other;      /* (nullable) another store, where links may lead to */
  GResolver       *resolver;   /* (nullable) the one that was there */
} StoreRun;

typedef void (*StoreFunc) (StoreRun *run);

/**
 * StoreFault:
 * @times: how many requests it meets; 0 means one
 * @for_ever: meets every request
 */
typedef struct
{
  AnnexSampleFaultKind kind;
  guint                status;
  const char          *headers;
  const char          *body;
  guint                times;
  gboolean             for_ever;
} StoreFault;

/**
 * StoreCase:
 * @name: where it is found
 * @what: what happens, in words
 * @before: (nullable): prepares what the faults cannot say
 * @file_name: (nullable): other than `letter.txt`
 * @content: (nullable): other than %STORE_FILE
 * @link: (nullable): the answer to `GetAttachment`; `%s` stands for the store's address
 * @faults: of the store, one after the other
 * @limits: deadlines in milliseconds that are shorter than usual
 * @code: why it fails, where @arrives is %FALSE
 * @sentence: code of what the agent is told then
 * @remedy: what the agent can do about it
 * @n_links: how often the service was asked for a link
 * @n_downloads: how many requests the store saw
 * @range: (nullable): `Range` of the last of them
 * @after: (nullable): what else must be so
 *
 * One way in which a store fails.
 */
typedef struct
{
  const char         *name;
  const char         *what;
  StoreFunc           before;
  const char         *file_name;
  const char         *content;
  const char         *link;
  StoreFault          faults[4];
  AnnexDownloadLimits limits;
  gboolean            arrives;
  AnnexServiceError   code;
  const char         *sentence;
  AnnexRemedy         remedy;
  guint               n_links;
  guint               n_downloads;
  const char         *range;
  StoreFunc           after;
} StoreCase;

void                     store_case_warm_up (const StoreCase *store_case);
void                     store_case_add (const StoreCase *store_case);
void                     store_run_fetch (StoreRun *run);
void                     store_run_wait (StoreRun       *run,
                                         ChatFixtureFunc func,
                                         gpointer        data);
void                     store_run_push_link (StoreRun   *run,
                                              const char *format,
                                              const char *address);
void                     store_run_assert_content (StoreRun   *run,
                                                   const char *content);
void                     store_run_assert_failed (StoreRun         *run,
                                                  AnnexServiceError code);
void                     store_run_assert_seen (StoreRun   *run,
                                                guint       n_links,
                                                guint       n_downloads,
                                                const char *range);
const AnnexErrorDetails *store_run_get_details (StoreRun *run);
const char              *store_run_get_header (StoreRun   *run,
                                               const char *name);

G_END_DECLS
