/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-answer.h"

#include "annex-echo.h"
#include "annex-json.h"
#include "annex-retry.h"

#include <string.h>

#define MAX_HOST 253
#define STATUS_TOO_MANY_REQUESTS 429

/* The names that the AWS SDKs take for throttling, whatever the status. */
static const char *const throttling_names[] = {
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
  NULL,
};

static const char *const timeout_names[] = {
  "RequestTimeout",
  "RequestTimeoutException",
  "TimeoutError",
  NULL,
};

static gint64
get_server_time (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : g_get_real_time () / G_USEC_PER_SEC;
}

static char *
read_name_from_body (GByteArray *body)
{
  static const char *const members[] = { "code", "Code", "__type" };
  g_autoptr (JsonNode) root = annex_json_parse ((const char *) body->data, body->len, body->len, NULL);
  JsonObject *object = root != NULL ? annex_json_get_root_object (root, NULL) : NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (members); i++)
    {
      const char      *raw;
      g_autofree char *name = NULL;

      if (annex_json_read_string (object, members[i], FALSE, &raw, NULL))
        name = annex_service_error_clean_name (raw);
      if (name != NULL)
        return g_steal_pointer (&name);
    }

  return NULL;
}

static char *
read_name (SoupMessageHeaders *headers,
           GByteArray         *body)
{
  g_autofree char *name = annex_service_error_clean_name (soup_message_headers_get_one (headers, "x-amzn-ErrorType"));

  return name != NULL ? g_steal_pointer (&name) : read_name_from_body (body);
}

/* Returns: (nullable): the host that a redirect names, when it can be shown */
static char *
dup_redirect_host (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) uri = NULL;
  const char *host;

  if (location != NULL)
    uri = g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS, NULL);

  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0' || strlen (host) > MAX_HOST)
    return NULL;

  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr (".-_:", *c) == NULL)
      return NULL;

  return g_strdup (host);
}

static AnnexServiceError
code_for_name (const char       *name,
               AnnexServiceError otherwise)
{
  if (name == NULL)
    return otherwise;
  if (g_strv_contains (throttling_names, name))
    return ANNEX_SERVICE_ERROR_THROTTLED;
  if (g_strv_contains (timeout_names, name))
    return ANNEX_SERVICE_ERROR_TIMED_OUT;
  if (g_str_equal (name, "AccessDeniedException"))
    return ANNEX_SERVICE_ERROR_ACCESS_DENIED;
  if (g_str_equal (name, "ValidationException"))
    return ANNEX_SERVICE_ERROR_INVALID_REQUEST;
  if (g_str_equal (name, "InternalServerException"))
    return ANNEX_SERVICE_ERROR_INTERNAL;

  return otherwise;
}

static AnnexServiceError
code_for_status (guint       status,
                 const char *name)
{
  /* Throttling is the one name that also overrules a status that is clear by itself, as in the AWS SDKs. */
  if (code_for_name (name, ANNEX_SERVICE_ERROR_UNEXPECTED) == ANNEX_SERVICE_ERROR_THROTTLED)
    return ANNEX_SERVICE_ERROR_THROTTLED;

  if (status == SOUP_STATUS_BAD_REQUEST)
    return code_for_name (name, ANNEX_SERVICE_ERROR_INVALID_REQUEST);
  if (status == SOUP_STATUS_FORBIDDEN)
    return ANNEX_SERVICE_ERROR_ACCESS_DENIED;
  if (status == STATUS_TOO_MANY_REQUESTS)
    return ANNEX_SERVICE_ERROR_THROTTLED;
  if (SOUP_STATUS_IS_REDIRECTION (status))
    return ANNEX_SERVICE_ERROR_REDIRECTED;
  if (SOUP_STATUS_IS_SERVER_ERROR (status))
    return ANNEX_SERVICE_ERROR_INTERNAL;

  return code_for_name (name, ANNEX_SERVICE_ERROR_UNEXPECTED);
}

/**
 * annex_service_answer_describe:
 * @message: a message that was sent; it may have got no answer
 * @bearer: the token that was sent with it
 * @details: where to put what may be told of the answer
 *
 * Fills in status, request identifier, the wish to be left alone for a while, and what was wrong with the certificate.
 */
void
annex_service_answer_describe (SoupMessage       *message,
                               const char        *bearer,
                               AnnexErrorDetails *details)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *request_id = soup_message_headers_get_one (headers, "x-amzn-RequestId");

  if (request_id == NULL)
    request_id = soup_message_headers_get_one (headers, "x-amz-request-id");

  details->http_status = soup_message_get_status (message);
  details->tls_flags = soup_message_get_tls_peer_certificate_errors (message);
  details->retry_after_ms = annex_retry_parse_hint (soup_message_headers_get_one (headers, "x-amz-retry-after"),
                                                    soup_message_headers_get_one (headers, "Retry-After"),
                                                    get_server_time (headers));
  annex_error_details_set_request_id (details, annex_echo_drop (request_id, bearer));
}

/**
 * annex_service_answer_check_head:
 * @message: a message whose answer has begun
 * @max_length: longest body that will be read, in bytes
 * @code: (out): the kind of error that it is
 *
 * Returns: (nullable): why the body is not worth reading, or %NULL when it is
 */
const char *
annex_service_answer_check_head (SoupMessage       *message,
                                 gsize              max_length,
                                 AnnexServiceError *code)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *encoding = soup_message_headers_get_list (headers, "Content-Encoding");

  *code = ANNEX_SERVICE_ERROR_INVALID_REPLY;
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    return "The answer is encoded, though that was not asked for";

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length (headers) > (goffset) max_length)
    {
      *code = ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE;
      return "The answer is too long";
    }

  return NULL;
}

/**
 * annex_service_answer_classify:
 * @status: HTTP status, not a successful one
 * @name: (nullable): error name, already cleaned
 * @details: (transfer full): what may be told
 *
 * Finds the kind of failure: first by the status, then by the name, because a gateway before the service has names of its
 * own (model of `connectparticipant`; API Gateway answers such as `{"message": "Forbidden"}`).
 *
 * Returns: (transfer full): a new error
 */
GError *
annex_service_answer_classify (guint              status,
                               const char        *name,
                               AnnexErrorDetails *details)
{
  g_autofree char *message = NULL;

  annex_error_details_set_name (details, name);
  message = g_strdup_printf ("%s was answered with status %u%s%s",
                             details->operation != NULL ? details->operation : "The request",
                             status,
                             details->name != NULL ? ", " : "",
                             details->name != NULL ? details->name : "");

  return annex_service_error_new (code_for_status (status, name), details, message);
}

/**
 * annex_service_answer_create_error:
 * @message: a message with an unsuccessful answer
 * @body: what was read of the answer; need not be JSON
 * @details: (transfer full): what may be told
 *
 * The error that an answer stands for. Its name is looked for where the AWS SDKs do, in this order: header
 * `x-amzn-ErrorType`, member `code` or `Code`, member `__type`.
 *
 * Returns: (transfer full): a new error
 */
GError *
annex_service_answer_create_error (SoupMessage       *message,
                                   GByteArray        *body,
                                   AnnexErrorDetails *details)
{
  const guint      status = soup_message_get_status (message);
  const char      *bearer = soup_message_headers_get_one (soup_message_get_request_headers (message), "X-Amz-Bearer");
  g_autofree char *name = read_name (soup_message_get_response_headers (message), body);
  GError          *error = annex_service_answer_classify (status, annex_echo_drop (name, bearer), details);
  g_autofree char *redirect_host = NULL;

  if (error->code == ANNEX_SERVICE_ERROR_REDIRECTED)
    redirect_host = dup_redirect_host (message);
  if (redirect_host != NULL && annex_echo_drop (redirect_host, bearer) != NULL)
    {
      g_free (error->message);
      error->message = g_strdup_printf ("The server pointed elsewhere, to %s", redirect_host);
    }

  return error;
}
