/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas-detail.h"

#include "annex-weak-ref.h"

#include <math.h>

/* Pixels of one part: a window on a large screen and as much again around it, 64 MB. */
#define MAX_PIXELS ((gint64) 16 << 20)

/* Pixels around what is looked at that are drawn along, at least where there is room for them. */
#define MIN_MARGIN 512

struct _AnnexCanvasDetail
{
  GObject parent_instance;

  AnnexDocument *document; /* (owned) */
  guint          page;

  guint        full_width; /* wanted: pixels of the whole picture that the part is one of; 0 for nothing */
  guint        full_height;
  GdkRectangle seen; /* wanted */

  GError *error; /* (owned) (nullable) why what is wanted could not be drawn */

  GCancellable   *cancellable; /* (owned) (nullable) while one is drawn */
  AnnexCanvasPart drawing;     /* without its texture */
  GdkTexture     *texture;     /* (owned) (nullable) */
  AnnexCanvasPart held;
};

G_DEFINE_FINAL_TYPE (AnnexCanvasDetail, annex_canvas_detail, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void draw_next (AnnexCanvasDetail *self);

/* From parts of the picture to its pixels, whole ones around them. */
static void
to_pixels (const graphene_rect_t *part,
           guint                  full_width,
           guint                  full_height,
           GdkRectangle          *pixels)
{
  int left = CLAMP ((int) floor ((double) part->origin.x * full_width), 0, (int) full_width - 1);
  int top = CLAMP ((int) floor ((double) part->origin.y * full_height), 0, (int) full_height - 1);
  int right = CLAMP ((int) ceil ((double) (part->origin.x + part->size.width) * full_width), left + 1, (int) full_width);
  int bottom = CLAMP ((int) ceil ((double) (part->origin.y + part->size.height) * full_height), top + 1, (int) full_height);

  *pixels = (GdkRectangle) { left, top, right - left, bottom - top };
}

static void
widen (GdkRectangle *region,
       int           across,
       int           down,
       guint         full_width,
       guint         full_height)
{
  const GdkRectangle all = { 0, 0, (int) full_width, (int) full_height };

  *region = (GdkRectangle) { region->x - across, region->y - down, region->width + 2 * across, region->height + 2 * down };
  gdk_rectangle_intersect (region, &all, region);
}

/* Half of what is looked at on each side, as far as it does not become too much. */
static void
choose_margin (AnnexCanvasDetail *self,
               int               *across,
               int               *down)
{
  *across = MAX (self->seen.width / 2, MIN_MARGIN);
  *down = MAX (self->seen.height / 2, MIN_MARGIN);
  while (*across > 0 || *down > 0)
    {
      GdkRectangle region = self->seen;

      widen (&region, *across, *down, self->full_width, self->full_height);
      if ((gint64) region.width * region.height <= MAX_PIXELS)
        return;
      *across /= 2;
      *down /= 2;
    }
}

/* Whether what is held still has half of that around what is wanted. */
static gboolean
is_enough (AnnexCanvasDetail *self)
{
  GdkRectangle needed = self->seen;
  GdkRectangle common;
  int          across, down;

  if (self->texture == NULL || self->held.full_width != self->full_width || self->held.full_height != self->full_height)
    return FALSE;

  choose_margin (self, &across, &down);
  widen (&needed, across / 2, down / 2, self->full_width, self->full_height);

  return gdk_rectangle_intersect (&needed, &self->held.region, &common) && gdk_rectangle_equal (&common, &needed);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexCanvasDetail) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = annex_document_draw_region_finish (ANNEX_DOCUMENT (source), result, &error);

  /* Another drawing may be under way already. */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (self->full_width == 0)
    return;

  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (texture != NULL)
    {
      g_set_object (&self->texture, texture);
      self->held = self->drawing;
      self->held.texture = texture;
    }
  g_signal_emit (self, signals[CHANGED], 0);
  draw_next (self);
}

static void
choose_drawing (AnnexCanvasDetail *self)
{
  int across, down;

  choose_margin (self, &across, &down);
  self->drawing.region = self->seen;
  self->drawing.full_width = self->full_width;
  self->drawing.full_height = self->full_height;
  widen (&self->drawing.region, across, down, self->full_width, self->full_height);
}

/* A drawing that is under way is not cancelled because of a better one: its decoder holds the whole picture, and another
 * would have to begin with that. */
static void
draw_next (AnnexCanvasDetail *self)
{
  if (self->cancellable != NULL || self->full_width == 0 || self->error != NULL || is_enough (self))
    return;

  self->cancellable = g_cancellable_new ();
  choose_drawing (self);
  annex_document_draw_region_async (self->document,
                                    self->page,
                                    self->drawing.full_width,
                                    self->drawing.full_height,
                                    &self->drawing.region,
                                    ANNEX_DOCUMENT_PRIORITY_VISIBLE,
                                    self->cancellable,
                                    drawn_cb,
                                    annex_weak_ref_new (self));
}

static void
annex_canvas_detail_dispose (GObject *object)
{
  AnnexCanvasDetail *self = ANNEX_CANVAS_DETAIL (object);

  annex_canvas_detail_drop (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (annex_canvas_detail_parent_class)->dispose (object);
}

static void
annex_canvas_detail_class_init (AnnexCanvasDetailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_canvas_detail_dispose;

  /**
   * AnnexCanvasDetail::changed:
   *
   * There is another part to show, or one could not be drawn.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_canvas_detail_init (AnnexCanvasDetail *self)
{
}

/**
 * annex_canvas_detail_new:
 * @document: a document
 * @page: a page of it, from 0; 0 for a picture
 *
 * Returns: (transfer full): its detail, of which nothing is drawn yet
 */
AnnexCanvasDetail *
annex_canvas_detail_new (AnnexDocument *document,
                         guint          page)
{
  AnnexCanvasDetail *self;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT (document), NULL);

  self = g_object_new (ANNEX_TYPE_CANVAS_DETAIL, NULL);
  self->document = g_object_ref (document);
  self->page = page;

  return self;
}

/**
 * annex_canvas_detail_want:
 * @self: a detail
 * @full_width: pixels that the whole picture would have
 * @full_height: the same from top to bottom
 * @visible: what is looked at, from 0 at the left and top edge of the picture, before it is turned, to 1 at the others
 *
 * Sees to it that what is looked at is drawn. One that failed is tried again only in another size.
 */
void
annex_canvas_detail_want (AnnexCanvasDetail     *self,
                          guint                  full_width,
                          guint                  full_height,
                          const graphene_rect_t *visible)
{
  g_return_if_fail (ANNEX_IS_CANVAS_DETAIL (self) && full_width > 0 && full_height > 0 && visible != NULL);

  if (self->full_width != full_width || self->full_height != full_height)
    g_clear_error (&self->error);
  self->full_width = full_width;
  self->full_height = full_height;
  to_pixels (visible, full_width, full_height, &self->seen);
  draw_next (self);
}

/**
 * annex_canvas_detail_drop:
 * @self: a detail
 *
 * Lets go of what was drawn. What is being drawn is drawn to its end: the decoder holds the whole picture then.
 */
void
annex_canvas_detail_drop (AnnexCanvasDetail *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS_DETAIL (self));

  self->full_width = self->full_height = 0;
  g_clear_error (&self->error);
  g_clear_object (&self->texture);
}

/**
 * annex_canvas_detail_get_part:
 * @self: a detail
 *
 * Returns: (transfer none) (nullable): what is drawn, perhaps of another place or in another size than is wanted
 */
const AnnexCanvasPart *
annex_canvas_detail_get_part (AnnexCanvasDetail *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS_DETAIL (self), NULL);

  return self->texture != NULL ? &self->held : NULL;
}

/**
 * annex_canvas_detail_get_error:
 * @self: a detail
 *
 * Returns: (transfer none) (nullable): why what is wanted could not be drawn
 */
const GError *
annex_canvas_detail_get_error (AnnexCanvasDetail *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS_DETAIL (self), NULL);

  return self->error;
}

/**
 * annex_canvas_detail_retry:
 * @self: a detail
 *
 * Draws what could not be drawn once more.
 */
void
annex_canvas_detail_retry (AnnexCanvasDetail *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS_DETAIL (self));

  annex_document_forgive (self->document, self->page);
  g_clear_error (&self->error);
  draw_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * annex_canvas_detail_covers:
 * @self: a detail
 * @visible: a part of the picture, as in annex_canvas_detail_want()
 *
 * Returns: whether all of that is drawn, in whatever size
 */
gboolean
annex_canvas_detail_covers (AnnexCanvasDetail     *self,
                            const graphene_rect_t *visible)
{
  GdkRectangle needed, common;

  g_return_val_if_fail (ANNEX_IS_CANVAS_DETAIL (self) && visible != NULL, FALSE);

  if (self->texture == NULL)
    return FALSE;

  to_pixels (visible, self->held.full_width, self->held.full_height, &needed);

  return gdk_rectangle_intersect (&needed, &self->held.region, &common) && gdk_rectangle_equal (&common, &needed);
}
