/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"
#include "annex-page-buffer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A frame of an animation as it comes from a task. */
typedef struct
{
  GdkTexture *texture; /* (owned) (nullable) */
  guint       delay;   /* milliseconds */
} AnnexDocumentFrame;

void annex_document_frame_free (AnnexDocumentFrame *frame);

/* One thing that somebody wants from a document: a page's size, a drawing, text, facts. */
typedef struct _AnnexDocumentJob AnnexDocumentJob;

typedef void (*AnnexDocumentJobCancelled) (AnnexDocumentJob *job,
                                           gpointer          user_data);

AnnexDocumentJob          *annex_document_job_new (GTask                     *task,
                                                   const AnnexDecoderRequest *request,
                                                   int                        priority,
                                                   AnnexDocumentJobCancelled  cancelled,
                                                   gpointer                   user_data);
void                       annex_document_job_free (AnnexDocumentJob *job);
const AnnexDecoderRequest *annex_document_job_get_request (AnnexDocumentJob *job);
int                        annex_document_job_get_priority (AnnexDocumentJob *job);
gboolean                   annex_document_job_is_cancelled (AnnexDocumentJob *job);
gboolean                   annex_document_job_prepare (AnnexDocumentJob *job,
                                                       int              *fd,
                                                       GError          **error);
void                       annex_document_job_fail (AnnexDocumentJob *job,
                                                    GError           *error);
gboolean                   annex_document_job_return (AnnexDocumentJob        *job,
                                                      const AnnexDecoderReply *reply,
                                                      guint                    n_pages,
                                                      GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDocumentJob, annex_document_job_free)

G_END_DECLS
