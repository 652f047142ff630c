/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-link-dialog.h"

#include "annex-toast.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer addresses are scrolled. */
#define MAX_ADDRESS_HEIGHT 160

/* Bytes of a host, or of somebody who gets a message, that there is always room for. */
#define MAX_TARGET 32

struct _AnnexLinkDialog
{
  AdwAlertDialog parent_instance;

  char    *uri;    /* (owned) */
  GWeakRef parent; /* where the agent is */
};

G_DEFINE_FINAL_TYPE (AnnexLinkDialog, annex_link_dialog, ADW_TYPE_ALERT_DIALOG)

/* Returns: (nullable): who a message goes to, without what it would say */
static char *
dup_recipient (const char *uri)
{
  const char *address = uri + strlen ("mailto:");
  gsize       length = strcspn (address, "?");

  return length > 0 ? g_strndup (address, length) : NULL;
}

/* What is decoded, or is no name, can look like the beginning of a longer address. */
static gboolean
is_host (const char *host)
{
  const char *at;

  for (at = host; g_ascii_isalnum (*at) || *at == '.' || *at == '-' || *at == ':'; at++)
    ;

  return at > host && *at == '\0';
}

/**
 * annex_link_dialog_dup_target:
 * @uri: an address
 *
 * What decides whether an address is what it seems to be. A host is told as the network knows it, so that letters of another
 * script do not pass for Latin ones.
 *
 * Returns: (transfer full) (nullable): the host, or the recipient of a message; %NULL when it cannot be told
 */
char *
annex_link_dialog_dup_target (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;

  if (g_ascii_strncasecmp (uri, "mailto:", strlen ("mailto:")) == 0)
    return dup_recipient (uri);

  parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return NULL;

  host = g_hostname_to_ascii (g_uri_get_host (parsed));

  return host != NULL && is_host (host) ? g_steal_pointer (&host) : NULL;
}

/**
 * annex_link_dialog_dup_summary:
 * @uri: an address
 *
 * Who owns a host is said at its end, which does not get lost in a long one.
 *
 * Returns: (transfer full): what is most important of the address, or all of it, for a line whose end may be cut off
 */
char *
annex_link_dialog_dup_summary (const char *uri)
{
  g_autofree char *target = annex_link_dialog_dup_target (uri);
  gsize            length = target != NULL ? strlen (target) : 0;

  return length > MAX_TARGET ? g_strconcat ("…", target + length - MAX_TARGET, NULL) : g_strdup (uri);
}

/* An address has no hyphen that it does not have. */
static void
forbid_hyphens (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

static GtkWidget *
make_address (const char *uri)
{
  GtkWidget *label = gtk_label_new (uri);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  forbid_hyphens (GTK_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "annex-address");
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("Whole address"), -1);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_ADDRESS_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_widget_add_css_class (scroller, "card");

  return scroller;
}

static GtkWidget *
make_content (const char *uri,
              const char *target)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (target);

  forbid_hyphens (GTK_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (label, "title-4");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_address (uri));

  return box;
}

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) overlay = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error)
      || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      || overlay == NULL)
    return;

  annex_toast_show (overlay, _ ("The link could not be opened"));
}

static void
open_address (AnnexLinkDialog *self,
              GtkWidget       *parent,
              GtkWidget       *overlay)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (self->uri);

  gtk_uri_launcher_launch (launcher,
                           GTK_WINDOW (gtk_widget_get_root (parent)),
                           NULL,
                           launch_cb,
                           overlay != NULL ? g_object_ref (overlay) : NULL);
}

static void
annex_link_dialog_response (AdwAlertDialog *dialog,
                            const char     *response)
{
  AnnexLinkDialog *self = ANNEX_LINK_DIALOG (dialog);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  GtkWidget *overlay = parent != NULL ? gtk_widget_get_ancestor (parent, ADW_TYPE_TOAST_OVERLAY) : NULL;

  if (parent == NULL)
    return;

  if (g_strcmp0 (response, "open") == 0)
    {
      open_address (self, parent, overlay);
    }
  else if (g_strcmp0 (response, "copy") == 0)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (parent), self->uri);
      annex_toast_show (parent, _ ("Address copied"));
    }
}

static void
annex_link_dialog_finalize (GObject *object)
{
  AnnexLinkDialog *self = ANNEX_LINK_DIALOG (object);

  g_weak_ref_clear (&self->parent);
  g_free (self->uri);

  G_OBJECT_CLASS (annex_link_dialog_parent_class)->finalize (object);
}

static void
annex_link_dialog_class_init (AnnexLinkDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_link_dialog_finalize;
  ADW_ALERT_DIALOG_CLASS (klass)->response = annex_link_dialog_response;
}

static void
annex_link_dialog_init (AnnexLinkDialog *self)
{
  g_weak_ref_init (&self->parent, NULL);
}

/**
 * annex_link_dialog_present:
 * @parent: where the agent is
 * @uri: an https or mailto address
 *
 * Shows all of the address, and opens it in another program only when the agent says so. An address that does not tell
 * where it leads is not asked about.
 */
void
annex_link_dialog_present (GtkWidget  *parent,
                           const char *uri)
{
  gboolean         is_message = g_ascii_strncasecmp (uri, "mailto:", strlen ("mailto:")) == 0;
  g_autofree char *target = annex_link_dialog_dup_target (uri);
  AnnexLinkDialog *self;
  AdwAlertDialog  *dialog;

  if (target == NULL)
    return;

  self = g_object_new (ANNEX_TYPE_LINK_DIALOG, NULL);
  dialog = ADW_ALERT_DIALOG (self);
  self->uri = g_strdup (uri);
  g_weak_ref_set (&self->parent, parent);
  adw_alert_dialog_set_heading (dialog, is_message ? _ ("Write a Message?") : _ ("Open Link?"));
  adw_alert_dialog_set_body (dialog,
                             is_message ? _ ("The document asks for a message to this address. It opens in the mail app.")
                                        : _ ("The document leads to this place. It opens in the web browser."));
  adw_alert_dialog_set_extra_child (dialog, make_content (uri, target));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "copy", _ ("Copy _Address"), "open", _ ("_Open"), NULL);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_dialog_present (ADW_DIALOG (self), parent);
}
