/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-transcript-item.h"

#include "annex-json.h"
#include "annex-service-error.h"

#include <string.h>

#define EVENT "application/vnd.amazonaws.connect.event."

static AnnexTranscriptItem *
read_item (const char *text,
           GError    **error)
{
  g_autoptr (JsonNode) root = annex_json_parse (text, strlen (text), 1024 * 1024, error);

  g_assert_nonnull (root);

  return annex_transcript_item_new_from_json (annex_json_get_root_object (root, NULL), error);
}

static AnnexTranscriptItem *
read_valid (const char *text)
{
  g_autoptr (GError) error = NULL;
  AnnexTranscriptItem *item = read_item (text, &error);

  g_assert_no_error (error);

  return item;
}

/* An attachment as it was seen on the wire: no content, and null for its content type. */
static void
test_attachment (void)
{
  g_autoptr (AnnexTranscriptItem) item = read_valid ("{\"AbsoluteTime\":\"2026-01-02T03:04:05.678Z\",\"Content\":null,\"ContentType\":null,\"Id\":\"item\","
                                                    "\"Type\":\"ATTACHMENT\",\"ParticipantId\":\"p\",\"DisplayName\":\"Maria\","
                                                    "\"ParticipantRole\":\"CUSTOMER\",\"ContactId\":\"c\",\"Attachments\":["
                                                    "{\"ContentType\":\"image/png\",\"AttachmentId\":\"a/1\",\"AttachmentName\":\"x.png\",\"Status\":\"APPROVED\"},"
                                                    "{\"AttachmentId\":\"a2\",\"Status\":\"REJECTED\"}],\"Unknown\":{\"x\":[1]}}");
  const AnnexAttachmentClaim *claim;

  g_assert_cmpint (annex_transcript_item_get_kind (item), ==, ANNEX_TRANSCRIPT_ITEM_ATTACHMENT);
  g_assert_cmpstr (annex_transcript_item_get_id (item), ==, "item");
  g_assert_cmpint (annex_transcript_item_get_role (item), ==, ANNEX_PARTICIPANT_ROLE_CUSTOMER);
  g_assert_cmpstr (annex_transcript_item_get_participant_id (item), ==, "p");
  g_assert_cmpstr (annex_transcript_item_get_display_name (item), ==, "Maria");
  g_assert_cmpstr (annex_transcript_item_get_contact_id (item), ==, "c");
  g_assert_null (annex_transcript_item_get_related_contact_id (item));
  g_assert_cmpuint (annex_transcript_item_get_n_attachments (item), ==, 2);

  claim = annex_transcript_item_get_attachment (item, 0);
  g_assert_cmpstr (claim->id, ==, "a/1");
  g_assert_cmpstr (claim->name, ==, "x.png");
  g_assert_cmpstr (claim->content_type, ==, "image/png");
  g_assert_cmpint (claim->status, ==, ANNEX_SCAN_STATUS_APPROVED);

  claim = annex_transcript_item_get_attachment (item, 1);
  g_assert_null (claim->name);
  g_assert_null (claim->content_type);
  g_assert_cmpint (claim->status, ==, ANNEX_SCAN_STATUS_REJECTED);
}

/* Everything may be absent, and everything may be null. */
static void
test_nothing (void)
{
  g_autoptr (AnnexTranscriptItem) empty = read_valid ("{}");
  g_autoptr (AnnexTranscriptItem) nulls = read_valid ("{\"AbsoluteTime\":null,\"ContentType\":null,\"Id\":null,\"Type\":null,\"ParticipantId\":null,"
                                                     "\"DisplayName\":null,\"ParticipantRole\":null,\"ContactId\":null,\"Attachments\":null}");

  g_assert_null (annex_transcript_item_get_id (empty));
  g_assert_null (annex_transcript_item_get_time (empty));
  g_assert_cmpint (annex_transcript_item_get_kind (empty), ==, ANNEX_TRANSCRIPT_ITEM_OTHER);
  g_assert_cmpint (annex_transcript_item_get_role (empty), ==, ANNEX_PARTICIPANT_ROLE_UNKNOWN);
  g_assert_null (annex_transcript_item_get_id (nulls));
  g_assert_cmpuint (annex_transcript_item_get_n_attachments (nulls), ==, 0);
}

/* An attachment without identifier is kept, so that it can be shown as broken. */
static void
test_broken_claims (void)
{
  g_autoptr (AnnexTranscriptItem) item = read_valid ("{\"Type\":\"ATTACHMENT\",\"Attachments\":[{},{\"AttachmentId\":null},{\"AttachmentId\":\"\"}]}");
  g_autoptr (AnnexTranscriptItem) without = read_valid ("{\"Type\":\"ATTACHMENT\",\"Attachments\":[]}");

  g_assert_cmpuint (annex_transcript_item_get_n_attachments (item), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (annex_transcript_item_get_attachment (item, i)->id, ==, "");
      g_assert_cmpint (annex_transcript_item_get_attachment (item, i)->status, ==, ANNEX_SCAN_STATUS_UNKNOWN);
    }
  g_assert_cmpuint (annex_transcript_item_get_n_attachments (without), ==, 0);
}

/* An identifier far longer than promised is still only an identifier. */
static void
test_long_id (void)
{
  g_autofree char *id = g_strnfill (10 * 1024, 'x');
  g_autofree char *text = g_strdup_printf ("{\"Attachments\":[{\"AttachmentId\":\"%s\"}]}", id);
  g_autoptr (AnnexTranscriptItem) item = read_valid (text);

  g_assert_cmpstr (annex_transcript_item_get_attachment (item, 0)->id, ==, id);
}

typedef struct
{
  const char     *text;
  AnnexScanStatus status;
} ScanCase;

/* Only the words of the model mean something. */
static void
test_statuses (void)
{
  static const ScanCase cases[] = {
    { "\"APPROVED\"", ANNEX_SCAN_STATUS_APPROVED },
    { "\"REJECTED\"", ANNEX_SCAN_STATUS_REJECTED },
    { "\"IN_PROGRESS\"", ANNEX_SCAN_STATUS_IN_PROGRESS },
    { "\"QUARANTINED\"", ANNEX_SCAN_STATUS_UNKNOWN },
    { "\"approved\"", ANNEX_SCAN_STATUS_UNKNOWN },
    { "\"\"", ANNEX_SCAN_STATUS_UNKNOWN },
    { "null", ANNEX_SCAN_STATUS_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"Attachments\":[{\"AttachmentId\":\"a\",\"Status\":%s}]}", cases[i].text);
      g_autoptr (AnnexTranscriptItem) item = read_valid (text);

      g_assert_cmpint (annex_transcript_item_get_attachment (item, 0)->status, ==, cases[i].status);
    }
}

typedef struct
{
  const char             *text;
  AnnexTranscriptItemKind kind;
} KindCase;

/* Attachments are known by their type, events by their content type, and an attachment's own content type is not one. */
static void
test_kinds (void)
{
  static const KindCase cases[] = {
    { "{\"Type\":\"ATTACHMENT\"}", ANNEX_TRANSCRIPT_ITEM_ATTACHMENT },
    { "{\"Type\":\"EVENT\",\"ContentType\":\"" EVENT "chat.ended\"}", ANNEX_TRANSCRIPT_ITEM_CHAT_ENDED },
    { "{\"Type\":\"CHAT_ENDED\"}", ANNEX_TRANSCRIPT_ITEM_CHAT_ENDED },
    { "{\"Type\":\"EVENT\",\"ContentType\":\"" EVENT "transfer.succeeded\"}", ANNEX_TRANSCRIPT_ITEM_TRANSFER_SUCCEEDED },
    { "{\"Type\":\"EVENT\",\"ContentType\":\"" EVENT "transfer.failed\"}", ANNEX_TRANSCRIPT_ITEM_OTHER },
    { "{\"Type\":\"EVENT\",\"ContentType\":\"" EVENT "participant.left\"}", ANNEX_TRANSCRIPT_ITEM_OTHER },
    { "{\"Type\":\"MESSAGE\",\"ContentType\":\"text/plain\"}", ANNEX_TRANSCRIPT_ITEM_OTHER },
    { "{\"Type\":\"MESSAGEMETADATA\"}", ANNEX_TRANSCRIPT_ITEM_OTHER },
    { "{\"Type\":\"SOMETHING_NEW\"}", ANNEX_TRANSCRIPT_ITEM_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnnexTranscriptItem) item = read_valid (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (annex_transcript_item_get_kind (item), ==, cases[i].kind);
    }
}

typedef struct
{
  const char *text;
  gint64      time_us;
} TimeCase;

/* Times come with and without fraction; an unintelligible one is none. */
static void
test_times (void)
{
  static const TimeCase cases[] = {
    { "2026-01-01T00:00:00.250Z", G_GINT64_CONSTANT (1767225600250000) },
    { "2026-01-01T00:00:00Z", G_GINT64_CONSTANT (1767225600000000) },
    { "2026-01-01T01:00:00+01:00", G_GINT64_CONSTANT (1767225600000000) },
    { "2026-01-01T00:00:00", G_GINT64_CONSTANT (1767225600000000) },
    { "yesterday", -1 },
    { "", -1 },
    { "2026-13-45T99:99:99Z", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"AbsoluteTime\":\"%s\"}", cases[i].text);
      g_autoptr (AnnexTranscriptItem) item = read_valid (text);
      GDateTime *time = annex_transcript_item_get_time (item);

      g_assert_cmpint (time != NULL ? g_date_time_to_unix_usec (time) : -1, ==, cases[i].time_us);
    }
}

/* A member of the wrong type spoils its item, and the error says where. */
static void
test_wrong_types (void)
{
  static const char *const cases[][2] = {
    { "{\"Id\":5}", "Id: not a string" },
    { "{\"Type\":[]}", "Type: not a string" },
    { "{\"AbsoluteTime\":1767225600}", "AbsoluteTime: not a string" },
    { "{\"ParticipantRole\":{}}", "ParticipantRole: not a string" },
    { "{\"DisplayName\":true}", "DisplayName: not a string" },
    { "{\"Attachments\":{}}", "Attachments: not an array" },
    { "{\"Attachments\":[null]}", "Attachments[0]: not an object" },
    { "{\"Attachments\":[{},{\"Status\":1}]}", "Attachments[1].Status: not a string" },
    { "{\"Attachments\":[{\"AttachmentId\":7}]}", "Attachments[0].AttachmentId: not a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_item (cases[i][0], &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transcript-item/attachment", test_attachment);
  g_test_add_func ("/transcript-item/nothing", test_nothing);
  g_test_add_func ("/transcript-item/broken-claims", test_broken_claims);
  g_test_add_func ("/transcript-item/long-id", test_long_id);
  g_test_add_func ("/transcript-item/statuses", test_statuses);
  g_test_add_func ("/transcript-item/kinds", test_kinds);
  g_test_add_func ("/transcript-item/times", test_times);
  g_test_add_func ("/transcript-item/wrong-types", test_wrong_types);

  return g_test_run ();
}
