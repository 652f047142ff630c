/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

G_BEGIN_DECLS

struct _AnnexAttachment
{
  GObject parent_instance;

  /* What is claimed */
  char                *id;           /* (owned) */
  char                *name;         /* (owned) (nullable) */
  char                *claimed_type; /* (owned) (nullable) */
  AnnexScanStatus      status;
  AnnexParticipantRole role;
  char                *sender;     /* (owned) (nullable) */
  char                *contact_id; /* (owned) (nullable) */
  GDateTime           *time;       /* (owned) (nullable) */

  /* What is held */
  AnnexFetchQueue *queue;         /* (owned) */
  AnnexFetch      *fetch;         /* (owned) (nullable): none when there is no identifier */
  AnnexContent    *typed_content; /* (owned) (nullable): what file_type was recognised from */
  GError          *preview_error; /* (owned) (nullable) */
  guint64          size;          /* bytes, also after the content was dropped */

  /* What was last notified */
  AnnexAttachmentState notified_state;
  gint64               notified_retry_time;
  guint64              notified_received;
  const AnnexFileType *file_type;
};

void annex_attachment_take_claim (AnnexAttachment            *self,
                                  AnnexTranscriptItem        *item,
                                  const AnnexAttachmentClaim *claim);
void annex_attachment_clear_claims (AnnexAttachment *self);

G_END_DECLS
