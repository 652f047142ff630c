/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-endpoint.h"

#include "annex-service-error.h"

#define FIPS ANNEX_ENDPOINT_FIPS
#define DUAL ANNEX_ENDPOINT_DUAL_STACK
#define BOTH (ANNEX_ENDPOINT_FIPS | ANNEX_ENDPOINT_DUAL_STACK)

typedef struct
{
  const char        *region;
  AnnexEndpointFlags flags;
  const char        *host;
} RegionCase;

/* Every partition with every choice; most are among botocore's endpoint-tests-1.json for connectparticipant. */
static const RegionCase region_cases[] = {
  { "us-east-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-east-1.amazonaws.com" },
  { "us-east-1", FIPS, "participant.connect-fips.us-east-1.amazonaws.com" },
  { "us-east-1", DUAL, "participant.connect.us-east-1.api.aws" },
  { "us-east-1", BOTH, "participant.connect-fips.us-east-1.api.aws" },
  { "af-south-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.af-south-1.amazonaws.com" },
  { "ap-northeast-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.ap-northeast-1.amazonaws.com" },
  { "ap-southeast-2", ANNEX_ENDPOINT_DEFAULT, "participant.connect.ap-southeast-2.amazonaws.com" },
  { "ca-central-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.ca-central-1.amazonaws.com" },
  { "eu-central-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.eu-central-1.amazonaws.com" },
  { "eu-west-2", FIPS, "participant.connect-fips.eu-west-2.amazonaws.com" },
  { "il-central-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.il-central-1.amazonaws.com" },
  { "me-south-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.me-south-1.amazonaws.com" },
  { "mx-central-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.mx-central-1.amazonaws.com" },
  { "sa-east-1", DUAL, "participant.connect.sa-east-1.api.aws" },
  { "us-west-2", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-west-2.amazonaws.com" },
  { "us-west-12", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-west-12.amazonaws.com" },
  { "cn-north-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.cn-north-1.amazonaws.com.cn" },
  { "cn-north-1", FIPS, "participant.connect-fips.cn-north-1.amazonaws.com.cn" },
  { "cn-north-1", DUAL, "participant.connect.cn-north-1.api.amazonwebservices.com.cn" },
  { "cn-north-1", BOTH, "participant.connect-fips.cn-north-1.api.amazonwebservices.com.cn" },
  { "us-gov-west-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-gov-west-1.amazonaws.com" },
  { "us-gov-west-1", FIPS, "participant.connect.us-gov-west-1.amazonaws.com" },
  { "us-gov-west-1", DUAL, "participant.connect.us-gov-west-1.api.aws" },
  { "us-gov-west-1", BOTH, "participant.connect-fips.us-gov-west-1.api.aws" },
  { "us-gov-east-1", FIPS, "participant.connect.us-gov-east-1.amazonaws.com" },
  { "eusc-de-east-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.eusc-de-east-1.amazonaws.eu" },
  { "eusc-de-east-1", FIPS, "participant.connect-fips.eusc-de-east-1.amazonaws.eu" },
  { "eusc-de-east-1", DUAL, "participant.connect.eusc-de-east-1.api.amazonwebservices.eu" },
  { "eusc-de-east-1", BOTH, "participant.connect-fips.eusc-de-east-1.api.amazonwebservices.eu" },
  { "us-iso-east-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-iso-east-1.c2s.ic.gov" },
  { "us-iso-east-1", FIPS, "participant.connect-fips.us-iso-east-1.c2s.ic.gov" },
  { "us-iso-east-1", DUAL, "participant.connect.us-iso-east-1.api.aws.ic.gov" },
  { "us-iso-east-1", BOTH, "participant.connect-fips.us-iso-east-1.api.aws.ic.gov" },
  { "us-isob-east-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-isob-east-1.sc2s.sgov.gov" },
  { "us-isob-east-1", FIPS, "participant.connect-fips.us-isob-east-1.sc2s.sgov.gov" },
  { "us-isob-east-1", DUAL, "participant.connect.us-isob-east-1.api.aws.scloud" },
  { "us-isob-east-1", BOTH, "participant.connect-fips.us-isob-east-1.api.aws.scloud" },
  { "eu-isoe-west-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.eu-isoe-west-1.cloud.adc-e.uk" },
  { "eu-isoe-west-1", FIPS, "participant.connect-fips.eu-isoe-west-1.cloud.adc-e.uk" },
  { "eu-isoe-west-1", DUAL, "participant.connect.eu-isoe-west-1.api.cloud-aws.adc-e.uk" },
  { "eu-isoe-west-1", BOTH, "participant.connect-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk" },
  { "us-isof-south-1", ANNEX_ENDPOINT_DEFAULT, "participant.connect.us-isof-south-1.csp.hci.ic.gov" },
  { "us-isof-south-1", FIPS, "participant.connect-fips.us-isof-south-1.csp.hci.ic.gov" },
  { "us-isof-south-1", DUAL, "participant.connect.us-isof-south-1.api.aws.hci.ic.gov" },
  { "us-isof-south-1", BOTH, "participant.connect-fips.us-isof-south-1.api.aws.hci.ic.gov" },
};

static const char *const wrong_regions[] = {
  "",
  " ",
  "na",
  "us",
  "us-east",
  "us-east-",
  "us--1",
  "-east-1",
  "us-east-1 ",
  " us-east-1",
  "us-east-1\n",
  "us east-1",
  "us-east-1.evil.example",
  "us-east-1/",
  "us-east-1/../x",
  "us-east-1#",
  "us-east-1?",
  "us-east-1@evil.example",
  "us-east-1:443",
  "..",
  "us-..-1",
  "us-ea_st-1",
  "us-éast-1",
  "us-east-١",
  "zz-east-1",
  "US-EAST-1",
  "usx-east-1",
  "us-gov-west",
  "us-gov-west-1-1",
  "eusc-fr-west-1",
  "us-isox-east-1",
  "us-east-111111111111111111111111111111111111111111111111111111111",
};

typedef struct
{
  const char *url;
  const char *host;
  const char *sent_to;
  gboolean    loopback;
} UrlCase;

static const UrlCase url_cases[] = {
  { "https://connect.example.com", "connect.example.com", "https://connect.example.com/participant/attachment", FALSE },
  { "https://connect.example.com/", "connect.example.com", "https://connect.example.com/participant/attachment", FALSE },
  { "https://connect.example.com/a/b", "connect.example.com", "https://connect.example.com/a/b/participant/attachment", FALSE },
  { "https://connect.example.com/a%2Fb/", "connect.example.com", "https://connect.example.com/a%2Fb/participant/attachment", FALSE },
  { "https://connect.example.com:8443", "connect.example.com", "https://connect.example.com:8443/participant/attachment", FALSE },
  { "HTTPS://connect.example.com", "connect.example.com", "https://connect.example.com/participant/attachment", FALSE },
  { "https://127.0.0.1:8443", "127.0.0.1", "https://127.0.0.1:8443/participant/attachment", TRUE },
  { "http://127.0.0.1:8080", "127.0.0.1", "http://127.0.0.1:8080/participant/attachment", TRUE },
  { "http://[::1]:8080/x", "[::1]", "http://[::1]:8080/x/participant/attachment", TRUE },
};

static const char *const wrong_urls[] = {
  "",
  "connect.example.com",
  "//connect.example.com",
  "https://",
  "https:///x",
  "http://connect.example.com",
  "http://localhost:8080",
  "http://127.0.0.2",
  "http://127.1",
  "http://127.0.0.1.example.com",
  "http://127.0.0.1@example.com",
  "http://[::ffff:127.0.0.1]",
  "http://0.0.0.0",
  "ftp://127.0.0.1",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://user@connect.example.com",
  "https://user:secret@connect.example.com",
  "https://connect.example.com?x=1",
  "https://connect.example.com#x",
  "https://connect.example.com:0",
  "https://connect.example.com:99999",
  "https://connect.example.com/a b",
  "https://connect.example.com/\r\nX-Evil: 1",
  " https://connect.example.com",
};

static void
assert_configuration_error (GError *error)
{
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
}

/* Each region of each partition leads to the host that the SDKs' own rules give. */
static void
test_regions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (region_cases); i++)
    {
      const RegionCase *region = &region_cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_region (region->region, region->flags, &error);
      g_autofree char *base_url = g_strconcat ("https://", region->host, NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (annex_endpoint_get_host (endpoint), ==, region->host);
      g_assert_cmpstr (annex_endpoint_get_base_url (endpoint), ==, base_url);
      g_assert_false (annex_endpoint_is_overridden (endpoint));
      g_assert_false (annex_endpoint_is_loopback (endpoint));
    }
}

/* What is not a region is refused, and never becomes a host name. */
static void
test_wrong_regions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_regions); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", wrong_regions[i]);
      g_assert_null (annex_endpoint_new_for_region (wrong_regions[i], ANNEX_ENDPOINT_DEFAULT, &error));
      assert_configuration_error (error);
    }
}

/* A custom endpoint is used as it is written, before the operation's path. */
static void
test_urls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (url_cases); i++)
    {
      const UrlCase *url = &url_cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url (url->url, &error);
      g_autoptr (GUri) uri = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      uri = annex_endpoint_build_uri (endpoint, "/participant/attachment");
      text = g_uri_to_string (uri);
      g_assert_cmpstr (text, ==, url->sent_to);
      g_assert_cmpstr (annex_endpoint_get_host (endpoint), ==, url->host);
      g_assert_true (annex_endpoint_is_overridden (endpoint));
      g_assert_cmpint (annex_endpoint_is_loopback (endpoint), ==, url->loopback);
    }
}

/* Plain http leaves the machine in no case, and nothing may hide in the URL. */
static void
test_wrong_urls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", wrong_urls[i]);
      g_assert_null (annex_endpoint_new_for_url (wrong_urls[i], &error));
      assert_configuration_error (error);
    }
}

typedef struct
{
  const char *region;
  const char *url;
  const char *environment[5];
  const char *host;
} ResolveCase;

static const ResolveCase resolve_cases[] = {
  { "eu-central-1", NULL, { NULL }, "participant.connect.eu-central-1.amazonaws.com" },
  { NULL, NULL, { "AWS_REGION=eu-west-2", NULL }, "participant.connect.eu-west-2.amazonaws.com" },
  { "us-east-1", NULL, { "AWS_REGION=eu-west-2", NULL }, "participant.connect.us-east-1.amazonaws.com" },
  { NULL, "https://a.example", { "AWS_REGION=eu-west-2", NULL }, "a.example" },
  { "us-east-1", "https://a.example", { NULL }, "a.example" },
  { NULL, "https://a.example", { "AWS_ENDPOINT_URL=https://b.example", NULL }, "a.example" },
  { NULL, NULL, { "AWS_ENDPOINT_URL=https://b.example", NULL }, "b.example" },
  { "us-east-1", NULL, { "AWS_ENDPOINT_URL=https://b.example", NULL }, "b.example" },
  { NULL, NULL, { "AWS_ENDPOINT_URL=https://b.example", "AWS_ENDPOINT_URL_CONNECTPARTICIPANT=https://c.example", NULL }, "c.example" },
  { NULL, NULL, { "AWS_ENDPOINT_URL=", "AWS_REGION=eu-west-2", NULL }, "participant.connect.eu-west-2.amazonaws.com" },
  { "us-east-1", NULL, { "AWS_USE_FIPS_ENDPOINT=true", NULL }, "participant.connect-fips.us-east-1.amazonaws.com" },
  { "us-east-1", NULL, { "AWS_USE_FIPS_ENDPOINT=True", "AWS_USE_DUALSTACK_ENDPOINT=TRUE", NULL }, "participant.connect-fips.us-east-1.api.aws" },
  { "us-east-1", NULL, { "AWS_USE_FIPS_ENDPOINT=false", "AWS_USE_DUALSTACK_ENDPOINT=", NULL }, "participant.connect.us-east-1.amazonaws.com" },
  { NULL, "https://a.example", { "AWS_USE_FIPS_ENDPOINT=false", NULL }, "a.example" },
  /* Errors */
  { NULL, NULL, { NULL }, NULL },
  { NULL, NULL, { "AWS_REGION=", NULL }, NULL },
  { NULL, NULL, { "AWS_REGION=na", NULL }, NULL },
  { "na", NULL, { "AWS_REGION=eu-west-2", NULL }, NULL },
  { "", NULL, { "AWS_REGION=eu-west-2", NULL }, NULL },
  { NULL, "https://a.example", { "AWS_USE_FIPS_ENDPOINT=true", NULL }, NULL },
  { NULL, "https://a.example", { "AWS_USE_DUALSTACK_ENDPOINT=true", NULL }, NULL },
  { "us-east-1", NULL, { "AWS_ENDPOINT_URL=https://b.example", "AWS_USE_FIPS_ENDPOINT=true", NULL }, NULL },
  { "us-east-1", NULL, { "AWS_USE_FIPS_ENDPOINT=1", NULL }, NULL },
  { "us-east-1", NULL, { "AWS_USE_DUALSTACK_ENDPOINT=yes", NULL }, NULL },
  { "us-east-1", NULL, { "AWS_ENDPOINT_URL=http://b.example", NULL }, NULL },
};

/* The hand-off comes before the environment, the service's variable before the general one, and an error is an error. */
static void
test_resolve (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (resolve_cases); i++)
    {
      const ResolveCase *resolve = &resolve_cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexEndpoint) endpoint = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      endpoint = annex_endpoint_new_resolved (resolve->region, resolve->url, resolve->environment, &error);
      if (resolve->host == NULL)
        {
          g_assert_null (endpoint);
          assert_configuration_error (error);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (annex_endpoint_get_host (endpoint), ==, resolve->host);
    }
}

/* An error of the configuration says when it was and holds nothing else. */
static void
test_resolve_without_environment (void)
{
  g_autoptr (GError) error = NULL;
  const AnnexErrorDetails *details;

  g_assert_null (annex_endpoint_new_resolved (NULL, NULL, NULL, &error));
  assert_configuration_error (error);
  details = annex_service_error_get_details (error);
  g_assert_nonnull (details);
  g_assert_cmpint (details->time_us, >, 0);
  g_assert_cmpuint (details->http_status, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/endpoint/regions", test_regions);
  g_test_add_func ("/endpoint/wrong-regions", test_wrong_regions);
  g_test_add_func ("/endpoint/urls", test_urls);
  g_test_add_func ("/endpoint/wrong-urls", test_wrong_urls);
  g_test_add_func ("/endpoint/resolve", test_resolve);
  g_test_add_func ("/endpoint/resolve-without-environment", test_resolve_without_environment);

  return g_test_run ();
}
