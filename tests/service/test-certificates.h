/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Certificates of a store, made for this run by an authority of its own: “good” is the authority, and “valid”,
 * “other-name” and “expired” are signed by it; nobody knows “stranger”. */
void             test_certificates_make (void);
void             test_certificates_remove (void);
GTlsCertificate *test_certificates_load (const char *name);
GTlsDatabase    *test_certificates_load_authority (void);

G_END_DECLS
