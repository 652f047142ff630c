/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-store-error.h"
#include "fuzz.h"

/* The document is read, however broken, and every status finds its error. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (AnnexStoreErrorDocument) document = annex_store_error_document_parse ((const char *) data, size);

  for (guint status = 300; status < 600; status += 1 + (size > 0 ? data[0] : 0))
    annex_store_error_classify (status, document);
  g_assert (annex_store_error_classify (301, document) == ANNEX_SERVICE_ERROR_REDIRECTED);

  return 0;
}
