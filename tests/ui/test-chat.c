/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-chat.h"

#include "test-support.h"

#include <stdlib.h>
#include <unistd.h>

static double
get_jitter (gpointer user_data)
{
  return ((TestChat *) user_data)->jitter;
}

static double
get_no_jitter (gpointer user_data)
{
  return 0;
}

/**
 * test_chat_new:
 *
 * Returns: (transfer full): a chat that has not been opened
 */
TestChat *
test_chat_new (void)
{
  TestChat *self = g_new0 (TestChat, 1);
  g_autoptr (SoupSession) session = annex_download_session_new (NULL);
  g_autoptr (GError) error = NULL;

  self->service = annex_sample_service_new ();
  annex_sample_service_set_quotas (self->service, FALSE);
  annex_sample_service_start (self->service, &error);
  g_assert_no_error (error);
  self->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  self->queue = annex_fetch_queue_new (session, get_jitter, self);

  return self;
}

/**
 * test_chat_free:
 * @self: (transfer full): a chat
 *
 * Ends it, and sees to it that nothing holds on to any of its parts.
 */
void
test_chat_free (TestChat *self)
{
  if (self->chat != NULL)
    {
      annex_chat_wipe (self->chat);
      test_assert_finalizes (self->chat);
    }
  test_assert_finalizes (self->queue);
  test_assert_finalizes (self->pool);
  annex_sample_service_stop (self->service);
  test_settle ();
  g_object_unref (self->service);
  g_free (self);
}

/**
 * test_chat_add:
 * @self: a chat
 * @name: file name
 * @content_type: type as the customer claims it
 * @bytes: the file
 *
 * Returns: (transfer full): the identifier of a new attachment
 */
char *
test_chat_add (TestChat   *self,
               const char *name,
               const char *content_type,
               GBytes     *bytes)
{
  return annex_sample_service_add_attachment (self->service, name, content_type, bytes);
}

/**
 * test_chat_add_text:
 * @self: a chat
 * @name: file name
 * @text: what is in it
 *
 * Returns: (transfer full): the identifier of a new attachment
 */
char *
test_chat_add_text (TestChat   *self,
                    const char *name,
                    const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return test_chat_add (self, name, "text/plain", bytes);
}

static void
add_member (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/**
 * test_chat_add_item:
 * @self: a chat
 * @id: identifier of the attachment
 * @name: (nullable): file name
 * @role: (nullable): who sent it
 * @sender: (nullable): the sender's name
 * @status: (nullable): what the check said
 *
 * Adds an entry to the transcript with no file behind it, on a day long ago.
 */
void
test_chat_add_item (TestChat   *self,
                    const char *id,
                    const char *name,
                    const char *role,
                    const char *sender,
                    const char *status)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  add_member (builder, "Id", id);
  add_member (builder, "Type", "ATTACHMENT");
  add_member (builder, "AbsoluteTime", "2019-11-05T10:20:30.400Z");
  add_member (builder, "ParticipantId", "p-1");
  add_member (builder, "ParticipantRole", role);
  add_member (builder, "DisplayName", sender);
  json_builder_set_member_name (builder, "Attachments");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_member (builder, "AttachmentId", id);
  add_member (builder, "AttachmentName", name);
  add_member (builder, "ContentType", "application/pdf");
  add_member (builder, "Status", status);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  annex_sample_service_add_raw_item (self->service, json);
}

static gboolean
is_listed (gpointer data)
{
  AnnexChatState state = annex_chat_get_state (data);

  return state != ANNEX_CHAT_STATE_CONNECTING && state != ANNEX_CHAT_STATE_LISTING;
}

/**
 * test_chat_prepare:
 * @self: a chat with everything behind it
 *
 * Makes the chat, which is not started yet.
 */
void
test_chat_prepare (TestChat *self)
{
  g_autofree char *json = annex_sample_service_dup_hand_off (self->service, "AGENT", FALSE);
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_no_jitter, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexHandOff) hand_off = annex_hand_off_new_from_json (json, strlen (json), NULL, &error);

  g_assert_no_error (error);
  self->chat = annex_chat_new (hand_off, self->queue, retry);
}

/**
 * test_chat_open:
 * @self: a chat
 *
 * Opens the chat and waits until it is listed, or has failed to be.
 */
void
test_chat_open (TestChat *self)
{
  if (self->chat == NULL)
    test_chat_prepare (self);
  annex_chat_start (self->chat);
  test_wait_until (is_listed, self->chat);
}

/**
 * test_chat_get:
 * @self: a chat that was opened
 * @id: identifier
 *
 * Returns: (transfer none): the attachment
 */
AnnexAttachment *
test_chat_get (TestChat   *self,
               const char *id)
{
  AnnexAttachment *attachment = annex_chat_find (self->chat, id);

  g_assert_nonnull (attachment);

  return attachment;
}

/**
 * test_chat_fail:
 * @self: a chat
 * @operation: what is asked for
 * @status: HTTP status of the answer
 * @type: (nullable): the service's name for the error
 * @times: how often; 0 for ever
 *
 * Lets an operation fail.
 */
void
test_chat_fail (TestChat            *self,
                AnnexSampleOperation operation,
                guint                status,
                const char          *type,
                guint                times)
{
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\nx-amzn-ErrorType: %s:http://internal.amazon.com/", type);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"message\":\"canary\"}", 20);
  AnnexSampleFault fault = { .status = status, .headers = headers, .body = body, .times = times };

  annex_sample_service_push_fault (self->service, operation, &fault);
}

/**
 * test_chat_push:
 * @self: a chat
 * @operation: what is asked for
 * @kind: what goes wrong
 * @times: how often; 0 for ever
 *
 * Lets something go wrong.
 */
void
test_chat_push (TestChat            *self,
                AnnexSampleOperation operation,
                AnnexSampleFaultKind kind,
                guint                times)
{
  AnnexSampleFault fault = { .kind = kind, .times = times };

  annex_sample_service_push_fault (self->service, operation, &fault);
}

/* A state that is waited for. */
typedef struct
{
  AnnexAttachment     *attachment;
  AnnexAttachmentState state;
} Wish;

static gboolean
has_state (gpointer data)
{
  const Wish *wish = data;

  return annex_attachment_get_state (wish->attachment) == wish->state;
}

/**
 * test_wait_for_state:
 * @attachment: an attachment
 * @state: the state it will have
 *
 * Waits until it has.
 */
void
test_wait_for_state (AnnexAttachment     *attachment,
                     AnnexAttachmentState state)
{
  Wish wish = { attachment, state };

  test_wait_until (has_state, &wish);
}

/* A decoder makes itself unreadable, but its name and its parent can be seen. */
static gboolean
is_own_decoder (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *stat = NULL;
  g_autofree char *own = g_strdup_printf ("(annex-decoder) S %d ", getpid ());

  return g_ascii_isdigit (*pid) && g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, own) != NULL;
}

/**
 * test_find_decoder:
 *
 * Returns: a decoder that waits for something to do, or 0 when there is none
 */
GPid
test_find_decoder (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (is_own_decoder (name))
        return (GPid) atoi (name);
    }

  return 0;
}
