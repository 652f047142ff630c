/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

G_BEGIN_DECLS

/* How facts are said to people: times, sizes, names, roles. Text from outside comes back isolated, so that its writing
 * direction cannot disturb what stands around it. */

char       *annex_wording_clean (const char *text);
char       *annex_wording_isolate (const char *text);
char       *annex_wording_name (AnnexAttachment *attachment);
char       *annex_wording_sender (AnnexAttachment *attachment);
char       *annex_wording_time (GDateTime *time);
char       *annex_wording_progress (guint64 received,
                                    guint64 total);
const char *annex_wording_type (const AnnexFileType *type);
const char *annex_wording_type_icon (const AnnexFileType *type);
char       *annex_wording_state (AnnexAttachment *attachment);
char       *annex_wording_summary (AnnexAttachment *attachment);
char       *annex_wording_description (AnnexAttachment *attachment);
char       *annex_wording_seconds_until (gint64 monotonic_time);

G_END_DECLS
