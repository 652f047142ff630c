/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-clock.h"

G_BEGIN_DECLS

#define ANNEX_SAMPLE_TOKEN_LIFETIME_SECONDS (24 * 60 * 60)

/**
 * AnnexSampleTokenKind:
 * @ANNEX_SAMPLE_TOKEN_PARTICIPANT: good for `CreateParticipantConnection` only
 * @ANNEX_SAMPLE_TOKEN_CONNECTION: good for every other operation
 *
 * The two kinds of token, which do not stand in for each other.
 */
typedef enum
{
  ANNEX_SAMPLE_TOKEN_PARTICIPANT,
  ANNEX_SAMPLE_TOKEN_CONNECTION,
} AnnexSampleTokenKind;

/**
 * AnnexSampleTokens:
 *
 * The tokens that the service gave out, and whose they are.
 */
typedef struct _AnnexSampleTokens AnnexSampleTokens;

AnnexSampleTokens *annex_sample_tokens_new (const AnnexSampleClock *clock);
void               annex_sample_tokens_free (AnnexSampleTokens *tokens);
const char        *annex_sample_tokens_get (AnnexSampleTokens   *tokens,
                                            AnnexSampleTokenKind kind,
                                            const char          *role);
const char        *annex_sample_tokens_mint (AnnexSampleTokens   *tokens,
                                             AnnexSampleTokenKind kind,
                                             const char          *role,
                                             GDateTime          **expiry);
const char        *annex_sample_tokens_lookup (AnnexSampleTokens   *tokens,
                                               AnnexSampleTokenKind kind,
                                               const char          *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleTokens, annex_sample_tokens_free)

G_END_DECLS
