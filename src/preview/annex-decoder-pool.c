/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-pool.h"

#include "annex-weak-ref.h"

/* Milliseconds. Starting takes a twentieth of a second, but not on a machine that is busy or cold; the others are what
 * an agent will wait for at the very most. */
#define READY_DEADLINE 10000
#define OPEN_DEADLINE 10000
#define RENDER_DEADLINE 15000

struct _AnnexDecoderPool
{
  GObject parent_instance;

  char                *program;   /* (owned) */
  AnnexDecoderProcess *spare;     /* (owned) (nullable) */
  GCancellable        *starting;  /* (owned) (nullable) of the spare that is being started */
  GTask               *waiting;   /* (owned) (nullable) who gets that spare as soon as it is ready */
  GSource             *cancelled; /* (owned) (nullable) of who waits */
  guint                ready_ms;
  guint                open_ms;
  guint                render_ms;
};

G_DEFINE_FINAL_TYPE (AnnexDecoderPool, annex_decoder_pool, G_TYPE_OBJECT)

static GTask *
steal_waiting (AnnexDecoderPool *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);

  return g_steal_pointer (&self->waiting);
}

static gboolean
on_waiting_cancelled (GCancellable *cancellable,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = steal_waiting (ANNEX_DECODER_POOL (user_data));

  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
wait_for_spare (AnnexDecoderPool *self,
                GTask            *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->waiting = g_object_ref (task);
  if (cancellable == NULL)
    return;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_waiting_cancelled), self, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

/* A spare that cannot be started is not tried again before somebody wants one: a missing program must not keep the
 * computer busy. */
static void
spare_started_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (AnnexDecoderPool) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDecoderProcess) process = annex_decoder_process_start_finish (result, &error);
  g_autoptr (GTask) task = NULL;

  if (self == NULL)
    return;

  g_clear_object (&self->starting);
  task = steal_waiting (self);
  if (task == NULL)
    {
      g_set_object (&self->spare, process);
    }
  else if (process != NULL)
    {
      annex_decoder_pool_warm_up (self);
      g_task_return_pointer (task, g_steal_pointer (&process), g_object_unref);
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  AnnexDecoderProcess *process = annex_decoder_process_start_finish (result, &error);

  if (process == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, process, g_object_unref);
}

static void
annex_decoder_pool_dispose (GObject *object)
{
  AnnexDecoderPool *self = ANNEX_DECODER_POOL (object);

  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_object (&self->spare);

  G_OBJECT_CLASS (annex_decoder_pool_parent_class)->dispose (object);
}

static void
annex_decoder_pool_finalize (GObject *object)
{
  g_free (ANNEX_DECODER_POOL (object)->program);

  G_OBJECT_CLASS (annex_decoder_pool_parent_class)->finalize (object);
}

static void
annex_decoder_pool_class_init (AnnexDecoderPoolClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_decoder_pool_dispose;
  object_class->finalize = annex_decoder_pool_finalize;
}

static void
annex_decoder_pool_init (AnnexDecoderPool *self)
{
  self->ready_ms = READY_DEADLINE;
  self->open_ms = OPEN_DEADLINE;
  self->render_ms = RENDER_DEADLINE;
}

/**
 * annex_decoder_pool_new:
 * @program: path of `annex-decoder`
 *
 * Returns: (transfer full): a pool that has started nothing yet
 */
AnnexDecoderPool *
annex_decoder_pool_new (const char *program)
{
  AnnexDecoderPool *self;

  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (ANNEX_TYPE_DECODER_POOL, NULL);
  self->program = g_strdup (program);

  return self;
}

/**
 * annex_decoder_pool_set_deadlines:
 * @self: a pool
 * @ready_ms: milliseconds a decoder has to cage itself
 * @open_ms: milliseconds it has to open a file or tell a size
 * @render_ms: milliseconds it has to draw a picture; two thirds of it for a page of a document
 *
 * Sets how long decoders have before they are killed. For tests; the defaults are 10, 10 and 15 seconds.
 */
void
annex_decoder_pool_set_deadlines (AnnexDecoderPool *self,
                                  guint             ready_ms,
                                  guint             open_ms,
                                  guint             render_ms)
{
  g_return_if_fail (ANNEX_IS_DECODER_POOL (self));

  self->ready_ms = ready_ms;
  self->open_ms = open_ms;
  self->render_ms = render_ms;
}

/**
 * annex_decoder_pool_get_open_deadline:
 * @self: a pool
 *
 * Returns: milliseconds that a decoder has to open a file or tell a size
 */
guint
annex_decoder_pool_get_open_deadline (AnnexDecoderPool *self)
{
  g_return_val_if_fail (ANNEX_IS_DECODER_POOL (self), 0);

  return self->open_ms;
}

/**
 * annex_decoder_pool_get_render_deadline:
 * @self: a pool
 *
 * Returns: milliseconds that a decoder has to draw a picture
 */
guint
annex_decoder_pool_get_render_deadline (AnnexDecoderPool *self)
{
  g_return_val_if_fail (ANNEX_IS_DECODER_POOL (self), 0);

  return self->render_ms;
}

/**
 * annex_decoder_pool_warm_up:
 * @self: a pool
 *
 * Sees that a spare decoder is ready or on its way. Call it when a chat is opened. That it cannot be started is told to
 * who takes one.
 */
void
annex_decoder_pool_warm_up (AnnexDecoderPool *self)
{
  g_return_if_fail (ANNEX_IS_DECODER_POOL (self));

  if (self->spare != NULL && !annex_decoder_process_is_alive (self->spare))
    g_clear_object (&self->spare);
  if (self->spare != NULL || self->starting != NULL)
    return;

  self->starting = g_cancellable_new ();
  annex_decoder_process_start_async (self->program, self->ready_ms, self->starting, spare_started_cb, annex_weak_ref_new (self));
}

/**
 * annex_decoder_pool_take_async:
 * @self: a pool
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called when there is a decoder
 * @user_data: for @callback
 *
 * Takes a caged decoder that has not seen a file: the spare, at once, if it is ready. Another spare is started then.
 */
void
annex_decoder_pool_take_async (AnnexDecoderPool   *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DECODER_POOL (self));

  g_task_set_source_tag (task, annex_decoder_pool_take_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->spare != NULL && annex_decoder_process_is_alive (self->spare))
    {
      g_task_return_pointer (task, g_steal_pointer (&self->spare), g_object_unref);
      annex_decoder_pool_warm_up (self);
      return;
    }

  annex_decoder_pool_warm_up (self);
  if (self->waiting == NULL && self->starting != NULL)
    wait_for_spare (self, task);
  else
    annex_decoder_process_start_async (self->program, self->ready_ms, cancellable, started_cb, g_object_ref (task));
}

/**
 * annex_decoder_pool_take_finish:
 * @self: a pool
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of annex_decoder_process_start_finish().
 *
 * Returns: (transfer full): a decoder
 */
AnnexDecoderProcess *
annex_decoder_pool_take_finish (AnnexDecoderPool *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_decoder_pool_take_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
