/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-frames.h"

#include "annex-picture-colour.h"
#include "annex-picture-scale.h"

#include <string.h>

/* Milliseconds. What is written down as no time at all is shown for as long as browsers show it. */
#define NO_DELAY 10
#define USUAL_DELAY 100

struct _AnnexPictureFrames
{
  AnnexPictureSource *source;
  VipsImage          *strip;  /* (owned) (nullable) all frames, one below the other */
  VipsRegion         *region; /* (owned) (nullable) the window that goes down the strip */
  guint               next;   /* the first frame that has not gone by */
};

static void
close_strip (AnnexPictureFrames *self)
{
  g_clear_object (&self->region);
  g_clear_object (&self->strip);
  self->next = 0;
}

static gboolean
open_strip (AnnexPictureFrames *self)
{
  if (self->strip == NULL)
    self->strip = annex_picture_source_load_frames (self->source);
  if (self->strip != NULL && self->region == NULL)
    self->region = vips_region_new (self->strip);

  return self->region != NULL;
}

/* The pixels of one frame without a way back to the strip: what is computed from them must not read it again. */
static VipsImage *
copy_frame (AnnexPictureFrames *self,
            const VipsRect     *place)
{
  g_autoptr (VipsImage) view = NULL;
  gsize              row = VIPS_IMAGE_SIZEOF_PEL (self->strip) * (gsize) place->width;
  g_autofree guint8 *pixels = g_try_malloc (row * (gsize) place->height);
  VipsImage         *out = NULL;
  int                y;

  if (pixels == NULL)
    return NULL;
  for (y = 0; y < place->height; y++)
    memcpy (pixels + row * (gsize) y, VIPS_REGION_ADDR (self->region, 0, place->top + y), row);

  view = vips_image_new_from_memory_copy (pixels, row * (gsize) place->height, place->width, place->height, self->strip->Bands, self->strip->BandFmt);
  if (view == NULL || vips_copy (view, &out, "interpretation", self->strip->Type, NULL) != 0)
    return NULL;

  return out;
}

static void
copy_profile (VipsImage *from,
              VipsImage *to)
{
  const void *data;
  gsize       length;

  if (vips_image_get_typeof (from, VIPS_META_ICC_NAME) != 0
      && vips_image_get_blob (from, VIPS_META_ICC_NAME, &data, &length) == 0)
    vips_image_set_blob_copy (to, VIPS_META_ICC_NAME, data, length);
}

static VipsImage *
read_frame (AnnexPictureFrames *self,
            guint               frame)
{
  VipsRect   place;
  VipsImage *image;

  if (frame < self->next)
    close_strip (self);
  if (!open_strip (self))
    return NULL;

  place.left = 0;
  place.width = self->strip->Xsize;
  place.height = self->strip->Ysize / (int) self->source->n_frames;
  place.top = place.height * (int) frame;
  self->next = frame + 1;
  if (vips_region_prepare (self->region, &place) != 0)
    return NULL;

  image = copy_frame (self, &place);
  if (image != NULL)
    copy_profile (self->strip, image);

  return image;
}

static guint32
get_delay (VipsImage *strip,
           guint      frame)
{
  int *delays;
  int  n_delays;

  if (vips_image_get_typeof (strip, "delay") == 0
      || vips_image_get_array_int (strip, "delay", &delays, &n_delays) != 0
      || (int) frame >= n_delays
      || delays[frame] <= NO_DELAY)
    return USUAL_DELAY;

  return (guint32) CLAMP (delays[frame], ANNEX_DECODER_MIN_DELAY, ANNEX_DECODER_MAX_DELAY);
}

/* @source must outlive it. Nothing is read yet. */
AnnexPictureFrames *
annex_picture_frames_new (AnnexPictureSource *source)
{
  AnnexPictureFrames *self = g_new0 (AnnexPictureFrames, 1);

  self->source = source;

  return self;
}

void
annex_picture_frames_free (AnnexPictureFrames *self)
{
  close_strip (self);
  g_free (self);
}

/* Draws @frame, which there must be, stretched to @width × @height into @pixels, and fills in its delay. */
void
annex_picture_frames_draw (AnnexPictureFrames *self,
                           guint32             frame,
                           guint32             width,
                           guint32             height,
                           guint8             *pixels,
                           AnnexDecoderReply  *reply)
{
  g_autoptr (VipsImage) image = read_frame (self, frame);
  g_autoptr (VipsImage) srgb = NULL;
  g_autoptr (VipsImage) premultiplied = NULL;
  g_autoptr (VipsImage) scaled = NULL;

  if (image == NULL
      || (srgb = annex_picture_colour_to_srgb (image)) == NULL
      || (premultiplied = annex_picture_colour_premultiply (srgb)) == NULL
      || (scaled = annex_picture_scale (premultiplied, width, height)) == NULL)
    {
      reply->status = annex_picture_source_take_error ();
      return;
    }

  reply->delay = get_delay (self->strip, frame);
  reply->status = annex_picture_scale_write (scaled, width, height, pixels);
}
