/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-safe-copy.h"

#include "annex-page-surface.h"

#include <cairo-pdf.h>

/* Pixels of an inch: small print can still be read, and a page of A4 has two million. */
#define RESOLUTION 150.0

#define POINTS_PER_INCH 72.0

/* Pixels of one page, which is a sheet of A2 at that resolution. A larger page gets fewer. */
#define MAX_PAGE_PIXELS (16 << 20)

struct _AnnexSafeCopy
{
  GObject parent_instance;

  AnnexDocument *document; /* (owned) */
  guint          n_done;
  int            failed_page; /* -1: none */
  gboolean       making;
};

G_DEFINE_FINAL_TYPE (AnnexSafeCopy, annex_safe_copy, G_TYPE_OBJECT)

enum
{
  PROP_N_DONE = 1,
  PROP_MAKING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One making. */
typedef struct
{
  /* In progress: the writer and the surfaces belong to a thread while it adds a page */
  AnnexContentWriter *writer;   /* (owned) */
  GError             *error;    /* (owned) (nullable) of the writer */
  cairo_surface_t    *pdf;      /* (owned) */
  GdkTexture         *texture;  /* (owned) (nullable) page that is added */
  graphene_size_t     size;     /* of that, in points */
  gboolean            finished; /* all pages are added */
} Making;

static void draw_next (GTask *task);

static void
making_free (Making *making)
{
  /* Before the writer, which it may still have something for */
  g_clear_pointer (&making->pdf, cairo_surface_destroy);
  g_clear_object (&making->writer);
  g_clear_error (&making->error);
  g_clear_object (&making->texture);
  g_free (making);
}

static cairo_status_t
write_pdf (gpointer      closure,
           const guchar *data,
           guint         length)
{
  Making *making = closure;

  if (making->error != NULL || !annex_content_writer_append (making->writer, data, length, &making->error))
    return CAIRO_STATUS_WRITE_ERROR;

  return CAIRO_STATUS_SUCCESS;
}

static void
annex_safe_copy_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_N_DONE:
      g_value_set_uint (value, ANNEX_SAFE_COPY (object)->n_done);
      break;
    case PROP_MAKING:
      g_value_set_boolean (value, ANNEX_SAFE_COPY (object)->making);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_safe_copy_finalize (GObject *object)
{
  g_clear_object (&ANNEX_SAFE_COPY (object)->document);

  G_OBJECT_CLASS (annex_safe_copy_parent_class)->finalize (object);
}

static void
annex_safe_copy_class_init (AnnexSafeCopyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_safe_copy_get_property;
  object_class->finalize = annex_safe_copy_finalize;

  /**
   * AnnexSafeCopy:n-done:
   *
   * How many pages are drawn and in the copy.
   */
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AnnexSafeCopy:making:
   *
   * Whether it is being made.
   */
  properties[PROP_MAKING] = g_param_spec_boolean ("making", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_safe_copy_init (AnnexSafeCopy *self)
{
  self->failed_page = -1;
}

static void
set_n_done (AnnexSafeCopy *self,
            guint          n_done)
{
  self->n_done = n_done;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
}

static void
set_making (AnnexSafeCopy *self,
            gboolean       making)
{
  self->making = making;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAKING]);
}

static void
fail_page (GTask  *task,
           GError *error)
{
  AnnexSafeCopy *self = g_task_get_source_object (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failed_page = (int) self->n_done;
  g_task_return_error (task, error);
}

static void
seal (GTask *task)
{
  Making       *making = g_task_get_task_data (task);
  GError       *error = NULL;
  AnnexContent *content = annex_content_writer_seal (making->writer, &error);

  if (content == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, content, g_object_unref);
}

static void
add_page_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  AnnexSafeCopy *self = g_task_get_source_object (task);
  Making        *making = g_task_get_task_data (task);
  GError        *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_object (&making->texture);
  if (making->finished)
    {
      seal (task);
      return;
    }

  set_n_done (self, self->n_done + 1);
  draw_next (task);
}

static cairo_status_t
add_page (Making *making)
{
  cairo_surface_t *page = annex_page_surface_new_on_white (making->texture);
  cairo_status_t   status;
  cairo_t         *cr;

  cairo_pdf_surface_set_size (making->pdf, making->size.width, making->size.height);
  cr = cairo_create (making->pdf);
  cairo_scale (cr,
               making->size.width / cairo_image_surface_get_width (page),
               making->size.height / cairo_image_surface_get_height (page));
  cairo_set_source_surface (cr, page, 0, 0);
  cairo_paint (cr);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (page);

  return status;
}

/* Packing the pixels takes its time, so the window does not wait for it. */
static void
add_page_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Making        *making = task_data;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;

  if (making->finished)
    cairo_surface_finish (making->pdf);
  else
    status = add_page (making);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (making->pdf);

  if (making->error != NULL)
    g_task_return_error (task, g_error_copy (making->error));
  else if (status != CAIRO_STATUS_SUCCESS)
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  else
    g_task_return_boolean (task, TRUE);
}

/* What is being added is waited for even when the agent cancels: the thread works with what the making owns. It holds nothing
 * itself, so that no document ends in a thread. */
static void
start_thread (GTask *task)
{
  g_autoptr (GTask) step = g_task_new (NULL, g_task_get_cancellable (task), add_page_cb, g_object_ref (task));

  g_task_set_source_tag (step, start_thread);
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (step, add_page_thread);
}

static void
draw_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;

  making->texture = annex_document_draw_region_finish (ANNEX_DOCUMENT (source), result, &error);
  if (making->texture == NULL)
    fail_page (task, error);
  else
    start_thread (task);
}

static void
size_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (g_steal_pointer (&user_data));
  AnnexSafeCopy *self = g_task_get_source_object (task);
  Making        *making = g_task_get_task_data (task);
  GError        *error = NULL;
  double         width, height;

  if (!annex_document_query_size_finish (self->document, result, &making->size, &error))
    {
      fail_page (task, error);
      return;
    }

  width = making->size.width * RESOLUTION / POINTS_PER_INCH;
  height = making->size.height * RESOLUTION / POINTS_PER_INCH;
  annex_page_surface_limit (MAX_PAGE_PIXELS, &width, &height);
  annex_document_draw_region_async (self->document,
                                    self->n_done,
                                    (guint) width,
                                    (guint) height,
                                    &(GdkRectangle) { 0, 0, (int) width, (int) height },
                                    ANNEX_DOCUMENT_PRIORITY_AHEAD,
                                    g_task_get_cancellable (task),
                                    draw_cb,
                                    g_object_ref (task));
}

static void
draw_next (GTask *task)
{
  AnnexSafeCopy *self = g_task_get_source_object (task);
  Making        *making = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  making->finished = self->n_done >= annex_document_get_n_pages (self->document);
  if (making->finished)
    start_thread (task);
  else
    annex_document_query_size_async (self->document, self->n_done, ANNEX_DOCUMENT_PRIORITY_AHEAD, g_task_get_cancellable (task), size_cb, g_object_ref (task));
}

/**
 * annex_safe_copy_new:
 * @document: a document with pages
 *
 * Returns: (transfer full): a copy to be made of it
 */
AnnexSafeCopy *
annex_safe_copy_new (AnnexDocument *document)
{
  AnnexSafeCopy *self;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT (document), NULL);

  self = g_object_new (ANNEX_TYPE_SAFE_COPY, NULL);
  self->document = g_object_ref (document);

  return self;
}

/**
 * annex_safe_copy_get_document:
 * @self: a safe copy
 *
 * Returns: (transfer none): what it is made of
 */
AnnexDocument *
annex_safe_copy_get_document (AnnexSafeCopy *self)
{
  g_return_val_if_fail (ANNEX_IS_SAFE_COPY (self), NULL);

  return self->document;
}

/**
 * annex_safe_copy_get_n_done:
 * @self: a safe copy
 *
 * Returns: how many pages are drawn and in the copy
 */
guint
annex_safe_copy_get_n_done (AnnexSafeCopy *self)
{
  g_return_val_if_fail (ANNEX_IS_SAFE_COPY (self), 0);

  return self->n_done;
}

/**
 * annex_safe_copy_get_failed_page:
 * @self: a safe copy that could not be made
 *
 * Returns: number from 0 of the page that could not be drawn; -1 when something else was the matter
 */
int
annex_safe_copy_get_failed_page (AnnexSafeCopy *self)
{
  g_return_val_if_fail (ANNEX_IS_SAFE_COPY (self), -1);

  return self->failed_page;
}

/**
 * annex_safe_copy_is_making:
 * @self: a safe copy
 *
 * Returns: whether it is being made
 */
gboolean
annex_safe_copy_is_making (AnnexSafeCopy *self)
{
  g_return_val_if_fail (ANNEX_IS_SAFE_COPY (self), FALSE);

  return self->making;
}

/**
 * annex_safe_copy_make_async:
 * @self: a safe copy
 * @cancellable: (nullable): stops between two pages, or while one is drawn
 * @callback: called when the copy is made, or not
 * @user_data: for @callback
 *
 * Draws all pages, one after the other, after everything that somebody waits to see. A page keeps its size in points; its
 * pixels are 150 to the inch, fewer where it is large. A page that cannot be drawn ends the making.
 */
void
annex_safe_copy_make_async (AnnexSafeCopy      *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  Making *making;

  g_return_if_fail (ANNEX_IS_SAFE_COPY (self));

  g_task_set_source_tag (task, annex_safe_copy_make_async);
  making = g_new0 (Making, 1);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  self->failed_page = -1;
  set_n_done (self, 0);
  set_making (self, TRUE);
  making->writer = annex_content_writer_new (ANNEX_SAFE_COPY_MAX_SIZE, &error);
  if (making->writer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  making->pdf = cairo_pdf_surface_create_for_stream (write_pdf, making, 1, 1);
  draw_next (task);
}

/**
 * annex_safe_copy_make_finish:
 * @self: a safe copy
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError for a page, which annex_safe_copy_get_failed_page() tells;
 * %ANNEX_SERVICE_ERROR_TOO_LARGE when the copy would have more than %ANNEX_SAFE_COPY_MAX_SIZE; %G_IO_ERROR, among them
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): a PDF
 */
AnnexContent *
annex_safe_copy_make_finish (AnnexSafeCopy *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_safe_copy_make_async), NULL);

  set_making (self, FALSE);

  return g_task_propagate_pointer (G_TASK (result), error);
}
