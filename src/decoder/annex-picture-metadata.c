/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-metadata.h"

#include "annex-picture-source.h"

#include <lcms2.h>
#include <math.h>
#include <string.h>

/* libvips gives an entry of EXIF as its value, a blank, and in brackets how it reads, its format and its size: for a text
 * "Some (Some, ASCII, 5 components, 5 bytes)", for numbers "52/1 31/1 (52, 31, Rational, 2 components, 16 bytes)". */

/* As much of @text as fits, whole characters only. */
static void
put_text (char       *field,
          gsize       size,
          const char *text,
          gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, 4 * size));
  const char      *end = valid;

  while (*end != '\0' && (gsize) (g_utf8_next_char (end) - valid) < size)
    end = g_utf8_next_char (end);
  memcpy (field, valid, (gsize) (end - valid));
  field[end - valid] = '\0';
}

static const char *
get_entry (VipsImage  *image,
           const char *name)
{
  const char *text;

  if (vips_image_get_typeof (image, name) == 0 || vips_image_get_string (image, name, &text) != 0)
    return NULL;

  return text;
}

static void
read_text (VipsImage  *image,
           const char *name,
           char       *field,
           gsize       size)
{
  const char *text = get_entry (image, name);
  const char *format = text != NULL ? g_strrstr (text, ", ASCII, ") : NULL;

  /* Value and reading are the same, with " (" between them. */
  if (format != NULL && format - text > 2)
    put_text (field, size, text, (gsize) (format - text - 2) / 2);
}

static gboolean
read_fraction (const char **text,
               double      *value)
{
  char  *end;
  gint64 numerator = g_ascii_strtoll (*text, &end, 10);
  gint64 denominator;

  if (end == *text || *end != '/')
    return FALSE;
  *text = end + 1;
  denominator = g_ascii_strtoll (*text, &end, 10);
  if (end == *text || denominator == 0)
    return FALSE;
  *text = end;
  *value = (double) numerator / (double) denominator;

  return TRUE;
}

/* Degrees, minutes and seconds. @negative: the letter of the half of the earth that counts below zero. */
static gboolean
read_angle (VipsImage  *image,
            const char *name,
            const char *reference_name,
            char        negative,
            double      limit,
            double     *angle)
{
  const char *text = get_entry (image, name);
  const char *reference = get_entry (image, reference_name);
  double      parts[3];
  guint       i;

  if (text == NULL || reference == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!read_fraction (&text, &parts[i]))
        return FALSE;
    }
  *angle = parts[0] + parts[1] / 60 + parts[2] / 3600;
  if (*reference == negative)
    *angle = -*angle;

  return isfinite (*angle) && fabs (*angle) <= limit;
}

static void
read_location (VipsImage         *image,
               AnnexDecoderFacts *facts)
{
  facts->has_location = read_angle (image, "exif-ifd3-GPSLatitude", "exif-ifd3-GPSLatitudeRef", 'S', 90, &facts->latitude)
                        && read_angle (image, "exif-ifd3-GPSLongitude", "exif-ifd3-GPSLongitudeRef", 'W', 180, &facts->longitude);
  if (!facts->has_location)
    facts->latitude = facts->longitude = 0;
}

static void
read_profile (VipsImage         *image,
              AnnexDecoderFacts *facts)
{
  char        name[4 * sizeof facts->profile] = { 0 };
  const void *data;
  gsize       length;
  cmsHPROFILE profile;

  if (vips_image_get_typeof (image, VIPS_META_ICC_NAME) == 0
      || vips_image_get_blob (image, VIPS_META_ICC_NAME, &data, &length) != 0
      || length > G_MAXUINT32
      || (profile = cmsOpenProfileFromMem (data, (cmsUInt32Number) length)) == NULL)
    return;

  cmsGetProfileInfoUTF8 (profile, cmsInfoDescription, "en", "US", name, sizeof name - 1);
  put_text (facts->profile, sizeof facts->profile, name, strlen (name));
  cmsCloseProfile (profile);
}

static guint32
get_bits (VipsImage *image)
{
  int bits = annex_picture_source_get_int (image, "heif-bitdepth", 0);

  if (bits == 0)
    bits = annex_picture_source_get_int (image, VIPS_META_BITS_PER_SAMPLE, (int) (8 * vips_format_sizeof (image->BandFmt)));

  return (guint32) CLAMP (bits, 0, ANNEX_DECODER_MAX_BITS);
}

/* Fills in what is there. */
void
annex_picture_metadata_read (VipsImage         *image,
                             AnnexDecoderFacts *facts)
{
  facts->bits = get_bits (image);
  read_text (image, "exif-ifd0-Make", facts->make, sizeof facts->make);
  read_text (image, "exif-ifd0-Model", facts->model, sizeof facts->model);
  read_text (image, "exif-ifd2-DateTimeOriginal", facts->taken, sizeof facts->taken);
  if (facts->taken[0] == '\0')
    read_text (image, "exif-ifd0-DateTime", facts->taken, sizeof facts->taken);
  read_location (image, facts);
  read_profile (image, facts);
  vips_error_clear ();
}
