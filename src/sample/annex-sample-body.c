/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-body.h"

static void G_GNUC_PRINTF (3, 4)
    refuse (AnnexSampleBody *body,
            const char      *name,
            const char      *format,
            ...)
{
  g_autofree char *constraint = NULL;
  va_list          arguments;

  va_start (arguments, format);
  constraint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  annex_sample_body_take_problem (body, g_strdup_printf ("1 validation error detected: Value at '%s' failed to satisfy constraint: %s", name, constraint));
}

/* A member, or NULL when it is absent, null, or not to be read any more. */
static JsonNode *
get_member (AnnexSampleBody *body,
            const char      *name)
{
  JsonNode *node = NULL;

  if (body->object != NULL && body->problem == NULL)
    node = json_object_get_member (body->object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
check_word (AnnexSampleBody   *body,
            const char        *name,
            JsonNode          *node,
            const char *const *words)
{
  g_autofree char *all = g_strjoinv (", ", (GStrv) words);

  if (json_node_get_value_type (node) == G_TYPE_STRING && g_strv_contains (words, json_node_get_string (node)))
    return TRUE;
  refuse (body, name, "Member must satisfy enum value set: [%s]", all);

  return FALSE;
}

/**
 * annex_sample_body_new:
 * @object: (nullable): the members
 *
 * Begins to read a body.
 *
 * Returns: (transfer full): the body
 */
AnnexSampleBody *
annex_sample_body_new (JsonObject *object)
{
  AnnexSampleBody *body = g_new0 (AnnexSampleBody, 1);

  body->object = object != NULL ? json_object_ref (object) : NULL;

  return body;
}

/**
 * annex_sample_body_free:
 * @body: (transfer full): a body
 *
 * Frees a body. What was read from it is gone with it.
 */
void
annex_sample_body_free (AnnexSampleBody *body)
{
  g_clear_pointer (&body->object, json_object_unref);
  g_free (body->problem);
  g_free (body);
}

/**
 * annex_sample_body_take_problem:
 * @body: a body
 * @problem: (transfer full): a sentence
 *
 * Notes what is wrong, unless something was wrong before.
 */
void
annex_sample_body_take_problem (AnnexSampleBody *body,
                                char            *problem)
{
  if (body->problem == NULL)
    body->problem = problem;
  else
    g_free (problem);
}

/**
 * annex_sample_body_read_object:
 * @body: a body
 * @name: name of a member
 *
 * Reads an object inside of the body.
 *
 * Returns: (transfer full): its members, none when it is absent
 */
AnnexSampleBody *
annex_sample_body_read_object (AnnexSampleBody *body,
                               const char      *name)
{
  JsonNode *node = get_member (body, name);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (body, name, "Member must be a structure");
      node = NULL;
    }

  return annex_sample_body_new (node != NULL ? json_node_get_object (node) : NULL);
}

/**
 * annex_sample_body_read_string:
 * @body: a body
 * @name: name of a member
 * @max_length: most characters; one is the least
 *
 * Reads a string.
 *
 * Returns: (nullable): the text, owned by @body; %NULL when it is absent or wrong
 */
const char *
annex_sample_body_read_string (AnnexSampleBody *body,
                               const char      *name,
                               glong            max_length)
{
  JsonNode   *node = get_member (body, name);
  const char *text;

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      refuse (body, name, "Member must be a string");
      return NULL;
    }

  text = json_node_get_string (node);
  if (*text == '\0')
    refuse (body, name, "Member must have length greater than or equal to 1");
  else if (g_utf8_strlen (text, -1) > max_length)
    refuse (body, name, "Member must have length less than or equal to %ld", max_length);

  return body->problem == NULL ? text : NULL;
}

/**
 * annex_sample_body_read_enum:
 * @body: a body
 * @name: name of a member
 * @words: (array zero-terminated=1): the words of the model
 * @fallback: what it means when it is absent
 *
 * Reads a word.
 *
 * Returns: the word
 */
const char *
annex_sample_body_read_enum (AnnexSampleBody   *body,
                             const char        *name,
                             const char *const *words,
                             const char        *fallback)
{
  JsonNode *node = get_member (body, name);

  return node != NULL && check_word (body, name, node, words) ? json_node_get_string (node) : fallback;
}

/**
 * annex_sample_body_read_integer:
 * @body: a body
 * @name: name of a member
 * @min: least value
 * @max: greatest value
 * @fallback: what it means when it is absent
 *
 * Reads a whole number; text that looks like one, or a fraction, is none.
 *
 * Returns: the number
 */
gint64
annex_sample_body_read_integer (AnnexSampleBody *body,
                                const char      *name,
                                gint64           min,
                                gint64           max,
                                gint64           fallback)
{
  JsonNode *node = get_member (body, name);
  gint64    value = fallback;

  if (node == NULL)
    return fallback;

  if (json_node_get_value_type (node) != G_TYPE_INT64)
    {
      refuse (body, name, "Member must be an integer");
      return fallback;
    }

  value = json_node_get_int (node);
  if (value < min)
    refuse (body, name, "Member must have value greater than or equal to %" G_GINT64_FORMAT, min);
  else if (value > max)
    refuse (body, name, "Member must have value less than or equal to %" G_GINT64_FORMAT, max);

  return value;
}

/**
 * annex_sample_body_read_boolean:
 * @body: a body
 * @name: name of a member
 *
 * Reads a truth value.
 *
 * Returns: %FALSE also when it is absent
 */
gboolean
annex_sample_body_read_boolean (AnnexSampleBody *body,
                                const char      *name)
{
  JsonNode *node = get_member (body, name);

  if (node == NULL)
    return FALSE;

  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      refuse (body, name, "Member must be a boolean");
      return FALSE;
    }

  return json_node_get_boolean (node);
}

/**
 * annex_sample_body_read_enums:
 * @body: a body
 * @name: name of a member
 * @words: (array zero-terminated=1): the words of the model
 *
 * Reads a list of words, which must not be empty.
 *
 * Returns: (transfer full): the words; none when it is absent
 */
GStrv
annex_sample_body_read_enums (AnnexSampleBody   *body,
                              const char        *name,
                              const char *const *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode  *node = get_member (body, name);
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  if (node != NULL && (array == NULL || json_array_get_length (array) == 0))
    refuse (body, name, "Member must be a list with length greater than or equal to 1");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!check_word (body, name, element, words))
        break;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}
