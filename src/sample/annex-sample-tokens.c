/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-tokens.h"

#include <string.h>

#define TOKEN_BYTES 240

typedef struct
{
  AnnexSampleTokenKind kind;
  char                *token; /* (owned) */
  char                *role;  /* (owned) */
  gint64               expiry;
} Token;

struct _AnnexSampleTokens
{
  const AnnexSampleClock *clock;  /* borrowed from the service */
  GPtrArray              *tokens; /* (owned) (element-type Token) */
};

static void
token_free (Token *token)
{
  g_free (token->token);
  g_free (token->role);
  g_free (token);
}

static char *
make_token (void)
{
  guint32 bytes[TOKEN_BYTES / sizeof (guint32)];

  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = g_random_int ();

  return g_base64_encode ((const guchar *) bytes, sizeof bytes);
}

/**
 * annex_sample_tokens_new:
 * @clock: the service's clock, which must live as long
 *
 * Makes an empty register.
 *
 * Returns: (transfer full): the register
 */
AnnexSampleTokens *
annex_sample_tokens_new (const AnnexSampleClock *clock)
{
  AnnexSampleTokens *tokens = g_new0 (AnnexSampleTokens, 1);

  tokens->clock = clock;
  tokens->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) token_free);

  return tokens;
}

/**
 * annex_sample_tokens_free:
 * @tokens: (transfer full): a register
 *
 * Frees a register with its tokens.
 */
void
annex_sample_tokens_free (AnnexSampleTokens *tokens)
{
  g_ptr_array_unref (tokens->tokens);
  g_free (tokens);
}

/**
 * annex_sample_tokens_get:
 * @tokens: a register
 * @kind: which kind
 * @role: whose
 *
 * Gets the first token of a participant; makes it when there is none yet.
 *
 * Returns: the token, a secret
 */
const char *
annex_sample_tokens_get (AnnexSampleTokens   *tokens,
                         AnnexSampleTokenKind kind,
                         const char          *role)
{
  for (guint i = 0; i < tokens->tokens->len; i++)
    {
      const Token *token = tokens->tokens->pdata[i];

      if (token->kind == kind && strcmp (token->role, role) == 0)
        return token->token;
    }

  return annex_sample_tokens_mint (tokens, kind, role, NULL);
}

/**
 * annex_sample_tokens_mint:
 * @tokens: a register
 * @kind: which kind
 * @role: whose
 * @expiry: (out) (optional) (transfer full): when it ends
 *
 * Makes a further token. A connection token is good for a day, a participant token as long as the participant is (Amazon
 * Connect Participant Service API reference, CreateParticipantConnection).
 *
 * Returns: the token, a secret
 */
const char *
annex_sample_tokens_mint (AnnexSampleTokens   *tokens,
                          AnnexSampleTokenKind kind,
                          const char          *role,
                          GDateTime          **expiry)
{
  Token *token = g_new0 (Token, 1);

  token->kind = kind;
  token->token = make_token ();
  token->role = g_strdup (role);
  token->expiry = kind == ANNEX_SAMPLE_TOKEN_PARTICIPANT
                      ? G_MAXINT64
                      : annex_sample_clock_get_seconds (tokens->clock) + ANNEX_SAMPLE_TOKEN_LIFETIME_SECONDS;
  g_ptr_array_add (tokens->tokens, token);
  if (expiry != NULL)
    *expiry = g_date_time_new_from_unix_utc (token->expiry);

  return token->token;
}

/**
 * annex_sample_tokens_lookup:
 * @tokens: a register
 * @kind: which kind it must be
 * @token: what was presented
 *
 * Tells whose a token is.
 *
 * Returns: (nullable): the participant's role; %NULL for a token that is unknown, of the other kind, or too old
 */
const char *
annex_sample_tokens_lookup (AnnexSampleTokens   *tokens,
                            AnnexSampleTokenKind kind,
                            const char          *token)
{
  gint64 now = annex_sample_clock_get_seconds (tokens->clock);

  for (guint i = 0; i < tokens->tokens->len; i++)
    {
      const Token *known = tokens->tokens->pdata[i];

      if (known->kind == kind && strcmp (known->token, token) == 0)
        return now < known->expiry ? known->role : NULL;
    }

  return NULL;
}
