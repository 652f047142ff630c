/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-attachment.h"

G_BEGIN_DECLS

/**
 * AnnexRemedy:
 * @ANNEX_REMEDY_NONE: nothing the agent does here helps
 * @ANNEX_REMEDY_TRY_AGAIN: ask again
 * @ANNEX_REMEDY_RENEW_LINK: ask for a new link
 * @ANNEX_REMEDY_RECONNECT: hand the chat over again
 * @ANNEX_REMEDY_DOWNLOAD_AGAIN: fetch the bytes again
 * @ANNEX_REMEDY_SAVE: keep a copy and open it elsewhere
 *
 * The one thing to do about a problem.
 */
typedef enum
{
  ANNEX_REMEDY_NONE,
  ANNEX_REMEDY_TRY_AGAIN,
  ANNEX_REMEDY_RENEW_LINK,
  ANNEX_REMEDY_RECONNECT,
  ANNEX_REMEDY_DOWNLOAD_AGAIN,
  ANNEX_REMEDY_SAVE,
} AnnexRemedy;

/**
 * AnnexExitStatus:
 *
 * Exit statuses of the program, by what went wrong.
 */
typedef enum
{
  ANNEX_EXIT_SUCCESS = 0,
  ANNEX_EXIT_USAGE = 2,
  ANNEX_EXIT_DENIED = 3,
  ANNEX_EXIT_THROTTLED = 4,
  ANNEX_EXIT_EXPIRED = 5,
  ANNEX_EXIT_BLOCKED = 6,
  ANNEX_EXIT_NETWORK = 7,
  ANNEX_EXIT_CHAT_ENDED = 8,
  ANNEX_EXIT_OTHER = 9,
} AnnexExitStatus;

/**
 * AnnexProblem:
 * @code: stable name of the problem, for scripts and tests
 * @icon_name: symbolic icon
 * @title: translated title in header capitals
 * @description: translated plain text, never markup
 * @remedy: the one thing to do
 * @has_details: whether there is more to tell to an administrator
 * @urgent: whether the screen reader interrupts itself
 * @is_live: whether the description changes by itself, as a countdown does
 * @exit_status: what the command line ends with
 *
 * A failure, or a state that keeps an attachment from being shown, in words.
 */
typedef struct
{
  const char     *code;
  const char     *icon_name;
  char           *title;       /* (owned) */
  char           *description; /* (owned) */
  AnnexRemedy     remedy;
  gboolean        has_details;
  gboolean        urgent;
  gboolean        is_live;
  AnnexExitStatus exit_status;
} AnnexProblem;

AnnexProblem *annex_problem_new_for_error (const GError    *error,
                                           AnnexAttachment *attachment);
AnnexProblem *annex_problem_new_for_attachment (AnnexAttachment *attachment);
AnnexProblem *annex_problem_new_for_waiting (AnnexAttachment *attachment);
AnnexProblem *annex_problem_new_for_cancelled (void);
AnnexProblem *annex_problem_new_for_saving (const GError *error,
                                            const char   *name);
AnnexProblem *annex_problem_new_for_chat_ended (void);
void          annex_problem_free (AnnexProblem *problem);
const char   *annex_remedy_get_label (AnnexRemedy remedy);
char         *annex_problem_format_details (const GError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexProblem, annex_problem_free)

G_END_DECLS
