/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-page-view.h"

G_BEGIN_DECLS

/* Wheel, touchpad, fingers and the middle button on a page view. */
typedef struct _AnnexPageViewInput AnnexPageViewInput;

AnnexPageViewInput *annex_page_view_input_new (AnnexPageView *view);
void                annex_page_view_input_free (AnnexPageViewInput *self);

G_END_DECLS
