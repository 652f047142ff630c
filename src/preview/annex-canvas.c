/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-canvas.h"

#include "annex-canvas-actions.h"
#include "annex-canvas-adjustments.h"
#include "annex-canvas-input.h"
#include "annex-canvas-source.h"
#include "annex-magnifier-keys.h"
#include "annex-magnifier.h"
#include "annex-pixel-grid.h"

struct _AnnexCanvas
{
  AnnexDocumentView parent_instance;

  AnnexViewTransform     *transform;      /* (owned) */
  AnnexCanvasSource      *source;         /* (owned) */
  GActionGroup           *actions;        /* (owned) */
  AnnexCanvasInput       *input;          /* (owned) */
  AnnexCanvasAdjustments *adjustments;    /* (owned) */
  AnnexMagnifier         *magnifier;      /* (owned) */
  AnnexMagnifierKeys     *magnifier_keys; /* (owned) */
  GtkScrollablePolicy     hscroll_policy;
  GtkScrollablePolicy     vscroll_policy;
  AnnexCanvasGround       ground;
  gboolean                inverted;
  gboolean                contrast;
  gboolean                playing;   /* wanted; what cannot be seen stands still all the same */
  double                  told_zoom; /* the last that was notified */
  gboolean                told_fit;
  gboolean                blurred;
  guint                   blurred_id; /* until it is told that this has changed */
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
  PROP_MAGNIFIED,
  PROP_BLURRED,
  N_PROPS,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

static AnnexDocument *
get_document (AnnexCanvas *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self));
}

static void
notify_zoom (AnnexCanvas *self)
{
  double   zoom = annex_canvas_get_zoom (self);
  gboolean fit = annex_canvas_get_fit (self);

  if (zoom != self->told_zoom)
    {
      self->told_zoom = zoom;
      annex_canvas_source_unsettle (self->source);
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
  annex_canvas_adjustments_follow (self->adjustments);
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

/**
 * annex_canvas_get_magnifier:
 * @self: a canvas
 *
 * Returns: (transfer none): the magnifying glass over it
 */
AnnexMagnifier *
annex_canvas_get_magnifier (AnnexCanvas *self)
{
  return self->magnifier;
}

static void
update_view_size (AnnexCanvas *self)
{
  double scale = annex_pixel_grid_get_scale (GTK_WIDGET (self));

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
  annex_canvas_source_set_playing (self->source, self->playing && is_seen (self));
}

static void
set_playing (AnnexCanvas *self,
             gboolean     playing)
{
  self->playing = playing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
  update_playing (self);
}

static void
on_ended (AnnexCanvas *self)
{
  set_playing (self, FALSE);
}

/* A picture that moves does so unasked only where the agent has not asked for less of that. */
static void
begin_to_play (AnnexCanvas *self)
{
  gboolean playing;

  if (!annex_canvas_source_is_moving (self->source))
    return;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &playing, NULL);
  set_playing (self, playing);
}

static gboolean
update_blurred (gpointer user_data)
{
  AnnexCanvas *self = ANNEX_CANVAS (user_data);
  gboolean     blurred = annex_canvas_get_sharpness_error (self) != NULL;

  g_clear_handle_id (&self->blurred_id, g_source_remove);
  if (self->blurred != blurred)
    {
      self->blurred = blurred;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BLURRED]);
    }

  return G_SOURCE_REMOVE;
}

/* What follows this may need a layout, for which there is no room while it is drawn. */
static void
follow_blurred (AnnexCanvas *self)
{
  if (self->blurred_id == 0 && self->blurred != (annex_canvas_get_sharpness_error (self) != NULL))
    self->blurred_id = g_idle_add (update_blurred, self);
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

  annex_canvas_source_set_cache (self->source, annex_document_view_get_cache (view));
  update_blurred (self);
  annex_view_transform_set_picture (self->transform, 0, 0);
  annex_view_transform_set_state (self->transform, &state);
  annex_view_transform_set_picture (self->transform, size.width, size.height);
  begin_to_play (self);
  annex_canvas_update (self);
}

/* Where the picture goes, in logical pixels, on whole device pixels. */
static void
get_place (AnnexCanvas     *self,
           graphene_rect_t *place)
{
  double scale = annex_pixel_grid_get_scale (GTK_WIDGET (self));
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
       .zoom = state->zoom,
       .turns = state->turns,
       .mirrored = state->mirrored,
       .ground = self->ground,
       .inverted = self->inverted,
       .contrast = self->contrast,
       .has_alpha = get_document (self) != NULL && annex_document_has_alpha (get_document (self)),
  };

  if (get_document (self) == NULL || !annex_view_transform_is_valid (self->transform))
    return;

  annex_document_get_known_size (get_document (self), 0, &drawing.size);
  get_place (self, &drawing.place);
  annex_canvas_source_fill (self->source, self->transform, &drawing);
  follow_blurred (self);
  if (drawing.whole == NULL && drawing.part.texture == NULL)
    return;

  annex_canvas_drawing_snapshot (&drawing, snapshot);
  annex_magnifier_snapshot (self->magnifier, &drawing, self->source, snapshot);
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
annex_canvas_size_changed (AnnexDocumentView *view)
{
  update_view_size (ANNEX_CANVAS (view));
  annex_canvas_update (ANNEX_CANVAS (view));
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
  annex_magnifier_keys_attach (ANNEX_CANVAS (widget)->magnifier_keys, GTK_WIDGET (gtk_widget_get_root (widget)));
  update_playing (ANNEX_CANVAS (widget));
}

static void
annex_canvas_unmap (GtkWidget *widget)
{
  annex_canvas_actions_set_enabled (ANNEX_CANVAS (widget)->actions, FALSE);
  annex_magnifier_keys_detach (ANNEX_CANVAS (widget)->magnifier_keys);
  g_object_set (widget, "magnified", FALSE, NULL);
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), update_playing, widget);

  GTK_WIDGET_CLASS (annex_canvas_parent_class)->unmap (widget);
  update_playing (ANNEX_CANVAS (widget));
}

static void
set_magnified (AnnexCanvas *self,
               gboolean     magnified)
{
  if (magnified == annex_magnifier_get_shown (self->magnifier))
    return;

  annex_magnifier_set_shown (self->magnifier, magnified);
  if (!magnified)
    annex_canvas_source_drop_closer (self->source);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAGNIFIED]);
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
    case PROP_MAGNIFIED:
      g_value_set_boolean (value, annex_magnifier_get_shown (self->magnifier));
      break;
    case PROP_BLURRED:
      g_value_set_boolean (value, self->blurred);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, annex_canvas_adjustments_get (self->adjustments, GTK_ORIENTATION_HORIZONTAL));
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, annex_canvas_adjustments_get (self->adjustments, GTK_ORIENTATION_VERTICAL));
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
    case PROP_MAGNIFIED:
      set_magnified (self, g_value_get_boolean (value));
      break;
    case PROP_HADJUSTMENT:
      annex_canvas_adjustments_set (self->adjustments, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      annex_canvas_adjustments_set (self->adjustments, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
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
annex_canvas_finalize (GObject *object)
{
  AnnexCanvas *self = ANNEX_CANVAS (object);

  g_clear_handle_id (&self->blurred_id, g_source_remove);
  g_clear_object (&self->actions);
  g_clear_object (&self->source);
  annex_canvas_adjustments_free (self->adjustments);
  annex_canvas_input_free (self->input);
  annex_magnifier_keys_free (self->magnifier_keys);
  annex_magnifier_free (self->magnifier);
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
  /**
   * AnnexCanvas:magnified:
   *
   * Whether there is a magnifying glass over the picture.
   */
  properties[PROP_MAGNIFIED] = g_param_spec_boolean ("magnified", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexCanvas:blurred:
   *
   * Whether what is drawn could not be drawn as sharp as it should be.
   */
  properties[PROP_BLURRED] = g_param_spec_boolean ("blurred", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
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
  object_class->finalize = annex_canvas_finalize;
  widget_class->snapshot = annex_canvas_snapshot;
  widget_class->measure = annex_canvas_measure;
  widget_class->realize = annex_canvas_realize;
  widget_class->unrealize = annex_canvas_unrealize;
  widget_class->map = annex_canvas_map;
  widget_class->unmap = annex_canvas_unmap;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->document_changed = annex_canvas_document_changed;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->size_changed = annex_canvas_size_changed;

  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "annexcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_canvas_init (AnnexCanvas *self)
{
  self->transform = annex_view_transform_new ();
  self->told_fit = TRUE;
  self->source = annex_canvas_source_new ();
  g_signal_connect_object (self->source, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  self->adjustments = annex_canvas_adjustments_new (self);
  self->magnifier = annex_magnifier_new (self);
  self->magnifier_keys = annex_magnifier_keys_new (self);
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
 * annex_canvas_get_frame:
 * @self: a canvas
 *
 * Returns: the number of the frame that is shown, from 0; 0 also where the picture does not move
 */
guint
annex_canvas_get_frame (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), 0);

  return annex_canvas_source_get_frame (self->source);
}

/**
 * annex_canvas_get_sharpness_error:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): why what is drawn could not be drawn as sharp as it should be
 */
const GError *
annex_canvas_get_sharpness_error (AnnexCanvas *self)
{
  g_return_val_if_fail (ANNEX_IS_CANVAS (self), NULL);

  return annex_canvas_source_get_error (self->source);
}

/**
 * annex_canvas_retry:
 * @self: a canvas
 *
 * Draws what could not be drawn sharp once more.
 */
void
annex_canvas_retry (AnnexCanvas *self)
{
  g_return_if_fail (ANNEX_IS_CANVAS (self));

  annex_canvas_source_retry (self->source);
}
