/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-scale.h"

#include "annex-picture-colour.h"
#include "annex-picture-source.h"

/* Returns (transfer full) (nullable): @image, premultiplied where it has transparency, stretched; NULL with an error of
 * libvips set. */
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

  return vips_resize (image, &out, x_scale, "vscale", y_scale, NULL) == 0 ? out : NULL;
}

/* Computes @srgb, premultiplied where it has transparency, which must come out as @width × @height, into @pixels. */
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
