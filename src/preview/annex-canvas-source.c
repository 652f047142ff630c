/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-source.h"

#include "annex-animation.h"
#include "annex-canvas-detail.h"
#include "annex-decoder-protocol.h"

#include <math.h>

/* So long after the last change of size a sharper drawing is asked for: not while the wheel still turns. */
#define SETTLE_MS 120

struct _AnnexCanvasSource
{
  GObject parent_instance;

  AnnexPageCache    *cache;     /* (owned) (nullable) */
  AnnexAnimation    *animation; /* (owned) (nullable) of a picture that moves */
  gboolean           playing;   /* wanted */
  AnnexCanvasDetail *detail;    /* (owned) (nullable) */
  AnnexCanvasDetail *closer;    /* (owned) (nullable) of what is looked at more closely still */
  guint              settle_id;
  guint              wanted_width; /* pixels asked for, before the picture is turned; 0 for none yet */
  guint              wanted_height;
  guint              whole_width; /* of what is drawn of the whole; 0 for nothing */
};

G_DEFINE_FINAL_TYPE (AnnexCanvasSource, annex_canvas_source, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_changed (AnnexCanvasSource *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_settled (gpointer user_data)
{
  AnnexCanvasSource *self = ANNEX_CANVAS_SOURCE (user_data);

  self->settle_id = 0;
  emit_changed (self);

  return G_SOURCE_REMOVE;
}

static void
on_animation_notify_playing (AnnexCanvasSource *self)
{
  if (!self->playing || annex_animation_get_playing (self->animation))
    return;

  self->playing = FALSE;
  g_signal_emit (self, signals[ENDED], 0);
}

static void
drop (AnnexCanvasSource *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->playing = FALSE;
  if (self->animation != NULL)
    annex_animation_set_playing (self->animation, FALSE);
  g_clear_object (&self->animation);
  g_clear_object (&self->detail);
  g_clear_object (&self->closer);
  g_clear_object (&self->cache);
  self->wanted_width = self->wanted_height = self->whole_width = 0;
}

static AnnexCanvasDetail *
create_detail (AnnexCanvasSource *self)
{
  AnnexCanvasDetail *detail = annex_canvas_detail_new (annex_page_cache_get_document (self->cache), 0);

  g_signal_connect_object (detail, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);

  return detail;
}

static gboolean
is_too_large (const graphene_size_t *size)
{
  return (double) size->width * size->height > ANNEX_DECODER_MAX_RASTER_PIXELS;
}

/* A picture that is too large to be drawn whole with all of its pixels is drawn whole only as it is fitted. */
static void
choose_wanted (AnnexCanvasSource        *self,
               AnnexViewTransform       *transform,
               const AnnexCanvasDrawing *drawing)
{
  double zoom = drawing->zoom;

  if (is_too_large (&drawing->size))
    zoom = MIN (zoom, annex_view_transform_get_fit_zoom (transform));
  annex_canvas_drawing_choose_pixels (&drawing->size, zoom, &self->wanted_width, &self->wanted_height);
}

/* Whether what is looked at is one of the frames; before the first of them it is the picture as it stands still. */
static gboolean
shows_frame (AnnexCanvasSource *self)
{
  return self->animation != NULL && annex_animation_get_texture (self->animation) != NULL;
}

/* What is there is drawn until it is known which size is looked at; then the sharp one is asked for. */
static GdkTexture *
want_whole (AnnexCanvasSource *self)
{
  GdkTexture *texture = NULL;

  annex_page_cache_begin (self->cache);
  if (shows_frame (self))
    texture = annex_page_cache_keep (self->cache, 0);
  if (texture == NULL)
    texture = annex_page_cache_want (self->cache, 0, self->wanted_width, self->wanted_height);
  annex_page_cache_end (self->cache);
  if (self->animation == NULL)
    return texture;

  annex_animation_set_size (self->animation, self->wanted_width, self->wanted_height);

  return shows_frame (self) ? annex_animation_get_texture (self->animation) : texture;
}

/* As many pixels as are shown, and no more than the picture has. */
static void
want_part (AnnexCanvasDetail        *detail,
           const AnnexCanvasDrawing *drawing,
           const graphene_rect_t    *visible)
{
  double zoom = MIN (drawing->zoom, 1);

  if (visible->size.width > 0 && visible->size.height > 0)
    annex_canvas_detail_want (detail,
                              MAX (1, (guint) lround (drawing->size.width * zoom)),
                              MAX (1, (guint) lround (drawing->size.height * zoom)),
                              visible);
}

/* What can be seen through is drawn once: the part alone, or not at all. */
static void
use_part (AnnexCanvasDetail     *detail,
          AnnexCanvasDrawing    *drawing,
          const graphene_rect_t *visible)
{
  const AnnexCanvasPart *part = annex_canvas_detail_get_part (detail);
  gboolean               covers = annex_canvas_detail_covers (detail, visible);

  if (part == NULL || (drawing->has_alpha && !covers))
    return;

  drawing->part = *part;
  if (covers)
    drawing->whole = NULL;
}

static void
annex_canvas_source_dispose (GObject *object)
{
  drop (ANNEX_CANVAS_SOURCE (object));

  G_OBJECT_CLASS (annex_canvas_source_parent_class)->dispose (object);
}

static void
annex_canvas_source_class_init (AnnexCanvasSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_canvas_source_dispose;

  /**
   * AnnexCanvasSource::changed:
   *
   * There is something else to draw, or to ask for.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * AnnexCanvasSource::ended:
   *
   * All rounds of a moving picture have been played, or it cannot be drawn any further.
   */
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_canvas_source_init (AnnexCanvasSource *self)
{
}

/**
 * annex_canvas_source_new:
 *
 * Returns: (transfer full): a source without a picture
 */
AnnexCanvasSource *
annex_canvas_source_new (void)
{
  return g_object_new (ANNEX_TYPE_CANVAS_SOURCE, NULL);
}

/**
 * annex_canvas_source_set_cache:
 * @self: a source
 * @cache: (nullable): drawings of another picture, or %NULL for none
 *
 * What was drawn of the last picture is dropped at once.
 */
void
annex_canvas_source_set_cache (AnnexCanvasSource *self,
                               AnnexPageCache    *cache)
{
  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self));

  drop (self);
  if (cache == NULL)
    return;

  self->cache = g_object_ref (cache);
  self->detail = create_detail (self);
  self->closer = create_detail (self);
  if (annex_document_get_n_frames (annex_page_cache_get_document (cache)) < 2)
    return;

  self->animation = annex_animation_new (annex_page_cache_get_document (cache));
  g_signal_connect_object (self->animation, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->animation, "notify::playing", G_CALLBACK (on_animation_notify_playing), self, G_CONNECT_SWAPPED);
}

/**
 * annex_canvas_source_is_moving:
 * @self: a source
 *
 * Returns: whether the picture has frames
 */
gboolean
annex_canvas_source_is_moving (AnnexCanvasSource *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS_SOURCE (self), FALSE);

  return self->animation != NULL;
}

/**
 * annex_canvas_source_get_frame:
 * @self: a source
 *
 * Returns: the number of the frame that is shown, from 0; 0 also where there are none
 */
guint
annex_canvas_source_get_frame (AnnexCanvasSource *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS_SOURCE (self), 0);

  return self->animation != NULL ? annex_animation_get_frame (self->animation) : 0;
}

/**
 * annex_canvas_source_set_playing:
 * @self: a source
 * @playing: whether the frames are to follow each other, if there are any
 */
void
annex_canvas_source_set_playing (AnnexCanvasSource *self,
                                 gboolean           playing)
{
  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self));

  if (self->animation == NULL)
    return;

  self->playing = playing;
  annex_animation_set_playing (self->animation, playing);
}

/**
 * annex_canvas_source_unsettle:
 * @self: a source
 *
 * Says that the size changes, perhaps not for the last time: nothing is asked for until it has stayed for a while.
 */
void
annex_canvas_source_unsettle (AnnexCanvasSource *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self));

  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

/**
 * annex_canvas_source_fill:
 * @self: a source with a picture
 * @transform: where the picture lies
 * @drawing: (inout): how it is looked at; what there is to draw is filled in
 *
 * Finds what there is to draw, and asks for what would be sharper.
 */
void
annex_canvas_source_fill (AnnexCanvasSource  *self,
                          AnnexViewTransform *transform,
                          AnnexCanvasDrawing *drawing)
{
  gboolean        settled;
  graphene_rect_t visible;

  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self) && self->cache != NULL);

  settled = self->settle_id == 0 || !annex_page_cache_has_texture (self->cache, 0);
  if (settled)
    choose_wanted (self, transform, drawing);
  drawing->whole = want_whole (self);
  self->whole_width = drawing->whole != NULL ? (guint) gdk_texture_get_width (drawing->whole) : 0;
  if (drawing->whole == NULL)
    return;
  /* A part is one of the first frame. */
  if (!is_too_large (&drawing->size) || annex_view_transform_get_state (transform)->fit || shows_frame (self))
    {
      annex_canvas_detail_drop (self->detail);
      return;
    }

  annex_canvas_drawing_get_visible (drawing, &visible);
  if (settled)
    want_part (self->detail, drawing, &visible);
  use_part (self->detail, drawing, &visible);
}

static const GError *
get_whole_error (AnnexCanvasSource *self)
{
  if (self->whole_width >= self->wanted_width)
    return NULL;

  return shows_frame (self) ? annex_animation_get_error (self->animation) : annex_page_cache_get_error (self->cache, 0);
}

/**
 * annex_canvas_source_get_error:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): why what is drawn could not be drawn as sharp as it should be
 */
const GError *
annex_canvas_source_get_error (AnnexCanvasSource *self)
{
  const GError *error;

  g_return_val_if_fail (ANNEX_IS_CANVAS_SOURCE (self), NULL);

  if (self->whole_width == 0)
    return NULL;

  error = annex_canvas_detail_get_error (self->detail);

  return error != NULL ? error : get_whole_error (self);
}

/**
 * annex_canvas_source_retry:
 * @self: a source
 *
 * Draws what annex_canvas_source_get_error() tells of once more.
 */
void
annex_canvas_source_retry (AnnexCanvasSource *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self));

  if (self->cache == NULL)
    return;

  if (annex_canvas_detail_get_error (self->detail) != NULL)
    annex_canvas_detail_retry (self->detail);
  else if (shows_frame (self))
    annex_animation_retry (self->animation);
  else
    annex_page_cache_retry (self->cache, 0);
}

/* What stays in its own size while something closer is looked at. */
static gboolean
is_sharp (AnnexCanvasSource        *self,
          const AnnexCanvasDrawing *drawing)
{
  double wanted = drawing->size.width * MIN (drawing->zoom, 1);

  if (drawing->part.texture != NULL)
    return drawing->whole == NULL && drawing->part.full_width >= wanted;

  return gdk_texture_get_width (drawing->whole) >= wanted;
}

/* A frame has no parts: one that stands still is drawn with more pixels as a whole, one in motion is not. */
static void
want_closer_frame (AnnexCanvasSource        *self,
                   const AnnexCanvasDrawing *drawing)
{
  guint width, height;

  if (self->playing || self->settle_id != 0 || is_too_large (&drawing->size))
    return;

  annex_canvas_drawing_choose_pixels (&drawing->size, drawing->zoom, &width, &height);
  annex_animation_set_size (self->animation, width, height);
}

/**
 * annex_canvas_source_fill_closer:
 * @self: a source with a picture
 * @drawing: (inout): what was filled by annex_canvas_source_fill(), with a part of it looked at more closely
 *
 * Finds what there is to draw through a magnifying glass, and asks for what would be sharper.
 */
void
annex_canvas_source_fill_closer (AnnexCanvasSource  *self,
                                 AnnexCanvasDrawing *drawing)
{
  graphene_rect_t visible;

  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self) && self->cache != NULL);

  if (is_sharp (self, drawing))
    return;
  if (shows_frame (self))
    {
      want_closer_frame (self, drawing);
      return;
    }

  annex_canvas_drawing_get_visible (drawing, &visible);
  if (self->settle_id == 0)
    want_part (self->closer, drawing, &visible);
  use_part (self->closer, drawing, &visible);
}

/**
 * annex_canvas_source_drop_closer:
 * @self: a source
 *
 * Lets go of what was drawn for annex_canvas_source_fill_closer().
 */
void
annex_canvas_source_drop_closer (AnnexCanvasSource *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS_SOURCE (self));

  if (self->closer != NULL)
    annex_canvas_detail_drop (self->closer);
}
