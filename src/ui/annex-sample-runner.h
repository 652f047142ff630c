/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-hand-off.h"

G_BEGIN_DECLS

/* A running sample service. It ends with the last reference, because its standard input closes then. */
#define ANNEX_TYPE_SAMPLE_RUNNER (annex_sample_runner_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSampleRunner, annex_sample_runner, ANNEX, SAMPLE_RUNNER, GObject)

void               annex_sample_runner_start_async (const char         *program,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
AnnexSampleRunner *annex_sample_runner_start_finish (GAsyncResult *result,
                                                     GError      **error);
AnnexHandOff      *annex_sample_runner_get_hand_off (AnnexSampleRunner *self);
gboolean           annex_sample_runner_is_running (AnnexSampleRunner *self);

G_END_DECLS
