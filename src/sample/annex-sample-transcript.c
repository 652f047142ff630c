/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-transcript.h"

#include <string.h>

#define DEFAULT_MAX_RESULTS 10
#define MAX_RESULTS 100
#define MAX_TOKEN_LENGTH 1000
#define MAX_ID_LENGTH 256
#define MAX_TIME_LENGTH 100

/* Which part of the transcript is asked for. @cursor is a place between items: the next page ends there when it is read
 * backward, and begins there when it is read forward. */
typedef struct
{
  gboolean    backward;
  gboolean    ascending;
  guint       max_results;
  const char *contact_id; /* borrowed (nullable) */
  char       *start;      /* (owned): the start position in words, to tell one query from another */
  guint       cursor;
} Query;

static void
query_clear (Query *query)
{
  g_free (query->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static void
start_at_item (const AnnexSampleState *state,
               AnnexSampleBody        *body,
               Query                  *query,
               const char             *item_id)
{
  guint index = annex_sample_chat_find_item (state->chat, item_id);

  query->start = g_strconcat ("id ", item_id, NULL);
  query->cursor = query->backward ? index + 1 : index;
  if (index == annex_sample_chat_get_n_items (state->chat))
    annex_sample_body_take_problem (body, g_strdup ("The start position is not in the transcript"));
}

static void
start_at_time (const AnnexSampleState *state,
               AnnexSampleBody        *body,
               Query                  *query,
               const char             *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  query->start = g_strconcat ("time ", text, NULL);
  if (time != NULL)
    query->cursor = annex_sample_chat_count_before (state->chat, time, query->backward);
  else
    annex_sample_body_take_problem (body, g_strdup ("The start position's time is not in ISO 8601 format"));
}

static void
start_at_most_recent (const AnnexSampleState *state,
                      Query                  *query,
                      guint                   count)
{
  guint n_items = annex_sample_chat_get_n_items (state->chat);

  query->start = g_strdup_printf ("recent %u", count);
  query->cursor = count < n_items ? n_items - count : 0;
}

/* The item of a start position belongs to what is asked for. Without one, everything is older than where it starts. */
static void
read_start (const AnnexSampleState *state,
            AnnexSampleBody        *body,
            AnnexSampleBody        *position,
            Query                  *query)
{
  const char *id = annex_sample_body_read_string (position, "Id", MAX_ID_LENGTH);
  const char *time = annex_sample_body_read_string (position, "AbsoluteTime", MAX_TIME_LENGTH);
  gint64      most_recent = annex_sample_body_read_integer (position, "MostRecent", 0, MAX_RESULTS, -1);

  if (position->problem != NULL)
    annex_sample_body_take_problem (body, g_strdup (position->problem));
  else if (id != NULL)
    start_at_item (state, body, query, id);
  else if (time != NULL)
    start_at_time (state, body, query, time);
  else if (most_recent >= 0)
    start_at_most_recent (state, query, (guint) most_recent);
  else
    start_at_most_recent (state, query, 0);
}

/* A cursor sealed together with what it is for: another query, or another connection, cannot use it. */
static char *
make_next_token (const AnnexSampleState *state,
                 const char             *token,
                 const Query            *query,
                 guint                   cursor)
{
  g_autofree char *scope = g_strdup_printf ("%d %d %s %s %u %s",
                                            query->backward,
                                            query->ascending,
                                            query->start,
                                            query->contact_id != NULL ? query->contact_id : "",
                                            cursor,
                                            token);
  g_autofree char *seal = g_compute_hmac_for_string (G_CHECKSUM_SHA256,
                                                     (const guchar *) state->paging_secret,
                                                     strlen (state->paging_secret),
                                                     scope,
                                                     -1);
  g_autofree char *plain = g_strdup_printf ("%u %s", cursor, seal);

  return g_base64_encode ((const guchar *) plain, strlen (plain));
}

static void
go_on_from (const AnnexSampleState *state,
            const char             *token,
            AnnexSampleBody        *body,
            Query                  *query,
            const char             *next_token)
{
  gsize              length;
  g_autofree guchar *decoded = g_base64_decode (next_token, &length);
  g_autofree char   *plain = g_strndup ((const char *) decoded, length);
  guint              cursor = (guint) g_ascii_strtoull (plain, NULL, 10);
  g_autofree char   *expected = make_next_token (state, token, query, cursor);

  if (strcmp (expected, next_token) == 0)
    query->cursor = cursor;
  else
    annex_sample_body_take_problem (body, g_strdup ("The next token is not valid"));
}

static void
read_query (const AnnexSampleState *state,
            const char             *token,
            AnnexSampleBody        *body,
            Query                  *query)
{
  static const char *const directions[] = { "FORWARD", "BACKWARD", NULL };
  static const char *const orders[] = { "ASCENDING", "DESCENDING", NULL };
  g_autoptr (AnnexSampleBody) position = annex_sample_body_read_object (body, "StartPosition");
  const char *direction = position->object != NULL ? "FORWARD" : "BACKWARD";
  gint64      max_results = annex_sample_body_read_integer (body, "MaxResults", 0, MAX_RESULTS, DEFAULT_MAX_RESULTS);
  const char *next_token = annex_sample_body_read_string (body, "NextToken", MAX_TOKEN_LENGTH);

  direction = annex_sample_body_read_enum (body, "ScanDirection", directions, direction);
  query->backward = strcmp (direction, "BACKWARD") == 0;
  query->ascending = strcmp (annex_sample_body_read_enum (body, "SortOrder", orders, "DESCENDING"), "ASCENDING") == 0;
  query->max_results = max_results > 0 ? (guint) max_results : DEFAULT_MAX_RESULTS;
  if (state->page_size > 0)
    query->max_results = MIN (query->max_results, state->page_size);
  query->contact_id = annex_sample_body_read_string (body, "ContactId", MAX_ID_LENGTH);
  read_start (state, body, position, query);
  if (body->problem == NULL && next_token != NULL)
    go_on_from (state, token, body, query, next_token);
}

/* Items from @begin to @end, which is not among them, in the order that is asked for. */
static void
append_items (const AnnexSampleState *state,
              GString                *page,
              const Query            *query,
              guint                   begin,
              guint                   end)
{
  for (guint i = begin; i < end; i++)
    {
      g_autofree char *item = annex_sample_chat_dup_item (state->chat, query->ascending ? i : begin + end - 1 - i);

      g_string_append_printf (page, "%s%s", i > begin ? "," : "", item);
    }
}

static void
append_next_token (const AnnexSampleState *state,
                   GString                *page,
                   const char             *token,
                   const Query            *query,
                   guint                   n_items,
                   guint                   begin,
                   guint                   end)
{
  gboolean         more = query->backward ? begin > 0 : end < n_items;
  g_autofree char *next = make_next_token (state, token, query, query->backward ? begin : end);

  if (more)
    g_string_append_printf (page, ",\"NextToken\":\"%s\"", next);
  else if (state->end_marker != NULL)
    g_string_append_printf (page, ",\"NextToken\":%s", state->end_marker);
}

/**
 * annex_sample_transcript_make_page:
 * @state: what the service knows
 * @token: the connection token, to which a `NextToken` belongs
 * @body: the request's members
 * @problem: (out) (transfer full): what is wrong with them
 *
 * Answers `GetTranscript` (Amazon Connect Participant Service API reference). A scan goes backward unless there is a
 * start position; going forward without one asks for what is newer than now, which is nothing. The order within a page
 * has nothing to do with the direction. A contact other than the chat's own has an empty transcript.
 *
 * Returns: (nullable) (transfer full): the answer, %NULL when the request was wrong
 */
char *
annex_sample_transcript_make_page (const AnnexSampleState *state,
                                   const char             *token,
                                   AnnexSampleBody        *body,
                                   char                  **problem)
{
  g_auto (Query) query = { 0 };
  GString *page;
  guint    n_items = 0;
  guint    begin = 0;
  guint    end = 0;

  read_query (state, token, body, &query);
  if (body->problem != NULL)
    {
      *problem = g_strdup (body->problem);
      return NULL;
    }

  if (query.contact_id == NULL || strcmp (query.contact_id, annex_sample_chat_get_contact_id (state->chat)) == 0)
    {
      n_items = annex_sample_chat_get_n_items (state->chat);
      begin = query.backward && query.cursor > query.max_results ? query.cursor - query.max_results : 0;
      begin = query.backward ? begin : query.cursor;
      end = query.backward ? query.cursor : MIN (query.cursor + query.max_results, n_items);
    }

  page = g_string_new (NULL);
  g_string_printf (page, "{\"InitialContactId\":\"%s\",\"Transcript\":[", annex_sample_chat_get_contact_id (state->chat));
  append_items (state, page, &query, begin, end);
  g_string_append_c (page, ']');
  append_next_token (state, page, token, &query, n_items, begin, end);
  g_string_append_c (page, '}');

  return g_string_free (page, FALSE);
}
