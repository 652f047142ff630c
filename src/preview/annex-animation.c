/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-animation.h"

#include "annex-weak-ref.h"

/* Microseconds of drawing after which a round begins again from its first frame. Decoders are replaced when they have
 * worked for long, and a new one must go through all frames before the one that is wanted: beyond this it would do little
 * else. */
#define MAX_WORK (20 * G_TIME_SPAN_SECOND)

typedef struct
{
  GdkTexture *texture; /* (owned) (nullable) */
  guint       number;
  guint       delay; /* milliseconds */
} Frame;

struct _AnnexAnimation
{
  GObject parent_instance;

  AnnexDocument *document; /* (owned) */
  guint          width;
  guint          height;
  gboolean       playing;
  gboolean       is_over;  /* all rounds have been played; the next frame is the first of a new play */
  guint          n_rounds; /* that are complete */
  GError        *error;    /* (owned) (nullable) */

  Frame         shown;
  gint64        shown_at;      /* monotonic, microseconds */
  Frame         next;          /* drawn ahead, without texture while it is not */
  GCancellable *drawing;       /* (owned) (nullable) while a frame is being drawn */
  gint64        asked_at;      /* monotonic, microseconds */
  gint64        worked;        /* microseconds in this round */
  guint         timer;         /* source id, until the next frame is due */
  guint         redrawn_width; /* that was asked for last of the frame that is shown; 0 for none */
};

G_DEFINE_FINAL_TYPE (AnnexAnimation, annex_animation, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

enum
{
  PROP_PLAYING = 1,
  N_PROPERTIES
};

static guint       signals[N_SIGNALS];
static GParamSpec *properties[N_PROPERTIES];

static void draw_ahead (AnnexAnimation *self);
static void schedule (AnnexAnimation *self);

static void
clear_frame (Frame *frame)
{
  g_clear_object (&frame->texture);
}

/* What is being drawn is of no use any more. */
static void
forget_drawing (AnnexAnimation *self)
{
  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_handle_id (&self->timer, g_source_remove);
  clear_frame (&self->next);
  self->redrawn_width = 0;
}

static void
stop (AnnexAnimation *self)
{
  if (!self->playing)
    return;

  self->playing = FALSE;
  forget_drawing (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

/* Returns: whether there is another frame; its number is then in @number */
static gboolean
choose_next (AnnexAnimation *self,
             guint          *number)
{
  guint n_loops = annex_document_get_n_loops (self->document);

  *number = 0;
  if (self->shown.texture == NULL || self->is_over)
    return TRUE;

  *number = self->shown.number + 1;
  if (*number < annex_document_get_n_frames (self->document) && self->worked <= MAX_WORK)
    return TRUE;

  *number = 0;

  return n_loops == 0 || self->n_rounds + 1 < n_loops;
}

static void
show_next (AnnexAnimation *self)
{
  if (self->next.number == 0)
    {
      self->n_rounds = self->shown.texture == NULL || self->is_over ? 0 : self->n_rounds + 1;
      self->worked = 0;
      self->is_over = FALSE;
    }
  clear_frame (&self->shown);
  self->shown = self->next;
  self->next.texture = NULL;
  self->redrawn_width = 0;
  self->shown_at = g_get_monotonic_time ();
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_due (gpointer user_data)
{
  g_autoptr (AnnexAnimation) self = g_object_ref (user_data);

  self->timer = 0;
  show_next (self);
  draw_ahead (self);

  return G_SOURCE_REMOVE;
}

/* A frame that is ready late is shown at once; nothing is left out to catch up. */
static void
schedule (AnnexAnimation *self)
{
  gint64 due = self->shown_at + self->shown.delay * G_TIME_SPAN_MILLISECOND;
  gint64 now = g_get_monotonic_time ();

  if (self->shown.texture == NULL || due <= now)
    self->timer = g_idle_add (on_due, self);
  else
    self->timer = g_timeout_add ((guint) ((due - now + 999) / 1000), on_due, self);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexAnimation) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  guint       delay = 0;
  GdkTexture *texture = annex_document_draw_frame_finish (ANNEX_DOCUMENT (source), result, &delay, &error);

  /* Another drawing may be under way already. */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->drawing);
  self->worked += g_get_monotonic_time () - self->asked_at;
  if (texture == NULL)
    {
      self->error = g_steal_pointer (&error);
      stop (self);
      return;
    }

  self->next.texture = texture;
  self->next.delay = delay;
  schedule (self);
}

static void
draw_ahead (AnnexAnimation *self)
{
  if (!self->playing || self->drawing != NULL || self->next.texture != NULL || self->width == 0)
    return;
  if (!choose_next (self, &self->next.number))
    {
      self->is_over = TRUE;
      stop (self);
      return;
    }

  self->drawing = g_cancellable_new ();
  self->asked_at = g_get_monotonic_time ();
  annex_document_draw_frame_async (self->document,
                                   self->next.number,
                                   self->width,
                                   self->height,
                                   self->drawing,
                                   drawn_cb,
                                   annex_weak_ref_new (self));
}

/* One that failed stays as it is, and goes on being shown. */
static void
redrawn_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AnnexAnimation) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  guint delay;
  g_autoptr (GdkTexture) texture = annex_document_draw_frame_finish (ANNEX_DOCUMENT (source), result, &delay, &error);

  /* Another drawing may be under way already. */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->drawing);
  if (texture != NULL)
    g_set_object (&self->shown.texture, texture);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  g_signal_emit (self, signals[CHANGED], 0);
  draw_ahead (self);
}

static gboolean
is_shown_small (AnnexAnimation *self)
{
  return self->shown.texture != NULL && (guint) gdk_texture_get_width (self->shown.texture) < self->width;
}

/* What could not be drawn is not tried for ever. */
static gboolean
has_failed (AnnexAnimation *self)
{
  return self->error != NULL && self->redrawn_width != 0 && self->width >= self->redrawn_width;
}

/* A frame that stands still is looked at: it is drawn once more where it was drawn smaller than it is seen now. */
static void
redraw_shown (AnnexAnimation *self)
{
  if (self->playing || self->drawing != NULL || !is_shown_small (self) || has_failed (self))
    return;

  self->redrawn_width = self->width;
  self->drawing = g_cancellable_new ();
  annex_document_draw_frame_async (self->document,
                                   self->shown.number,
                                   self->width,
                                   self->height,
                                   self->drawing,
                                   redrawn_cb,
                                   annex_weak_ref_new (self));
}

static void
annex_animation_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (property_id == PROP_PLAYING)
    g_value_set_boolean (value, annex_animation_get_playing (ANNEX_ANIMATION (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_animation_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (property_id == PROP_PLAYING)
    annex_animation_set_playing (ANNEX_ANIMATION (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_animation_dispose (GObject *object)
{
  AnnexAnimation *self = ANNEX_ANIMATION (object);

  forget_drawing (self);
  clear_frame (&self->shown);
  g_clear_object (&self->document);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (annex_animation_parent_class)->dispose (object);
}

static void
annex_animation_class_init (AnnexAnimationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_animation_get_property;
  object_class->set_property = annex_animation_set_property;
  object_class->dispose = annex_animation_dispose;

  /**
   * AnnexAnimation:playing:
   *
   * Whether frames follow each other. Becomes %FALSE by itself after the last round, and when drawing fails.
   */
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * AnnexAnimation::changed:
   *
   * There is another texture to show.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_animation_init (AnnexAnimation *self)
{
}

/**
 * annex_animation_new:
 * @document: a document with several frames
 *
 * Returns: (transfer full): its animation, not playing
 */
AnnexAnimation *
annex_animation_new (AnnexDocument *document)
{
  AnnexAnimation *self;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT (document) && annex_document_get_n_frames (document) > 1, NULL);

  self = g_object_new (ANNEX_TYPE_ANIMATION, NULL);
  self->document = g_object_ref (document);

  return self;
}

/**
 * annex_animation_set_size:
 * @self: an animation
 * @width: device pixels
 * @height: device pixels
 *
 * Says in which size the next frames are drawn. What has been drawn already is still shown; while it does not play, it is
 * drawn once more when it is smaller than this.
 */
void
annex_animation_set_size (AnnexAnimation *self,
                          guint           width,
                          guint           height)
{
  g_return_if_fail (ANNEX_IS_ANIMATION (self) && width > 0 && height > 0);

  self->width = width;
  self->height = height;
  draw_ahead (self);
  redraw_shown (self);
}

/**
 * annex_animation_set_playing:
 * @self: an animation
 * @playing: whether frames are to follow each other
 *
 * Goes on with the frame after the one that is shown, or after the last round from the beginning.
 */
void
annex_animation_set_playing (AnnexAnimation *self,
                             gboolean        playing)
{
  g_return_if_fail (ANNEX_IS_ANIMATION (self));

  if (!playing)
    {
      stop (self);
      return;
    }
  if (self->playing)
    return;

  self->playing = TRUE;
  g_clear_error (&self->error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
  draw_ahead (self);
}

/**
 * annex_animation_get_playing:
 * @self: an animation
 *
 * Returns: whether frames follow each other
 */
gboolean
annex_animation_get_playing (AnnexAnimation *self)
{
  g_return_val_if_fail (ANNEX_IS_ANIMATION (self), FALSE);

  return self->playing;
}

/**
 * annex_animation_get_texture:
 * @self: an animation
 *
 * Returns: (transfer none) (nullable): what is to be shown now, perhaps in another size than the last one that was set;
 *   %NULL before the first frame is drawn
 */
GdkTexture *
annex_animation_get_texture (AnnexAnimation *self)
{
  g_return_val_if_fail (ANNEX_IS_ANIMATION (self), NULL);

  return self->shown.texture;
}

/**
 * annex_animation_get_frame:
 * @self: an animation
 *
 * Returns: the number of the frame that is shown, from 0
 */
guint
annex_animation_get_frame (AnnexAnimation *self)
{
  g_return_val_if_fail (ANNEX_IS_ANIMATION (self), 0);

  return self->shown.number;
}

/**
 * annex_animation_get_error:
 * @self: an animation
 *
 * Returns: (transfer none) (nullable): why it stopped, or why what is shown could not be drawn larger
 */
const GError *
annex_animation_get_error (AnnexAnimation *self)
{
  g_return_val_if_fail (ANNEX_IS_ANIMATION (self), NULL);

  return self->error;
}

/**
 * annex_animation_retry:
 * @self: an animation
 *
 * Draws the frame that is shown once more where it could not be drawn larger.
 */
void
annex_animation_retry (AnnexAnimation *self)
{
  g_return_if_fail (ANNEX_IS_ANIMATION (self));

  g_clear_error (&self->error);
  redraw_shown (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
