/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-saver.h"

#include "annex-file-name.h"
#include "annex-save.h"
#include "annex-wording.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* One saving of one attachment: perhaps a question, the dialog, perhaps the making of a copy, then the file. */
typedef struct
{
  /* Input */
  AnnexAttachment *attachment; /* (owned) pinned */
  AnnexSafeCopy   *copy;       /* (owned) (nullable) saved instead of it */
  char            *safe_name;  /* (owned) */
  GtkWidget       *parent;     /* (owned) */

  /* In progress */
  AnnexContent *content; /* (owned) (nullable) what is saved */
  GFile        *file;    /* (owned) (nullable) */
} SaveAs;

static void
save_as_free (SaveAs *save_as)
{
  g_clear_object (&save_as->content);
  g_clear_object (&save_as->copy);
  annex_attachment_unpin_content (save_as->attachment);
  g_object_unref (save_as->attachment);
  g_free (save_as->safe_name);
  g_object_unref (save_as->parent);
  g_clear_object (&save_as->file);
  g_free (save_as);
}

static void
return_cancelled (GTask *task)
{
  g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not saved");
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  SaveAs *save_as = g_task_get_task_data (task);
  GError *error = NULL;

  if (!annex_save_finish (result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (save_as->file), g_object_unref);
}

static void
save (GTask *task)
{
  SaveAs *save_as = g_task_get_task_data (task);

  annex_save_async (save_as->content,
                    save_as->file,
                    ANNEX_SAVE_REPLACE,
                    g_task_get_cancellable (task),
                    save_cb,
                    g_object_ref (task));
}

static void
make_copy_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  SaveAs *save_as = g_task_get_task_data (task);
  GError *error = NULL;

  save_as->content = annex_safe_copy_make_finish (ANNEX_SAFE_COPY (source), result, &error);
  if (save_as->content == NULL)
    g_task_return_error (task, error);
  else
    save (task);
}

static void
choose_file_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  SaveAs *save_as = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  save_as->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    return_cancelled (task);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (save_as->copy != NULL)
    annex_safe_copy_make_async (save_as->copy, g_task_get_cancellable (task), make_copy_cb, g_object_ref (task));
  else
    save (task);
}

static void
choose_file (GTask *task)
{
  SaveAs *save_as = g_task_get_task_data (task);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, save_as->copy != NULL ? _ ("Save Safe Copy") : _ ("Save Attachment"));
  gtk_file_dialog_set_initial_name (dialog, save_as->safe_name);
  gtk_file_dialog_save (dialog,
                        GTK_WINDOW (gtk_widget_get_root (save_as->parent)),
                        g_task_get_cancellable (task),
                        choose_file_cb,
                        g_object_ref (task));
}

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_strcmp0 (response, "save") == 0)
    choose_file (task);
  else
    return_cancelled (task);
}

/* A program in disguise is the oldest trick: its real ending is named before it is kept. */
static void
ask_about_danger (GTask *task)
{
  SaveAs          *save_as = g_task_get_task_data (task);
  g_autofree char *extension = annex_file_name_dup_extension (save_as->safe_name);
  g_autofree char *name = annex_wording_isolate (save_as->safe_name);
  AdwDialog       *dialog = adw_alert_dialog_new (_ ("Save a File That Can Run?"), NULL);

  if (extension != NULL)
    adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                  /* Translators: file name, and its extension such as “exe” */
                                  _ ("“%s” ends in “.%s”. Files of this type can run programs or load things from the network when opened."),
                                  name,
                                  extension);
  else
    adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                  /* Translators: %s is a file name */
                                  _ ("“%s” can run programs or load things from the network when opened."),
                                  name);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "save", _ ("_Save Anyway…"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), save_as->parent, g_task_get_cancellable (task), ask_cb, g_object_ref (task));
}

static gboolean
is_dangerous (AnnexAttachment *attachment,
              const char      *safe_name)
{
  AnnexFileKind kind = annex_attachment_get_file_type (attachment)->kind;

  return kind == ANNEX_FILE_KIND_PROGRAM || kind == ANNEX_FILE_KIND_ACTIVE || annex_file_name_is_dangerous (safe_name);
}

static char *
dup_name (AnnexAttachment *attachment,
          AnnexSafeCopy   *copy)
{
  g_autofree char *name = annex_attachment_dup_safe_name (attachment);
  g_autofree char *extension = annex_file_name_dup_extension (name);

  if (copy == NULL)
    return g_steal_pointer (&name);

  if (extension != NULL)
    name[strlen (name) - strlen (extension) - 1] = '\0';

  /* Translators: name of the file that is suggested for a safe copy; %s is the original’s, without its extension */
  return g_strdup_printf (_ ("%s (safe copy).pdf"), name);
}

/**
 * annex_saver_save_as_async:
 * @attachment: an attachment whose content is held
 * @copy: (nullable): a safe copy of it, to be made and saved instead
 * @parent: a widget in the window that the dialogs belong to
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is written, or not
 * @user_data: data for the callback
 *
 * Asks where to save, after a question where the file can run, and saves. A copy is made when the place is known. The content is held for as long as that takes,
 * even when the chat ends meanwhile.
 */
void
annex_saver_save_as_async (AnnexAttachment    *attachment,
                           AnnexSafeCopy      *copy,
                           GtkWidget          *parent,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  SaveAs *save_as;

  g_return_if_fail (annex_attachment_get_content (attachment) != NULL);

  g_task_set_source_tag (task, annex_saver_save_as_async);
  save_as = g_new0 (SaveAs, 1);
  save_as->attachment = g_object_ref (attachment);
  annex_attachment_pin_content (attachment);
  save_as->copy = copy != NULL ? g_object_ref (copy) : NULL;
  save_as->content = copy == NULL ? g_object_ref (annex_attachment_get_content (attachment)) : NULL;
  save_as->safe_name = dup_name (attachment, copy);
  save_as->parent = g_object_ref (parent);
  g_task_set_task_data (task, save_as, (GDestroyNotify) save_as_free);

  if (copy == NULL && is_dangerous (attachment, save_as->safe_name))
    ask_about_danger (task);
  else
    choose_file (task);
}

/**
 * annex_saver_save_as_finish:
 * @result: the result
 * @error: return location for an error; %G_IO_ERROR_CANCELLED when the agent changed their mind
 *
 * Returns: (transfer full): the file that was written
 */
GFile *
annex_saver_save_as_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_saver_save_as_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
