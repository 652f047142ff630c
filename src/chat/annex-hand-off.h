/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-endpoint.h"
#include "annex-secret.h"
#include "annex-store-url.h"

G_BEGIN_DECLS

#define ANNEX_HAND_OFF_MAX_SIZE (64 * 1024)

#define ANNEX_HAND_OFF_ERROR (annex_hand_off_error_quark ())
GQuark annex_hand_off_error_quark (void);

/**
 * AnnexHandOffError:
 * @ANNEX_HAND_OFF_ERROR_INVALID: not the JSON it should be, or a value is wrong
 * @ANNEX_HAND_OFF_ERROR_TOO_LARGE: longer than %ANNEX_HAND_OFF_MAX_SIZE
 * @ANNEX_HAND_OFF_ERROR_VERSION: a version that this Annex does not know
 * @ANNEX_HAND_OFF_ERROR_UNSAFE_FILE: the file is not a regular one of the user's with mode 0600
 */
typedef enum
{
  ANNEX_HAND_OFF_ERROR_INVALID,
  ANNEX_HAND_OFF_ERROR_TOO_LARGE,
  ANNEX_HAND_OFF_ERROR_VERSION,
  ANNEX_HAND_OFF_ERROR_UNSAFE_FILE,
} AnnexHandOffError;

/* What is needed to look at one chat, as handed over by the workspace: immutable and validated. */
#define ANNEX_TYPE_HAND_OFF (annex_hand_off_get_type ())
G_DECLARE_FINAL_TYPE (AnnexHandOff, annex_hand_off, ANNEX, HAND_OFF, GObject)

AnnexHandOff     *annex_hand_off_new_from_json (const char        *text,
                                                gsize              length,
                                                const char *const *environment,
                                                GError           **error);
AnnexHandOff     *annex_hand_off_new_from_fd (int                fd,
                                              const char *const *environment,
                                              GError           **error);
AnnexHandOff     *annex_hand_off_new_from_file (const char        *path,
                                                const char *const *environment,
                                                GError           **error);
AnnexEndpoint    *annex_hand_off_get_endpoint (AnnexHandOff *self);
AnnexSecret      *annex_hand_off_get_connection_token (AnnexHandOff *self);
AnnexSecret      *annex_hand_off_get_participant_token (AnnexHandOff *self);
const char       *annex_hand_off_get_contact_id (AnnexHandOff *self);
const char       *annex_hand_off_get_initial_contact_id (AnnexHandOff *self);
const char       *annex_hand_off_get_participant_id (AnnexHandOff *self);
const char       *annex_hand_off_get_display_name (AnnexHandOff *self);
AnnexStorePolicy *annex_hand_off_dup_store_policy (AnnexHandOff *self);
gboolean          annex_hand_off_is_same_chat (AnnexHandOff *self,
                                               AnnexHandOff *other);
AnnexSecret      *annex_hand_off_get_source (AnnexHandOff *self);

G_END_DECLS
