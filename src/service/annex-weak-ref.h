/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Weak references as callback data: what is under way must not keep its asker alive. Here because every room above
 * needs it. */

GWeakRef *annex_weak_ref_new (gpointer object) G_GNUC_WARN_UNUSED_RESULT;
gpointer  annex_weak_ref_steal (GWeakRef *weak_ref) G_GNUC_WARN_UNUSED_RESULT;
void      annex_weak_ref_free (GWeakRef *weak_ref);

G_END_DECLS
