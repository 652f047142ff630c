/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-loader.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define CHAT_FILE "chat.json"
#define EVENT_PREFIX "application/vnd.amazonaws.connect.event."

/* The chat that is being told, and from where. */
typedef struct
{
  AnnexSampleChat        *chat;
  const AnnexSampleClock *clock;
  const char             *directory;
} Loader;

static JsonObject *
read_chat_file (const char *directory,
                GError    **error)
{
  g_autofree char *path = g_build_filename (directory, CHAT_FILE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_file (parser, path, error))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s holds no object", CHAT_FILE);
      return NULL;
    }

  return json_object_ref (json_node_get_object (root));
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static double
get_number (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : 0;
}

static GBytes *
read_file (const char *directory,
           const char *name,
           GError    **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  char            *contents;
  gsize            length;

  if (strchr (name, '/') != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, "“%s” is not beside %s", name, CHAT_FILE);
      return NULL;
    }
  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;

  return g_bytes_new_take (contents, length);
}

static void
apply_state (const Loader *loader,
             JsonObject   *attachment,
             const char   *id)
{
  double      scan_seconds = get_number (attachment, "scanSeconds");
  const char *status = get_string (attachment, "status");
  JsonNode   *deleted = json_object_get_member (attachment, "deleted");

  if (scan_seconds > 0)
    annex_sample_chat_set_scan_seconds (loader->chat, id, (guint) scan_seconds);
  else if (status != NULL)
    annex_sample_chat_set_status (loader->chat, id, status);
  if (deleted != NULL && json_node_get_value_type (deleted) == G_TYPE_BOOLEAN && json_node_get_boolean (deleted))
    annex_sample_chat_delete_object (loader->chat, id);
}

/* A build without an encoder has made no file of its format: such an attachment is then not in the chat. */
static gboolean
load_attachment (const Loader *loader,
                 const char   *role,
                 JsonObject   *attachment,
                 GDateTime    *time,
                 GError      **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *file = get_string (attachment, "file");
  const char *name = get_string (attachment, "name");

  if (file == NULL || name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "An attachment needs “file” and “name”");
      return FALSE;
    }

  bytes = read_file (loader->directory, file, error);
  if (bytes == NULL)
    return FALSE;

  apply_state (loader, attachment, annex_sample_chat_add_attachment (loader->chat, role, name, get_string (attachment, "contentType"), bytes, time));
  return TRUE;
}

static gboolean
load_item (const Loader *loader,
           JsonObject   *item,
           GError      **error)
{
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (loader->clock);
  g_autoptr (GDateTime) time = g_date_time_add_seconds (now, -60 * get_number (item, "minutesAgo"));
  const char *role = get_string (item, "role");
  const char *text = get_string (item, "text");
  const char *event = get_string (item, "event");
  JsonNode   *attachment = json_object_get_member (item, "attachment");

  if (role != NULL && attachment != NULL && JSON_NODE_HOLDS_OBJECT (attachment))
    return load_attachment (loader, role, json_node_get_object (attachment), time, error);
  if (role != NULL && text != NULL)
    annex_sample_chat_add_message (loader->chat, role, text, time);
  else if (role != NULL && event != NULL)
    {
      g_autofree char *content_type = g_strconcat (EVENT_PREFIX, event, NULL);

      annex_sample_chat_add_event (loader->chat, role, "EVENT", content_type, time);
    }
  else
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "An item needs “role”, and “text”, “event” or “attachment”");
      return FALSE;
    }

  return TRUE;
}

static void
load_names (AnnexSampleChat *chat,
            JsonObject      *names)
{
  g_autoptr (GList) roles = json_object_get_members (names);

  for (GList *role = roles; role != NULL; role = role->next)
    {
      const char *name = get_string (names, role->data);

      if (name != NULL)
        annex_sample_chat_set_display_name (chat, role->data, name);
    }
}

/**
 * annex_sample_loader_load:
 * @chat: a chat
 * @clock: the service's clock
 * @directory: where `chat.json` and the files it names are
 * @error: return location for an error
 *
 * Adds a described chat. Times in the description are minutes before now, so that the chat looks recent. Reads files
 * without going through the main loop.
 *
 * Returns: %FALSE with a #GFileError, #GIOErrorEnum or #JsonParserError when a file cannot be read or says nothing
 *   useful; what came before it is in the chat
 */
gboolean
annex_sample_loader_load (AnnexSampleChat        *chat,
                          const AnnexSampleClock *clock,
                          const char             *directory,
                          GError                **error)
{
  g_autoptr (JsonObject) description = read_chat_file (directory, error);
  Loader    loader = { .chat = chat, .clock = clock, .directory = directory };
  JsonNode *names;
  JsonNode *items;

  if (description == NULL)
    return FALSE;

  names = json_object_get_member (description, "displayNames");
  if (names != NULL && JSON_NODE_HOLDS_OBJECT (names))
    load_names (chat, json_node_get_object (names));

  items = json_object_get_member (description, "items");
  if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s has no “items”", CHAT_FILE);
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (items)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (items), i);

      if (!JSON_NODE_HOLDS_OBJECT (item))
        continue;
      if (!load_item (&loader, json_node_get_object (item), error))
        return FALSE;
    }

  return TRUE;
}
