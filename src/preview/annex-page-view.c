/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view.h"

#include "annex-page-view-actions.h"
#include "annex-page-view-drawing.h"
#include "annex-page-view-input.h"
#include "annex-page-view-keys.h"
#include "annex-page-view-private.h"

#include <math.h>

/* Drawn pages kept beside the visible ones: enough to turn back without waiting. */
#define MAX_TEXTURES 8

/* The bytes that these may take: eight A4 pages that fill a wide window, but only two of the largest. */
#define MAX_BYTES (64 * 1024 * 1024)

/* So long after the last change of size sharper drawings are asked for: not while the wheel still turns. */
#define SETTLE_MS 120

/* The page that crosses this part of the height is the one being read. */
#define READING_LINE (1 / 3.0)

struct _AnnexPageView
{
  AnnexDocumentView parent_instance;

  AnnexPageLayout     *layout; /* (owned) (nullable) */
  AnnexPageArrangement arrangement;
  AnnexPageViewState   wanted; /* applied as soon as there is room */
  gboolean             has_wanted;
  GtkAdjustment       *hadjustment; /* (owned) (nullable) */
  GtkAdjustment       *vadjustment; /* (owned) (nullable) */
  GtkScrollablePolicy  hscroll_policy;
  GtkScrollablePolicy  vscroll_policy;
  gboolean             configuring; /* the adjustments follow the pages, and not the other way round */
  guint                chosen;      /* the page that was gone to, which is read until somebody scrolls */
  double               chosen_scroll;
  double               told_zoom; /* the last that was notified */
  AnnexPageFit         told_fit;
  guint                settle_id;
  GActionGroup         *actions; /* (owned) */
  AnnexPageContents       *contents;   /* (owned) (nullable) */
  AnnexPageViewDrawing    *drawing;    /* (owned) */
  AnnexPageViewSelection  *selection;  /* (owned) */
  AnnexPageViewLinks      *links;      /* (owned) */
  AnnexPageViewMarks      *marks;      /* (owned) */
  AnnexPageViewAccessible *accessible; /* (owned) */
  AnnexPageViewInput      *input;      /* (owned) */
  gboolean                 told_selection;
  gboolean                 can_go_back;
  gboolean                 is_disposed;
};

/* A point of a page, and where in the view it is to stay. */
typedef struct
{
  guint  page;
  double right; /* part of the page's width, 0 to 1 */
  double below;
  double beside_x; /* what it lies beyond that, in logical pixels */
  double beside_y;
  double x;
  double y;
} Anchor;

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexPageView,
                               annex_page_view,
                               ANNEX_TYPE_DOCUMENT_VIEW,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_TEXT, annex_page_view_accessible_text_init))

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_FIT,
  PROP_HAS_SELECTION,
  PROP_HOVERED_LINK,
  N_PROPS,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

enum
{
  LINK_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static AnnexDocument *
get_document (AnnexPageView *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self));
}

static double
get_value (GtkAdjustment *adjustment)
{
  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

static double
get_width (AnnexPageView *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self));
}

static double
get_height (AnnexPageView *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self));
}

/* The page being read */

static gboolean
is_at_end (AnnexPageView *self)
{
  double end = annex_page_layout_get_height (self->layout) - get_height (self);

  return end > 0 && get_value (self->vadjustment) >= end - 1;
}

static guint
find_page_being_read (AnnexPageView *self)
{
  double scroll = get_value (self->vadjustment);
  guint  n_pages;
  guint  row;

  if (self->layout == NULL)
    return 0;
  if (scroll == self->chosen_scroll && self->chosen < annex_page_layout_get_n_pages (self->layout))
    return self->chosen;
  if (is_at_end (self))
    return annex_page_layout_get_row (self->layout, annex_page_layout_get_n_pages (self->layout) - 1, &n_pages);

  row = annex_page_layout_find (self->layout, scroll + get_height (self) * READING_LINE);
  annex_page_layout_get_row (self->layout, row, &n_pages);

  return self->chosen >= row && self->chosen < row + n_pages ? self->chosen : row;
}

static gboolean
on_settled (gpointer user_data)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (user_data);

  self->settle_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
notify_zoom (AnnexPageView *self)
{
  double zoom = annex_page_view_get_zoom (self);

  if (zoom != self->told_zoom)
    {
      self->told_zoom = zoom;
      g_clear_handle_id (&self->settle_id, g_source_remove);
      self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
    }
  if (self->arrangement.fit != self->told_fit)
    {
      self->told_fit = self->arrangement.fit;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIT]);
    }
}

/* What is on a page is asked for when it can be seen. */
static gboolean
is_done (AnnexPageView *self)
{
  AnnexDocumentView *view = ANNEX_DOCUMENT_VIEW (self);

  return annex_document_view_is_drawn (view) || annex_document_view_get_error (view) != NULL;
}

/* Children and sizes cannot be looked after while drawing. */
static void
follow (AnnexPageView *self)
{
  guint first, last;

  if (self->is_disposed)
    return;

  annex_page_view_drawing_follow (self->drawing);
  if (self->contents != NULL && is_done (self) && annex_page_view_get_visible (self, &first, &last))
    annex_page_contents_want (self->contents, first, last);
  annex_page_view_links_follow (self->links);
  annex_page_view_accessible_follow (self->accessible);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Follows every change of where the pages lie. */
static void
update_page (AnnexPageView *self)
{
  annex_document_view_set_page (ANNEX_DOCUMENT_VIEW (self), find_page_being_read (self));
  notify_zoom (self);
  follow (self);
}

static void
on_adjustment_value_changed (AnnexPageView *self)
{
  if (!self->configuring)
    update_page (self);
}

/* Scrolling */

static void
configure (GtkAdjustment *adjustment,
           double         value,
           double         total,
           double         room)
{
  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, value, MIN (value, 0), MAX (MAX (total, room), value + room), room * 0.1, room * 0.9, room);
}

/* Brings the view to a place. @low and @high: how far it may go across; what lies beyond the pages is a gap beside them. */
static void
set_scroll (AnnexPageView *self,
            double         across,
            double         down,
            double         low,
            double         high)
{
  double   width = self->layout != NULL ? annex_page_layout_get_width (self->layout) : get_width (self);
  double   height = self->layout != NULL ? annex_page_layout_get_height (self->layout) : get_height (self);
  gboolean stays = get_value (self->vadjustment) == self->chosen_scroll;

  across = CLAMP (across, MIN (low, 0), MAX (high, MAX (width - get_width (self), 0)));
  down = CLAMP (down, 0, MAX (height - get_height (self), 0));
  if (stays)
    self->chosen_scroll = down;
  self->configuring = TRUE;
  configure (self->hadjustment, across, width, get_width (self));
  configure (self->vadjustment, down, height, get_height (self));
  self->configuring = FALSE;
  update_page (self);
}

static void
take_anchor (AnnexPageView *self,
             double         x,
             double         y,
             Anchor        *anchor)
{
  double         across = get_value (self->hadjustment) + x;
  double         down = get_value (self->vadjustment) + y;
  AnnexPagePlace place;

  anchor->page = annex_page_layout_find_nearest (self->layout, across, down);
  annex_page_layout_get_place (self->layout, anchor->page, &place);
  anchor->right = CLAMP ((across - place.x) / place.width, 0, 1);
  anchor->below = CLAMP ((down - place.y) / place.height, 0, 1);
  anchor->beside_x = across - place.x - anchor->right * place.width;
  anchor->beside_y = down - place.y - anchor->below * place.height;
  anchor->x = x;
  anchor->y = y;
}

static void
restore_anchor (AnnexPageView *self,
                const Anchor  *anchor,
                double         low,
                double         high)
{
  AnnexPagePlace place;

  annex_page_layout_get_place (self->layout, anchor->page, &place);
  set_scroll (self,
              place.x + anchor->right * place.width + anchor->beside_x - anchor->x,
              place.y + anchor->below * place.height + anchor->beside_y - anchor->y,
              low,
              high);
}

/* What is being read: the beginning of the page where that can be seen, and else the line at the top edge. */
static void
take_reading_anchor (AnnexPageView *self,
                     Anchor        *anchor)
{
  AnnexPagePlace place;
  double         middle = get_width (self) / 2;

  annex_page_view_get_place (self, annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self)), &place);
  take_anchor (self, middle, place.y > 0 && place.y < get_height (self) ? place.y : 0, anchor);
}

/* Layout */

static void
arrange (AnnexPageView *self)
{
  self->arrangement.width = get_width (self);
  self->arrangement.height = get_height (self);
  annex_page_layout_arrange (self->layout, &self->arrangement);
}

static gboolean
is_laid_out (AnnexPageView *self)
{
  return self->layout != NULL && self->arrangement.width > 0 && self->arrangement.height > 0;
}

/* Lays the pages out anew, keeping what is being read where it is. */
static void
update_layout (AnnexPageView *self)
{
  Anchor anchor;

  if (!is_laid_out (self))
    return;

  take_reading_anchor (self, &anchor);
  arrange (self);
  restore_anchor (self, &anchor, 0, 0);
}

static void
apply_wanted (AnnexPageView *self)
{
  AnnexPageViewState state = self->wanted;
  Anchor             anchor = { .page = state.page, .right = state.across, .below = state.offset, .x = get_width (self) / 2 };

  self->has_wanted = FALSE;
  arrange (self);
  anchor.page = MIN (anchor.page, annex_page_layout_get_n_pages (self->layout) - 1);
  self->chosen = G_MAXUINT;
  if (state.offset <= 0)
    anchor.beside_y = anchor.page == 0 ? -ANNEX_PAGE_MARGIN : -ANNEX_PAGE_MARGIN / 2;
  restore_anchor (self, &anchor, 0, 0);
}

static void
annex_page_view_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);

  if (self->layout == NULL)
    set_scroll (self, 0, 0, 0, 0);
  else if (self->has_wanted && width > 0 && height > 0)
    apply_wanted (self);
  else if (self->arrangement.width != width || self->arrangement.height != height)
    update_layout (self);
  annex_page_view_drawing_allocate (self->drawing);
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
annex_page_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);

  guint          first, last;

  if (!annex_page_view_get_visible (self, &first, &last))
    return;

  annex_page_view_drawing_snapshot (self->drawing, snapshot);
  for (guint page = first; page <= last; page++)
    {
      annex_page_view_marks_snapshot (self->marks, page, snapshot);
      annex_page_view_selection_snapshot (self->selection, page, snapshot);
      annex_page_view_links_snapshot (self->links, page, snapshot);
    }
  annex_page_view_drawing_snapshot_notices (self->drawing, snapshot);
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
  set_scroll (self, get_value (self->hadjustment), get_value (self->vadjustment), 0, 0);
}

static void
on_contents_changed (AnnexPageView *self)
{
  annex_page_view_marks_follow (self->marks);
  annex_page_view_links_follow (self->links);
  annex_page_view_accessible_follow (self->accessible);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Nothing of another document stays. */
static void
forget (AnnexPageView *self)
{
  g_clear_pointer (&self->layout, annex_page_layout_free);
  if (self->contents != NULL)
    g_signal_handlers_disconnect_by_func (self->contents, on_contents_changed, self);
  g_clear_object (&self->contents);
  annex_page_view_marks_set_search (self->marks, NULL);
  annex_page_view_drawing_reset (self->drawing);
  annex_page_view_selection_reset (self->selection);
  annex_page_view_links_reset (self->links);
  annex_page_view_accessible_follow (self->accessible);
}

static void
annex_page_view_document_changed (AnnexDocumentView *view)
{
  AnnexPageView           *self = ANNEX_PAGE_VIEW (view);
  const AnnexPageViewState state = ANNEX_PAGE_VIEW_STATE_INIT;
  graphene_size_t          size;

  forget (self);
  if (get_document (self) != NULL)
    {
      self->contents = annex_page_contents_new (get_document (self));
      g_signal_connect_object (self->contents, "changed", G_CALLBACK (on_contents_changed), self, G_CONNECT_SWAPPED);
      self->layout = annex_page_layout_new (annex_document_get_n_pages (get_document (self)));
      if (annex_document_get_known_size (get_document (self), 0, &size))
        annex_page_layout_set_size (self->layout, 0, &size);
    }
  annex_page_view_set_state (self, &state);
  if (self->layout == NULL)
    set_scroll (self, 0, 0, 0, 0);
}

static void
update_actions (AnnexPageView *self)
{
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (self));

  annex_page_view_actions_enable (self->actions, "copy", mapped && annex_page_view_has_selection (self));
  annex_page_view_actions_enable (self->actions, "back", mapped && self->can_go_back);
}

/* Between the view itself and the next widget there are the links that can be seen. */
static gboolean
annex_page_view_focus (GtkWidget       *widget,
                       GtkDirectionType direction)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);

  if (gtk_widget_is_focus (widget) && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    {
      if (annex_page_view_links_move_focus (self->links, direction == GTK_DIR_TAB_FORWARD ? 1 : -1))
        return TRUE;
    }

  return GTK_WIDGET_CLASS (annex_page_view_parent_class)->focus (widget, direction);
}

static void
annex_page_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_page_view_parent_class)->map (widget);

  annex_page_view_actions_set_enabled (ANNEX_PAGE_VIEW (widget)->actions, TRUE);
  update_actions (ANNEX_PAGE_VIEW (widget));
}

static void
annex_page_view_unmap (GtkWidget *widget)
{
  annex_page_view_actions_set_enabled (ANNEX_PAGE_VIEW (widget)->actions, FALSE);

  GTK_WIDGET_CLASS (annex_page_view_parent_class)->unmap (widget);
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
    case PROP_ZOOM:
      g_value_set_double (value, annex_page_view_get_zoom (self));
      break;
    case PROP_FIT:
      g_value_set_enum (value, self->arrangement.fit);
      break;
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, annex_page_view_has_selection (self));
      break;
    case PROP_HOVERED_LINK:
      g_value_set_boxed (value, annex_page_view_get_hovered_link (self));
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
annex_page_view_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_FIT:
      annex_page_view_set_fit (self, g_value_get_enum (value));
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
    }
}

static void
annex_page_view_dispose (GObject *object)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (!self->is_disposed)
    forget (self);
  self->is_disposed = TRUE;
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);

  G_OBJECT_CLASS (annex_page_view_parent_class)->dispose (object);
}

static void
annex_page_view_finalize (GObject *object)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (object);

  g_clear_object (&self->actions);
  annex_page_view_input_free (self->input);
  annex_page_view_accessible_free (self->accessible);
  annex_page_view_marks_free (self->marks);
  annex_page_view_links_free (self->links);
  annex_page_view_selection_free (self->selection);
  annex_page_view_drawing_free (self->drawing);

  G_OBJECT_CLASS (annex_page_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * AnnexPageView:zoom:
   *
   * How large the page being read is, 1 for its size on paper, or 0 when there is none.
   */
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexPageView:fit:
   *
   * What decides how large pages are.
   */
  properties[PROP_FIT] = g_param_spec_enum ("fit", NULL, NULL, ANNEX_TYPE_PAGE_FIT, ANNEX_PAGE_FIT_AUTOMATIC, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexPageView:has-selection:
   *
   * Whether there is selected text.
   */
  properties[PROP_HAS_SELECTION] = g_param_spec_boolean ("has-selection", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexPageView:hovered-link:
   *
   * The link under the pointer or with the focus, an #AnnexPageLink.
   */
  properties[PROP_HOVERED_LINK] = g_param_spec_boxed ("hovered-link", NULL, NULL, ANNEX_TYPE_PAGE_LINK, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
annex_page_view_class_init (AnnexPageViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_page_view_get_property;
  object_class->set_property = annex_page_view_set_property;
  object_class->dispose = annex_page_view_dispose;
  object_class->finalize = annex_page_view_finalize;
  widget_class->snapshot = annex_page_view_snapshot;
  widget_class->measure = annex_page_view_measure;
  widget_class->size_allocate = annex_page_view_size_allocate;
  widget_class->focus = annex_page_view_focus;
  widget_class->map = annex_page_view_map;
  widget_class->unmap = annex_page_view_unmap;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_textures = MAX_TEXTURES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_bytes = MAX_BYTES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->document_changed = annex_page_view_document_changed;

  install_properties (object_class);
  /**
   * AnnexPageView::link-activated:
   * @link: an #AnnexPageLink
   *
   * A link to somewhere else was chosen; nothing has been done about it. Links within the document are followed unasked.
   */
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ANNEX_TYPE_PAGE_LINK);

  annex_page_view_keys_install (widget_class);
  gtk_widget_class_set_css_name (widget_class, "annexpageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
}

static void
annex_page_view_init (AnnexPageView *self)
{
  self->arrangement = (AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_AUTOMATIC, .zoom = 1 };
  self->told_fit = ANNEX_PAGE_FIT_AUTOMATIC;
  self->chosen = G_MAXUINT;
  self->actions = annex_page_view_actions_new (self);
  annex_page_view_actions_set_enabled (self->actions, FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "pages", self->actions);
  self->drawing = annex_page_view_drawing_new (self);
  self->accessible = annex_page_view_accessible_new (self);
  self->marks = annex_page_view_marks_new (self);
  self->links = annex_page_view_links_new (self);
  self->selection = annex_page_view_selection_new (self);
  self->input = annex_page_view_input_new (self);
  g_signal_connect (self, "notify::drawn", G_CALLBACK (follow), NULL);
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

/**
 * annex_page_view_get_actions:
 * @self: a page view
 *
 * Returns: (transfer none): its actions, for buttons and menus that are not inside of it; not to be used when it is gone
 */
GActionGroup *
annex_page_view_get_actions (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), NULL);

  return self->actions;
}

/**
 * annex_page_view_get_zoom:
 * @self: a page view
 *
 * Returns: how large the page being read is, 1 for its size on paper, or 0 when there is none
 */
double
annex_page_view_get_zoom (AnnexPageView *self)
{
  AnnexPagePlace place;

  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), 0);

  if (!is_laid_out (self))
    return 0;

  annex_page_layout_get_place (self->layout, annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self)), &place);

  return place.scale / ANNEX_PAGE_PIXELS_PER_POINT;
}

/**
 * annex_page_view_get_fit:
 * @self: a page view
 *
 * Returns: what decides how large pages are
 */
AnnexPageFit
annex_page_view_get_fit (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), ANNEX_PAGE_FIT_NONE);

  return self->arrangement.fit;
}

/**
 * annex_page_view_get_state:
 * @self: a page view
 * @state: (out caller-allocates): how the document is read
 */
void
annex_page_view_get_state (AnnexPageView      *self,
                           AnnexPageViewState *state)
{
  AnnexPagePlace place;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self) && state != NULL);

  if (self->has_wanted || !is_laid_out (self))
    {
      *state = self->wanted;
      return;
    }

  state->fit = self->arrangement.fit;
  state->zoom = self->arrangement.zoom;
  state->turns = self->arrangement.turns;
  state->dual = self->arrangement.dual;
  state->page = annex_page_view_find_page (self, get_width (self) / 2, 0, &place);
  state->offset = CLAMP (-place.y / place.height, 0, 1);
  state->across = (get_width (self) / 2 - place.x) / place.width;
}

/**
 * annex_page_view_set_state:
 * @self: a page view
 * @state: how the document is to be read
 */
void
annex_page_view_set_state (AnnexPageView            *self,
                           const AnnexPageViewState *state)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self) && state != NULL);

  self->wanted = *state;
  self->has_wanted = TRUE;
  self->arrangement.fit = state->fit;
  self->arrangement.zoom = CLAMP (state->zoom, ANNEX_PAGE_MIN_ZOOM, ANNEX_PAGE_MAX_ZOOM);
  self->arrangement.turns = state->turns % 4;
  self->arrangement.dual = state->dual;
  annex_page_view_actions_follow (self->actions, self->arrangement.fit, self->arrangement.dual);
  if (self->layout != NULL && get_width (self) > 0 && get_height (self) > 0)
    apply_wanted (self);
}

static void
rearrange (AnnexPageView *self)
{
  annex_page_view_actions_follow (self->actions, self->arrangement.fit, self->arrangement.dual);
  if (self->has_wanted)
    {
      self->wanted.fit = self->arrangement.fit;
      self->wanted.zoom = self->arrangement.zoom;
      self->wanted.turns = self->arrangement.turns;
      self->wanted.dual = self->arrangement.dual;
    }
  update_layout (self);
}

/**
 * annex_page_view_set_fit:
 * @self: a page view
 * @fit: what is to decide how large pages are; with %ANNEX_PAGE_FIT_NONE they stay as large as the one being read is
 */
void
annex_page_view_set_fit (AnnexPageView *self,
                         AnnexPageFit   fit)
{
  double zoom;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  zoom = annex_page_view_get_zoom (self);
  if (fit == ANNEX_PAGE_FIT_NONE && zoom > 0)
    self->arrangement.zoom = zoom;
  self->arrangement.fit = fit;
  rearrange (self);
}

/**
 * annex_page_view_set_dual:
 * @self: a page view
 * @dual: whether two pages are to lie side by side, the first one on the left
 */
void
annex_page_view_set_dual (AnnexPageView *self,
                          gboolean       dual)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  self->arrangement.dual = dual;
  rearrange (self);
}

/**
 * annex_page_view_turn:
 * @self: a page view
 * @quarters: quarter turns clockwise, negative for the other way
 *
 * Turns every page; what is in the middle of the view stays there.
 */
void
annex_page_view_turn (AnnexPageView *self,
                      int            quarters)
{
  guint  turns = (guint) (((quarters % 4) + 4) % 4);
  Anchor anchor;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  self->arrangement.turns = (self->arrangement.turns + turns) % 4;
  self->wanted.turns = self->arrangement.turns;
  if (!is_laid_out (self))
    return;

  take_anchor (self, get_width (self) / 2, get_height (self) / 2, &anchor);
  for (guint i = 0; i < turns; i++)
    {
      double right = anchor.right;

      anchor.right = 1 - anchor.below;
      anchor.below = right;
    }
  arrange (self);
  restore_anchor (self, &anchor, 0, 0);
}

/* How far the view may go across when a page of before @before is as large as it is now: gaps beside it may stay, so that
 * zooming never moves what the pointer is on, but no gap grows. */
static void
get_bounds (AnnexPageView        *self,
            guint                 page,
            const AnnexPagePlace *before,
            double               *low,
            double               *high)
{
  AnnexPagePlace place;
  double         room = get_width (self);
  double         even;

  annex_page_layout_get_place (self->layout, page, &place);
  even = MAX ((room - place.width) / 2, ANNEX_PAGE_MARGIN);
  *low = place.x - MAX (before->x, even);
  *high = place.x + place.width - room + MAX (room - before->x - before->width, even);
}

/**
 * annex_page_view_zoom_at:
 * @self: a page view
 * @zoom: how large pages are to be, 1 for the size on paper; no smaller than 0.1 and no larger than 20
 * @x: where the page stays as it is, in logical pixels of the view
 * @y: the same from the top
 */
void
annex_page_view_zoom_at (AnnexPageView *self,
                         double         zoom,
                         double         x,
                         double         y)
{
  Anchor         anchor;
  AnnexPagePlace before;
  double         low, high;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  if (!is_laid_out (self))
    return;

  take_anchor (self, x, y, &anchor);
  annex_page_view_get_place (self, anchor.page, &before);
  self->arrangement.fit = ANNEX_PAGE_FIT_NONE;
  self->arrangement.zoom = CLAMP (zoom, ANNEX_PAGE_MIN_ZOOM, ANNEX_PAGE_MAX_ZOOM);
  annex_page_view_actions_follow (self->actions, self->arrangement.fit, self->arrangement.dual);
  arrange (self);
  get_bounds (self, anchor.page, &before, &low, &high);
  restore_anchor (self, &anchor, low, high);
}

/**
 * annex_page_view_go_to:
 * @self: a page view
 * @page: the page, from 0; one that there is not is the last
 * @top: how far from the top of the upright page, in points; 0 for all of it
 */
void
annex_page_view_go_to (AnnexPageView *self,
                       guint          page,
                       double         top)
{
  AnnexPagePlace place;
  double         y;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  if (self->layout == NULL)
    return;

  page = MIN (page, annex_page_layout_get_n_pages (self->layout) - 1);
  if (!is_laid_out (self) || self->has_wanted)
    {
      self->wanted.page = page;
      self->wanted.offset = 0;
      return;
    }

  annex_page_layout_get_place (self->layout, page, &place);
  y = place.y + (place.turns == 0 ? CLAMP (top * place.scale, 0, place.height) : 0);
  y -= place.y <= ANNEX_PAGE_MARGIN || place.height + 2 * ANNEX_PAGE_MARGIN <= get_height (self) ? ANNEX_PAGE_MARGIN : ANNEX_PAGE_MARGIN / 2;
  self->chosen = page;
  set_scroll (self, get_value (self->hadjustment), y, 0, 0);
  self->chosen_scroll = get_value (self->vadjustment);
  update_page (self);
}

/**
 * annex_page_view_set_search:
 * @self: a page view
 * @search: (nullable): what is looked for, or %NULL for nothing
 */
void
annex_page_view_set_search (AnnexPageView       *self,
                            AnnexDocumentSearch *search)
{
  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));
  g_return_if_fail (search == NULL || ANNEX_IS_DOCUMENT_SEARCH (search));

  annex_page_view_marks_set_search (self->marks, search);
}

/**
 * annex_page_view_has_selection:
 * @self: a page view
 *
 * Returns: whether there is selected text
 */
gboolean
annex_page_view_has_selection (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), FALSE);

  return !annex_page_selection_is_empty (annex_page_view_selection_get (self->selection));
}

/**
 * annex_page_view_dup_selection:
 * @self: a page view
 *
 * Returns: (transfer full) (nullable): the selected text, as far as it is known
 */
char *
annex_page_view_dup_selection (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), NULL);

  return annex_page_view_selection_dup_text (self->selection);
}

/**
 * annex_page_view_get_hovered_link:
 * @self: a page view
 *
 * Returns: (transfer none) (nullable): the link under the pointer or with the focus
 */
AnnexPageLink *
annex_page_view_get_hovered_link (AnnexPageView *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_VIEW (self), NULL);

  return annex_page_view_links_get_shown (self->links);
}

/* For the files of the page view itself */

AnnexPageLayout *
annex_page_view_get_layout (AnnexPageView *self)
{
  return self->layout;
}

void
annex_page_view_get_place (AnnexPageView  *self,
                           guint           page,
                           AnnexPagePlace *place)
{
  annex_page_layout_get_place (self->layout, page, place);
  place->x -= get_value (self->hadjustment);
  place->y -= get_value (self->vadjustment);
}

/* Returns: the page there, or the nearest */
guint
annex_page_view_find_page (AnnexPageView  *self,
                           double          x,
                           double          y,
                           AnnexPagePlace *place)
{
  guint page = annex_page_layout_find_nearest (self->layout, x + get_value (self->hadjustment), y + get_value (self->vadjustment));

  annex_page_view_get_place (self, page, place);

  return page;
}

/* The pages of all rows that can be seen. */
gboolean
annex_page_view_get_visible (AnnexPageView *self,
                             guint         *first,
                             guint         *last)
{
  double scroll = get_value (self->vadjustment);
  guint  n_pages;

  if (!is_laid_out (self))
    return FALSE;

  *first = annex_page_layout_find (self->layout, scroll);
  *last = annex_page_layout_get_row (self->layout, annex_page_layout_find (self->layout, scroll + get_height (self)), &n_pages);
  *last += n_pages - 1;

  return TRUE;
}

void
annex_page_view_note_size (AnnexPageView         *self,
                           guint                  page,
                           const graphene_size_t *size)
{
  Anchor anchor;

  take_reading_anchor (self, &anchor);
  annex_page_layout_set_size (self->layout, page, size);
  restore_anchor (self, &anchor, get_value (self->hadjustment), get_value (self->hadjustment));
}

void
annex_page_view_scroll_by (AnnexPageView *self,
                           double         dx,
                           double         dy)
{
  if (self->hadjustment != NULL)
    gtk_adjustment_set_value (self->hadjustment, get_value (self->hadjustment) + dx);
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, get_value (self->vadjustment) + dy);
}

/* @box: what is to be seen, in points of the upright page */
void
annex_page_view_reveal (AnnexPageView         *self,
                        guint                  page,
                        const graphene_rect_t *box)
{
  AnnexPagePlace  place;
  graphene_rect_t rect;
  double          dx = 0, dy = 0;

  annex_page_view_get_place (self, page, &place);
  annex_page_place_map_box (&place, box, &rect);
  if (rect.origin.y < 0 || rect.origin.y + rect.size.height > get_height (self))
    dy = rect.origin.y - get_height (self) * READING_LINE;
  if (rect.origin.x < 0 || rect.origin.x + rect.size.width > get_width (self))
    dx = rect.origin.x - get_width (self) * READING_LINE;
  annex_page_view_scroll_by (self, dx, dy);
}

AnnexPageContents *
annex_page_view_get_contents (AnnexPageView *self)
{
  return self->contents;
}

AnnexPageViewSelection *
annex_page_view_get_selection (AnnexPageView *self)
{
  return self->selection;
}

AnnexPageViewLinks *
annex_page_view_get_links (AnnexPageView *self)
{
  return self->links;
}

AnnexPageViewAccessible *
annex_page_view_get_accessible (AnnexPageView *self)
{
  return self->accessible;
}

AnnexPageViewDrawing *
annex_page_view_get_drawing (AnnexPageView *self)
{
  return self->drawing;
}

gboolean
annex_page_view_is_settling (AnnexPageView *self)
{
  return self->settle_id != 0;
}

void
annex_page_view_selection_changed (AnnexPageView *self)
{
  gboolean has_selection = annex_page_view_has_selection (self);

  update_actions (self);
  annex_page_view_accessible_follow_selection (self->accessible);
  if (has_selection == self->told_selection)
    return;

  self->told_selection = has_selection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SELECTION]);
}

void
annex_page_view_notify_hovered_link (AnnexPageView *self)
{
  annex_page_view_accessible_follow (self->accessible);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOVERED_LINK]);
}

void
annex_page_view_emit_link_activated (AnnexPageView *self,
                                     AnnexPageLink *link)
{
  g_signal_emit (self, signals[LINK_ACTIVATED], 0, link);
}

void
annex_page_view_set_can_go_back (AnnexPageView *self,
                                 gboolean       can)
{
  self->can_go_back = can;
  update_actions (self);
}
