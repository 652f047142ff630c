/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-participant-messages.h"

#include "annex-json.h"
#include "annex-service-error.h"

#include <string.h>

#define MAX_RESULTS 100

static GBytes *
finish_request (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static JsonBuilder *
begin_request (void)
{
  return json_builder_begin_object (json_builder_new_immutable ());
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         guint        value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
free_secret_text (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/* An unintelligible time is as good as none: Annex never decides by it alone. */
static GDateTime *
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
}

static AnnexSecret *
secret_for (const char *text)
{
  return text != NULL ? annex_secret_new (text, strlen (text)) : NULL;
}

static void
read_items (AnnexTranscriptPage *page,
            JsonArray           *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (GError) error = NULL;
      AnnexTranscriptItem *item = NULL;
      JsonObject          *object;

      if (annex_json_read_element (array, i, "Transcript", &object, &error))
        item = annex_transcript_item_new_from_json (object, &error);

      if (item != NULL)
        g_ptr_array_add (page->items, item);
      else
        {
          g_debug ("Left out item %u of the transcript: %s", i, error->message);
          page->n_skipped++;
        }
    }
}

static gboolean
read_credentials (AnnexConnection *connection,
                  JsonObject      *root,
                  GError         **error)
{
  JsonObject *credentials;
  const char *token;
  const char *expiry;

  if (!annex_json_read_object (root, "ConnectionCredentials", FALSE, &credentials, error))
    return FALSE;
  if (credentials == NULL)
    return TRUE;

  if (!annex_json_read_string (credentials, "ConnectionToken", FALSE, &token, error) || !annex_json_read_string (credentials, "Expiry", FALSE, &expiry, error))
    {
      g_prefix_error (error, "ConnectionCredentials.");
      return FALSE;
    }

  connection->connection_token = secret_for (token);
  connection->expiry = parse_time (expiry);

  return TRUE;
}

static gboolean
read_websocket (AnnexConnection *connection,
                JsonObject      *root,
                GError         **error)
{
  JsonObject *websocket;
  const char *url;

  if (!annex_json_read_object (root, "Websocket", FALSE, &websocket, error))
    return FALSE;
  if (websocket == NULL)
    return TRUE;

  if (!annex_json_read_string (websocket, "Url", FALSE, &url, error))
    {
      g_prefix_error (error, "Websocket.");
      return FALSE;
    }

  connection->websocket_url = secret_for (url);

  return TRUE;
}

/**
 * annex_participant_write_get_attachment:
 * @attachment_id: opaque identifier
 * @url_expiry_seconds: how long the link may be used, within 5 to 300
 *
 * The body of `GetAttachment`. `UrlExpiryInSeconds` is a whole number of seconds, whatever the documentation says of ISO
 * timestamps; the model has it as an integer from 5 to 300. It is always sent, because its default is not documented.
 *
 * Returns: (transfer full): JSON
 */
GBytes *
annex_participant_write_get_attachment (const char *attachment_id,
                                        guint       url_expiry_seconds)
{
  g_autoptr (JsonBuilder) builder = begin_request ();

  add_string (builder, "AttachmentId", attachment_id);
  add_int (builder, "UrlExpiryInSeconds", url_expiry_seconds);

  return finish_request (builder);
}

/**
 * annex_participant_write_get_transcript:
 * @query: which part is asked for
 * @next_token: (nullable): token of the page before
 *
 * The body of `GetTranscript`. The order within a page is always from old to new.
 *
 * Returns: (transfer full): JSON
 */
GBytes *
annex_participant_write_get_transcript (const AnnexTranscriptQuery *query,
                                        const char                 *next_token)
{
  g_autoptr (JsonBuilder) builder = begin_request ();

  add_int (builder, "MaxResults", query->max_results == 0 ? MAX_RESULTS : MIN (query->max_results, MAX_RESULTS));
  add_string (builder, "ScanDirection", query->backward ? "BACKWARD" : "FORWARD");
  add_string (builder, "SortOrder", "ASCENDING");

  if (query->start_item_id != NULL)
    {
      json_builder_set_member_name (builder, "StartPosition");
      json_builder_begin_object (builder);
      add_string (builder, "Id", query->start_item_id);
      json_builder_end_object (builder);
    }

  if (next_token != NULL)
    add_string (builder, "NextToken", next_token);

  return finish_request (builder);
}

/**
 * annex_participant_write_create_connection:
 * @with_websocket: whether a WebSocket URL is wanted too
 *
 * The body of `CreateParticipantConnection`. `ConnectParticipant` is never sent: it would mark the agent as connected,
 * and looking must not change the chat.
 *
 * Returns: (transfer full): JSON
 */
GBytes *
annex_participant_write_create_connection (gboolean with_websocket)
{
  g_autoptr (JsonBuilder) builder = begin_request ();

  json_builder_set_member_name (builder, "Type");
  json_builder_begin_array (builder);
  if (with_websocket)
    json_builder_add_string_value (builder, "WEBSOCKET");
  json_builder_add_string_value (builder, "CONNECTION_CREDENTIALS");
  json_builder_end_array (builder);

  return finish_request (builder);
}

/**
 * annex_participant_read_attachment_link:
 * @root: answer of `GetAttachment`
 * @error: return location for an error
 *
 * Reads the answer, of which older stacks leave out everything but the URL.
 *
 * Returns: (transfer full): a link, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY
 */
AnnexAttachmentLink *
annex_participant_read_attachment_link (JsonObject *root,
                                        GError    **error)
{
  g_autoptr (AnnexAttachmentLink) link = NULL;
  const char *url;
  const char *expiry;
  gint64      size = 0;

  if (!annex_json_read_string (root, "Url", FALSE, &url, error) || !annex_json_read_string (root, "UrlExpiry", FALSE, &expiry, error) || !annex_json_read_int64 (root, "AttachmentSizeInBytes", FALSE, &size, error))
    return NULL;

  if (size < 0)
    {
      g_propagate_error (error,
                         annex_service_error_new (ANNEX_SERVICE_ERROR_INVALID_REPLY,
                                                  NULL,
                                                  "AttachmentSizeInBytes: negative"));
      return NULL;
    }

  link = g_new0 (AnnexAttachmentLink, 1);
  link->url = g_strdup (url);
  link->expiry = parse_time (expiry);
  link->size = (guint64) size;

  return g_steal_pointer (&link);
}

/**
 * annex_participant_read_transcript_page:
 * @root: answer of `GetTranscript`
 * @error: return location for an error
 *
 * Reads a page. An item with a member of the wrong type is left out and counted; the others are kept.
 *
 * Returns: (transfer full): a page, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY
 */
AnnexTranscriptPage *
annex_participant_read_transcript_page (JsonObject *root,
                                        GError    **error)
{
  g_autoptr (AnnexTranscriptPage) page = NULL;
  JsonArray  *array;
  const char *next_token;
  const char *initial_contact_id;

  if (!annex_json_read_array (root, "Transcript", FALSE, &array, error) || !annex_json_read_string (root, "NextToken", FALSE, &next_token, error) || !annex_json_read_string (root, "InitialContactId", FALSE, &initial_contact_id, error))
    return NULL;

  page = g_new0 (AnnexTranscriptPage, 1);
  page->items = g_ptr_array_new_with_free_func (g_object_unref);
  page->next_token = next_token != NULL && *next_token != '\0' ? g_strdup (next_token) : NULL;
  page->initial_contact_id = g_strdup (initial_contact_id);
  read_items (page, array);

  return g_steal_pointer (&page);
}

/**
 * annex_participant_read_connection:
 * @root: answer of `CreateParticipantConnection`
 * @error: return location for an error
 *
 * Reads the answer; what was not asked for is absent.
 *
 * Returns: (transfer full): a connection, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY
 */
AnnexConnection *
annex_participant_read_connection (JsonObject *root,
                                   GError    **error)
{
  g_autoptr (AnnexConnection) connection = g_new0 (AnnexConnection, 1);

  if (!read_credentials (connection, root, error) || !read_websocket (connection, root, error))
    return NULL;

  return g_steal_pointer (&connection);
}

/**
 * annex_attachment_link_free:
 * @link: (transfer full): a link
 *
 * Frees the link and overwrites its URL.
 */
void
annex_attachment_link_free (AnnexAttachmentLink *link)
{
  free_secret_text (link->url);
  g_clear_pointer (&link->expiry, g_date_time_unref);
  g_free (link);
}

/**
 * annex_transcript_page_free:
 * @page: (transfer full): a page
 *
 * Frees the page.
 */
void
annex_transcript_page_free (AnnexTranscriptPage *page)
{
  g_clear_pointer (&page->items, g_ptr_array_unref);
  g_free (page->next_token);
  g_free (page->initial_contact_id);
  g_free (page);
}

/**
 * annex_connection_free:
 * @connection: (transfer full): a connection
 *
 * Frees the connection; its secrets go with their last reference.
 */
void
annex_connection_free (AnnexConnection *connection)
{
  g_clear_pointer (&connection->connection_token, annex_secret_unref);
  g_clear_pointer (&connection->expiry, g_date_time_unref);
  g_clear_pointer (&connection->websocket_url, annex_secret_unref);
  g_free (connection);
}
