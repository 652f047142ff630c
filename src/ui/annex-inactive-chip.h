/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-reading.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Tells quietly what a document holds that is never done. Seen only when there is something. */
#define ANNEX_TYPE_INACTIVE_CHIP (annex_inactive_chip_get_type ())
G_DECLARE_FINAL_TYPE (AnnexInactiveChip, annex_inactive_chip, ANNEX, INACTIVE_CHIP, AdwBin)

void  annex_inactive_chip_set_document (AnnexInactiveChip *self,
                                        AnnexDocument     *document);
char *annex_inactive_chip_describe (const AnnexDocumentInventory *inventory);

G_END_DECLS
