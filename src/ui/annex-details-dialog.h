/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What an administrator needs to know about an error, to read and to copy. */
#define ANNEX_TYPE_DETAILS_DIALOG (annex_details_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDetailsDialog, annex_details_dialog, ANNEX, DETAILS_DIALOG, AdwDialog)

AdwDialog *annex_details_dialog_new (const GError *error);

G_END_DECLS
