/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-view-keys.h"

#include "annex-page-view-private.h"

/* Part of the view that one press of an arrow moves. */
#define STEP 0.1

/* Further than any document is long. */
#define FAR 1e9

static void
scroll_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  annex_page_view_scroll_by (ANNEX_PAGE_VIEW (widget), 0, g_variant_get_double (parameter) * gtk_widget_get_height (widget));
}

/* Where nothing is hidden at the sides, these keys are for others. */
static gboolean
scroll_across (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  g_autoptr (GtkAdjustment) adjustment = NULL;

  g_object_get (widget, "hadjustment", &adjustment, NULL);
  if (adjustment == NULL || gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment) <= gtk_adjustment_get_page_size (adjustment))
    return GDK_EVENT_PROPAGATE;

  annex_page_view_scroll_by (ANNEX_PAGE_VIEW (widget), g_variant_get_double (arguments) * gtk_widget_get_width (widget), 0);

  return GDK_EVENT_STOP;
}

/* The beginning or the end of the page being read. */
static gboolean
go_within_page (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   user_data)
{
  AnnexPageView *self = ANNEX_PAGE_VIEW (widget);
  guint          page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self));
  AnnexPagePlace place;

  if (annex_page_view_get_layout (self) == NULL)
    return GDK_EVENT_PROPAGATE;

  if (!g_variant_get_boolean (arguments))
    {
      annex_page_view_go_to (self, page, 0);
      return GDK_EVENT_STOP;
    }

  annex_page_view_get_place (self, page, &place);
  annex_page_view_scroll_by (self, 0, place.y + place.height + ANNEX_PAGE_MARGIN / 2 - gtk_widget_get_height (widget));

  return GDK_EVENT_STOP;
}

static void
add_scroll (GtkWidgetClass *klass,
            guint           keyval,
            guint           keypad_keyval,
            GdkModifierType modifiers,
            double          amount)
{
  gtk_widget_class_add_binding_action (klass, keyval, modifiers, "page-view.scroll", "d", amount);
  gtk_widget_class_add_binding_action (klass, keypad_keyval, modifiers, "page-view.scroll", "d", amount);
}

static void
add_across (GtkWidgetClass *klass,
            guint           keyval,
            guint           keypad_keyval,
            double          amount)
{
  gtk_widget_class_add_binding (klass, keyval, 0, scroll_across, "d", amount);
  gtk_widget_class_add_binding (klass, keypad_keyval, 0, scroll_across, "d", amount);
}

static void
install_scrolling (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "page-view.scroll", "d", scroll_action);
  add_scroll (klass, GDK_KEY_Up, GDK_KEY_KP_Up, 0, -STEP);
  add_scroll (klass, GDK_KEY_Down, GDK_KEY_KP_Down, 0, STEP);
  add_across (klass, GDK_KEY_Left, GDK_KEY_KP_Left, -STEP);
  add_across (klass, GDK_KEY_Right, GDK_KEY_KP_Right, STEP);
  add_scroll (klass, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, -0.9);
  add_scroll (klass, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, 0.9);
  add_scroll (klass, GDK_KEY_space, GDK_KEY_KP_Space, 0, 0.9);
  add_scroll (klass, GDK_KEY_space, GDK_KEY_KP_Space, GDK_SHIFT_MASK, -0.9);
  add_scroll (klass, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, -FAR);
  add_scroll (klass, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, FAR);
  gtk_widget_class_add_binding (klass, GDK_KEY_Home, 0, go_within_page, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Home, 0, go_within_page, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_End, 0, go_within_page, "b", TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_End, 0, go_within_page, "b", TRUE);
}

/* How far: an #AnnexTextStep, and the direction. */
static gboolean
move_selection (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   user_data)
{
  int step, direction;

  g_variant_get (arguments, "(ii)", &step, &direction);

  return annex_page_view_selection_move (annex_page_view_get_selection (ANNEX_PAGE_VIEW (widget)), (AnnexTextStep) step, direction);
}

static void
add_move (GtkWidgetClass *klass,
          guint           keyval,
          guint           keypad_keyval,
          GdkModifierType modifiers,
          AnnexTextStep   step,
          int             direction)
{
  gtk_widget_class_add_binding (klass, keyval, modifiers | GDK_SHIFT_MASK, move_selection, "(ii)", (int) step, direction);
  gtk_widget_class_add_binding (klass, keypad_keyval, modifiers | GDK_SHIFT_MASK, move_selection, "(ii)", (int) step, direction);
}

static gboolean
activate_link (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  return annex_page_view_links_activate_focus (annex_page_view_get_links (ANNEX_PAGE_VIEW (widget)));
}

static void
install_text (GtkWidgetClass *klass)
{
  add_move (klass, GDK_KEY_Left, GDK_KEY_KP_Left, 0, ANNEX_TEXT_STEP_CHARACTER, -1);
  add_move (klass, GDK_KEY_Right, GDK_KEY_KP_Right, 0, ANNEX_TEXT_STEP_CHARACTER, 1);
  add_move (klass, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_CONTROL_MASK, ANNEX_TEXT_STEP_WORD, -1);
  add_move (klass, GDK_KEY_Right, GDK_KEY_KP_Right, GDK_CONTROL_MASK, ANNEX_TEXT_STEP_WORD, 1);
  add_move (klass, GDK_KEY_Up, GDK_KEY_KP_Up, 0, ANNEX_TEXT_STEP_LINE, -1);
  add_move (klass, GDK_KEY_Down, GDK_KEY_KP_Down, 0, ANNEX_TEXT_STEP_LINE, 1);
  add_move (klass, GDK_KEY_Home, GDK_KEY_KP_Home, 0, ANNEX_TEXT_STEP_LINE_END, -1);
  add_move (klass, GDK_KEY_End, GDK_KEY_KP_End, 0, ANNEX_TEXT_STEP_LINE_END, 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, activate_link, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, activate_link, NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, GDK_ALT_MASK, "pages.back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Left, GDK_ALT_MASK, "pages.back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Insert, GDK_CONTROL_MASK, "pages.copy", NULL);
}

/**
 * annex_page_view_keys_install:
 * @klass: the class of page views
 *
 * Makes page views answer to keys that only mean them when they have the focus; the others belong to what is around them.
 */
void
annex_page_view_keys_install (GtkWidgetClass *klass)
{
  install_scrolling (klass);
  install_text (klass);
}
