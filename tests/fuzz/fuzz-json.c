/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-json.h"
#include "annex-transcript-item.h"
#include "fuzz.h"

/* From hostile text to a transcript's item, or to an error. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = annex_json_parse ((const char *) data, size, 1024 * 1024, &error);
  g_autoptr (AnnexTranscriptItem) item = NULL;
  JsonObject *object;

  g_assert ((root != NULL) != (error != NULL));
  object = root != NULL ? annex_json_get_root_object (root, NULL) : NULL;
  if (object != NULL)
    item = annex_transcript_item_new_from_json (object, NULL);

  return 0;
}
