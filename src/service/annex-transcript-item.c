/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-transcript-item.h"

#include "annex-json.h"
#include "annex-service-error.h"

/* An identifier is opaque and may be longer than the model promises (256). */
#define MAX_ID (16 * 1024)

#define CONTENT_TYPE_CHAT_ENDED "application/vnd.amazonaws.connect.event.chat.ended"
#define CONTENT_TYPE_TRANSFER_SUCCEEDED "application/vnd.amazonaws.connect.event.transfer.succeeded"

struct _AnnexTranscriptItem
{
  GObject                 parent_instance;
  char                   *id; /* (owned) (nullable) */
  AnnexTranscriptItemKind kind;
  GDateTime              *time; /* (owned) (nullable) */
  AnnexParticipantRole    role;
  char                   *participant_id;     /* (owned) (nullable) */
  char                   *display_name;       /* (owned) (nullable) */
  char                   *contact_id;         /* (owned) (nullable) */
  char                   *related_contact_id; /* (owned) (nullable) */
  GPtrArray              *attachments;        /* (owned) (element-type AnnexAttachmentClaim) */
};

G_DEFINE_FINAL_TYPE (AnnexTranscriptItem, annex_transcript_item, G_TYPE_OBJECT)

static void
attachment_claim_free (AnnexAttachmentClaim *claim)
{
  g_free (claim->id);
  g_free (claim->name);
  g_free (claim->content_type);
  g_free (claim);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexAttachmentClaim, attachment_claim_free)

static AnnexParticipantRole
parse_role (const char *text)
{
  static const struct
  {
    const char          *text;
    AnnexParticipantRole role;
  } roles[] = {
    { "AGENT", ANNEX_PARTICIPANT_ROLE_AGENT },
    { "CUSTOMER", ANNEX_PARTICIPANT_ROLE_CUSTOMER },
    { "SYSTEM", ANNEX_PARTICIPANT_ROLE_SYSTEM },
    { "CUSTOM_BOT", ANNEX_PARTICIPANT_ROLE_CUSTOM_BOT },
    { "SUPERVISOR", ANNEX_PARTICIPANT_ROLE_SUPERVISOR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (text, roles[i].text) == 0)
      return roles[i].role;

  return ANNEX_PARTICIPANT_ROLE_UNKNOWN;
}

static AnnexScanStatus
parse_status (const char *text)
{
  if (g_strcmp0 (text, "APPROVED") == 0)
    return ANNEX_SCAN_STATUS_APPROVED;
  if (g_strcmp0 (text, "REJECTED") == 0)
    return ANNEX_SCAN_STATUS_REJECTED;
  if (g_strcmp0 (text, "IN_PROGRESS") == 0)
    return ANNEX_SCAN_STATUS_IN_PROGRESS;

  return ANNEX_SCAN_STATUS_UNKNOWN;
}

/* Attachments have no content type of their own, events have no type of their own. */
static AnnexTranscriptItemKind
parse_kind (const char *type,
            const char *content_type)
{
  if (g_strcmp0 (type, "ATTACHMENT") == 0)
    return ANNEX_TRANSCRIPT_ITEM_ATTACHMENT;
  if (g_strcmp0 (content_type, CONTENT_TYPE_CHAT_ENDED) == 0 || g_strcmp0 (type, "CHAT_ENDED") == 0)
    return ANNEX_TRANSCRIPT_ITEM_CHAT_ENDED;
  if (g_strcmp0 (content_type, CONTENT_TYPE_TRANSFER_SUCCEEDED) == 0 || g_strcmp0 (type, "TRANSFER_SUCCEEDED") == 0)
    return ANNEX_TRANSCRIPT_ITEM_TRANSFER_SUCCEEDED;

  return ANNEX_TRANSCRIPT_ITEM_OTHER;
}

static GDateTime *
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
}

static AnnexAttachmentClaim *
read_claim (JsonObject *object,
            GError    **error)
{
  g_autoptr (AnnexAttachmentClaim) claim = NULL;
  const char *id;
  const char *name;
  const char *content_type;
  const char *status;

  if (!annex_json_read_long_string (object, "AttachmentId", FALSE, MAX_ID, &id, error) || !annex_json_read_string (object, "AttachmentName", FALSE, &name, error) || !annex_json_read_string (object, "ContentType", FALSE, &content_type, error) || !annex_json_read_string (object, "Status", FALSE, &status, error))
    return NULL;

  claim = g_new0 (AnnexAttachmentClaim, 1);
  claim->id = g_strdup (id != NULL ? id : "");
  claim->name = g_strdup (name);
  claim->content_type = g_strdup (content_type);
  claim->status = parse_status (status);

  return g_steal_pointer (&claim);
}

static gboolean
read_claims (AnnexTranscriptItem *self,
             JsonObject          *object,
             GError             **error)
{
  JsonArray *array;

  if (!annex_json_read_array (object, "Attachments", FALSE, &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject           *element;
      AnnexAttachmentClaim *claim;

      if (!annex_json_read_element (array, i, "Attachments", &element, error))
        return FALSE;

      claim = read_claim (element, error);
      if (claim == NULL)
        {
          g_prefix_error (error, "Attachments[%u].", i);
          return FALSE;
        }

      g_ptr_array_add (self->attachments, claim);
    }

  return TRUE;
}

static gboolean
read_kind (AnnexTranscriptItem *self,
           JsonObject          *object,
           GError             **error)
{
  const char *type;
  const char *content_type;
  const char *time;
  const char *role;

  if (!annex_json_read_string (object, "Type", FALSE, &type, error) || !annex_json_read_string (object, "ContentType", FALSE, &content_type, error) || !annex_json_read_string (object, "AbsoluteTime", FALSE, &time, error) || !annex_json_read_string (object, "ParticipantRole", FALSE, &role, error))
    return FALSE;

  self->kind = parse_kind (type, content_type);
  self->time = parse_time (time);
  self->role = parse_role (role);

  return TRUE;
}

static gboolean
read_identity (AnnexTranscriptItem *self,
               JsonObject          *object,
               GError             **error)
{
  const struct
  {
    const char *name;
    char      **value;
  } members[] = {
    { "Id", &self->id },
    { "ParticipantId", &self->participant_id },
    { "DisplayName", &self->display_name },
    { "ContactId", &self->contact_id },
    { "RelatedContactId", &self->related_contact_id },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value;

      if (!annex_json_read_string (object, members[i].name, FALSE, &value, error))
        return FALSE;
      *members[i].value = g_strdup (value);
    }

  return TRUE;
}

static void
annex_transcript_item_finalize (GObject *object)
{
  AnnexTranscriptItem *self = ANNEX_TRANSCRIPT_ITEM (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->time, g_date_time_unref);
  g_clear_pointer (&self->participant_id, g_free);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->contact_id, g_free);
  g_clear_pointer (&self->related_contact_id, g_free);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_transcript_item_parent_class)->finalize (object);
}

static void
annex_transcript_item_class_init (AnnexTranscriptItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_transcript_item_finalize;
}

static void
annex_transcript_item_init (AnnexTranscriptItem *self)
{
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) attachment_claim_free);
}

/**
 * annex_transcript_item_new_from_json:
 * @object: an `Item` of the transcript
 * @error: return location for an error
 *
 * Reads the members that Annex uses; the text of messages is not among them. Every member may be absent or null, as they
 * are in practice: attachments come with `ContentType: null`.
 *
 * Returns: (transfer full): an item, or %NULL with %ANNEX_SERVICE_ERROR_INVALID_REPLY when a member is of another type
 */
AnnexTranscriptItem *
annex_transcript_item_new_from_json (JsonObject *object,
                                     GError    **error)
{
  g_autoptr (AnnexTranscriptItem) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_object_new (ANNEX_TYPE_TRANSCRIPT_ITEM, NULL);
  if (!read_identity (self, object, error) || !read_kind (self, object, error) || !read_claims (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * annex_transcript_item_get_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): identifier of the item, not of its attachments
 */
const char *
annex_transcript_item_get_id (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->id;
}

/**
 * annex_transcript_item_get_kind:
 * @self: an item
 *
 * Returns: what the item is
 */
AnnexTranscriptItemKind
annex_transcript_item_get_kind (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), ANNEX_TRANSCRIPT_ITEM_OTHER);

  return self->kind;
}

/**
 * annex_transcript_item_get_time:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): when it was sent, in the server's time; %NULL when absent or unintelligible
 */
GDateTime *
annex_transcript_item_get_time (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->time;
}

/**
 * annex_transcript_item_get_role:
 * @self: an item
 *
 * Returns: who sent it
 */
AnnexParticipantRole
annex_transcript_item_get_role (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), ANNEX_PARTICIPANT_ROLE_UNKNOWN);

  return self->role;
}

/**
 * annex_transcript_item_get_participant_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): identifier of the sender
 */
const char *
annex_transcript_item_get_participant_id (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->participant_id;
}

/**
 * annex_transcript_item_get_display_name:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): name of the sender; untrusted
 */
const char *
annex_transcript_item_get_display_name (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->display_name;
}

/**
 * annex_transcript_item_get_contact_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the contact it belongs to, when that is the present one
 */
const char *
annex_transcript_item_get_contact_id (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->contact_id;
}

/**
 * annex_transcript_item_get_related_contact_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the earlier contact that an item of a persistent chat comes from
 */
const char *
annex_transcript_item_get_related_contact_id (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);

  return self->related_contact_id;
}

/**
 * annex_transcript_item_get_n_attachments:
 * @self: an item
 *
 * An attachment that was refused can come as an item without any (seen in amazon-connect-chat-interface).
 *
 * Returns: how many attachments the item claims to have
 */
guint
annex_transcript_item_get_n_attachments (AnnexTranscriptItem *self)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), 0);

  return self->attachments->len;
}

/**
 * annex_transcript_item_get_attachment:
 * @self: an item
 * @index: less than annex_transcript_item_get_n_attachments()
 *
 * Returns: (transfer none): what is claimed of one attachment
 */
const AnnexAttachmentClaim *
annex_transcript_item_get_attachment (AnnexTranscriptItem *self,
                                      guint                index)
{
  g_return_val_if_fail (ANNEX_IS_TRANSCRIPT_ITEM (self), NULL);
  g_return_val_if_fail (index < self->attachments->len, NULL);

  return g_ptr_array_index (self->attachments, index);
}
