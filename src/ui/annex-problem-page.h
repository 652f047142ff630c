/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-problem.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * AnnexProblemActions:
 * @again: (nullable): action that asks again
 * @cancel: (nullable): action that stops waiting
 * @try_now: (nullable): action that does not wait any longer
 * @details: (nullable): action that tells more
 *
 * Names of the actions behind the buttons; a button without an action is not there.
 */
typedef struct
{
  const char *again;
  const char *cancel;
  const char *try_now;
  const char *details;
} AnnexProblemActions;

/* A problem on a page: what, why, and the one thing to do. */
#define ANNEX_TYPE_PROBLEM_PAGE (annex_problem_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexProblemPage, annex_problem_page, ANNEX, PROBLEM_PAGE, AdwBin)

void annex_problem_page_show (AnnexProblemPage          *self,
                              const AnnexProblem        *problem,
                              const AnnexProblemActions *actions);
void annex_problem_page_show_waiting (AnnexProblemPage          *self,
                                      AnnexAttachment           *attachment,
                                      const AnnexProblemActions *actions);

G_END_DECLS
