/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexSampleCredentials:
 * @access_key: identifier of the key, public
 * @secret_key: the key
 * @session_token: (nullable): token that goes with a temporary key
 * @region: the region that signatures are for
 *
 * What the store signs its URLs with.
 */
typedef struct
{
  char *access_key;    /* (owned) */
  char *secret_key;    /* (owned) */
  char *session_token; /* (owned) (nullable) */
  char *region;        /* (owned) */
} AnnexSampleCredentials;

AnnexSampleCredentials *annex_sample_credentials_new_random (const char *region);
void                    annex_sample_credentials_free (AnnexSampleCredentials *credentials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleCredentials, annex_sample_credentials_free)

/**
 * AnnexSampleSignedRequest:
 * @method: HTTP method
 * @host: value of the `Host` header
 * @path: path as it came, percent-encoded
 * @query: (nullable): query as it came, percent-encoded
 *
 * A request for the store, as far as a signature covers it.
 */
typedef struct
{
  const char *method;
  const char *host;
  const char *path;
  const char *query;
} AnnexSampleSignedRequest;

/**
 * AnnexSampleVerdict:
 * @ANNEX_SAMPLE_VERDICT_GOOD: signed by us, for this request, and in time
 * @ANNEX_SAMPLE_VERDICT_ANONYMOUS: not signed at all
 * @ANNEX_SAMPLE_VERDICT_INCOMPLETE: a parameter is missing or there twice
 * @ANNEX_SAMPLE_VERDICT_ALGORITHM: not the algorithm of Signature Version 4
 * @ANNEX_SAMPLE_VERDICT_CREDENTIAL: scope of the credential is wrong
 * @ANNEX_SAMPLE_VERDICT_ACCESS_KEY: no such key
 * @ANNEX_SAMPLE_VERDICT_SESSION_TOKEN: not the token that goes with the key
 * @ANNEX_SAMPLE_VERDICT_DATE: `X-Amz-Date` or `X-Amz-Expires` cannot be read
 * @ANNEX_SAMPLE_VERDICT_NOT_YET: signed in the future
 * @ANNEX_SAMPLE_VERDICT_EXPIRED: too late
 * @ANNEX_SAMPLE_VERDICT_MISMATCH: the signature is for another request
 *
 * What is to be said about a signature.
 */
typedef enum
{
  ANNEX_SAMPLE_VERDICT_GOOD,
  ANNEX_SAMPLE_VERDICT_ANONYMOUS,
  ANNEX_SAMPLE_VERDICT_INCOMPLETE,
  ANNEX_SAMPLE_VERDICT_ALGORITHM,
  ANNEX_SAMPLE_VERDICT_CREDENTIAL,
  ANNEX_SAMPLE_VERDICT_ACCESS_KEY,
  ANNEX_SAMPLE_VERDICT_SESSION_TOKEN,
  ANNEX_SAMPLE_VERDICT_DATE,
  ANNEX_SAMPLE_VERDICT_NOT_YET,
  ANNEX_SAMPLE_VERDICT_EXPIRED,
  ANNEX_SAMPLE_VERDICT_MISMATCH,
} AnnexSampleVerdict;

char              *annex_sample_signer_encode (const char *text,
                                               gboolean    keep_slashes);
GBytes            *annex_sample_signer_derive (const char *secret_key,
                                               const char *date,
                                               const char *region,
                                               const char *service);
char              *annex_sample_signer_sign (const AnnexSampleCredentials *credentials,
                                             const char                   *origin,
                                             const char                   *path,
                                             GDateTime                    *time,
                                             guint                         expires);
AnnexSampleVerdict annex_sample_signer_verify (const AnnexSampleCredentials   *credentials,
                                               const AnnexSampleSignedRequest *request,
                                               GDateTime                      *now,
                                               GDateTime                     **expiry,
                                               guint                          *expires);

G_END_DECLS
