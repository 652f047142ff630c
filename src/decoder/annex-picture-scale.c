/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-scale.h"

#include "annex-picture-colour.h"
#include "annex-picture-source.h"

/* Colours of transparent pixels must not bleed into their neighbours. */
static VipsImage *
resize_premultiplied (VipsImage *image,
                      double     x_scale,
                      double     y_scale)
{
  g_autoptr (VipsImage) premultiplied = NULL;
  g_autoptr (VipsImage) resized = NULL;
  g_autoptr (VipsImage) unpremultiplied = NULL;
  g_autoptr (VipsImage) rounded = NULL;
  VipsImage *out = NULL;

  if (vips_premultiply (image, &premultiplied, NULL) != 0
      || vips_resize (premultiplied, &resized, x_scale, "vscale", y_scale, NULL) != 0
      || vips_unpremultiply (resized, &unpremultiplied, NULL) != 0
      || vips_rint (unpremultiplied, &rounded, NULL) != 0
      || vips_cast (rounded, &out, image->BandFmt, NULL) != 0)
    return NULL;

  return out;
}

/* Returns (transfer full) (nullable): @image stretched; NULL with an error of libvips set. */
VipsImage *
annex_picture_scale (VipsImage *image,
                     guint32    width,
                     guint32    height)
{
  double     x_scale = (double) width / image->Xsize;
  double     y_scale = (double) height / image->Ysize;
  VipsImage *out = NULL;

  if ((guint32) image->Xsize == width && (guint32) image->Ysize == height)
    return g_object_ref (image);
  if (vips_image_hasalpha (image))
    return resize_premultiplied (image, x_scale, y_scale);

  return vips_resize (image, &out, x_scale, "vscale", y_scale, NULL) == 0 ? out : NULL;
}

/* Computes what annex_picture_colour_to_srgb() promises, which must come out as @width × @height, into @pixels. */
AnnexDecoderStatus
annex_picture_scale_write (VipsImage *srgb,
                           guint32    width,
                           guint32    height,
                           guint8    *pixels)
{
  g_autoptr (VipsImage) memory = vips_image_copy_memory (srgb);

  if (memory == NULL)
    return annex_picture_source_take_error ();
  if ((guint32) memory->Xsize != width
      || (guint32) memory->Ysize != height
      || memory->Bands < 3
      || memory->Bands > 4
      || memory->BandFmt != VIPS_FORMAT_UCHAR)
    return ANNEX_DECODER_DAMAGED;

  annex_picture_colour_write (VIPS_IMAGE_ADDR (memory, 0, 0), (gsize) width * height, (gsize) memory->Bands, pixels);

  return ANNEX_DECODER_OK;
}
