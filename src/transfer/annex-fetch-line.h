/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-fetch-job.h"

G_BEGIN_DECLS

/**
 * AnnexFetchLine:
 * @pending: (element-type AnnexFetchJob): jobs that wait, the next one first; not held
 * @under_way: (element-type AnnexFetchJob): jobs that do not, in the order in which they began; not held
 *
 * Who is next, who has a place, and who gives way to whom.
 */
typedef struct
{
  GQueue     pending;
  GPtrArray *under_way;
} AnnexFetchLine;

void           annex_fetch_line_init (AnnexFetchLine *self);
void           annex_fetch_line_clear (AnnexFetchLine *self);
void           annex_fetch_line_join (AnnexFetchLine *self,
                                      AnnexFetchJob  *job);
void           annex_fetch_line_leave (AnnexFetchLine *self,
                                       AnnexFetchJob  *job);
void           annex_fetch_line_begin (AnnexFetchLine *self,
                                       AnnexFetchJob  *job);
void           annex_fetch_line_give_up (AnnexFetchLine *self,
                                         AnnexFetchJob  *job);
AnnexFetchJob *annex_fetch_line_get_next (AnnexFetchLine *self);
AnnexFetchJob *annex_fetch_line_get_last_begun (AnnexFetchLine *self);
gboolean       annex_fetch_line_has_place (AnnexFetchLine *self,
                                           AnnexFetchJob  *job,
                                           gboolean        is_probing);
AnnexFetchJob *annex_fetch_line_find_victim (AnnexFetchLine *self);
GPtrArray     *annex_fetch_line_copy_pending (AnnexFetchLine *self);

G_END_DECLS
