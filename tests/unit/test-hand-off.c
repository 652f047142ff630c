/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-hand-off.h"
#include "annex-service-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define CANARY "canary-token-7b1d"
#define TOKEN "\"connectionToken\": \"" CANARY "\""
#define MINIMAL "{\"version\": 1, \"region\": \"eu-central-1\", " TOKEN "}"

static gboolean is_somebody_else;

/* A file of another user's cannot be made without rights that tests do not have, so it is the user who changes. */
uid_t
geteuid (void)
{
  return (uid_t) syscall (SYS_geteuid) + (is_somebody_else ? 1 : 0);
}

typedef struct
{
  const char *json;
  const char *message; /* a part of it */
} Invalid;

static AnnexHandOff *
read_json (const char *json,
           GError    **error)
{
  return annex_hand_off_new_from_json (json, strlen (json), NULL, error);
}

static AnnexHandOff *
read_valid (const char *json)
{
  g_autoptr (GError) error = NULL;
  AnnexHandOff *hand_off = read_json (json, &error);

  g_assert_no_error (error);
  g_assert_nonnull (hand_off);

  return hand_off;
}

static void
assert_invalid (const char *json,
                gsize       length,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexHandOff) hand_off = annex_hand_off_new_from_json (json, length, NULL, &error);

  g_assert_null (hand_off);
  g_assert_error (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_INVALID);
  g_assert_null (strstr (error->message, "canary"));
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
test_reads_everything (void)
{
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autoptr (AnnexStorePolicy) policy = NULL;

  hand_off = read_valid ("{\"version\": 1, \"region\": \"eu-central-1\", \"connectionToken\": \"a/b+c==\","
                         " \"participantToken\": \"second\", \"contactId\": \"contact\", \"initialContactId\": \"initial\","
                         " \"participantId\": \"participant\", \"displayName\": \"Maria S.\","
                         " \"allowedStorageHosts\": [\".Example.com\", \"store-1.example.org\"], \"future\": {\"a\": [1]}}");
  policy = annex_hand_off_dup_store_policy (hand_off);

  g_assert_cmpstr (annex_endpoint_get_host (annex_hand_off_get_endpoint (hand_off)), ==, "participant.connect.eu-central-1.amazonaws.com");
  g_assert_cmpstr (annex_secret_peek (annex_hand_off_get_connection_token (hand_off)), ==, "a/b+c==");
  g_assert_cmpstr (annex_secret_peek (annex_hand_off_get_participant_token (hand_off)), ==, "second");
  g_assert_cmpstr (annex_hand_off_get_contact_id (hand_off), ==, "contact");
  g_assert_cmpstr (annex_hand_off_get_initial_contact_id (hand_off), ==, "initial");
  g_assert_cmpstr (annex_hand_off_get_participant_id (hand_off), ==, "participant");
  g_assert_cmpstr (annex_hand_off_get_display_name (hand_off), ==, "Maria S.");
  g_assert_cmpstr (policy->allowed_suffixes[0], ==, ".example.com");
  g_assert_cmpstr (policy->allowed_suffixes[1], ==, "store-1.example.org");
  g_assert_null (policy->allowed_suffixes[2]);
  g_assert_null (policy->loopback_host);
}

static void
test_needs_little (void)
{
  g_autoptr (AnnexHandOff) hand_off = read_valid ("{\"version\": 1, \"region\": \"us-east-1\", \"participantToken\": \"p\","
                                                 " \"connectionToken\": null, \"contactId\": \"\", \"displayName\": \"\"}");

  g_assert_null (annex_hand_off_get_connection_token (hand_off));
  g_assert_cmpstr (annex_secret_peek (annex_hand_off_get_participant_token (hand_off)), ==, "p");
  g_assert_null (annex_hand_off_get_contact_id (hand_off));
  g_assert_null (annex_hand_off_get_display_name (hand_off));
}

static void
test_refuses_what_is_wrong (void)
{
  static const Invalid cases[] = {
    { "", "not JSON" },
    { " ", "not JSON" },
    { CANARY, "not JSON" },
    { "{" TOKEN, "not JSON" },
    { "{\"version\": 1, 'connectionToken': '" CANARY "'}", "not JSON" },
    { MINIMAL MINIMAL, "not JSON" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"" CANARY "\xff\"}", "not JSON" },
    { "[\"" CANARY "\"]", "not a JSON object" },
    { "null", "not a JSON object" },
    { "{\"region\": \"us-east-1\", " TOKEN "}", "version: missing" },
    { "{\"version\": null, \"region\": \"us-east-1\", " TOKEN "}", "version: missing" },
    { "{\"version\": \"1\", \"region\": \"us-east-1\", " TOKEN "}", "version: not an integer" },
    { "{\"version\": 1.5, \"region\": \"us-east-1\", " TOKEN "}", "version: not an integer" },
    { "{\"version\": 1, \"region\": \"us-east-1\"}", "neither" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": null}", "neither" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"\"}", "connectionToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"participantToken\": \"\"}", "participantToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": 5}", "connectionToken: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": [\"" CANARY "\"]}", "connectionToken: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"" CANARY " \"}", "connectionToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"" CANARY "\\r\\nX: y\"}", "connectionToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"" CANARY "\\u007f\"}", "connectionToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"" CANARY "\\u00e4\"}", "connectionToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"participantToken\": \"a b\"}", "participantToken: not 1 to 1000" },
    { "{\"version\": 1, \"region\": 5, " TOKEN "}", "region: not a string" },
    { "{\"version\": 1, \"endpoint\": true, " TOKEN "}", "endpoint: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"contactId\": {}}", "contactId: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"initialContactId\": 1}", "initialContactId: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"participantId\": 1}", "participantId: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"displayName\": [\"canary\"]}", "displayName: not a string" },
    { "{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"allowedStorageHosts\": \".example.com\"}", "allowedStorageHosts: not an array" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_invalid (cases[i].json, strlen (cases[i].json), cases[i].message);
}

static void
test_refuses_what_is_long (void)
{
  g_autofree char *token = g_strnfill (1001, 't');
  g_autofree char *id = g_strnfill (257, 'i');
  g_autofree char *name = g_strnfill (1025, 'n');
  g_autofree char *long_token = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", \"connectionToken\": \"%s\"}", token);
  g_autofree char *long_id = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"contactId\": \"%s\"}", id);
  g_autofree char *long_name = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"displayName\": \"%s\"}", name);
  g_autoptr (AnnexHandOff) longest = NULL;

  assert_invalid (long_token, strlen (long_token), "connectionToken: not 1 to 1000");
  assert_invalid (long_id, strlen (long_id), "contactId: too long");
  assert_invalid (long_name, strlen (long_name), "displayName: too long");

  *strstr (long_token, "tt") = ' ';
  assert_invalid (long_token, strlen (long_token), "connectionToken: not 1 to 1000");
  memmove (strstr (long_token, " t"), strstr (long_token, " t") + 1, strlen (strstr (long_token, " t")));
  longest = read_valid (long_token);
  g_assert_cmpuint (annex_secret_get_length (annex_hand_off_get_connection_token (longest)), ==, 1000);
}

static void
test_refuses_other_versions (void)
{
  static const char *const versions[] = { "0", "2", "-1", "99999999999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"version\": %s, \"anything\": \"else\"}", versions[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_json (json, &error));
      g_assert_error (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_VERSION);
    }
}

static void
test_refuses_storage_hosts (void)
{
  static const char *const hosts[] = {
    "\"\"", "\".\"", "\"com\"", "\".com\"", "\"*.example.com\"", "\"..example.com\"", "\"example..com\"", "\"example.com.\"", "\"https://example.com\"", "\"example.com/path\"", "\"example.com:443\"", "\"user@example.com\"", "\"exa mple.com\"", "\"127.0.0.1\"", "\"10.1\"", "\"[::1]\"", "\"::1\"", "\"-a.example.com\"", "\"a-.example.com\"", "\"b\\u00fccher.example\"", "\"example.com\\n\"", "\"example.1com\"", "5", "null", "[\".example.com\"]", "{}", "true"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ","
                                               " \"allowedStorageHosts\": [\".example.com\", %s]}",
                                               hosts[i]);

      g_test_message ("%s", hosts[i]);
      assert_invalid (json, strlen (json), "allowedStorageHosts[1]: ");
    }
}

static void
test_bounds_storage_hosts (void)
{
  g_autoptr (GString) json = g_string_new ("{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"allowedStorageHosts\": [\".example.com\"");
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *long_label = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", " TOKEN ", \"allowedStorageHosts\": [\"%s.com\"]}", label);

  for (guint i = 0; i < 64; i++)
    g_string_append (json, ", \".example.com\"");
  g_string_append (json, "]}");

  assert_invalid (json->str, json->len, "allowedStorageHosts: too many");
  assert_invalid (long_label, strlen (long_label), "allowedStorageHosts[0]: ");
}

static void
test_resolves_the_endpoint (void)
{
  static const char *const environment[] = { "AWS_REGION=ap-southeast-2", "AWS_ENDPOINT_URL=http://127.0.0.1:8080", NULL };
  static const char *const region_only[] = { "AWS_REGION=ap-southeast-2", NULL };
  g_autoptr (AnnexHandOff) from_region = annex_hand_off_new_from_json ("{\"version\":1," TOKEN "}", strlen ("{\"version\":1," TOKEN "}"), region_only, NULL);
  g_autoptr (AnnexHandOff) from_url = annex_hand_off_new_from_json (MINIMAL, strlen (MINIMAL), environment, NULL);
  g_autoptr (AnnexHandOff) own = read_valid ("{\"version\": 1, \"endpoint\": \"http://[::1]:99\", " TOKEN "}");
  g_autoptr (AnnexHandOff) foreign = read_valid ("{\"version\": 1, \"endpoint\": \"https://proxy.example.com/x\", " TOKEN "}");
  g_autoptr (AnnexStorePolicy) from_url_policy = annex_hand_off_dup_store_policy (from_url);
  g_autoptr (AnnexStorePolicy) own_policy = annex_hand_off_dup_store_policy (own);
  g_autoptr (AnnexStorePolicy) foreign_policy = annex_hand_off_dup_store_policy (foreign);

  g_assert_cmpstr (annex_endpoint_get_host (annex_hand_off_get_endpoint (from_region)), ==, "participant.connect.ap-southeast-2.amazonaws.com");
  g_assert_cmpstr (annex_endpoint_get_base_url (annex_hand_off_get_endpoint (from_url)), ==, "http://127.0.0.1:8080");
  g_assert_cmpstr (from_url_policy->loopback_host, ==, "127.0.0.1");
  g_assert_cmpstr (own_policy->loopback_host, ==, "[::1]");
  g_assert_null (foreign_policy->loopback_host);
}

static void
test_refuses_endpoints (void)
{
  static const char *const members[] = {
    "\"x\": 1",
    "\"region\": \"\"",
    "\"region\": \"na\"",
    "\"region\": \"us-east-1.evil.example\"",
    "\"endpoint\": \"http://example.com\"",
    "\"endpoint\": \"https://" CANARY "@example.com\"",
    "\"endpoint\": \"file:///etc/passwd\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"version\": 1, %s, " TOKEN "}", members[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", members[i]);
      g_assert_null (read_json (json, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_CONFIGURATION);
      g_assert_null (strstr (error->message, "canary"));
    }
}

static void
test_keeps_its_source (void)
{
  g_autoptr (GString) json = g_string_new (MINIMAL);
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autoptr (AnnexHandOff) second = NULL;
  AnnexSecret *source;

  /* More than a page, so that it needs several. */
  while (json->len < 50000)
    g_string_append_c (json, ' ');
  hand_off = read_valid (json->str);
  source = annex_hand_off_get_source (hand_off);
  second = annex_hand_off_new_from_json (annex_secret_peek (source), annex_secret_get_length (source), NULL, NULL);

  g_assert_cmpmem (annex_secret_peek (source), annex_secret_get_length (source), json->str, json->len);
  g_assert_true (annex_hand_off_is_same_chat (hand_off, second));
}

static void
test_bounds_its_size (void)
{
  g_autoptr (GString) json = g_string_new (MINIMAL);
  g_autoptr (AnnexHandOff) largest = NULL;
  g_autoptr (GError) error = NULL;

  while (json->len < ANNEX_HAND_OFF_MAX_SIZE)
    g_string_append_c (json, '\n');
  largest = read_valid (json->str);
  g_string_append_c (json, '\n');

  g_assert_null (read_json (json->str, &error));
  g_assert_error (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE);
}

static void
test_knows_the_same_chat (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean    same;
  } cases[] = {
    { "\"connectionToken\": \"t\"", "\"connectionToken\": \"t\"", TRUE },
    { "\"connectionToken\": \"t\"", "\"connectionToken\": \"u\"", FALSE },
    { "\"connectionToken\": \"t\"", "\"participantToken\": \"t\"", FALSE },
    { "\"participantToken\": \"t\"", "\"participantToken\": \"t\"", TRUE },
    { "\"connectionToken\": \"t\", \"contactId\": \"c\"", "\"connectionToken\": \"u\", \"contactId\": \"c\"", TRUE },
    { "\"connectionToken\": \"t\", \"contactId\": \"c\"", "\"connectionToken\": \"t\", \"contactId\": \"d\"", FALSE },
    { "\"connectionToken\": \"t\", \"contactId\": \"c\"", "\"connectionToken\": \"t\"", TRUE },
    { "\"connectionToken\": \"t\", \"participantId\": \"p\"", "\"connectionToken\": \"u\", \"participantId\": \"p\"", TRUE },
    { "\"connectionToken\": \"t\", \"participantId\": \"p\"", "\"connectionToken\": \"t\", \"participantId\": \"q\"", FALSE },
    { "\"connectionToken\": \"t\", \"endpoint\": \"https://a.example\"", "\"connectionToken\": \"t\"", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *a_json = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", %s}", cases[i].a);
      g_autofree char *b_json = g_strdup_printf ("{\"version\": 1, \"region\": \"us-east-1\", %s}", cases[i].b);
      g_autoptr (AnnexHandOff) a = read_valid (a_json);
      g_autoptr (AnnexHandOff) b = read_valid (b_json);

      g_assert_cmpint (annex_hand_off_is_same_chat (a, b), ==, cases[i].same);
      g_assert_cmpint (annex_hand_off_is_same_chat (b, a), ==, cases[i].same);
    }
}

/* Files and descriptors */

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned): a good hand-off, mode 0600 */
} Files;

static void
files_set_up (Files        *files,
              gconstpointer data)
{
  files->folder = g_dir_make_tmp ("annex-hand-off-XXXXXX", NULL);
  files->path = g_build_filename (files->folder, "canary-file", NULL);
  g_assert_true (g_file_set_contents_full (files->path, MINIMAL, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
files_tear_down (Files        *files,
                 gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (files->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (files->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (files->folder), ==, 0);
  g_free (files->folder);
  g_free (files->path);
}

static guint
count_fds (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_fds = 0;

  while (g_dir_read_name (folder) != NULL)
    n_fds++;

  return n_fds;
}

static void
assert_file_error (const char *path,
                   GQuark      domain,
                   int         code)
{
  g_autoptr (GError) error = NULL;
  const guint n_fds = count_fds ();

  g_assert_null (annex_hand_off_new_from_file (path, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_null (strstr (error->message, "canary"));
  g_assert_cmpuint (count_fds (), ==, n_fds);
}

static void
test_reads_a_file (Files        *files,
                   gconstpointer data)
{
  static const mode_t good[] = { 0600, 0400 };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const guint n_fds = count_fds ();
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexHandOff) hand_off = NULL;

      g_assert_cmpint (g_chmod (files->path, good[i]), ==, 0);
      hand_off = annex_hand_off_new_from_file (files->path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (annex_secret_peek (annex_hand_off_get_connection_token (hand_off)), ==, CANARY);
      g_assert_cmpuint (count_fds (), ==, n_fds);
    }
}

static void
test_refuses_modes (Files        *files,
                    gconstpointer data)
{
  static const mode_t bad[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0700, 0644, 01600, 04600 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (g_chmod (files->path, bad[i]), ==, 0);
      assert_file_error (files->path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
    }
}

static void
test_refuses_other_owners (Files        *files,
                           gconstpointer data)
{
  is_somebody_else = TRUE;
  assert_file_error (files->path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  is_somebody_else = FALSE;
}

static void
test_refuses_what_is_no_file (Files        *files,
                              gconstpointer data)
{
  g_autofree char   *link = g_build_filename (files->folder, "canary-link", NULL);
  g_autofree char   *fifo = g_build_filename (files->folder, "canary-fifo", NULL);
  g_autofree char   *socket_path = g_build_filename (files->folder, "canary-socket", NULL);
  g_autofree char   *missing = g_build_filename (files->folder, "canary-missing", NULL);
  g_autofd int       socket_fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_assert_cmpint (symlink (files->path, link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (socket_fd, (struct sockaddr *) &address, sizeof address), ==, 0);

  assert_file_error (link, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  assert_file_error (fifo, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  assert_file_error (socket_path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  assert_file_error (files->folder, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  assert_file_error ("/dev/null", ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE);
  assert_file_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_bounds_a_file (Files        *files,
                    gconstpointer data)
{
  g_assert_cmpint (truncate (files->path, ANNEX_HAND_OFF_MAX_SIZE + 1), ==, 0);
  assert_file_error (files->path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE);
  g_assert_cmpint (truncate (files->path, (off_t) 1 << 40), ==, 0);
  assert_file_error (files->path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE);
  g_assert_cmpint (truncate (files->path, 0), ==, 0);
  assert_file_error (files->path, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_INVALID);
}

static gpointer
write_in_pieces (gpointer user_data)
{
  g_autofd int fd = GPOINTER_TO_INT (user_data);

  for (const char *c = MINIMAL; *c != '\0'; c++)
    if (write (fd, c, 1) != 1)
      break;

  return NULL;
}

static void
test_reads_a_pipe (Files        *files,
                   gconstpointer flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autoptr (GThread) writer = NULL;
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC | GPOINTER_TO_INT (flags)), ==, 0);
  writer = g_thread_new ("writer", write_in_pieces, GINT_TO_POINTER (fds[1]));
  hand_off = annex_hand_off_new_from_fd (fds[0], NULL, &error);
  g_thread_join (g_steal_pointer (&writer));

  g_assert_no_error (error);
  g_assert_cmpstr (annex_secret_peek (annex_hand_off_get_connection_token (hand_off)), ==, CANARY);
  g_assert_cmpint (fcntl (fds[0], F_GETFD), >=, 0);
  g_assert_cmpint (close (fds[0]), ==, 0);
}

static void
test_bounds_a_descriptor (Files        *files,
                          gconstpointer data)
{
  g_autofd int endless = open ("/dev/zero", O_RDONLY | O_CLOEXEC);
  g_autofd int folder = open (files->folder, O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder_error = NULL;

  g_assert_null (annex_hand_off_new_from_fd (endless, NULL, &error));
  g_assert_error (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE);
  g_assert_null (annex_hand_off_new_from_fd (folder, NULL, &folder_error));
  g_assert_error (folder_error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

#define ADD_FILES_TEST(path, data, function) g_test_add (path, Files, data, files_set_up, function, files_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hand-off/reads-everything", test_reads_everything);
  g_test_add_func ("/hand-off/needs-little", test_needs_little);
  g_test_add_func ("/hand-off/refuses-what-is-wrong", test_refuses_what_is_wrong);
  g_test_add_func ("/hand-off/refuses-what-is-long", test_refuses_what_is_long);
  g_test_add_func ("/hand-off/refuses-other-versions", test_refuses_other_versions);
  g_test_add_func ("/hand-off/refuses-storage-hosts", test_refuses_storage_hosts);
  g_test_add_func ("/hand-off/bounds-storage-hosts", test_bounds_storage_hosts);
  g_test_add_func ("/hand-off/resolves-the-endpoint", test_resolves_the_endpoint);
  g_test_add_func ("/hand-off/refuses-endpoints", test_refuses_endpoints);
  g_test_add_func ("/hand-off/keeps-its-source", test_keeps_its_source);
  g_test_add_func ("/hand-off/bounds-its-size", test_bounds_its_size);
  g_test_add_func ("/hand-off/knows-the-same-chat", test_knows_the_same_chat);
  ADD_FILES_TEST ("/hand-off/reads-a-file", NULL, test_reads_a_file);
  ADD_FILES_TEST ("/hand-off/refuses-modes", NULL, test_refuses_modes);
  ADD_FILES_TEST ("/hand-off/refuses-other-owners", NULL, test_refuses_other_owners);
  ADD_FILES_TEST ("/hand-off/refuses-what-is-no-file", NULL, test_refuses_what_is_no_file);
  ADD_FILES_TEST ("/hand-off/bounds-a-file", NULL, test_bounds_a_file);
  ADD_FILES_TEST ("/hand-off/reads-a-pipe", GINT_TO_POINTER (0), test_reads_a_pipe);
  ADD_FILES_TEST ("/hand-off/reads-a-pipe-that-does-not-block", GINT_TO_POINTER (O_NONBLOCK), test_reads_a_pipe);
  ADD_FILES_TEST ("/hand-off/bounds-a-descriptor", NULL, test_bounds_a_descriptor);

  return g_test_run ();
}
