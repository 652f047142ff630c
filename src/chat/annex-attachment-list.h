/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

G_BEGIN_DECLS

/* The attachments of one chat as a #GListModel of #AnnexAttachment, newest first, each once however many items of the
 * transcript tell of it. Fed with the pages of one reading of the transcript after the other. */
#define ANNEX_TYPE_ATTACHMENT_LIST (annex_attachment_list_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAttachmentList, annex_attachment_list, ANNEX, ATTACHMENT_LIST, GObject)

AnnexAttachmentList *annex_attachment_list_new (AnnexParticipantClient *client,
                                                const AnnexStorePolicy *policy,
                                                AnnexFetchQueue        *queue);
void                 annex_attachment_list_begin_reading (AnnexAttachmentList *self);
guint                annex_attachment_list_take_page (AnnexAttachmentList *self,
                                                      GPtrArray           *items);
gboolean             annex_attachment_list_is_full (AnnexAttachmentList *self);
gboolean             annex_attachment_list_awaits_check (AnnexAttachmentList *self);
gboolean             annex_attachment_list_misses_check (AnnexAttachmentList *self);
AnnexAttachment     *annex_attachment_list_find (AnnexAttachmentList *self,
                                                 const char          *attachment_id);
void                 annex_attachment_list_wipe (AnnexAttachmentList *self);

G_END_DECLS
