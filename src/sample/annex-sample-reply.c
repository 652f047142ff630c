/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-reply.h"

#include <string.h>

/**
 * annex_sample_reply_new:
 * @status: HTTP status
 *
 * Makes an answer without headers and body.
 *
 * Returns: (transfer full): the answer
 */
AnnexSampleReply *
annex_sample_reply_new (guint status)
{
  AnnexSampleReply *reply = g_new0 (AnnexSampleReply, 1);

  reply->status = status;
  reply->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  return reply;
}

/**
 * annex_sample_reply_free:
 * @reply: (transfer full): an answer
 *
 * Frees an answer.
 */
void
annex_sample_reply_free (AnnexSampleReply *reply)
{
  soup_message_headers_unref (reply->headers);
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_free (reply);
}

/**
 * annex_sample_reply_set_header:
 * @reply: an answer
 * @name: name of a header
 * @value: its value; control characters in it are sent as `_`
 *
 * Sets a header.
 */
void
annex_sample_reply_set_header (AnnexSampleReply *reply,
                               const char       *name,
                               const char       *value)
{
  g_autofree char *safe = g_strdup (value);

  for (char *at = safe; *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at))
        *at = '_';
    }
  soup_message_headers_replace (reply->headers, name, safe);
}

/**
 * annex_sample_reply_take_text:
 * @reply: an answer
 * @content_type: type of the text
 * @text: (transfer full): the body
 *
 * Sets the body and its type.
 */
void
annex_sample_reply_take_text (AnnexSampleReply *reply,
                              const char       *content_type,
                              char             *text)
{
  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->body = g_bytes_new_take (text, strlen (text));
  annex_sample_reply_set_header (reply, "Content-Type", content_type);
}

/**
 * annex_sample_reply_get_length:
 * @reply: an answer
 *
 * Measures the body.
 *
 * Returns: its length in bytes
 */
gsize
annex_sample_reply_get_length (const AnnexSampleReply *reply)
{
  return reply->body != NULL ? g_bytes_get_size (reply->body) : 0;
}

/**
 * annex_sample_reply_dup_head:
 * @reply: an answer
 * @length_header: the header that says where the body ends, without its line end
 *
 * Writes the head of an answer, for those that are sent past the HTTP library because they break its rules.
 *
 * Returns: (transfer full): status line and headers
 */
GBytes *
annex_sample_reply_dup_head (const AnnexSampleReply *reply,
                             const char             *length_header)
{
  GString               *head = g_string_new (NULL);
  SoupMessageHeadersIter iter;
  const char            *name;
  const char            *value;

  g_string_printf (head, "HTTP/1.1 %u %s\r\n", reply->status, soup_status_get_phrase (reply->status));
  soup_message_headers_iter_init (&iter, reply->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (head, "%s: %s\r\n", name, value);
  g_string_append_printf (head, "%s\r\n\r\n", length_header);

  return g_string_free_to_bytes (head);
}
