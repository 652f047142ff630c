/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-listing.h"

#include "annex-wording.h"

#include <json-glib/json-glib.h>

static const char *
get_status_word (AnnexScanStatus status)
{
  switch (status)
    {
    case ANNEX_SCAN_STATUS_APPROVED:
      return "APPROVED";
    case ANNEX_SCAN_STATUS_REJECTED:
      return "REJECTED";
    case ANNEX_SCAN_STATUS_IN_PROGRESS:
      return "IN_PROGRESS";
    case ANNEX_SCAN_STATUS_UNKNOWN:
    default:
      return "UNKNOWN";
    }
}

static const char *
get_role_word (AnnexParticipantRole role)
{
  switch (role)
    {
    case ANNEX_PARTICIPANT_ROLE_AGENT:
      return "AGENT";
    case ANNEX_PARTICIPANT_ROLE_CUSTOMER:
      return "CUSTOMER";
    case ANNEX_PARTICIPANT_ROLE_SYSTEM:
      return "SYSTEM";
    case ANNEX_PARTICIPANT_ROLE_CUSTOM_BOT:
      return "CUSTOM_BOT";
    case ANNEX_PARTICIPANT_ROLE_SUPERVISOR:
      return "SUPERVISOR";
    case ANNEX_PARTICIPANT_ROLE_UNKNOWN:
    default:
      return "UNKNOWN";
    }
}

static void
append_text (GString         *text,
             AnnexAttachment *attachment)
{
  g_autofree char *id = annex_wording_clean (annex_attachment_get_id (attachment));
  g_autofree char *name = annex_attachment_dup_safe_name (attachment);
  g_autofree char *summary = annex_wording_summary (attachment);

  g_string_append_printf (text, "%s\t%s\t%s\n", id, name, summary);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_attachment (JsonBuilder     *builder,
                AnnexAttachment *attachment)
{
  GDateTime       *time = annex_attachment_get_time (attachment);
  g_autofree char *stamp = time != NULL ? g_date_time_format_iso8601 (time) : NULL;
  g_autofree char *name = annex_attachment_dup_safe_name (attachment);

  json_builder_begin_object (builder);
  add_string (builder, "id", annex_attachment_get_id (attachment));
  add_string (builder, "name", name);
  add_string (builder, "type", annex_attachment_get_file_type (attachment)->media_type);
  add_string (builder, "declaredType", annex_attachment_get_claimed_type (attachment));
  add_string (builder, "status", get_status_word (annex_attachment_get_scan_status (attachment)));
  add_string (builder, "sender", annex_attachment_get_sender (attachment));
  add_string (builder, "role", get_role_word (annex_attachment_get_role (attachment)));
  add_string (builder, "time", stamp);
  add_string (builder, "contactId", annex_attachment_get_contact_id (attachment));
  if (annex_attachment_get_size (attachment) > 0)
    {
      json_builder_set_member_name (builder, "size");
      json_builder_add_int_value (builder, (gint64) annex_attachment_get_size (attachment));
    }
  json_builder_end_object (builder);
}

/**
 * annex_listing_format_text:
 * @chat: a listed chat
 *
 * Returns: (transfer full): a line for each attachment, newest first: identifier, safe name, sender, time and state
 */
char *
annex_listing_format_text (AnnexChat *chat)
{
  GString *text = g_string_new (NULL);
  guint    n_items = g_list_model_get_n_items (G_LIST_MODEL (chat));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (AnnexAttachment) attachment = g_list_model_get_item (G_LIST_MODEL (chat), i);

      append_text (text, attachment);
    }

  /* Isolates are for the eye; a script that cuts the line does not want them. */
  g_string_replace (text, "\u2068", "", 0);
  g_string_replace (text, "\u2069", "", 0);

  return g_string_free (text, FALSE);
}

/**
 * annex_listing_format_json:
 * @chat: a listed chat
 *
 * Returns: (transfer full): an object whose member `attachments` is an array, newest first
 */
char *
annex_listing_format_json (AnnexChat *chat)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (chat));

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "attachments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (AnnexAttachment) attachment = g_list_model_get_item (G_LIST_MODEL (chat), i);

      add_attachment (builder, attachment);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}
