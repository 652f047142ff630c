/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-options.h"

#include <adwaita.h>

#include "annex-hand-off.h"

G_BEGIN_DECLS

/* The running program: one instance in a session, a window for each chat. */
#define ANNEX_TYPE_APPLICATION (annex_application_get_type ())
G_DECLARE_FINAL_TYPE (AnnexApplication, annex_application, ANNEX, APPLICATION, AdwApplication)

AnnexApplication *annex_application_new (void);
void              annex_application_open_hand_off (AnnexApplication *self,
                                                   AnnexHandOff     *hand_off);
int               annex_application_run (const AnnexOptions *options,
                                         AnnexHandOff       *hand_off);

G_END_DECLS
