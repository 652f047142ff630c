/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-colour.h"

/* A profile that is damaged or meant for another kind of picture is no reason to show nothing. The depth is said, because
 * what has sixteen bits would come out with as many. */
static VipsImage *
apply_profile (VipsImage *image)
{
  VipsImage *out = NULL;

  if (vips_image_get_typeof (image, VIPS_META_ICC_NAME) == 0)
    return NULL;
  if (vips_icc_transform (image, &out, "srgb", "embedded", TRUE, "depth", 8, NULL) != 0)
    vips_error_clear ();

  return out;
}

/* Channels without a meaning, as scientific TIFFs have them: the first three as colours, or the first as grey. */
static VipsImage *
interpret_bands (VipsImage *image)
{
  g_autoptr (VipsImage) bands = NULL;
  gboolean   is_colour = image->Bands >= 3;
  VipsImage *out = NULL;

  if (vips_extract_band (image, &bands, 0, "n", is_colour ? 3 : 1, NULL) != 0
      || vips_copy (bands, &out, "interpretation", is_colour ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W, NULL) != 0)
    return NULL;

  return out;
}

static VipsImage *
convert_colours (VipsImage *image)
{
  g_autoptr (VipsImage) interpreted = NULL;
  VipsImage *out = apply_profile (image);

  if (out != NULL)
    return out;

  if (vips_colourspace (image, &out, VIPS_INTERPRETATION_sRGB, NULL) == 0)
    return out;

  vips_error_clear ();
  interpreted = interpret_bands (image);
  if (interpreted == NULL || vips_colourspace (interpreted, &out, VIPS_INTERPRETATION_sRGB, NULL) != 0)
    return NULL;

  return out;
}

/* Returns (transfer full) (nullable): the picture as bytes, sRGB, with three channels, or with four where it has
 * transparency, not premultiplied; NULL with an error of libvips set when it has colours that cannot be shown. */
VipsImage *
annex_picture_colour_to_srgb (VipsImage *image)
{
  g_autoptr (VipsImage) colours = convert_colours (image);
  g_autoptr (VipsImage) bytes = NULL;
  VipsImage *out = NULL;

  if (colours == NULL
      || colours->Bands < 3
      || vips_cast_uchar (colours, &bytes, NULL) != 0
      || vips_extract_band (bytes, &out, 0, "n", MIN (bytes->Bands, 4), NULL) != 0)
    return NULL;

  return out;
}

static guint8
multiply (guint colour,
          guint alpha)
{
  return (guint8) ((colour * alpha + 127) / 255);
}

/* @srgb: what annex_picture_colour_to_srgb() promises. Neighbours are mixed afterwards: colours of what is transparent
 * must not bleed into them.
 *
 * Returns (transfer full) (nullable): it in memory of its own, four channels premultiplied. */
VipsImage *
annex_picture_colour_premultiply (VipsImage *srgb)
{
  VipsImage *memory = vips_image_copy_memory (srgb);
  gsize      i;

  if (memory != NULL && memory->Bands == 4)
    {
      guint8 *pixel = VIPS_IMAGE_ADDR (memory, 0, 0);

      for (i = 0; i < VIPS_IMAGE_N_PELS (memory); i++, pixel += 4)
        {
          pixel[0] = multiply (pixel[0], pixel[3]);
          pixel[1] = multiply (pixel[1], pixel[3]);
          pixel[2] = multiply (pixel[2], pixel[3]);
        }
    }

  return memory;
}

/* Writes @n_pixels as the protocol wants them: blue, green, red, alpha, premultiplied. @n_bands: 3, or 4 premultiplied;
 * sharpening may have made a colour more than its alpha allows. */
void
annex_picture_colour_write (const guint8 *srgb,
                            gsize         n_pixels,
                            gsize         n_bands,
                            guint8       *bgra)
{
  gsize i;

  for (i = 0; i < n_pixels; i++, srgb += n_bands, bgra += 4)
    {
      guint8 alpha = n_bands == 4 ? srgb[3] : 255;

      bgra[0] = MIN (srgb[2], alpha);
      bgra[1] = MIN (srgb[1], alpha);
      bgra[2] = MIN (srgb[0], alpha);
      bgra[3] = alpha;
    }
}
