/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-participant-client.h"

G_BEGIN_DECLS

/* For tests, which have no half minute. */
void annex_participant_client_set_deadlines (AnnexParticipantClient *self,
                                             guint                   total_ms,
                                             guint                   connect_ms);
void annex_participant_client_set_page_interval (AnnexParticipantClient *self,
                                                 guint                   interval_ms);

G_END_DECLS
