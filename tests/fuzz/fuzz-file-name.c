/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-name.h"
#include "fuzz.h"

#include <string.h>

static void
check (const char          *claimed,
       const AnnexFileType *type)
{
  g_autofree char *safe = annex_file_name_make_safe (claimed, "id", type);
  g_autofree char *again = annex_file_name_make_safe (safe, "id", type);
  g_autofree char *numbered = annex_file_name_number (safe, 2);

  g_assert (g_utf8_validate (safe, -1, NULL));
  g_assert (*safe != '\0' && strlen (safe) <= ANNEX_FILE_NAME_MAX_BYTES);
  g_assert (strchr (safe, '/') == NULL && strchr (" .-", *safe) == NULL);
  g_assert (strlen (numbered) <= ANNEX_FILE_NAME_MAX_BYTES);
  g_assert (strcmp (safe, again) == 0);
  annex_file_name_is_dangerous (safe);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *claimed = g_strndup ((const char *) data, size);

  check (claimed, NULL);
  check (claimed, annex_file_type_from_claims ("x.png", NULL));

  return 0;
}
