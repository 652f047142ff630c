/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-decoder-pool.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows one attachment: how it is coming, what it looks like, or why it cannot be seen. */
#define ANNEX_TYPE_VIEWER (annex_viewer_get_type ())
G_DECLARE_FINAL_TYPE (AnnexViewer, annex_viewer, ANNEX, VIEWER, AdwBin)

void             annex_viewer_set_pool (AnnexViewer      *self,
                                        AnnexDecoderPool *pool);
AnnexAttachment *annex_viewer_get_attachment (AnnexViewer *self);
void             annex_viewer_set_attachment (AnnexViewer     *self,
                                              AnnexAttachment *attachment);
void             annex_viewer_set_chat_ended (AnnexViewer *self,
                                              gboolean     chat_ended);
void             annex_viewer_reconnect (AnnexViewer *self);
gboolean         annex_viewer_can_cancel (AnnexViewer *self);
gboolean         annex_viewer_read_on (AnnexViewer *self,
                                       int          direction);
const char      *annex_viewer_get_page_name (AnnexViewer *self);

G_END_DECLS
