/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-scroll.h"

/* The page that crosses this part of the height is the one being read. */
#define READING_LINE (1 / 3.0)

/* How high a line is taken to be that is gone to, in points: on pages that are turned it would else lie beyond the edge. */
#define LINE_HEIGHT 18

struct _AnnexPageScroll
{
  GtkWidget             *widget; /* (unowned) owns this */
  AnnexPageScrollChanged changed;
  AnnexPageLayout       *layout; /* (owned) (nullable) */
  AnnexPageArrangement   arrangement;
  AnnexPageViewState     wanted; /* applied as soon as there is room */
  gboolean               has_wanted;
  GtkAdjustment         *hadjustment; /* (owned) (nullable) */
  GtkAdjustment         *vadjustment; /* (owned) (nullable) */
  gboolean               configuring; /* the adjustments follow the pages, and not the other way round */
  guint                  page;        /* being read */
  guint                  chosen;      /* the page that was gone to, which is read until somebody scrolls */
  double                 chosen_scroll;
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

static double
get_value (GtkAdjustment *adjustment)
{
  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

static double
get_width (AnnexPageScroll *self)
{
  return gtk_widget_get_width (self->widget);
}

static double
get_height (AnnexPageScroll *self)
{
  return gtk_widget_get_height (self->widget);
}

static gboolean
is_at_end (AnnexPageScroll *self)
{
  double end = annex_page_layout_get_height (self->layout) - get_height (self);

  return end > 0 && get_value (self->vadjustment) >= end - 1;
}

static guint
find_page_being_read (AnnexPageScroll *self)
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

static void
update_page (AnnexPageScroll *self)
{
  self->page = find_page_being_read (self);
  self->changed (self->widget);
}

static void
on_adjustment_value_changed (AnnexPageScroll *self)
{
  if (!self->configuring)
    update_page (self);
}

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
set_scroll (AnnexPageScroll *self,
            double           across,
            double           down,
            double           low,
            double           high)
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
take_anchor (AnnexPageScroll *self,
             double           x,
             double           y,
             Anchor          *anchor)
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
restore_anchor (AnnexPageScroll *self,
                const Anchor    *anchor,
                double           low,
                double           high)
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
take_reading_anchor (AnnexPageScroll *self,
                     Anchor          *anchor)
{
  AnnexPagePlace place;
  double         middle = get_width (self) / 2;

  annex_page_scroll_get_place (self, self->page, &place);
  take_anchor (self, middle, place.y > 0 && place.y < get_height (self) ? place.y : 0, anchor);
}

static void
arrange (AnnexPageScroll *self)
{
  self->arrangement.width = get_width (self);
  self->arrangement.height = get_height (self);
  annex_page_layout_arrange (self->layout, &self->arrangement);
}

static gboolean
is_laid_out (AnnexPageScroll *self)
{
  return self->layout != NULL && self->arrangement.width > 0 && self->arrangement.height > 0;
}

/* Lays the pages out anew, keeping what is being read where it is. */
static void
update_layout (AnnexPageScroll *self)
{
  Anchor anchor;

  if (!is_laid_out (self))
    return;

  take_reading_anchor (self, &anchor);
  arrange (self);
  restore_anchor (self, &anchor, 0, 0);
}

static void
apply_wanted (AnnexPageScroll *self)
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

/*
 * annex_page_scroll_new:
 * @widget: the view, which owns what is made
 * @changed: called after every change of what can be seen
 *
 * Returns: (transfer full): nothing to scroll yet
 */
AnnexPageScroll *
annex_page_scroll_new (GtkWidget             *widget,
                       AnnexPageScrollChanged changed)
{
  AnnexPageScroll *self = g_new0 (AnnexPageScroll, 1);

  self->widget = widget;
  self->changed = changed;
  self->arrangement = (AnnexPageArrangement) { .fit = ANNEX_PAGE_FIT_AUTOMATIC, .zoom = 1 };
  self->chosen = G_MAXUINT;

  return self;
}

static void
drop_adjustment (AnnexPageScroll *self,
                 GtkAdjustment  **location)
{
  if (*location != NULL)
    g_signal_handlers_disconnect_by_func (*location, on_adjustment_value_changed, self);
  g_clear_object (location);
}

void
annex_page_scroll_free (AnnexPageScroll *self)
{
  annex_page_scroll_drop (self);
  g_free (self);
}

/* Lets go of pages and scroll bars. */
void
annex_page_scroll_drop (AnnexPageScroll *self)
{
  drop_adjustment (self, &self->hadjustment);
  drop_adjustment (self, &self->vadjustment);
  g_clear_pointer (&self->layout, annex_page_layout_free);
}

/* @layout: (transfer full) (nullable): other pages, which are read from the beginning */
void
annex_page_scroll_set_layout (AnnexPageScroll *self,
                              AnnexPageLayout *layout)
{
  const AnnexPageViewState state = ANNEX_PAGE_VIEW_STATE_INIT;

  g_clear_pointer (&self->layout, annex_page_layout_free);
  self->layout = layout;
  annex_page_scroll_set_state (self, &state);
  if (layout == NULL)
    set_scroll (self, 0, 0, 0, 0);
}

/* (nullable) */
AnnexPageLayout *
annex_page_scroll_get_layout (AnnexPageScroll *self)
{
  return self->layout;
}

const AnnexPageArrangement *
annex_page_scroll_get_arrangement (AnnexPageScroll *self)
{
  return &self->arrangement;
}

guint
annex_page_scroll_get_page (AnnexPageScroll *self)
{
  return self->page;
}

GtkAdjustment *
annex_page_scroll_get_adjustment (AnnexPageScroll *self,
                                  GtkOrientation   orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? self->hadjustment : self->vadjustment;
}

/* @adjustment: (nullable): for one of its own */
void
annex_page_scroll_set_adjustment (AnnexPageScroll *self,
                                  GtkOrientation   orientation,
                                  GtkAdjustment   *adjustment)
{
  GtkAdjustment **location = orientation == GTK_ORIENTATION_HORIZONTAL ? &self->hadjustment : &self->vadjustment;

  if (*location == adjustment && adjustment != NULL)
    return;

  drop_adjustment (self, location);
  *location = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (*location, "value-changed", G_CALLBACK (on_adjustment_value_changed), self);
  set_scroll (self, get_value (self->hadjustment), get_value (self->vadjustment), 0, 0);
}

/* The view has another size. */
void
annex_page_scroll_allocate (AnnexPageScroll *self)
{
  if (self->layout == NULL)
    set_scroll (self, 0, 0, 0, 0);
  else if (self->has_wanted && get_width (self) > 0 && get_height (self) > 0)
    apply_wanted (self);
  else if (self->arrangement.width != get_width (self) || self->arrangement.height != get_height (self))
    update_layout (self);
}

double
annex_page_scroll_get_zoom (AnnexPageScroll *self)
{
  AnnexPagePlace place;

  if (!is_laid_out (self))
    return 0;

  annex_page_layout_get_place (self->layout, self->page, &place);

  return place.scale / ANNEX_PAGE_PIXELS_PER_POINT;
}

void
annex_page_scroll_get_state (AnnexPageScroll    *self,
                             AnnexPageViewState *state)
{
  AnnexPagePlace place;

  if (self->has_wanted || !is_laid_out (self))
    {
      *state = self->wanted;
      return;
    }

  state->fit = self->arrangement.fit;
  state->zoom = self->arrangement.zoom;
  state->turns = self->arrangement.turns;
  state->dual = self->arrangement.dual;
  state->page = annex_page_scroll_find_page (self, get_width (self) / 2, 0, &place);
  state->offset = CLAMP (-place.y / place.height, 0, 1);
  state->across = (get_width (self) / 2 - place.x) / place.width;
}

void
annex_page_scroll_set_state (AnnexPageScroll          *self,
                             const AnnexPageViewState *state)
{
  self->wanted = *state;
  self->has_wanted = TRUE;
  self->arrangement.fit = state->fit;
  self->arrangement.zoom = CLAMP (state->zoom, ANNEX_PAGE_MIN_ZOOM, ANNEX_PAGE_MAX_ZOOM);
  self->arrangement.turns = state->turns % 4;
  self->arrangement.dual = state->dual;
  if (self->layout != NULL && get_width (self) > 0 && get_height (self) > 0)
    apply_wanted (self);
}

static void
rearrange (AnnexPageScroll *self)
{
  if (self->has_wanted)
    {
      self->wanted.fit = self->arrangement.fit;
      self->wanted.zoom = self->arrangement.zoom;
      self->wanted.turns = self->arrangement.turns;
      self->wanted.dual = self->arrangement.dual;
    }
  update_layout (self);
}

void
annex_page_scroll_set_fit (AnnexPageScroll *self,
                           AnnexPageFit     fit)
{
  double zoom;

  zoom = annex_page_scroll_get_zoom (self);
  if (fit == ANNEX_PAGE_FIT_NONE && zoom > 0)
    self->arrangement.zoom = zoom;
  self->arrangement.fit = fit;
  rearrange (self);
}

void
annex_page_scroll_set_dual (AnnexPageScroll *self,
                            gboolean         dual)
{
  self->arrangement.dual = dual;
  rearrange (self);
}

void
annex_page_scroll_turn (AnnexPageScroll *self,
                        int              quarters)
{
  guint  turns = (guint) (((quarters % 4) + 4) % 4);
  Anchor anchor;

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
get_bounds (AnnexPageScroll      *self,
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

void
annex_page_scroll_zoom_at (AnnexPageScroll *self,
                           double           zoom,
                           double           x,
                           double           y)
{
  Anchor         anchor;
  AnnexPagePlace before;
  double         low, high;

  if (!is_laid_out (self))
    return;

  take_anchor (self, x, y, &anchor);
  annex_page_scroll_get_place (self, anchor.page, &before);
  self->arrangement.fit = ANNEX_PAGE_FIT_NONE;
  self->arrangement.zoom = CLAMP (zoom, ANNEX_PAGE_MIN_ZOOM, ANNEX_PAGE_MAX_ZOOM);
  arrange (self);
  get_bounds (self, anchor.page, &before, &low, &high);
  restore_anchor (self, &anchor, low, high);
}

/* Where on its page, as it is turned, a line @top points from the top of the upright page lies. */
static void
find_line (const AnnexPagePlace *place,
           double                top,
           graphene_rect_t      *rect)
{
  AnnexPagePlace  page = *place;
  gboolean        is_sideways = place->turns % 2 != 0;
  double          width = (is_sideways ? place->height : place->width) / place->scale;
  double          height = (is_sideways ? place->width : place->height) / place->scale;
  graphene_rect_t box;

  page.x = page.y = 0;
  top = CLAMP (top, 0, height);
  graphene_rect_init (&box, 0, (float) top, (float) width, (float) MIN (LINE_HEIGHT, height - top));
  annex_page_place_map_box (&page, &box, rect);
}

/* How far across to go for a line that runs down or up the view: what follows it is seen, too. */
static double
find_across (AnnexPageScroll       *self,
             const AnnexPagePlace  *place,
             const graphene_rect_t *line)
{
  if (place->turns == 1)
    return place->x + line->origin.x + line->size.width + ANNEX_PAGE_MARGIN / 2 - get_width (self);
  if (place->turns == 3)
    return place->x + line->origin.x - ANNEX_PAGE_MARGIN / 2;

  return get_value (self->hadjustment);
}

void
annex_page_scroll_go_to (AnnexPageScroll *self,
                         guint            page,
                         double           top)
{
  graphene_rect_t line = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  AnnexPagePlace  place;
  double          x, y;

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
  x = get_value (self->hadjustment);
  if (top > 0)
    {
      find_line (&place, top, &line);
      x = find_across (self, &place, &line);
    }
  y = place.y + line.origin.y;
  y -= place.y <= ANNEX_PAGE_MARGIN || place.height + 2 * ANNEX_PAGE_MARGIN <= get_height (self) ? ANNEX_PAGE_MARGIN : ANNEX_PAGE_MARGIN / 2;
  self->chosen = page;
  set_scroll (self, x, y, 0, 0);
  self->chosen_scroll = get_value (self->vadjustment);
  update_page (self);
}

void
annex_page_scroll_get_place (AnnexPageScroll *self,
                             guint            page,
                             AnnexPagePlace  *place)
{
  annex_page_layout_get_place (self->layout, page, place);
  place->x -= get_value (self->hadjustment);
  place->y -= get_value (self->vadjustment);
}

/* Returns: the page there, or the nearest */
guint
annex_page_scroll_find_page (AnnexPageScroll *self,
                             double           x,
                             double           y,
                             AnnexPagePlace  *place)
{
  guint page = annex_page_layout_find_nearest (self->layout, x + get_value (self->hadjustment), y + get_value (self->vadjustment));

  annex_page_scroll_get_place (self, page, place);

  return page;
}

/* The pages of all rows that can be seen. */
gboolean
annex_page_scroll_get_visible (AnnexPageScroll *self,
                               guint           *first,
                               guint           *last)
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
annex_page_scroll_note_size (AnnexPageScroll       *self,
                             guint                  page,
                             const graphene_size_t *size)
{
  Anchor anchor;

  take_reading_anchor (self, &anchor);
  annex_page_layout_set_size (self->layout, page, size);
  restore_anchor (self, &anchor, get_value (self->hadjustment), get_value (self->hadjustment));
}

void
annex_page_scroll_move (AnnexPageScroll *self,
                        double           dx,
                        double           dy)
{
  if (self->hadjustment != NULL)
    gtk_adjustment_set_value (self->hadjustment, get_value (self->hadjustment) + dx);
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, get_value (self->vadjustment) + dy);
}

/* @box: what is to be seen, in points of the upright page */
void
annex_page_scroll_reveal (AnnexPageScroll       *self,
                          guint                  page,
                          const graphene_rect_t *box)
{
  AnnexPagePlace  place;
  graphene_rect_t rect;
  double          dx = 0, dy = 0;

  annex_page_scroll_get_place (self, page, &place);
  annex_page_place_map_box (&place, box, &rect);
  if (rect.origin.y < 0 || rect.origin.y + rect.size.height > get_height (self))
    dy = rect.origin.y - get_height (self) * READING_LINE;
  if (rect.origin.x < 0 || rect.origin.x + rect.size.width > get_width (self))
    dx = rect.origin.x - get_width (self) * READING_LINE;
  annex_page_scroll_move (self, dx, dy);
}
