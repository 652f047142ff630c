/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-selection.h"

#include "annex-page-boxes.h"
#include "annex-page-copy.h"
#include "annex-page-view-private.h"
#include "annex-text-caret.h"
#include "annex-weak-ref.h"

/* How often the view moves while the pointer is held beyond its edge, in milliseconds. */
#define AUTO_SCROLL_MS 40

struct _AnnexPageViewSelection
{
  AnnexPageView      *view; /* (unowned) owns this */
  AnnexPageSelection  selection;
  guint               n_presses; /* 1: by characters, 2: by words, 3: by lines */
  AnnexTextPlace      first;     /* what the press itself has selected */
  AnnexTextPlace      last;
  double              drag_x;
  double              drag_y;
  guint               scroll_id;
  GCancellable       *copying; /* (owned) (nullable) */
  GdkContentProvider *before;  /* (owned) (nullable) what was on the clipboard when copying began, if it is this program's */
  GdkContentProvider *offered; /* (owned) (nullable) what was selected last */
};

static AnnexPageText *
get_text (AnnexPageViewSelection *self,
          guint                   page)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self->view);

  return contents != NULL ? annex_page_contents_get_text (contents, page) : NULL;
}

/* What is not known yet is taken to be before or behind the whole text. */
static void
find_place (AnnexPageViewSelection *self,
            double                  x,
            double                  y,
            AnnexTextPlace         *place)
{
  AnnexPagePlace   page;
  graphene_point_t point;
  AnnexPageText   *text;

  place->page = annex_page_view_find_page (self->view, x, y, &page);
  text = get_text (self, place->page);
  if (text == NULL)
    {
      place->position = y < page.y + page.height / 2 ? 0 : G_MAXUINT;
      return;
    }

  annex_page_place_find_point (&page, x, y, &point);
  place->position = annex_page_text_find (text, &point);
}

/* The word or line around a place, or just the place. */
static void
widen (AnnexPageViewSelection *self,
       const AnnexTextPlace   *place,
       AnnexTextPlace         *first,
       AnnexTextPlace         *last)
{
  AnnexPageText *text = get_text (self, place->page);

  *first = *last = *place;
  if (text == NULL)
    return;

  if (self->n_presses == 2)
    annex_page_text_get_word (text, place->position, &first->position, &last->position);
  else if (self->n_presses >= 3)
    annex_page_text_get_line (text, place->position, &first->position, &last->position);
}

static void
changed (AnnexPageViewSelection *self)
{
  annex_page_view_selection_changed (self->view);
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

/* What the pointer has selected can be inserted elsewhere with the middle button. */
static void
offer (AnnexPageViewSelection *self)
{
  g_autofree char *text = annex_page_view_selection_dup_text (self);

  if (text == NULL)
    return;

  g_clear_object (&self->offered);
  self->offered = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  gdk_clipboard_set_content (gtk_widget_get_primary_clipboard (GTK_WIDGET (self->view)), self->offered);
}

/* Unlike what was copied, it does not outlive what it was selected in. */
static void
withdraw (AnnexPageViewSelection *self)
{
  GdkClipboard *clipboard;

  if (self->offered == NULL)
    return;

  clipboard = gtk_widget_get_primary_clipboard (GTK_WIDGET (self->view));
  if (gdk_clipboard_get_content (clipboard) == self->offered)
    gdk_clipboard_set_content (clipboard, NULL);
  g_clear_object (&self->offered);
}

static void
stop_scrolling (AnnexPageViewSelection *self)
{
  g_clear_handle_id (&self->scroll_id, g_source_remove);
}

/* Pointer and finger */

static double
get_overshoot (AnnexPageViewSelection *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self->view));

  return self->drag_y < 0 ? self->drag_y : MAX (self->drag_y - height, 0);
}

static void
extend (AnnexPageViewSelection *self,
        double                  x,
        double                  y)
{
  AnnexTextPlace place, first, last;

  find_place (self, x, y, &place);
  widen (self, &place, &first, &last);
  if (annex_text_place_compare (&first, &self->first) < 0)
    annex_page_view_selection_select (self, &self->last, &first);
  else
    annex_page_view_selection_select (self, &self->first, annex_text_place_compare (&last, &self->last) > 0 ? &last : &self->last);
}

/* By characters, a press has selected nothing that would have to stay selected. */
static void
extend_from_anchor (AnnexPageViewSelection *self,
                    double                  x,
                    double                  y)
{
  AnnexTextPlace place;

  find_place (self, x, y, &place);
  annex_page_view_selection_select (self, &self->selection.anchor, &place);
}

static void
extend_to_drag (AnnexPageViewSelection *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self->view));
  double y = CLAMP (self->drag_y, 0, height);

  if (self->n_presses < 2)
    extend_from_anchor (self, self->drag_x, y);
  else
    extend (self, self->drag_x, y);
}

static gboolean
on_scroll_on (gpointer user_data)
{
  AnnexPageViewSelection *self = user_data;

  annex_page_view_scroll_by (self->view, 0, get_overshoot (self));
  extend_to_drag (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
is_finger (GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  return event != NULL && gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN;
}

static void
on_pressed (GtkGestureClick        *gesture,
            int                     n_presses,
            double                  x,
            double                  y,
            AnnexPageViewSelection *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (is_finger (GTK_GESTURE (gesture)))
    return;

  annex_page_view_selection_press (self, (guint) n_presses, (state & GDK_SHIFT_MASK) != 0, x, y);
}

static void
on_drag_begin (GtkGestureDrag         *gesture,
               double                  x,
               double                  y,
               AnnexPageViewSelection *self)
{
  /* A finger drags the pages, by the scrolled window, unless it rested on a word first. */
  if (is_finger (GTK_GESTURE (gesture)))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (GtkGestureDrag         *gesture,
                double                  dx,
                double                  dy,
                AnnexPageViewSelection *self)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  annex_page_view_selection_drag (self, x + dx, y + dy);
}

static void
on_drag_end (GtkGestureDrag         *gesture,
             double                  dx,
             double                  dy,
             AnnexPageViewSelection *self)
{
  stop_scrolling (self);
  offer (self);
}

static void
on_long_press (GtkGestureLongPress    *gesture,
               double                  x,
               double                  y,
               AnnexPageViewSelection *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  annex_page_view_links_forget_press (annex_page_view_get_links (self->view));
  annex_page_view_selection_press (self, 2, FALSE, x, y);
}

static void
on_finger_moved (GtkGesture             *gesture,
                 GdkEventSequence       *sequence,
                 AnnexPageViewSelection *self)
{
  double x, y;

  if (gtk_gesture_get_sequence_state (gesture, sequence) == GTK_EVENT_SEQUENCE_CLAIMED && gtk_gesture_get_point (gesture, sequence, &x, &y))
    annex_page_view_selection_drag (self, x, y);
}

static void
add_pointer (AnnexPageViewSelection *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_gesture_group (click, drag);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (drag));
}

static void
add_finger (AnnexPageViewSelection *self)
{
  GtkGesture *rest = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (rest), TRUE);
  g_signal_connect (rest, "pressed", G_CALLBACK (on_long_press), self);
  g_signal_connect (rest, "update", G_CALLBACK (on_finger_moved), self);
  g_signal_connect_swapped (rest, "end", G_CALLBACK (stop_scrolling), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (rest));
}

/* Keys */

/* Nobody needs a pointer to select. Returns: whether there is anything to begin with */
static gboolean
begin (AnnexPageViewSelection *self)
{
  AnnexTextPlace anchor, caret;

  if (!annex_page_view_find_start (self->view, &anchor, &caret))
    return FALSE;

  annex_page_view_selection_select (self, &anchor, &caret);

  return TRUE;
}

static void
reveal_caret (AnnexPageViewSelection *self)
{
  AnnexPageText  *text = get_text (self, self->selection.caret.page);
  graphene_rect_t box;

  if (text == NULL)
    return;

  annex_text_caret_get_box (text, self->selection.caret.position, &box);
  annex_page_view_reveal (self->view, self->selection.caret.page, &box);
}

/* Drawing */

static void
snapshot_caret (AnnexPageViewSelection *self,
                const AnnexPagePlace   *place,
                AnnexPageText          *text,
                GtkSnapshot            *snapshot)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  graphene_rect_t      box;
  graphene_rect_t      rect;

  annex_text_caret_get_box (text, self->selection.caret.position, &box);
  if (box.size.height <= 0)
    return;

  annex_page_place_map_box (place, &box, &rect);
  rect.size.width = MAX (rect.size.width, 1);
  rect.size.height = MAX (rect.size.height, 1);
  gtk_snapshot_append_color (snapshot, &black, &rect);
}

/**
 * annex_page_view_selection_new:
 * @view: a page view
 *
 * Makes text in the view selectable as long as it lives.
 *
 * Returns: (transfer full): what it needs for that
 */
AnnexPageViewSelection *
annex_page_view_selection_new (AnnexPageView *view)
{
  AnnexPageViewSelection *self = g_new0 (AnnexPageViewSelection, 1);

  self->view = view;
  add_pointer (self);
  add_finger (self);

  return self;
}

/**
 * annex_page_view_selection_free:
 * @self: (transfer full): the selection of a page view
 */
void
annex_page_view_selection_free (AnnexPageViewSelection *self)
{
  stop_scrolling (self);
  g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  g_clear_object (&self->before);
  g_clear_object (&self->offered);
  g_free (self);
}

/**
 * annex_page_view_selection_reset:
 * @self: the selection of a page view
 *
 * Selects nothing, and offers nothing any more.
 */
void
annex_page_view_selection_reset (AnnexPageViewSelection *self)
{
  stop_scrolling (self);
  g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  self->selection = (AnnexPageSelection) { 0 };
  withdraw (self);
  changed (self);
}

/**
 * annex_page_view_selection_clear:
 * @self: the selection of a page view
 *
 * Selects nothing; what is being copied, or was offered, still is.
 */
void
annex_page_view_selection_clear (AnnexPageViewSelection *self)
{
  if (!self->selection.is_set)
    return;

  stop_scrolling (self);
  self->selection = (AnnexPageSelection) { 0 };
  changed (self);
}

/**
 * annex_page_view_selection_get:
 * @self: the selection of a page view
 *
 * Returns: (transfer none): what is selected
 */
const AnnexPageSelection *
annex_page_view_selection_get (AnnexPageViewSelection *self)
{
  return &self->selection;
}

/**
 * annex_page_view_selection_select:
 * @self: the selection of a page view
 * @anchor: where it is to begin
 * @caret: where it is to end
 */
void
annex_page_view_selection_select (AnnexPageViewSelection *self,
                                  const AnnexTextPlace   *anchor,
                                  const AnnexTextPlace   *caret)
{
  self->selection = (AnnexPageSelection) { TRUE, *anchor, *caret };
  changed (self);
}

/**
 * annex_page_view_selection_press:
 * @self: the selection of a page view
 * @n_presses: 1 to begin between characters, 2 to select a word, 3 a line
 * @extend_it: whether the selection that there is is to end there
 * @x: where, in logical pixels of the view
 * @y: the same from the top
 */
void
annex_page_view_selection_press (AnnexPageViewSelection *self,
                                 guint                   n_presses,
                                 gboolean                extend_it,
                                 double                  x,
                                 double                  y)
{
  AnnexTextPlace place;

  if (annex_page_view_get_layout (self->view) == NULL)
    return;

  self->n_presses = (n_presses - 1) % 3 + 1;
  if (extend_it && self->selection.is_set)
    {
      extend_from_anchor (self, x, y);
      return;
    }

  find_place (self, x, y, &place);
  widen (self, &place, &self->first, &self->last);
  annex_page_view_selection_select (self, &self->first, &self->last);
  if (self->n_presses > 1)
    offer (self);
}

/**
 * annex_page_view_selection_drag:
 * @self: the selection of a page view
 * @x: where the pointer is held, in logical pixels of the view, perhaps beyond it
 * @y: the same from the top
 *
 * Extends what was pressed; beyond the edge of the view, it goes on by itself.
 */
void
annex_page_view_selection_drag (AnnexPageViewSelection *self,
                                double                  x,
                                double                  y)
{
  if (annex_page_view_get_layout (self->view) == NULL || !self->selection.is_set)
    return;

  self->drag_x = x;
  self->drag_y = y;
  if (get_overshoot (self) == 0)
    stop_scrolling (self);
  else if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add (AUTO_SCROLL_MS, on_scroll_on, self);
  extend_to_drag (self);
}

/**
 * annex_page_view_selection_move:
 * @self: the selection of a page view
 * @step: how far
 * @direction: 1 for on, -1 for back
 *
 * Moves the end of the selection, or of one that begins with the current match, or with the first character that is seen.
 *
 * Returns: whether there is one
 */
gboolean
annex_page_view_selection_move (AnnexPageViewSelection *self,
                                AnnexTextStep           step,
                                int                     direction)
{
  AnnexTextPlace caret;

  if (annex_page_view_get_layout (self->view) == NULL || (!self->selection.is_set && !begin (self)))
    return FALSE;

  caret = self->selection.caret;
  annex_text_caret_move (annex_page_view_get_contents (self->view),
                         annex_page_layout_get_n_pages (annex_page_view_get_layout (self->view)),
                         &caret,
                         step,
                         direction);
  annex_page_view_selection_select (self, &self->selection.anchor, &caret);
  reveal_caret (self);

  return TRUE;
}

/**
 * annex_page_view_selection_dup_text:
 * @self: the selection of a page view
 *
 * Returns: (transfer full) (nullable): what is selected of the pages whose text is at hand
 */
char *
annex_page_view_selection_dup_text (AnnexPageViewSelection *self)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self->view);

  if (contents == NULL || annex_page_selection_is_empty (&self->selection))
    return NULL;

  return annex_page_copy_known (contents, &self->selection);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AnnexPageView) view = annex_weak_ref_steal (user_data);
  gboolean         is_partial;
  g_autofree char *text = annex_page_copy_finish (ANNEX_DOCUMENT (source), result, &is_partial, NULL);
  GdkClipboard    *clipboard;

  /* Given up, or nothing of it could be read: what is on the clipboard stays there. */
  if (view == NULL || text == NULL || *text == '\0')
    return;

  /* So does what came to it meanwhile. */
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  if (gdk_clipboard_get_content (clipboard) != annex_page_view_get_selection (view)->before)
    return;

  gdk_clipboard_set_text (clipboard, text);
  annex_page_view_emit_copied (view, is_partial);
}

/**
 * annex_page_view_selection_copy:
 * @self: the selection of a page view
 *
 * Puts the selected text on the clipboard as soon as it is known, unless there is something newer by then.
 */
void
annex_page_view_selection_copy (AnnexPageViewSelection *self)
{
  if (annex_page_selection_is_empty (&self->selection))
    return;

  g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  self->copying = g_cancellable_new ();
  g_set_object (&self->before, gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (self->view))));
  annex_page_copy_async (annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view)),
                         &self->selection,
                         self->copying,
                         copied_cb,
                         annex_weak_ref_new (self->view));
}

/**
 * annex_page_view_selection_is_text:
 * @self: the selection of a page view
 * @x: where to look, in logical pixels of the view
 * @y: the same from the top
 *
 * Returns: whether there is text
 */
gboolean
annex_page_view_selection_is_text (AnnexPageViewSelection *self,
                                   double                  x,
                                   double                  y)
{
  AnnexPagePlace   place;
  guint            page = annex_page_view_find_page (self->view, x, y, &place);
  AnnexPageText   *text = get_text (self, page);
  graphene_point_t point;
  guint            position;

  if (text == NULL || annex_page_text_is_empty (text))
    return FALSE;

  annex_page_place_find_point (&place, x, y, &point);
  position = annex_page_text_find (text, &point);
  for (guint i = position > 0 ? position - 1 : 0; i <= position && i < annex_page_text_get_n_characters (text); i++)
    {
      graphene_rect_t box;

      annex_page_text_get_box (text, i, &box);
      graphene_rect_inset (&box, -2, -2);
      if (graphene_rect_contains_point (&box, &point))
        return TRUE;
    }

  return FALSE;
}

/**
 * annex_page_view_selection_snapshot:
 * @self: the selection of a page view
 * @page: a page that can be seen
 * @snapshot: what to draw on
 *
 * Draws what is selected of the page, or where a selection would begin. The paper is white under every theme.
 */
void
annex_page_view_selection_snapshot (AnnexPageViewSelection *self,
                                    guint                   page,
                                    GtkSnapshot            *snapshot)
{
  static const GdkRGBA blue = { 0.11f, 0.44f, 0.85f, 0.35f };
  AnnexPageText       *text = get_text (self, page);
  AnnexPageBoxes       boxes;
  guint                start, end;

  if (text == NULL || !self->selection.is_set)
    return;

  annex_page_boxes_init (&boxes, self->view, page, snapshot);
  if (annex_page_selection_get_range (&self->selection, page, &start, &end))
    {
      g_autoptr (GArray) list = annex_page_text_list_boxes (text, start, end);

      annex_page_boxes_append_all (&boxes, list, &blue);
    }
  else if (page == self->selection.caret.page && annex_page_selection_is_empty (&self->selection) && gtk_widget_has_focus (GTK_WIDGET (self->view)))
    {
      snapshot_caret (self, &boxes.place, text, snapshot);
    }
}
