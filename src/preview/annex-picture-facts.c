/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-facts-private.h"

#include "annex-clean-text.h"

#include <stdio.h>

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
  self->profile = annex_clean_text_line (reply->facts.profile);
  self->make = annex_clean_text_line (reply->facts.make);
  self->model = annex_clean_text_line (reply->facts.model);
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
