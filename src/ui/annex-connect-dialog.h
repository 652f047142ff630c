/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Takes a hand-off that the agent pastes. Emits `accepted` with the text. */
#define ANNEX_TYPE_CONNECT_DIALOG (annex_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexConnectDialog, annex_connect_dialog, ANNEX, CONNECT_DIALOG, AdwDialog)

AdwDialog *annex_connect_dialog_new (void);

G_END_DECLS
