/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view.h"

#include "annex-decoder-protocol.h"
#include "annex-page-layout.h"
#include "annex-pixel-grid.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Drawn pages kept beside the visible ones: enough to turn back without waiting. */
#define MAX_TEXTURES 8

/* The bytes that these may take: eight A4 pages that fill a wide window, but only two of the largest. */
#define MAX_BYTES (64 * 1024 * 1024)

/* Pixels of one page: A4 at twice its size on paper, on a screen of twice the density. A larger page is drawn smaller
 * and scaled up, which it bears: one as wide as a letter and as tall as a page can be still gets nearly a pixel for each
 * point across, so its text can be read. At most two pages reach beyond the window, so the visible ones take no more than
 * two of these and the window's own pixels. */
#define MAX_PAGE_PIXELS (8 << 20)

struct _AnnexPageView
{
  AnnexDocumentView parent_instance;

  AnnexPageLayout    *layout;      /* (owned) (nullable) */
  GtkAdjustment      *hadjustment; /* (owned) (nullable) */
  GtkAdjustment      *vadjustment; /* (owned) (nullable) */
  GCancellable       *cancellable; /* (owned) (nullable) of the size being asked for */
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexPageView,
                               annex_page_view,
                               ANNEX_TYPE_DOCUMENT_VIEW,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static void update_layout (AnnexPageView *self);

static AnnexPageCache *
get_cache (AnnexPageView *self)
{
  return annex_document_view_get_cache (ANNEX_DOCUMENT_VIEW (self));
}

static AnnexDocument *
get_document (AnnexPageView *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self));
}

static double
get_scroll (AnnexPageView *self)
{
  return self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
}

/* The page at a third of the height is the one being read. */
static void
update_page (AnnexPageView *self)
{
  guint page = 0;

  if (self->layout != NULL)
    page = annex_page_layout_find (self->layout, get_scroll (self) + gtk_widget_get_height (GTK_WIDGET (self)) / 3.0);

  annex_document_view_set_page (ANNEX_DOCUMENT_VIEW (self), page);
}

static void
on_adjustment_value_changed (AnnexPageView *self)
{
  update_page (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
query_size_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AnnexPageView) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, &error);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  /* A page without a readable size keeps its place; drawing it tells what is wrong with it. */
  if (error == NULL)
    update_layout (self);
}

static void
query_size (AnnexPageView *self,
            guint          page)
{
  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  annex_document_query_size_async (get_document (self),
                                   page,
                                   self->cancellable,
                                   query_size_cb,
                                   annex_weak_ref_new (self));
}

static void
configure_adjustment (AnnexPageView *self,
                      double         value)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double total = self->layout != NULL ? annex_page_layout_get_height (self->layout) : height;

  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width * 0.1, width * 0.9, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, CLAMP (value, 0, MAX (total - height, 0)), 0, MAX (total, height), height * 0.1, height * 0.9, height);
  update_page (self);
}

/* Lays the pages out anew, keeping the line that is being read where it is. */
static void
update_layout (AnnexPageView *self)
{
  g_autoptr (AnnexPageLayout) old = g_steal_pointer (&self->layout);
  double scroll = get_scroll (self);

  if (get_document (self) != NULL)
    self->layout = annex_page_layout_new (get_document (self),
                                          gtk_widget_get_width (GTK_WIDGET (self)));

  if (old != NULL && self->layout != NULL)
    {
      graphene_rect_t before, after;
      guint           anchor = annex_page_layout_find (old, scroll);

      annex_page_layout_get_rect (old, anchor, &before);
      annex_page_layout_get_rect (self->layout, anchor, &after);
      scroll = after.origin.y + (scroll - before.origin.y) * after.size.height / before.size.height;
    }

  configure_adjustment (self, scroll);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The size that a page is asked for. It follows from the size on the screen alone: what has been asked for once stays
 * the wanted size, and the page is not drawn again. */
static void
limit_pixels (guint *width,
              guint *height)
{
  double by_area = sqrt (MAX_PAGE_PIXELS / ((double) *width * *height));
  double by_side = (double) ANNEX_DECODER_MAX_SIDE / MAX (*width, *height);
  double scale = MIN (by_area, by_side);

  if (scale >= 1)
    return;

  *width = MAX (1, (guint) (*width * scale));
  *height = MAX (1, (guint) (*height * scale));
}

static void
append_message (AnnexPageView         *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *rect)
{
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (GTK_WIDGET (self), _ ("This page could not be shown."));
  static const GdkRGBA grey = { 0.3f, 0.3f, 0.3f, 1 };
  int                  width, height;

  pango_layout_set_width (text, (int) (rect->size.width * 0.9) * PANGO_SCALE);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (text, &width, &height);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect->origin.x + rect->size.width / 20, rect->origin.y + (rect->size.height - (float) height) / 2));
  gtk_snapshot_append_layout (snapshot, text, &grey);
  gtk_snapshot_restore (snapshot);
}

static void
append_shadow (GtkSnapshot           *snapshot,
               const graphene_rect_t *rect)
{
  static const GdkRGBA shadow = { 0, 0, 0, 0.25f };
  GskRoundedRect       outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 4);
}

static void
snapshot_page (AnnexPageView *self,
               GtkSnapshot   *snapshot,
               guint          page)
{
  static const GdkRGBA paper = { 1, 1, 1, 1 };
  graphene_rect_t      rect;
  GdkTexture          *texture;
  graphene_size_t      size;
  guint                width, height;

  annex_page_layout_get_rect (self->layout, page, &rect);
  graphene_rect_offset (&rect, 0, (float) -get_scroll (self));
  annex_pixel_grid_snap (GTK_WIDGET (self), &rect, &width, &height);
  limit_pixels (&width, &height);

  append_shadow (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, &paper, &rect);

  if (!annex_document_get_known_size (get_document (self), page, &size))
    query_size (self, page);

  texture = annex_page_cache_want (get_cache (self), page, width, height);
  if (texture != NULL)
    gtk_snapshot_append_scaled_texture (snapshot, texture, GSK_SCALING_FILTER_TRILINEAR, &rect);
  else if (annex_page_cache_get_error (get_cache (self), page) != NULL)
    append_message (self, snapshot, &rect);
}

static void
annex_page_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);
  double         bottom = get_scroll (self) + gtk_widget_get_height (widget);
  guint          n_pages;

  if (self->layout == NULL)
    return;

  n_pages = annex_document_get_n_pages (get_document (self));
  annex_page_cache_begin (get_cache (self));
  for (guint page = annex_page_layout_find (self->layout, get_scroll (self)); page < n_pages; page++)
    {
      graphene_rect_t rect;

      annex_page_layout_get_rect (self->layout, page, &rect);
      if (rect.origin.y > bottom)
        break;
      snapshot_page (self, snapshot, page);
    }
  annex_page_cache_end (get_cache (self));
}

static void
annex_page_view_measure (GtkWidget     *widget,
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
annex_page_view_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);

  if (get_document (self) != NULL && (self->layout == NULL || annex_page_layout_get_width (self->layout) != width))
    update_layout (self);
  else
    configure_adjustment (self, get_scroll (self));
}

static void
set_adjustment (AnnexPageView  *self,
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
  configure_adjustment (self, get_scroll (self));
}

static void
scroll_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);
  double         amount = g_variant_get_double (parameter);
  double         page_size;

  if (self->vadjustment == NULL)
    return;

  page_size = gtk_adjustment_get_page_size (self->vadjustment);
  gtk_adjustment_set_value (self->vadjustment, get_scroll (self) + amount * page_size);
}

static void
annex_page_view_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  switch (prop_id)
    {
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
annex_page_view_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  switch (prop_id)
    {
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
    }
}

static void
drop_layout (AnnexPageView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->layout, annex_page_layout_free);
}

static void
annex_page_view_document_changed (AnnexDocumentView *view)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (view);

  drop_layout (self);
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, 0);
  update_layout (self);
}

static void
annex_page_view_dispose (GObject *object)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  drop_layout (self);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);

  G_OBJECT_CLASS (annex_page_view_parent_class)->dispose (object);
}

static void
add_scroll_binding (GtkWidgetClass *widget_class,
                    guint           keyval,
                    guint           keypad_keyval,
                    GdkModifierType modifiers,
                    double          amount)
{
  gtk_widget_class_add_binding_action (widget_class, keyval, modifiers, "page-view.scroll", "d", amount);
  gtk_widget_class_add_binding_action (widget_class, keypad_keyval, modifiers, "page-view.scroll", "d", amount);
}

static void
annex_page_view_class_init (AnnexPageViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_page_view_get_property;
  object_class->set_property = annex_page_view_set_property;
  object_class->dispose = annex_page_view_dispose;
  widget_class->snapshot = annex_page_view_snapshot;
  widget_class->measure = annex_page_view_measure;
  widget_class->size_allocate = annex_page_view_size_allocate;

  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_textures = MAX_TEXTURES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_bytes = MAX_BYTES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->document_changed = annex_page_view_document_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_install_action (widget_class, "page-view.scroll", "d", scroll_action);
  add_scroll_binding (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, -0.1);
  add_scroll_binding (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, 0.1);
  add_scroll_binding (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, -0.9);
  add_scroll_binding (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, 0.9);
  add_scroll_binding (widget_class, GDK_KEY_space, GDK_KEY_KP_Space, 0, 0.9);
  add_scroll_binding (widget_class, GDK_KEY_space, GDK_KEY_KP_Space, GDK_SHIFT_MASK, -0.9);
  add_scroll_binding (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, -1e9);
  add_scroll_binding (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, 1e9);

  gtk_widget_class_set_css_name (widget_class, "annexpageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
}

static void
annex_page_view_init (AnnexPageView *self)
{
}

/**
 * annex_page_view_new:
 *
 * Returns: (transfer floating): an empty page view
 */
GtkWidget *
annex_page_view_new (void)
{
  return g_object_new (ANNEX_TYPE_PAGE_VIEW, NULL);
}
