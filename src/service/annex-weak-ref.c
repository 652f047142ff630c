/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-weak-ref.h"

/**
 * annex_weak_ref_new:
 * @object: (type GObject): the object that a callback will want
 *
 * Returns: (transfer full): a weak reference on the heap, for annex_weak_ref_steal() or annex_weak_ref_free()
 */
GWeakRef *
annex_weak_ref_new (gpointer object)
{
  GWeakRef *weak_ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak_ref, object);

  return weak_ref;
}

/**
 * annex_weak_ref_steal:
 * @weak_ref: (transfer full): the callback's data
 *
 * Returns: (transfer full) (nullable) (type GObject): the object, if it still lives
 */
gpointer
annex_weak_ref_steal (GWeakRef *weak_ref)
{
  gpointer object = g_weak_ref_get (weak_ref);

  annex_weak_ref_free (weak_ref);

  return object;
}

/**
 * annex_weak_ref_free:
 * @weak_ref: (transfer full): a weak reference that is not needed any more
 */
void
annex_weak_ref_free (GWeakRef *weak_ref)
{
  g_weak_ref_clear (weak_ref);
  g_free (weak_ref);
}
