/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-accessible.h"

#include "annex-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _AnnexPageViewAccessible
{
  AnnexPageView *view; /* (unowned) owns this */
  AnnexPageText *text; /* (owned) (nullable) what the screen reader was told */
  guint          page;
  AnnexPageLink *link; /* (owned) (nullable) that it was told of */
};

static AnnexPageText *
get_text (GtkAccessibleText *accessible)
{
  return annex_page_view_get_accessible (ANNEX_PAGE_VIEW (accessible))->text;
}

static guint
get_length (AnnexPageText *text)
{
  return text != NULL ? annex_page_text_get_n_characters (text) : 0;
}

/* With the terminating zero that is asked for. */
static GBytes *
get_bytes (AnnexPageText *text,
           guint          start,
           guint          end)
{
  char *part = text != NULL ? annex_page_text_dup_range (text, MIN (start, get_length (text)), MIN (end, get_length (text))) : g_strdup ("");

  return g_bytes_new_take (part, strlen (part) + 1);
}

static GBytes *
get_contents (GtkAccessibleText *accessible,
              unsigned int       start,
              unsigned int       end)
{
  return get_bytes (get_text (accessible), start, end);
}

static void
find_part (AnnexPageText               *text,
           unsigned int                 offset,
           GtkAccessibleTextGranularity granularity,
           unsigned int                *start,
           unsigned int                *end)
{
  switch (granularity)
    {
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_CHARACTER:
      *start = offset;
      *end = MIN (offset + 1, get_length (text));
      break;
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD:
      annex_page_text_get_word (text, offset, start, end);
      break;
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_SENTENCE:
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_LINE:
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_PARAGRAPH:
    default:
      annex_page_text_get_line (text, offset, start, end);
      break;
    }
}

static GBytes *
get_contents_at (GtkAccessibleText           *accessible,
                 unsigned int                 offset,
                 GtkAccessibleTextGranularity granularity,
                 unsigned int                *start,
                 unsigned int                *end)
{
  AnnexPageText *text = get_text (accessible);

  *start = *end = 0;
  if (text != NULL && offset <= get_length (text))
    find_part (text, offset, granularity, start, end);

  return get_bytes (text, *start, *end);
}

static const AnnexPageSelection *
get_selection_of (GtkAccessibleText *accessible)
{
  return annex_page_view_selection_get (annex_page_view_get_selection (ANNEX_PAGE_VIEW (accessible)));
}

static unsigned int
get_caret_position (GtkAccessibleText *accessible)
{
  AnnexPageViewAccessible  *self = annex_page_view_get_accessible (ANNEX_PAGE_VIEW (accessible));
  const AnnexPageSelection *selection = get_selection_of (accessible);

  if (!selection->is_set || selection->caret.page != self->page)
    return 0;

  return MIN (selection->caret.position, get_length (self->text));
}

static gboolean
get_selection (GtkAccessibleText       *accessible,
               gsize                   *n_ranges,
               GtkAccessibleTextRange **ranges)
{
  AnnexPageViewAccessible *self = annex_page_view_get_accessible (ANNEX_PAGE_VIEW (accessible));
  guint                    start, end;

  *n_ranges = 0;
  if (!annex_page_selection_get_range (get_selection_of (accessible), self->page, &start, &end))
    return FALSE;

  start = MIN (start, get_length (self->text));
  end = MIN (end, get_length (self->text));
  *n_ranges = 1;
  *ranges = g_new0 (GtkAccessibleTextRange, 1);
  (*ranges)->start = start;
  (*ranges)->length = end - start;

  return TRUE;
}

static gboolean
get_extents (GtkAccessibleText *accessible,
             unsigned int       start,
             unsigned int       end,
             graphene_rect_t   *extents)
{
  AnnexPageViewAccessible *self = annex_page_view_get_accessible (ANNEX_PAGE_VIEW (accessible));
  AnnexPagePlace           place;
  g_autoptr (GArray) boxes = NULL;
  graphene_rect_t sum;

  if (self->text == NULL || annex_page_view_get_layout (self->view) == NULL)
    return FALSE;

  boxes = annex_page_text_list_boxes (self->text, start, end);
  if (boxes->len == 0)
    return FALSE;

  sum = g_array_index (boxes, graphene_rect_t, 0);
  for (guint i = 1; i < boxes->len; i++)
    graphene_rect_union (&sum, &g_array_index (boxes, graphene_rect_t, i), &sum);
  annex_page_view_get_place (self->view, self->page, &place);
  annex_page_place_map_box (&place, &sum, extents);

  return TRUE;
}

static gboolean
get_offset (GtkAccessibleText      *accessible,
            const graphene_point_t *point,
            unsigned int           *offset)
{
  AnnexPageViewAccessible *self = annex_page_view_get_accessible (ANNEX_PAGE_VIEW (accessible));
  AnnexPagePlace           place;
  graphene_point_t         there;

  if (self->text == NULL || annex_page_view_get_layout (self->view) == NULL)
    return FALSE;

  annex_page_view_get_place (self->view, self->page, &place);
  annex_page_place_find_point (&place, point->x, point->y, &there);
  *offset = annex_page_text_find (self->text, &there);

  return TRUE;
}

/**
 * annex_page_view_accessible_text_init:
 * @iface: the interface of page views
 */
void
annex_page_view_accessible_text_init (GtkAccessibleTextInterface *iface)
{
  iface->get_contents = get_contents;
  iface->get_contents_at = get_contents_at;
  iface->get_caret_position = get_caret_position;
  iface->get_selection = get_selection;
  iface->get_extents = get_extents;
  iface->get_offset = get_offset;
}

/**
 * annex_page_view_accessible_new:
 * @view: a page view
 *
 * Returns: (transfer full): what a screen reader is told about it
 */
AnnexPageViewAccessible *
annex_page_view_accessible_new (AnnexPageView *view)
{
  AnnexPageViewAccessible *self = g_new0 (AnnexPageViewAccessible, 1);

  self->view = view;

  return self;
}

/**
 * annex_page_view_accessible_free:
 * @self: (transfer full): what a screen reader is told
 */
void
annex_page_view_accessible_free (AnnexPageViewAccessible *self)
{
  g_clear_pointer (&self->text, annex_page_text_unref);
  g_clear_pointer (&self->link, annex_page_link_unref);
  g_free (self);
}

static char *
describe_link (AnnexPageLink *link)
{
  if (annex_page_link_get_kind (link) == ANNEX_PAGE_LINK_URI)
    /* Translators: %s is an address of the web or of mail */
    return g_strdup_printf (_ ("Link to %s"), annex_page_link_get_uri (link));

  /* Translators: %u is the number of a page of the same document */
  return g_strdup_printf (_ ("Link to page %u"), annex_page_link_get_page (link) + 1);
}

static void
update_description (AnnexPageViewAccessible *self)
{
  g_autofree char *description = NULL;

  if (self->link != NULL && annex_page_link_get_kind (self->link) != ANNEX_PAGE_LINK_INACTIVE)
    description = describe_link (self->link);
  else if (self->text != NULL && annex_page_text_is_empty (self->text))
    description = g_strdup (_ ("This page is an image without text"));

  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* What goes is told while it can still be read. */
static void
set_text (AnnexPageViewAccessible *self,
          AnnexPageText           *text)
{
  GtkAccessibleText *accessible = GTK_ACCESSIBLE_TEXT (self->view);

  if (get_length (self->text) > 0)
    gtk_accessible_text_update_contents (accessible, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_REMOVE, 0, get_length (self->text));
  g_clear_pointer (&self->text, annex_page_text_unref);
  self->text = text != NULL ? annex_page_text_ref (text) : NULL;
  if (get_length (self->text) > 0)
    gtk_accessible_text_update_contents (accessible, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_INSERT, 0, get_length (self->text));
}

/**
 * annex_page_view_accessible_follow:
 * @self: what a screen reader is told
 *
 * Follows the page being read, what is known of it, and the link that is shown.
 */
void
annex_page_view_accessible_follow (AnnexPageViewAccessible *self)
{
  AnnexPageContents *contents = annex_page_view_get_contents (self->view);
  guint              page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view));
  AnnexPageText     *text = contents != NULL ? annex_page_contents_get_text (contents, page) : NULL;
  AnnexPageLink     *link = annex_page_view_get_hovered_link (self->view);

  if (text == self->text && page == self->page && link == self->link)
    return;

  self->page = page;
  if (text != self->text)
    set_text (self, text);
  g_clear_pointer (&self->link, annex_page_link_unref);
  self->link = link != NULL ? annex_page_link_ref (link) : NULL;
  update_description (self);
}

/**
 * annex_page_view_accessible_follow_selection:
 * @self: what a screen reader is told
 */
void
annex_page_view_accessible_follow_selection (AnnexPageViewAccessible *self)
{
  if (self->text == NULL)
    return;

  gtk_accessible_text_update_caret_position (GTK_ACCESSIBLE_TEXT (self->view));
  gtk_accessible_text_update_selection_bound (GTK_ACCESSIBLE_TEXT (self->view));
}
