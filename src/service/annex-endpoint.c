/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-endpoint.h"

#include "annex-service-error.h"

#include <string.h>

#include <libsoup/soup.h>

#define MAX_REGION 63
#define MAX_URL 2048

struct _AnnexEndpoint
{
  GObject  parent_instance;
  char    *base_url; /* (owned) */
  char    *host;     /* (owned) */
  GUri    *uri;      /* (owned) */
  gboolean overridden;
};

G_DEFINE_FINAL_TYPE (AnnexEndpoint, annex_endpoint, G_TYPE_OBJECT)

typedef struct
{
  const char *name;
  const char *region_pattern;
  const char *suffix;
  const char *dual_stack_suffix;
} Partition;

/* As in botocore's partitions.json. Its patterns say \w, which would also let through an underscore; that cannot be part
 * of a host name. */
static const Partition partitions[] = {
  { "aws", "^(us|eu|ap|sa|ca|me|af|il|mx)-[A-Za-z0-9]+-[0-9]+$", "amazonaws.com", "api.aws" },
  { "aws-cn", "^cn-[A-Za-z0-9]+-[0-9]+$", "amazonaws.com.cn", "api.amazonwebservices.com.cn" },
  { "aws-us-gov", "^us-gov-[A-Za-z0-9]+-[0-9]+$", "amazonaws.com", "api.aws" },
  { "aws-eusc", "^eusc-(de)-[A-Za-z0-9]+-[0-9]+$", "amazonaws.eu", "api.amazonwebservices.eu" },
  { "aws-iso", "^us-iso-[A-Za-z0-9]+-[0-9]+$", "c2s.ic.gov", "api.aws.ic.gov" },
  { "aws-iso-b", "^us-isob-[A-Za-z0-9]+-[0-9]+$", "sc2s.sgov.gov", "api.aws.scloud" },
  { "aws-iso-e", "^eu-isoe-[A-Za-z0-9]+-[0-9]+$", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk" },
  { "aws-iso-f", "^us-isof-[A-Za-z0-9]+-[0-9]+$", "csp.hci.ic.gov", "api.aws.hci.ic.gov" },
};

static void
set_configuration_error (GError    **error,
                         const char *message)
{
  g_propagate_error (error,
                     annex_service_error_new (ANNEX_SERVICE_ERROR_CONFIGURATION,
                                              annex_error_details_new (NULL, NULL),
                                              message));
}

static const Partition *
find_partition (const char *region)
{
  if (strlen (region) > MAX_REGION)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (partitions); i++)
    if (g_regex_match_simple (partitions[i].region_pattern, region, G_REGEX_DOLLAR_ENDONLY, G_REGEX_MATCH_DEFAULT))
      return &partitions[i];

  return NULL;
}

static char *
build_host (const Partition   *partition,
            const char        *region,
            AnnexEndpointFlags flags)
{
  const gboolean dual_stack = (flags & ANNEX_ENDPOINT_DUAL_STACK) != 0;
  gboolean       fips = (flags & ANNEX_ENDPOINT_FIPS) != 0;

  /* In GovCloud the ordinary host is the FIPS one; there is another only for dual stack. */
  if (fips && !dual_stack && strcmp (partition->name, "aws-us-gov") == 0)
    fips = FALSE;

  return g_strdup_printf ("participant.%s.%s.%s",
                          fips ? "connect-fips" : "connect",
                          region,
                          dual_stack ? partition->dual_stack_suffix : partition->suffix);
}

static gboolean
is_loopback_host (const char *host)
{
  return g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1");
}

static gboolean
is_printable (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;

  return TRUE;
}

static gboolean
check_url (GUri    *uri,
           GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || g_uri_get_port (uri) == 0)
    set_configuration_error (error, "The endpoint names no host that could be asked");
  else if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    set_configuration_error (error, "The endpoint may only have a host, a port and a path");
  else if (g_str_equal (scheme, "http") && !is_loopback_host (host))
    set_configuration_error (error, "The endpoint may use http only on 127.0.0.1 or [::1]");
  else if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    set_configuration_error (error, "The endpoint must use https");
  else
    return TRUE;

  return FALSE;
}

static AnnexEndpoint *
endpoint_new (const char *base_url,
              GUri       *uri,
              gboolean    overridden)
{
  AnnexEndpoint *self = g_object_new (ANNEX_TYPE_ENDPOINT, NULL);
  const char    *host = g_uri_get_host (uri);
  const gsize    length = strlen (base_url);

  self->base_url = g_strndup (base_url, g_str_has_suffix (base_url, "/") ? length - 1 : length);
  self->host = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  self->uri = g_uri_ref (uri);
  self->overridden = overridden;

  return self;
}

/* Returns: %FALSE with an error when the variable has a value that is neither yes nor no; a FIPS demand that is silently
 * not understood would be a breach of rules. */
static gboolean
read_flag (const char *const  *environment,
           const char         *variable,
           AnnexEndpointFlags  flag,
           AnnexEndpointFlags *flags,
           GError            **error)
{
  const char *value = g_environ_getenv ((char **) environment, variable);

  if (value == NULL || *value == '\0' || g_ascii_strcasecmp (value, "false") == 0)
    return TRUE;

  if (g_ascii_strcasecmp (value, "true") != 0)
    {
      g_autofree char *message = g_strdup_printf ("%s must be true or false", variable);

      set_configuration_error (error, message);
      return FALSE;
    }

  *flags |= flag;
  return TRUE;
}

static const char *
get_nonempty (const char *const *environment,
              const char        *variable)
{
  const char *value = g_environ_getenv ((char **) environment, variable);

  return value != NULL && *value != '\0' ? value : NULL;
}

static void
annex_endpoint_finalize (GObject *object)
{
  AnnexEndpoint *self = ANNEX_ENDPOINT (object);

  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->uri, g_uri_unref);

  G_OBJECT_CLASS (annex_endpoint_parent_class)->finalize (object);
}

static void
annex_endpoint_class_init (AnnexEndpointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_endpoint_finalize;
}

static void
annex_endpoint_init (AnnexEndpoint *self)
{
}

/**
 * annex_endpoint_new_for_region:
 * @region: an AWS region, such as `eu-central-1`
 * @flags: which of the region's hosts
 * @error: return location for an error
 *
 * The service's host in a region, by the rules that the AWS SDKs share (botocore's `endpoint-rule-set-1.json` for
 * `connectparticipant` and `partitions.json`). Unlike there, a region that belongs to no partition is an error, not taken
 * for one of the partition `aws`: a mistyped region must not become a host name.
 *
 * Returns: (transfer full): an endpoint, or %NULL with %ANNEX_SERVICE_ERROR_CONFIGURATION
 */
AnnexEndpoint *
annex_endpoint_new_for_region (const char        *region,
                               AnnexEndpointFlags flags,
                               GError           **error)
{
  const Partition *partition;
  g_autofree char *host = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (region != NULL, NULL);

  partition = find_partition (region);
  if (partition == NULL)
    {
      set_configuration_error (error, "The region is not one of AWS");
      return NULL;
    }

  host = build_host (partition, region, flags);
  url = g_strconcat ("https://", host, NULL);
  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, error);
  if (uri == NULL)
    return NULL;

  return endpoint_new (url, uri, FALSE);
}

/**
 * annex_endpoint_new_for_url:
 * @url: base address of a custom endpoint, used as it is
 * @error: return location for an error
 *
 * An endpoint of one's own choice: `https`, or `http` only on 127.0.0.1 or [::1]. It may have a port and a path.
 *
 * Returns: (transfer full): an endpoint, or %NULL with %ANNEX_SERVICE_ERROR_CONFIGURATION
 */
AnnexEndpoint *
annex_endpoint_new_for_url (const char *url,
                            GError    **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  if (strlen (url) <= MAX_URL && is_printable (url))
    uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL)
    {
      set_configuration_error (error, "The endpoint is not a URL");
      return NULL;
    }

  if (!check_url (uri, error))
    return NULL;

  return endpoint_new (url, uri, TRUE);
}

/**
 * annex_endpoint_new_resolved:
 * @region: (nullable): region from the hand-off
 * @url: (nullable): endpoint from the hand-off
 * @environment: (nullable) (array zero-terminated=1): environment to look into, as from g_get_environ()
 * @error: return location for an error
 *
 * Finds the endpoint as the AWS SDKs do. The URL is @url, else `AWS_ENDPOINT_URL_CONNECTPARTICIPANT`, else
 * `AWS_ENDPOINT_URL`; without any, the region is @region, else `AWS_REGION`. `AWS_USE_FIPS_ENDPOINT` and
 * `AWS_USE_DUALSTACK_ENDPOINT` choose the host in the region; together with a URL they are an error.
 *
 * Returns: (transfer full): an endpoint, or %NULL with %ANNEX_SERVICE_ERROR_CONFIGURATION
 */
AnnexEndpoint *
annex_endpoint_new_resolved (const char        *region,
                             const char        *url,
                             const char *const *environment,
                             GError           **error)
{
  AnnexEndpointFlags flags = ANNEX_ENDPOINT_DEFAULT;

  if (!read_flag (environment, "AWS_USE_FIPS_ENDPOINT", ANNEX_ENDPOINT_FIPS, &flags, error) || !read_flag (environment, "AWS_USE_DUALSTACK_ENDPOINT", ANNEX_ENDPOINT_DUAL_STACK, &flags, error))
    return NULL;

  if (url == NULL)
    url = get_nonempty (environment, "AWS_ENDPOINT_URL_CONNECTPARTICIPANT");
  if (url == NULL)
    url = get_nonempty (environment, "AWS_ENDPOINT_URL");
  if (region == NULL)
    region = get_nonempty (environment, "AWS_REGION");

  if (url != NULL && flags != ANNEX_ENDPOINT_DEFAULT)
    set_configuration_error (error, "A custom endpoint cannot be combined with FIPS or dual stack");
  else if (url != NULL)
    return annex_endpoint_new_for_url (url, error);
  else if (region == NULL)
    set_configuration_error (error, "Missing region");
  else
    return annex_endpoint_new_for_region (region, flags, error);

  return NULL;
}

/**
 * annex_endpoint_get_host:
 * @self: an endpoint
 *
 * Returns: (transfer none): the host, an IPv6 address in brackets; without the port
 */
const char *
annex_endpoint_get_host (AnnexEndpoint *self)
{
  g_return_val_if_fail (ANNEX_IS_ENDPOINT (self), NULL);

  return self->host;
}

/**
 * annex_endpoint_get_base_url:
 * @self: an endpoint
 *
 * Returns: (transfer none): the address before every operation's path, without a slash at the end
 */
const char *
annex_endpoint_get_base_url (AnnexEndpoint *self)
{
  g_return_val_if_fail (ANNEX_IS_ENDPOINT (self), NULL);

  return self->base_url;
}

/**
 * annex_endpoint_is_overridden:
 * @self: an endpoint
 *
 * Returns: whether it is a custom endpoint and not the region's own host
 */
gboolean
annex_endpoint_is_overridden (AnnexEndpoint *self)
{
  g_return_val_if_fail (ANNEX_IS_ENDPOINT (self), FALSE);

  return self->overridden;
}

/**
 * annex_endpoint_is_loopback:
 * @self: an endpoint
 *
 * Returns: whether the host is 127.0.0.1 or [::1]; then also pre-signed URLs may point there
 */
gboolean
annex_endpoint_is_loopback (AnnexEndpoint *self)
{
  g_return_val_if_fail (ANNEX_IS_ENDPOINT (self), FALSE);

  return is_loopback_host (g_uri_get_host (self->uri));
}

/**
 * annex_endpoint_build_uri:
 * @self: an endpoint
 * @path: path of an operation, beginning with a slash
 *
 * Returns: (transfer full): where the operation is sent
 */
GUri *
annex_endpoint_build_uri (AnnexEndpoint *self,
                          const char    *path)
{
  const char      *base_path;
  g_autofree char *whole_path = NULL;

  g_return_val_if_fail (ANNEX_IS_ENDPOINT (self), NULL);
  g_return_val_if_fail (path != NULL && *path == '/', NULL);

  base_path = g_uri_get_path (self->uri);
  whole_path = g_str_has_suffix (base_path, "/")
                   ? g_strconcat (base_path, path + 1, NULL)
                   : g_strconcat (base_path, path, NULL);

  return g_uri_build (SOUP_HTTP_URI_FLAGS,
                      g_uri_get_scheme (self->uri),
                      NULL,
                      g_uri_get_host (self->uri),
                      g_uri_get_port (self->uri),
                      whole_path,
                      NULL,
                      NULL);
}
