/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Saves a safe copy, and shows how far that is, beside whatever is looked at meanwhile. Notifies `busy`. */
#define ANNEX_TYPE_SAFE_COPY_BAR (annex_safe_copy_bar_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSafeCopyBar, annex_safe_copy_bar, ANNEX, SAFE_COPY_BAR, AdwBin)

void     annex_safe_copy_bar_ask (AnnexSafeCopyBar *self,
                                  AnnexAttachment  *attachment,
                                  AnnexDocument    *document);
gboolean annex_safe_copy_bar_is_busy (AnnexSafeCopyBar *self);

G_END_DECLS
