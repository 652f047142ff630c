/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-animation.h"
#include "annex-canvas-actions.h"
#include "annex-canvas-adjustments.h"
#include "annex-canvas-input.h"
#include "annex-pixel-grid.h"

/* So long after the last change of size a sharper drawing is asked for: not while the wheel still turns. */
#define SETTLE_MS 120

struct _AnnexCanvas
{
  AnnexDocumentView parent_instance;

  AnnexViewTransform *transform;   /* (owned) */
  GActionGroup       *actions;     /* (owned) */
  AnnexCanvasInput   *input;       /* (owned) */
  GtkAdjustment      *hadjustment; /* (owned) (nullable) */
  GtkAdjustment      *vadjustment; /* (owned) (nullable) */
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;
  AnnexCanvasGround   ground;
  gboolean            inverted;
  gboolean            contrast;
  AnnexAnimation     *animation;   /* (owned) (nullable) of a picture that moves */
  gboolean            playing;     /* wanted; what cannot be seen stands still all the same */
  gboolean            configuring; /* the adjustments follow the picture, and not the other way round */
  double              told_zoom;   /* the last that was notified */
  gboolean            told_fit;
  guint               settle_id;
  guint               wanted_width; /* pixels asked for, before the picture is turned; 0 for none yet */
  guint               wanted_height;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexCanvas,
                               annex_canvas,
                               ANNEX_TYPE_DOCUMENT_VIEW,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_FIT,
  PROP_GROUND,
  PROP_INVERTED,
  PROP_CONTRAST,
  PROP_PLAYING,
  N_PROPS,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

static double
get_scale (AnnexCanvas *self)
{
  return annex_pixel_grid_get_scale (GTK_WIDGET (self));
}

static AnnexDocument *
get_document (AnnexCanvas *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self));
}

static void
configure_adjustments (AnnexCanvas *self)
{
  self->configuring = TRUE;
  annex_canvas_adjustments_follow (self->hadjustment, self->vadjustment, self->transform, GTK_WIDGET (self));
  self->configuring = FALSE;
}

static gboolean
on_settled (gpointer user_data)
{
  AnnexCanvas *self = ANNEX_CANVAS (user_data);

  self->settle_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
notify_zoom (AnnexCanvas *self)
{
  double   zoom = annex_canvas_get_zoom (self);
  gboolean fit = annex_canvas_get_fit (self);

  if (zoom != self->told_zoom)
    {
      self->told_zoom = zoom;
      g_clear_handle_id (&self->settle_id, g_source_remove);
      self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
    }
  if (fit != self->told_fit)
    {
      self->told_fit = fit;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIT]);
    }
}

/**
 * annex_canvas_update:
 * @self: a canvas
 *
 * Follows every change of where the picture lies.
 */
void
annex_canvas_update (AnnexCanvas *self)
{
  configure_adjustments (self);
  notify_zoom (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * annex_canvas_get_transform:
 * @self: a canvas
 *
 * Returns: (transfer none): where the picture lies; annex_canvas_update() is to follow a change
 */
AnnexViewTransform *
annex_canvas_get_transform (AnnexCanvas *self)
{
  return self->transform;
}

static void
update_view_size (AnnexCanvas *self)
{
  double scale = get_scale (self);

  annex_view_transform_set_view (self->transform,
                                 gtk_widget_get_width (GTK_WIDGET (self)) * scale,
                                 gtk_widget_get_height (GTK_WIDGET (self)) * scale);
}

static gboolean
is_seen (AnnexCanvas *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && GTK_IS_WINDOW (root) && !gtk_window_is_suspended (GTK_WINDOW (root));
}

static void
update_playing (AnnexCanvas *self)
{
  if (self->animation != NULL)
    annex_animation_set_playing (self->animation, self->playing && is_seen (self));
}

/* A picture that moves does so unasked only where the agent has not asked for less of that. */
static void
set_up_animation (AnnexCanvas   *self,
                  AnnexDocument *document)
{
  if (self->animation != NULL)
    annex_animation_set_playing (self->animation, FALSE);
  g_clear_object (&self->animation);
  if (document == NULL || annex_document_get_n_frames (document) < 2)
    return;

  self->animation = annex_animation_new (document);
  g_signal_connect_object (self->animation, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &self->playing, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
  update_playing (self);
}

static void
annex_canvas_document_changed (AnnexDocumentView *view)
{
  AnnexCanvas         *self = ANNEX_CANVAS (view);
  const AnnexViewState state = ANNEX_VIEW_STATE_INIT;
  AnnexDocument       *document = get_document (self);
  graphene_size_t      size = GRAPHENE_SIZE_INIT_ZERO;

  if (document != NULL)
    annex_document_get_known_size (document, 0, &size);

  self->wanted_width = self->wanted_height = 0;
  annex_view_transform_set_picture (self->transform, 0, 0);
  annex_view_transform_set_state (self->transform, &state);
  annex_view_transform_set_picture (self->transform, size.width, size.height);
  set_up_animation (self, document);
  annex_canvas_update (self);
}

/* What is there is drawn until it is known which size is looked at; then the sharp one is asked for. */
static GdkTexture *
want_texture (AnnexCanvas           *self,
              const graphene_size_t *size)
{
  AnnexPageCache *cache = annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (self));
  GdkTexture     *texture;

  if (self->settle_id == 0 || !annex_page_cache_has_texture (cache, 0))
    annex_canvas_drawing_choose_pixels (size, annex_canvas_get_zoom (self), &self->wanted_width, &self->wanted_height);

  annex_page_cache_begin (cache);
  texture = annex_page_cache_want (cache, 0, self->wanted_width, self->wanted_height);
  annex_page_cache_end (cache);
  if (self->animation == NULL)
    return texture;

  annex_animation_set_size (self->animation, self->wanted_width, self->wanted_height);
  if (annex_animation_get_texture (self->animation) != NULL)
    return annex_animation_get_texture (self->animation);

  return texture;
}

/* Where the picture goes, in logical pixels, on whole device pixels. */
static void
get_place (AnnexCanvas     *self,
           graphene_rect_t *place)
{
  double scale = get_scale (self);
  double x, y, width, height;
  guint  width_pixels, height_pixels;

  annex_view_transform_get_rect (self->transform, &x, &y, &width, &height);
  graphene_rect_init (place, (float) (x / scale), (float) (y / scale), (float) (width / scale), (float) (height / scale));
  annex_pixel_grid_snap (GTK_WIDGET (self), place, &width_pixels, &height_pixels);
}

static void
annex_canvas_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  AnnexCanvas          *self = ANNEX_CANVAS (widget);
  const AnnexViewState *state = annex_view_transform_get_state (self->transform);
  AnnexCanvasDrawing    drawing = {
       .view = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)),
       .turns = state->turns,
       .mirrored = state->mirrored,
       .ground = self->ground,
       .inverted = self->inverted,
       .contrast = self->contrast,
  };
  graphene_size_t size;

  if (get_document (self) == NULL || !annex_view_transform_is_valid (self->transform))
    return;

  annex_document_get_known_size (get_document (self), 0, &size);
  drawing.texture = want_texture (self, &size);
  if (drawing.texture == NULL)
    return;

  get_place (self, &drawing.place);
  drawing.filter = annex_canvas_drawing_choose_filter (drawing.texture, &size, state->zoom);
  drawing.has_alpha = annex_document_has_alpha (get_document (self));
  annex_canvas_drawing_snapshot (&drawing, snapshot);
}

static void
annex_canvas_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
annex_canvas_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  update_view_size (ANNEX_CANVAS (widget));
  annex_canvas_update (ANNEX_CANVAS (widget));
}

static void
annex_canvas_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_canvas_parent_class)->realize (widget);

  /* A window that goes to another screen keeps its size, but not the pixels in it. */
  g_signal_connect_object (gtk_native_get_surface (gtk_widget_get_native (widget)), "notify::scale", G_CALLBACK (gtk_widget_queue_allocate), widget, G_CONNECT_SWAPPED);
}

static void
annex_canvas_unrealize (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_native_get_surface (gtk_widget_get_native (widget)), gtk_widget_queue_allocate, widget);

  GTK_WIDGET_CLASS (annex_canvas_parent_class)->unrealize (widget);
}

static void
annex_canvas_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_canvas_parent_class)->map (widget);

  annex_canvas_actions_set_enabled (ANNEX_CANVAS (widget)->actions, TRUE);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::suspended", G_CALLBACK (update_playing), widget, G_CONNECT_SWAPPED);
  update_playing (ANNEX_CANVAS (widget));
}

static void
annex_canvas_unmap (GtkWidget *widget)
{
  annex_canvas_actions_set_enabled (ANNEX_CANVAS (widget)->actions, FALSE);
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), update_playing, widget);

  GTK_WIDGET_CLASS (annex_canvas_parent_class)->unmap (widget);
  update_playing (ANNEX_CANVAS (widget));
}

static void
on_adjustment_value_changed (AnnexCanvas *self)
{
  if (self->configuring)
    return;

  annex_canvas_adjustments_lead (self->hadjustment, self->vadjustment, self->transform, GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (AnnexCanvas    *self,
                GtkAdjustment **location,
                GtkAdjustment  *adjustment)
{
  if (*location == adjustment && adjustment != NULL)
    return;

  if (*location != NULL)
    g_signal_handlers_disconnect_by_func (*location, on_adjustment_value_changed, self);
  g_clear_object (location);

  *location = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (*location, "value-changed", G_CALLBACK (on_adjustment_value_changed), self, G_CONNECT_SWAPPED);
  configure_adjustments (self);
}

static void
annex_canvas_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, annex_canvas_get_zoom (self));
      break;
    case PROP_FIT:
      g_value_set_boolean (value, annex_canvas_get_fit (self));
      break;
    case PROP_GROUND:
      g_value_set_enum (value, self->ground);
      break;
    case PROP_INVERTED:
      g_value_set_boolean (value, self->inverted);
      break;
    case PROP_CONTRAST:
      g_value_set_boolean (value, self->contrast);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_canvas_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  switch (prop_id)
    {
    case PROP_GROUND:
      self->ground = g_value_get_enum (value);
      break;
    case PROP_INVERTED:
      self->inverted = g_value_get_boolean (value);
      break;
    case PROP_CONTRAST:
      self->contrast = g_value_get_boolean (value);
      break;
    case PROP_PLAYING:
      self->playing = g_value_get_boolean (value);
      update_playing (self);
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
annex_canvas_dispose (GObject *object)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->animation);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);

  G_OBJECT_CLASS (annex_canvas_parent_class)->dispose (object);
}

static void
annex_canvas_finalize (GObject *object)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  g_clear_object (&self->actions);
  annex_canvas_input_free (self->input);
  annex_view_transform_free (self->transform);

  G_OBJECT_CLASS (annex_canvas_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * AnnexCanvas:zoom:
   *
   * Device pixels for each pixel of the picture, or 0 when there is no picture.
   */
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, ANNEX_VIEW_MAX_ZOOM, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:fit:
   *
   * Whether the whole picture is shown, whatever the size of the window.
   */
  properties[PROP_FIT] = g_param_spec_boolean ("fit", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:ground:
   *
   * What is seen through the transparent parts of the picture.
   */
  properties[PROP_GROUND] = g_param_spec_enum ("ground", NULL, NULL, ANNEX_TYPE_CANVAS_GROUND, ANNEX_CANVAS_GROUND_CHECKS, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:inverted:
   *
   * Whether dark is drawn light.
   */
  properties[PROP_INVERTED] = g_param_spec_boolean ("inverted", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:contrast:
   *
   * Whether the middle tones are drawn further apart.
   */
  properties[PROP_CONTRAST] = g_param_spec_boolean ("contrast", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:playing:
   *
   * Whether a picture that moves is to do so while it can be seen.
   */
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
annex_canvas_class_init (AnnexCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_canvas_get_property;
  object_class->set_property = annex_canvas_set_property;
  object_class->dispose = annex_canvas_dispose;
  object_class->finalize = annex_canvas_finalize;
  widget_class->snapshot = annex_canvas_snapshot;
  widget_class->measure = annex_canvas_measure;
  widget_class->size_allocate = annex_canvas_size_allocate;
  widget_class->realize = annex_canvas_realize;
  widget_class->unrealize = annex_canvas_unrealize;
  widget_class->map = annex_canvas_map;
  widget_class->unmap = annex_canvas_unmap;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->document_changed = annex_canvas_document_changed;

  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "annexcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_canvas_init (AnnexCanvas *self)
{
  self->transform = annex_view_transform_new ();
  self->told_fit = TRUE;
  self->actions = annex_canvas_actions_new (self);
  annex_canvas_actions_set_enabled (self->actions, FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "canvas", self->actions);
  self->input = annex_canvas_input_new (self);
}

/**
 * annex_canvas_new:
 *
 * Returns: (transfer floating): an empty canvas
 */
GtkWidget *
annex_canvas_new (void)
{
  return g_object_new (ANNEX_TYPE_CANVAS, NULL);
}

/**
 * annex_canvas_get_actions:
 * @self: a canvas
 *
 * Returns: (transfer none): its actions, for buttons and menus that are not inside of it; not to be used when it is gone
 */
GActionGroup *
annex_canvas_get_actions (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return self->actions;
}

/**
 * annex_canvas_get_zoom:
 * @self: a canvas
 *
 * Returns: device pixels for each pixel of the picture, or 0 when there is no picture
 */
double
annex_canvas_get_zoom (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), 0);

  return annex_view_transform_is_valid (self->transform) ? annex_view_transform_get_state (self->transform)->zoom : 0;
}

/**
 * annex_canvas_get_fit:
 * @self: a canvas
 *
 * Returns: whether the whole picture is shown, whatever the size of the window
 */
gboolean
annex_canvas_get_fit (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), FALSE);

  return annex_view_transform_get_state (self->transform)->fit;
}

/**
 * annex_canvas_get_state:
 * @self: a canvas
 *
 * Returns: (transfer none): how the picture is looked at
 */
const AnnexViewState *
annex_canvas_get_state (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return annex_view_transform_get_state (self->transform);
}

/**
 * annex_canvas_set_state:
 * @self: a canvas
 * @state: how the picture is to be looked at
 */
void
annex_canvas_set_state (AnnexCanvas          *self,
                        const AnnexViewState *state)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self) && state != NULL);

  annex_view_transform_set_state (self->transform, state);
  annex_canvas_update (self);
}

/**
 * annex_canvas_fit:
 * @self: a canvas
 *
 * Shows the whole picture.
 */
void
annex_canvas_fit (AnnexCanvas *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self));

  annex_view_transform_fit (self->transform);
  annex_canvas_update (self);
}

/**
 * annex_canvas_zoom_at:
 * @self: a canvas
 * @zoom: device pixels for each pixel of the picture
 * @x: where the picture stays as it is, in logical pixels of the canvas
 * @y: the same from the top
 */
void
annex_canvas_zoom_at (AnnexCanvas *self,
                      double       zoom,
                      double       x,
                      double       y)
{
  double scale;

  g_return_if_fail (ANNEX_IS_CANVAS (self));

  scale = get_scale (self);
  annex_view_transform_zoom (self->transform, zoom, x * scale, y * scale);
  annex_canvas_update (self);
}

/**
 * annex_canvas_pan:
 * @self: a canvas
 * @dx: how far the picture moves to the right, in logical pixels
 * @dy: how far it moves down
 */
void
annex_canvas_pan (AnnexCanvas *self,
                  double       dx,
                  double       dy)
{
  double scale;

  g_return_if_fail (ANNEX_IS_CANVAS (self));

  scale = get_scale (self);
  annex_view_transform_pan (self->transform, dx * scale, dy * scale);
  annex_canvas_update (self);
}
