/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-facts-private.h"

#include <stdio.h>

/* Control characters, and what turns the direction of writing or cannot be seen: it could make one text look like
 * another. */
static gboolean
is_harmless (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Returns: (transfer full) (nullable): what of the text can be shown, if anything */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at;

  for (at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (is_harmless (g_utf8_get_char (at)))
        g_string_append_unichar (out, g_utf8_get_char (at));
    }
  g_strstrip (out->str);

  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}

/* EXIF 2.32, 4.6.4: "YYYY:MM:DD HH:MM:SS"; the clock has no zone. */
static GDateTime *
parse_time (const char *text)
{
  int year, month, day, hour, minute, second;

  if (sscanf (text, "%4d:%2d:%2d %2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) != 6)
    return NULL;

  return g_date_time_new_utc (year, month, day, hour, minute, second);
}

/*
 * annex_picture_facts_new:
 * @reply: credible, to %ANNEX_DECODER_FACTS
 *
 * Returns: (transfer full): what it says, fit to be shown
 */
AnnexPictureFacts *
annex_picture_facts_new (const AnnexDecoderReply *reply)
{
  AnnexPictureFacts *self = g_new0 (AnnexPictureFacts, 1);

  self->width = (guint) reply->width;
  self->height = (guint) reply->height;
  self->bits = reply->facts.bits;
  self->has_alpha = (reply->flags & ANNEX_DECODER_FLAG_ALPHA) != 0;
  self->profile = clean (reply->facts.profile);
  self->make = clean (reply->facts.make);
  self->model = clean (reply->facts.model);
  self->taken = parse_time (reply->facts.taken);
  self->has_location = reply->facts.has_location != 0;
  self->latitude = reply->facts.latitude;
  self->longitude = reply->facts.longitude;

  return self;
}

/**
 * annex_picture_facts_free:
 * @self: (transfer full): facts
 *
 * Frees them.
 */
void
annex_picture_facts_free (AnnexPictureFacts *self)
{
  g_free (self->profile);
  g_free (self->make);
  g_free (self->model);
  g_clear_pointer (&self->taken, g_date_time_unref);
  g_free (self);
}
