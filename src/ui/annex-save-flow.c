/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-save-flow.h"

#include "annex-problem.h"
#include "annex-saver.h"
#include "annex-service-error.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>

/* What a saving needs to report, whatever is selected by then. */
typedef struct
{
  GWeakRef          overlay;
  AnnexAttachment  *attachment;  /* (owned) */
  AnnexSafeCopy    *copy;        /* (owned) (nullable) saved instead of it */
  GCancellable     *cancellable; /* (owned) */
  AnnexSaveFlowOver over;        /* (nullable) */
  gpointer          user_data;   /* (unowned) of that */
} Saving;

static void
saving_clear (Saving *saving)
{
  g_weak_ref_clear (&saving->overlay);
  g_object_unref (saving->attachment);
  g_clear_object (&saving->copy);
  g_object_unref (saving->cancellable);
  if (saving->over != NULL)
    saving->over (saving->user_data);
}

/* It is over when neither a step nor an offer to try again holds it. */
static void
saving_unref (Saving *saving)
{
  g_rc_box_release_full (saving, (GDestroyNotify) saving_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_unref)

static void start (Saving *saving);

static Saving *
saving_new (AnnexAttachment *attachment,
            AnnexSafeCopy   *copy,
            AdwToastOverlay *overlay,
            GCancellable    *cancellable)
{
  Saving *saving = g_rc_box_new0 (Saving);

  g_weak_ref_init (&saving->overlay, overlay);
  saving->attachment = g_object_ref (attachment);
  saving->copy = copy != NULL ? g_object_ref (copy) : NULL;
  saving->cancellable = g_object_ref (cancellable);

  return saving;
}

static void
on_save_again (AdwAlertDialog *dialog,
               const char     *response,
               Saving         *saving)
{
  start (g_rc_box_acquire (saving));
}

/* Returns: (nullable): why there is no copy to be saved, wherever it may be */
static char *
describe_copy_failure (Saving       *saving,
                       const GError *error)
{
  g_autofree char *size = g_format_size (ANNEX_SAFE_COPY_MAX_SIZE);

  if (saving->copy == NULL)
    return NULL;

  if (annex_safe_copy_get_failed_page (saving->copy) >= 0)
    /* Translators: %d is the number of a page */
    return g_strdup_printf (_ ("Page %d could not be drawn, so nothing was saved."), annex_safe_copy_get_failed_page (saving->copy) + 1);

  if (g_error_matches (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TOO_LARGE))
    /* Translators: %s is a size, such as “268.4 MB” */
    return g_strdup_printf (_ ("The copy would be larger than %s, so nothing was saved."), size);

  return NULL;
}

static void
show_error (Saving          *saving,
            AdwToastOverlay *overlay,
            const GError    *error)
{
  g_autofree char *name = annex_attachment_dup_safe_name (saving->attachment);
  g_autofree char *final = describe_copy_failure (saving, error);
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_saving (error, name);
  AdwDialog *dialog = adw_alert_dialog_new (problem->title, final != NULL ? final : problem->description);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  if (final == NULL)
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "save", _ ("_Save As…"));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), final == NULL ? "save" : "close");
  g_signal_connect_data (dialog, "response::save", G_CALLBACK (on_save_again), g_rc_box_acquire (saving), (GClosureNotify) (void (*) (void)) saving_unref, 0);
  adw_dialog_present (dialog, GTK_WIDGET (overlay));
}

static void
show_saved (AdwToastOverlay *overlay,
            GFile           *file)
{
  g_autofree char *base_name = g_file_get_basename (file);
  g_autofree char *display_name = g_filename_display_name (base_name);
  g_autofree char *isolated = annex_wording_isolate (display_name);
  g_autofree char *uri = g_file_get_uri (file);
  /* Translators: %s is a file name */
  g_autofree char *title = g_strdup_printf (_ ("Saved “%s”"), isolated);
  AdwToast        *toast = adw_toast_new ("");

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, title);
  adw_toast_set_button_label (toast, _ ("_Show in Files"));
  adw_toast_set_action_name (toast, "win.show-file");
  adw_toast_set_action_target (toast, "s", uri);
  adw_toast_overlay_add_toast (overlay, toast);
}

static void
save_as_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (AdwToastOverlay) overlay = g_weak_ref_get (&saving->overlay);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = annex_saver_save_as_finish (result, &error);

  if (overlay == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    show_error (saving, overlay, error);
  else
    show_saved (overlay, file);
}

static void
start (Saving *saving)
{
  g_autoptr (AdwToastOverlay) overlay = g_weak_ref_get (&saving->overlay);

  if (overlay != NULL && annex_attachment_get_content (saving->attachment) != NULL)
    annex_saver_save_as_async (saving->attachment, saving->copy, GTK_WIDGET (overlay), saving->cancellable, save_as_cb, saving);
  else
    saving_unref (saving);
}

/**
 * annex_save_flow_start:
 * @attachment: what to save; nothing happens while its content is not held
 * @overlay: where to ask and to tell
 * @cancellable: for when the window is closed
 *
 * Asks where to save the attachment, saves it there, and says how it went.
 */
void
annex_save_flow_start (AnnexAttachment *attachment,
                       AdwToastOverlay *overlay,
                       GCancellable    *cancellable)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT (attachment) && ADW_IS_TOAST_OVERLAY (overlay));

  start (saving_new (attachment, NULL, overlay, cancellable));
}

/**
 * annex_save_flow_start_copy:
 * @attachment: what the copy is of
 * @copy: a safe copy
 * @overlay: where to ask and to tell
 * @cancellable: for when the agent changes their mind
 * @over: called when nothing more comes of it, also when it did not begin
 * @user_data: data for @over
 *
 * As annex_save_flow_start(), of a copy that is made when the place is known.
 */
void
annex_save_flow_start_copy (AnnexAttachment  *attachment,
                            AnnexSafeCopy    *copy,
                            AdwToastOverlay  *overlay,
                            GCancellable     *cancellable,
                            AnnexSaveFlowOver over,
                            gpointer          user_data)
{
  Saving *saving;

  g_return_if_fail (ANNEX_IS_ATTACHMENT (attachment) && ANNEX_IS_SAFE_COPY (copy) && ADW_IS_TOAST_OVERLAY (overlay));

  saving = saving_new (attachment, copy, overlay, cancellable);
  saving->over = over;
  saving->user_data = user_data;
  start (saving);
}
