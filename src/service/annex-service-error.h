/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexServiceError:
 * @ANNEX_SERVICE_ERROR_CONFIGURATION: refused before the network: region, endpoint or token cannot be right
 * @ANNEX_SERVICE_ERROR_ACCESS_DENIED: 403 from the service: token, role or chat no longer fits
 * @ANNEX_SERVICE_ERROR_THROTTLED: 429 from the service, still after the retries
 * @ANNEX_SERVICE_ERROR_INVALID_REQUEST: 400 from the service (ValidationException)
 * @ANNEX_SERVICE_ERROR_INTERNAL: 5xx from the service, still after the retries
 * @ANNEX_SERVICE_ERROR_UNEXPECTED: any status or error outside the service's model
 * @ANNEX_SERVICE_ERROR_INVALID_REPLY: the answer is not the JSON it should be
 * @ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE: the answer is larger than Annex reads
 * @ANNEX_SERVICE_ERROR_REDIRECTED: the service or the store answered 3xx; never followed
 * @ANNEX_SERVICE_ERROR_UNREACHABLE: no connection to the service: offline, DNS, refused, reset
 * @ANNEX_SERVICE_ERROR_TLS: the service's or the store's certificate was not accepted
 * @ANNEX_SERVICE_ERROR_TIMED_OUT: the service did not answer in time
 * @ANNEX_SERVICE_ERROR_URL_REFUSED: the pre-signed URL is not one that may be fetched; nothing was sent
 * @ANNEX_SERVICE_ERROR_STORE_REFUSED: the store refused (403 and the like), and not because of expiry
 * @ANNEX_SERVICE_ERROR_STORE_EXPIRED: the pre-signed URL, or the credentials that signed it, have expired
 * @ANNEX_SERVICE_ERROR_STORE_GONE: 404 from the store: the object was deleted
 * @ANNEX_SERVICE_ERROR_STORE_BUSY: 5xx or SlowDown from the store, still after the retries
 * @ANNEX_SERVICE_ERROR_STORE_UNEXPECTED: anything else from the store, such as an error document with status 200
 * @ANNEX_SERVICE_ERROR_STORE_UNREACHABLE: no connection to the store
 * @ANNEX_SERVICE_ERROR_INTERRUPTED: the body ended before its announced length, or stalled
 * @ANNEX_SERVICE_ERROR_LENGTH_MISMATCH: the announced lengths contradict each other, or the body is longer
 * @ANNEX_SERVICE_ERROR_TOO_LARGE: larger than Annex downloads
 *
 * One code for each kind of failure that is presented differently.
 */
typedef enum
{
  ANNEX_SERVICE_ERROR_CONFIGURATION,
  ANNEX_SERVICE_ERROR_ACCESS_DENIED,
  ANNEX_SERVICE_ERROR_THROTTLED,
  ANNEX_SERVICE_ERROR_INVALID_REQUEST,
  ANNEX_SERVICE_ERROR_INTERNAL,
  ANNEX_SERVICE_ERROR_UNEXPECTED,
  ANNEX_SERVICE_ERROR_INVALID_REPLY,
  ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE,
  ANNEX_SERVICE_ERROR_REDIRECTED,
  ANNEX_SERVICE_ERROR_UNREACHABLE,
  ANNEX_SERVICE_ERROR_TLS,
  ANNEX_SERVICE_ERROR_TIMED_OUT,
  ANNEX_SERVICE_ERROR_URL_REFUSED,
  ANNEX_SERVICE_ERROR_STORE_REFUSED,
  ANNEX_SERVICE_ERROR_STORE_EXPIRED,
  ANNEX_SERVICE_ERROR_STORE_GONE,
  ANNEX_SERVICE_ERROR_STORE_BUSY,
  ANNEX_SERVICE_ERROR_STORE_UNEXPECTED,
  ANNEX_SERVICE_ERROR_STORE_UNREACHABLE,
  ANNEX_SERVICE_ERROR_INTERRUPTED,
  ANNEX_SERVICE_ERROR_LENGTH_MISMATCH,
  ANNEX_SERVICE_ERROR_TOO_LARGE,
} AnnexServiceError;

#define ANNEX_SERVICE_ERROR (annex_service_error_quark ())
GQuark annex_service_error_quark (void);

/**
 * AnnexErrorDetails:
 * @operation: (nullable): the operation that failed, such as `GetAttachment` or `GetObject`
 * @host: (nullable): host name that was asked; never a path or query
 * @name: (nullable): the service's or store's own error name, such as `ThrottlingException` or `NoSuchKey`
 * @request_id: (nullable): `x-amzn-RequestId` or `x-amz-request-id`, for a support ticket
 * @http_status: HTTP status, or 0 when there was none
 * @attempts: how many times it was tried
 * @retry_after_ms: the server's hint, in milliseconds, or -1
 * @tls_flags: what was wrong with the certificate, for %ANNEX_SERVICE_ERROR_TLS
 * @received: bytes of the body that had arrived
 * @expected: bytes that should have arrived, or 0 when unknown
 * @cause_domain: domain of the underlying GIO or TLS error, or 0
 * @cause_code: code of the underlying error
 * @time_us: when it happened, microseconds since 1970 UTC
 *
 * What may be told about a failure. Holds no token, URL, file name or text of the customer. Strings from outside are
 * bounded and printable before they get here.
 */
typedef struct
{
  char                *operation;  /* (owned) (nullable) */
  char                *host;       /* (owned) (nullable) */
  char                *name;       /* (owned) (nullable) */
  char                *request_id; /* (owned) (nullable) */
  guint                http_status;
  guint                attempts;
  gint64               retry_after_ms;
  GTlsCertificateFlags tls_flags;
  guint64              received;
  guint64              expected;
  GQuark               cause_domain;
  int                  cause_code;
  gint64               time_us;
} AnnexErrorDetails;

AnnexErrorDetails *annex_error_details_new (const char *operation,
                                            const char *host);
AnnexErrorDetails *annex_error_details_copy (const AnnexErrorDetails *details);
void               annex_error_details_free (AnnexErrorDetails *details);
void               annex_error_details_set_name (AnnexErrorDetails *details,
                                                 const char        *name);
void               annex_error_details_set_request_id (AnnexErrorDetails *details,
                                                       const char        *request_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexErrorDetails, annex_error_details_free)

GError                  *annex_service_error_new (AnnexServiceError  code,
                                                  AnnexErrorDetails *details,
                                                  const char        *message) G_GNUC_WARN_UNUSED_RESULT;
GError                  *annex_service_error_new_for_cause (const GError      *cause,
                                                            AnnexErrorDetails *details,
                                                            gboolean           store) G_GNUC_WARN_UNUSED_RESULT;
const AnnexErrorDetails *annex_service_error_get_details (const GError *error);
gboolean                 annex_service_error_is_connection (const GError *error);
char                    *annex_service_error_clean_name (const char *raw);

G_END_DECLS
