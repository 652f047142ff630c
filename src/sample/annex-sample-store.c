/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-store.h"

#include <string.h>

#define DEFAULT_TYPE "binary/octet-stream"

/* One range of an object, both ends inclusive. */
typedef struct
{
  guint64 first;
  guint64 last;
} Range;

typedef enum
{
  RANGE_NONE,
  RANGE_GOOD,
  RANGE_UNSATISFIABLE,
} RangeKind;

static char *
make_request_id (void)
{
  return g_strdup_printf ("%08X%08X", g_random_int (), g_random_int ());
}

static char *
make_host_id (void)
{
  guint32 bytes[14];

  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = g_random_int ();

  return g_base64_encode ((const guchar *) bytes, sizeof bytes);
}

static AnnexSampleReply *
begin_reply (guint status)
{
  AnnexSampleReply *reply = annex_sample_reply_new (status);
  g_autofree char  *request_id = make_request_id ();
  g_autofree char  *host_id = make_host_id ();

  annex_sample_reply_set_header (reply, "x-amz-request-id", request_id);
  annex_sample_reply_set_header (reply, "x-amz-id-2", host_id);

  return reply;
}

/* @extra is markup; @message is not. */
static AnnexSampleReply *
refuse (guint       status,
        const char *code,
        const char *message,
        const char *extra)
{
  AnnexSampleReply *reply = begin_reply (status);
  char             *document = g_markup_printf_escaped ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message>\n<RequestId>%s</RequestId><HostId>%s</HostId></Error>",
                                            code,
                                            message,
                                            soup_message_headers_get_one (reply->headers, "x-amz-request-id"),
                                            soup_message_headers_get_one (reply->headers, "x-amz-id-2"));
  g_auto (GStrv) halves = g_strsplit (document, "</Message>\n", 2);

  g_free (document);
  annex_sample_reply_take_text (reply, "application/xml", g_strconcat (halves[0], "</Message>", extra, halves[1], NULL));

  return reply;
}

static AnnexSampleReply *
refuse_verdict (AnnexSampleState  *state,
                AnnexSampleVerdict verdict,
                GDateTime         *expiry,
                guint              expires)
{
  switch (verdict)
    {
    case ANNEX_SAMPLE_VERDICT_INCOMPLETE:
      return refuse (400, "AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.", "");
    case ANNEX_SAMPLE_VERDICT_ALGORITHM:
      return refuse (400, "AuthorizationQueryParametersError", "X-Amz-Algorithm only supports AWS4-HMAC-SHA256", "");
    case ANNEX_SAMPLE_VERDICT_CREDENTIAL:
      return refuse (400, "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter", "");
    case ANNEX_SAMPLE_VERDICT_ACCESS_KEY:
      return refuse (403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", "");
    case ANNEX_SAMPLE_VERDICT_SESSION_TOKEN:
      return refuse (400, "InvalidToken", "The provided token is malformed or otherwise invalid.", "");
    case ANNEX_SAMPLE_VERDICT_DATE:
      return refuse (400, "AuthorizationQueryParametersError", "X-Amz-Date or X-Amz-Expires cannot be read", "");
    case ANNEX_SAMPLE_VERDICT_NOT_YET:
      return refuse (403, "AccessDenied", "Request is not valid yet", "");
    case ANNEX_SAMPLE_VERDICT_EXPIRED:
      return annex_sample_store_expire (state, expiry, expires);
    case ANNEX_SAMPLE_VERDICT_MISMATCH:
      return refuse (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", "");
    case ANNEX_SAMPLE_VERDICT_ANONYMOUS:
    case ANNEX_SAMPLE_VERDICT_GOOD:
    default:
      return refuse (403, "AccessDenied", "Access Denied", "");
    }
}

/* A range of which nothing makes sense, or several ranges at once, are as if there were none. */
static RangeKind
parse_range (const char *text,
             guint64     size,
             Range      *range)
{
  g_auto (GStrv) ends = NULL;
  gboolean has_first, has_last;

  if (text == NULL || !g_str_has_prefix (text, "bytes=") || strchr (text, ',') != NULL)
    return RANGE_NONE;

  ends = g_strsplit (text + strlen ("bytes="), "-", 2);
  if (g_strv_length (ends) != 2)
    return RANGE_NONE;
  has_first = g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXINT64, &range->first, NULL);
  has_last = g_ascii_string_to_unsigned (ends[1], 10, 0, G_MAXINT64, &range->last, NULL);
  if ((!has_first && *ends[0] != '\0') || (!has_last && *ends[1] != '\0') || (!has_first && !has_last))
    return RANGE_NONE;

  if (has_first && has_last && range->last < range->first)
    return RANGE_NONE;
  if (!has_first)
    {
      if (range->last == 0 || size == 0)
        return RANGE_UNSATISFIABLE;
      range->first = range->last < size ? size - range->last : 0;
    }
  if (range->first >= size)
    return RANGE_UNSATISFIABLE;
  if (!has_first || !has_last || range->last >= size)
    range->last = size - 1;

  return RANGE_GOOD;
}

static gboolean
matches_etag (const char *text,
              const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (text, ",", -1);

  for (char **tag = tags; *tag != NULL; tag++)
    {
      if (strcmp (g_strstrip (*tag), "*") == 0 || strcmp (*tag, etag) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The name in ASCII for those that know nothing else, and once more in full. */
static char *
make_disposition (const char *name)
{
  g_autofree char *plain = g_strdup (name);
  g_autofree char *encoded = annex_sample_signer_encode (name, FALSE);

  g_strcanon (plain, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._() ", '_');

  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, encoded);
}

static void
describe (AnnexSampleReply        *reply,
          const AnnexSampleObject *object)
{
  g_autofree char *modified = g_date_time_format (object->modified, "%a, %d %b %Y %H:%M:%S GMT");
  g_autofree char *disposition = make_disposition (object->name);

  annex_sample_reply_set_header (reply, "ETag", object->etag);
  annex_sample_reply_set_header (reply, "Last-Modified", modified);
  annex_sample_reply_set_header (reply, "Accept-Ranges", "bytes");
  annex_sample_reply_set_header (reply, "Content-Disposition", disposition);
  annex_sample_reply_set_header (reply, "Content-Type", object->content_type != NULL ? object->content_type : DEFAULT_TYPE);
  annex_sample_reply_set_header (reply, "x-amz-server-side-encryption", "AES256");
}

static AnnexSampleReply *
send_range (const AnnexSampleObject *object,
            const char              *text)
{
  guint64           size = g_bytes_get_size (object->bytes);
  g_autofree char  *content_range = NULL;
  g_autofree char  *extra = NULL;
  Range             range;
  AnnexSampleReply *reply;

  switch (parse_range (text, size, &range))
    {
    case RANGE_UNSATISFIABLE:
      extra = g_markup_printf_escaped ("<RangeRequested>%s</RangeRequested><ActualObjectSize>%" G_GUINT64_FORMAT "</ActualObjectSize>", text, size);
      return refuse (416, "InvalidRange", "The requested range is not satisfiable", extra);
    case RANGE_GOOD:
      reply = begin_reply (206);
      content_range = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, range.first, range.last, size);
      annex_sample_reply_set_header (reply, "Content-Range", content_range);
      reply->body = g_bytes_new_from_bytes (object->bytes, range.first, range.last - range.first + 1);
      break;
    case RANGE_NONE:
    default:
      reply = begin_reply (200);
      reply->body = g_bytes_ref (object->bytes);
      break;
    }
  describe (reply, object);

  return reply;
}

static AnnexSampleReply *
send_object (AnnexSampleState         *state,
             const AnnexSampleRequest *request)
{
  g_autofree char         *key = g_uri_unescape_string (request->path, NULL);
  const AnnexSampleObject *object = key != NULL ? annex_sample_chat_find_object (state->chat, key) : NULL;
  const char              *match = soup_message_headers_get_list (request->headers, "If-Match");
  const char              *none_match = soup_message_headers_get_list (request->headers, "If-None-Match");

  if (object == NULL || object->bytes == NULL)
    return refuse (404, "NoSuchKey", "The specified key does not exist.", "");
  if (match != NULL && !matches_etag (match, object->etag))
    return refuse (412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", "<Condition>If-Match</Condition>");
  if (none_match != NULL && matches_etag (none_match, object->etag))
    {
      AnnexSampleReply *reply = begin_reply (304);

      annex_sample_reply_set_header (reply, "ETag", object->etag);
      return reply;
    }

  return send_range (object, soup_message_headers_get_one (request->headers, "Range"));
}

/**
 * annex_sample_store_expire:
 * @state: what the service knows
 * @expiry: (nullable): when the URL expired; %NULL for just now
 * @expires: for how many seconds it was made
 *
 * Makes the error document of an expired URL: 403 with the two times in it.
 *
 * Returns: (transfer full): the answer
 */
AnnexSampleReply *
annex_sample_store_expire (AnnexSampleState *state,
                           GDateTime        *expiry,
                           guint             expires)
{
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (&state->clock);
  g_autofree char *expiry_text = g_date_time_format (expiry != NULL ? expiry : now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *now_text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *extra = g_strdup_printf ("<X-Amz-Expires>%u</X-Amz-Expires><Expires>%s</Expires><ServerTime>%s</ServerTime>",
                                            expires,
                                            expiry_text,
                                            now_text);

  return refuse (403, "AccessDenied", "Request has expired", extra);
}

/**
 * annex_sample_store_handle:
 * @state: what the service knows
 * @request: a request for an object
 *
 * Answers as Amazon S3 does to a pre-signed URL: the signature is checked against method, host, path and query as they
 * came, then its time, then the conditions and the range (Amazon S3 API reference, GetObject and Error responses).
 *
 * Returns: (transfer full): the answer
 */
AnnexSampleReply *
annex_sample_store_handle (AnnexSampleState         *state,
                           const AnnexSampleRequest *request)
{
  const char              *host = soup_message_headers_get_one (request->headers, "Host");
  AnnexSampleSignedRequest signed_request = {
    .method = request->method,
    .host = host != NULL ? host : "",
    .path = request->path,
    .query = request->query,
  };
  g_autoptr (GDateTime) now = annex_sample_clock_dup_now (&state->clock);
  g_autoptr (GDateTime) expiry = NULL;
  guint              expires = 0;
  AnnexSampleVerdict verdict;

  if (strcmp (request->method, SOUP_METHOD_GET) != 0 && strcmp (request->method, SOUP_METHOD_HEAD) != 0)
    {
      AnnexSampleReply *reply = refuse (405, "MethodNotAllowed", "The specified method is not allowed against this resource.", "");

      annex_sample_reply_set_header (reply, "Allow", "GET, HEAD");
      return reply;
    }

  verdict = annex_sample_signer_verify (state->credentials, &signed_request, now, &expiry, &expires);
  if (verdict != ANNEX_SAMPLE_VERDICT_GOOD)
    return refuse_verdict (state, verdict, expiry, expires);

  return send_object (state, request);
}
