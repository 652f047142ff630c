/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-json.h"

#include "annex-service-error.h"

#include <string.h>

static void
set_error (GError    **error,
           const char *message)
{
  g_propagate_error (error, annex_service_error_new (ANNEX_SERVICE_ERROR_INVALID_REPLY, NULL, message));
}

static void
set_member_error (GError    **error,
                  const char *name,
                  const char *problem)
{
  g_autofree char *message = g_strdup_printf ("%s: %s", name, problem);

  set_error (error, message);
}

/* Returns: the position behind the closing quote, or end */
static const char *
skip_string (const char *position,
             const char *end)
{
  for (position++; position < end && *position != '"'; position++)
    if (*position == '\\')
      position++;

  return position < end ? position + 1 : end;
}

/* The parser recurses once for each level, and goes through all members before it for each duplicate one; with names that
 * were chosen for it, a megabyte would take it minutes. So depth and members are bounded before it sees anything. */
static const char *
check_shape (const char *text,
             gsize       length)
{
  const char *end = text + length;
  guint       n_members[ANNEX_JSON_MAX_DEPTH + 1] = { 0 };
  guint       depth = 0;

  for (const char *position = text; position < end;)
    {
      if (*position == '"')
        {
          position = skip_string (position, end);
          continue;
        }

      if (*position == '[' || *position == '{')
        {
          if (++depth > ANNEX_JSON_MAX_DEPTH)
            return "The JSON is nested too deeply";
          n_members[depth] = 0;
        }
      if ((*position == ']' || *position == '}') && depth > 0)
        depth--;
      if (*position == ':' && ++n_members[depth] > ANNEX_JSON_MAX_MEMBERS)
        return "The JSON has an object with too many members";
      position++;
    }

  return NULL;
}

static gboolean
check_text (const char *text,
            gsize       length,
            gsize       max_length,
            GError    **error)
{
  const char *problem;

  if (length > max_length)
    problem = "The JSON is too long";
  else if (!g_utf8_validate_len (text, length, NULL))
    problem = "The JSON is not UTF-8";
  else
    problem = check_shape (text, length);

  if (problem != NULL)
    set_error (error, problem);

  return problem == NULL;
}

/* Returns: %FALSE with an error only when a required member is missing; an absent or null one leaves @member at %NULL */
static gboolean
find_member (JsonObject *object,
             const char *name,
             gboolean    required,
             JsonNode  **member,
             GError    **error)
{
  JsonNode *found = json_object_get_member (object, name);

  *member = found != NULL && !JSON_NODE_HOLDS_NULL (found) ? found : NULL;
  if (*member != NULL || !required)
    return TRUE;

  set_member_error (error, name, "missing");
  return FALSE;
}

static gboolean
holds_value (JsonNode *node,
             GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * annex_json_parse:
 * @text: (array length=length): untrusted JSON
 * @length: its length in bytes
 * @max_length: longest text that is accepted, in bytes
 * @error: return location for an error
 *
 * Reads one JSON value strictly: UTF-8, nothing around it, nested at most %ANNEX_JSON_MAX_DEPTH levels, with at most
 * %ANNEX_JSON_MAX_MEMBERS members in an object. Of duplicate members the last wins. A string is cut at U+0000. The
 * error's message never quotes the text.
 *
 * Returns: (transfer full): the immutable root, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY
 */
JsonNode *
annex_json_parse (const char *text,
                  gsize       length,
                  gsize       max_length,
                  GError    **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (max_length <= G_MAXSSIZE, NULL);

  if (!check_text (text, length, max_length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  json_parser_set_strict (parser, TRUE);
  if (length > 0 && json_parser_load_from_data (parser, text, (gssize) length, NULL))
    root = json_parser_steal_root (parser);
  if (root == NULL)
    set_error (error, "The answer is not JSON");

  return root;
}

/**
 * annex_json_get_root_object:
 * @root: a JSON value
 * @error: return location for an error
 *
 * Returns: (transfer none): the object that the value is, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY
 */
JsonObject *
annex_json_get_root_object (JsonNode *root,
                            GError  **error)
{
  g_return_val_if_fail (root != NULL, NULL);

  if (JSON_NODE_HOLDS_OBJECT (root))
    return json_node_get_object (root);

  set_error (error, "The JSON is not an object");
  return NULL;
}

/**
 * annex_json_read_string:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @value: (out) (transfer none) (nullable): the string, or %NULL when it is absent or null
 * @error: return location for an error
 *
 * Reads a string of at most %ANNEX_JSON_MAX_STRING bytes. Like all of these functions it takes null for absent and names
 * the member in the error; a caller that has come down to @object from above puts the way before it with
 * g_prefix_error().
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type, a longer string or a missing required member
 */
gboolean
annex_json_read_string (JsonObject  *object,
                        const char  *name,
                        gboolean     required,
                        const char **value,
                        GError     **error)
{
  return annex_json_read_long_string (object, name, required, ANNEX_JSON_MAX_STRING, value, error);
}

/**
 * annex_json_read_long_string:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @max_length: longest string that is accepted, in bytes
 * @value: (out) (transfer none) (nullable): the string, or %NULL when it is absent or null
 * @error: return location for an error
 *
 * Reads a string with a limit of its own; otherwise as annex_json_read_string().
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type, a longer string or a missing required member
 */
gboolean
annex_json_read_long_string (JsonObject  *object,
                             const char  *name,
                             gboolean     required,
                             gsize        max_length,
                             const char **value,
                             GError     **error)
{
  JsonNode *member;

  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  *value = NULL;
  if (!find_member (object, name, required, &member, error))
    return FALSE;
  if (member == NULL)
    return TRUE;

  if (!holds_value (member, G_TYPE_STRING))
    set_member_error (error, name, "not a string");
  else if (strlen (json_node_get_string (member)) > max_length)
    set_member_error (error, name, "too long");
  else
    *value = json_node_get_string (member);

  return *value != NULL;
}

/**
 * annex_json_read_int64:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @value: (out): the number; untouched when it is absent or null
 * @error: return location for an error
 *
 * Reads an integer. One beyond 64 bits becomes the nearest that fits; a number with fraction or exponent is an error.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type or a missing required member
 */
gboolean
annex_json_read_int64 (JsonObject *object,
                       const char *name,
                       gboolean    required,
                       gint64     *value,
                       GError    **error)
{
  JsonNode *member;

  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (object, name, required, &member, error))
    return FALSE;

  if (member != NULL && !holds_value (member, G_TYPE_INT64))
    {
      set_member_error (error, name, "not an integer");
      return FALSE;
    }

  if (member != NULL)
    *value = json_node_get_int (member);

  return TRUE;
}

/**
 * annex_json_read_boolean:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @value: (out): the value; untouched when it is absent or null
 * @error: return location for an error
 *
 * Reads true or false.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type or a missing required member
 */
gboolean
annex_json_read_boolean (JsonObject *object,
                         const char *name,
                         gboolean    required,
                         gboolean   *value,
                         GError    **error)
{
  JsonNode *member;

  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (object, name, required, &member, error))
    return FALSE;

  if (member != NULL && !holds_value (member, G_TYPE_BOOLEAN))
    {
      set_member_error (error, name, "not true or false");
      return FALSE;
    }

  if (member != NULL)
    *value = json_node_get_boolean (member);

  return TRUE;
}

/**
 * annex_json_read_object:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @value: (out) (transfer none) (nullable): the object, or %NULL when it is absent or null
 * @error: return location for an error
 *
 * Reads an object within an object.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type or a missing required member
 */
gboolean
annex_json_read_object (JsonObject  *object,
                        const char  *name,
                        gboolean     required,
                        JsonObject **value,
                        GError     **error)
{
  JsonNode *member;

  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  *value = NULL;
  if (!find_member (object, name, required, &member, error))
    return FALSE;

  if (member != NULL && !JSON_NODE_HOLDS_OBJECT (member))
    {
      set_member_error (error, name, "not an object");
      return FALSE;
    }

  if (member != NULL)
    *value = json_node_get_object (member);

  return TRUE;
}

/**
 * annex_json_read_array:
 * @object: an object
 * @name: name of the member
 * @required: whether it must be there
 * @value: (out) (transfer none) (nullable): the array, or %NULL when it is absent or null
 * @error: return location for an error
 *
 * Reads an array within an object.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type or a missing required member
 */
gboolean
annex_json_read_array (JsonObject *object,
                       const char *name,
                       gboolean    required,
                       JsonArray **value,
                       GError    **error)
{
  JsonNode *member;

  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  *value = NULL;
  if (!find_member (object, name, required, &member, error))
    return FALSE;

  if (member != NULL && !JSON_NODE_HOLDS_ARRAY (member))
    {
      set_member_error (error, name, "not an array");
      return FALSE;
    }

  if (member != NULL)
    *value = json_node_get_array (member);

  return TRUE;
}

/**
 * annex_json_read_element:
 * @array: an array
 * @index: which element; less than the length of the array
 * @name: name of the array, for the error
 * @value: (out) (transfer none): the object at that place
 * @error: return location for an error
 *
 * Reads an object within an array.
 *
 * Returns: %FALSE with %ANNEX_SERVICE_ERROR_INVALID_REPLY for another type, null among them
 */
gboolean
annex_json_read_element (JsonArray   *array,
                         guint        index,
                         const char  *name,
                         JsonObject **value,
                         GError     **error)
{
  g_autofree char *path = NULL;
  JsonNode        *element;

  g_return_val_if_fail (array != NULL && name != NULL && value != NULL, FALSE);
  g_return_val_if_fail (index < json_array_get_length (array), FALSE);

  *value = NULL;
  element = json_array_get_element (array, index);
  if (JSON_NODE_HOLDS_OBJECT (element))
    {
      *value = json_node_get_object (element);
      return TRUE;
    }

  path = g_strdup_printf ("%s[%u]", name, index);
  set_member_error (error, path, "not an object");
  return FALSE;
}
