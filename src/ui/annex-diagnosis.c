/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-diagnosis.h"

#include "annex-download-session.h"

#include <sys/syscall.h>
#include <unistd.h>

/* How long the instance that runs has to answer. */
#define ANSWER_MS 2000

/* The kernel's header may be older than the kernel. */
#define CREATE_RULESET_VERSION (1U << 0)

/* Returns: the version of Landlock that the kernel has, or 0 */
static int
get_landlock_abi (void)
{
#ifdef SYS_landlock_create_ruleset
  long abi = syscall (SYS_landlock_create_ruleset, NULL, (size_t) 0, CREATE_RULESET_VERSION);

  return abi > 0 ? (int) abi : 0;
#else
  return 0;
#endif
}

static guint
get_memory_limit (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);

  return g_settings_get_uint (settings, "memory-limit");
}

/**
 * annex_diagnosis_format:
 *
 * Returns: (transfer full): a line for each fact about this computer
 */
char *
annex_diagnosis_format (void)
{
  return g_strdup_printf ("Annex: %s\n"
                          "GLib: %u.%u.%u\n"
                          "libsoup: %u.%u.%u\n"
                          "Landlock ABI: %d\n"
                          "Memory limit: %u MiB\n",
                          PACKAGE_VERSION,
                          glib_major_version,
                          glib_minor_version,
                          glib_micro_version,
                          soup_get_major_version (),
                          soup_get_minor_version (),
                          soup_get_micro_version (),
                          get_landlock_abi (),
                          get_memory_limit ());
}

static char *
format_held (guint64 size,
             guint   n_attachments)
{
  return g_strdup_printf ("Held: %" G_GUINT64_FORMAT " bytes of %u attachments\n", size, n_attachments);
}

/**
 * annex_diagnosis_format_held:
 * @budget: what is held
 *
 * Returns: (transfer full): a line that says how much
 */
char *
annex_diagnosis_format_held (AnnexContentBudget *budget)
{
  return format_held (annex_content_budget_get_size (budget), annex_content_budget_get_n_contents (budget));
}

/* Looking for a bus where there is none would start one. */
static gboolean
has_bus (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (path, G_FILE_TEST_EXISTS);
}

static GVariant *
ask_instance (void)
{
  g_autoptr (GDBusConnection) connection = has_bus () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) : NULL;

  if (connection == NULL)
    return NULL;

  return g_dbus_connection_call_sync (connection,
                                      APPLICATION_ID,
                                      APPLICATION_PATH,
                                      "org.freedesktop.DBus.Properties",
                                      "GetAll",
                                      g_variant_new ("(s)", APPLICATION_ID),
                                      G_VARIANT_TYPE ("(a{sv})"),
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                      ANSWER_MS,
                                      NULL,
                                      NULL);
}

/**
 * annex_diagnosis_ask_held:
 *
 * Asks the instance that runs in this session, if there is one, and waits for its answer. None is started.
 *
 * Returns: (transfer full): a line that says how much it holds; nothing is held where none runs
 */
char *
annex_diagnosis_ask_held (void)
{
  g_autoptr (GVariant) answer = ask_instance ();
  g_autoptr (GVariant) members = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  guint64 size = 0;
  guint32 n_attachments = 0;

  if (members != NULL)
    {
      g_variant_lookup (members, "HeldBytes", "t", &size);
      g_variant_lookup (members, "HeldAttachments", "u", &n_attachments);
    }

  return format_held (size, n_attachments);
}
