/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-viewer-private.h"

#include "annex-preview-error.h"
#include "annex-service-error.h"
#include "annex-weak-ref.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>

/* So long a first pause is no news: it is over before it is read. */
#define SHORT_WAIT_US G_USEC_PER_SEC

/* From this wait on, the agent may jump the queue: the first ones are too short to be worth it. */
#define TRY_NOW_FROM_WAIT 2

G_DEFINE_FINAL_TYPE (AnnexViewer, annex_viewer, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ATTACHMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Drops everything that was made for the attachment, so that nothing of it is seen under another name. */
void
annex_viewer_clear_document (AnnexViewer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  annex_picture_view_clear (self->picture_view);
  annex_reading_view_clear (self->reading_view);
  annex_content_page_clear (self->content_page);
  annex_password_page_set_busy (self->password_page, FALSE);
}

static AnnexDocumentView *
get_view (AnnexViewer *self)
{
  return annex_document_is_picture (self->document) ? ANNEX_DOCUMENT_VIEW (annex_picture_view_get_canvas (self->picture_view))
                                                    : ANNEX_DOCUMENT_VIEW (annex_reading_view_get_page_view (self->reading_view));
}

/* The first time a password is asked for; after that it was wrong. */
static void
ask_for_password (AnnexViewer *self)
{
  if (self->locked)
    annex_password_page_show_wrong (self->password_page);

  self->locked = TRUE;
  annex_viewer_update (self);
}

static void
adopt_document (AnnexViewer   *self,
                AnnexDocument *document)
{
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::partial", G_CALLBACK (annex_viewer_update), self, G_CONNECT_SWAPPED);
  annex_password_page_clear (self->password_page);
  if (annex_document_is_picture (document))
    annex_picture_view_show (self->picture_view, self->attachment, document);
  else
    annex_reading_view_show (self->reading_view, self->attachment, document);
  annex_viewer_update (self);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AnnexViewer) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = annex_document_open_finish (result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (error == NULL)
    adopt_document (self, document);
  else if (g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_LOCKED))
    ask_for_password (self);
  else
    annex_attachment_set_preview_error (self->attachment, error);
}

static void
open_document (AnnexViewer *self,
               AnnexSecret *password)
{
  if (self->document != NULL || self->cancellable != NULL || self->pool == NULL)
    return;

  if (annex_content_page_open (self->content_page, self->pool))
    return;

  self->cancellable = g_cancellable_new ();
  annex_document_open_async (self->pool,
                             annex_attachment_get_content (self->attachment),
                             annex_attachment_get_file_type (self->attachment),
                             password,
                             self->cancellable,
                             open_cb,
                             annex_weak_ref_new (self));
}

static void
on_unlock (AnnexViewer *self,
           AnnexSecret *password)
{
  if (!self->locked || self->attachment == NULL || annex_attachment_get_content (self->attachment) == NULL)
    return;

  annex_password_page_set_busy (self->password_page, TRUE);
  open_document (self, password);
  annex_viewer_update (self);
}

/* For a moment nothing is shown rather than a spinner; from one picture to the next what is around them stays. */
static void
show_progress (AnnexViewer *self,
               const char  *text,
               double       fraction)
{
  annex_progress_page_show (self->progress_page, text, fraction);
  if (annex_progress_page_is_overdue (self->progress_page))
    gtk_stack_set_visible_child_name (self->stack, "progress");
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "picture") != 0)
    gtk_stack_set_visible_child_name (self->stack, "blank");
}

static void
show_download (AnnexViewer *self)
{
  guint64          received = annex_attachment_get_received (self->attachment);
  guint64          total = annex_attachment_get_size (self->attachment);
  g_autofree char *text = annex_wording_progress (received, total);

  show_progress (self, text, total > 0 ? (double) received / (double) total : -1);
}

static void
show_problem (AnnexViewer        *self,
              const AnnexProblem *problem)
{
  const AnnexProblemActions actions = { .again = "viewer.try-again", .details = "viewer.details" };

  annex_problem_page_show (self->problem_page, problem, &actions);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

/* A page that counts already goes on counting to the end. */
static gboolean
is_short_wait (AnnexViewer *self)
{
  gint64 retry_time = annex_attachment_get_retry_time (self->attachment);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "problem") != 0
         && retry_time != 0
         && annex_attachment_get_n_waits (self->attachment) < TRY_NOW_FROM_WAIT
         && retry_time - g_get_monotonic_time () <= SHORT_WAIT_US;
}

static void
show_waiting (AnnexViewer *self)
{
  gboolean                  impatient = annex_attachment_get_retry_time (self->attachment) == 0 || annex_attachment_get_n_waits (self->attachment) >= TRY_NOW_FROM_WAIT;
  const AnnexProblemActions actions = { .cancel = "viewer.cancel", .try_now = impatient ? "viewer.try-now" : NULL };

  if (is_short_wait (self))
    {
      show_progress (self, _ ("Requesting the file…"), -1);
      return;
    }

  annex_problem_page_show_waiting (self->problem_page, self->attachment, &actions);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
show_cancelled (AnnexViewer *self)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_cancelled ();

  show_problem (self, problem);
}

static void
announce_shown (AnnexViewer       *self,
                AnnexDocumentView *view)
{
  g_autofree char *description = annex_wording_description (self->attachment);
  guint            n_pages = annex_document_get_n_pages (self->document);
  /* Translators: the first part describes the file; read out by the screen reader */
  g_autofree char *pages = g_strdup_printf (ngettext ("%s, %u page", "%s, %u pages", n_pages), description, n_pages);
  const char      *text = annex_document_is_picture (self->document) ? description : pages;

  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (g_set_str (&self->announced, text))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Whether there is nothing but the page that failed. Pages that are drawn one by one say so each in its own place, and can
 * be tried again there; a file whose only page is damaged has none. */
static gboolean
is_all (AnnexViewer  *self,
        const GError *error)
{
  if (annex_document_is_picture (self->document))
    return TRUE;

  return annex_document_get_n_pages (self->document) == 1 && !g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);
}

/* An opened document: shown when there is something to see, and until then as still opening. */
static void
show_document (AnnexViewer *self)
{
  AnnexDocumentView *view = get_view (self);
  gboolean           drawn = annex_document_view_is_drawn (view);
  const GError      *error = annex_document_view_get_error (view);

  if (error != NULL && !drawn && is_all (self, error))
    {
      annex_attachment_set_preview_error (self->attachment, error);
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, annex_document_is_picture (self->document) ? "picture" : "document");
  if (drawn)
    announce_shown (self, view);
}

static void
show_locked (AnnexViewer *self)
{
  gboolean shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "locked") == 0;

  gtk_stack_set_visible_child_name (self->stack, "locked");
  if (!shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_page));
}

static void
show_content (AnnexViewer *self)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_attachment (self->attachment);

  if (problem != NULL)
    {
      annex_viewer_clear_document (self);
      show_problem (self, problem);
    }
  else if (self->document != NULL)
    {
      show_document (self);
    }
  else if (annex_content_page_get_file (self->content_page) != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "content");
    }
  else if (self->declined)
    {
      show_cancelled (self);
    }
  else if (self->locked)
    {
      show_locked (self);
    }
  else
    {
      open_document (self, NULL);
      show_progress (self, _ ("Opening…"), -1);
    }
}

static void
show_chat_ended (AnnexViewer *self)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_chat_ended ();

  show_problem (self, problem);
}

/* What was let go while it was looked at comes back, but before nothing that an agent has asked for. */
static void
show_available (AnnexViewer *self)
{
  AnnexFetchPriority priority = self->asked ? ANNEX_FETCH_PRIORITY_VISIBLE : ANNEX_FETCH_PRIORITY_CLICK;

  if (self->chat_ended)
    {
      show_chat_ended (self);
    }
  else if (self->declined)
    {
      show_cancelled (self);
    }
  else
    {
      self->asked = TRUE;
      annex_attachment_fetch_for (self->attachment, priority);
    }
}

static void
show_state (AnnexViewer         *self,
            AnnexAttachmentState state)
{
  switch (state)
    {
    case ANNEX_ATTACHMENT_STATE_AVAILABLE:
      show_available (self);
      break;
    case ANNEX_ATTACHMENT_STATE_QUEUED:
    case ANNEX_ATTACHMENT_STATE_REQUESTING:
      show_progress (self, _ ("Requesting the file…"), -1);
      break;
    case ANNEX_ATTACHMENT_STATE_WAITING:
      show_waiting (self);
      break;
    case ANNEX_ATTACHMENT_STATE_DOWNLOADING:
      show_download (self);
      break;
    case ANNEX_ATTACHMENT_STATE_FAILED:
      if (self->chat_ended)
        show_chat_ended (self);
      else
        show_content (self);
      break;
    default:
      show_content (self);
    }
}

/* What is seen is always derived from the attachment, here and nowhere else. */
void
annex_viewer_update (AnnexViewer *self)
{
  AnnexAttachmentState state;

  adw_banner_set_revealed (self->damaged_banner, self->document != NULL && annex_document_is_partial (self->document));
  if (self->attachment == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.save-safe-copy", annex_viewer_can_save_safe_copy (self));
  state = annex_attachment_get_state (self->attachment);
  self->asked = self->asked || state == ANNEX_ATTACHMENT_STATE_READY;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.cancel", annex_viewer_can_cancel (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, annex_viewer_is_busy (state), -1);
  show_state (self, state);
}

static void
on_drawn (AnnexViewer *self)
{
  if (self->document != NULL)
    annex_viewer_update (self);
}

static void
annex_viewer_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ATTACHMENT:
      g_value_set_object (value, ANNEX_VIEWER (object)->attachment);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_viewer_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ATTACHMENT:
      annex_viewer_set_attachment (ANNEX_VIEWER (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_viewer_dispose (GObject *object)
{
  AnnexViewer *self = ANNEX_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->attachment != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->attachment, annex_viewer_update, self);
      annex_attachment_unpin_content (self->attachment);
    }
  g_clear_object (&self->attachment);
  g_clear_object (&self->document);
  g_clear_object (&self->pool);
  g_clear_pointer (&self->announced, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_VIEWER);

  G_OBJECT_CLASS (annex_viewer_parent_class)->dispose (object);
}

static void
annex_viewer_class_init (AnnexViewerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_viewer_get_property;
  object_class->set_property = annex_viewer_set_property;
  object_class->dispose = annex_viewer_dispose;

  /**
   * AnnexViewer:attachment:
   *
   * The attachment that is shown; it is fetched when it may be.
   */
  properties[PROP_ATTACHMENT] = g_param_spec_object ("attachment", NULL, NULL, ANNEX_TYPE_ATTACHMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ANNEX_TYPE_CONTENT_PAGE);
  g_type_ensure (ANNEX_TYPE_PASSWORD_PAGE);
  g_type_ensure (ANNEX_TYPE_PICTURE_VIEW);
  g_type_ensure (ANNEX_TYPE_PROBLEM_PAGE);
  g_type_ensure (ANNEX_TYPE_PROGRESS_PAGE);
  g_type_ensure (ANNEX_TYPE_READING_VIEW);
  g_type_ensure (ANNEX_TYPE_SAFE_COPY_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, damaged_banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, progress_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, picture_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, content_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, reading_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, password_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexViewer, safe_copy_bar);

  annex_viewer_actions_install (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
annex_viewer_init (AnnexViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->progress_page, "notify::overdue", G_CALLBACK (annex_viewer_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (annex_picture_view_get_canvas (self->picture_view), "notify::drawn", G_CALLBACK (on_drawn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (annex_reading_view_get_page_view (self->reading_view), "notify::drawn", G_CALLBACK (on_drawn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->password_page, "unlock", G_CALLBACK (on_unlock), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->safe_copy_bar, "notify::busy", G_CALLBACK (annex_viewer_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->content_page, "notify::file", G_CALLBACK (annex_viewer_update), self, G_CONNECT_SWAPPED);
}

/**
 * annex_viewer_set_pool:
 * @self: a viewer
 * @pool: (nullable): where decoders come from
 */
void
annex_viewer_set_pool (AnnexViewer      *self,
                       AnnexDecoderPool *pool)
{
  g_return_if_fail (ANNEX_IS_VIEWER (self));

  g_set_object (&self->pool, pool);
}

/**
 * annex_viewer_get_attachment:
 * @self: a viewer
 *
 * Returns: (transfer none) (nullable): the attachment that is shown
 */
AnnexAttachment *
annex_viewer_get_attachment (AnnexViewer *self)
{
  g_return_val_if_fail (ANNEX_IS_VIEWER (self), NULL);

  return self->attachment;
}

/* Nobody waits for the old attachment any more: a request that has not been answered gives back its place. Who comes back
 * to it does not wait for the same bytes twice. */
static void
leave_attachment (AnnexViewer *self)
{
  g_signal_handlers_disconnect_by_func (self->attachment, annex_viewer_update, self);
  annex_attachment_unpin_content (self->attachment);
  if (annex_viewer_is_busy (annex_attachment_get_state (self->attachment)))
    annex_attachment_leave (self->attachment);
}

/* What was on its way for the case that the agent might want it is wanted now. */
static void
claim_attachment (AnnexViewer *self)
{
  if (!self->chat_ended && annex_viewer_is_busy (annex_attachment_get_state (self->attachment)))
    annex_attachment_fetch (self->attachment);
}

/**
 * annex_viewer_set_attachment:
 * @self: a viewer
 * @attachment: (nullable): the attachment to show, or %NULL for none
 *
 * Shows the attachment, and fetches it if that has not been done.
 */
void
annex_viewer_set_attachment (AnnexViewer     *self,
                             AnnexAttachment *attachment)
{
  g_return_if_fail (ANNEX_IS_VIEWER (self));
  g_return_if_fail (attachment == NULL || ANNEX_IS_ATTACHMENT (attachment));

  if (self->attachment == attachment)
    return;

  if (self->attachment != NULL)
    leave_attachment (self);
  annex_viewer_clear_document (self);
  g_clear_pointer (&self->announced, g_free);
  annex_progress_page_reset (self->progress_page);
  annex_password_page_clear (self->password_page);
  annex_content_page_set_attachment (self->content_page, attachment);
  self->locked = FALSE;
  self->declined = FALSE;
  self->asked = FALSE;

  g_set_object (&self->attachment, attachment);
  if (attachment != NULL)
    {
      annex_attachment_pin_content (attachment);
      g_signal_connect_object (attachment, "notify", G_CALLBACK (annex_viewer_update), self, G_CONNECT_SWAPPED);
      claim_attachment (self);
    }

  annex_viewer_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHMENT]);
}

/**
 * annex_viewer_set_chat_ended:
 * @self: a viewer
 * @chat_ended: whether the chat is over
 *
 * In a chat that is over, what is held stays to be seen, and nothing more is asked for.
 */
void
annex_viewer_set_chat_ended (AnnexViewer *self,
                             gboolean     chat_ended)
{
  g_return_if_fail (ANNEX_IS_VIEWER (self));

  if (self->chat_ended == chat_ended)
    return;

  self->chat_ended = chat_ended;
  annex_viewer_update (self);
}

/**
 * annex_viewer_reconnect:
 * @self: a viewer
 *
 * The network is back: what has failed for want of it is fetched after all. What the agent has cancelled is not.
 */
void
annex_viewer_reconnect (AnnexViewer *self)
{
  g_return_if_fail (ANNEX_IS_VIEWER (self));

  if (self->attachment == NULL || self->chat_ended || self->declined)
    return;

  if (annex_service_error_is_connection (annex_attachment_get_error (self->attachment)))
    annex_attachment_fetch_for (self->attachment, ANNEX_FETCH_PRIORITY_VISIBLE);
}

/**
 * annex_viewer_get_page_name:
 * @self: a viewer
 *
 * Returns: (transfer none): what is shown: `nothing`, `blank`, `progress`, `problem`, `locked`, `picture`, `content` or
 *   `document`
 */
const char *
annex_viewer_get_page_name (AnnexViewer *self)
{
  g_return_val_if_fail (ANNEX_IS_VIEWER (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
