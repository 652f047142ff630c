/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AnnexScanStatus:
 * @ANNEX_SCAN_STATUS_UNKNOWN: a word that is not in the model; treated as not available yet
 * @ANNEX_SCAN_STATUS_APPROVED: may be fetched
 * @ANNEX_SCAN_STATUS_REJECTED: refused by the contact centre's check and deleted
 * @ANNEX_SCAN_STATUS_IN_PROGRESS: still being checked
 */
typedef enum
{
  ANNEX_SCAN_STATUS_UNKNOWN,
  ANNEX_SCAN_STATUS_APPROVED,
  ANNEX_SCAN_STATUS_REJECTED,
  ANNEX_SCAN_STATUS_IN_PROGRESS,
} AnnexScanStatus;

/**
 * AnnexParticipantRole:
 *
 * Who took part, as in `ParticipantRole` of the service's model.
 */
typedef enum
{
  ANNEX_PARTICIPANT_ROLE_UNKNOWN,
  ANNEX_PARTICIPANT_ROLE_AGENT,
  ANNEX_PARTICIPANT_ROLE_CUSTOMER,
  ANNEX_PARTICIPANT_ROLE_SYSTEM,
  ANNEX_PARTICIPANT_ROLE_CUSTOM_BOT,
  ANNEX_PARTICIPANT_ROLE_SUPERVISOR,
} AnnexParticipantRole;

/**
 * AnnexTranscriptItemKind:
 *
 * What an item is, as far as Annex treats it differently.
 */
typedef enum
{
  ANNEX_TRANSCRIPT_ITEM_OTHER,
  ANNEX_TRANSCRIPT_ITEM_ATTACHMENT,
  ANNEX_TRANSCRIPT_ITEM_CHAT_ENDED,
  ANNEX_TRANSCRIPT_ITEM_TRANSFER_SUCCEEDED,
} AnnexTranscriptItemKind;

/**
 * AnnexAttachmentClaim:
 * @id: opaque identifier, or an empty string when the service gave none and nothing can be fetched
 * @name: (nullable): file name as the customer gave it; untrusted
 * @content_type: (nullable): type as the uploader declared it; untrusted
 * @status: result of the contact centre's check
 *
 * One `AttachmentItem` of the transcript. Everything in it is only claimed.
 */
typedef struct
{
  char           *id;           /* (owned) */
  char           *name;         /* (owned) (nullable) */
  char           *content_type; /* (owned) (nullable) */
  AnnexScanStatus status;
} AnnexAttachmentClaim;

#define ANNEX_TYPE_TRANSCRIPT_ITEM (annex_transcript_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTranscriptItem, annex_transcript_item, ANNEX, TRANSCRIPT_ITEM, GObject)

AnnexTranscriptItem        *annex_transcript_item_new_from_json (JsonObject *object,
                                                                 GError    **error);
const char                 *annex_transcript_item_get_id (AnnexTranscriptItem *self);
AnnexTranscriptItemKind     annex_transcript_item_get_kind (AnnexTranscriptItem *self);
GDateTime                  *annex_transcript_item_get_time (AnnexTranscriptItem *self);
AnnexParticipantRole        annex_transcript_item_get_role (AnnexTranscriptItem *self);
const char                 *annex_transcript_item_get_participant_id (AnnexTranscriptItem *self);
const char                 *annex_transcript_item_get_display_name (AnnexTranscriptItem *self);
const char                 *annex_transcript_item_get_contact_id (AnnexTranscriptItem *self);
const char                 *annex_transcript_item_get_related_contact_id (AnnexTranscriptItem *self);
guint                       annex_transcript_item_get_n_attachments (AnnexTranscriptItem *self);
const AnnexAttachmentClaim *annex_transcript_item_get_attachment (AnnexTranscriptItem *self,
                                                                  guint                index);

G_END_DECLS
