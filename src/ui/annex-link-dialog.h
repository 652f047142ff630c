/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks before anything leaves Annex: the one way from a document to another program. */
#define ANNEX_TYPE_LINK_DIALOG (annex_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLinkDialog, annex_link_dialog, ANNEX, LINK_DIALOG, AdwAlertDialog)

char *annex_link_dialog_dup_target (const char *uri);
char *annex_link_dialog_dup_summary (const char *uri);
void  annex_link_dialog_present (GtkWidget  *parent,
                                 const char *uri);

G_END_DECLS
