/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-private.h"

/*< private >
 * annex_attachment_take_claim:
 * @self: an attachment
 * @item: an item of the transcript
 * @claim: what it says of this attachment
 *
 * Takes over what is said. What is not said stays as it was.
 */
void
annex_attachment_take_claim (AnnexAttachment            *self,
                             AnnexTranscriptItem        *item,
                             const AnnexAttachmentClaim *claim)
{
  const char *sender = annex_transcript_item_get_display_name (item);
  const char *contact_id = annex_transcript_item_get_related_contact_id (item);

  if (contact_id == NULL)
    contact_id = annex_transcript_item_get_contact_id (item);

  if (self->id == NULL)
    self->id = g_strdup (claim->id);
  if (claim->name != NULL)
    g_set_str (&self->name, claim->name);
  if (claim->content_type != NULL)
    g_set_str (&self->claimed_type, claim->content_type);
  if (sender != NULL)
    g_set_str (&self->sender, sender);
  if (contact_id != NULL)
    g_set_str (&self->contact_id, contact_id);
  if (annex_transcript_item_get_role (item) != ANNEX_PARTICIPANT_ROLE_UNKNOWN)
    self->role = annex_transcript_item_get_role (item);
  self->status = claim->status;

  if (self->fetch != NULL)
    annex_fetch_set_claimed_type (self->fetch, annex_file_type_from_claims (self->name, self->claimed_type));
}

/*< private >
 * annex_attachment_clear_claims:
 * @self: an attachment
 *
 * Frees what was taken over.
 */
void
annex_attachment_clear_claims (AnnexAttachment *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->claimed_type, g_free);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->contact_id, g_free);
  g_clear_pointer (&self->time, g_date_time_unref);
}

/**
 * annex_attachment_note_time:
 * @self: an attachment
 * @time: (nullable): time of one of its items
 *
 * An attachment may come in several items, such as one when it was sent and one when it was checked. It was sent when the
 * earliest of them says.
 */
void
annex_attachment_note_time (AnnexAttachment *self,
                            GDateTime       *time)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (self));

  if (time == NULL || (self->time != NULL && g_date_time_compare (time, self->time) >= 0))
    return;

  g_clear_pointer (&self->time, g_date_time_unref);
  self->time = g_date_time_ref (time);
}

/**
 * annex_attachment_get_id:
 * @self: an attachment
 *
 * Returns: (transfer none): `AttachmentId`, opaque; empty when the service gave none
 */
const char *
annex_attachment_get_id (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->id;
}

/**
 * annex_attachment_get_name:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): the file name as the customer gave it; untrusted, see
 *   annex_attachment_dup_safe_name()
 */
const char *
annex_attachment_get_name (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->name;
}

/**
 * annex_attachment_get_claimed_type:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): the media type that the uploader declared; untrusted
 */
const char *
annex_attachment_get_claimed_type (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->claimed_type;
}

/**
 * annex_attachment_get_scan_status:
 * @self: an attachment
 *
 * Returns: what the contact centre's check said last
 */
AnnexScanStatus
annex_attachment_get_scan_status (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), ANNEX_SCAN_STATUS_UNKNOWN);

  return self->status;
}

/**
 * annex_attachment_get_role:
 * @self: an attachment
 *
 * Returns: who sent it
 */
AnnexParticipantRole
annex_attachment_get_role (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), ANNEX_PARTICIPANT_ROLE_UNKNOWN);

  return self->role;
}

/**
 * annex_attachment_get_sender:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): display name of who sent it; untrusted
 */
const char *
annex_attachment_get_sender (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->sender;
}

/**
 * annex_attachment_get_time:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): when it was sent, in the server's time
 */
GDateTime *
annex_attachment_get_time (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->time;
}

/**
 * annex_attachment_get_contact_id:
 * @self: an attachment
 *
 * Returns: (transfer none) (nullable): the contact it was sent in, which in a persistent chat may be an earlier one
 */
const char *
annex_attachment_get_contact_id (AnnexAttachment *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT (self), NULL);

  return self->contact_id;
}
