/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-signer.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SERVICE "s3"
#define MAX_EXPIRES (7 * 24 * 60 * 60)
#define MAX_AHEAD_SECONDS (15 * 60)
#define TIME_FORMAT "%Y%m%dT%H%M%SZ"

/* One parameter of a query, decoded. */
typedef struct
{
  char *name;  /* (owned) */
  char *value; /* (owned) */
} Parameter;

static void
parameter_free (Parameter *parameter)
{
  g_free (parameter->name);
  g_free (parameter->value);
  g_free (parameter);
}

static char *
make_random_text (const char *prefix,
                  const char *alphabet,
                  gsize       length)
{
  GString *text = g_string_new (prefix);
  gsize    n_letters = strlen (alphabet);

  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, alphabet[g_random_int_range (0, (gint32) n_letters)]);

  return g_string_free (text, FALSE);
}

static int
compare_parameters (gconstpointer a,
                    gconstpointer b)
{
  const Parameter *left = *(const Parameter *const *) a;
  const Parameter *right = *(const Parameter *const *) b;
  int              order = strcmp (left->name, right->name);

  return order != 0 ? order : strcmp (left->value, right->value);
}

static char *
decode (const char *text,
        gssize      length)
{
  g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  char            *decoded = g_uri_unescape_string (copy, NULL);

  return decoded != NULL ? decoded : g_steal_pointer (&copy);
}

static void
add_parameter (GPtrArray  *parameters,
               const char *name,
               const char *value)
{
  Parameter *parameter = g_new0 (Parameter, 1);

  parameter->name = g_strdup (name);
  parameter->value = g_strdup (value);
  g_ptr_array_add (parameters, parameter);
}

static GPtrArray *
parse_query (const char *query)
{
  g_autoptr (GPtrArray) parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  g_auto (GStrv) pieces = g_strsplit (query != NULL ? query : "", "&", -1);

  for (char **piece = pieces; *piece != NULL; piece++)
    {
      const char      *equals = strchr (*piece, '=');
      g_autofree char *name = decode (*piece, equals != NULL ? equals - *piece : -1);
      g_autofree char *value = decode (equals != NULL ? equals + 1 : "", -1);

      if (**piece != '\0')
        add_parameter (parameters, name, value);
    }

  return g_steal_pointer (&parameters);
}

/* The value of a parameter, or NULL when it is not there or not unique. */
static const char *
get_parameter (GPtrArray  *parameters,
               const char *name)
{
  const char *value = NULL;

  for (guint i = 0; i < parameters->len; i++)
    {
      const Parameter *parameter = parameters->pdata[i];

      if (strcmp (parameter->name, name) != 0)
        continue;
      if (value != NULL)
        return NULL;
      value = parameter->value;
    }

  return value;
}

static char *
make_canonical_query (GPtrArray *parameters)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (parameters, NULL, NULL);
  GString *query = g_string_new (NULL);

  /* The copy borrows its elements. */
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_parameters);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Parameter *parameter = sorted->pdata[i];
      g_autofree char *name = annex_sample_signer_encode (parameter->name, FALSE);
      g_autofree char *value = annex_sample_signer_encode (parameter->value, FALSE);

      if (strcmp (parameter->name, "X-Amz-Signature") == 0)
        continue;
      g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, value);
    }

  return g_string_free (query, FALSE);
}

static GBytes *
make_hmac (GBytes     *key,
           const char *text)
{
  gsize         key_length;
  const guint8 *key_data = g_bytes_get_data (key, &key_length);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key_data, key_length);
  guint8 digest[32];
  gsize  length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);

  return g_bytes_new (digest, length);
}

static char *
make_scope (const AnnexSampleCredentials *credentials,
            const char                   *time)
{
  return g_strdup_printf ("%.8s/%s/" SERVICE "/aws4_request", time, credentials->region);
}

static char *
make_signature (const AnnexSampleCredentials   *credentials,
                const AnnexSampleSignedRequest *request,
                GPtrArray                      *parameters,
                const char                     *time)
{
  g_autofree char *query = make_canonical_query (parameters);
  g_autofree char *decoded_path = decode (request->path, -1);
  g_autofree char *path = annex_sample_signer_encode (decoded_path, TRUE);
  g_autofree char *canonical = g_strdup_printf ("%s\n%s\n%s\nhost:%s\n\nhost\nUNSIGNED-PAYLOAD",
                                                request->method,
                                                path,
                                                query,
                                                request->host);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
  g_autofree char *scope = make_scope (credentials, time);
  g_autofree char *to_sign = g_strdup_printf (ALGORITHM "\n%s\n%s\n%s", time, scope, digest);
  g_autofree char *date = g_strndup (time, 8);
  g_autoptr (GBytes) key = annex_sample_signer_derive (credentials->secret_key, date, credentials->region, SERVICE);
  gsize         key_length;
  const guint8 *key_data = g_bytes_get_data (key, &key_length);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, key_data, key_length, to_sign, -1);
}

static GDateTime *
parse_time (const char *text)
{
  g_autofree char *readable = NULL;

  if (strlen (text) != strlen ("20130524T000000Z") || text[8] != 'T' || text[15] != 'Z')
    return NULL;

  readable = g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ",
                              text,
                              text + 4,
                              text + 6,
                              text + 9,
                              text + 11,
                              text + 13);

  return g_date_time_new_from_iso8601 (readable, NULL);
}

static AnnexSampleVerdict
verify_identity (const AnnexSampleCredentials *credentials,
                 GPtrArray                    *parameters)
{
  static const char *const required[] = { "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature" };
  const char              *credential = get_parameter (parameters, "X-Amz-Credential");
  const char              *time = get_parameter (parameters, "X-Amz-Date");
  g_autofree char         *scope = NULL;
  g_auto (GStrv) parts = NULL;
  guint n_found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    n_found += get_parameter (parameters, required[i]) != NULL;
  if (n_found < G_N_ELEMENTS (required))
    return n_found == 0 ? ANNEX_SAMPLE_VERDICT_ANONYMOUS : ANNEX_SAMPLE_VERDICT_INCOMPLETE;
  if (strcmp (get_parameter (parameters, "X-Amz-Algorithm"), ALGORITHM) != 0)
    return ANNEX_SAMPLE_VERDICT_ALGORITHM;

  parts = g_strsplit (credential, "/", 2);
  scope = make_scope (credentials, time);
  if (g_strv_length (parts) != 2 || strcmp (parts[1], scope) != 0)
    return ANNEX_SAMPLE_VERDICT_CREDENTIAL;
  if (strcmp (parts[0], credentials->access_key) != 0)
    return ANNEX_SAMPLE_VERDICT_ACCESS_KEY;
  if (g_strcmp0 (get_parameter (parameters, "X-Amz-Security-Token"), credentials->session_token) != 0)
    return ANNEX_SAMPLE_VERDICT_SESSION_TOKEN;

  return ANNEX_SAMPLE_VERDICT_GOOD;
}

static AnnexSampleVerdict
verify_time (GPtrArray  *parameters,
             GDateTime  *now,
             GDateTime **expiry,
             guint      *expires)
{
  g_autoptr (GDateTime) begin = parse_time (get_parameter (parameters, "X-Amz-Date"));
  g_autoptr (GDateTime) end = NULL;
  guint64 seconds;

  if (begin == NULL || !g_ascii_string_to_unsigned (get_parameter (parameters, "X-Amz-Expires"), 10, 1, MAX_EXPIRES, &seconds, NULL))
    return ANNEX_SAMPLE_VERDICT_DATE;

  end = g_date_time_add_seconds (begin, (double) seconds);
  *expires = (guint) seconds;
  *expiry = g_date_time_ref (end);
  if (g_date_time_difference (begin, now) > MAX_AHEAD_SECONDS * G_TIME_SPAN_SECOND)
    return ANNEX_SAMPLE_VERDICT_NOT_YET;
  if (g_date_time_compare (now, end) >= 0)
    return ANNEX_SAMPLE_VERDICT_EXPIRED;

  return ANNEX_SAMPLE_VERDICT_GOOD;
}

/**
 * annex_sample_credentials_new_random:
 * @region: a region
 *
 * Makes temporary credentials of the shape that Amazon's have, with a key that nobody else knows.
 *
 * Returns: (transfer full): the credentials
 */
AnnexSampleCredentials *
annex_sample_credentials_new_random (const char *region)
{
  static const char       letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  static const char       base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  AnnexSampleCredentials *credentials = g_new0 (AnnexSampleCredentials, 1);
  g_autofree char        *token = make_random_text ("IQoJb3JpZ2luX2VjE", base64, 330);

  credentials->access_key = make_random_text ("ASIA", letters, 16);
  credentials->secret_key = make_random_text ("", base64, 40);
  credentials->session_token = g_strconcat (token, "==", NULL);
  credentials->region = g_strdup (region);

  return credentials;
}

/**
 * annex_sample_credentials_free:
 * @credentials: (transfer full): credentials
 *
 * Frees credentials.
 */
void
annex_sample_credentials_free (AnnexSampleCredentials *credentials)
{
  g_free (credentials->access_key);
  g_free (credentials->secret_key);
  g_free (credentials->session_token);
  g_free (credentials->region);
  g_free (credentials);
}

/**
 * annex_sample_signer_encode:
 * @text: bytes that end with a zero
 * @keep_slashes: %TRUE for a path, where `/` stays as it is
 *
 * Encodes as Signature Version 4 demands it: everything but letters, digits, `-`, `.`, `_` and `~` becomes `%XX` with
 * capital letters (Amazon S3 API reference, "Authenticating Requests: Using Query Parameters").
 *
 * Returns: (transfer full): the encoded text
 */
char *
annex_sample_signer_encode (const char *text,
                            gboolean    keep_slashes)
{
  GString *encoded = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      if (g_ascii_isalnum (*at) || strchr ("-._~", *at) != NULL || (keep_slashes && *at == '/'))
        g_string_append_c (encoded, *at);
      else
        g_string_append_printf (encoded, "%%%02X", (guchar) *at);
    }

  return g_string_free (encoded, FALSE);
}

/**
 * annex_sample_signer_derive:
 * @secret_key: the secret access key
 * @date: the day, `YYYYMMDD`
 * @region: a region
 * @service: a service, as `s3`
 *
 * Derives the signing key of one day, region and service (AWS General Reference, "Deriving the signing key").
 *
 * Returns: (transfer full): 32 bytes
 */
GBytes *
annex_sample_signer_derive (const char *secret_key,
                            const char *date,
                            const char *region,
                            const char *service)
{
  g_autofree char *first = g_strconcat ("AWS4", secret_key, NULL);
  g_autoptr (GBytes) root = g_bytes_new (first, strlen (first));
  g_autoptr (GBytes) day = make_hmac (root, date);
  g_autoptr (GBytes) regional = make_hmac (day, region);
  g_autoptr (GBytes) served = make_hmac (regional, service);

  return make_hmac (served, "aws4_request");
}

/**
 * annex_sample_signer_sign:
 * @credentials: what to sign with
 * @origin: scheme, host and port, as `http://127.0.0.1:8080`
 * @path: path of the object, not encoded, with its leading slash
 * @time: when the URL is signed
 * @expires: seconds from @time until the URL expires
 *
 * Makes a pre-signed URL for one `GET`: Signature Version 4 with query parameters, `host` as the only signed header.
 *
 * Returns: (transfer full): the URL; a secret until it expires
 */
char *
annex_sample_signer_sign (const AnnexSampleCredentials *credentials,
                          const char                   *origin,
                          const char                   *path,
                          GDateTime                    *time,
                          guint                         expires)
{
  g_autoptr (GPtrArray) parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (time);
  g_autofree char         *stamp = g_date_time_format (utc, TIME_FORMAT);
  g_autofree char         *scope = make_scope (credentials, stamp);
  g_autofree char         *credential = g_strdup_printf ("%s/%s", credentials->access_key, scope);
  g_autofree char         *seconds = g_strdup_printf ("%u", expires);
  g_autofree char         *encoded = annex_sample_signer_encode (path, TRUE);
  AnnexSampleSignedRequest request = { .method = "GET", .path = encoded };
  g_autofree char         *query = NULL;
  g_autofree char         *signature = NULL;

  request.host = strstr (origin, "://");
  request.host = request.host != NULL ? request.host + strlen ("://") : origin;
  add_parameter (parameters, "X-Amz-Algorithm", ALGORITHM);
  add_parameter (parameters, "X-Amz-Credential", credential);
  add_parameter (parameters, "X-Amz-Date", stamp);
  add_parameter (parameters, "X-Amz-Expires", seconds);
  if (credentials->session_token != NULL)
    add_parameter (parameters, "X-Amz-Security-Token", credentials->session_token);
  add_parameter (parameters, "X-Amz-SignedHeaders", "host");
  query = make_canonical_query (parameters);
  signature = make_signature (credentials, &request, parameters, stamp);

  return g_strdup_printf ("%s%s?%s&X-Amz-Signature=%s", origin, encoded, query, signature);
}

/**
 * annex_sample_signer_verify:
 * @credentials: what the request must be signed with
 * @request: the request as it came
 * @now: the store's time
 * @expiry: (out) (nullable) (transfer full): when the URL expires, when that could be read
 * @expires: (out): for how many seconds the URL was made, or 0
 *
 * Checks the signature of a request by making it anew from what came over the wire. The query is decoded and encoded
 * again first, so that another spelling of the same request is the same, as with Amazon S3.
 *
 * Returns: what is to be said about it
 */
AnnexSampleVerdict
annex_sample_signer_verify (const AnnexSampleCredentials   *credentials,
                            const AnnexSampleSignedRequest *request,
                            GDateTime                      *now,
                            GDateTime                     **expiry,
                            guint                          *expires)
{
  g_autoptr (GPtrArray) parameters = parse_query (request->query);
  g_autofree char   *expected = NULL;
  AnnexSampleVerdict verdict;

  *expiry = NULL;
  *expires = 0;
  verdict = verify_identity (credentials, parameters);
  if (verdict == ANNEX_SAMPLE_VERDICT_GOOD)
    verdict = verify_time (parameters, now, expiry, expires);
  if (verdict != ANNEX_SAMPLE_VERDICT_GOOD)
    return verdict;

  expected = make_signature (credentials, request, parameters, get_parameter (parameters, "X-Amz-Date"));
  if (strcmp (get_parameter (parameters, "X-Amz-SignedHeaders"), "host") != 0 || strcmp (get_parameter (parameters, "X-Amz-Signature"), expected) != 0)
    return ANNEX_SAMPLE_VERDICT_MISMATCH;

  return ANNEX_SAMPLE_VERDICT_GOOD;
}
