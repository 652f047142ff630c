/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-store-url.h"

#include "annex-service-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_URL_LENGTH (8 * 1024)
#define MAX_HOST_LENGTH 253
#define MAX_LABEL_LENGTH 63

/* The DNS suffixes of Amazon's public partitions, as in botocore's partitions.json. */
static const char *const builtin_suffixes[] = { ".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", NULL };

/* Names that mean something only inside one network or one machine. */
static const char *const inner_suffixes[] = { ".local", ".internal", ".localhost", ".localdomain", NULL };

/* The parts of a URL as they are written, without any decoding. */
typedef struct
{
  gboolean secure;
  char    *host;  /* (owned) in lower case, with the brackets of an IPv6 address */
  int      port;  /* -1 when absent */
  char    *path;  /* (owned) */
  char    *query; /* (owned) (nullable) */
} UrlParts;

static void
url_parts_clear (UrlParts *parts)
{
  g_free (parts->host);
  g_free (parts->path);
  g_free (parts->query);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UrlParts, url_parts_clear)

/* Outside the printable ASCII range nothing belongs in a URL, and a space or line end would break out of the request line. */
static gboolean
has_only_url_characters (const char *url)
{
  for (const char *p = url; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || *p == '\\')
      return FALSE;

  return TRUE;
}

static gboolean
split_port (char *authority,
            int  *port)
{
  char   *after_host = *authority == '[' ? strchr (authority, ']') : authority;
  char   *colon = after_host != NULL ? strchr (after_host, ':') : NULL;
  guint64 number;

  *port = -1;
  if (colon == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &number, NULL))
    return FALSE;

  *port = (int) number;
  *colon = '\0';
  return TRUE;
}

/* Takes the URL apart by its text: GUri would write percent-encoding anew, and then it is no longer what was signed. */
static gboolean
split_url (const char *url,
           UrlParts   *parts)
{
  const char *authority;
  const char *rest;
  const char *query;
  gsize       end;

  if (g_ascii_strncasecmp (url, "https://", 8) == 0)
    parts->secure = TRUE;
  else if (g_ascii_strncasecmp (url, "http://", 7) != 0)
    return FALSE;

  authority = url + (parts->secure ? 8 : 7);
  rest = authority + strcspn (authority, "/?#");
  parts->host = g_ascii_strdown (authority, rest - authority);
  if (strchr (parts->host, '@') != NULL || !split_port (parts->host, &parts->port))
    return FALSE;

  end = strcspn (rest, "#");
  query = memchr (rest, '?', end);
  parts->path = g_strndup (rest, query != NULL ? (gsize) (query - rest) : end);
  parts->query = query != NULL ? g_strndup (query + 1, end - (gsize) (query + 1 - rest)) : NULL;

  return TRUE;
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length >= 1 && length <= MAX_LABEL_LENGTH
         && strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length
         && label[0] != '-' && label[length - 1] != '-';
}

static gboolean
is_dns_name (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);

  if (strlen (host) > MAX_HOST_LENGTH || g_strv_length (labels) < 2)
    return FALSE;

  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return FALSE;

  return !g_hostname_is_ip_address (host);
}

static gboolean
has_suffix_of (const char        *host,
               const char *const *suffixes)
{
  for (guint i = 0; suffixes[i] != NULL; i++)
    if (g_str_has_suffix (host, suffixes[i]))
      return TRUE;

  return FALSE;
}

/* ".example.com" means everything below it; "s3.example.com" means itself as well. */
static gboolean
matches_listed (const char *host,
                const char *listed)
{
  g_autofree char *lower = g_ascii_strdown (listed, -1);
  const char      *name = *lower == '.' ? lower + 1 : lower;
  g_autofree char *below = g_strconcat (".", name, NULL);

  /* "com" or an empty entry would open the door to everyone. */
  if (!is_dns_name (name))
    return FALSE;

  return g_str_has_suffix (host, below) || (name == lower && g_str_equal (host, name));
}

static gboolean
is_allowed_host (const char             *host,
                 const AnnexStorePolicy *policy)
{
  if (!is_dns_name (host) || has_suffix_of (host, inner_suffixes))
    return FALSE;
  if (has_suffix_of (host, builtin_suffixes))
    return TRUE;

  for (guint i = 0; policy != NULL && policy->allowed_suffixes != NULL && policy->allowed_suffixes[i] != NULL; i++)
    if (matches_listed (host, policy->allowed_suffixes[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_policy_loopback (const UrlParts         *parts,
                    const AnnexStorePolicy *policy)
{
  return policy != NULL && policy->loopback_host != NULL && g_str_equal (parts->host, policy->loopback_host);
}

/* Returns: why the parts are refused, or %NULL */
static const char *
find_objection (const UrlParts         *parts,
                const AnnexStorePolicy *policy)
{
  if (is_policy_loopback (parts, policy))
    return NULL;
  if (!parts->secure)
    return "The download link is not encrypted";
  if (parts->port != -1 && parts->port != 443)
    return "The download link names another port";
  if (!is_allowed_host (parts->host, policy))
    return "The download link points to a host that is not a known store";

  return NULL;
}

static GError *
new_refusal (const UrlParts *parts,
             const char     *message)
{
  const char *host = parts->host != NULL && is_dns_name (parts->host) ? parts->host : NULL;

  return annex_service_error_new (ANNEX_SERVICE_ERROR_URL_REFUSED, annex_error_details_new ("GetObject", host), message);
}

static GUri *
build_uri (const UrlParts *parts)
{
  gboolean         bracketed = *parts->host == '[';
  g_autofree char *host = bracketed ? g_strndup (parts->host + 1, strlen (parts->host) - 2) : g_strdup (parts->host);

  return g_uri_build (SOUP_HTTP_URI_FLAGS, parts->secure ? "https" : "http", NULL, host, parts->port, *parts->path != '\0' ? parts->path : "/", parts->query, NULL);
}

/**
 * annex_store_policy_new:
 * @allowed_suffixes: (nullable) (array zero-terminated=1): host suffixes beside the built-in ones. `.example.com`
 *   stands for every host below it, `s3.example.com` also for itself; entries of a single label are ignored
 * @loopback_host: (nullable): `127.0.0.1` or `[::1]` when the chat's endpoint was overridden to that host; anything
 *   else is ignored
 *
 * Says where the pre-signed URLs of one chat may point to.
 *
 * Returns: (transfer full): a policy
 */
AnnexStorePolicy *
annex_store_policy_new (const char *const *allowed_suffixes,
                        const char        *loopback_host)
{
  AnnexStorePolicy *policy = g_new0 (AnnexStorePolicy, 1);

  policy->allowed_suffixes = g_strdupv ((char **) allowed_suffixes);
  if (g_strcmp0 (loopback_host, "127.0.0.1") == 0)
    policy->loopback_host = g_strdup (loopback_host);
  else if (g_strcmp0 (loopback_host, "[::1]") == 0 || g_strcmp0 (loopback_host, "::1") == 0)
    policy->loopback_host = g_strdup ("[::1]");

  return policy;
}

/**
 * annex_store_policy_copy:
 * @policy: (nullable): a policy
 *
 * Returns: (transfer full) (nullable): a copy
 */
AnnexStorePolicy *
annex_store_policy_copy (const AnnexStorePolicy *policy)
{
  if (policy == NULL)
    return NULL;

  return annex_store_policy_new ((const char *const *) policy->allowed_suffixes, policy->loopback_host);
}

/**
 * annex_store_policy_free:
 * @policy: (nullable): a policy
 *
 * Frees @policy.
 */
void
annex_store_policy_free (AnnexStorePolicy *policy)
{
  if (policy == NULL)
    return;

  g_strfreev (policy->allowed_suffixes);
  g_free (policy->loopback_host);
  g_free (policy);
}

/**
 * annex_store_url_parse:
 * @url: (nullable): a pre-signed URL as the service sent it; untrusted
 * @policy: (nullable): what this chat allows beside the built-in rules
 * @error: return location
 *
 * Checks a URL before any packet is sent: `https` on port 443 to a DNS name of Amazon's or of the policy's, at most
 * 8 KiB, no user information, nothing but printable ASCII. The policy's loopback host is the one exception.
 *
 * Path and query keep their text to the letter, because the signature was made for it; a fragment, which is never
 * sent, is dropped.
 *
 * Returns: (transfer full) (nullable): the URL with %SOUP_HTTP_URI_FLAGS, or %NULL with
 *   %ANNEX_SERVICE_ERROR_URL_REFUSED, whose message holds nothing of the URL
 */
GUri *
annex_store_url_parse (const char             *url,
                       const AnnexStorePolicy *policy,
                       GError                **error)
{
  g_auto (UrlParts) parts = { 0 };
  const char *objection = NULL;

  if (url == NULL || *url == '\0')
    objection = "There is no download link";
  else if (strlen (url) > MAX_URL_LENGTH)
    objection = "The download link is too long";
  else if (!has_only_url_characters (url) || !split_url (url, &parts)
           || !g_uri_is_valid (url, SOUP_HTTP_URI_FLAGS, NULL))
    objection = "The download link cannot be read";
  else
    objection = find_objection (&parts, policy);

  if (objection != NULL)
    {
      g_propagate_error (error, new_refusal (&parts, objection));
      return NULL;
    }

  return build_uri (&parts);
}
