/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-secret.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the password of a locked document. Emits `unlock` with an #AnnexSecret, which nothing here keeps. */
#define ANNEX_TYPE_PASSWORD_PAGE (annex_password_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPasswordPage, annex_password_page, ANNEX, PASSWORD_PAGE, AdwBin)

void annex_password_page_show_wrong (AnnexPasswordPage *self);
void annex_password_page_set_busy (AnnexPasswordPage *self,
                                   gboolean           busy);
void annex_password_page_clear (AnnexPasswordPage *self);

G_END_DECLS
