/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-job.h"

#include "annex-outline-item-private.h"
#include "annex-page-link-private.h"
#include "annex-page-text-private.h"
#include "annex-picture-facts-private.h"
#include "annex-preview-error.h"
#include "annex-text-file-private.h"

#include <graphene.h>

struct _AnnexDocumentJob
{
  /* input */
  GTask                    *task; /* (owned) (nullable) NULL once it has its answer, or is cancelled */
  AnnexDecoderRequest       request;
  int                       priority;
  AnnexDocumentJobCancelled on_cancelled;
  gpointer                  user_data;

  /* in progress */
  GSource           *cancelled; /* (owned) (nullable) */
  AnnexPageBuffer   *buffer;    /* (owned) (nullable) for a drawing */
  AnnexSharedMemory *memory;    /* (owned) (nullable) for what else is long */
};

static GTask *
steal_task (AnnexDocumentJob *job)
{
  if (job->cancelled != NULL)
    g_source_destroy (job->cancelled);
  g_clear_pointer (&job->cancelled, g_source_unref);

  return g_steal_pointer (&job->task);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  AnnexDocumentJob *job = user_data;
  g_autoptr (GTask) task = steal_task (job);

  job->on_cancelled (job, job->user_data);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/*
 * annex_document_job_new:
 * @task: gets the answer; its cancellable is watched
 * @priority: the lower, the sooner
 * @cancelled: called when @task is cancelled, right before it returns
 *
 * Returns: (transfer full): a job
 */
AnnexDocumentJob *
annex_document_job_new (GTask                     *task,
                        const AnnexDecoderRequest *request,
                        int                        priority,
                        AnnexDocumentJobCancelled  cancelled,
                        gpointer                   user_data)
{
  AnnexDocumentJob *job = g_new0 (AnnexDocumentJob, 1);
  GCancellable     *cancellable = g_task_get_cancellable (task);

  job->task = g_object_ref (task);
  job->request = *request;
  job->priority = priority;
  job->on_cancelled = cancelled;
  job->user_data = user_data;
  if (cancellable != NULL)
    {
      job->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (job->cancelled, G_SOURCE_FUNC (on_cancelled), job, NULL);
      g_source_attach (job->cancelled, g_main_context_get_thread_default ());
    }

  return job;
}

void
annex_document_job_free (AnnexDocumentJob *job)
{
  g_autoptr (GTask) task = steal_task (job);

  g_clear_pointer (&job->buffer, annex_page_buffer_free);
  g_clear_pointer (&job->memory, annex_shared_memory_free);
  g_free (job);
}

const AnnexDecoderRequest *
annex_document_job_get_request (AnnexDocumentJob *job)
{
  return &job->request;
}

int
annex_document_job_get_priority (AnnexDocumentJob *job)
{
  return job->priority;
}

/* Returns: whether nobody waits for the answer any more */
gboolean
annex_document_job_is_cancelled (AnnexDocumentJob *job)
{
  return job->task == NULL;
}

static gboolean
prepare_drawing (AnnexDocumentJob *job,
                 int              *fd,
                 GError          **error)
{
  job->buffer = annex_page_buffer_new (job->request.width, job->request.height, error);
  if (job->buffer == NULL)
    return FALSE;
  *fd = annex_page_buffer_get_fd (job->buffer);

  return TRUE;
}

/*
 * annex_document_job_prepare:
 * @fd: (out): the descriptor that goes with the request, or -1; the job keeps it
 *
 * Gets ready to be sent. Not done before, so that waiting jobs hold no memory.
 */
gboolean
annex_document_job_prepare (AnnexDocumentJob *job,
                            int              *fd,
                            GError          **error)
{
  gsize length = annex_decoder_get_output_length (&job->request);

  /* What has given way is prepared once more. */
  g_clear_pointer (&job->buffer, annex_page_buffer_free);
  g_clear_pointer (&job->memory, annex_shared_memory_free);
  *fd = -1;
  if (annex_decoder_draws (job->request.operation))
    return prepare_drawing (job, fd, error);
  if (length == 0)
    return TRUE;

  job->memory = annex_shared_memory_new (length, error);
  if (job->memory == NULL)
    return FALSE;
  *fd = annex_shared_memory_get_fd (job->memory);

  return TRUE;
}

/* @error: (transfer full) */
void
annex_document_job_fail (AnnexDocumentJob *job,
                         GError           *error)
{
  g_autoptr (GTask) task = steal_task (job);

  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static graphene_size_t *
create_size (const AnnexDecoderReply *reply)
{
  return graphene_size_init (graphene_size_alloc (), (float) reply->width, (float) reply->height);
}

static AnnexDocumentFrame *
create_frame (AnnexDocumentJob        *job,
              const AnnexDecoderReply *reply)
{
  AnnexDocumentFrame *frame = g_new (AnnexDocumentFrame, 1);

  frame->texture = annex_page_buffer_to_texture (job->buffer);
  frame->delay = reply->delay;

  return frame;
}

void
annex_document_frame_free (AnnexDocumentFrame *frame)
{
  g_clear_object (&frame->texture);
  g_free (frame);
}

static AnnexDecoderInventory *
create_inventory (AnnexDocumentJob        *job,
                  const AnnexDecoderReply *reply,
                  guint                    n_pages)
{
  guint32 next = reply->inventory.next_page;

  /* What does not come nearer to the end would never get there. */
  return next > job->request.page && next <= n_pages ? g_memdup2 (&reply->inventory, sizeof reply->inventory) : NULL;
}

/* So much is looked at elsewhere. */
static AnnexTextFileAnswer *
create_answer (AnnexDocumentJob        *job,
               const AnnexDecoderReply *reply)
{
  AnnexTextFileAnswer *answer = g_new (AnnexTextFileAnswer, 1);

  answer->memory = g_steal_pointer (&job->memory);
  answer->reply = *reply;
  answer->format = (AnnexDecoderFormat) job->request.format;

  return answer;
}

/* Returns: (transfer full) (nullable): NULL when what the decoder wrote cannot be */
static gpointer
create_result (AnnexDocumentJob        *job,
               const AnnexDecoderReply *reply,
               guint                    n_pages,
               GDestroyNotify          *destroy)
{
  switch ((AnnexDecoderOperation) job->request.operation)
    {
    case ANNEX_DECODER_SIZE:
      *destroy = (GDestroyNotify) graphene_size_free;
      return create_size (reply);
    case ANNEX_DECODER_FRAME:
      *destroy = (GDestroyNotify) annex_document_frame_free;
      return create_frame (job, reply);
    case ANNEX_DECODER_FACTS:
      *destroy = (GDestroyNotify) annex_picture_facts_free;
      return annex_picture_facts_new (reply);
    case ANNEX_DECODER_TEXT:
      *destroy = (GDestroyNotify) annex_page_text_unref;
      return annex_page_text_new_from_decoder (job->memory, reply);
    case ANNEX_DECODER_LINKS:
      *destroy = (GDestroyNotify) g_ptr_array_unref;
      return annex_page_link_list_from_decoder (job->memory, reply, n_pages);
    case ANNEX_DECODER_OUTLINE:
      *destroy = g_object_unref;
      return annex_outline_item_list_from_decoder (job->memory, reply, n_pages);
    case ANNEX_DECODER_CONTENT:
      *destroy = (GDestroyNotify) annex_text_file_answer_free;
      return create_answer (job, reply);
    case ANNEX_DECODER_INVENTORY:
      *destroy = g_free;
      return create_inventory (job, reply, n_pages);
    case ANNEX_DECODER_OPEN:
    case ANNEX_DECODER_RENDER:
    case ANNEX_DECODER_REGION:
    default:
      *destroy = g_object_unref;
      return annex_page_buffer_to_texture (job->buffer);
    }
}

/*
 * annex_document_job_return:
 * @reply: credible, and no refusal
 * @n_pages: of the document
 *
 * Gives the task what was asked for.
 *
 * Returns: %FALSE when the decoder lied
 */
gboolean
annex_document_job_return (AnnexDocumentJob        *job,
                           const AnnexDecoderReply *reply,
                           guint                    n_pages,
                           GError                 **error)
{
  g_autoptr (GTask) task = NULL;
  GDestroyNotify destroy;
  gpointer       thing;

  if (job->task == NULL)
    return TRUE;

  thing = create_result (job, reply, n_pages, &destroy);
  if (thing == NULL)
    {
      g_set_error_literal (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The decoder wrote what cannot be");
      return FALSE;
    }

  task = steal_task (job);
  g_task_return_pointer (task, thing, destroy);

  return TRUE;
}
