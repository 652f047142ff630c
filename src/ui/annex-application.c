/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-application.h"

#include "annex-bus-interface.h"
#include "annex-connect-dialog.h"
#include "annex-details-dialog.h"
#include "annex-diagnosis.h"
#include "annex-problem.h"
#include "annex-sample-runner.h"
#include "annex-sleep-watch.h"
#include "annex-weak-ref.h"
#include "annex-window.h"

#include <glib/gi18n-lib.h>

struct _AnnexApplication
{
  AdwApplication parent_instance;

  AnnexDecoderPool   *pool;        /* (owned) (nullable) */
  AnnexFetchQueue    *queue;       /* (owned) (nullable) shared by all chats, as the quota is */
  AnnexContentBudget *budget;      /* (owned) (nullable) shared by all chats, as the memory is */
  GSettings          *settings;    /* (owned) (nullable) */
  AnnexRetry         *retry;       /* (owned) (nullable) shared by all chats */
  AnnexNetworkStatus *network;     /* (owned) (nullable) */
  AnnexSleepWatch    *sleep_watch; /* (owned) (nullable) */
  AnnexSampleRunner  *sample;      /* (owned) (nullable) */
  AnnexBusInterface  *bus;         /* (owned) (nullable) */
  GCancellable       *cancellable; /* (owned) */
  gboolean            sampling;    /* the sample service is being started */
  gboolean            told;        /* what the command line asks for is under way, here or in the instance that runs already */
};

G_DEFINE_FINAL_TYPE (AnnexApplication, annex_application, ADW_TYPE_APPLICATION)

static double
random_double (gpointer user_data)
{
  return g_random_double ();
}

static AnnexWindow *
find_window (AnnexApplication *self,
             AnnexHandOff     *hand_off)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      AnnexChat *chat = ANNEX_IS_WINDOW (l->data) ? annex_window_get_chat (l->data) : NULL;

      if (ANNEX_IS_WINDOW (l->data) && (chat == NULL || annex_hand_off_is_same_chat (annex_chat_get_hand_off (chat), hand_off)))
        return l->data;
    }

  return NULL;
}

static AnnexWindow *
make_window (AnnexApplication *self)
{
  AnnexWindow *window = annex_window_new (GTK_APPLICATION (self), self->pool);

  annex_window_set_network (window, self->network);

  return window;
}

static AnnexWindow *
ensure_window (AnnexApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  return ANNEX_IS_WINDOW (active) ? ANNEX_WINDOW (active) : make_window (self);
}

static void
show_error (AnnexApplication *self,
            const GError     *error)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
  AdwDialog   *dialog = adw_alert_dialog_new (problem->title, problem->description);
  AnnexWindow *window = ensure_window (self);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), NULL);
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
on_hand_off_accepted (AnnexApplication *self,
                      AnnexHandOff     *hand_off)
{
  annex_application_open_hand_off (self, hand_off);
}

static void
connect_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  AnnexApplication *self = ANNEX_APPLICATION (user_data);
  AnnexWindow      *window = ensure_window (self);
  AdwDialog        *dialog;

  gtk_window_present (GTK_WINDOW (window));
  /* The desktop can ask as often as it likes; a second dialog would hide what is being pasted into the first. */
  if (ANNEX_IS_CONNECT_DIALOG (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))))
    return;

  dialog = annex_connect_dialog_new ();
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_hand_off_accepted), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
open_chat_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  AnnexApplication *self = ANNEX_APPLICATION (user_data);
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autoptr (GError) error = NULL;
  gsize       length;
  const char *text = g_variant_get_string (parameter, &length);

  hand_off = annex_hand_off_new_from_json (text, length, (const char *const *) environment, &error);
  if (hand_off != NULL)
    annex_application_open_hand_off (self, hand_off);
  else
    show_error (self, error);
}

static void
start_sample_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (AnnexApplication) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexSampleRunner) sample = annex_sample_runner_start_finish (result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_application_release (G_APPLICATION (self));
  self->sampling = FALSE;
  if (error != NULL)
    {
      show_error (self, error);
      return;
    }

  g_set_object (&self->sample, sample);
  annex_application_open_hand_off (self, annex_sample_runner_get_hand_off (sample));
}

static void
open_sample_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  AnnexApplication *self = ANNEX_APPLICATION (user_data);

  /* Another service would take the first one's place, and the chat that is open would be lost. */
  if (self->sampling)
    return;
  if (self->sample != NULL && annex_sample_runner_is_running (self->sample))
    {
      annex_application_open_hand_off (self, annex_sample_runner_get_hand_off (self->sample));
      return;
    }

  self->sampling = TRUE;
  g_application_hold (G_APPLICATION (self));
  annex_sample_runner_start_async (LIBEXECDIR "/annex-sample-service", self->cancellable, start_sample_cb, annex_weak_ref_new (self));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  AnnexApplication *self = ANNEX_APPLICATION (user_data);
  AdwDialog        *dialog = adw_about_dialog_new ();
  g_autofree char  *facts = annex_diagnosis_format ();
  g_autofree char  *held = annex_diagnosis_format_held (self->budget);
  g_autofree char  *diagnosis = g_strconcat (facts, held, NULL);

  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), _ ("Annex"));
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), APPLICATION_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), PACKAGE_VERSION);
  adw_about_dialog_set_debug_info (ADW_ABOUT_DIALOG (dialog), diagnosis);
  adw_about_dialog_set_debug_info_filename (ADW_ABOUT_DIALOG (dialog), "annex.txt");
  adw_about_dialog_set_developer_name (ADW_ABOUT_DIALOG (dialog), _ ("The Annex developers"));
  /* Translators: your name and those of other translators to this language, one a line */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _ ("translator-credits"));
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self))));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  GtkWindow      *window;

  /* Closing the windows wipes their chats. */
  while ((window = gtk_application_get_active_window (application)) != NULL)
    gtk_window_destroy (window);
  g_application_quit (G_APPLICATION (application));
}

static void
on_bus_open (AnnexHandOff *hand_off,
             gpointer      user_data)
{
  annex_application_open_hand_off (ANNEX_APPLICATION (user_data), hand_off);
}

static void
on_bus_held (guint64 *size,
             guint   *n_attachments,
             gpointer user_data)
{
  AnnexApplication *self = ANNEX_APPLICATION (user_data);

  if (self->budget == NULL)
    return;

  *size = annex_content_budget_get_size (self->budget);
  *n_attachments = annex_content_budget_get_n_contents (self->budget);
}

static gboolean
annex_application_dbus_register (GApplication    *application,
                                 GDBusConnection *connection,
                                 const char      *object_path,
                                 GError         **error)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);

  self->bus = annex_bus_interface_new (connection, object_path, on_bus_open, on_bus_held, self, error);

  return self->bus != NULL;
}

static void
annex_application_dbus_unregister (GApplication    *application,
                                   GDBusConnection *connection,
                                   const char      *object_path)
{
  g_clear_object (&ANNEX_APPLICATION (application)->bus);
}

static gboolean
annex_application_local_command_line (GApplication *application,
                                      char       ***arguments,
                                      int          *exit_status)
{
  if (!ANNEX_APPLICATION (application)->told)
    return G_APPLICATION_CLASS (annex_application_parent_class)->local_command_line (application, arguments, exit_status);

  /* A window opens by itself. */
  *exit_status = ANNEX_EXIT_SUCCESS;

  return TRUE;
}

static void
annex_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (ANNEX_APPLICATION (application))));
}

static guint64
get_memory_limit (AnnexApplication *self)
{
  return (guint64) g_settings_get_uint (self->settings, "memory-limit") * 1024 * 1024;
}

static void
on_memory_limit_changed (AnnexApplication *self)
{
  annex_content_budget_set_limit (self->budget, get_memory_limit (self));
}

static void
watch_network (AnnexApplication *self)
{
  self->network = annex_network_status_new (g_network_monitor_get_default ());
  annex_fetch_queue_set_network (self->queue, self->network);

  self->sleep_watch = annex_sleep_watch_new ();
  g_signal_connect_object (self->sleep_watch, "woken", G_CALLBACK (annex_network_status_wake), self->network, G_CONNECT_SWAPPED);
  annex_sleep_watch_listen_system (self->sleep_watch);
}

static void
annex_application_startup (GApplication *application)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);
  g_autoptr (SoupSession) session = NULL;

  G_APPLICATION_CLASS (annex_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  /* The toolkit's own file dialog would put what is saved on the desktop's list of recent files. */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);

  self->settings = g_settings_new (APPLICATION_ID);
  self->budget = annex_content_budget_new (get_memory_limit (self));
  g_signal_connect_object (self->settings, "changed::memory-limit", G_CALLBACK (on_memory_limit_changed), self, G_CONNECT_SWAPPED);
  session = annex_download_session_new (NULL);
  self->queue = annex_fetch_queue_new (session, random_double, NULL);
  annex_fetch_queue_set_budget (self->queue, self->budget);
  self->retry = annex_retry_new (random_double, NULL);
  watch_network (self);
  self->pool = annex_decoder_pool_new (LIBEXECDIR "/annex-decoder");
  annex_decoder_pool_warm_up (self->pool);

  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", (const char *[]) { "<Control>q", NULL });
}

static void
annex_application_shutdown (GApplication *application)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->pool);
  g_clear_object (&self->queue);
  g_clear_object (&self->settings);
  g_clear_object (&self->budget);
  g_clear_object (&self->retry);
  g_clear_object (&self->sample);

  G_APPLICATION_CLASS (annex_application_parent_class)->shutdown (application);
}

static void
annex_application_finalize (GObject *object)
{
  AnnexApplication *self = ANNEX_APPLICATION (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (annex_application_parent_class)->finalize (object);
}

static void
annex_application_class_init (AnnexApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = annex_application_finalize;
  application_class->local_command_line = annex_application_local_command_line;
  application_class->activate = annex_application_activate;
  application_class->startup = annex_application_startup;
  application_class->shutdown = annex_application_shutdown;
  application_class->dbus_register = annex_application_dbus_register;
  application_class->dbus_unregister = annex_application_dbus_unregister;
}

static void
annex_application_init (AnnexApplication *self)
{
  const GActionEntry actions[] = {
    { .name = "connect", .activate = connect_action },
    { .name = "open-chat", .activate = open_chat_action, .parameter_type = "s" },
    { .name = "open-sample", .activate = open_sample_action },
    { .name = "about", .activate = about_action },
    { .name = "quit", .activate = quit_action },
  };

  self->cancellable = g_cancellable_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/**
 * annex_application_new:
 *
 * Returns: (transfer full): the application, not registered yet
 */
AnnexApplication *
annex_application_new (void)
{
  return g_object_new (ANNEX_TYPE_APPLICATION,
                       "application-id",
                       APPLICATION_ID,
                       "resource-base-path",
                       APPLICATION_PATH,
                       NULL);
}

/**
 * annex_application_open_hand_off:
 * @self: the application
 * @hand_off: the chat to open
 *
 * Opens the chat in a window of its own. Handed over again, a chat goes on in the window it has.
 */
void
annex_application_open_hand_off (AnnexApplication *self,
                                 AnnexHandOff     *hand_off)
{
  g_autoptr (AnnexChat) chat = annex_chat_new (hand_off, self->queue, self->retry);
  AnnexWindow *window = find_window (self, hand_off);

  if (window == NULL)
    window = make_window (self);

  annex_window_set_chat (window, chat);
  annex_chat_start (chat);
  gtk_window_present (GTK_WINDOW (window));
}

/* Tells the instance that runs already, or this one, what the command line asks for. The text goes through the session bus, which nobody
 * else can read, and never through an argument. */
static void
activate_for_options (GApplication       *application,
                      const AnnexOptions *options,
                      AnnexHandOff       *hand_off)
{
  if (options->sample)
    g_action_group_activate_action (G_ACTION_GROUP (application), "open-sample", NULL);
  if (options->connect)
    g_action_group_activate_action (G_ACTION_GROUP (application), "connect", NULL);
  if (hand_off != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), "open-chat", g_variant_new_string (annex_secret_peek (annex_hand_off_get_source (hand_off))));
}

/**
 * annex_application_run:
 * @options: the command line
 * @hand_off: (nullable): the chat to open
 *
 * Runs until the last window is closed; or, when an instance runs already, until that has been told.
 *
 * Returns: the exit status
 */
int
annex_application_run (const AnnexOptions *options,
                       AnnexHandOff       *hand_off)
{
  g_autoptr (AnnexApplication) self = annex_application_new ();
  GApplication *application = G_APPLICATION (self);
  g_autoptr (GError) error = NULL;

  if (options->service)
    g_application_set_flags (application, G_APPLICATION_IS_SERVICE);
  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", _ ("Annex could not reach the session."));
      return ANNEX_EXIT_OTHER;
    }

  activate_for_options (application, options, hand_off);
  self->told = hand_off != NULL || options->sample || options->connect;

  return g_application_run (application, 0, NULL);
}
