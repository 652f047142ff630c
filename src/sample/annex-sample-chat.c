/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-chat.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define BUCKET "annex-sample-attachments"
#define MAX_EXTENSION_LENGTH 10

/* One item of the transcript. An attachment's is written anew each time, because its status changes. */
typedef struct
{
  char                    *id;           /* (owned) (nullable) */
  GDateTime               *time;         /* (owned) */
  char                    *type;         /* (owned) (nullable) */
  char                    *role;         /* (owned) (nullable) */
  char                    *content;      /* (owned) (nullable) */
  char                    *content_type; /* (owned) (nullable) */
  char                    *raw;          /* (owned) (nullable): the whole item, given by a test */
  const AnnexSampleObject *object;       /* (nullable): borrowed, it lives as long */
} Item;

struct _AnnexSampleChat
{
  GObject parent_instance;

  const AnnexSampleClock *clock;           /* borrowed from the service */
  char                   *contact_id;      /* (owned) */
  GHashTable             *display_names;   /* (owned) (element-type utf8 utf8): by role */
  GHashTable             *participant_ids; /* (owned) (element-type utf8 utf8): by role */
  GPtrArray              *items;           /* (owned) (element-type Item): oldest first */
  GPtrArray              *objects;         /* (owned) (element-type AnnexSampleObject) */
  gboolean                ended;
};

G_DEFINE_FINAL_TYPE (AnnexSampleChat, annex_sample_chat, G_TYPE_OBJECT)

static void
item_free (Item *item)
{
  g_free (item->id);
  g_date_time_unref (item->time);
  g_free (item->type);
  g_free (item->role);
  g_free (item->content);
  g_free (item->content_type);
  g_free (item->raw);
  g_free (item);
}

static void
object_free (AnnexSampleObject *object)
{
  g_free (object->id);
  g_free (object->role);
  g_free (object->name);
  g_free (object->content_type);
  g_free (object->status);
  g_free (object->key);
  g_clear_pointer (&object->bytes, g_bytes_unref);
  g_free (object->etag);
  g_date_time_unref (object->modified);
  g_free (object);
}

static Item *
add_item (AnnexSampleChat *self,
          const char      *type,
          const char      *role,
          GDateTime       *time)
{
  Item *item = g_new0 (Item, 1);

  item->id = g_uuid_string_random ();
  item->time = time != NULL ? g_date_time_ref (time) : annex_sample_clock_dup_now (self->clock);
  item->type = g_strdup (type);
  item->role = g_strdup (role);
  g_ptr_array_add (self->items, item);

  return item;
}

/* A key of the shape that the service's own have, with a colon in it, which is spelt %3A in a URL. Nothing of the
 * customer's name is in it but an extension that is plain. */
static char *
make_key (const char *id,
          const char *name,
          GDateTime  *time)
{
  g_autofree char *folder = g_date_time_format (time, "%Y/%m/%d");
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H:%M");
  const char      *extension = name != NULL ? strrchr (name, '.') : NULL;
  gsize            length = 0;

  while (extension != NULL && g_ascii_isalnum (extension[1 + length]))
    length++;
  if (length == 0 || length > MAX_EXTENSION_LENGTH || extension[1 + length] != '\0')
    extension = "";

  return g_strdup_printf ("/" BUCKET "/connect/annex-sample/Attachments/chat/%s/%s_%s_UTC%s", folder, id, stamp, extension);
}

static char *
make_etag (GBytes *bytes)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, bytes);

  return g_strdup_printf ("\"%s\"", digest);
}

static void
append_member (JsonBuilder *builder,
               const char  *name,
               const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
append_attachment (JsonBuilder             *builder,
                   const AnnexSampleObject *object)
{
  json_builder_set_member_name (builder, "Attachments");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  append_member (builder, "AttachmentId", object->id);
  append_member (builder, "AttachmentName", object->name);
  append_member (builder, "ContentType", object->content_type);
  append_member (builder, "Status", object->status);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static char *
write_item (AnnexSampleChat *self,
            const Item      *item)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *time = annex_sample_format_time (item->time);

  json_builder_begin_object (builder);
  append_member (builder, "AbsoluteTime", time);
  /* Transcripts seen from the service say null for what an attachment's item does not have. */
  append_member (builder, "Content", item->content);
  append_member (builder, "ContentType", item->content_type);
  append_member (builder, "Id", item->id);
  append_member (builder, "Type", item->type);
  append_member (builder, "ParticipantId", annex_sample_chat_get_participant_id (self, item->role));
  append_member (builder, "DisplayName", annex_sample_chat_get_display_name (self, item->role));
  append_member (builder, "ParticipantRole", item->role);
  append_member (builder, "ContactId", self->contact_id);
  if (item->object != NULL)
    append_attachment (builder, item->object);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
annex_sample_chat_finalize (GObject *object)
{
  AnnexSampleChat *self = ANNEX_SAMPLE_CHAT (object);

  g_free (self->contact_id);
  g_hash_table_unref (self->display_names);
  g_hash_table_unref (self->participant_ids);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->objects);

  G_OBJECT_CLASS (annex_sample_chat_parent_class)->finalize (object);
}

static void
annex_sample_chat_class_init (AnnexSampleChatClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_sample_chat_finalize;
}

static void
annex_sample_chat_init (AnnexSampleChat *self)
{
  self->contact_id = g_uuid_string_random ();
  self->display_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->participant_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->objects = g_ptr_array_new_with_free_func ((GDestroyNotify) object_free);
}

/**
 * annex_sample_chat_new:
 * @clock: the service's clock, which must live as long as the chat
 *
 * Makes a chat in which nothing has been said.
 *
 * Returns: (transfer full): the chat
 */
AnnexSampleChat *
annex_sample_chat_new (const AnnexSampleClock *clock)
{
  AnnexSampleChat *self = g_object_new (ANNEX_TYPE_SAMPLE_CHAT, NULL);

  self->clock = clock;

  return self;
}

/**
 * annex_sample_chat_get_contact_id:
 * @self: a chat
 *
 * Gets the contact, which is also the first of its chain.
 *
 * Returns: the contact's id
 */
const char *
annex_sample_chat_get_contact_id (AnnexSampleChat *self)
{
  return self->contact_id;
}

/**
 * annex_sample_chat_set_display_name:
 * @self: a chat
 * @role: a participant's role
 * @display_name: the name that the others see
 *
 * Names a participant.
 */
void
annex_sample_chat_set_display_name (AnnexSampleChat *self,
                                    const char      *role,
                                    const char      *display_name)
{
  g_hash_table_insert (self->display_names, g_strdup (role), g_strdup (display_name));
}

/**
 * annex_sample_chat_get_display_name:
 * @self: a chat
 * @role: (nullable): a participant's role
 *
 * Gets the name of a participant.
 *
 * Returns: (nullable): the name; the role itself when it was not named
 */
const char *
annex_sample_chat_get_display_name (AnnexSampleChat *self,
                                    const char      *role)
{
  const char *name = role != NULL ? g_hash_table_lookup (self->display_names, role) : NULL;

  return name != NULL ? name : role;
}

/**
 * annex_sample_chat_get_participant_id:
 * @self: a chat
 * @role: (nullable): a participant's role
 *
 * Gets the id of the participant of a role; each role has one.
 *
 * Returns: (nullable): the id
 */
const char *
annex_sample_chat_get_participant_id (AnnexSampleChat *self,
                                      const char      *role)
{
  const char *id;

  if (role == NULL)
    return NULL;

  id = g_hash_table_lookup (self->participant_ids, role);
  if (id == NULL)
    {
      g_hash_table_insert (self->participant_ids, g_strdup (role), g_uuid_string_random ());
      id = g_hash_table_lookup (self->participant_ids, role);
    }

  return id;
}

/**
 * annex_sample_chat_add_attachment:
 * @self: a chat
 * @role: who sent it
 * @name: file name as it was given
 * @content_type: (nullable): type as it was claimed
 * @bytes: the file
 * @time: (nullable): when it was sent; %NULL for now
 *
 * Adds an attachment that passed the check, with its object in the store.
 *
 * Returns: the attachment's id
 */
const char *
annex_sample_chat_add_attachment (AnnexSampleChat *self,
                                  const char      *role,
                                  const char      *name,
                                  const char      *content_type,
                                  GBytes          *bytes,
                                  GDateTime       *time)
{
  Item              *item = add_item (self, "ATTACHMENT", role, time);
  AnnexSampleObject *object = g_new0 (AnnexSampleObject, 1);

  object->id = g_uuid_string_random ();
  object->role = g_strdup (role);
  object->name = g_strdup (name);
  object->content_type = g_strdup (content_type);
  object->status = g_strdup ("APPROVED");
  object->key = make_key (object->id, name, item->time);
  object->size = g_bytes_get_size (bytes);
  object->bytes = g_bytes_ref (bytes);
  object->etag = make_etag (bytes);
  object->modified = g_date_time_ref (item->time);
  g_ptr_array_add (self->objects, object);
  item->object = object;

  return object->id;
}

/**
 * annex_sample_chat_add_message:
 * @self: a chat
 * @role: who says it
 * @text: plain text
 * @time: (nullable): when; %NULL for now
 *
 * Adds a message.
 */
void
annex_sample_chat_add_message (AnnexSampleChat *self,
                               const char      *role,
                               const char      *text,
                               GDateTime       *time)
{
  Item *item = add_item (self, "MESSAGE", role, time);

  item->content = g_strdup (text);
  item->content_type = g_strdup ("text/plain");
}

/**
 * annex_sample_chat_add_event:
 * @self: a chat
 * @role: whom it is about
 * @type: `Type` of the item, as `EVENT`
 * @content_type: `ContentType` of the item
 * @time: (nullable): when; %NULL for now
 *
 * Adds an event, as a participant joining.
 */
void
annex_sample_chat_add_event (AnnexSampleChat *self,
                             const char      *role,
                             const char      *type,
                             const char      *content_type,
                             GDateTime       *time)
{
  Item *item = add_item (self, type, role, time);

  item->content_type = g_strdup (content_type);
}

/**
 * annex_sample_chat_add_raw:
 * @self: a chat
 * @json: an item, or what pretends to be one
 *
 * Adds an item that is sent as it is, however wrong. Its `Id` is known when it has one.
 */
void
annex_sample_chat_add_raw (AnnexSampleChat *self,
                           const char      *json)
{
  Item *item = add_item (self, NULL, NULL, NULL);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonNode *id = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    id = json_object_get_member (json_node_get_object (node), "Id");
  g_free (item->id);
  item->id = id != NULL && json_node_get_value_type (id) == G_TYPE_STRING ? json_node_dup_string (id) : NULL;
  item->raw = g_strdup (json);
}

/**
 * annex_sample_chat_set_status:
 * @self: a chat
 * @attachment_id: an attachment
 * @status: its new scan status
 *
 * Changes what the item of an attachment says. What is `REJECTED` is also deleted from the store, as the service does
 * (Amazon Connect administrator guide, "Set up attachment scanning").
 */
void
annex_sample_chat_set_status (AnnexSampleChat *self,
                              const char      *attachment_id,
                              const char      *status)
{
  AnnexSampleObject *object = annex_sample_chat_find_attachment (self, attachment_id);

  g_return_if_fail (object != NULL);

  g_set_str (&object->status, status);
  object->verdict_time = 0;
  if (g_strcmp0 (status, "REJECTED") == 0)
    annex_sample_chat_delete_object (self, attachment_id);
}

/**
 * annex_sample_chat_set_scan_seconds:
 * @self: a chat
 * @attachment_id: an attachment
 * @seconds: how long the check takes from now on, by the service's clock
 *
 * Puts an attachment back to `IN_PROGRESS` until its check is done.
 */
void
annex_sample_chat_set_scan_seconds (AnnexSampleChat *self,
                                    const char      *attachment_id,
                                    guint            seconds)
{
  AnnexSampleObject *object = annex_sample_chat_find_attachment (self, attachment_id);

  g_return_if_fail (object != NULL);

  g_set_str (&object->status, "IN_PROGRESS");
  object->verdict_time = annex_sample_clock_get_seconds (self->clock) + seconds;
}

/**
 * annex_sample_chat_delete_object:
 * @self: a chat
 * @attachment_id: an attachment
 *
 * Deletes an attachment's object from the store, as a retention rule does. The transcript does not know of it.
 */
void
annex_sample_chat_delete_object (AnnexSampleChat *self,
                                 const char      *attachment_id)
{
  AnnexSampleObject *object = annex_sample_chat_find_attachment (self, attachment_id);

  g_return_if_fail (object != NULL);

  g_clear_pointer (&object->bytes, g_bytes_unref);
}

/**
 * annex_sample_chat_replace_object:
 * @self: a chat
 * @attachment_id: an attachment
 * @bytes: the new contents
 *
 * Puts another object in the place of an attachment's. The transcript does not know of it.
 */
void
annex_sample_chat_replace_object (AnnexSampleChat *self,
                                  const char      *attachment_id,
                                  GBytes          *bytes)
{
  AnnexSampleObject *object = annex_sample_chat_find_attachment (self, attachment_id);

  g_return_if_fail (object != NULL);

  g_clear_pointer (&object->bytes, g_bytes_unref);
  object->bytes = g_bytes_ref (bytes);
  g_free (object->etag);
  object->etag = make_etag (bytes);
}

/**
 * annex_sample_chat_settle:
 * @self: a chat
 *
 * Ends the checks whose time has come: the attachment's first item then says `APPROVED`, and a new item with the same
 * attachment id brings the news to those who only look for what is new.
 */
void
annex_sample_chat_settle (AnnexSampleChat *self)
{
  gint64 now = annex_sample_clock_get_seconds (self->clock);

  for (guint i = 0; i < self->objects->len; i++)
    {
      AnnexSampleObject *object = self->objects->pdata[i];

      if (object->verdict_time == 0 || now < object->verdict_time)
        continue;
      annex_sample_chat_set_status (self, object->id, "APPROVED");
      add_item (self, "ATTACHMENT", object->role, NULL)->object = object;
    }
}

/**
 * annex_sample_chat_end:
 * @self: a chat
 *
 * Ends the chat. No token is good for anything from then on.
 */
void
annex_sample_chat_end (AnnexSampleChat *self)
{
  self->ended = TRUE;
}

/**
 * annex_sample_chat_get_ended:
 * @self: a chat
 *
 * Tells whether the chat is over.
 *
 * Returns: %TRUE when it is
 */
gboolean
annex_sample_chat_get_ended (AnnexSampleChat *self)
{
  return self->ended;
}

/**
 * annex_sample_chat_find_attachment:
 * @self: a chat
 * @attachment_id: an id
 *
 * Looks for an attachment.
 *
 * Returns: (nullable) (transfer none): the attachment
 */
AnnexSampleObject *
annex_sample_chat_find_attachment (AnnexSampleChat *self,
                                   const char      *attachment_id)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      AnnexSampleObject *object = self->objects->pdata[i];

      if (strcmp (object->id, attachment_id) == 0)
        return object;
    }

  return NULL;
}

/**
 * annex_sample_chat_find_object:
 * @self: a chat
 * @key: bucket and key, with a leading slash, not encoded
 *
 * Looks for what the store holds, or held.
 *
 * Returns: (nullable) (transfer none): the attachment; its bytes may be gone
 */
AnnexSampleObject *
annex_sample_chat_find_object (AnnexSampleChat *self,
                               const char      *key)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      AnnexSampleObject *object = self->objects->pdata[i];

      if (strcmp (object->key, key) == 0)
        return object;
    }

  return NULL;
}

/**
 * annex_sample_chat_get_n_items:
 * @self: a chat
 *
 * Counts the items of the transcript.
 *
 * Returns: the number
 */
guint
annex_sample_chat_get_n_items (AnnexSampleChat *self)
{
  return self->items->len;
}

/**
 * annex_sample_chat_dup_item:
 * @self: a chat
 * @index: place in the transcript, 0 for the oldest
 *
 * Writes an item of the transcript as it is now.
 *
 * Returns: (transfer full): JSON, unless a test added something else
 */
char *
annex_sample_chat_dup_item (AnnexSampleChat *self,
                            guint            index)
{
  const Item *item = self->items->pdata[index];

  return item->raw != NULL ? g_strdup (item->raw) : write_item (self, item);
}

/**
 * annex_sample_chat_find_item:
 * @self: a chat
 * @item_id: an item's id
 *
 * Looks for an item of the transcript.
 *
 * Returns: its place, or the number of items when there is none
 */
guint
annex_sample_chat_find_item (AnnexSampleChat *self,
                             const char      *item_id)
{
  guint index = 0;

  while (index < self->items->len && g_strcmp0 (((Item *) self->items->pdata[index])->id, item_id) != 0)
    index++;

  return index;
}

/**
 * annex_sample_chat_count_before:
 * @self: a chat
 * @time: a time
 * @inclusive: %TRUE to count also what is of just that time
 *
 * Counts the items that are older than a time.
 *
 * Returns: the number, which is the place of the first that is not
 */
guint
annex_sample_chat_count_before (AnnexSampleChat *self,
                                GDateTime       *time,
                                gboolean         inclusive)
{
  guint index = 0;

  while (index < self->items->len && g_date_time_compare (((Item *) self->items->pdata[index])->time, time) < (inclusive ? 1 : 0))
    index++;

  return index;
}
