/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A short secret, such as a connection token, in a page of its own: locked where allowed, left out of core dumps,
 * empty in forked children, overwritten when the last reference goes. Thread-safe reference counting, boxed. */
typedef struct _AnnexSecret AnnexSecret;

#define ANNEX_TYPE_SECRET (annex_secret_get_type ())
GType        annex_secret_get_type (void);
AnnexSecret *annex_secret_new (const char *text,
                               gsize       length);
AnnexSecret *annex_secret_ref (AnnexSecret *self);
void         annex_secret_unref (AnnexSecret *self);
const char  *annex_secret_peek (const AnnexSecret *self);
gsize        annex_secret_get_length (const AnnexSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSecret, annex_secret_unref)

G_END_DECLS
