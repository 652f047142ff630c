/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-decoder.h"

#include "annex-picture-colour.h"
#include "annex-picture-frames.h"
#include "annex-picture-metadata.h"
#include "annex-picture-scale.h"
#include "annex-picture-source.h"

/* Points, of a page that cannot be read. */
#define FALLBACK_WIDTH 612.0
#define FALLBACK_HEIGHT 792.0

struct _AnnexPictureDecoder
{
  AnnexPictureSource  source;
  AnnexPictureFrames *frames; /* (owned) (nullable) */
  VipsImage          *held;   /* (owned) (nullable) all pixels of the source's page, sRGB, premultiplied, as stored */
  gboolean            damaged;
};

static AnnexDecoderStatus
choose_page (AnnexPictureDecoder *self,
             guint                number,
             AnnexDecoderReply   *reply)
{
  if (number >= self->source.n_pages)
    return ANNEX_DECODER_BAD_REQUEST;
  if (number != self->source.page.number)
    {
      g_clear_object (&self->held);
      self->damaged = FALSE;
    }

  return annex_picture_source_read_page (&self->source, number, reply);
}

/* All of a page */

/* JPEG is decoded at a half, a quarter or an eighth for the price of leaving work out, WebP at any size. */
static double
choose_shrink (const AnnexPictureDecoder *self,
               guint32                    width,
               guint32                    height)
{
  double shrink = MIN ((double) self->source.page.width / width, (double) self->source.page.height / height);

  if (shrink <= 1)
    return 1;
  if (self->source.format == ANNEX_DECODER_JPEG)
    return shrink >= 8 ? 8 : shrink >= 4 ? 4
                         : shrink >= 2   ? 2
                                         : 1;

  return shrink;
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
build_whole (AnnexPictureDecoder *self,
             VipsFailOn           fail_on,
             guint32              width,
             guint32              height)
{
  guint32 stored_width = self->source.page.turned ? height : width;
  guint32 stored_height = self->source.page.turned ? width : height;
  double  shrink = choose_shrink (self, stored_width, stored_height);
  g_autoptr (VipsImage) image = annex_picture_source_load (&self->source, self->source.page.number, fail_on, shrink);
  g_autoptr (VipsImage) scaled = NULL;
  g_autoptr (VipsImage) upright = NULL;

  if (image == NULL
      || (scaled = annex_picture_scale (image, stored_width, stored_height)) == NULL
      || (upright = turn_upright (scaled)) == NULL)
    return NULL;

  return annex_picture_colour_to_srgb (upright);
}

static AnnexDecoderStatus
draw_whole (AnnexPictureDecoder       *self,
            VipsFailOn                 fail_on,
            const AnnexDecoderRequest *request,
            guint8                    *pixels)
{
  g_autoptr (VipsImage) image = build_whole (self, fail_on, request->width, request->height);

  if (image == NULL)
    return annex_picture_source_take_error ();

  return annex_picture_scale_write (image, request->width, request->height, pixels);
}

/* A part of it */

/* Transparency has to be looked at before anything is scaled. And most formats can only be read from their beginning: whoever looks at parts looks at several, and gets them from what is
 * held. Eight bits a channel, so that the largest picture fits. */
static gboolean
hold (AnnexPictureDecoder *self,
      VipsFailOn           fail_on)
{
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (VipsImage) srgb = NULL;

  if (self->held == NULL
      && (image = annex_picture_source_load (&self->source, self->source.page.number, fail_on, 1)) != NULL
      && (srgb = annex_picture_colour_to_srgb (image)) != NULL)
    self->held = annex_picture_colour_premultiply (srgb);

  return self->held != NULL;
}

/* Nothing is computed but what is in the part. All parts come from one grid of pixels, and so fit together. */
static VipsImage *
build_part (AnnexPictureDecoder       *self,
            const AnnexDecoderRequest *request)
{
  g_autoptr (VipsImage) upright = NULL;
  g_autoptr (VipsImage) scaled = NULL;
  VipsImage *out = NULL;

  if (vips_autorot (self->held, &upright, NULL) != 0
      || (scaled = annex_picture_scale (upright, request->full_width, request->full_height)) == NULL
      || vips_extract_area (scaled, &out, (int) request->x, (int) request->y, (int) request->width, (int) request->height, NULL) != 0)
    return NULL;

  return out;
}

static gboolean
is_whole (const AnnexDecoderRequest *request)
{
  return request->width == request->full_width && request->height == request->full_height;
}

static AnnexDecoderStatus
draw_part (AnnexPictureDecoder       *self,
           VipsFailOn                 fail_on,
           const AnnexDecoderRequest *request,
           guint8                    *pixels)
{
  g_autoptr (VipsImage) image = hold (self, fail_on) ? build_part (self, request) : NULL;

  if (image == NULL)
    return annex_picture_source_take_error ();

  return annex_picture_scale_write (image, request->width, request->height, pixels);
}

static AnnexDecoderStatus
draw (AnnexPictureDecoder       *self,
      VipsFailOn                 fail_on,
      const AnnexDecoderRequest *request,
      guint8                    *pixels)
{
  return is_whole (request) && self->held == NULL && !self->source.has_alpha ? draw_whole (self, fail_on, request, pixels)
                                                                             : draw_part (self, fail_on, request, pixels);
}

/* Reads the headers of a picture. @data must outlive the decoder. Fills in @reply: status, pages, frames, flags, and the
 * size where it is known.
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

  reply->status = annex_picture_source_open (&self->source, codecs, format, data, length, reply);
  if (reply->status != ANNEX_DECODER_OK)
    return NULL;

  if (self->source.n_frames > 1)
    self->frames = annex_picture_frames_new (&self->source);

  return g_steal_pointer (&self);
}

void
annex_picture_decoder_free (AnnexPictureDecoder *self)
{
  g_clear_pointer (&self->frames, annex_picture_frames_free);
  g_clear_object (&self->held);
  annex_picture_source_clear (&self->source);
  g_free (self);
}

/* Fills in the size, upright: pixels, or points where there are several pages. A page that cannot be read has one, too:
 * the others must have their places, and drawing it says what is wrong. */
void
annex_picture_decoder_get_size (AnnexPictureDecoder *self,
                                guint32              page,
                                AnnexDecoderReply   *reply)
{
  AnnexDecoderStatus status = choose_page (self, page, reply);

  if (status == ANNEX_DECODER_BAD_REQUEST)
    return;
  if (status != ANNEX_DECODER_OK)
    {
      reply->width = FALLBACK_WIDTH;
      reply->height = FALLBACK_HEIGHT;
    }
  reply->status = ANNEX_DECODER_OK;
}

/* Draws the part of a page that @request says, and that annex_channel_is_region() has looked at, into @pixels, which
 * holds four bytes for each. What a damaged file still gives is drawn, and flagged. */
void
annex_picture_decoder_draw (AnnexPictureDecoder       *self,
                            const AnnexDecoderRequest *request,
                            guint8                    *pixels,
                            AnnexDecoderReply         *reply)
{
  reply->status = choose_page (self, request->page, reply);
  if (reply->status != ANNEX_DECODER_OK)
    return;

  if (!self->damaged)
    {
      reply->status = draw (self, VIPS_FAIL_ON_ERROR, request, pixels);
      self->damaged = reply->status == ANNEX_DECODER_DAMAGED;
    }
  if (self->damaged)
    {
      reply->status = draw (self, VIPS_FAIL_ON_NONE, request, pixels);
      if (reply->status == ANNEX_DECODER_OK)
        reply->flags |= ANNEX_DECODER_FLAG_PARTIAL;
    }
}

/* Draws a frame, and says for how long it is shown. */
void
annex_picture_decoder_draw_frame (AnnexPictureDecoder *self,
                                  guint32              frame,
                                  guint32              width,
                                  guint32              height,
                                  guint8              *pixels,
                                  AnnexDecoderReply   *reply)
{
  if (self->frames != NULL && frame < self->source.n_frames)
    annex_picture_frames_draw (self->frames, frame, width, height, pixels, reply);
}

/* Fills in what the picture says about itself. */
void
annex_picture_decoder_get_facts (AnnexPictureDecoder *self,
                                 AnnexDecoderReply   *reply)
{
  g_autoptr (VipsImage) image = annex_picture_source_load (&self->source, 0, VIPS_FAIL_ON_NONE, 1);

  if (image == NULL)
    {
      reply->status = annex_picture_source_take_error ();
      return;
    }

  reply->width = vips_image_get_orientation_swap (image) ? image->Ysize : image->Xsize;
  reply->height = vips_image_get_orientation_swap (image) ? image->Xsize : image->Ysize;
  if (vips_image_hasalpha (image))
    reply->flags |= ANNEX_DECODER_FLAG_ALPHA;
  annex_picture_metadata_read (image, &reply->facts);
  reply->status = ANNEX_DECODER_OK;
}
