/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-echo.h"

#include <string.h>

/* Short of this, characters that are also in a secret prove nothing, and are worth nothing. */
#define MIN_ECHO 8

/* Longer than what is kept of any text; a header may be far longer. */
#define MAX_TEXT 256

static gboolean
gives_away (const char *text,
            const char *secret)
{
  const gsize n_text = strnlen (text, MAX_TEXT);
  const gsize n_secret = strlen (secret);
  const gsize n_part = MIN (n_secret, MIN_ECHO);

  if (n_secret == 0)
    return FALSE;

  for (gsize i = 0; i + n_part <= n_text; i++)
    if (memmem (secret, n_secret, text + i, n_part) != NULL)
      return TRUE;

  return FALSE;
}

/* @part: a part of a URL, as it stands there */
static gboolean
gives_part_away (const char *text,
                 const char *part)
{
  g_autofree char *decoded = g_uri_unescape_string (part, NULL);

  if (strlen (part) >= MIN_ECHO && gives_away (text, part))
    return TRUE;

  return decoded != NULL && strlen (decoded) >= MIN_ECHO && gives_away (text, decoded);
}

/**
 * annex_echo_drop:
 * @text: (nullable): text that came from a server
 * @secret: what the server was sent and nobody else may see
 *
 * A hostile or broken server may send back what it was sent, and nothing of that may get into what is shown. A text is
 * dropped as a whole when any 8 characters in a row are those of the secret, or all of a shorter one.
 *
 * Returns: (nullable): @text, or %NULL
 */
const char *
annex_echo_drop (const char *text,
                 const char *secret)
{
  return text == NULL || gives_away (text, secret) ? NULL : text;
}

/**
 * annex_echo_drop_url:
 * @text: (nullable): text that came from a server
 * @url: the pre-signed URL that the server was asked with, not decoded
 *
 * The same for the parts of a URL that are secret or tell of the customer: the path, and each value in the query, as they
 * stand there and percent-decoded. The names in the query are the same in every URL, and some are also in error names.
 *
 * Returns: (nullable): @text, or %NULL
 */
const char *
annex_echo_drop_url (const char *text,
                     GUri       *url)
{
  const char *query = g_uri_get_query (url);
  g_auto (GStrv) members = g_strsplit (query != NULL ? query : "", "&", -1);

  if (text == NULL || gives_part_away (text, g_uri_get_path (url)))
    return NULL;

  for (char **member = members; *member != NULL; member++)
    {
      const char *equals = strchr (*member, '=');

      if (gives_part_away (text, equals != NULL ? equals + 1 : *member))
        return NULL;
    }

  return text;
}
