/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-options.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* No descriptor was given, not even an impossible one. */
#define NO_FD G_MININT

/* What GOption fills, before it is made sense of. */
typedef struct
{
  char    *chat;  /* (owned) (nullable) */
  char    *token; /* (owned) (nullable) */
  char    *save;  /* (owned) (nullable) */
  char    *to;    /* (owned) (nullable) */
  int      chat_fd;
  gboolean sample;
  gboolean connect;
  gboolean service;
  gboolean list;
  gboolean json;
  gboolean diagnose;
  gboolean version;
} RawOptions;

static void
raw_options_clear (RawOptions *raw)
{
  g_free (raw->chat);
  g_free (raw->token);
  g_free (raw->save);
  g_free (raw->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RawOptions, raw_options_clear)

static gboolean
fail (GError    **error,
      const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);

  return FALSE;
}

static gboolean
parse_raw (RawOptions *raw,
           char      **arguments,
           GError    **error)
{
  const GOptionEntry entries[] = {
    /* Translators: the words in capitals stand for what is given with an option, as in --to=DIR */
    { "chat", 0, 0, G_OPTION_ARG_FILENAME, &raw->chat, N_ ("Open the chat handed over in FILE, or on standard input with “-”"), N_ ("FILE") },
    { "chat-fd", 0, 0, G_OPTION_ARG_INT, &raw->chat_fd, N_ ("Open the chat handed over on an open descriptor"), N_ ("N") },
    { "sample", 0, 0, G_OPTION_ARG_NONE, &raw->sample, N_ ("Open a sample chat"), NULL },
    { "connect", 0, 0, G_OPTION_ARG_NONE, &raw->connect, N_ ("Ask for a chat to connect to"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &raw->list, N_ ("Print the attachments of the chat"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &raw->json, N_ ("Print the list as JSON"), NULL },
    { "save", 0, 0, G_OPTION_ARG_STRING, &raw->save, N_ ("Save one attachment, or “all”"), N_ ("ID") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &raw->to, N_ ("Save into this folder"), N_ ("DIR") },
    { "diagnose", 0, 0, G_OPTION_ARG_NONE, &raw->diagnose, N_ ("Print what works on this computer"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &raw->version, N_ ("Print the version"), NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &raw->service, NULL, NULL },
    { "token", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &raw->token, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _ ("Shows the attachments of an active chat."));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  /* GOption's own message repeats what it did not understand, and somebody may have put a token there. */
  if (!g_option_context_parse_strv (context, &arguments, NULL))
    return fail (error, _ ("The options were not understood. See annex --help."));
  /* Not repeated: somebody may have put a token there. */
  if (arguments[0] != NULL && arguments[1] != NULL)
    return fail (error, _ ("Annex takes options only."));

  return TRUE;
}

static gboolean
check_raw (const RawOptions *raw,
           GError          **error)
{
  int n_sources = (raw->chat != NULL) + (raw->chat_fd != NO_FD) + raw->sample;
  int n_jobs = raw->list + (raw->save != NULL) + raw->diagnose + raw->version;

  if (raw->token != NULL)
    return fail (error, _ ("A token on the command line can be read by everyone on this computer. Hand the chat over with --chat=- on standard input instead."));
  if (n_jobs > 1)
    return fail (error, _ ("--list, --save, --diagnose and --version cannot be combined."));
  if (n_sources > 1)
    return fail (error, _ ("--chat, --chat-fd and --sample cannot be combined."));
  if (raw->connect && n_sources + n_jobs > 0)
    return fail (error, _ ("--connect cannot be combined with other options."));
  if (raw->chat_fd != NO_FD && raw->chat_fd < 0)
    return fail (error, _ ("--chat-fd needs the number of an open descriptor."));
  if (raw->chat != NULL && *raw->chat == '\0')
    return fail (error, _ ("--chat needs a file, or “-” for standard input."));
  if ((raw->list || raw->save != NULL) && n_sources == 0)
    return fail (error, _ ("--list and --save need a chat: --chat=-, --chat=FILE, --chat-fd=N or --sample."));
  if (raw->json && !raw->list)
    return fail (error, _ ("--json needs --list."));
  if ((raw->save == NULL) != (raw->to == NULL))
    return fail (error, _ ("--save and --to belong together."));
  if (raw->save != NULL && *raw->save == '\0')
    return fail (error, _ ("--save needs the ID of an attachment, or “all”."));
  if (raw->to != NULL && *raw->to == '\0')
    return fail (error, _ ("--to needs a folder."));

  return TRUE;
}

static AnnexMode
get_mode (const RawOptions *raw)
{
  if (raw->version)
    return ANNEX_MODE_VERSION;
  if (raw->diagnose)
    return ANNEX_MODE_DIAGNOSE;
  if (raw->list)
    return ANNEX_MODE_LIST;
  if (raw->save != NULL)
    return ANNEX_MODE_SAVE;

  return ANNEX_MODE_WINDOW;
}

/**
 * annex_options_parse:
 * @arguments: (array zero-terminated=1): the program's arguments, its name first
 * @error: return location for an error, in %G_OPTION_ERROR
 *
 * Returns: (transfer full): the options, or %NULL
 */
AnnexOptions *
annex_options_parse (char   **arguments,
                     GError **error)
{
  g_auto (RawOptions) raw = { .chat_fd = NO_FD };
  g_auto (GStrv) copy = g_strdupv (arguments);
  AnnexOptions *options;

  if (!parse_raw (&raw, copy, error) || !check_raw (&raw, error))
    return NULL;

  options = g_new0 (AnnexOptions, 1);
  options->mode = get_mode (&raw);
  options->json = raw.json;
  options->sample = raw.sample;
  options->connect = raw.connect;
  options->service = raw.service;
  options->chat_fd = g_strcmp0 (raw.chat, "-") == 0 ? STDIN_FILENO : MAX (raw.chat_fd, -1);
  options->chat_file = options->chat_fd < 0 ? g_steal_pointer (&raw.chat) : NULL;
  options->save_id = g_steal_pointer (&raw.save);
  options->save_folder = g_steal_pointer (&raw.to);

  return options;
}

/**
 * annex_options_has_chat:
 * @options: the options
 *
 * Returns: %TRUE when a hand-off is to be read
 */
gboolean
annex_options_has_chat (const AnnexOptions *options)
{
  return options->chat_fd >= 0 || options->chat_file != NULL;
}

/**
 * annex_options_free:
 * @options: (transfer full): the options
 */
void
annex_options_free (AnnexOptions *options)
{
  g_free (options->chat_file);
  g_free (options->save_id);
  g_free (options->save_folder);
  g_free (options);
}
