/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-chat.h"
#include "annex-sample-quota.h"
#include "annex-sample-service.h"
#include "annex-sample-signer.h"
#include "annex-sample-tokens.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AnnexSampleState:
 * @clock: the service's time
 * @chat: the chat and the store
 * @tokens: tokens that were given out
 * @credentials: what URLs are signed with
 * @origin: scheme, host and port
 * @quotas: buckets of the operations
 * @enforce_quotas: whether they count
 * @page_size: most items of a transcript's page, or 0
 * @end_marker: (nullable): JSON value of `NextToken` on the last page; %NULL to leave it out
 * @paging_secret: what makes a `NextToken` our own
 * @connected: whether anybody asked for `ConnectParticipant`
 *
 * What the parts of the service share.
 */
typedef struct
{
  AnnexSampleClock        clock;
  AnnexSampleChat        *chat;        /* (owned) */
  AnnexSampleTokens      *tokens;      /* (owned) */
  AnnexSampleCredentials *credentials; /* (owned) */
  char                   *origin;      /* (owned) (nullable) */
  AnnexSampleQuota        quotas[ANNEX_SAMPLE_N_OPERATIONS];
  gboolean                enforce_quotas;
  guint                   page_size;
  char                   *end_marker;    /* (owned) (nullable) */
  char                   *paging_secret; /* (owned) */
  gboolean                connected;
} AnnexSampleState;

/**
 * AnnexSampleRequest:
 * @operation: what it asks for
 * @method: HTTP method
 * @path: path, percent-encoded as it came
 * @query: (nullable): query, percent-encoded as it came
 * @headers: headers
 * @body: body
 *
 * A request as it came.
 */
typedef struct
{
  AnnexSampleOperation operation;
  const char          *method;
  const char          *path;
  const char          *query;
  SoupMessageHeaders  *headers; /* borrowed */
  GBytes              *body;    /* borrowed */
} AnnexSampleRequest;

G_END_DECLS
