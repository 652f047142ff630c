/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-retry.h"
#include "annex-secret.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AnnexServiceReadFunc:
 * @root: the answer
 * @error: return location for an error
 *
 * Returns: (transfer full): what was read from the answer, or %NULL with an error
 */
typedef gpointer (*AnnexServiceReadFunc) (JsonObject *root,
                                          GError    **error);

/**
 * AnnexServiceRequest:
 * @operation: name of the operation; static
 * @uri: where it is sent
 * @bearer: the token, checked before
 * @body: JSON to send
 * @max_answer: longest answer that is read, in bytes
 * @read: reads the answer
 * @free_answer: frees what @read returns
 * @leaves_throttling: whether a throttled request is given back at once, to somebody who decides for many
 *
 * One operation to perform. Borrowed until annex_service_call_async() returns.
 */
typedef struct
{
  const char          *operation;
  GUri                *uri;
  AnnexSecret         *bearer;
  GBytes              *body;
  gsize                max_answer;
  AnnexServiceReadFunc read;
  GDestroyNotify       free_answer;
  gboolean             leaves_throttling;
} AnnexServiceRequest;

/**
 * AnnexServiceDeadlines:
 * @total_ms: for the whole operation with its retries, in milliseconds
 * @connect_ms: for each connection with its TLS handshake, in milliseconds
 */
typedef struct
{
  guint total_ms;
  guint connect_ms;
} AnnexServiceDeadlines;

SoupSession *annex_service_session_new (void);
void         annex_service_call_async (SoupSession                 *session,
                                       AnnexRetry                  *retry,
                                       const AnnexServiceRequest   *request,
                                       const AnnexServiceDeadlines *deadlines,
                                       GCancellable                *life,
                                       GCancellable                *cancellable,
                                       GAsyncReadyCallback          callback,
                                       gpointer                     user_data);
gpointer     annex_service_call_finish (GAsyncResult *result,
                                        GError      **error);

G_END_DECLS
