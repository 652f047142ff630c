/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"

G_BEGIN_DECLS

/* As much of what customers sent is held in memory as this, unless it is set otherwise. */
#define ANNEX_CONTENT_BUDGET_DEFAULT ((guint64) 268435456)

/**
 * AnnexContentDropFunc:
 * @holder: who holds something that was not used for the longest time
 *
 * Lets it go. The budget counts it no more.
 */
typedef void (*AnnexContentDropFunc) (gpointer holder);

/* How much of what customers sent is held in memory, by all chats together. When it is more than the limit, what was not
 * used for the longest time is dropped; it can be fetched again. What is pinned, because it is shown or being saved, is
 * never dropped. The same bytes are held and counted once, whoever holds them. */
#define ANNEX_TYPE_CONTENT_BUDGET (annex_content_budget_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContentBudget, annex_content_budget, ANNEX, CONTENT_BUDGET, GObject)

AnnexContentBudget *annex_content_budget_new (guint64 limit);
guint64             annex_content_budget_get_limit (AnnexContentBudget *self);
void                annex_content_budget_set_limit (AnnexContentBudget *self,
                                                    guint64             limit);
guint64             annex_content_budget_get_size (AnnexContentBudget *self);
guint               annex_content_budget_get_n_contents (AnnexContentBudget *self);
AnnexContent       *annex_content_budget_share (AnnexContentBudget *self,
                                                AnnexContent       *content);
void                annex_content_budget_hold (AnnexContentBudget  *self,
                                               gpointer             holder,
                                               AnnexContent        *content,
                                               gboolean             pinned,
                                               AnnexContentDropFunc drop);
void                annex_content_budget_hold_part (AnnexContentBudget  *self,
                                                    gpointer             holder,
                                                    guint64              size,
                                                    gboolean             pinned,
                                                    AnnexContentDropFunc drop);
void                annex_content_budget_set_pinned (AnnexContentBudget *self,
                                                     gpointer            holder,
                                                     gboolean            pinned);
void                annex_content_budget_release (AnnexContentBudget *self,
                                                  gpointer            holder);

G_END_DECLS
