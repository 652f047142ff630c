/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-safe-copy.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * AnnexSaveFlowOver:
 * @user_data: data for the callback
 *
 * Called once when a saving is over, whatever became of it.
 */
typedef void (*AnnexSaveFlowOver) (gpointer user_data);

/* Saving an attachment as the agent sees it: where to, and how it went. */

void annex_save_flow_start (AnnexAttachment *attachment,
                            AdwToastOverlay *overlay,
                            GCancellable    *cancellable);
void annex_save_flow_start_copy (AnnexAttachment  *attachment,
                                 AnnexSafeCopy    *copy,
                                 AdwToastOverlay  *overlay,
                                 GCancellable     *cancellable,
                                 AnnexSaveFlowOver over,
                                 gpointer          user_data);

G_END_DECLS
