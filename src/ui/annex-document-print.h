/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a document on paper, each drawn by its caged decoder when its turn comes. */
#define ANNEX_TYPE_DOCUMENT_PRINT (annex_document_print_get_type ())
G_DECLARE_FINAL_TYPE (AnnexDocumentPrint, annex_document_print, ANNEX, DOCUMENT_PRINT, GtkPrintOperation)

AnnexDocumentPrint *annex_document_print_new (AnnexDocument *document,
                                              guint          page,
                                              guint          turns);
int                 annex_document_print_get_failed_page (AnnexDocumentPrint *self);
void                annex_document_print_run (AnnexDocumentPrint *self,
                                              GtkWidget          *widget);

G_END_DECLS
