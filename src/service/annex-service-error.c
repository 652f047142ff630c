/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-service-error.h"

#include <string.h>

#include <libsoup/soup.h>

#define MAX_NAME 64
#define MAX_REQUEST_ID 128

typedef struct
{
  AnnexErrorDetails *details; /* (owned) (nullable) */
} AnnexServiceErrorPrivate;

static void
annex_service_error_private_init (AnnexServiceErrorPrivate *priv)
{
  priv->details = NULL;
}

static void
annex_service_error_private_copy (const AnnexServiceErrorPrivate *source,
                                  AnnexServiceErrorPrivate       *copy)
{
  copy->details = source->details != NULL ? annex_error_details_copy (source->details) : NULL;
}

static void
annex_service_error_private_clear (AnnexServiceErrorPrivate *priv)
{
  g_clear_pointer (&priv->details, annex_error_details_free);
}

G_DEFINE_EXTENDED_ERROR (AnnexServiceError, annex_service_error)

static gboolean
is_safe_char (char c)
{
  return g_ascii_isalnum (c) || strchr ("._-+/=", c) != NULL;
}

/* Returns (nullable): the first max_length characters, each replaced by '?' that has no place in an identifier. */
static char *
dup_bounded (const char *text,
             gsize       max_length)
{
  g_autofree char *bounded = NULL;

  if (text == NULL || *text == '\0')
    return NULL;

  bounded = g_strndup (text, max_length);
  for (char *c = bounded; *c != '\0'; c++)
    if (!is_safe_char (*c))
      *c = '?';

  return g_steal_pointer (&bounded);
}

static AnnexServiceError
code_for_io_error (int      code,
                   gboolean store)
{
  switch (code)
    {
    case G_IO_ERROR_TIMED_OUT:
      return store ? ANNEX_SERVICE_ERROR_STORE_UNREACHABLE : ANNEX_SERVICE_ERROR_TIMED_OUT;
    case G_IO_ERROR_PARTIAL_INPUT:
      return ANNEX_SERVICE_ERROR_INTERRUPTED;
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return store ? ANNEX_SERVICE_ERROR_STORE_UNEXPECTED : ANNEX_SERVICE_ERROR_INVALID_REPLY;
    default:
      /* Refused, reset, no route, no proxy: GIO has many words for a connection that could not be had. */
      return store ? ANNEX_SERVICE_ERROR_STORE_UNREACHABLE : ANNEX_SERVICE_ERROR_UNREACHABLE;
    }
}

static AnnexServiceError
code_for_cause (const GError            *cause,
                gboolean                 store,
                const AnnexErrorDetails *details)
{
  const AnnexServiceError unreachable = store ? ANNEX_SERVICE_ERROR_STORE_UNREACHABLE : ANNEX_SERVICE_ERROR_UNREACHABLE;
  AnnexServiceError       code = store ? ANNEX_SERVICE_ERROR_STORE_UNEXPECTED : ANNEX_SERVICE_ERROR_INVALID_REPLY;

  /* The peer went away in the middle of the handshake: a broken connection, not a bad certificate. */
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_EOF))
    code = unreachable;
  else if (cause->domain == G_TLS_ERROR)
    return ANNEX_SERVICE_ERROR_TLS;
  else if (cause->domain == G_RESOLVER_ERROR)
    return unreachable;
  else if (cause->domain == G_IO_ERROR)
    code = code_for_io_error (cause->code, store);

  /* What breaks after bytes have arrived is an interruption, whatever GIO calls it; before, there is nothing to interrupt. */
  if (details->received > 0 && (code == unreachable || code == ANNEX_SERVICE_ERROR_TIMED_OUT))
    return ANNEX_SERVICE_ERROR_INTERRUPTED;
  if (details->received == 0 && details->http_status == 0 && code == ANNEX_SERVICE_ERROR_INTERRUPTED)
    return unreachable;

  return code;
}

static const char *
message_for_code (AnnexServiceError code)
{
  switch (code)
    {
    case ANNEX_SERVICE_ERROR_TLS:
      return "The certificate was not accepted";
    case ANNEX_SERVICE_ERROR_TIMED_OUT:
      return "No answer in time";
    case ANNEX_SERVICE_ERROR_INTERRUPTED:
      return "The connection ended in the middle of the answer";
    case ANNEX_SERVICE_ERROR_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_STORE_UNREACHABLE:
      return "No connection";
    default:
      return "The answer could not be understood";
    }
}

/**
 * annex_error_details_new:
 * @operation: (nullable): the operation, such as `GetAttachment`
 * @host: (nullable): host name that is asked
 *
 * Begins the details of a failure, with the present time and no hint of the server.
 *
 * Returns: (transfer full): new details
 */
AnnexErrorDetails *
annex_error_details_new (const char *operation,
                         const char *host)
{
  AnnexErrorDetails *details = g_new0 (AnnexErrorDetails, 1);

  details->operation = g_strdup (operation);
  details->host = g_strdup (host);
  details->retry_after_ms = -1;
  details->time_us = g_get_real_time ();

  return details;
}

/**
 * annex_error_details_copy:
 * @details: details
 *
 * Returns: (transfer full): a deep copy
 */
AnnexErrorDetails *
annex_error_details_copy (const AnnexErrorDetails *details)
{
  AnnexErrorDetails *copy;

  g_return_val_if_fail (details != NULL, NULL);

  copy = g_memdup2 (details, sizeof *details);
  copy->operation = g_strdup (details->operation);
  copy->host = g_strdup (details->host);
  copy->name = g_strdup (details->name);
  copy->request_id = g_strdup (details->request_id);

  return copy;
}

/**
 * annex_error_details_free:
 * @details: (transfer full): details
 *
 * Frees the details.
 */
void
annex_error_details_free (AnnexErrorDetails *details)
{
  g_free (details->operation);
  g_free (details->host);
  g_free (details->name);
  g_free (details->request_id);
  g_free (details);
}

/**
 * annex_error_details_set_name:
 * @details: details
 * @name: (nullable): error name as it came, already cleaned; see annex_service_error_clean_name()
 *
 * Keeps at most 64 characters of the name and replaces what has no place in an identifier.
 */
void
annex_error_details_set_name (AnnexErrorDetails *details,
                              const char        *name)
{
  g_return_if_fail (details != NULL);

  g_free (details->name);
  details->name = dup_bounded (name, MAX_NAME);
}

/**
 * annex_error_details_set_request_id:
 * @details: details
 * @request_id: (nullable): `x-amzn-RequestId` or `x-amz-request-id` as it came
 *
 * Keeps at most 128 characters of the identifier and replaces what has no place in one.
 */
void
annex_error_details_set_request_id (AnnexErrorDetails *details,
                                    const char        *request_id)
{
  g_return_if_fail (details != NULL);

  g_free (details->request_id);
  details->request_id = dup_bounded (request_id, MAX_REQUEST_ID);
}

/**
 * annex_service_error_new:
 * @code: the kind of failure
 * @details: (transfer full) (nullable): what may be told about it
 * @message: English sentence for logs; must not hold anything secret
 *
 * Returns: (transfer full): a new error of the domain %ANNEX_SERVICE_ERROR
 */
GError *
annex_service_error_new (AnnexServiceError  code,
                         AnnexErrorDetails *details,
                         const char        *message)
{
  GError *error = g_error_new_literal (ANNEX_SERVICE_ERROR, (int) code, message);

  annex_service_error_get_private (error)->details = details;

  return error;
}

/**
 * annex_service_error_new_for_cause:
 * @cause: what GIO, GTls, GResolver or libsoup said
 * @details: (transfer full): what may be told; gets the cause's domain and code
 * @store: %TRUE when the store was asked, %FALSE for the service
 *
 * Finds the kind of failure behind an error of the libraries below. A cancellation and an error that already is of this
 * domain pass unchanged. The message of the cause is left out, because it may quote what was sent.
 *
 * Returns: (transfer full): a new error
 */
GError *
annex_service_error_new_for_cause (const GError      *cause,
                                   AnnexErrorDetails *details,
                                   gboolean           store)
{
  g_autoptr (AnnexErrorDetails) owned = details;
  AnnexServiceError code;

  g_return_val_if_fail (cause != NULL, NULL);
  g_return_val_if_fail (details != NULL, NULL);

  if (cause->domain == ANNEX_SERVICE_ERROR || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  details->cause_domain = cause->domain;
  details->cause_code = cause->code;
  code = code_for_cause (cause, store, details);

  return annex_service_error_new (code, g_steal_pointer (&owned), message_for_code (code));
}

/**
 * annex_service_error_get_details:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): its details, or %NULL when it has none or is of another domain
 */
const AnnexErrorDetails *
annex_service_error_get_details (const GError *error)
{
  if (error == NULL || error->domain != ANNEX_SERVICE_ERROR)
    return NULL;

  return annex_service_error_get_private (error)->details;
}

/**
 * annex_service_error_is_connection:
 * @error: any error
 *
 * Returns: whether it is one that a network that is gone, or has changed, brings about
 */
gboolean
annex_service_error_is_connection (const GError *error)
{
  if (error == NULL || error->domain != ANNEX_SERVICE_ERROR)
    return FALSE;

  switch ((AnnexServiceError) error->code)
    {
    case ANNEX_SERVICE_ERROR_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_STORE_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_TIMED_OUT:
    case ANNEX_SERVICE_ERROR_INTERRUPTED:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * annex_service_error_clean_name:
 * @raw: (nullable): value of `x-amzn-ErrorType`, `code` or `__type`
 *
 * Takes the bare name out of the forms in which AWS services send it: `FooError`, `FooError:http://…`,
 * `namespace#FooError` and both together, or a list of which the first counts. As in the AWS SDK for JavaScript
 * (`loadRestJsonErrorCode`) and botocore (`RestJSONParser`).
 *
 * Returns: (transfer full) (nullable): the name, bounded and printable, or %NULL when nothing is left
 */
char *
annex_service_error_clean_name (const char *raw)
{
  g_autofree char *head = NULL;
  const char      *hash;

  if (raw == NULL)
    return NULL;

  head = g_strstrip (g_strndup (raw, strcspn (raw, ",:")));
  hash = strchr (head, '#');

  return dup_bounded (hash != NULL ? hash + 1 : head, MAX_NAME);
}
