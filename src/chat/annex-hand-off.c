/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-hand-off.h"

#include "annex-hand-off-reader.h"
#include "annex-json.h"

#include <string.h>

#define VERSION 1

/* As in the service's model: 1 to 1000 characters for a token, 1 to 256 for an identifier and for a name. */
#define MAX_TOKEN 1000
#define MAX_ID 256
#define MAX_NAME (256 * 4)

#define MAX_STORAGE_HOSTS 64
#define MAX_HOST 253

struct _AnnexHandOff
{
  GObject        parent_instance;
  AnnexEndpoint *endpoint;           /* (owned) */
  AnnexSecret   *connection_token;   /* (owned) (nullable) */
  AnnexSecret   *participant_token;  /* (owned) (nullable) */
  char          *contact_id;         /* (owned) (nullable) */
  char          *initial_contact_id; /* (owned) (nullable) */
  char          *participant_id;     /* (owned) (nullable) */
  char          *display_name;       /* (owned) (nullable) */
  GStrv          storage_hosts;      /* (owned) */
  AnnexSecret   *source;             /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexHandOff, annex_hand_off, G_TYPE_OBJECT)
G_DEFINE_QUARK (annex-hand-off-error-quark, annex_hand_off_error)

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_INVALID, message);

  return FALSE;
}

static gboolean
refuse_member (GError    **error,
               const char *name,
               const char *problem)
{
  g_autofree char *message = g_strdup_printf ("%s: %s", name, problem);

  return refuse (error, message);
}

static gboolean
read_text (JsonObject  *object,
           const char  *name,
           gsize        max_length,
           const char **value,
           GError     **error)
{
  g_autoptr (GError) problem = NULL;

  if (annex_json_read_long_string (object, name, FALSE, max_length, value, &problem))
    return TRUE;

  return refuse (error, problem->message);
}

static gboolean
read_version (JsonObject *object,
              GError    **error)
{
  g_autoptr (GError) problem = NULL;
  gint64 version = 0;

  if (!annex_json_read_int64 (object, "version", TRUE, &version, &problem))
    return refuse (error, problem->message);

  if (version == VERSION)
    return TRUE;

  g_set_error_literal (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_VERSION, "The hand-off has a version other than 1");
  return FALSE;
}

/* A token becomes part of a header, and must not be able to begin another one. */
static gboolean
is_token (const char *text)
{
  const gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;

  return length >= 1 && length <= MAX_TOKEN;
}

static gboolean
read_token (JsonObject   *object,
            const char   *name,
            AnnexSecret **token,
            GError      **error)
{
  const char *text;

  if (!read_text (object, name, ANNEX_JSON_MAX_STRING, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!is_token (text))
    return refuse_member (error, name, "not 1 to 1000 printable characters");

  *token = annex_secret_new (text, strlen (text));
  return TRUE;
}

static gboolean
read_tokens (AnnexHandOff *self,
             JsonObject   *object,
             GError      **error)
{
  if (!read_token (object, "connectionToken", &self->connection_token, error)
      || !read_token (object, "participantToken", &self->participant_token, error))
    return FALSE;

  if (self->connection_token == NULL && self->participant_token == NULL)
    return refuse (error, "There is neither a connectionToken nor a participantToken");

  return TRUE;
}

static gboolean
read_identity (AnnexHandOff *self,
               JsonObject   *object,
               GError      **error)
{
  const struct
  {
    const char *name;
    gsize       max_length;
    char      **value;
  } members[] = {
    { "contactId", MAX_ID, &self->contact_id },
    { "initialContactId", MAX_ID, &self->initial_contact_id },
    { "participantId", MAX_ID, &self->participant_id },
    { "displayName", MAX_NAME, &self->display_name },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value;

      if (!read_text (object, members[i].name, members[i].max_length, &value, error))
        return FALSE;
      *members[i].value = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
    }

  return TRUE;
}

static gboolean
read_endpoint (AnnexHandOff      *self,
               JsonObject        *object,
               const char *const *environment,
               GError           **error)
{
  const char *region;
  const char *url;

  if (!read_text (object, "region", ANNEX_JSON_MAX_STRING, &region, error)
      || !read_text (object, "endpoint", ANNEX_JSON_MAX_STRING, &url, error))
    return FALSE;

  self->endpoint = annex_endpoint_new_resolved (region, url, environment, error);

  return self->endpoint != NULL;
}

/* `.example.com` or `store.example.com`: two labels at least, the last of which begins with a letter, unlike an address's. */
static gboolean
is_host_suffix (const char *text)
{
  static const char pattern[] = "^\\.?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$";

  return strlen (text) <= MAX_HOST
         && g_regex_match_simple (pattern, text, G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, G_REGEX_MATCH_DEFAULT)
         && !g_hostname_is_ip_address (text);
}

/* Returns: (nullable): the element, if it is a string */
static const char *
peek_string (JsonArray *array,
             guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_array_get_string_element (array, index);
}

static gboolean
add_storage_host (GStrvBuilder *hosts,
                  JsonArray    *array,
                  guint         index,
                  GError      **error)
{
  const char      *text = peek_string (array, index);
  g_autofree char *path = NULL;

  if (text != NULL && is_host_suffix (text))
    {
      g_strv_builder_take (hosts, g_ascii_strdown (text, -1));
      return TRUE;
    }

  path = g_strdup_printf ("allowedStorageHosts[%u]", index);
  return refuse_member (error, path, "not the end of a host name, such as .example.com");
}

static gboolean
read_storage_hosts (AnnexHandOff *self,
                    JsonObject   *object,
                    GError      **error)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autoptr (GError) problem = NULL;
  JsonArray *array;
  guint      length;

  if (!annex_json_read_array (object, "allowedStorageHosts", FALSE, &array, &problem))
    return refuse (error, problem->message);

  length = array != NULL ? json_array_get_length (array) : 0;
  if (length > MAX_STORAGE_HOSTS)
    return refuse_member (error, "allowedStorageHosts", "too many");

  for (guint i = 0; i < length; i++)
    if (!add_storage_host (hosts, array, i, error))
      return FALSE;

  self->storage_hosts = g_strv_builder_end (hosts);

  return TRUE;
}

static JsonNode *
parse (const char *text,
       gsize       length,
       GError    **error)
{
  g_autoptr (JsonNode) root = annex_json_parse (text, length, ANNEX_HAND_OFF_MAX_SIZE, NULL);

  if (root == NULL)
    refuse (error, "The hand-off is not JSON");
  else if (!JSON_NODE_HOLDS_OBJECT (root))
    refuse (error, "The hand-off is not a JSON object");
  else
    return g_steal_pointer (&root);

  return NULL;
}

static AnnexHandOff *
new_from_text (AnnexHandOffText  *text,
               const char *const *environment,
               GError           **error)
{
  g_autoptr (AnnexHandOffText) owned = text;

  if (text == NULL)
    return NULL;

  return annex_hand_off_new_from_json (text->text, text->length, environment, error);
}

static gboolean
are_equal_secrets (AnnexSecret *a,
                   AnnexSecret *b)
{
  return a != NULL && b != NULL && strcmp (annex_secret_peek (a), annex_secret_peek (b)) == 0;
}

static void
annex_hand_off_finalize (GObject *object)
{
  AnnexHandOff *self = ANNEX_HAND_OFF (object);

  g_clear_object (&self->endpoint);
  g_clear_pointer (&self->connection_token, annex_secret_unref);
  g_clear_pointer (&self->participant_token, annex_secret_unref);
  g_clear_pointer (&self->contact_id, g_free);
  g_clear_pointer (&self->initial_contact_id, g_free);
  g_clear_pointer (&self->participant_id, g_free);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->storage_hosts, g_strfreev);
  g_clear_pointer (&self->source, annex_secret_unref);

  G_OBJECT_CLASS (annex_hand_off_parent_class)->finalize (object);
}

static void
annex_hand_off_class_init (AnnexHandOffClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_hand_off_finalize;
}

static void
annex_hand_off_init (AnnexHandOff *self)
{
}

/**
 * annex_hand_off_new_from_json:
 * @text: (array length=length): one JSON object in UTF-8; holds a token, so the caller overwrites its copy
 * @length: its length in bytes
 * @environment: (nullable) (array zero-terminated=1): environment to complete the endpoint from, as from g_get_environ()
 * @error: return location
 *
 * Reads what is needed to look at one chat. Required are `version`, a `connectionToken` or a `participantToken`, and
 * `region` or `endpoint`; the endpoint may also come from the environment, see annex_endpoint_new_resolved(). Unknown
 * members are ignored, null counts as absent. No error's message quotes a value.
 *
 * Returns: (transfer full): a hand-off, or %NULL with an error of %ANNEX_HAND_OFF_ERROR, or with
 *   %ANNEX_SERVICE_ERROR_CONFIGURATION when the region or the endpoint cannot be right
 */
AnnexHandOff *
annex_hand_off_new_from_json (const char        *text,
                              gsize              length,
                              const char *const *environment,
                              GError           **error)
{
  g_autoptr (AnnexHandOff) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > ANNEX_HAND_OFF_MAX_SIZE)
    {
      g_set_error_literal (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE, "The hand-off is longer than 64 KiB");
      return NULL;
    }

  root = parse (text, length, error);
  if (root == NULL)
    return NULL;

  self = g_object_new (ANNEX_TYPE_HAND_OFF, NULL);
  object = json_node_get_object (root);
  if (!read_version (object, error)
      || !read_tokens (self, object, error)
      || !read_identity (self, object, error)
      || !read_storage_hosts (self, object, error)
      || !read_endpoint (self, object, environment, error))
    return NULL;

  self->source = annex_secret_new (text, length);

  return g_steal_pointer (&self);
}

/**
 * annex_hand_off_new_from_fd:
 * @fd: a descriptor, such as standard input; stays open
 * @environment: (nullable) (array zero-terminated=1): as for annex_hand_off_new_from_json()
 * @error: return location
 *
 * Reads a hand-off to the end of the descriptor, at most %ANNEX_HAND_OFF_MAX_SIZE bytes. Blocks until the other side has
 * closed a pipe, so it belongs before the main loop or into a thread; the hand-off may be given to another thread.
 *
 * Returns: (transfer full): a hand-off, or %NULL with an error as of annex_hand_off_new_from_json(), or of %G_IO_ERROR
 */
AnnexHandOff *
annex_hand_off_new_from_fd (int                fd,
                            const char *const *environment,
                            GError           **error)
{
  g_return_val_if_fail (fd >= 0, NULL);

  return new_from_text (annex_hand_off_read_fd (fd, error), environment, error);
}

/**
 * annex_hand_off_new_from_file:
 * @path: (type filename): a regular file of the user's own, no symbolic link, with no more permissions than 0600
 * @environment: (nullable) (array zero-terminated=1): as for annex_hand_off_new_from_json()
 * @error: return location
 *
 * Reads a hand-off from a file, once.
 *
 * Returns: (transfer full): a hand-off, or %NULL with an error as of annex_hand_off_new_from_json(),
 *   %ANNEX_HAND_OFF_ERROR_UNSAFE_FILE when others could have read or written the file, or an error of %G_IO_ERROR
 */
AnnexHandOff *
annex_hand_off_new_from_file (const char        *path,
                              const char *const *environment,
                              GError           **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return new_from_text (annex_hand_off_read_file (path, error), environment, error);
}

/**
 * annex_hand_off_get_endpoint:
 * @self: a hand-off
 *
 * Returns: (transfer none): where the service is
 */
AnnexEndpoint *
annex_hand_off_get_endpoint (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->endpoint;
}

/**
 * annex_hand_off_get_connection_token:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): the token for every operation but `CreateParticipantConnection`; there is this or
 *   a participant token, or both
 */
AnnexSecret *
annex_hand_off_get_connection_token (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->connection_token;
}

/**
 * annex_hand_off_get_participant_token:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): the token for `CreateParticipantConnection`
 */
AnnexSecret *
annex_hand_off_get_participant_token (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->participant_token;
}

/**
 * annex_hand_off_get_contact_id:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): identifier of the contact
 */
const char *
annex_hand_off_get_contact_id (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->contact_id;
}

/**
 * annex_hand_off_get_initial_contact_id:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): identifier of the first contact of the chain
 */
const char *
annex_hand_off_get_initial_contact_id (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->initial_contact_id;
}

/**
 * annex_hand_off_get_participant_id:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): identifier of the participant whose token it is
 */
const char *
annex_hand_off_get_participant_id (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->participant_id;
}

/**
 * annex_hand_off_get_display_name:
 * @self: a hand-off
 *
 * Returns: (transfer none) (nullable): name of the customer, never empty; untrusted, at most 1024 bytes
 */
const char *
annex_hand_off_get_display_name (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->display_name;
}

/**
 * annex_hand_off_dup_store_policy:
 * @self: a hand-off
 *
 * Where the chat's files may be fetched from: the built-in hosts, those that the hand-off allows, and the loopback only
 * if the endpoint was overridden to be there.
 *
 * Returns: (transfer full): a policy
 */
AnnexStorePolicy *
annex_hand_off_dup_store_policy (AnnexHandOff *self)
{
  gboolean loopback;

  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  loopback = annex_endpoint_is_overridden (self->endpoint) && annex_endpoint_is_loopback (self->endpoint);

  return annex_store_policy_new ((const char *const *) self->storage_hosts,
                                 loopback ? annex_endpoint_get_host (self->endpoint) : NULL);
}

/**
 * annex_hand_off_is_same_chat:
 * @self: a hand-off
 * @other: another one, perhaps with a newer token
 *
 * Tells whether both lead to the same chat: the contact decides, then the participant, who belongs to one contact only,
 * and without either the tokens.
 *
 * Returns: whether it is the same chat
 */
gboolean
annex_hand_off_is_same_chat (AnnexHandOff *self,
                             AnnexHandOff *other)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), FALSE);
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (other), FALSE);

  if (strcmp (annex_endpoint_get_base_url (self->endpoint), annex_endpoint_get_base_url (other->endpoint)) != 0)
    return FALSE;
  if (self->contact_id != NULL && other->contact_id != NULL)
    return strcmp (self->contact_id, other->contact_id) == 0;
  if (self->participant_id != NULL && other->participant_id != NULL)
    return strcmp (self->participant_id, other->participant_id) == 0;

  return are_equal_secrets (self->connection_token, other->connection_token)
         || are_equal_secrets (self->participant_token, other->participant_token);
}

/**
 * annex_hand_off_get_source:
 * @self: a hand-off
 *
 * Returns: (transfer none): the JSON that it was read from, to be passed on to another instance; a secret
 */
AnnexSecret *
annex_hand_off_get_source (AnnexHandOff *self)
{
  g_return_val_if_fail (ANNEX_IS_HAND_OFF (self), NULL);

  return self->source;
}
