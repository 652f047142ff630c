/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-marks.h"

#include "annex-page-boxes.h"
#include "annex-page-view-private.h"

struct _AnnexPageViewMarks
{
  AnnexPageView       *view;   /* (unowned) owns this */
  AnnexDocumentSearch *search; /* (owned) (nullable) */
  gulong               changed_id;
  guint                page; /* the current match that was shown last */
  AnnexTextRange       shown;
  gboolean             has_shown;
  gboolean             is_pending; /* it is to be shown as soon as the page's text is known */
};

static AnnexPageText *
get_text (AnnexPageViewMarks *self,
          guint               page)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self->view);

  return contents != NULL ? annex_page_contents_get_text (contents, page) : NULL;
}

static void
reveal (AnnexPageViewMarks *self)
{
  AnnexPageText *text = get_text (self, self->page);
  g_autoptr (GArray) boxes = NULL;

  if (!self->is_pending || text == NULL)
    return;

  self->is_pending = FALSE;
  boxes = annex_page_text_list_boxes (text, self->shown.start, self->shown.end);
  if (boxes->len > 0)
    annex_page_view_reveal (self->view, self->page, &g_array_index (boxes, graphene_rect_t, 0));
}

/* A page that cannot be seen is gone to first; its text then comes by itself. */
static void
show_current (AnnexPageViewMarks *self)
{
  guint first, last;

  self->is_pending = TRUE;
  if (get_text (self, self->page) == NULL && annex_page_view_get_visible (self->view, &first, &last) && (self->page < first || self->page > last))
    annex_page_view_go_to (self->view, self->page, 0);
  reveal (self);
}

static void
on_search_changed (AnnexPageViewMarks *self)
{
  AnnexTextRange range;
  guint          page;

  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  if (!annex_document_search_get_current (self->search, &page, &range.start, &range.end))
    {
      self->has_shown = FALSE;
      return;
    }
  if (self->has_shown && page == self->page && range.start == self->shown.start && range.end == self->shown.end)
    return;

  self->has_shown = TRUE;
  self->page = page;
  self->shown = range;
  /* As in other texts, what was selected before makes way for what is found. */
  annex_page_view_selection_clear (annex_page_view_get_selection (self->view));
  show_current (self);
}

/**
 * annex_page_view_marks_new:
 * @view: a page view
 *
 * Returns: (transfer full): its marks, of which there are none
 */
AnnexPageViewMarks *
annex_page_view_marks_new (AnnexPageView *view)
{
  AnnexPageViewMarks *self = g_new0 (AnnexPageViewMarks, 1);

  self->view = view;

  return self;
}

static void
drop_search (AnnexPageViewMarks *self)
{
  if (self->search != NULL)
    g_clear_signal_handler (&self->changed_id, self->search);
  g_clear_object (&self->search);
  self->has_shown = FALSE;
  self->is_pending = FALSE;
}

/**
 * annex_page_view_marks_free:
 * @self: (transfer full): the marks of a page view
 */
void
annex_page_view_marks_free (AnnexPageViewMarks *self)
{
  drop_search (self);
  g_free (self);
}

/**
 * annex_page_view_marks_set_search:
 * @self: the marks of a page view
 * @search: (nullable): what is looked for
 */
void
annex_page_view_marks_set_search (AnnexPageViewMarks  *self,
                                  AnnexDocumentSearch *search)
{
  if (search == self->search)
    return;

  drop_search (self);
  if (search != NULL)
    {
      self->search = g_object_ref (search);
      self->changed_id = g_signal_connect_swapped (search, "changed", G_CALLBACK (on_search_changed), self);
      on_search_changed (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

/**
 * annex_page_view_marks_follow:
 * @self: the marks of a page view
 *
 * Follows what has become known of the pages.
 */
void
annex_page_view_marks_follow (AnnexPageViewMarks *self)
{
  reveal (self);
}

/**
 * annex_page_view_marks_get_current:
 * @self: the marks of a page view
 * @start: (out): where the current match begins
 * @end: (out): where it ends
 *
 * Returns: whether there is one
 */
gboolean
annex_page_view_marks_get_current (AnnexPageViewMarks *self,
                                   AnnexTextPlace     *start,
                                   AnnexTextPlace     *end)
{
  if (!self->has_shown)
    return FALSE;

  *start = (AnnexTextPlace) { self->page, self->shown.start };
  *end = (AnnexTextPlace) { self->page, self->shown.end };

  return TRUE;
}

static gboolean
is_current (AnnexPageViewMarks   *self,
            guint                 page,
            const AnnexTextRange *range)
{
  return self->has_shown && page == self->page && range->start == self->shown.start;
}

static gboolean
append_range (AnnexPageBoxes       *boxes,
              AnnexPageText        *text,
              const AnnexTextRange *range,
              const GdkRGBA        *colour)
{
  g_autoptr (GArray) list = annex_page_text_list_boxes (text, range->start, range->end);

  return annex_page_boxes_append_all (boxes, list, colour);
}

/**
 * annex_page_view_marks_snapshot:
 * @self: the marks of a page view
 * @page: a page that can be seen
 * @snapshot: what to draw on
 */
void
annex_page_view_marks_snapshot (AnnexPageViewMarks *self,
                                guint               page,
                                GtkSnapshot        *snapshot)
{
  static const GdkRGBA yellow = { 1, 0.85f, 0, 0.4f };
  static const GdkRGBA orange = { 1, 0.45f, 0, 0.6f };
  AnnexPageText       *text = get_text (self, page);
  GArray              *matches;
  AnnexPageBoxes       boxes;

  if (self->search == NULL || text == NULL || annex_document_search_get_document (self->search) != annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view)))
    return;

  matches = annex_document_search_list_matches (self->search, page);
  annex_page_boxes_init (&boxes, self->view, page, snapshot);
  /* The current one is seen however many there are. */
  if (self->has_shown && page == self->page)
    append_range (&boxes, text, &self->shown, &orange);
  for (guint i = 0; matches != NULL && i < matches->len; i++)
    {
      const AnnexTextRange *range = &g_array_index (matches, AnnexTextRange, i);

      if (!is_current (self, page, range) && !append_range (&boxes, text, range, &yellow))
        break;
    }
}
