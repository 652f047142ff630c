/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexRetryKind:
 * @ANNEX_RETRY_FINAL: never repeated
 * @ANNEX_RETRY_TRANSIENT: repeated after a short pause
 * @ANNEX_RETRY_THROTTLING: repeated after a longer pause
 */
typedef enum
{
  ANNEX_RETRY_FINAL,
  ANNEX_RETRY_TRANSIENT,
  ANNEX_RETRY_THROTTLING,
} AnnexRetryKind;

/**
 * AnnexRandomFunc:
 * @user_data: what was given with the function
 *
 * Returns: a number from 0 up to, not including, 1
 */
typedef double (*AnnexRandomFunc) (gpointer user_data);

#define ANNEX_TYPE_RETRY (annex_retry_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRetry, annex_retry, ANNEX, RETRY, GObject)

AnnexRetry    *annex_retry_new (AnnexRandomFunc random,
                                gpointer        random_data);
AnnexRetryKind annex_retry_classify (const GError *error);
gint64         annex_retry_next_delay (AnnexRetry    *self,
                                       AnnexRetryKind kind,
                                       guint          attempts,
                                       gint64         hint_ms);
gint64         annex_retry_next_pause (AnnexRetry *self,
                                       guint       attempts,
                                       gint64      hint_ms);
void           annex_retry_succeeded (AnnexRetry    *self,
                                      AnnexRetryKind kind);
gint64         annex_retry_parse_hint (const char *amz_retry_after,
                                       const char *retry_after,
                                       gint64      now_unix);

G_END_DECLS
