/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Asynchronous operations as tests want them: called, waited for within bounds, and looked at. */

/* Milliseconds: far more than anything here needs, also under sanitizers. */
#define FIXTURE_PATIENCE 60000

void                 fixture_wait (gboolean (*done) (gpointer data),
                                   gpointer data);
AnnexDecoderProcess *fixture_start (const char *program,
                                    guint       ready_ms,
                                    GError    **error);
int                  fixture_create_sealed_file (gconstpointer contents,
                                                 gsize         length);
AnnexDecoderProcess *fixture_start_or_fail (const char *program);
char                *fixture_get_liar (const char *liar,
                                       const char *manner);
gboolean             fixture_send (AnnexDecoderProcess       *process,
                                   const AnnexDecoderRequest *request,
                                   int                        fd,
                                   guint                      deadline_ms,
                                   AnnexDecoderReply         *reply,
                                   GError                   **error);
AnnexDecoderProcess *fixture_take (AnnexDecoderPool *pool,
                                   GError          **error);
AnnexDocument       *fixture_open (AnnexDecoderPool *pool,
                                   GBytes           *bytes,
                                   GError          **error);
AnnexDocument       *fixture_unlock (AnnexDecoderPool *pool,
                                     GBytes           *bytes,
                                     const char       *password,
                                     GError          **error);
GdkTexture          *fixture_render (AnnexDocument *document,
                                     guint          page,
                                     guint          width,
                                     guint          height,
                                     GError       **error);
GdkTexture          *fixture_draw_region (AnnexDocument      *document,
                                          guint               page,
                                          guint               full_width,
                                          guint               full_height,
                                          const GdkRectangle *region,
                                          GError            **error);
GdkTexture          *fixture_draw_frame (AnnexDocument *document,
                                         guint          frame,
                                         guint          width,
                                         guint          height,
                                         guint         *delay,
                                         GError       **error);
AnnexPictureFacts   *fixture_query_facts (AnnexDocument *document,
                                          GError       **error);
void                 fixture_query_size (AnnexDocument   *document,
                                         guint            page,
                                         graphene_size_t *size);
guint                fixture_count_descriptors (void);
guint                fixture_count_children (void);
void                 fixture_wait_for_children (guint n_children);

G_END_DECLS
