/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-participant-client.h"

G_BEGIN_DECLS

GBytes *annex_participant_write_get_attachment (const char *attachment_id,
                                                guint       url_expiry_seconds);
GBytes *annex_participant_write_get_transcript (const AnnexTranscriptQuery *query,
                                                const char                 *next_token);
GBytes *annex_participant_write_create_connection (gboolean with_websocket);

AnnexAttachmentLink *annex_participant_read_attachment_link (JsonObject *root,
                                                             GError    **error);
AnnexTranscriptPage *annex_participant_read_transcript_page (JsonObject *root,
                                                             GError    **error);
AnnexConnection     *annex_participant_read_connection (JsonObject *root,
                                                        GError    **error);

G_END_DECLS
