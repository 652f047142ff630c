/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view.h"

#include "annex-page-view-actions.h"
#include "annex-page-view-input.h"
#include "annex-page-view-keys.h"
#include "annex-page-view-private.h"

/* Drawn pages kept beside the visible ones: enough to turn back without waiting. */
#define MAX_TEXTURES 8

/* The bytes that these may take: eight A4 pages that fill a wide window, but only two of the largest. */
#define MAX_BYTES (64 * 1024 * 1024)

/* So long after the last change of size sharper drawings are asked for: not while the wheel still turns. */
#define SETTLE_MS 120

struct _AnnexPageView
{
  AnnexDocumentView parent_instance;

  AnnexPageScroll         *scroll;     /* (owned) */
  AnnexPageContents       *contents;   /* (owned) (nullable) */
  AnnexPageViewDrawing    *drawing;    /* (owned) */
  AnnexPageViewSelection  *selection;  /* (owned) */
  AnnexPageViewLinks      *links;      /* (owned) */
  AnnexPageViewMarks      *marks;      /* (owned) */
  AnnexPageViewAccessible *accessible; /* (owned) */
  AnnexPageViewInput      *input;      /* (owned) */
  GActionGroup            *actions;    /* (owned) */
  GtkScrollablePolicy      hscroll_policy;
  GtkScrollablePolicy      vscroll_policy;
  double                   told_zoom; /* the last that was notified */
  AnnexPageFit             told_fit;
  guint                    told_turns;
  gboolean                 can_go_back;
  gboolean                 is_disposed;
  guint                    settle_id;
};

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
  PROP_TURNS,
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
  COPIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static AnnexDocument *
get_document (AnnexPageView *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self));
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
notify_layout (AnnexPageView *self)
{
  double zoom = annex_page_view_get_zoom (self);

  if (zoom != self->told_zoom)
    {
      self->told_zoom = zoom;
      g_clear_handle_id (&self->settle_id, g_source_remove);
      self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
    }
  if (annex_page_view_get_fit (self) != self->told_fit)
    {
      self->told_fit = annex_page_view_get_fit (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIT]);
    }
  if (annex_page_view_get_turns (self) != self->told_turns)
    {
      self->told_turns = annex_page_view_get_turns (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TURNS]);
    }
}

/* What is on a page is asked for when it can be seen. */
static gboolean
is_done (AnnexPageView *self)
{
  AnnexDocumentView *view = ANNEX_DOCUMENT_VIEW (self);

  return annex_document_view_is_drawn (view) || annex_document_view_get_error (view) != NULL;
}

static void
want_contents (AnnexPageView *self)
{
  guint page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self));
  guint first = page;
  guint last = page;

  if (self->contents != NULL && is_done (self) && annex_page_view_get_visible (self, &first, &last))
    annex_page_contents_want (self->contents, first, last, page);
}

/* Children and sizes cannot be looked after while drawing. */
static void
follow (AnnexPageView *self)
{
  if (self->is_disposed)
    return;

  annex_page_view_drawing_follow (self->drawing);
  want_contents (self);
  annex_page_view_links_follow (self->links);
  annex_page_view_accessible_follow (self->accessible);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_scrolled (GtkWidget *widget)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);

  annex_document_view_set_page (ANNEX_DOCUMENT_VIEW (self), annex_page_scroll_get_page (self->scroll));
  notify_layout (self);
  follow (self);
}

static void
annex_page_view_size_changed (AnnexDocumentView *view)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (view);

  annex_page_scroll_allocate (self->scroll);
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
  if (self->contents != NULL)
    g_signal_handlers_disconnect_by_func (self->contents, on_contents_changed, self);
  g_clear_object (&self->contents);
  annex_page_scroll_set_layout (self->scroll, NULL);
  annex_page_view_marks_set_search (self->marks, NULL);
  annex_page_view_drawing_reset (self->drawing);
  annex_page_view_selection_reset (self->selection);
  annex_page_view_links_reset (self->links);
  annex_page_view_accessible_follow (self->accessible);
}

static void
annex_page_view_document_changed (AnnexDocumentView *view)
{
  AnnexPageView   *self = ANNEX_PAGE_VIEW (view);
  AnnexDocument   *document = get_document (self);
  AnnexPageLayout *layout;
  graphene_size_t  size;

  forget (self);
  if (document != NULL)
    {
      self->contents = annex_page_contents_new (document);
      g_signal_connect_object (self->contents, "changed", G_CALLBACK (on_contents_changed), self, G_CONNECT_SWAPPED);
      layout = annex_page_layout_new (annex_document_get_n_pages (document));
      if (annex_document_get_known_size (document, 0, &size))
        annex_page_layout_set_size (layout, 0, &size);
      annex_page_scroll_set_layout (self->scroll, layout);
    }
  annex_page_view_actions_follow (self->actions, annex_page_view_get_fit (self), FALSE);
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
annex_page_view_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_page_view_parent_class)->realize (widget);

  /* A window that goes to another screen keeps its size, but not the pixels in it. */
  g_signal_connect_object (gtk_native_get_surface (gtk_widget_get_native (widget)), "notify::scale", G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}

static void
annex_page_view_unrealize (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_native_get_surface (gtk_widget_get_native (widget)), gtk_widget_queue_draw, widget);

  GTK_WIDGET_CLASS (annex_page_view_parent_class)->unrealize (widget);
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
      g_value_set_enum (value, annex_page_view_get_fit (self));
      break;
    case PROP_TURNS:
      g_value_set_uint (value, annex_page_view_get_turns (self));
      break;
    case PROP_HOVERED_LINK:
      g_value_set_boxed (value, annex_page_view_get_hovered_link (self));
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, annex_page_scroll_get_adjustment (self->scroll, GTK_ORIENTATION_HORIZONTAL));
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, annex_page_scroll_get_adjustment (self->scroll, GTK_ORIENTATION_VERTICAL));
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
      annex_page_scroll_set_adjustment (self->scroll, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      annex_page_scroll_set_adjustment (self->scroll, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
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

  if (!self->is_disposed)
    forget (self);
  self->is_disposed = TRUE;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  annex_page_scroll_drop (self->scroll);

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
  annex_page_scroll_free (self->scroll);

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
   * AnnexPageView:turns:
   *
   * Quarters clockwise that pages are turned by.
   */
  properties[PROP_TURNS] = g_param_spec_uint ("turns", NULL, NULL, 0, 3, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
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
  widget_class->focus = annex_page_view_focus;
  widget_class->realize = annex_page_view_realize;
  widget_class->unrealize = annex_page_view_unrealize;
  widget_class->map = annex_page_view_map;
  widget_class->unmap = annex_page_view_unmap;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_textures = MAX_TEXTURES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->max_bytes = MAX_BYTES;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->document_changed = annex_page_view_document_changed;
  ANNEX_DOCUMENT_VIEW_CLASS (klass)->size_changed = annex_page_view_size_changed;

  install_properties (object_class);
  /**
   * AnnexPageView::link-activated:
   * @link: an #AnnexPageLink
   *
   * A link to somewhere else, or one that leads nowhere, was chosen; nothing has been done about it. Links within the
   * document are followed unasked.
   */
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ANNEX_TYPE_PAGE_LINK);

  /**
   * AnnexPageView::copied:
   * @is_partial: whether some of it is missing
   *
   * The selected text has been put on the clipboard.
   */
  signals[COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  annex_page_view_keys_install (widget_class);
  gtk_widget_class_set_css_name (widget_class, "annexpageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
}

static void
annex_page_view_init (AnnexPageView *self)
{
  self->told_fit = ANNEX_PAGE_FIT_AUTOMATIC;
  self->scroll = annex_page_scroll_new (GTK_WIDGET (self), on_scrolled);
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
 * annex_page_view_select_match:
 * @self: a page view
 *
 * Selects the current match of what is looked for, unless something else was selected after it was found.
 */
void
annex_page_view_select_match (AnnexPageView *self)
{
  AnnexTextPlace start, end;

  g_return_if_fail (ANNEX_IS_PAGE_VIEW (self));

  if (!annex_page_view_selection_get (self->selection)->is_set && annex_page_view_marks_get_current (self->marks, &start, &end))
    annex_page_view_selection_select (self->selection, &start, &end);
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

AnnexPageScroll *
annex_page_view_get_scroll (AnnexPageView *self)
{
  return self->scroll;
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

AnnexPageViewMarks *
annex_page_view_get_marks (AnnexPageView *self)
{
  return self->marks;
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
  update_actions (self);
  annex_page_view_accessible_follow_selection (self->accessible);
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
annex_page_view_emit_copied (AnnexPageView *self,
                             gboolean       is_partial)
{
  g_signal_emit (self, signals[COPIED], 0, is_partial);
}

void
annex_page_view_set_can_go_back (AnnexPageView *self,
                                 gboolean       can)
{
  self->can_go_back = can;
  update_actions (self);
}
