/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-service-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void        annex_service_answer_describe (SoupMessage       *message,
                                           const char        *bearer,
                                           AnnexErrorDetails *details);
const char *annex_service_answer_check_head (SoupMessage       *message,
                                             gsize              max_length,
                                             AnnexServiceError *code);
GError     *annex_service_answer_create_error (SoupMessage       *message,
                                               GByteArray        *body,
                                               AnnexErrorDetails *details);
GError     *annex_service_answer_classify (guint              status,
                                           const char        *name,
                                           AnnexErrorDetails *details);

G_END_DECLS
