/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-preview-error.h"

G_DEFINE_QUARK (annex_preview_error, annex_preview_error)
