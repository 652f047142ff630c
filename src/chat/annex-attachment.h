/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-fetch-queue.h"
#include "annex-file-type.h"
#include "annex-transcript-item.h"

G_BEGIN_DECLS

/**
 * AnnexAttachmentState:
 * @ANNEX_ATTACHMENT_STATE_BROKEN: the transcript's entry cannot be used (no identifier)
 * @ANNEX_ATTACHMENT_STATE_CHECKING: the contact centre's check is under way
 * @ANNEX_ATTACHMENT_STATE_BLOCKED: the check refused it; it was deleted
 * @ANNEX_ATTACHMENT_STATE_AVAILABLE: may be fetched, nobody has asked yet
 * @ANNEX_ATTACHMENT_STATE_QUEUED: waits for its turn
 * @ANNEX_ATTACHMENT_STATE_WAITING: waits because the service is throttling, or for the network
 * @ANNEX_ATTACHMENT_STATE_REQUESTING: the link is being asked for
 * @ANNEX_ATTACHMENT_STATE_DOWNLOADING: bytes are arriving
 * @ANNEX_ATTACHMENT_STATE_READY: the content is held
 * @ANNEX_ATTACHMENT_STATE_FAILED: fetching failed
 *
 * Derived from the scan status and the fetch; never stored.
 */
typedef enum
{
  ANNEX_ATTACHMENT_STATE_BROKEN,
  ANNEX_ATTACHMENT_STATE_CHECKING,
  ANNEX_ATTACHMENT_STATE_BLOCKED,
  ANNEX_ATTACHMENT_STATE_AVAILABLE,
  ANNEX_ATTACHMENT_STATE_QUEUED,
  ANNEX_ATTACHMENT_STATE_WAITING,
  ANNEX_ATTACHMENT_STATE_REQUESTING,
  ANNEX_ATTACHMENT_STATE_DOWNLOADING,
  ANNEX_ATTACHMENT_STATE_READY,
  ANNEX_ATTACHMENT_STATE_FAILED,
} AnnexAttachmentState;

#define ANNEX_TYPE_ATTACHMENT_STATE (annex_attachment_state_get_type ())
GType annex_attachment_state_get_type (void);

/* One attachment of a chat: what is claimed of it, what the check said, how far its bytes are. Notifies `state`,
 * `received`, `file-type` and `preview-error`. */
#define ANNEX_TYPE_ATTACHMENT (annex_attachment_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAttachment, annex_attachment, ANNEX, ATTACHMENT, GObject)

AnnexAttachment     *annex_attachment_new (AnnexTranscriptItem        *item,
                                           const AnnexAttachmentClaim *claim,
                                           AnnexFetch                 *fetch,
                                           AnnexFetchQueue            *queue);
void                 annex_attachment_update (AnnexAttachment            *self,
                                              AnnexTranscriptItem        *item,
                                              const AnnexAttachmentClaim *claim);
void                 annex_attachment_note_time (AnnexAttachment *self,
                                                 GDateTime       *time);
const char          *annex_attachment_get_id (AnnexAttachment *self);
const char          *annex_attachment_get_name (AnnexAttachment *self);
char                *annex_attachment_dup_safe_name (AnnexAttachment *self);
const char          *annex_attachment_get_claimed_type (AnnexAttachment *self);
AnnexScanStatus      annex_attachment_get_scan_status (AnnexAttachment *self);
AnnexParticipantRole annex_attachment_get_role (AnnexAttachment *self);
const char          *annex_attachment_get_sender (AnnexAttachment *self);
GDateTime           *annex_attachment_get_time (AnnexAttachment *self);
const char          *annex_attachment_get_contact_id (AnnexAttachment *self);
AnnexAttachmentState annex_attachment_get_state (AnnexAttachment *self);
const AnnexFileType *annex_attachment_get_file_type (AnnexAttachment *self);
AnnexContent        *annex_attachment_get_content (AnnexAttachment *self);
const GError        *annex_attachment_get_error (AnnexAttachment *self);
const GError        *annex_attachment_get_preview_error (AnnexAttachment *self);
void                 annex_attachment_set_preview_error (AnnexAttachment *self,
                                                         const GError    *error);
guint64              annex_attachment_get_size (AnnexAttachment *self);
guint64              annex_attachment_get_received (AnnexAttachment *self);
gint64               annex_attachment_get_retry_time (AnnexAttachment *self);
guint                annex_attachment_get_n_waits (AnnexAttachment *self);
void                 annex_attachment_fetch (AnnexAttachment *self);
void                 annex_attachment_fetch_for (AnnexAttachment   *self,
                                                 AnnexFetchPriority priority);
gboolean             annex_attachment_is_prefetched (AnnexAttachment *self);
void                 annex_attachment_cancel (AnnexAttachment *self);
void                 annex_attachment_leave (AnnexAttachment *self);
void                 annex_attachment_try_now (AnnexAttachment *self);
void                 annex_attachment_drop_content (AnnexAttachment *self);
void                 annex_attachment_pin_content (AnnexAttachment *self);
void                 annex_attachment_unpin_content (AnnexAttachment *self);

G_END_DECLS
