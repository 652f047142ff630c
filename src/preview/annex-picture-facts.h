/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AnnexPictureFacts:
 * @width: in pixels, upright
 * @height: in pixels, upright
 * @bits: for each channel, as stored; 0 when not known
 * @has_alpha: whether parts may be transparent
 * @profile: (nullable): name of the colour profile inside
 * @make: (nullable): who made the camera
 * @model: (nullable): which camera it is
 * @taken: (nullable): when the picture was taken, by the camera's own clock, whose zone is not known: only its date and
 *   time of day mean something
 * @has_location: whether the place where it was taken is inside
 * @latitude: degrees, north is positive
 * @longitude: degrees, east is positive
 *
 * What a picture says about itself. The texts are short, valid UTF-8 without control characters, and as trustworthy as
 * whoever sent the picture.
 */
typedef struct
{
  guint      width;
  guint      height;
  guint      bits;
  gboolean   has_alpha;
  char      *profile;
  char      *make;
  char      *model;
  GDateTime *taken;
  gboolean   has_location;
  double     latitude;
  double     longitude;
} AnnexPictureFacts;

void annex_picture_facts_free (AnnexPictureFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPictureFacts, annex_picture_facts_free)

G_END_DECLS
