/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-file-type.h"

G_BEGIN_DECLS

#define ANNEX_FILE_NAME_MAX_BYTES 140

char    *annex_file_name_make_safe (const char          *claimed,
                                    const char          *attachment_id,
                                    const AnnexFileType *type);
gboolean annex_file_name_is_dangerous (const char *safe_name);
char    *annex_file_name_dup_extension (const char *safe_name);
char    *annex_file_name_number (const char *safe_name,
                                 guint       number);

G_END_DECLS
