/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-reading-view.h"

#include "annex-announcer.h"
#include "annex-dialog-guard.h"
#include "annex-document-finder.h"
#include "annex-document-print.h"
#include "annex-document-reading.h"
#include "annex-find-bar.h"
#include "annex-inactive-chip.h"
#include "annex-link-dialog.h"
#include "annex-outline-pane.h"
#include "annex-read-on.h"
#include "annex-thumbnail-view.h"
#include "annex-toast.h"
#include "annex-view-memory.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _AnnexReadingView
{
  AdwBin parent_instance;

  AnnexPageView       *page_view;
  AnnexFindBar        *find_bar;
  AnnexInactiveChip   *inactive_chip;
  AdwOverlaySplitView *split;
  AdwViewStack        *pane_stack;
  AdwViewStackPage    *outline_page;
  AnnexOutlinePane    *outline_pane;
  AnnexThumbnailView  *thumbnail_view;
  GtkScrolledWindow   *scroller;
  GtkLabel            *target_label;
  GtkWidget           *page_box;
  GtkWidget           *page_entry;
  GtkLabel            *count_label;
  GtkMenuButton       *zoom_button;
  GMenuModel          *page_menu;
  GtkWidget           *context_menu; /* (owned by GTK) */

  AnnexAttachment     *attachment;  /* (owned) (nullable) whose document is shown */
  GCancellable        *cancellable; /* (owned) (nullable) of what is asked about it */
  AnnexViewMemory     *memory;      /* (owned) of AnnexPageViewState */
  AnnexDocumentFinder *finder;      /* (owned) */
  AnnexAnnouncer      *announcer;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexReadingView, annex_reading_view, ADW_TYPE_BIN)

static AnnexDocument *
get_document (AnnexReadingView *self)
{
  return annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->page_view));
}

static guint
get_page (AnnexReadingView *self)
{
  return annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->page_view));
}

static void
announce_later (AnnexReadingView *self,
                const char       *text)
{
  if (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (self->page_view)))
    annex_announcer_tell_later (self->announcer, text);
}

static char *
describe_page (AnnexReadingView *self)
{
  guint n_pages = get_document (self) != NULL ? annex_document_get_n_pages (get_document (self)) : 0;

  /* Translators: number of the page being read, and of all pages */
  return g_strdup_printf (_ ("Page %u of %u"), get_page (self) + 1, n_pages);
}

static gboolean
is_entering (AnnexReadingView *self)
{
  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->page_entry))));
}

/* What the agent is typing is left alone. */
static void
update_page (AnnexReadingView *self)
{
  guint            n_pages = get_document (self) != NULL ? annex_document_get_n_pages (get_document (self)) : 0;
  g_autofree char *number = g_strdup_printf ("%u", get_page (self) + 1);
  g_autofree char *last = g_strdup_printf ("%u", n_pages);
  /* Translators: follows the entry with the number of the page being read; %u is the number of all pages */
  g_autofree char *count = g_strdup_printf (_ ("of %u"), n_pages);
  g_autofree char *description = describe_page (self);
  int              width = (int) strlen (last);

  gtk_editable_set_width_chars (GTK_EDITABLE (self->page_entry), MAX (width, 2));
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->page_entry), MAX (width, 2));
  gtk_label_set_text (self->count_label, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->page_box), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  if (!is_entering (self))
    gtk_editable_set_text (GTK_EDITABLE (self->page_entry), number);
}

static void
on_page_changed (AnnexReadingView *self)
{
  g_autofree char *description = describe_page (self);

  update_page (self);
  announce_later (self, description);
}

static void
on_zoom_changed (AnnexReadingView *self)
{
  double           zoom = annex_page_view_get_zoom (self->page_view);
  g_autofree char *text = NULL;
  g_autofree char *description = NULL;

  if (zoom <= 0)
    return;

  /* Translators: how large pages are drawn, in percent of their size on paper */
  text = g_strdup_printf (_ ("%d %%"), (int) lround (zoom * 100));
  /* Translators: %s is a percentage; read out by the screen reader */
  description = g_strdup_printf (_ ("Zoom: %s"), text);
  gtk_menu_button_set_label (self->zoom_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom_button), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  announce_later (self, text);
}

static void
on_page_entered (AnnexReadingView *self)
{
  guint64 number;

  if (get_document (self) != NULL
      && g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (self->page_entry)),
                                     10,
                                     1,
                                     annex_document_get_n_pages (get_document (self)),
                                     &number,
                                     NULL))
    {
      annex_page_view_go_to (self->page_view, (guint) number - 1, 0);
      gtk_widget_grab_focus (GTK_WIDGET (self->page_view));
    }
  else
    {
      gtk_widget_error_bell (self->page_entry);
      gtk_editable_select_region (GTK_EDITABLE (self->page_entry), 0, -1);
    }
}

static void
go_to (AnnexReadingView *self,
       guint             page,
       double            top)
{
  if (get_document (self) != NULL && page < annex_document_get_n_pages (get_document (self)))
    annex_page_view_go_to (self->page_view, page, top);
}

/* Where the pane lies over the page, it goes away so that the page can be seen. */
static void
on_outline_chosen (AnnexReadingView *self,
                   AnnexOutlineItem *item)
{
  go_to (self, (guint) annex_outline_item_get_page (item), annex_outline_item_get_top (item));
  if (!adw_overlay_split_view_get_collapsed (self->split))
    return;

  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->page_view));
}

static char *
describe_target (AnnexPageLink *link)
{
  switch (annex_page_link_get_kind (link))
    {
    case ANNEX_PAGE_LINK_PAGE:
      /* Translators: where a link leads; %u is the number of a page */
      return g_strdup_printf (_ ("Page %u"), annex_page_link_get_page (link) + 1);
    case ANNEX_PAGE_LINK_URI:
      return annex_link_dialog_dup_summary (annex_page_link_get_uri (link));
    case ANNEX_PAGE_LINK_INACTIVE:
    default:
      return g_strdup (_ ("This link is inactive"));
    }
}

static void
on_hovered_link_changed (AnnexReadingView *self)
{
  AnnexPageLink   *link = annex_page_view_get_hovered_link (self->page_view);
  g_autofree char *text = link != NULL ? describe_target (link) : NULL;

  if (text != NULL)
    gtk_label_set_text (self->target_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->target_label), text != NULL);
}

/* Links within the document have been followed already. */
static void
on_link_activated (AnnexReadingView *self,
                   AnnexPageLink    *link)
{
  if (annex_page_link_get_kind (link) == ANNEX_PAGE_LINK_URI)
    annex_link_dialog_present (GTK_WIDGET (self), annex_page_link_get_uri (link));
  else
    gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("This link is inactive"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
read_on_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  annex_read_on (widget, gtk_scrolled_window_get_vadjustment (ANNEX_READING_VIEW (widget)->scroller), g_variant_get_int32 (parameter));
}

static gboolean
leave_finding (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  AnnexReadingView *self = ANNEX_READING_VIEW (widget);

  if (!annex_find_bar_is_open (self->find_bar))
    return GDK_EVENT_PROPAGATE;

  annex_find_bar_close (self->find_bar);

  return GDK_EVENT_STOP;
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  annex_find_bar_open (ANNEX_READING_VIEW (widget)->find_bar);
}

static void
find_step_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  annex_find_bar_step (ANNEX_READING_VIEW (widget)->find_bar, g_variant_get_int32 (parameter));
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  AnnexReadingView *self = ANNEX_READING_VIEW (widget);

  gtk_widget_grab_focus (self->page_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->page_entry), 0, -1);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_READING_VIEW (widget)->page_view));
}

static void
pane_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AdwOverlaySplitView *split = ANNEX_READING_VIEW (widget)->split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

/* For the menu, which has texts for parameters. */
static void
turn_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gboolean right = g_strcmp0 (g_variant_get_string (parameter, NULL), "right") == 0;

  annex_page_view_turn (ANNEX_READING_VIEW (widget)->page_view, right ? 1 : -1);
}

static void
on_copied (AnnexReadingView *self,
           gboolean          is_partial)
{
  /* Translators: some of what was selected is too long, or on a page that cannot be read */
  annex_toast_show (GTK_WIDGET (self), is_partial ? _ ("Part of the text copied") : _ ("Text copied"));
}

static void
print_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AnnexReadingView  *self = ANNEX_READING_VIEW (widget);
  AnnexPageViewState state;
  g_autoptr (AnnexDocumentPrint) print = NULL;

  if (get_document (self) == NULL)
    return;

  annex_page_view_get_state (self->page_view, &state);
  print = annex_document_print_new (get_document (self), get_page (self), state.turns);
  annex_document_print_run (print, widget);
}

/* Keys are for what can be seen. */
static void
update_actions (AnnexReadingView *self)
{
  static const char *const names[] = { "reading.find", "reading.find-step", "reading.go", "reading.pane", "reading.print" };
  gboolean                 mapped = gtk_widget_get_mapped (GTK_WIDGET (self->page_view));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], mapped);
}

static void
show_context_menu (AnnexReadingView *self,
                   double            x,
                   double            y)
{
  if (self->context_menu == NULL)
    {
      self->context_menu = gtk_popover_menu_new_from_model (self->page_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
      gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self->scroller));
    }

  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
on_secondary_pressed (GtkGestureClick  *gesture,
                      int               n_press,
                      double            x,
                      double            y,
                      AnnexReadingView *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_context_menu (self, x, y);
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  AnnexReadingView *self = ANNEX_READING_VIEW (widget);

  if (!gtk_widget_is_focus (GTK_WIDGET (self->page_view)))
    return GDK_EVENT_PROPAGATE;

  show_context_menu (self, gtk_widget_get_width (GTK_WIDGET (self->scroller)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self->scroller)) / 3.0);

  return GDK_EVENT_STOP;
}

static void
show_outline (AnnexReadingView *self,
              GListModel       *outline)
{
  gboolean visible = outline != NULL && g_list_model_get_n_items (outline) > 0;

  annex_outline_pane_set_outline (self->outline_pane, visible ? outline : NULL);
  adw_view_stack_page_set_visible (self->outline_page, visible);
  if (!visible)
    adw_view_stack_set_visible_child_name (self->pane_stack, "thumbnails");
}

static void
query_outline_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (AnnexReadingView) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) outline = annex_document_query_outline_finish (ANNEX_DOCUMENT (source), result, &error);

  if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_outline (self, outline);
}

static void
keep_memory (AnnexReadingView *self)
{
  AnnexPageViewState *state = g_new0 (AnnexPageViewState, 1);

  annex_page_view_get_state (self->page_view, state);
  annex_view_memory_keep (self->memory, self->attachment, state);
}

static void
recall_memory (AnnexReadingView *self)
{
  static const AnnexPageViewState fresh = ANNEX_PAGE_VIEW_STATE_INIT;
  const AnnexPageViewState       *state = annex_view_memory_recall (self->memory, self->attachment);

  annex_page_view_set_state (self->page_view, state != NULL ? state : &fresh);
}

static void
annex_reading_view_dispose (GObject *object)
{
  AnnexReadingView *self = ANNEX_READING_VIEW (object);

  annex_announcer_cancel (self->announcer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  if (self->find_bar != NULL)
    annex_find_bar_set_finder (self->find_bar, NULL);
  g_clear_object (&self->finder);
  if (self->thumbnail_view != NULL)
    annex_thumbnail_view_set_page_view (self->thumbnail_view, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "pages", NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_READING_VIEW);

  G_OBJECT_CLASS (annex_reading_view_parent_class)->dispose (object);
}

static void
annex_reading_view_finalize (GObject *object)
{
  AnnexReadingView *self = ANNEX_READING_VIEW (object);

  annex_view_memory_free (self->memory);
  annex_announcer_free (self->announcer);

  G_OBJECT_CLASS (annex_reading_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, page_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, inactive_chip);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, split);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, pane_stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, outline_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, outline_pane);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, thumbnail_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, target_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, page_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, page_entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, count_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexReadingView, page_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_outline_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_page_entered);
  gtk_widget_class_bind_template_callback (widget_class, update_page);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "reading.read-on", "i", read_on_action);
  gtk_widget_class_install_action (widget_class, "reading.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "reading.find-step", "i", find_step_action);
  gtk_widget_class_install_action (widget_class, "reading.go", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "reading.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "reading.pane", NULL, pane_action);
  gtk_widget_class_install_action (widget_class, "reading.turn", "s", turn_action);
  gtk_widget_class_install_action (widget_class, "reading.print", NULL, print_action);
}

/* Keys that are only sometimes meant for the pages. */
static void
add_bindings (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_finding, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void
annex_reading_view_class_init (AnnexReadingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_reading_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_reading_view_finalize;

  g_type_ensure (ANNEX_TYPE_FIND_BAR);
  g_type_ensure (ANNEX_TYPE_INACTIVE_CHIP);
  g_type_ensure (ANNEX_TYPE_OUTLINE_PANE);
  g_type_ensure (ANNEX_TYPE_PAGE_VIEW);
  g_type_ensure (ANNEX_TYPE_THUMBNAIL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-reading-view.ui");
  bind_children (widget_class);
  install_actions (widget_class);
  add_bindings (widget_class);
}

static void
watch_page_view (AnnexReadingView *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();

  g_signal_connect_object (self->page_view, "notify::page", G_CALLBACK (on_page_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_view, "notify::zoom", G_CALLBACK (on_zoom_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_view, "notify::hovered-link", G_CALLBACK (on_hovered_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_view, "link-activated", G_CALLBACK (on_link_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_view, "copied", G_CALLBACK (on_copied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_view, "map", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->page_view, "unmap", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), GTK_EVENT_CONTROLLER (secondary));
}

static void
annex_reading_view_init (AnnexReadingView *self)
{
  self->memory = annex_view_memory_new ();
  self->announcer = annex_announcer_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  annex_dialog_guard_add (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "pages", annex_page_view_get_actions (self->page_view));
  self->finder = annex_document_finder_new (self->page_view);
  annex_find_bar_set_finder (self->find_bar, ANNEX_FINDER (self->finder));
  annex_thumbnail_view_set_page_view (self->thumbnail_view, self->page_view);
  watch_page_view (self);
  update_actions (self);
}

/**
 * annex_reading_view_get_page_view:
 * @self: a reading view
 *
 * Returns: (transfer none): what draws the pages
 */
AnnexPageView *
annex_reading_view_get_page_view (AnnexReadingView *self)
{
  g_return_val_if_fail (ANNEX_IS_READING_VIEW (self), NULL);

  return self->page_view;
}

/**
 * annex_reading_view_show:
 * @self: a reading view
 * @attachment: whose document it is
 * @document: the document
 *
 * Shows the document where it was last read, or its beginning.
 */
void
annex_reading_view_show (AnnexReadingView *self,
                         AnnexAttachment  *attachment,
                         AnnexDocument    *document)
{
  g_return_if_fail (ANNEX_IS_READING_VIEW (self) && ANNEX_IS_ATTACHMENT (attachment) && ANNEX_IS_DOCUMENT (document));

  annex_reading_view_clear (self);
  g_set_object (&self->attachment, attachment);
  self->cancellable = g_cancellable_new ();
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (self->page_view), document);
  recall_memory (self);
  update_page (self);
  annex_inactive_chip_set_document (self->inactive_chip, document);
  annex_document_query_outline_async (document, ANNEX_DOCUMENT_PRIORITY_AHEAD, self->cancellable, query_outline_cb, annex_weak_ref_new (self));
}

/**
 * annex_reading_view_clear:
 * @self: a reading view
 *
 * Drops the document at once, and remembers how it was looked at.
 */
void
annex_reading_view_clear (AnnexReadingView *self)
{
  g_return_if_fail (ANNEX_IS_READING_VIEW (self));

  annex_announcer_cancel (self->announcer);
  if (self->attachment != NULL)
    keep_memory (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  annex_find_bar_clear (self->find_bar);
  annex_inactive_chip_set_document (self->inactive_chip, NULL);
  show_outline (self, NULL);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (self->page_view), NULL);
}
