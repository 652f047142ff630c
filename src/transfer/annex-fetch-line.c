/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fetch-line.h"

/* Of links that are asked for and downloads together: a link is used at once, so there must be a place for its download. */
#define MAX_UNDER_WAY 2

/*< private >
 * annex_fetch_line_init:
 * @self: a line
 *
 * Makes it empty.
 */
void
annex_fetch_line_init (AnnexFetchLine *self)
{
  g_queue_init (&self->pending);
  self->under_way = g_ptr_array_new ();
}

/*< private >
 * annex_fetch_line_clear:
 * @self: a line
 *
 * Lets go what it holds. The jobs are not its own.
 */
void
annex_fetch_line_clear (AnnexFetchLine *self)
{
  g_queue_clear (&self->pending);
  g_clear_pointer (&self->under_way, g_ptr_array_unref);
}

/*< private >
 * annex_fetch_line_join:
 * @self: a line
 * @job: a job that is not in it
 *
 * Lets a job wait: the more urgent first, and among equals what was wished for last.
 */
void
annex_fetch_line_join (AnnexFetchLine *self,
                       AnnexFetchJob  *job)
{
  GList *next = self->pending.head;

  while (next != NULL && ((AnnexFetchJob *) next->data)->priority < job->priority)
    next = next->next;
  g_queue_insert_before (&self->pending, next, job);
}

/*< private >
 * annex_fetch_line_leave:
 * @self: a line
 * @job: a job
 *
 * Takes a job out of those that wait, if it is one of them.
 */
void
annex_fetch_line_leave (AnnexFetchLine *self,
                        AnnexFetchJob  *job)
{
  g_queue_remove (&self->pending, job);
}

/*< private >
 * annex_fetch_line_begin:
 * @self: a line
 * @job: a job that waits
 *
 * Gives it a place.
 */
void
annex_fetch_line_begin (AnnexFetchLine *self,
                        AnnexFetchJob  *job)
{
  annex_fetch_line_leave (self, job);
  g_ptr_array_add (self->under_way, job);
  job->cancellable = g_cancellable_new ();
  job->skips_pause = FALSE;
  job->is_requesting = TRUE;
}

/*< private >
 * annex_fetch_line_give_up:
 * @self: a line
 * @job: a job
 *
 * Ends the attempt under way, if there is one, and takes the place back. Its result will find another cancellable, or
 * none.
 */
void
annex_fetch_line_give_up (AnnexFetchLine *self,
                          AnnexFetchJob  *job)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&job->cancellable);

  if (cancellable == NULL)
    return;

  job->is_requesting = FALSE;
  g_ptr_array_remove (self->under_way, job);
  g_cancellable_cancel (cancellable);
}

/*< private >
 * annex_fetch_line_get_next:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): the first job that waits for anything but the network; nobody overtakes it
 */
AnnexFetchJob *
annex_fetch_line_get_next (AnnexFetchLine *self)
{
  for (GList *l = self->pending.head; l != NULL; l = l->next)
    {
      AnnexFetchJob *job = l->data;

      if (!job->is_offline)
        return job;
    }

  return NULL;
}

/*< private >
 * annex_fetch_line_get_last_begun:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): the job under way that began last
 */
AnnexFetchJob *
annex_fetch_line_get_last_begun (AnnexFetchLine *self)
{
  return self->under_way->len > 0 ? g_ptr_array_index (self->under_way, self->under_way->len - 1) : NULL;
}

/*< private >
 * annex_fetch_line_has_place:
 * @self: a line
 * @job: a job that waits
 * @is_probing: whether only one request at a time may find out if the service is well again
 *
 * The agent's requests know nothing of background work, which in turn keeps out of their way.
 *
 * Returns: whether there is a place for it, or one that annex_fetch_line_find_victim() can give back
 */
gboolean
annex_fetch_line_has_place (AnnexFetchLine *self,
                            AnnexFetchJob  *job,
                            gboolean        is_probing)
{
  const gboolean is_click = annex_fetch_job_is_click (job);
  guint          n_taken = 0;

  for (guint i = 0; i < self->under_way->len; i++)
    {
      AnnexFetchJob *other = g_ptr_array_index (self->under_way, i);

      if (is_click && !annex_fetch_job_is_click (other))
        continue;
      if ((is_probing && other->is_requesting) || (!is_click && annex_fetch_job_is_click (other)))
        return FALSE;
      n_taken++;
    }

  return n_taken < MAX_UNDER_WAY;
}

/*< private >
 * annex_fetch_line_find_victim:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): what must give its place back before another job can begin: the background work
 *   that has come the least far; %NULL when there is a place
 */
AnnexFetchJob *
annex_fetch_line_find_victim (AnnexFetchLine *self)
{
  AnnexFetchJob *victim = NULL;

  if (self->under_way->len < MAX_UNDER_WAY)
    return NULL;

  for (guint i = self->under_way->len; i > 0; i--)
    {
      AnnexFetchJob *job = g_ptr_array_index (self->under_way, i - 1);

      if (!annex_fetch_job_is_click (job) && (victim == NULL || (job->is_requesting && !victim->is_requesting)))
        victim = job;
    }

  return victim;
}

/*< private >
 * annex_fetch_line_copy_pending:
 * @self: a line
 *
 * Notifying may change the line: whoever goes through it goes through a copy, and looks at each job again.
 *
 * Returns: (transfer full) (element-type AnnexFetchJob): those that wait
 */
GPtrArray *
annex_fetch_line_copy_pending (AnnexFetchLine *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_fetch_job_unref);

  for (GList *l = self->pending.head; l != NULL; l = l->next)
    g_ptr_array_add (copy, annex_fetch_job_ref (l->data));

  return copy;
}
