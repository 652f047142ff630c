/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download-answer.h"

static gboolean
is_encoded (SoupMessageHeaders *headers)
{
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");

  return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp (encoding, "identity") != 0;
}

static gboolean
is_announced (SoupMessageHeaders *headers)
{
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
}

static AnnexDownloadAnswer
judge_whole (SoupMessage *message,
             guint64      expected_size)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const guint64       length = annex_download_answer_get_length (message);

  if (is_encoded (headers))
    return ANNEX_DOWNLOAD_ANSWER_ENCODED;
  if (is_announced (headers) && expected_size != 0 && length != expected_size)
    return ANNEX_DOWNLOAD_ANSWER_MISMATCH;
  if (length > ANNEX_DOWNLOAD_MAX_SIZE)
    return ANNEX_DOWNLOAD_ANSWER_TOO_LARGE;

  return ANNEX_DOWNLOAD_ANSWER_WHOLE;
}

static AnnexDownloadAnswer
judge_rest (SoupMessage       *message,
            AnnexDownloadPart *resumed)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (!annex_download_part_go_on (resumed, headers))
    return ANNEX_DOWNLOAD_ANSWER_MISFIT;
  if (is_encoded (headers))
    return ANNEX_DOWNLOAD_ANSWER_ENCODED;
  if (annex_download_part_get_total (resumed) > ANNEX_DOWNLOAD_MAX_SIZE)
    return ANNEX_DOWNLOAD_ANSWER_TOO_LARGE;

  return ANNEX_DOWNLOAD_ANSWER_REST;
}

/*< private >
 * annex_download_answer_judge:
 * @message: a request whose answer's head is there
 * @resumed: (nullable): the part that the rest was asked for; %NULL when the whole file was
 * @expected_size: what the service said of the size, or 0
 *
 * Decides what the body is, before any of it is read: by the status first, then by what the headers announce. A rest that
 * fits is noted in @resumed.
 *
 * Returns: what it is
 */
AnnexDownloadAnswer
annex_download_answer_judge (SoupMessage       *message,
                             AnnexDownloadPart *resumed,
                             guint64            expected_size)
{
  const guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_OK)
    return judge_whole (message, expected_size);
  if (resumed == NULL)
    return ANNEX_DOWNLOAD_ANSWER_REFUSAL;

  switch (status)
    {
    case SOUP_STATUS_PARTIAL_CONTENT:
      return judge_rest (message, resumed);
    case SOUP_STATUS_PRECONDITION_FAILED:
    case SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE:
      return ANNEX_DOWNLOAD_ANSWER_MISFIT;
    default:
      return ANNEX_DOWNLOAD_ANSWER_REFUSAL;
    }
}

/*< private >
 * annex_download_answer_get_length:
 * @message: a request whose answer's head is there
 *
 * Returns: how many bytes the body is announced to have, or 0 when that is not said
 */
guint64
annex_download_answer_get_length (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return is_announced (headers) ? (guint64) soup_message_headers_get_content_length (headers) : 0;
}

/*< private >
 * annex_download_answer_is_xml:
 * @message: a request whose answer's head is there
 *
 * Returns: whether the body says that it is XML, as the store's error documents do
 */
gboolean
annex_download_answer_is_xml (SoupMessage *message)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return type != NULL && (g_str_has_suffix (type, "/xml") || g_str_has_suffix (type, "+xml"));
}
