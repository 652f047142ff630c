/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-queue.h"
#include "annex-document.h"

G_BEGIN_DECLS

AnnexDocumentQueue *annex_document_get_queue (AnnexDocument *self);

G_END_DECLS
