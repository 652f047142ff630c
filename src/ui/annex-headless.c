/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-headless.h"

#include "annex-chat.h"
#include "annex-decoder-pool.h"
#include "annex-diagnosis.h"
#include "annex-file-name.h"
#include "annex-listing.h"
#include "annex-problem.h"
#include "annex-sample-runner.h"
#include "annex-save.h"

#include <glib/gi18n-lib.h>

/* Throttling pauses that are waited for before giving up: somebody's script is waiting too. */
#define MAX_WAITS 4

/* Numbers that are tried when a name is taken. */
#define MAX_NUMBER 999

/* One run without a display. */
typedef struct
{
  /* Input */
  const AnnexOptions *options;
  GFile              *folder; /* (owned) (nullable) */

  /* In progress */
  GMainLoop         *loop;    /* (owned) */
  AnnexFetchQueue   *queue;   /* (owned) */
  AnnexSampleRunner *sample;  /* (owned) (nullable) */
  AnnexChat         *chat;    /* (owned) (nullable) */
  GPtrArray         *wanted;  /* (owned) (element-type AnnexAttachment) still to be saved */
  AnnexAttachment   *current; /* (owned) (nullable) */
  char              *name;    /* (owned) (nullable) safe name of the current one */
  guint              number;

  /* Output */
  int exit_status;
} Headless;

static void save_next (Headless *headless);

static double
random_double (gpointer user_data)
{
  return g_random_double ();
}

static void
headless_clear (Headless *headless)
{
  if (headless->chat != NULL)
    {
      g_signal_handlers_disconnect_by_data (headless->chat, headless);
      annex_chat_wipe (headless->chat);
    }
  g_clear_object (&headless->chat);
  g_clear_object (&headless->current);
  g_clear_object (&headless->queue);
  g_clear_object (&headless->sample);
  g_clear_object (&headless->folder);
  g_clear_pointer (&headless->wanted, g_ptr_array_unref);
  g_clear_pointer (&headless->name, g_free);
  g_clear_pointer (&headless->loop, g_main_loop_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Headless, headless_clear)

/* The first failure decides the exit status; the others are only told. */
static void
report (Headless           *headless,
        const char         *subject,
        const AnnexProblem *problem)
{
  if (subject != NULL)
    g_printerr ("%s: %s. %s\n", subject, problem->title, problem->description);
  else
    g_printerr ("%s. %s\n", problem->title, problem->description);

  if (headless->exit_status == ANNEX_EXIT_SUCCESS)
    headless->exit_status = (int) problem->exit_status;
}

static void
report_error (Headless     *headless,
              const GError *error)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
  g_autofree char *details = annex_problem_format_details (error);

  report (headless, NULL, problem);
  g_printerr ("%s", details);
  g_main_loop_quit (headless->loop);
}

static void
report_attachment (Headless *headless)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_attachment (headless->current);
  const GError *error = annex_attachment_get_error (headless->current);

  report (headless, headless->name, problem);
  if (error != NULL)
    {
      g_autofree char *details = annex_problem_format_details (error);

      g_printerr ("%s", details);
    }
}

static void
report_save_error (Headless     *headless,
                   const GError *error)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_saving (error, headless->name);

  report (headless, NULL, problem);
}

static void save_current (Headless *headless);

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Headless *headless = user_data;
  g_autoptr (GError) error = NULL;

  if (!annex_save_finish (result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) && headless->number < MAX_NUMBER)
        {
          headless->number++;
          save_current (headless);
          return;
        }
      report_save_error (headless, error);
    }

  save_next (headless);
}

static void
save_current (Headless *headless)
{
  g_autofree char *name = annex_file_name_number (headless->name, headless->number);
  g_autoptr (GFile) file = g_file_get_child (headless->folder, name);

  annex_save_async (annex_attachment_get_content (headless->current), file, ANNEX_SAVE_NEW, NULL, save_cb, headless);
}

static void
take_name (Headless *headless)
{
  g_free (headless->name);
  headless->name = annex_attachment_dup_safe_name (headless->current);
  headless->number = 1;
}

static void
on_attachment_state_changed (Headless *headless)
{
  switch (annex_attachment_get_state (headless->current))
    {
    case ANNEX_ATTACHMENT_STATE_READY:
      g_signal_handlers_disconnect_by_data (headless->current, headless);
      take_name (headless);
      save_current (headless);
      break;
    case ANNEX_ATTACHMENT_STATE_FAILED:
    case ANNEX_ATTACHMENT_STATE_BLOCKED:
    case ANNEX_ATTACHMENT_STATE_CHECKING:
    case ANNEX_ATTACHMENT_STATE_BROKEN:
      g_signal_handlers_disconnect_by_data (headless->current, headless);
      report_attachment (headless);
      save_next (headless);
      break;
    default:
      break;
    }
}

static gboolean
is_done (AnnexAttachment *attachment)
{
  AnnexAttachmentState state = annex_attachment_get_state (attachment);

  return state == ANNEX_ATTACHMENT_STATE_BROKEN || state == ANNEX_ATTACHMENT_STATE_CHECKING || state == ANNEX_ATTACHMENT_STATE_BLOCKED;
}

static void
save_next (Headless *headless)
{
  /* What was saved is not needed any more, and a chat may hold more than memory does. */
  if (headless->current != NULL)
    annex_attachment_drop_content (headless->current);
  g_clear_object (&headless->current);

  while (headless->wanted->len > 0)
    {
      headless->current = g_ptr_array_steal_index (headless->wanted, 0);
      take_name (headless);
      if (!is_done (headless->current))
        {
          g_signal_connect_swapped (headless->current, "notify::state", G_CALLBACK (on_attachment_state_changed), headless);
          annex_attachment_fetch (headless->current);
          return;
        }
      report_attachment (headless);
      g_clear_object (&headless->current);
    }

  g_main_loop_quit (headless->loop);
}

static gboolean
is_wanted (Headless        *headless,
           AnnexAttachment *attachment)
{
  return strcmp (headless->options->save_id, "all") == 0 || strcmp (headless->options->save_id, annex_attachment_get_id (attachment)) == 0;
}

static void
save (Headless *headless)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (headless->chat));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (AnnexAttachment) attachment = g_list_model_get_item (G_LIST_MODEL (headless->chat), i);

      if (is_wanted (headless, attachment))
        g_ptr_array_add (headless->wanted, g_steal_pointer (&attachment));
    }

  if (headless->wanted->len == 0 && strcmp (headless->options->save_id, "all") != 0)
    {
      g_printerr ("%s\n", _ ("The chat has no attachment with this ID."));
      headless->exit_status = ANNEX_EXIT_OTHER;
    }
  save_next (headless);
}

static void
list (Headless *headless)
{
  g_autofree char *text = headless->options->json ? annex_listing_format_json (headless->chat)
                                                  : annex_listing_format_text (headless->chat);

  g_print ("%s%s", text, headless->options->json ? "\n" : "");
  g_main_loop_quit (headless->loop);
}

static void
do_job (Headless *headless)
{
  g_signal_handlers_disconnect_by_data (headless->chat, headless);
  if (headless->options->mode == ANNEX_MODE_SAVE)
    save (headless);
  else
    list (headless);
}

static void
report_chat_ended (Headless *headless)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_chat_ended ();

  report (headless, NULL, problem);
  g_main_loop_quit (headless->loop);
}

static void
on_chat_state_changed (Headless *headless)
{
  switch (annex_chat_get_state (headless->chat))
    {
    case ANNEX_CHAT_STATE_READY:
      do_job (headless);
      break;
    case ANNEX_CHAT_STATE_ENDED:
      report_chat_ended (headless);
      break;
    case ANNEX_CHAT_STATE_FAILED:
      report_error (headless, annex_chat_get_error (headless->chat));
      break;
    default:
      break;
    }
}

static void
open_chat (Headless     *headless,
           AnnexHandOff *hand_off)
{
  g_autoptr (AnnexRetry) retry = annex_retry_new (random_double, NULL);

  headless->chat = annex_chat_new (hand_off, headless->queue, retry);
  g_signal_connect_swapped (headless->chat, "notify::state", G_CALLBACK (on_chat_state_changed), headless);
  annex_chat_start (headless->chat);
}

static void
start_sample_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Headless *headless = user_data;
  g_autoptr (GError) error = NULL;

  headless->sample = annex_sample_runner_start_finish (result, &error);
  if (headless->sample != NULL)
    open_chat (headless, annex_sample_runner_get_hand_off (headless->sample));
  else
    report_error (headless, error);
}

/**
 * annex_headless_run:
 * @options: the command line, in %ANNEX_MODE_LIST or %ANNEX_MODE_SAVE
 * @hand_off: (nullable): the chat, unless the sample is used
 *
 * Lists or saves without a display.
 *
 * Returns: the exit status
 */
int
annex_headless_run (const AnnexOptions *options,
                    AnnexHandOff       *hand_off)
{
  g_auto (Headless) headless = { .options = options };
  g_autoptr (SoupSession) session = annex_download_session_new (NULL);

  headless.loop = g_main_loop_new (NULL, FALSE);
  headless.queue = annex_fetch_queue_new (session, random_double, NULL);
  headless.wanted = g_ptr_array_new_with_free_func (g_object_unref);
  if (options->save_folder != NULL)
    headless.folder = g_file_new_for_commandline_arg (options->save_folder);
  annex_fetch_queue_set_max_waits (headless.queue, MAX_WAITS);

  if (options->sample)
    annex_sample_runner_start_async (LIBEXECDIR "/annex-sample-service", NULL, start_sample_cb, &headless);
  else
    open_chat (&headless, hand_off);
  g_main_loop_run (headless.loop);

  return headless.exit_status;
}

static void
diagnose_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GMainLoop *loop = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDecoderProcess) process = annex_decoder_pool_take_finish (ANNEX_DECODER_POOL (source), result, &error);

  if (process == NULL)
    {
      g_autofree char *details = annex_problem_format_details (error);

      g_print ("Preview: no\n%s", details);
    }
  else
    {
      AnnexDecoderCage cage = annex_decoder_process_get_cage (process);

      g_print ("Preview: yes\nCage:%s%s%s\n",
               cage & ANNEX_DECODER_CAGE_LANDLOCK ? " Landlock" : "",
               cage & ANNEX_DECODER_CAGE_SECCOMP ? " seccomp" : "",
               cage & ANNEX_DECODER_CAGE_OUTER ? " sandbox" : "");
    }

  g_main_loop_quit (loop);
}

/**
 * annex_headless_diagnose:
 *
 * Prints what works on this computer. Not translated, because administrators compare it. Holds nothing personal.
 *
 * Returns: the exit status
 */
int
annex_headless_diagnose (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (LIBEXECDIR "/annex-decoder");
  g_autofree char *facts = annex_diagnosis_format ();
  g_autofree char *held = annex_diagnosis_ask_held ();

  g_print ("%s%s", facts, held);
  annex_decoder_pool_take_async (pool, NULL, diagnose_cb, loop);
  g_main_loop_run (loop);

  return ANNEX_EXIT_SUCCESS;
}
