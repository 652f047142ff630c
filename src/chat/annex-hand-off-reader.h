/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexHandOffText:
 * @text: what was read, not terminated by a zero
 * @length: its length in bytes
 *
 * The text of a hand-off, which holds a token: it is overwritten when it is freed.
 */
typedef struct
{
  char *text; /* (owned) */
  gsize length;
} AnnexHandOffText;

AnnexHandOffText *annex_hand_off_read_fd (int      fd,
                                          GError **error);
AnnexHandOffText *annex_hand_off_read_file (const char *path,
                                            GError    **error);
void              annex_hand_off_text_free (AnnexHandOffText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexHandOffText, annex_hand_off_text_free)

G_END_DECLS
