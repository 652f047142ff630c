/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-download.h"
#include "annex-service-error.h"
#include "test-raw-store.h"

G_BEGIN_DECLS

#define OK "HTTP/1.1 200 OK\r\n"
#define FOUR "Content-Length: 4\r\n"

/* One download after the other from a scripted store. */
typedef struct
{
  RawStore           *store;
  SoupSession        *session;
  AnnexStorePolicy   *policy;
  AnnexDownloadLimits limits;
  GCancellable       *cancellable;
  guint64             expected;
  AnnexDownloadPart  *part; /* (nullable) */
  guint               n_fds;

  gboolean      done;
  AnnexContent *content;
  GError       *error;
  guint         n_progress;
  guint64       last_received;
  guint64       last_total;
} Fixture;

void                     fixture_set_up (Fixture *fixture, gconstpointer data);
void                     iterate_until (gboolean (*condition) (Fixture *fixture), Fixture *fixture);
gboolean                 is_done (Fixture *fixture);
gboolean                 is_closed (Fixture *fixture);
gboolean                 has_arrived (Fixture *fixture);
void                     fixture_tear_down (Fixture *fixture, gconstpointer data);
void                     begin (Fixture *fixture, const char *url);
void                     download (Fixture *fixture);
const AnnexErrorDetails *assert_fails (Fixture *fixture, AnnexServiceError code);
void                     assert_content (Fixture *fixture, const char *text);
void                     answer (Fixture *fixture, const char *bytes, RawEnding ending);
void                     warm_up (void);

G_END_DECLS
