/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexMode:
 * @ANNEX_MODE_WINDOW: open a window
 * @ANNEX_MODE_LIST: print the attachments
 * @ANNEX_MODE_SAVE: save attachments into a folder
 * @ANNEX_MODE_DIAGNOSE: print what works on this computer
 * @ANNEX_MODE_VERSION: print the version
 */
typedef enum
{
  ANNEX_MODE_WINDOW,
  ANNEX_MODE_LIST,
  ANNEX_MODE_SAVE,
  ANNEX_MODE_DIAGNOSE,
  ANNEX_MODE_VERSION,
} AnnexMode;

/**
 * AnnexOptions:
 * @mode: what to do
 * @json: whether a list is printed as JSON
 * @sample: whether the sample chat is used
 * @connect: whether the agent is asked for a chat
 * @service: whether the session bus started the program, which then waits for what it is asked
 * @chat_fd: descriptor that the hand-off is read from, or -1
 * @chat_file: (nullable): file that the hand-off is read from
 * @save_id: (nullable): identifier of the attachment to save, or `all`
 * @save_folder: (nullable): folder to save to
 *
 * The command line. It never holds a secret.
 */
typedef struct
{
  AnnexMode mode;
  gboolean  json;
  gboolean  sample;
  gboolean  connect;
  gboolean  service;
  int       chat_fd;
  char     *chat_file;   /* (owned) (nullable) */
  char     *save_id;     /* (owned) (nullable) */
  char     *save_folder; /* (owned) (nullable) */
} AnnexOptions;

AnnexOptions *annex_options_parse (char   **arguments,
                                   GError **error);
gboolean      annex_options_has_chat (const AnnexOptions *options);
void          annex_options_free (AnnexOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexOptions, annex_options_free)

G_END_DECLS
