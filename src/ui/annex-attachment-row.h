/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One attachment in the list: type, name, sender, time and state. */
#define ANNEX_TYPE_ATTACHMENT_ROW (annex_attachment_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAttachmentRow, annex_attachment_row, ANNEX, ATTACHMENT_ROW, AdwBin)

AnnexAttachment *annex_attachment_row_get_attachment (AnnexAttachmentRow *self);
void             annex_attachment_row_set_attachment (AnnexAttachmentRow *self,
                                                      AnnexAttachment    *attachment);

G_END_DECLS
