/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-decoder.h"

#include "annex-picture-colour.h"

#include <string.h>

struct _AnnexPictureDecoder
{
  VipsBlob          *blob; /* (owned) of the caller's memory */
  const char        *loader;
  AnnexDecoderFormat format;
  int                page;   /* to be shown, where a file has several */
  int                width;  /* as stored */
  int                height; /* as stored */
  gboolean           turned; /* orientation swaps the two */
  gboolean           damaged;
};

static AnnexDecoderStatus
take_error (void)
{
  gboolean is_memory = strstr (vips_error_buffer (), "out of memory") != NULL;

  vips_error_clear ();

  return is_memory ? ANNEX_DECODER_NO_MEMORY : ANNEX_DECODER_DAMAGED;
}

/* Loading */

/* @shrink: by how much the decoder may leave out, 1 or more, where it can do so cheaply. */
static VipsImage *
load (AnnexPictureDecoder *self,
      VipsFailOn           fail_on,
      double               shrink)
{
  VipsImage *image = NULL;
  int        failed;

  if (self->format == ANNEX_DECODER_JPEG)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "shrink", (int) shrink, NULL);
  else if (self->format == ANNEX_DECODER_WEBP)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "scale", 1 / shrink, NULL);
  else if (self->page > 0)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "page", self->page, NULL);
  else
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);

  return failed ? NULL : image;
}

static int
get_int (VipsImage  *image,
         const char *name,
         int         fallback)
{
  int value;

  if (vips_image_get_typeof (image, name) == 0 || vips_image_get_int (image, name, &value) != 0)
    return fallback;

  return value;
}

/* The header alone says which of the codecs a HEIF file needs. */
static gboolean
lacks_codec (VipsImage                *image,
             const AnnexPictureCodecs *codecs)
{
  const char *compression;

  if (vips_image_get_typeof (image, "heif-compression") == 0
      || vips_image_get_string (image, "heif-compression", &compression) != 0)
    return FALSE;

  return (g_str_equal (compression, "hevc") && !codecs->has_hevc) || (g_str_equal (compression, "av1") && !codecs->has_av1);
}

static gboolean
is_too_large (const AnnexPictureDecoder *self)
{
  return self->width > ANNEX_DECODER_MAX_SIDE
         || self->height > ANNEX_DECODER_MAX_SIDE
         || (guint64) self->width * (guint64) self->height > ANNEX_DECODER_MAX_SOURCE_PIXELS;
}

static guint32
read_big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* The PNG library refuses sides beyond a limit of its own as damage, without saying what they are. The header chunk
 * always comes first, behind the signature. */
static gboolean
is_too_large_for_library (const AnnexPictureDecoder *self,
                          AnnexDecoderReply         *reply)
{
  gsize         length;
  const guint8 *data = vips_blob_get (self->blob, &length);

  if (self->format != ANNEX_DECODER_PNG || length < 24 || memcmp (data + 12, "IHDR", 4) != 0)
    return FALSE;

  reply->width = read_big_endian (data + 16);
  reply->height = read_big_endian (data + 20);

  return reply->width > ANNEX_DECODER_MAX_SIDE || reply->height > ANNEX_DECODER_MAX_SIDE;
}

static AnnexDecoderStatus
read_header (AnnexPictureDecoder      *self,
             const AnnexPictureCodecs *codecs,
             AnnexDecoderReply        *reply)
{
  g_autoptr (VipsImage) image = NULL;

  if (is_too_large_for_library (self, reply))
    return ANNEX_DECODER_TOO_LARGE;
  image = load (self, VIPS_FAIL_ON_NONE, 1);
  if (image == NULL)
    return take_error ();

  self->page = CLAMP (get_int (image, "heif-primary", 0), 0, 100000);
  self->width = image->Xsize;
  self->height = image->Ysize;
  self->turned = vips_image_get_orientation_swap (image);
  reply->n_pages = 1;
  if (get_int (image, VIPS_META_N_PAGES, 1) > 1 && self->format != ANNEX_DECODER_TIFF)
    reply->flags |= ANNEX_DECODER_FLAG_ANIMATED;
  if (vips_image_hasalpha (image))
    reply->flags |= ANNEX_DECODER_FLAG_ALPHA;

  annex_picture_decoder_get_size (self, reply);
  if (is_too_large (self))
    return ANNEX_DECODER_TOO_LARGE;

  return lacks_codec (image, codecs) ? ANNEX_DECODER_MISSING_CODEC : ANNEX_DECODER_OK;
}

/* The header of a page that is not the first may say another size. */
static AnnexDecoderStatus
read_primary_header (AnnexPictureDecoder *self,
                     AnnexDecoderReply   *reply)
{
  g_autoptr (VipsImage) image = NULL;

  if (self->page == 0)
    return ANNEX_DECODER_OK;
  image = load (self, VIPS_FAIL_ON_NONE, 1);
  if (image == NULL)
    return take_error ();

  self->width = image->Xsize;
  self->height = image->Ysize;
  self->turned = vips_image_get_orientation_swap (image);

  annex_picture_decoder_get_size (self, reply);

  return is_too_large (self) ? ANNEX_DECODER_TOO_LARGE : ANNEX_DECODER_OK;
}

/* Drawing */

/* JPEG is decoded at a half, a quarter or an eighth for the price of leaving work out, WebP at any size. */
static double
choose_shrink (const AnnexPictureDecoder *self,
               guint32                    width,
               guint32                    height)
{
  double shrink = MIN ((double) self->width / width, (double) self->height / height);

  if (shrink <= 1)
    return 1;
  if (self->format == ANNEX_DECODER_JPEG)
    return shrink >= 8 ? 8 : shrink >= 4 ? 4
                         : shrink >= 2   ? 2
                                         : 1;

  return shrink;
}

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

static VipsImage *
resize (VipsImage *image,
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

/* Rows arrive from the decoder from top to bottom; turning needs them in any order. */
static VipsImage *
turn_upright (VipsImage *image)
{
  g_autoptr (VipsImage) memory = NULL;
  VipsImage *out = NULL;

  if (vips_image_get_orientation (image) == 1)
    return g_object_ref (image);
  memory = vips_image_copy_memory (image);
  if (memory == NULL || vips_autorot (memory, &out, NULL) != 0)
    return NULL;

  return out;
}

static VipsImage *
build_pipeline (AnnexPictureDecoder *self,
                VipsFailOn           fail_on,
                guint32              width,
                guint32              height)
{
  guint32 stored_width = self->turned ? height : width;
  guint32 stored_height = self->turned ? width : height;
  g_autoptr (VipsImage) image = load (self, fail_on, choose_shrink (self, stored_width, stored_height));
  g_autoptr (VipsImage) resized = NULL;
  g_autoptr (VipsImage) upright = NULL;

  if (image == NULL
      || (resized = resize (image, stored_width, stored_height)) == NULL
      || (upright = turn_upright (resized)) == NULL)
    return NULL;

  return annex_picture_colour_to_srgb (upright);
}

static AnnexDecoderStatus
draw (AnnexPictureDecoder *self,
      VipsFailOn           fail_on,
      guint32              width,
      guint32              height,
      guint8              *pixels)
{
  g_autoptr (VipsImage) image = build_pipeline (self, fail_on, width, height);
  g_autoptr (VipsImage) memory = NULL;

  if (image == NULL || (memory = vips_image_copy_memory (image)) == NULL)
    return take_error ();
  if ((guint32) memory->Xsize != width
      || (guint32) memory->Ysize != height
      || memory->Bands < 3
      || memory->Bands > 4
      || memory->BandFmt != VIPS_FORMAT_UCHAR)
    return ANNEX_DECODER_DAMAGED;

  annex_picture_colour_write (VIPS_IMAGE_ADDR (memory, 0, 0), (gsize) width * height, (gsize) memory->Bands, pixels);

  return ANNEX_DECODER_OK;
}

/* Reads the header of a picture. @data must outlive the decoder. Fills in @reply: status, pages, flags, and the size
 * where it is known.
 *
 * Returns (transfer full) (nullable): NULL unless the status is OK. */
AnnexPictureDecoder *
annex_picture_decoder_new (const AnnexPictureCodecs *codecs,
                           AnnexDecoderFormat        format,
                           const void               *data,
                           gsize                     length,
                           AnnexDecoderReply        *reply)
{
  g_autoptr (AnnexPictureDecoder) self = g_new0 (AnnexPictureDecoder, 1);
  AnnexDecoderStatus status = ANNEX_DECODER_MISSING_CODEC;

  self->blob = vips_blob_new (NULL, data, length);
  self->format = format;
  self->loader = annex_picture_library_get_loader (format);
  if (self->loader != NULL)
    {
      status = read_header (self, codecs, reply);
      if (status == ANNEX_DECODER_OK)
        status = read_primary_header (self, reply);
    }

  reply->status = status;

  return status == ANNEX_DECODER_OK ? g_steal_pointer (&self) : NULL;
}

void
annex_picture_decoder_free (AnnexPictureDecoder *self)
{
  vips_area_unref (VIPS_AREA (self->blob));
  g_free (self);
}

/* Fills in the size in pixels, upright. */
void
annex_picture_decoder_get_size (AnnexPictureDecoder *self,
                                AnnexDecoderReply   *reply)
{
  reply->width = self->turned ? self->height : self->width;
  reply->height = self->turned ? self->width : self->height;
}

/* Draws the picture stretched to @width × @height into @pixels, which holds four bytes for each. What a damaged file
 * still gives is drawn, and flagged. */
void
annex_picture_decoder_render (AnnexPictureDecoder *self,
                              guint32              width,
                              guint32              height,
                              guint8              *pixels,
                              AnnexDecoderReply   *reply)
{
  AnnexDecoderStatus status = ANNEX_DECODER_DAMAGED;

  if (!self->damaged)
    {
      status = draw (self, VIPS_FAIL_ON_ERROR, width, height, pixels);
      self->damaged = status == ANNEX_DECODER_DAMAGED;
    }
  if (self->damaged)
    {
      status = draw (self, VIPS_FAIL_ON_NONE, width, height, pixels);
      if (status == ANNEX_DECODER_OK)
        reply->flags |= ANNEX_DECODER_FLAG_PARTIAL;
    }

  reply->status = status;
}
