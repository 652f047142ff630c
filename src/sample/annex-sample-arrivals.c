/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-arrivals.h"

#include <json-glib/json-glib.h>

static void
clear_arrival (gpointer data)
{
  g_free (((AnnexSampleArrival *) data)->attachment_id);
}

/*< private >
 * annex_sample_arrivals_new:
 *
 * Returns: (transfer full) (element-type AnnexSampleArrival): nothing yet
 */
GArray *
annex_sample_arrivals_new (void)
{
  GArray *arrivals = g_array_new (FALSE, FALSE, sizeof (AnnexSampleArrival));

  g_array_set_clear_func (arrivals, clear_arrival);

  return arrivals;
}

static char *
dup_attachment_id (const AnnexSampleRequest *request)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize       length;
  const char *text = g_bytes_get_data (request->body, &length);
  JsonNode   *root;

  if (request->operation != ANNEX_SAMPLE_GET_ATTACHMENT || length == 0
      || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (root), "AttachmentId", NULL));
}

/*< private >
 * annex_sample_arrivals_note:
 * @arrivals: what came before
 * @request: what came now
 * @reply: what it was answered
 *
 * Notes a request.
 */
void
annex_sample_arrivals_note (GArray                   *arrivals,
                            const AnnexSampleRequest *request,
                            const AnnexSampleReply   *reply)
{
  const AnnexSampleArrival arrival = {
    .time = g_get_monotonic_time (),
    .operation = request->operation,
    .attachment_id = dup_attachment_id (request),
    .status = reply->status,
  };

  g_array_append_val (arrivals, arrival);
}
