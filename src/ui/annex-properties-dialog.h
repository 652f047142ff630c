/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"
#include "annex-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is known of an attachment, and nothing that is not. */
#define ANNEX_TYPE_PROPERTIES_DIALOG (annex_properties_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPropertiesDialog, annex_properties_dialog, ANNEX, PROPERTIES_DIALOG, AdwDialog)

AdwDialog *annex_properties_dialog_new (AnnexAttachment *attachment,
                                        AnnexDocument   *document);

G_END_DECLS
