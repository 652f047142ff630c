/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-page.h"

#include "annex-text-search.h"
#include "annex-weak-ref.h"

/* A line is laid out anew for each mark in it: more than these would be felt. */
#define MAX_MARKS_PER_LINE 200

struct _AnnexTextPage
{
  AdwBin parent_instance;

  GtkWidget   *scroller;
  GtkTextView *view;

  GtkTextTag    *match_tag;   /* (unowned) the buffer's table has it */
  GtkTextTag    *current_tag; /* (unowned) */
  AnnexTextFile *file;        /* (owned) (nullable) */
  GCancellable  *cancellable; /* (owned) (nullable) of the search under way */
  GArray        *matches;     /* (owned) (nullable) AnnexTextMatch */
  gboolean       has_more;    /* matches than these */
  int            current;     /* -1: none */
  guint          marking;     /* source id */
  guint          marked_from; /* what was to be seen when matches were marked, in characters */
  guint          marked_to;   /* 0: they are not marked */
};

static void annex_text_page_finder_init (AnnexFinderInterface *iface);
static void annex_text_page_content_view_init (AnnexContentViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexTextPage,
                               annex_text_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_FINDER, annex_text_page_finder_init)
                                   G_IMPLEMENT_INTERFACE (ANNEX_TYPE_CONTENT_VIEW, annex_text_page_content_view_init))

static void
get_match (AnnexTextPage *self,
           guint          index,
           GtkTextIter   *start,
           GtkTextIter   *end)
{
  GtkTextBuffer        *buffer = gtk_text_view_get_buffer (self->view);
  const AnnexTextMatch *match = &g_array_index (self->matches, AnnexTextMatch, index);

  gtk_text_buffer_get_iter_at_offset (buffer, start, (int) match->start);
  gtk_text_buffer_get_iter_at_offset (buffer, end, (int) match->end);
}

static void
remove_tag (AnnexTextPage *self,
            GtkTextTag    *tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter    start;
  GtkTextIter    end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
}

static void
emit_found (AnnexTextPage *self)
{
  guint n_matches = self->matches != NULL ? self->matches->len : 0;

  annex_finder_emit_found (ANNEX_FINDER (self), self->current, n_matches, self->has_more ? ANNEX_FINDER_ENDED_EARLY : ANNEX_FINDER_COMPLETE);
}

/* The cursor goes along, so that reading goes on from there when the bar is closed. */
static void
show_current (AnnexTextPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter    start;
  GtkTextIter    end;

  remove_tag (self, self->current_tag);
  get_match (self, (guint) self->current, &start, &end);
  gtk_text_buffer_apply_tag (buffer, self->current_tag, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
}

static void
clear_matches (AnnexTextPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->matches != NULL && self->matches->len > 0)
    {
      remove_tag (self, self->match_tag);
      remove_tag (self, self->current_tag);
    }
  self->marked_to = 0;
  g_clear_pointer (&self->matches, g_array_unref);
  self->has_more = FALSE;
  self->current = -1;
}

/* Marking: only what can be seen, anew when that changes */

static guint
get_offset_at (AnnexTextPage *self,
               int            x,
               int            y)
{
  GtkTextIter iter;

  gtk_text_view_get_iter_at_location (self->view, &iter, x, y);

  return (guint) gtk_text_iter_get_offset (&iter);
}

/* Which characters of a line can be seen; from which side it is read does not matter. */
static void
get_visible_part (AnnexTextPage      *self,
                  const GtkTextIter  *line,
                  const GdkRectangle *visible,
                  guint              *from,
                  guint              *to)
{
  int y;
  int height;
  int bottom;

  gtk_text_view_get_line_yrange (self->view, line, &y, &height);
  bottom = MAX (y, MIN (y + height, visible->y + visible->height) - 1);
  y = MAX (y, visible->y);
  *from = MIN (get_offset_at (self, visible->x, y), get_offset_at (self, visible->x + visible->width, y));
  *to = MAX (get_offset_at (self, visible->x, bottom), get_offset_at (self, visible->x + visible->width, bottom)) + 1;
}

/* Returns: the first match that ends behind @offset */
static guint
find_match (AnnexTextPage *self,
            guint          offset)
{
  guint low = 0;
  guint high = self->matches->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->matches, AnnexTextMatch, middle).end <= offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
mark_part (AnnexTextPage *self,
           guint          from,
           guint          to)
{
  guint first = find_match (self, from);
  guint i;

  for (i = first; i < self->matches->len && i - first < MAX_MARKS_PER_LINE; i++)
    {
      GtkTextIter start;
      GtkTextIter end;

      if (g_array_index (self->matches, AnnexTextMatch, i).start >= to)
        return;
      get_match (self, i, &start, &end);
      gtk_text_buffer_apply_tag (gtk_text_view_get_buffer (self->view), self->match_tag, &start, &end);
    }
}

static void
mark_lines (AnnexTextPage      *self,
            const GdkRectangle *visible)
{
  GtkTextIter line;
  int         y;
  int         height;

  gtk_text_view_get_line_at_y (self->view, &line, visible->y, NULL);
  do
    {
      guint from;
      guint to;

      get_visible_part (self, &line, visible, &from, &to);
      mark_part (self, from, to);
      gtk_text_view_get_line_yrange (self->view, &line, &y, &height);
    }
  while (y + height < visible->y + visible->height && gtk_text_iter_forward_line (&line));
}

static gboolean
on_mark (gpointer user_data)
{
  AnnexTextPage *self = user_data;
  GdkRectangle   visible;
  guint          from;
  guint          to;

  self->marking = 0;
  if (self->matches == NULL || self->matches->len == 0)
    return G_SOURCE_REMOVE;

  gtk_text_view_get_visible_rect (self->view, &visible);
  from = get_offset_at (self, visible.x, visible.y);
  to = get_offset_at (self, visible.x + visible.width, visible.y + visible.height) + 1;
  if (from == self->marked_from && to == self->marked_to)
    return G_SOURCE_REMOVE;

  self->marked_from = from;
  self->marked_to = to;
  remove_tag (self, self->match_tag);
  mark_lines (self, &visible);

  return G_SOURCE_REMOVE;
}

static void
mark_soon (AnnexTextPage *self)
{
  if (self->marking == 0 && self->matches != NULL)
    self->marking = g_idle_add (on_mark, self);
}

static void
watch_adjustment (AnnexTextPage *self,
                  GtkAdjustment *adjustment)
{
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (mark_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (mark_soon), self, G_CONNECT_SWAPPED);
}

/* The first one that begins where the cursor is, or after it. */
static int
choose_match (AnnexTextPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter    start;
  guint          i;

  gtk_text_buffer_get_selection_bounds (buffer, &start, NULL);
  for (i = 0; i < self->matches->len; i++)
    {
      if (g_array_index (self->matches, AnnexTextMatch, i).start >= (guint) gtk_text_iter_get_offset (&start))
        return (int) i;
    }

  return self->matches->len > 0 ? 0 : -1;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexTextPage) self = annex_weak_ref_steal (user_data);
  gboolean has_more;
  GArray  *matches = annex_text_file_find_finish (ANNEX_TEXT_FILE (source), result, &has_more, NULL);

  if (self == NULL || matches == NULL || self->file != ANNEX_TEXT_FILE (source))
    {
      g_clear_pointer (&matches, g_array_unref);
      return;
    }

  clear_matches (self);
  self->matches = matches;
  self->has_more = has_more;
  mark_soon (self);
  self->current = choose_match (self);
  if (self->current >= 0)
    show_current (self);
  emit_found (self);
}

static void
annex_text_page_find (AnnexFinder *finder,
                      const char  *text)
{
  AnnexTextPage *self = ANNEX_TEXT_PAGE (finder);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*text == '\0' || self->file == NULL)
    {
      clear_matches (self);
      emit_found (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  annex_text_file_find_async (self->file, text, self->cancellable, found_cb, annex_weak_ref_new (self));
}

static void
annex_text_page_step (AnnexFinder *finder,
                      int          direction)
{
  AnnexTextPage *self = ANNEX_TEXT_PAGE (finder);
  int            n_matches = self->matches != NULL ? (int) self->matches->len : 0;

  if (n_matches == 0)
    return;

  self->current = (self->current + direction + n_matches) % n_matches;
  show_current (self);
  emit_found (self);
}

static gboolean
annex_text_page_copy (AnnexContentView *view)
{
  AnnexTextPage *self = ANNEX_TEXT_PAGE (view);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  if (!gtk_text_buffer_get_has_selection (buffer))
    return FALSE;

  gtk_text_buffer_copy_clipboard (buffer, gtk_widget_get_clipboard (GTK_WIDGET (self)));

  return TRUE;
}

static void
annex_text_page_select_all (AnnexContentView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (ANNEX_TEXT_PAGE (view)->view);
  GtkTextIter    start;
  GtkTextIter    end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
}

static void
annex_text_page_focus (AnnexFinder *finder)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_TEXT_PAGE (finder)->view));
}

static GtkAdjustment *
annex_text_page_get_adjustment (AnnexContentView *view)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (ANNEX_TEXT_PAGE (view)->scroller));
}

static void
annex_text_page_finder_init (AnnexFinderInterface *iface)
{
  iface->find = annex_text_page_find;
  iface->step = annex_text_page_step;
  iface->focus = annex_text_page_focus;
}

static void
annex_text_page_content_view_init (AnnexContentViewInterface *iface)
{
  iface->copy = annex_text_page_copy;
  iface->select_all = annex_text_page_select_all;
  iface->get_adjustment = annex_text_page_get_adjustment;
}

static void
annex_text_page_dispose (GObject *object)
{
  AnnexTextPage *self = ANNEX_TEXT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->marking, g_source_remove);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_object (&self->file);
  /* The bin must not keep what the template lets go of. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_TEXT_PAGE);

  G_OBJECT_CLASS (annex_text_page_parent_class)->dispose (object);
}

static void
annex_text_page_class_init (AnnexTextPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_text_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-text-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexTextPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexTextPage, view);
}

static void
annex_text_page_init (AnnexTextPage *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->current = -1;

  /* Dark on light, whatever the colours around it */
  buffer = gtk_text_view_get_buffer (self->view);
  self->match_tag = gtk_text_buffer_create_tag (buffer, NULL, "background", "#f9f06b", "foreground", "black", NULL);
  self->current_tag = gtk_text_buffer_create_tag (buffer, NULL, "background", "#ffa348", "foreground", "black", NULL);
  watch_adjustment (self, gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller)));
  watch_adjustment (self, gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)));
}

/**
 * annex_text_page_set_file:
 * @self: a page
 * @file: (nullable): a file that was read as a text
 */
void
annex_text_page_set_file (AnnexTextPage *self,
                          AnnexTextFile *file)
{
  GtkTextBuffer *buffer;
  GtkTextIter    start;

  g_return_if_fail (ANNEX_IS_TEXT_PAGE (self));

  if (self->file == file)
    return;

  clear_matches (self);
  g_set_object (&self->file, file);
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_text (buffer, file != NULL ? annex_text_file_get_text (file) : "", -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/**
 * annex_text_page_set_wrap:
 * @self: a page
 * @wrap: whether a line that is too long for the page goes on in the next
 */
void
annex_text_page_set_wrap (AnnexTextPage *self,
                          gboolean       wrap)
{
  g_return_if_fail (ANNEX_IS_TEXT_PAGE (self));

  gtk_text_view_set_wrap_mode (self->view, wrap ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
}

/**
 * annex_text_page_set_label:
 * @self: a page
 * @label: what is shown, for the screen reader
 */
void
annex_text_page_set_label (AnnexTextPage *self,
                           const char    *label)
{
  g_return_if_fail (ANNEX_IS_TEXT_PAGE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
