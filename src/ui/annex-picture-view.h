/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-canvas.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One picture with what can be done with it below. How an attachment was looked at is remembered as long as it lives. */
#define ANNEX_TYPE_PICTURE_VIEW (annex_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPictureView, annex_picture_view, ANNEX, PICTURE_VIEW, AdwBin)

AnnexCanvas *annex_picture_view_get_canvas (AnnexPictureView *self);
gboolean     annex_picture_view_is_waiting (AnnexPictureView *self);
void         annex_picture_view_show (AnnexPictureView *self,
                                      AnnexAttachment  *attachment,
                                      AnnexDocument    *document);
void         annex_picture_view_clear (AnnexPictureView *self);

G_END_DECLS
