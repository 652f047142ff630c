/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a document on paper, each drawn by its caged decoder when its turn comes. */

GtkPrintOperation *annex_document_print_new (AnnexDocument *document,
                                             guint          page,
                                             guint          turns);
int                annex_document_print_get_failed_page (GtkPrintOperation *operation);

void annex_document_print_run (GtkWidget     *widget,
                               AnnexDocument *document,
                               guint          page,
                               guint          turns);

G_END_DECLS
