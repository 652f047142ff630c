/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-queue.h"

#include "annex-decoder-record.h"
#include "annex-decoder-reply.h"
#include "annex-document-job.h"
#include "annex-preview-error.h"
#include "annex-weak-ref.h"

#include <string.h>

/* Milliseconds that a drawing nobody waits for any more may go on. Most are done by then, and the decoder can be kept:
 * scrolling through a document cancels a lot. */
#define CANCEL_GRACE 250

/* Milliseconds of drawing after which a decoder is replaced between two requests. It has a fixed allowance of processor
 * time for its whole life, enough for opening, this and one drawing more, which reading a long document would use up. */
#define WORKING_LIFE 8000

typedef struct
{
  float width; /* 0: not known */
  float height;
} PageSize;

struct _AnnexDocumentQueue
{
  GObject parent_instance;

  AnnexDecoderPool  *pool;    /* (owned) */
  AnnexContent      *content; /* (owned) */
  AnnexDecoderFormat format;
  AnnexSecret       *password; /* (owned) (nullable) fits into a request */
  guint              n_pages;  /* 0: not opened yet */
  PageSize          *sizes;    /* (owned) (nullable) of n_pages */
  guint              n_frames;
  guint              n_loops; /* 0: for ever */
  gboolean           has_alpha;
  gboolean           encrypted;
  gboolean           partial;

  GCancellable        *closing; /* (owned) cancelled when nobody wants anything any more */
  AnnexDecoderProcess *process; /* (owned) (nullable) */
  gboolean             is_open; /* the process has the file */
  gboolean             is_busy; /* a process is being taken, or has a request */
  gint64               sent_at; /* monotonic, microseconds */
  gint64               worked;  /* microseconds, of this process */
  AnnexDecoderRecord  *record;  /* (owned) */

  GQueue            jobs;      /* (owned) AnnexDocumentJob; the first may be under way */
  AnnexDocumentJob *current;   /* (nullable) what the process works on; in the queue, or orphaned when cancelled */
  guint             grace;     /* source id */
  gboolean          gives_way; /* what is under way is to be done later, unless it is done in its grace */
};

G_DEFINE_FINAL_TYPE (AnnexDocumentQueue, annex_document_queue, G_TYPE_OBJECT)

enum
{
  PROP_PARTIAL = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void work (AnnexDocumentQueue *self);

/* The decoder */

static void
drop_process (AnnexDocumentQueue *self)
{
  if (self->process != NULL)
    annex_decoder_process_kill (self->process);
  g_clear_object (&self->process);
  self->is_open = FALSE;
  self->worked = 0;
}

static void
set_partial (AnnexDocumentQueue      *self,
             const AnnexDecoderReply *reply)
{
  if ((reply->flags & ANNEX_DECODER_FLAG_PARTIAL) == 0 || self->partial)
    return;

  self->partial = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PARTIAL]);
}

static GError *
create_stopped_error (const char *message)
{
  return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, message);
}

/* Fails what is first in the queue. @error: (transfer full) */
static void
fail_first (AnnexDocumentQueue *self,
            GError             *error)
{
  g_autoptr (AnnexDocumentJob) job = g_queue_pop_head (&self->jobs);

  if (job != NULL)
    annex_document_job_fail (job, error);
  else
    g_error_free (error);
}

/* A decoder that was killed because nobody waited for it any more has done nothing wrong.
 *
 * @request: (nullable): what it has died of, other than opening the file */
static void
note_death (AnnexDocumentQueue        *self,
            const AnnexDecoderRequest *request,
            const GError              *error)
{
  gboolean has_pages = self->format == ANNEX_DECODER_PDF || self->n_pages > 1;
  gboolean was_cancelled = self->current != NULL && annex_document_job_is_cancelled (self->current);

  if (!was_cancelled && !self->gives_way && g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED))
    annex_decoder_record_add_death (self->record, has_pages ? request : NULL, error);
  drop_process (self);
}

static guint
get_deadline (AnnexDocumentQueue        *self,
              const AnnexDecoderRequest *request)
{
  guint render_ms = annex_decoder_pool_get_render_deadline (self->pool);

  if (!annex_decoder_draws (request->operation) && annex_decoder_get_output_length (request) == 0 && request->operation != ANNEX_DECODER_INVENTORY)
    return annex_decoder_pool_get_open_deadline (self->pool);

  /* A page is one of many; others may be better. */
  return self->format == ANNEX_DECODER_PDF ? render_ms / 3 * 2 : render_ms;
}

/* A page that takes too long has cost its own time and nothing else: the file gets another decoder for the other pages,
 * unless these are all like that. */
static void
forgive_slow_page (AnnexDocumentQueue *self,
                   GError             *error)
{
  const AnnexDecoderRequest *request = annex_document_job_get_request (self->current);
  gint64                     took = g_get_monotonic_time () - self->sent_at;

  if (self->format != ANNEX_DECODER_PDF || took < get_deadline (self, request) * G_TIME_SPAN_MILLISECOND)
    return;

  if (!g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED))
    return;

  error->code = ANNEX_PREVIEW_ERROR_SLOW;
  annex_decoder_record_add_slow (self->record);
}

static void
note_sent (AnnexDocumentQueue *self)
{
  self->is_busy = TRUE;
  self->sent_at = g_get_monotonic_time ();
}

static void
note_answered (AnnexDocumentQueue *self)
{
  self->is_busy = FALSE;
  self->worked += g_get_monotonic_time () - self->sent_at;
}

/* Opening: what the decoder says about the file, the first time or again after a death */

static void
accept_opening (AnnexDocumentQueue      *self,
                const AnnexDecoderReply *reply)
{
  self->is_open = TRUE;
  self->worked = 0;
  if (self->n_pages != 0)
    return;

  self->n_pages = reply->n_pages;
  self->n_frames = reply->n_frames;
  self->n_loops = reply->n_loops;
  self->sizes = g_new0 (PageSize, self->n_pages);
  self->has_alpha = (reply->flags & ANNEX_DECODER_FLAG_ALPHA) != 0;
  self->encrypted = (reply->flags & ANNEX_DECODER_FLAG_ENCRYPTED) != 0;
  set_partial (self, reply);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AnnexDocumentQueue) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  AnnexDecoderReply reply;
  gboolean          answered = annex_decoder_process_send_finish (ANNEX_DECODER_PROCESS (source), result, &reply, &error);

  if (self == NULL)
    return;

  note_answered (self);
  if (!answered)
    note_death (self, NULL, error);
  else
    error = annex_decoder_reply_to_error (&reply);

  if (error == NULL && self->n_pages != 0 && (reply.n_pages != self->n_pages || reply.n_frames != self->n_frames))
    {
      error = create_stopped_error ("The decoder contradicts itself");
      note_death (self, NULL, error);
    }

  if (error == NULL)
    {
      accept_opening (self, &reply);
    }
  else
    {
      /* It takes one file only, and has had it. */
      drop_process (self);
      fail_first (self, g_steal_pointer (&error));
    }
  work (self);
}

static void
open_file (AnnexDocumentQueue *self)
{
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = self->format };

  if (self->password != NULL)
    memcpy (request.password, annex_secret_peek (self->password), annex_secret_get_length (self->password));
  note_sent (self);
  annex_decoder_process_send_async (self->process,
                                    &request,
                                    annex_content_get_fd (self->content),
                                    annex_decoder_pool_get_open_deadline (self->pool),
                                    NULL,
                                    opened_cb,
                                    annex_weak_ref_new (self));
  explicit_bzero (request.password, sizeof request.password);
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexDocumentQueue) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDecoderProcess) process = annex_decoder_pool_take_finish (ANNEX_DECODER_POOL (source), result, &error);

  if (self == NULL)
    return;

  self->is_busy = FALSE;
  if (process != NULL)
    self->process = g_steal_pointer (&process);
  else
    fail_first (self, g_steal_pointer (&error));
  work (self);
}

static void
take_process (AnnexDocumentQueue *self)
{
  self->is_busy = TRUE;
  annex_decoder_pool_take_async (self->pool, self->closing, taken_cb, annex_weak_ref_new (self));
}

/* Jobs */

static void
stop_grace (AnnexDocumentQueue *self)
{
  g_clear_handle_id (&self->grace, g_source_remove);
  self->gives_way = FALSE;
}

static gboolean
on_grace_over (gpointer user_data)
{
  g_autoptr (AnnexDocumentQueue) self = g_object_ref (user_data);

  self->grace = 0;
  if (self->process != NULL)
    annex_decoder_process_kill (self->process);

  return G_SOURCE_REMOVE;
}

static void
on_job_cancelled (AnnexDocumentJob *job,
                  gpointer          user_data)
{
  AnnexDocumentQueue *self = user_data;

  if (job == self->current)
    {
      stop_grace (self);
      self->grace = g_timeout_add (CANCEL_GRACE, on_grace_over, self);
    }
  else
    {
      g_queue_remove (&self->jobs, job);
      annex_document_job_free (job);
    }
}

static void
remember_size (AnnexDocumentQueue      *self,
               guint                    page,
               const AnnexDecoderReply *reply)
{
  if (page >= self->n_pages)
    return;

  self->sizes[page].width = (float) reply->width;
  self->sizes[page].height = (float) reply->height;
}

static void
finish_job (AnnexDocumentQueue      *self,
            AnnexDocumentJob        *job,
            const AnnexDecoderReply *reply)
{
  const AnnexDecoderRequest *request = annex_document_job_get_request (job);
  GError                    *error = annex_decoder_reply_to_error (reply);

  if (error != NULL)
    {
      annex_document_job_fail (job, error);
      return;
    }

  if (request->operation == ANNEX_DECODER_SIZE)
    remember_size (self, request->page, reply);
  if (annex_decoder_draws (request->operation))
    set_partial (self, reply);
  if (!annex_document_job_return (job, reply, self->n_pages, &error))
    {
      note_death (self, request, error);
      annex_document_job_fail (job, error);
      return;
    }

  annex_decoder_record_add_answer (self->record, request);
}

/* What is needed now does not wait for what may be needed soon. */
static void
make_way (AnnexDocumentQueue *self,
          int                 priority)
{
  if (self->current == NULL || self->grace != 0 || annex_document_job_get_priority (self->current) <= priority)
    return;

  self->gives_way = TRUE;
  self->grace = g_timeout_add (CANCEL_GRACE, on_grace_over, self);
}

/* Returns: (nullable): the first that gives way; what is under way does not */
static GList *
find_less_urgent (AnnexDocumentQueue *self,
                  int                 priority)
{
  GList *link;

  for (link = self->jobs.head; link != NULL; link = link->next)
    {
      if (link->data != self->current && annex_document_job_get_priority (link->data) > priority)
        return link;
    }

  return NULL;
}

/* It has given way, and is done anew when its turn comes. */
static void
put_back (AnnexDocumentQueue *self)
{
  AnnexDocumentJob *job = g_steal_pointer (&self->current);

  g_queue_remove (&self->jobs, job);
  g_queue_insert_before (&self->jobs, find_less_urgent (self, annex_document_job_get_priority (job)), job);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AnnexDocumentQueue) self = annex_weak_ref_steal (user_data);
  g_autoptr (AnnexDocumentJob) job = NULL;
  g_autoptr (GError) error = NULL;
  AnnexDecoderReply reply;
  gboolean          answered = annex_decoder_process_send_finish (ANNEX_DECODER_PROCESS (source), result, &reply, &error);
  gboolean          gave_way;

  if (self == NULL)
    return;

  gave_way = !answered && self->gives_way;
  if (!answered)
    {
      forgive_slow_page (self, error);
      note_death (self, annex_document_job_get_request (self->current), error);
    }
  stop_grace (self);
  note_answered (self);
  if (gave_way)
    {
      put_back (self);
      work (self);
      return;
    }

  job = g_steal_pointer (&self->current);
  g_queue_remove (&self->jobs, job);
  if (answered)
    finish_job (self, job, &reply);
  else
    annex_document_job_fail (job, g_steal_pointer (&error));
  work (self);
}

static void
send_job (AnnexDocumentQueue *self,
          AnnexDocumentJob   *job)
{
  const AnnexDecoderRequest *request = annex_document_job_get_request (job);
  g_autoptr (GError) error = NULL;
  int fd;

  if (!annex_document_job_prepare (job, &fd, &error))
    {
      fail_first (self, g_steal_pointer (&error));
      work (self);
      return;
    }

  note_sent (self);
  self->current = job;
  annex_decoder_process_send_async (self->process, request, fd, get_deadline (self, request), NULL, answered_cb, annex_weak_ref_new (self));
}

/* A new decoder has to go through all frames before the one it is asked for; between two rounds there are none. */
static gboolean
is_used_up (AnnexDocumentQueue *self)
{
  AnnexDocumentJob          *next = g_queue_peek_head (&self->jobs);
  const AnnexDecoderRequest *request = next != NULL ? annex_document_job_get_request (next) : NULL;
  gboolean                   begins = request != NULL && request->operation == ANNEX_DECODER_FRAME && request->page == 0;

  return self->worked > WORKING_LIFE * G_TIME_SPAN_MILLISECOND / (begins ? 2 : 1);
}

/* Returns: (transfer full) (nullable): why the next thing is not asked of a decoder */
static GError *
refuse_next (AnnexDocumentQueue *self)
{
  AnnexDocumentJob *next = self->is_busy ? NULL : g_queue_peek_head (&self->jobs);

  return next != NULL ? annex_decoder_record_refuse (self->record, annex_document_job_get_request (next)) : NULL;
}

/* Does the next thing that is to be done, if any: one at a time, by priority, then in the order in which they were asked
 * for. */
static void
work (AnnexDocumentQueue *self)
{
  g_autoptr (AnnexDocumentQueue) guard = g_object_ref (self);
  GError *error;

  if (self->is_busy)
    return;

  if (self->process != NULL && (!annex_decoder_process_is_alive (self->process) || is_used_up (self)))
    drop_process (self);

  while ((error = refuse_next (self)) != NULL)
    fail_first (self, error);
  if (self->is_busy || g_queue_is_empty (&self->jobs))
    return;

  if (self->process == NULL)
    take_process (self);
  else if (!self->is_open)
    open_file (self);
  else
    send_job (self, g_queue_peek_head (&self->jobs));
}

static void
annex_document_queue_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (property_id == PROP_PARTIAL)
    g_value_set_boolean (value, ANNEX_DOCUMENT_QUEUE (object)->partial);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_document_queue_dispose (GObject *object)
{
  AnnexDocumentQueue *self = ANNEX_DOCUMENT_QUEUE (object);

  g_cancellable_cancel (self->closing);
  stop_grace (self);
  self->current = NULL;
  drop_process (self);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) annex_document_job_free);

  G_OBJECT_CLASS (annex_document_queue_parent_class)->dispose (object);
}

static void
annex_document_queue_finalize (GObject *object)
{
  AnnexDocumentQueue *self = ANNEX_DOCUMENT_QUEUE (object);

  g_clear_object (&self->closing);
  g_clear_object (&self->pool);
  g_clear_object (&self->content);
  g_clear_pointer (&self->password, annex_secret_unref);
  g_clear_pointer (&self->record, annex_decoder_record_free);
  g_free (self->sizes);

  G_OBJECT_CLASS (annex_document_queue_parent_class)->finalize (object);
}

static void
annex_document_queue_class_init (AnnexDocumentQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_document_queue_get_property;
  object_class->dispose = annex_document_queue_dispose;
  object_class->finalize = annex_document_queue_finalize;

  /**
   * AnnexDocumentQueue:partial:
   *
   * Whether the file is damaged and not all of it is shown.
   */
  properties[PROP_PARTIAL] = g_param_spec_boolean ("partial", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
annex_document_queue_init (AnnexDocumentQueue *self)
{
  g_queue_init (&self->jobs);
  self->record = annex_decoder_record_new ();
  self->closing = g_cancellable_new ();
}

/*
 * annex_document_queue_new:
 * @password: (nullable): what the file is opened with, at most %ANNEX_DECODER_MAX_PASSWORD bytes; again for each decoder
 *
 * Returns: (transfer full): the work on one attachment; nothing is started yet
 */
AnnexDocumentQueue *
annex_document_queue_new (AnnexDecoderPool  *pool,
                          AnnexContent      *content,
                          AnnexDecoderFormat format,
                          AnnexSecret       *password)
{
  AnnexDocumentQueue *self = g_object_new (ANNEX_TYPE_DOCUMENT_QUEUE, NULL);

  self->pool = g_object_ref (pool);
  self->content = g_object_ref (content);
  self->format = format;
  self->password = password != NULL ? annex_secret_ref (password) : NULL;

  return self;
}

/*
 * annex_document_queue_add:
 * @task: returns a #graphene_size_t for %ANNEX_DECODER_SIZE, a #GdkTexture for %ANNEX_DECODER_RENDER and
 *   %ANNEX_DECODER_REGION, an #AnnexDocumentFrame for %ANNEX_DECODER_FRAME, #AnnexPictureFacts for %ANNEX_DECODER_FACTS,
 *   an #AnnexPageText for %ANNEX_DECODER_TEXT, a #GPtrArray of #AnnexPageLink for %ANNEX_DECODER_LINKS, a #GListModel of
 *   #AnnexOutlineItem for %ANNEX_DECODER_OUTLINE, an #AnnexDecoderInventory for %ANNEX_DECODER_INVENTORY,
 *   an #AnnexTextFileAnswer for %ANNEX_DECODER_CONTENT
 * @request: what to do
 * @priority: the lower, the sooner
 *
 * Does one thing when those before it are done. Cancelled work returns at once. What has killed a decoder before is not
 * tried again.
 */
void
annex_document_queue_add (AnnexDocumentQueue        *self,
                          GTask                     *task,
                          const AnnexDecoderRequest *request,
                          int                        priority)
{
  AnnexDocumentJob *job;

  if (g_task_return_error_if_cancelled (task))
    return;

  job = annex_document_job_new (task, request, priority, on_job_cancelled, self);
  g_queue_insert_before (&self->jobs, find_less_urgent (self, priority), job);
  make_way (self, priority);
  work (self);
}

/*
 * annex_document_queue_forgive:
 * @page: page number, from 0
 *
 * Tries to draw the page once more, when that is asked for, though it has killed a decoder before.
 */
void
annex_document_queue_forgive (AnnexDocumentQueue *self,
                              guint               page)
{
  annex_decoder_record_forgive (self->record, page);
}

AnnexDecoderFormat
annex_document_queue_get_format (AnnexDocumentQueue *self)
{
  return self->format;
}

/* Returns: 0 as long as the file has not been opened */
guint
annex_document_queue_get_n_pages (AnnexDocumentQueue *self)
{
  return self->n_pages;
}

guint
annex_document_queue_get_n_frames (AnnexDocumentQueue *self)
{
  return self->n_frames;
}

guint
annex_document_queue_get_n_loops (AnnexDocumentQueue *self)
{
  return self->n_loops;
}

gboolean
annex_document_queue_has_alpha (AnnexDocumentQueue *self)
{
  return self->has_alpha;
}

gboolean
annex_document_queue_is_encrypted (AnnexDocumentQueue *self)
{
  return self->encrypted;
}

gboolean
annex_document_queue_is_partial (AnnexDocumentQueue *self)
{
  return self->partial;
}

/* Returns: 0 when there is no decoder */
GPid
annex_document_queue_get_pid (AnnexDocumentQueue *self)
{
  return self->process != NULL ? annex_decoder_process_get_pid (self->process) : 0;
}

/* Returns: whether the size of @page has been asked for before */
gboolean
annex_document_queue_get_known_size (AnnexDocumentQueue *self,
                                     guint               page,
                                     graphene_size_t    *size)
{
  if (page >= self->n_pages || self->sizes[page].width <= 0)
    return FALSE;

  graphene_size_init (size, self->sizes[page].width, self->sizes[page].height);

  return TRUE;
}
