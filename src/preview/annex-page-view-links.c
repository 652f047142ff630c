/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-links.h"

#include "annex-page-view-private.h"

/* Places to go back to; the oldest is forgotten. */
#define MAX_BACK 50

struct _AnnexPageViewLinks
{
  AnnexPageView *view; /* (unowned) owns this */
  double         pointer_x;
  double         pointer_y;
  gboolean       has_pointer;
  AnnexPageLink *hovered; /* (owned) (nullable) */
  AnnexPageLink *focused; /* (owned) (nullable) */
  guint          focused_page;
  AnnexPageLink *pressed; /* (owned) (nullable) */
  double         pressed_x;
  double         pressed_y;
  gboolean       is_tap; /* a finger rests where it was pressed, and has done nothing else yet */
  GArray        *back;   /* (owned) AnnexPageViewState */
};

static GPtrArray *
get_links (AnnexPageViewLinks *self,
           guint               page)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self->view);

  return contents != NULL ? annex_page_contents_get_links (contents, page) : NULL;
}

static void
set_link (AnnexPageViewLinks *self,
          AnnexPageLink     **location,
          AnnexPageLink      *link)
{
  if (*location == link)
    return;

  g_clear_pointer (location, annex_page_link_unref);
  *location = link != NULL ? annex_page_link_ref (link) : NULL;
  annex_page_view_notify_hovered_link (self->view);
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

/* Nothing is ever done for other links, so nothing is promised. */
static gboolean
is_active (AnnexPageLink *link)
{
  return annex_page_link_get_kind (link) != ANNEX_PAGE_LINK_INACTIVE;
}

static const char *
choose_cursor (AnnexPageViewLinks *self)
{
  if (!self->has_pointer || annex_page_view_get_layout (self->view) == NULL)
    return NULL;
  if (self->hovered != NULL)
    return is_active (self->hovered) ? "pointer" : "not-allowed";

  return annex_page_view_selection_is_text (annex_page_view_get_selection (self->view), self->pointer_x, self->pointer_y) ? "text" : NULL;
}

static void
update_pointer (AnnexPageViewLinks *self)
{
  set_link (self, &self->hovered, self->has_pointer ? annex_page_view_links_find (self, self->pointer_x, self->pointer_y) : NULL);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), choose_cursor (self));
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           AnnexPageViewLinks       *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  self->has_pointer = TRUE;
  update_pointer (self);
}

static void
on_leave (AnnexPageViewLinks *self)
{
  self->has_pointer = FALSE;
  update_pointer (self);
}

static void
remember_place (AnnexPageViewLinks *self)
{
  AnnexPageViewState state;

  annex_page_view_get_state (self->view, &state);
  if (self->back->len >= MAX_BACK)
    g_array_remove_index (self->back, 0);
  g_array_append_val (self->back, state);
  annex_page_view_set_can_go_back (self->view, TRUE);
}

static void
activate (AnnexPageViewLinks *self,
          AnnexPageLink      *link)
{
  switch (annex_page_link_get_kind (link))
    {
    case ANNEX_PAGE_LINK_PAGE:
      remember_place (self);
      annex_page_view_go_to (self->view, annex_page_link_get_page (link), annex_page_link_get_top (link));
      break;
    case ANNEX_PAGE_LINK_URI:
    case ANNEX_PAGE_LINK_INACTIVE:
    default:
      annex_page_view_emit_link_activated (self->view, link);
    }
}

static gboolean
is_finger (GtkGestureClick *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  return event != NULL && gdk_event_get_event_sequence (event) != NULL;
}

static void
press (AnnexPageViewLinks *self,
       int                 n_presses,
       double              x,
       double              y)
{
  self->pressed_x = x;
  self->pressed_y = y;
  set_link (self, &self->focused, NULL);
  set_link (self, &self->pressed, n_presses == 1 ? annex_page_view_links_find (self, x, y) : NULL);
}

/* Text in a link can be selected, too: only what was pressed and let go without that is followed. */
static void
release (AnnexPageViewLinks *self,
         double              x,
         double              y)
{
  g_autoptr (AnnexPageLink) pressed = g_steal_pointer (&self->pressed);

  if (pressed != NULL && pressed == annex_page_view_links_find (self, x, y) && !annex_page_view_has_selection (self->view))
    activate (self, pressed);
}

static void
on_pressed (GtkGestureClick    *gesture,
            int                 n_presses,
            double              x,
            double              y,
            AnnexPageViewLinks *self)
{
  if (!is_finger (gesture))
    press (self, n_presses, x, y);
}

static void
on_released (GtkGestureClick    *gesture,
             int                 n_presses,
             double              x,
             double              y,
             AnnexPageViewLinks *self)
{
  if (!is_finger (gesture))
    release (self, x, y);
}

static void
on_finger_pressed (GtkGestureClick    *gesture,
                   int                 n_presses,
                   double              x,
                   double              y,
                   AnnexPageViewLinks *self)
{
  self->is_tap = TRUE;
  press (self, n_presses, x, y);
}

/* Unlike that of a pointer, the press of a finger may begin anything, so what was selected before stays until it is known
 * to have been a tap. */
static void
on_finger_released (GtkGestureClick    *gesture,
                    int                 n_presses,
                    double              x,
                    double              y,
                    AnnexPageViewLinks *self)
{
  if (!self->is_tap || gtk_drag_check_threshold (GTK_WIDGET (self->view), (int) self->pressed_x, (int) self->pressed_y, (int) x, (int) y))
    return;

  self->is_tap = FALSE;
  annex_page_view_selection_clear (annex_page_view_get_selection (self->view));
  release (self, x, y);
}

static void
add_controllers (AnnexPageViewLinks *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *tap = gtk_gesture_click_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (tap), TRUE);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (tap, "pressed", G_CALLBACK (on_finger_pressed), self);
  g_signal_connect (tap, "released", G_CALLBACK (on_finger_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (tap));
}

/**
 * annex_page_view_links_new:
 * @view: a page view
 *
 * Makes links in the view work as long as it lives.
 *
 * Returns: (transfer full): what it needs for that
 */
AnnexPageViewLinks *
annex_page_view_links_new (AnnexPageView *view)
{
  AnnexPageViewLinks *self = g_new0 (AnnexPageViewLinks, 1);

  self->view = view;
  self->back = g_array_new (FALSE, FALSE, sizeof (AnnexPageViewState));
  add_controllers (self);

  return self;
}

/**
 * annex_page_view_links_free:
 * @self: (transfer full): the links of a page view
 */
void
annex_page_view_links_free (AnnexPageViewLinks *self)
{
  g_clear_pointer (&self->hovered, annex_page_link_unref);
  g_clear_pointer (&self->focused, annex_page_link_unref);
  g_clear_pointer (&self->pressed, annex_page_link_unref);
  g_array_unref (self->back);
  g_free (self);
}

/**
 * annex_page_view_links_reset:
 * @self: the links of a page view
 *
 * Forgets everything about the document that was shown.
 */
void
annex_page_view_links_reset (AnnexPageViewLinks *self)
{
  set_link (self, &self->hovered, NULL);
  set_link (self, &self->focused, NULL);
  set_link (self, &self->pressed, NULL);
  g_array_set_size (self->back, 0);
  annex_page_view_set_can_go_back (self->view, FALSE);
}

/**
 * annex_page_view_links_follow:
 * @self: the links of a page view
 *
 * Follows every change of what lies under the pointer.
 */
void
annex_page_view_links_follow (AnnexPageViewLinks *self)
{
  if (self->has_pointer)
    update_pointer (self);
}

/**
 * annex_page_view_links_forget_press:
 * @self: the links of a page view
 *
 * What was pressed has selected something, and is not followed when it is let go.
 */
void
annex_page_view_links_forget_press (AnnexPageViewLinks *self)
{
  self->is_tap = FALSE;
  set_link (self, &self->pressed, NULL);
}

/**
 * annex_page_view_links_get_shown:
 * @self: the links of a page view
 *
 * Returns: (transfer none) (nullable): the link with the focus, or else that under the pointer
 */
AnnexPageLink *
annex_page_view_links_get_shown (AnnexPageViewLinks *self)
{
  return self->focused != NULL ? self->focused : self->hovered;
}

/**
 * annex_page_view_links_find:
 * @self: the links of a page view
 * @x: where to look, in logical pixels of the view
 * @y: the same from the top
 *
 * Returns: (transfer none) (nullable): the link there
 */
AnnexPageLink *
annex_page_view_links_find (AnnexPageViewLinks *self,
                            double              x,
                            double              y)
{
  AnnexPagePlace   place;
  graphene_point_t point;
  GPtrArray       *links;

  if (annex_page_view_get_layout (self->view) == NULL)
    return NULL;

  links = get_links (self, annex_page_view_find_page (self->view, x, y, &place));
  if (links == NULL)
    return NULL;

  annex_page_place_find_point (&place, x, y, &point);
  for (guint i = links->len; i > 0; i--)
    {
      AnnexPageLink  *link = g_ptr_array_index (links, i - 1);
      graphene_rect_t box;

      annex_page_link_get_box (link, &box);
      if (graphene_rect_contains_point (&box, &point))
        return link;
    }

  return NULL;
}

static int
compare_links (gconstpointer a,
               gconstpointer b)
{
  graphene_rect_t first, second;

  annex_page_link_get_box ((AnnexPageLink *) a, &first);
  annex_page_link_get_box ((AnnexPageLink *) b, &second);
  if (first.origin.y != second.origin.y)
    return first.origin.y < second.origin.y ? -1 : 1;

  return first.origin.x < second.origin.x ? -1 : first.origin.x > second.origin.x;
}

/* From top to bottom. Nothing that leads nowhere is stopped at. */
static GPtrArray *
list_stops (GPtrArray *links)
{
  GPtrArray *stops = g_ptr_array_new ();

  for (guint i = 0; links != NULL && i < links->len; i++)
    if (is_active (g_ptr_array_index (links, i)))
      g_ptr_array_add (stops, g_ptr_array_index (links, i));
  g_ptr_array_sort_values (stops, compare_links);

  return stops;
}

/* Returns: (nullable): the link behind or before the given one, of the page */
static AnnexPageLink *
find_neighbour (GPtrArray     *links,
                AnnexPageLink *from,
                int            direction)
{
  g_autoptr (GPtrArray) stops = list_stops (links);
  guint index;
  int   i = direction > 0 ? 0 : (int) stops->len - 1;

  if (from != NULL && g_ptr_array_find (stops, from, &index))
    i = (int) index + direction;

  return i >= 0 && i < (int) stops->len ? g_ptr_array_index (stops, i) : NULL;
}

static void
focus_link (AnnexPageViewLinks *self,
            guint               page,
            AnnexPageLink      *link)
{
  graphene_rect_t box;

  self->focused_page = page;
  set_link (self, &self->focused, link);
  annex_page_link_get_box (link, &box);
  annex_page_view_reveal (self->view, page, &box);
}

/**
 * annex_page_view_links_move_focus:
 * @self: the links of a page view
 * @direction: 1 for the next link, -1 for the previous one
 *
 * Moves the focus among the links of the pages that can be seen.
 *
 * Returns: whether there is another one; otherwise none has the focus
 */
gboolean
annex_page_view_links_move_focus (AnnexPageViewLinks *self,
                                  int                 direction)
{
  AnnexPageLink *from = self->focused;
  guint          first, last;
  int            page;

  if (!annex_page_view_get_visible (self->view, &first, &last) || (from == NULL && direction < 0))
    return FALSE;

  page = from != NULL ? (int) CLAMP (self->focused_page, first, last) : (int) annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view));
  for (; page >= (int) first && page <= (int) last; page += direction)
    {
      AnnexPageLink *link = find_neighbour (get_links (self, (guint) page), from, direction);

      if (link != NULL)
        {
          focus_link (self, (guint) page, link);
          return TRUE;
        }
      from = NULL;
    }

  set_link (self, &self->focused, NULL);

  return FALSE;
}

/**
 * annex_page_view_links_activate_focus:
 * @self: the links of a page view
 *
 * Returns: whether a link has the focus, which is followed
 */
gboolean
annex_page_view_links_activate_focus (AnnexPageViewLinks *self)
{
  g_autoptr (AnnexPageLink) link = self->focused != NULL ? annex_page_link_ref (self->focused) : NULL;

  if (link == NULL)
    return FALSE;

  activate (self, link);

  return TRUE;
}

/**
 * annex_page_view_links_go_back:
 * @self: the links of a page view
 *
 * Goes back to where the last link was followed.
 */
void
annex_page_view_links_go_back (AnnexPageViewLinks *self)
{
  AnnexPageViewState state, place;

  if (self->back->len == 0)
    return;

  place = g_array_index (self->back, AnnexPageViewState, self->back->len - 1);
  g_array_set_size (self->back, self->back->len - 1);
  annex_page_view_get_state (self->view, &state);
  state.page = place.page;
  state.offset = place.offset;
  state.across = place.across;
  annex_page_view_set_state (self->view, &state);
  annex_page_view_set_can_go_back (self->view, self->back->len > 0);
}

static void
append_ring (GtkSnapshot           *snapshot,
             const graphene_rect_t *rect)
{
  static const GdkRGBA blue = { 0.11f, 0.44f, 0.85f, 1 };
  const GdkRGBA        colours[4] = { blue, blue, blue, blue };
  const float          widths[4] = { 2, 2, 2, 2 };
  graphene_rect_t      outer = *rect;
  GskRoundedRect       outline;

  graphene_rect_inset (&outer, -3, -3);
  gsk_rounded_rect_init_from_rect (&outline, &outer, 3);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/**
 * annex_page_view_links_snapshot:
 * @self: the links of a page view
 * @page: a page that can be seen
 * @snapshot: what to draw on
 *
 * Draws a line under the link that the pointer is on, and a ring around that with the focus.
 */
void
annex_page_view_links_snapshot (AnnexPageViewLinks *self,
                                guint               page,
                                GtkSnapshot        *snapshot)
{
  static const GdkRGBA blue = { 0.11f, 0.44f, 0.85f, 0.8f };
  AnnexPageLink       *shown = annex_page_view_links_get_shown (self);
  GPtrArray           *links = get_links (self, page);
  AnnexPagePlace       place;
  graphene_rect_t      box, rect;

  if (shown == NULL || links == NULL || !g_ptr_array_find (links, shown, NULL))
    return;

  annex_page_view_get_place (self->view, page, &place);
  annex_page_link_get_box (shown, &box);
  annex_page_place_map_box (&place, &box, &rect);
  if (shown == self->focused)
    {
      append_ring (snapshot, &rect);
      return;
    }

  box.origin.y += box.size.height;
  box.size.height = 0;
  annex_page_place_map_box (&place, &box, &rect);
  rect.size.width = MAX (rect.size.width, 1.5f);
  rect.size.height = MAX (rect.size.height, 1.5f);
  if (is_active (shown))
    gtk_snapshot_append_color (snapshot, &blue, &rect);
}
