/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-page.h"

#include "annex-announcer.h"
#include "annex-find-bar.h"
#include "annex-read-on.h"
#include "annex-table-page.h"
#include "annex-text-page.h"
#include "annex-toast.h"
#include "annex-weak-ref.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>

/* Sizes of text, in percent; style.css has a class for each. */
static const guint zooms[] = { 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300 };
#define NORMAL_ZOOM 4

/* What is for what can be seen. */
static const char *const action_names[] = {
  "text.find",
  "text.find-next",
  "text.find-previous",
  "text.copy",
  "text.select-all",
  "text.zoom-in",
  "text.zoom-out",
  "text.zoom-normal",
};

struct _AnnexContentPage
{
  AdwBin parent_instance;

  AnnexFindBar   *find_bar;
  GtkLabel       *note_label;
  GtkStack       *stack;
  AnnexTextPage  *text_page;
  AnnexTablePage *table_page;
  GtkWidget      *wrap_button;
  GtkWidget      *as_text_button;
  GtkWidget      *order_button;
  GtkButton      *zoom_button;

  AnnexAttachment *attachment;  /* (owned) (nullable) what is shown, or is to be */
  GCancellable    *cancellable; /* (owned) (nullable) of the opening under way */
  AnnexTextFile   *file;        /* (owned) (nullable) */
  AnnexAnnouncer  *announcer;   /* (owned) */
  guint            zoom;        /* index */
  gboolean         wrap;
  gboolean         as_text;   /* this table is wanted as a text */
  gboolean         announced; /* the screen reader was told */
};

G_DEFINE_FINAL_TYPE (AnnexContentPage, annex_content_page, ADW_TYPE_BIN)

enum
{
  PROP_FILE = 1,
  PROP_WRAP,
  PROP_AS_TEXT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static AnnexContentView *
get_view (AnnexContentPage *self)
{
  gboolean is_table = self->file != NULL && annex_text_file_get_table (self->file) != NULL;

  return is_table ? ANNEX_CONTENT_VIEW (self->table_page) : ANNEX_CONTENT_VIEW (self->text_page);
}

static gboolean
is_table_file (AnnexContentPage *self)
{
  return self->attachment != NULL && annex_attachment_get_file_type (self->attachment)->kind == ANNEX_FILE_KIND_TABLE;
}

static void
add_sentence (GString    *note,
              const char *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, ' ');
  g_string_append (note, sentence);
}

static void
add_beginning (AnnexContentPage *self,
               GString          *note)
{
  AnnexTable      *table = annex_text_file_get_table (self->file);
  guint            n_rows = table != NULL ? annex_table_get_n_rows (table) : 0;
  g_autofree char *size = g_format_size_full (ANNEX_TEXT_FILE_MAX_SIZE, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *sentence = NULL;

  if (table != NULL)
    /* Translators: %u is the number of rows of a table that are shown */
    sentence = g_strdup_printf (ngettext ("Only the first %u row is shown.", "Only the first %u rows are shown.", n_rows), n_rows);
  else
    /* Translators: %s is a size such as “1.0 MiB” */
    sentence = g_strdup_printf (_ ("Only the first %s is shown."), size);
  add_sentence (note, sentence);
}

/* What is not as it is in the file. */
static char *
create_note (AnnexContentPage *self)
{
  GString         *note = g_string_new (NULL);
  g_autofree char *encoding = NULL;

  if (annex_text_file_is_beginning (self->file))
    add_beginning (self, note);
  if (annex_text_file_is_shortened (self->file))
    add_sentence (note, annex_text_file_get_table (self->file) != NULL ? _ ("Long cells and rows are shortened.") : _ ("Long lines are shortened."));
  if (annex_text_file_is_lossy (self->file))
    add_sentence (note, _ ("Some bytes are not characters."));
  if (!annex_text_file_is_unicode (self->file))
    {
      /* Translators: %s is the name of an encoding such as “Windows-1252” */
      encoding = g_strdup_printf (_ ("The encoding is probably %s."), annex_text_file_get_encoding (self->file));
      add_sentence (note, encoding);
    }

  return g_string_free (note, FALSE);
}

static void
update_note (AnnexContentPage *self)
{
  g_autofree char *note = create_note (self);

  gtk_label_set_text (self->note_label, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), *note != '\0');
}

/* Keys are for what can be seen. */
static void
update_actions (AnnexContentPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   shown = gtk_widget_get_mapped (widget) && self->file != NULL;
  gboolean   is_text = self->file != NULL && annex_text_file_get_text (self->file) != NULL;
  gsize      i;

  for (i = 0; i < G_N_ELEMENTS (action_names); i++)
    gtk_widget_action_set_enabled (widget, action_names[i], shown);
  gtk_widget_action_set_enabled (widget, "text.wrap", shown && is_text);
  gtk_widget_action_set_enabled (widget, "text.as-text", shown && is_table_file (self));
  gtk_widget_set_visible (self->wrap_button, is_text);
  gtk_widget_set_visible (self->as_text_button, is_table_file (self));
}

/* Returns: (transfer full): what is shown, for the screen reader */
static char *
describe (AnnexContentPage *self)
{
  g_autofree char *description = annex_wording_description (self->attachment);
  AnnexTable      *table = annex_text_file_get_table (self->file);
  guint            n_rows = table != NULL ? annex_table_get_n_rows (table) : 0;

  if (table == NULL)
    return g_steal_pointer (&description);

  /* Translators: the first part describes the file; read out by the screen reader */
  return g_strdup_printf (ngettext ("%s, %u row", "%s, %u rows", n_rows), description, n_rows);
}

static void
on_mapped (AnnexContentPage *self)
{
  g_autofree char *text = NULL;

  update_actions (self);
  if (self->announced || self->file == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  text = describe (self);
  self->announced = TRUE;
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
set_zoom (AnnexContentPage *self,
          guint             zoom)
{
  g_autofree char *before = g_strdup_printf ("annex-text-%u", zooms[self->zoom]);
  g_autofree char *after = g_strdup_printf ("annex-text-%u", zooms[zoom]);
  /* Translators: size of text, in percent of the usual one */
  g_autofree char *label = g_strdup_printf (_ ("%d %%"), (int) zooms[zoom]);

  gtk_widget_remove_css_class (GTK_WIDGET (self->stack), before);
  gtk_widget_add_css_class (GTK_WIDGET (self->stack), after);
  self->zoom = zoom;
  gtk_button_set_label (self->zoom_button, label);
}

static void
tell_zoom (AnnexContentPage *self)
{
  annex_announcer_tell_later (self->announcer, gtk_button_get_label (self->zoom_button));
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (widget);

  set_zoom (self, MIN (self->zoom + 1, G_N_ELEMENTS (zooms) - 1));
  tell_zoom (self);
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (widget);

  set_zoom (self, self->zoom > 0 ? self->zoom - 1 : 0);
  tell_zoom (self);
}

static void
zoom_normal_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (widget);

  set_zoom (self, NORMAL_ZOOM);
  tell_zoom (self);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  annex_find_bar_open (ANNEX_CONTENT_PAGE (widget)->find_bar);
}

static void
find_next_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  annex_find_bar_step (ANNEX_CONTENT_PAGE (widget)->find_bar, 1);
}

static void
find_previous_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  annex_find_bar_step (ANNEX_CONTENT_PAGE (widget)->find_bar, -1);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  if (annex_content_view_copy (get_view (ANNEX_CONTENT_PAGE (widget))))
    annex_toast_show (widget, _ ("Text copied"));
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  annex_content_view_select_all (get_view (ANNEX_CONTENT_PAGE (widget)));
}

static void
read_on_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  annex_read_on (widget, annex_content_view_get_adjustment (get_view (ANNEX_CONTENT_PAGE (widget))), g_variant_get_int32 (parameter));
}

static void
on_original_order (AnnexContentPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->table_page), "table.original-order", NULL);
}

static void
annex_content_page_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (object);

  switch (property_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_WRAP:
      g_value_set_boolean (value, self->wrap);
      break;
    case PROP_AS_TEXT:
      g_value_set_boolean (value, self->as_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
set_wrap (AnnexContentPage *self,
          gboolean          wrap)
{
  self->wrap = wrap;
  annex_text_page_set_wrap (self->text_page, wrap);
}

/* A table is read anew as what it is to be seen as; whoever shows this page asks for it when there is nothing. */
static void
set_as_text (AnnexContentPage *self,
             gboolean          as_text)
{
  if (self->as_text == as_text)
    return;

  self->as_text = as_text;
  if (self->file == NULL)
    return;

  annex_content_page_clear (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
}

static void
annex_content_page_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (object);

  switch (property_id)
    {
    case PROP_WRAP:
      set_wrap (self, g_value_get_boolean (value));
      break;
    case PROP_AS_TEXT:
      set_as_text (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_content_page_dispose (GObject *object)
{
  AnnexContentPage *self = ANNEX_CONTENT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  g_clear_object (&self->file);
  annex_announcer_cancel (self->announcer);
  if (self->find_bar != NULL)
    annex_find_bar_set_finder (self->find_bar, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_CONTENT_PAGE);

  G_OBJECT_CLASS (annex_content_page_parent_class)->dispose (object);
}

static void
annex_content_page_finalize (GObject *object)
{
  annex_announcer_free (ANNEX_CONTENT_PAGE (object)->announcer);

  G_OBJECT_CLASS (annex_content_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  object_class->get_property = annex_content_page_get_property;
  object_class->set_property = annex_content_page_set_property;

  /**
   * AnnexContentPage:file:
   *
   * What is shown.
   */
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, ANNEX_TYPE_TEXT_FILE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AnnexContentPage:wrap:
   *
   * Whether long lines go on in the next.
   */
  properties[PROP_WRAP] = g_param_spec_boolean ("wrap", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * AnnexContentPage:as-text:
   *
   * Whether a table is to be seen as the text that it is in the file.
   */
  properties[PROP_AS_TEXT] = g_param_spec_boolean ("as-text", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "text.wrap", "wrap");
  gtk_widget_class_install_property_action (widget_class, "text.as-text", "as-text");
  gtk_widget_class_install_action (widget_class, "text.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "text.find-next", NULL, find_next_action);
  gtk_widget_class_install_action (widget_class, "text.find-previous", NULL, find_previous_action);
  gtk_widget_class_install_action (widget_class, "text.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "text.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "text.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "text.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "text.zoom-normal", NULL, zoom_normal_action);
  gtk_widget_class_install_action (widget_class, "text.read-on", "i", read_on_action);
}

static void
annex_content_page_class_init (AnnexContentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_content_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_content_page_finalize;
  install_properties (G_OBJECT_CLASS (klass));
  install_actions (widget_class);

  g_type_ensure (ANNEX_TYPE_FIND_BAR);
  g_type_ensure (ANNEX_TYPE_TABLE_PAGE);
  g_type_ensure (ANNEX_TYPE_TEXT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-content-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, text_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, table_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, wrap_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, as_text_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, order_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexContentPage, zoom_button);
  gtk_widget_class_bind_template_callback (widget_class, on_original_order);
}

static void
annex_content_page_init (AnnexContentPage *self)
{
  self->announcer = annex_announcer_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wrap = TRUE;
  self->zoom = NORMAL_ZOOM;
  set_zoom (self, NORMAL_ZOOM);
  g_signal_connect (self, "map", G_CALLBACK (on_mapped), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (on_mapped), NULL);
  g_object_bind_property (self->table_page, "sorted", self->order_button, "visible", G_BINDING_SYNC_CREATE);
  update_actions (self);
}

static void
show_file (AnnexContentPage *self)
{
  AnnexTable      *table = annex_text_file_get_table (self->file);
  g_autofree char *label = describe (self);

  annex_text_page_set_file (self->text_page, table == NULL ? self->file : NULL);
  annex_table_page_set_table (self->table_page, table);
  annex_text_page_set_label (self->text_page, label);
  annex_table_page_set_label (self->table_page, label);
  gtk_stack_set_visible_child_name (self->stack, table != NULL ? "table" : "text");
  annex_find_bar_set_finder (self->find_bar, ANNEX_FINDER (get_view (self)));
  update_note (self);
  self->announced = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  on_mapped (self);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AnnexContentPage) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTextFile) file = annex_text_file_open_finish (result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (file != NULL)
    {
      self->file = g_steal_pointer (&file);
      show_file (self);
    }
  else
    {
      annex_attachment_set_preview_error (self->attachment, error);
    }
}

/**
 * annex_content_page_set_attachment:
 * @self: a page
 * @attachment: (nullable): what is to be shown, if it is a text or table
 *
 * Lets go of the one before, and of what was wanted of it: another attachment's table is read as one.
 */
void
annex_content_page_set_attachment (AnnexContentPage *self,
                                   AnnexAttachment  *attachment)
{
  g_return_if_fail (ANNEX_IS_CONTENT_PAGE (self) && (attachment == NULL || ANNEX_IS_ATTACHMENT (attachment)));

  if (self->attachment == attachment)
    return;

  annex_content_page_clear (self);
  annex_find_bar_clear (self->find_bar);
  g_set_object (&self->attachment, attachment);
  if (self->as_text)
    g_object_set (self, "as-text", FALSE, NULL);
}

/**
 * annex_content_page_open:
 * @self: a page
 * @pool: where decoders come from
 *
 * Reads the attachment, whose content is there, if it is a text or table, and then has a file. What goes wrong becomes the
 * attachment's preview error.
 *
 * Returns: whether it is one
 */
gboolean
annex_content_page_open (AnnexContentPage *self,
                         AnnexDecoderPool *pool)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_PAGE (self) && self->attachment != NULL, FALSE);

  if (!annex_text_file_can_open (annex_attachment_get_file_type (self->attachment)))
    return FALSE;
  if (self->cancellable != NULL)
    return TRUE;

  self->cancellable = g_cancellable_new ();
  annex_text_file_open_async (pool,
                              annex_attachment_get_content (self->attachment),
                              is_table_file (self) && !self->as_text,
                              self->cancellable,
                              open_cb,
                              annex_weak_ref_new (self));

  return TRUE;
}

/**
 * annex_content_page_is_opening:
 * @self: a page
 *
 * Returns: whether a file is being read
 */
gboolean
annex_content_page_is_opening (AnnexContentPage *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_PAGE (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * annex_content_page_clear:
 * @self: a page
 *
 * Lets go of what is shown, or being read.
 */
void
annex_content_page_clear (AnnexContentPage *self)
{
  g_return_if_fail (ANNEX_IS_CONTENT_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->file == NULL)
    return;

  annex_find_bar_close (self->find_bar);
  g_clear_object (&self->file);
  annex_text_page_set_file (self->text_page, NULL);
  annex_table_page_set_table (self->table_page, NULL);
  update_actions (self);
}

/**
 * annex_content_page_get_file:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what is shown
 */
AnnexTextFile *
annex_content_page_get_file (AnnexContentPage *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_PAGE (self), NULL);

  return self->file;
}
