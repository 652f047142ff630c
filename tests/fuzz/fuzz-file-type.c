/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type.h"
#include "fuzz.h"

/* Whatever the bytes are, some type is named, and a claim leads nowhere but to itself or nothing. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const AnnexFileType *recognised = annex_file_type_recognise (data, size);
  g_autofree char     *name = g_strndup ((const char *) data, MIN (size, 64));
  const AnnexFileType *claimed = annex_file_type_from_claims (name, name);
  const AnnexFileType *refined = annex_file_type_refine (recognised, claimed);

  g_assert (recognised != NULL && claimed != NULL);
  g_assert (refined == recognised || refined == claimed);
  annex_file_type_is_error_document (data, size);

  return 0;
}
