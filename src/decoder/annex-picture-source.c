/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-source.h"

#include <string.h>

/* What is said about the paper is believed within these. Nothing below 72, so that no page has more points than pixels. */
#define MIN_DOTS_PER_INCH 72.0
#define MAX_DOTS_PER_INCH 2400.0
#define USUAL_DOTS_PER_INCH 96.0

/* A HEIF file's boxes about its pictures come early. */
#define HEIF_HEAD_SIZE ((gsize) 64 * 1024)

/* Returns what the last error of libvips means, and forgets it. */
AnnexDecoderStatus
annex_picture_source_take_error (void)
{
  gboolean is_memory = strstr (vips_error_buffer (), "out of memory") != NULL;

  vips_error_clear ();

  return is_memory ? ANNEX_DECODER_NO_MEMORY : ANNEX_DECODER_DAMAGED;
}

int
annex_picture_source_get_int (VipsImage  *image,
                              const char *name,
                              int         fallback)
{
  int value;

  if (vips_image_get_typeof (image, name) == 0 || vips_image_get_int (image, name, &value) != 0)
    return fallback;

  return value;
}

/* @shrink: by how much the decoder may leave out, 1 or more, where it can do so cheaply.
 *
 * Returns (transfer full) (nullable): NULL with an error of libvips set. */
VipsImage *
annex_picture_source_load (AnnexPictureSource *self,
                           guint               page,
                           VipsFailOn          fail_on,
                           double              shrink)
{
  VipsImage *image = NULL;
  int        index = self->first + (int) page;
  int        failed;

  if (self->format == ANNEX_DECODER_JPEG)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "shrink", (int) shrink, NULL);
  else if (self->format == ANNEX_DECODER_WEBP)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "scale", 1 / shrink, NULL);
  else if (index > 0)
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "page", index, NULL);
  else
    failed = vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);

  return failed ? NULL : image;
}

/* Returns (transfer full) (nullable): all frames, one below the other, to be read from top to bottom; NULL with an error
 * of libvips set. What is damaged is shown as far as it can be. */
VipsImage *
annex_picture_source_load_frames (AnnexPictureSource *self)
{
  VipsImage *image = NULL;

  if (vips_call (self->loader, self->blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_NONE, "n", (int) self->n_frames, NULL) != 0)
    return NULL;

  return image;
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
is_too_large (double width,
              double height)
{
  return width > ANNEX_DECODER_MAX_SIDE
         || height > ANNEX_DECODER_MAX_SIDE
         || width * height > ANNEX_DECODER_MAX_SOURCE_PIXELS;
}

static guint32
read_big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* The header chunk always comes first, behind the signature. */
static void
find_png_size (const guint8      *data,
               gsize              length,
               AnnexDecoderReply *reply)
{
  if (length < 24 || memcmp (data + 12, "IHDR", 4) != 0)
    return;

  reply->width = read_big_endian (data + 16);
  reply->height = read_big_endian (data + 20);
}

/* The largest of the sizes in the file is that of the picture; the others are of its tiles and small versions. */
static void
find_heif_size (const guint8      *data,
                gsize              length,
                AnnexDecoderReply *reply)
{
  const guint8 *end = data + MIN (length, HEIF_HEAD_SIZE);
  const guint8 *box = data;

  while ((box = memmem (box, (gsize) (end - box), "ispe", 4)) != NULL && end - box >= 16)
    {
      double width = read_big_endian (box + 8);
      double height = read_big_endian (box + 12);

      if (width * height > reply->width * reply->height)
        {
          reply->width = width;
          reply->height = height;
        }
      box += 16;
    }
}

/* Libraries that have limits of their own call what is beyond them damaged, without saying what it is. */
static gboolean
is_too_large_for_library (const AnnexPictureSource *self,
                          AnnexDecoderReply        *reply)
{
  gsize         length;
  const guint8 *data = vips_blob_get (self->blob, &length);

  if (self->format == ANNEX_DECODER_PNG)
    find_png_size (data, length, reply);
  else if (self->format == ANNEX_DECODER_HEIF || self->format == ANNEX_DECODER_AVIF)
    find_heif_size (data, length, reply);
  if (is_too_large (reply->width, reply->height))
    return TRUE;

  reply->width = reply->height = 0;

  return FALSE;
}

static gboolean
is_dots (double value)
{
  return value >= MIN_DOTS_PER_INCH && value <= MAX_DOTS_PER_INCH;
}

static void
read_geometry (VipsImage        *image,
               AnnexPicturePage *page)
{
  gboolean are_dots = is_dots (image->Xres * 25.4) && is_dots (image->Yres * 25.4);

  page->width = image->Xsize;
  page->height = image->Ysize;
  page->turned = vips_image_get_orientation_swap (image);
  page->x_dots = are_dots ? image->Xres * 25.4 : USUAL_DOTS_PER_INCH;
  page->y_dots = are_dots ? image->Yres * 25.4 : USUAL_DOTS_PER_INCH;
}

/* Pixels, or points where there are several pages. */
static void
fill_size (const AnnexPictureSource *self,
           AnnexDecoderReply        *reply)
{
  const AnnexPicturePage *page = &self->page;
  double                  width = page->width;
  double                  height = page->height;

  if (self->n_pages > 1 && !is_too_large (width, height))
    {
      width = MAX (1, width * 72 / page->x_dots);
      height = MAX (1, height * 72 / page->y_dots);
    }
  reply->width = page->turned ? height : width;
  reply->height = page->turned ? width : height;
}

/* Reads the header of a page, which is then the source's page. Fills in its size. */
AnnexDecoderStatus
annex_picture_source_read_page (AnnexPictureSource *self,
                                guint               number,
                                AnnexDecoderReply  *reply)
{
  g_autoptr (VipsImage) image = NULL;

  if (number != self->page.number)
    {
      image = annex_picture_source_load (self, number, VIPS_FAIL_ON_NONE, 1);
      if (image == NULL)
        return annex_picture_source_take_error ();
      read_geometry (image, &self->page);
      self->page.number = number;
    }
  fill_size (self, reply);

  return is_too_large (self->page.width, self->page.height) ? ANNEX_DECODER_TOO_LARGE : ANNEX_DECODER_OK;
}

/* What more than one picture in the file means: pages of a TIFF, frames of what moves, and in a HEIF file other versions
 * and shots beside the one that is meant. */
static void
read_counts (AnnexPictureSource *self,
             VipsImage          *image,
             AnnexDecoderReply  *reply)
{
  int n = MAX (1, annex_picture_source_get_int (image, VIPS_META_N_PAGES, 1));

  self->n_pages = self->n_frames = 1;
  if (self->format == ANNEX_DECODER_TIFF)
    {
      self->n_pages = (guint) MIN (n, ANNEX_DECODER_MAX_PAGES);
      if (n > ANNEX_DECODER_MAX_PAGES)
        reply->flags |= ANNEX_DECODER_FLAG_PARTIAL;
    }
  else if (self->format == ANNEX_DECODER_GIF || self->format == ANNEX_DECODER_WEBP)
    {
      self->n_frames = (guint) CLAMP (VIPS_MAX_COORD / MAX (image->Ysize, 1), 1, MIN (n, ANNEX_DECODER_MAX_FRAMES));
      self->n_loops = (guint) CLAMP (annex_picture_source_get_int (image, "loop", 0), 0, ANNEX_DECODER_MAX_LOOPS);
    }
  else
    {
      self->first = CLAMP (annex_picture_source_get_int (image, "heif-primary", 0), 0, 100000);
    }
}

static AnnexDecoderStatus
read_headers (AnnexPictureSource       *self,
              const AnnexPictureCodecs *codecs,
              AnnexDecoderReply        *reply)
{
  g_autoptr (VipsImage) image = annex_picture_source_load (self, 0, VIPS_FAIL_ON_NONE, 1);
  AnnexDecoderStatus status;

  if (image == NULL)
    return annex_picture_source_take_error ();

  read_geometry (image, &self->page);
  read_counts (self, image, reply);
  reply->n_pages = self->n_pages;
  reply->n_frames = self->n_frames;
  reply->n_loops = self->n_loops;
  self->has_alpha = vips_image_hasalpha (image);
  if (self->has_alpha)
    reply->flags |= ANNEX_DECODER_FLAG_ALPHA;

  /* The header of a picture that is not the first may say another size. */
  if (self->first > 0)
    self->page.number = G_MAXUINT;
  status = annex_picture_source_read_page (self, 0, reply);
  if (status == ANNEX_DECODER_OK && lacks_codec (image, codecs))
    status = ANNEX_DECODER_MISSING_CODEC;

  return status;
}

/* Reads the headers. @data must outlive the source. Fills in @reply: pages, frames, flags, and the size where it is
 * known. */
AnnexDecoderStatus
annex_picture_source_open (AnnexPictureSource       *self,
                           const AnnexPictureCodecs *codecs,
                           AnnexDecoderFormat        format,
                           const void               *data,
                           gsize                     length,
                           AnnexDecoderReply        *reply)
{
  self->blob = vips_blob_new (NULL, data, length);
  self->format = format;
  self->loader = annex_picture_library_get_loader (format);

  if (self->loader == NULL)
    return ANNEX_DECODER_MISSING_CODEC;
  if (is_too_large_for_library (self, reply))
    return ANNEX_DECODER_TOO_LARGE;

  return read_headers (self, codecs, reply);
}

void
annex_picture_source_clear (AnnexPictureSource *self)
{
  if (self->blob != NULL)
    vips_area_unref (VIPS_AREA (self->blob));
  self->blob = NULL;
}
