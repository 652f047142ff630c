/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes PDF files for tests, page by page. */
typedef struct _TestPdf TestPdf;

TestPdf *test_pdf_new (void);
void     test_pdf_add_page (TestPdf *self,
                            guint    width,
                            guint    height,
                            guint    turned);
void     test_pdf_add_drawing (TestPdf    *self,
                               const char *operators);
void     test_pdf_add_text (TestPdf    *self,
                            double      x,
                            double      y,
                            const char *text);
void     test_pdf_add_page_link (TestPdf *self,
                                 double   x,
                                 double   y,
                                 guint    page,
                                 double   top);
void     test_pdf_add_uri_link (TestPdf    *self,
                                double      x,
                                double      y,
                                const char *uri);
void     test_pdf_add_missing_page (TestPdf *self);
void     test_pdf_add_bomb (TestPdf *self);
GBytes  *test_pdf_end (TestPdf *self);

G_END_DECLS
