/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-process.h"

#include "annex-decoder-launch.h"
#include "annex-decoder-reply.h"
#include "annex-preview-error.h"
#include "annex-weak-ref.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdalign.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _AnnexDecoderProcess
{
  GObject parent_instance;

  GPid             pid; /* of what was started: the decoder, or the sandbox around it */
  gboolean         has_exited;
  gboolean         gave_up; /* it ended by itself, rather than being killed for hanging or lying */
  int              fd;      /* (owned) the viewer's end of the pair, or -1 when dead */
  GSource         *input;   /* (owned) (nullable) */
  AnnexDecoderCage cage;

  GTask              *task;      /* (owned) (nullable) of the request under way */
  GSource            *deadline;  /* (owned) (nullable) */
  GSource            *cancelled; /* (owned) (nullable) */
  AnnexDecoderRequest request;   /* without password; operation 0 while waiting for READY */
  AnnexDecoderFormat  format;    /* of the file that was opened */
  guint32             last_serial;
};

G_DEFINE_FINAL_TYPE (AnnexDecoderProcess, annex_decoder_process, G_TYPE_OBJECT)

static void
destroy_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (GSource    *source,
        GSourceFunc callback,
        gpointer    user_data)
{
  g_source_set_callback (source, callback, user_data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static GTask *
steal_task (AnnexDecoderProcess *self)
{
  destroy_source (&self->deadline);
  destroy_source (&self->cancelled);

  return g_steal_pointer (&self->task);
}

/* Ends the process, and with it the request under way. Its exit is collected later, by on_child_exited(). */
static void
stop (AnnexDecoderProcess *self,
      const char          *reason)
{
  g_autoptr (GTask) task = steal_task (self);

  annex_decoder_process_kill (self);
  if (task != NULL && !g_task_return_error_if_cancelled (task))
    g_task_return_new_error_literal (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, reason);
}

static gboolean
is_credible (AnnexDecoderProcess     *self,
             const AnnexDecoderReply *reply)
{
  if (self->request.operation == 0)
    return annex_decoder_reply_is_hello (reply);

  return annex_decoder_reply_is_credible (reply, &self->request, self->format);
}

/* Without room for control data the kernel drops descriptors that come along, and says so. */
static gssize
receive (AnnexDecoderProcess *self,
         AnnexDecoderReply   *reply,
         int                 *flags)
{
  struct iovec  part = { .iov_base = reply, .iov_len = sizeof *reply };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize        length;

  do
    length = recvmsg (self->fd, &message, MSG_DONTWAIT | MSG_TRUNC);
  while (length < 0 && errno == EINTR);
  *flags = message.msg_flags;

  return length;
}

static void
take_reply (AnnexDecoderProcess     *self,
            const AnnexDecoderReply *reply)
{
  g_autoptr (GTask) task = steal_task (self);

  g_task_return_pointer (task, g_memdup2 (reply, sizeof *reply), g_free);
}

/* Reads what the decoder said, if anything. */
static void
read_reply (AnnexDecoderProcess *self)
{
  AnnexDecoderReply reply = { 0 };
  int               flags;
  gssize            length = receive (self, &reply, &flags);

  if (length < 0 && errno == EAGAIN)
    return;

  if (length <= 0)
    {
      self->gave_up = TRUE;
      stop (self, "The decoder ended");
    }
  else if (self->task == NULL || length != sizeof reply || (flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || !is_credible (self, &reply))
    {
      stop (self, "The decoder gave an answer that cannot be");
    }
  else
    {
      take_reply (self, &reply);
    }
}

static gboolean
on_input (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  g_autoptr (AnnexDecoderProcess) self = g_object_ref (user_data);

  read_reply (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_deadline (gpointer user_data)
{
  g_autoptr (AnnexDecoderProcess) self = g_object_ref (user_data);

  stop (self, "The decoder took too long");

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr (AnnexDecoderProcess) self = g_object_ref (user_data);

  stop (self, "Cancelled");

  return G_SOURCE_REMOVE;
}

/* Runs for every process, also when nobody holds the object any more: no zombie is left. */
static void
on_child_exited (GPid     pid,
                 int      wait_status,
                 gpointer user_data)
{
  g_autoptr (AnnexDecoderProcess) self = g_weak_ref_get (user_data);

  if (self == NULL)
    return;

  self->has_exited = TRUE;
  /* It may have answered before; and somebody else may hold its end of the pair open. */
  if (self->fd >= 0)
    read_reply (self);
  if (self->fd >= 0)
    {
      self->gave_up = TRUE;
      stop (self, "The decoder ended");
    }
}

static void
watch_child (AnnexDecoderProcess *self)
{
  g_autoptr (GSource) source = g_child_watch_source_new (self->pid);

  g_source_set_callback (source, G_SOURCE_FUNC (on_child_exited), annex_weak_ref_new (self), (GDestroyNotify) annex_weak_ref_free);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static AnnexDecoderProcess *
create (GPid pid,
        int  fd)
{
  AnnexDecoderProcess *self = g_object_new (ANNEX_TYPE_DECODER_PROCESS, NULL);

  self->pid = pid;
  self->fd = fd;
  self->input = attach (g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR), G_SOURCE_FUNC (on_input), self);
  watch_child (self);

  return self;
}

/* Waits for a reply; @callback gets it through annex_decoder_process_send_finish(). */
static void
expect_reply (AnnexDecoderProcess *self,
              guint                deadline_ms,
              GTask               *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->task = g_object_ref (task);
  self->deadline = attach (g_timeout_source_new (deadline_ms), on_deadline, self);
  if (cancellable != NULL)
    self->cancelled = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled), self);
}

static void
annex_decoder_process_finalize (GObject *object)
{
  AnnexDecoderProcess *self = ANNEX_DECODER_PROCESS (object);

  annex_decoder_process_kill (self);

  G_OBJECT_CLASS (annex_decoder_process_parent_class)->finalize (object);
}

static void
annex_decoder_process_class_init (AnnexDecoderProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_decoder_process_finalize;
}

static void
annex_decoder_process_init (AnnexDecoderProcess *self)
{
  self->fd = -1;
}

/* Starting */

typedef struct
{
  /* input */
  char *program; /* (owned) */
  guint ready_ms;

  /* in progress */
  AnnexDecoderLaunch launch;
} Start;

static void
start_free (Start *start)
{
  g_free (start->program);
  g_free (start);
}

static void launch (GTask *task);

/* A decoder that ends before it is ready lacks a library, or is no decoder. When that was bubblewrap, it was not allowed
 * to make its namespaces. */
static GError *
explain_failed_start (AnnexDecoderProcess *process,
                      const Start         *start,
                      GError              *error)
{
  if (!g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED) || !process->gave_up)
    return error;

  error->code = start->launch == ANNEX_DECODER_LAUNCH_DIRECT ? ANNEX_PREVIEW_ERROR_NOT_INSTALLED : ANNEX_PREVIEW_ERROR_NO_CAGE;

  return error;
}

static void
hello_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  AnnexDecoderProcess *process = ANNEX_DECODER_PROCESS (source);
  Start               *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  AnnexDecoderReply hello;

  if (!annex_decoder_process_send_finish (process, result, &hello, &error))
    {
      g_task_return_error (task, explain_failed_start (process, start, g_steal_pointer (&error)));
    }
  else if (hello.status == ANNEX_DECODER_READY)
    {
      process->cage = (AnnexDecoderCage) hello.flags;
      g_task_return_pointer (task, g_object_ref (process), g_object_unref);
    }
  else if (start->launch == ANNEX_DECODER_LAUNCH_DIRECT)
    {
      start->launch = ANNEX_DECODER_LAUNCH_BUBBLEWRAP;
      launch (task);
    }
  else
    {
      g_task_return_error (task, annex_decoder_reply_to_error (&hello));
    }
}

static void
launch (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  g_autoptr (AnnexDecoderProcess) process = NULL;
  g_autoptr (GTask) hello = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;
  int  fd;

  if (!annex_decoder_launch_spawn (start->launch, start->program, &pid, &fd, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  process = create (pid, fd);
  hello = g_task_new (process, g_task_get_cancellable (task), hello_cb, g_object_ref (task));
  g_task_set_source_tag (hello, annex_decoder_process_send_async);
  expect_reply (process, start->ready_ms, hello);
}

/**
 * annex_decoder_process_start_async:
 * @program: path of `annex-decoder`
 * @ready_ms: milliseconds it has to cage itself
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called when it is ready
 * @user_data: for @callback
 *
 * Starts a decoder and waits until it has caged itself. Where the kernel has no Landlock it is started in bubblewrap.
 * There is no way to have one that is not caged.
 */
void
annex_decoder_process_start_async (const char         *program,
                                   guint               ready_ms,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);

  g_task_set_source_tag (task, annex_decoder_process_start_async);
  start->program = g_strdup (program);
  start->ready_ms = ready_ms;
  start->launch = annex_decoder_launch_get_preferred ();
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);

  if (!g_task_return_error_if_cancelled (task))
    launch (task);
}

/**
 * annex_decoder_process_start_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: %ANNEX_PREVIEW_ERROR_NOT_INSTALLED when the program cannot be started, %ANNEX_PREVIEW_ERROR_NO_CAGE when it
 * cannot be caged, %ANNEX_PREVIEW_ERROR_STOPPED when it was not ready in time or lied, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the decoder, which has not been given a file yet
 */
AnnexDecoderProcess *
annex_decoder_process_start_finish (GAsyncResult *result,
                                    GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_decoder_process_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_decoder_process_is_alive:
 * @self: a decoder
 *
 * Returns: whether it can be sent requests, as far as is known
 */
gboolean
annex_decoder_process_is_alive (AnnexDecoderProcess *self)
{
  g_return_val_if_fail (ANNEX_IS_DECODER_PROCESS (self), FALSE);

  return self->fd >= 0;
}

/**
 * annex_decoder_process_get_pid:
 * @self: a decoder
 *
 * Returns: its process id, or that of the sandbox around it
 */
GPid
annex_decoder_process_get_pid (AnnexDecoderProcess *self)
{
  g_return_val_if_fail (ANNEX_IS_DECODER_PROCESS (self), 0);

  return self->pid;
}

/**
 * annex_decoder_process_get_cage:
 * @self: a decoder
 *
 * Returns: the layers of its cage, as it has tried them from the inside
 */
AnnexDecoderCage
annex_decoder_process_get_cage (AnnexDecoderProcess *self)
{
  g_return_val_if_fail (ANNEX_IS_DECODER_PROCESS (self), 0);

  return self->cage;
}

/**
 * annex_decoder_process_kill:
 * @self: a decoder
 *
 * Kills it at once. A request under way fails with %ANNEX_PREVIEW_ERROR_STOPPED.
 */
void
annex_decoder_process_kill (AnnexDecoderProcess *self)
{
  g_return_if_fail (ANNEX_IS_DECODER_PROCESS (self));

  if (self->fd < 0)
    return;

  if (!self->has_exited)
    kill (self->pid, SIGKILL);
  destroy_source (&self->input);
  close (self->fd);
  self->fd = -1;
  if (self->task != NULL)
    stop (self, "The decoder was stopped");
}

/* Requests */

static gboolean
send_message (AnnexDecoderProcess       *self,
              const AnnexDecoderRequest *request,
              int                        fd)
{
  alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  part = { .iov_base = (gpointer) request, .iov_len = sizeof *request };
  struct msghdr                 message = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize                        length;

  if (fd >= 0)
    {
      struct cmsghdr *header;

      message.msg_control = control;
      message.msg_controllen = sizeof control;
      header = CMSG_FIRSTHDR (&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN (sizeof fd);
      memcpy (CMSG_DATA (header), &fd, sizeof fd);
    }

  do
    length = sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (length < 0 && errno == EINTR);

  return length == sizeof *request;
}

static void
remember_request (AnnexDecoderProcess       *self,
                  const AnnexDecoderRequest *request)
{
  self->request = *request;
  explicit_bzero (self->request.password, sizeof self->request.password);
  if (request->operation == ANNEX_DECODER_OPEN)
    self->format = (AnnexDecoderFormat) request->format;
}

/**
 * annex_decoder_process_send_async:
 * @self: a decoder without a request under way
 * @request: what to do; magic and serial are filled in here
 * @fd: the descriptor that goes with it, or -1; it stays the caller's
 * @deadline_ms: milliseconds after which the decoder is killed
 * @cancellable: (nullable): optional #GCancellable; the decoder is killed when it is cancelled, because it cannot be
 *   interrupted otherwise. Who rather waits a little for the answer ignores it instead of cancelling.
 * @callback: called with the reply
 * @user_data: for @callback
 *
 * Sends one request.
 */
void
annex_decoder_process_send_async (AnnexDecoderProcess       *self,
                                  const AnnexDecoderRequest *request,
                                  int                        fd,
                                  guint                      deadline_ms,
                                  GCancellable              *cancellable,
                                  GAsyncReadyCallback        callback,
                                  gpointer                   user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  AnnexDecoderRequest copy;

  g_return_if_fail (ANNEX_IS_DECODER_PROCESS (self));
  g_return_if_fail (self->task == NULL);

  g_task_set_source_tag (task, annex_decoder_process_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->fd < 0)
    {
      g_task_return_new_error_literal (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The decoder has ended");
      return;
    }

  copy = *request;
  copy.magic = ANNEX_DECODER_MAGIC;
  copy.serial = ++self->last_serial;
  remember_request (self, &copy);
  expect_reply (self, deadline_ms, task);
  if (!send_message (self, &copy, fd))
    stop (self, "The decoder does not listen");
  explicit_bzero (&copy, sizeof copy);
}

/**
 * annex_decoder_process_send_finish:
 * @self: a decoder
 * @result: the result
 * @reply: (out caller-allocates): a credible reply, which may say that the request failed
 * @error: return location for an error
 *
 * Errors: %ANNEX_PREVIEW_ERROR_STOPPED when the decoder died, hung or lied, and is dead now; %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether there is a reply
 */
gboolean
annex_decoder_process_send_finish (AnnexDecoderProcess *self,
                                   GAsyncResult        *result,
                                   AnnexDecoderReply   *reply,
                                   GError             **error)
{
  g_autofree AnnexDecoderReply *received = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_decoder_process_send_async), FALSE);

  received = g_task_propagate_pointer (G_TASK (result), error);
  if (received == NULL)
    return FALSE;
  *reply = *received;

  return TRUE;
}
