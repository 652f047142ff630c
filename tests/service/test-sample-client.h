/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-service.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * Answer:
 * @status: HTTP status, 0 when there was none
 * @headers: (nullable): headers
 * @text: the body, with a zero behind it
 * @length: its length
 * @error: (nullable): why there is no answer, or not all of it
 *
 * What came back over the socket.
 */
typedef struct
{
  guint               status;
  SoupMessageHeaders *headers; /* (owned) (nullable) */
  char               *text;    /* (owned) */
  gsize               length;
  GError             *error; /* (owned) (nullable) */
} Answer;

/**
 * Fixture:
 * @service: a service that listens
 * @session: what asks it
 *
 * A sample service and a client that knows nothing but HTTP.
 */
typedef struct
{
  AnnexSampleService *service; /* (owned) */
  SoupSession        *session; /* (owned) */
} Fixture;

void        fixture_set_up (Fixture      *fixture,
                            gconstpointer data);
void        fixture_tear_down (Fixture      *fixture,
                               gconstpointer data);
char       *fixture_add (Fixture    *fixture,
                         const char *name,
                         const char *text);
Answer     *fixture_ask (Fixture    *fixture,
                         const char *method,
                         const char *url,
                         const char *headers,
                         const char *body);
Answer     *fixture_call (Fixture    *fixture,
                          const char *operation,
                          const char *token,
                          const char *body);
Answer     *fixture_call_as_agent (Fixture    *fixture,
                                   const char *operation,
                                   const char *body);
char       *fixture_link (Fixture    *fixture,
                          const char *attachment_id,
                          guint       seconds);
const char *answer_get_header (Answer     *answer,
                               const char *name);
JsonNode   *answer_parse (Answer *answer);
void        answer_assert_refused (Answer     *answer,
                                   guint       status,
                                   const char *type);
void        answer_assert_store_code (Answer     *answer,
                                      guint       status,
                                      const char *code);
void        answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

G_END_DECLS
