/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-runner.h"

struct _AnnexSampleRunner
{
  GObject parent_instance;

  GSubprocess      *process;  /* (owned) */
  GDataInputStream *output;   /* (owned) */
  AnnexHandOff     *hand_off; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (AnnexSampleRunner, annex_sample_runner, G_TYPE_OBJECT)

static void
annex_sample_runner_finalize (GObject *object)
{
  AnnexSampleRunner *self = ANNEX_SAMPLE_RUNNER (object);

  g_clear_object (&self->process);
  g_clear_object (&self->output);
  g_clear_object (&self->hand_off);

  G_OBJECT_CLASS (annex_sample_runner_parent_class)->finalize (object);
}

static void
annex_sample_runner_class_init (AnnexSampleRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_sample_runner_finalize;
}

static void
annex_sample_runner_init (AnnexSampleRunner *self)
{
}

static void
read_line_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  AnnexSampleRunner *self = g_task_get_task_data (task);
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *line = NULL;
  GError          *error = NULL;
  gsize            length = 0;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length, &error);
  if (error == NULL && line == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The sample service ended before it said where it is");
  if (error == NULL)
    self->hand_off = annex_hand_off_new_from_json (line, length, (const char *const *) environment, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/**
 * annex_sample_runner_start_async:
 * @program: path of the sample service
 * @cancellable: (nullable): a cancellable
 * @callback: called when the service is ready
 * @user_data: data for the callback
 *
 * Starts the sample service, which says on its standard output how to reach it.
 */
void
annex_sample_runner_start_async (const char         *program,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (AnnexSampleRunner) self = g_object_new (ANNEX_TYPE_SAMPLE_RUNNER, NULL);
  GError *error = NULL;

  g_task_set_source_tag (task, annex_sample_runner_start_async);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, NULL);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_task_set_task_data (task, g_object_ref (self), g_object_unref);
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, cancellable, read_line_cb, g_object_ref (task));
}

/**
 * annex_sample_runner_start_finish:
 * @result: the result
 * @error: return location for an error, in %G_IO_ERROR, %G_SPAWN_ERROR or %ANNEX_HAND_OFF_ERROR
 *
 * Returns: (transfer full): the running service
 */
AnnexSampleRunner *
annex_sample_runner_start_finish (GAsyncResult *result,
                                  GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_sample_runner_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_sample_runner_get_hand_off:
 * @self: a running service
 *
 * Returns: (transfer none): how to reach its chat
 */
AnnexHandOff *
annex_sample_runner_get_hand_off (AnnexSampleRunner *self)
{
  g_return_val_if_fail (ANNEX_IS_SAMPLE_RUNNER (self), NULL);

  return self->hand_off;
}

/**
 * annex_sample_runner_is_running:
 * @self: a service that was started
 *
 * Returns: whether it is still there
 */
gboolean
annex_sample_runner_is_running (AnnexSampleRunner *self)
{
  g_return_val_if_fail (ANNEX_IS_SAMPLE_RUNNER (self), FALSE);

  return g_subprocess_get_identifier (self->process) != NULL;
}
