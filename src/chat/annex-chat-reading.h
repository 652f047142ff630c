/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-participant-client.h"

G_BEGIN_DECLS

/**
 * AnnexChatReading:
 *
 * Readings of one chat's transcript, one after the other, each from the newest page backward: how far the one that is
 * under way must go, and what it says of the chat as a whole.
 */
typedef struct _AnnexChatReading AnnexChatReading;

AnnexChatReading *annex_chat_reading_new (const char *contact_id);
void              annex_chat_reading_free (AnnexChatReading *self);
void              annex_chat_reading_begin (AnnexChatReading *self,
                                            gboolean          is_listing);
void              annex_chat_reading_take_page (AnnexChatReading          *self,
                                                const AnnexTranscriptPage *page,
                                                guint                      n_unusable);
void              annex_chat_reading_complete (AnnexChatReading *self);
guint             annex_chat_reading_get_n_pages (AnnexChatReading *self);
gboolean          annex_chat_reading_get_has_all_news (AnnexChatReading *self);
gboolean          annex_chat_reading_get_has_end (AnnexChatReading *self);
gboolean          annex_chat_reading_get_is_incomplete (AnnexChatReading *self);
guint             annex_chat_reading_get_n_unreadable (AnnexChatReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexChatReading, annex_chat_reading_free)

G_END_DECLS
