/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view-private.h"

#include "test-drawing.h"
#include "test-pdf.h"
#include "test-support.h"

G_BEGIN_DECLS

/* A page view of 400 by 300 pixels in a window. */
typedef struct
{
  AnnexDecoderPool *pool;     /* (owned) */
  GtkWidget        *window;   /* (owned by GTK) */
  GtkWidget        *scrolled; /* (owned by the window) */
  AnnexPageView    *view;     /* (owned) */
} PageFixture;

void page_fixture_add (const char *path,
                       void (*function) (PageFixture  *fixture,
                                         gconstpointer data));
void page_fixture_show (PageFixture   *fixture,
                        AnnexDocument *document);
void page_fixture_open (PageFixture *fixture,
                        GBytes      *pdf);
void page_fixture_do (PageFixture *fixture,
                      const char  *action,
                      const char  *format,
                      ...);
void page_fixture_tell (PageFixture *fixture,
                        GType        type,
                        const char  *signal,
                        ...);
void page_fixture_tell_finger (PageFixture *fixture,
                               GType        type,
                               const char  *signal,
                               ...);
void page_fixture_get_place (PageFixture    *fixture,
                             guint           page,
                             AnnexPagePlace *place);
void page_fixture_locate (PageFixture *fixture,
                          guint        page,
                          double       x,
                          double       y,
                          double      *view_x,
                          double      *view_y);
void page_fixture_wait_for_page (PageFixture *fixture);
void page_fixture_wait_for_text (PageFixture *fixture,
                                 guint        page);
void page_fixture_wait_for_links (PageFixture *fixture,
                                  guint        page);

G_END_DECLS
