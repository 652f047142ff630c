/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document.h"

#include "annex-document-job.h"
#include "annex-document-private.h"
#include "annex-preview-error.h"

#include <string.h>

G_STATIC_ASSERT (ANNEX_DOCUMENT_MAX_PASSWORD == ANNEX_DECODER_MAX_PASSWORD);

struct _AnnexDocument
{
  GObject parent_instance;

  AnnexDocumentQueue *queue; /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexDocument, annex_document, G_TYPE_OBJECT)

enum
{
  PROP_PARTIAL = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
on_queue_notify_partial (AnnexDocument *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PARTIAL]);
}

static void
annex_document_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (property_id == PROP_PARTIAL)
    g_value_set_boolean (value, annex_document_is_partial (ANNEX_DOCUMENT (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_document_finalize (GObject *object)
{
  AnnexDocument *self = ANNEX_DOCUMENT (object);

  g_clear_object (&self->queue);

  G_OBJECT_CLASS (annex_document_parent_class)->finalize (object);
}

static void
annex_document_class_init (AnnexDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_document_get_property;
  object_class->finalize = annex_document_finalize;

  /**
   * AnnexDocument:partial:
   *
   * Whether the file is damaged and not all of it is shown.
   */
  properties[PROP_PARTIAL] = g_param_spec_boolean ("partial", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
annex_document_init (AnnexDocument *self)
{
}

static AnnexDocument *
create (AnnexDecoderPool  *pool,
        AnnexContent      *content,
        AnnexDecoderFormat format,
        AnnexSecret       *password)
{
  AnnexDocument *self = g_object_new (ANNEX_TYPE_DOCUMENT, NULL);

  self->queue = annex_document_queue_new (pool, content, format, password);
  g_signal_connect_object (self->queue, "notify::partial", G_CALLBACK (on_queue_notify_partial), self, G_CONNECT_SWAPPED);

  return self;
}

/* The decoder is told what to read; it never guesses. 0: nothing reads this. */
static AnnexDecoderFormat
choose_format (const AnnexFileType *type)
{
  switch (type->format)
    {
    case ANNEX_FILE_FORMAT_JPEG:
      return ANNEX_DECODER_JPEG;
    case ANNEX_FILE_FORMAT_PNG:
      return ANNEX_DECODER_PNG;
    case ANNEX_FILE_FORMAT_GIF:
      return ANNEX_DECODER_GIF;
    case ANNEX_FILE_FORMAT_WEBP:
      return ANNEX_DECODER_WEBP;
    case ANNEX_FILE_FORMAT_HEIF:
      return ANNEX_DECODER_HEIF;
    case ANNEX_FILE_FORMAT_AVIF:
      return ANNEX_DECODER_AVIF;
    case ANNEX_FILE_FORMAT_TIFF:
      return ANNEX_DECODER_TIFF;
    case ANNEX_FILE_FORMAT_PDF:
      return ANNEX_DECODER_PDF;
    case ANNEX_FILE_FORMAT_OTHER:
    default:
      return 0;
    }
}

/* What is longer than a password can be is a wrong one. */
static gboolean
can_be_password (AnnexSecret *password)
{
  gsize length = annex_secret_get_length (password);

  return length <= ANNEX_DECODER_MAX_PASSWORD && strlen (annex_secret_peek (password)) == length;
}

static void
first_size_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  if (!annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
}

/**
 * annex_document_open_async:
 * @pool: where decoders come from
 * @content: the bytes
 * @type: what they were recognised as
 * @password: (nullable): what the file is locked with
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called when the document can be shown
 * @user_data: for @callback
 *
 * Opens an attachment in a decoder of its own. When it succeeds, the number of pages and the size of the first are known.
 * The password is kept as long as the document, for the next decoder when one is worn out, and nowhere else.
 */
void
annex_document_open_async (AnnexDecoderPool    *pool,
                           AnnexContent        *content,
                           const AnnexFileType *type,
                           AnnexSecret         *password,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (AnnexDocument) self = NULL;
  AnnexDecoderFormat format;

  g_return_if_fail (ANNEX_IS_DECODER_POOL (pool) && ANNEX_IS_CONTENT (content) && type != NULL);

  g_task_set_source_tag (task, annex_document_open_async);
  format = choose_format (type);
  if (format == 0)
    {
      g_task_return_new_error (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_UNSUPPORTED, "Nothing draws %s", type->media_type);
      return;
    }

  if (password != NULL && !can_be_password (password))
    {
      g_task_return_new_error_literal (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_LOCKED, "It cannot be the password");
      return;
    }

  self = create (pool, content, format, password);
  annex_document_query_size_async (self, 0, ANNEX_DOCUMENT_PRIORITY_VISIBLE, cancellable, first_size_cb, g_object_ref (task));
}

/**
 * annex_document_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, among them %ANNEX_PREVIEW_ERROR_LOCKED when a password is needed, or was wrong;
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the document
 */
AnnexDocument *
annex_document_open_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer none): where what is wanted of the document waits */
AnnexDocumentQueue *
annex_document_get_queue (AnnexDocument *self)
{
  return self->queue;
}

/**
 * annex_document_get_n_pages:
 * @self: a document
 *
 * Returns: how many pages it has; 1 for a picture, unless it is a TIFF with several
 */
guint
annex_document_get_n_pages (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), 0);

  return annex_document_queue_get_n_pages (self->queue);
}

/**
 * annex_document_is_picture:
 * @self: a document
 *
 * Returns: whether it is one picture, perhaps a moving one, measured in pixels, rather than pages, measured in points of
 *   1/72 inch
 */
gboolean
annex_document_is_picture (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_get_format (self->queue) != ANNEX_DECODER_PDF && annex_document_queue_get_n_pages (self->queue) <= 1;
}

/**
 * annex_document_is_partial:
 * @self: a document
 *
 * Returns: whether the file is damaged and not all of it is shown; for a picture that is known when it has been drawn
 */
gboolean
annex_document_is_partial (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_is_partial (self->queue);
}

/**
 * annex_document_is_encrypted:
 * @self: a document
 *
 * Returns: whether the file is encrypted, be it that everybody can open it
 */
gboolean
annex_document_is_encrypted (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_is_encrypted (self->queue);
}

/**
 * annex_document_has_alpha:
 * @self: a document
 *
 * Returns: whether it is a picture that may have transparent parts
 */
gboolean
annex_document_has_alpha (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_has_alpha (self->queue);
}

/**
 * annex_document_get_decoder_pid:
 * @self: a document
 *
 * Returns: process id of its decoder, or of the sandbox around that; 0 when there is none at the moment
 */
GPid
annex_document_get_decoder_pid (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), 0);

  return annex_document_queue_get_pid (self->queue);
}

/**
 * annex_document_get_known_size:
 * @self: a document
 * @page: page number, from 0
 * @size: (out caller-allocates): its size, upright, in pixels for a picture and points for a page
 *
 * Returns: whether the size is known already
 */
gboolean
annex_document_get_known_size (AnnexDocument   *self,
                               guint            page,
                               graphene_size_t *size)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), FALSE);

  return annex_document_queue_get_known_size (self->queue, page, size);
}

static gboolean
is_page (AnnexDocument *self,
         guint          page)
{
  /* Before the file is opened the first page is asked for. */
  return page < MAX (annex_document_queue_get_n_pages (self->queue), 1);
}

static void
add (AnnexDocument             *self,
     GTask                     *task,
     const AnnexDecoderRequest *request,
     AnnexDocumentPriority      priority)
{
  annex_document_queue_add (self->queue, task, request, (int) priority);
}

/**
 * annex_document_query_size_async:
 * @self: a document
 * @page: page number, from 0
 * @priority: how soon the size is needed
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the size
 * @user_data: for @callback
 *
 * Asks for the size of a page. Requests are answered one after the other.
 */
void
annex_document_query_size_async (AnnexDocument        *self,
                                 guint                 page,
                                 AnnexDocumentPriority priority,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  graphene_size_t size;

  g_return_if_fail (ANNEX_IS_DOCUMENT (self) && is_page (self, page));

  g_task_set_source_tag (task, annex_document_query_size_async);
  if (annex_document_get_known_size (self, page, &size))
    g_task_return_pointer (task, graphene_size_init_from_size (graphene_size_alloc (), &size), (GDestroyNotify) graphene_size_free);
  else
    add (self, task, &(AnnexDecoderRequest) { .operation = ANNEX_DECODER_SIZE, .page = page }, priority);
}

/**
 * annex_document_query_size_finish:
 * @self: a document
 * @result: the result
 * @size: (out caller-allocates): the size, as in annex_document_get_known_size()
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether @size is set
 */
gboolean
annex_document_query_size_finish (AnnexDocument   *self,
                                  GAsyncResult    *result,
                                  graphene_size_t *size,
                                  GError         **error)
{
  graphene_size_t *received;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_query_size_async), FALSE);

  received = g_task_propagate_pointer (G_TASK (result), error);
  if (received == NULL)
    return FALSE;

  *size = *received;
  graphene_size_free (received);

  return TRUE;
}

/**
 * annex_document_render_async:
 * @self: a document
 * @page: page number, from 0
 * @width: device pixels
 * @height: device pixels
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the drawing
 * @user_data: for @callback
 *
 * Draws a page or picture stretched to @width × @height, which is to have the proportions of its size. Requests are
 * answered one after the other; a cancelled one returns at once, and is left out if it has not begun.
 */
void
annex_document_render_async (AnnexDocument      *self,
                             guint               page,
                             guint               width,
                             guint               height,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (self) && is_page (self, page));

  g_task_set_source_tag (task, annex_document_render_async);
  add (self,
       task,
       &(AnnexDecoderRequest) { .operation = ANNEX_DECODER_RENDER, .page = page, .width = width, .height = height },
       ANNEX_DOCUMENT_PRIORITY_VISIBLE);
}

/**
 * annex_document_render_finish:
 * @self: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, among them %ANNEX_PREVIEW_ERROR_TOO_LARGE when more pixels were asked for than may be
 * drawn at once, and %ANNEX_PREVIEW_ERROR_STOPPED when the decoder died, hung or lied; %G_IO_ERROR_CANCELLED. After any of
 * them the document can be asked again; for the page that a decoder died of, see annex_document_forgive().
 *
 * Returns: (transfer full): the drawing, of exactly the size asked for
 */
GdkTexture *
annex_document_render_finish (AnnexDocument *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_render_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_document_forgive:
 * @self: a document
 * @page: page number, from 0
 *
 * Lets a page be drawn once more that has stopped a decoder, which is otherwise not tried. No page is forgiven twice.
 */
void
annex_document_forgive (AnnexDocument *self,
                        guint          page)
{
  g_return_if_fail (ANNEX_IS_DOCUMENT (self));

  annex_document_queue_forgive (self->queue, page);
}

static gboolean
is_region (guint               full_width,
           guint               full_height,
           const GdkRectangle *region)
{
  return full_width >= 1
         && full_width <= ANNEX_DECODER_MAX_FULL_SIDE
         && full_height >= 1
         && full_height <= ANNEX_DECODER_MAX_FULL_SIDE
         && region->x >= 0
         && region->y >= 0
         && region->width >= 1
         && region->height >= 1
         && (gint64) region->x + region->width <= full_width
         && (gint64) region->y + region->height <= full_height;
}

/**
 * annex_document_draw_region_async:
 * @self: a document
 * @page: page number, from 0
 * @full_width: device pixels that the whole page or picture would have, 1…2²⁰
 * @full_height: device pixels that the whole page or picture would have, 1…2²⁰
 * @region: the part of these that is wanted; it lies within them
 * @priority: how urgent it is
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the drawing
 * @user_data: for @callback
 *
 * Draws a part of a page or picture. All parts with the same @full_width and @full_height fit together without a seam. The
 * first part of a picture takes as long as decoding all of it, and the decoder then holds it for the next ones; drawing
 * all of it fitted, with annex_document_render_async(), is faster, so that comes first.
 */
void
annex_document_draw_region_async (AnnexDocument        *self,
                                  guint                 page,
                                  guint                 full_width,
                                  guint                 full_height,
                                  const GdkRectangle   *region,
                                  AnnexDocumentPriority priority,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_REGION, .page = page, .full_width = full_width, .full_height = full_height };

  g_return_if_fail (ANNEX_IS_DOCUMENT (self) && is_page (self, page));
  g_return_if_fail (region != NULL && is_region (full_width, full_height, region));

  g_task_set_source_tag (task, annex_document_draw_region_async);
  request.x = (guint) region->x;
  request.y = (guint) region->y;
  request.width = (guint) region->width;
  request.height = (guint) region->height;
  add (self, task, &request, priority);
}

/**
 * annex_document_draw_region_finish:
 * @self: a document
 * @result: the result
 * @error: return location for an error
 *
 * Errors: as annex_document_render_finish().
 *
 * Returns: (transfer full): the drawing, of exactly the size of the region
 */
GdkTexture *
annex_document_draw_region_finish (AnnexDocument *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_draw_region_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_document_get_n_frames:
 * @self: a document
 *
 * Returns: how many frames a moving picture has, as far as they are shown; 1 for everything else
 */
guint
annex_document_get_n_frames (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), 0);

  return annex_document_queue_get_n_frames (self->queue);
}

/**
 * annex_document_get_n_loops:
 * @self: a document
 *
 * Returns: how often a moving picture is to be played; 0: for ever
 */
guint
annex_document_get_n_loops (AnnexDocument *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT (self), 0);

  return annex_document_queue_get_n_loops (self->queue);
}

/**
 * annex_document_draw_frame_async:
 * @self: a document with several frames
 * @frame: frame number, from 0
 * @width: device pixels
 * @height: device pixels
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the drawing
 * @user_data: for @callback
 *
 * Draws a frame stretched to @width × @height. The next frame costs one frame's work; going back costs all frames from the
 * first. #AnnexAnimation plays them.
 */
void
annex_document_draw_frame_async (AnnexDocument      *self,
                                 guint               frame,
                                 guint               width,
                                 guint               height,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (ANNEX_IS_DOCUMENT (self));
  g_return_if_fail (annex_document_get_n_frames (self) > 1 && frame < annex_document_get_n_frames (self));

  g_task_set_source_tag (task, annex_document_draw_frame_async);
  add (self,
       task,
       &(AnnexDecoderRequest) { .operation = ANNEX_DECODER_FRAME, .page = frame, .width = width, .height = height },
       ANNEX_DOCUMENT_PRIORITY_VISIBLE);
}

/**
 * annex_document_draw_frame_finish:
 * @self: a document
 * @result: the result
 * @delay: (out): milliseconds that the frame is to be shown, at least 20
 * @error: return location for an error
 *
 * Errors: as annex_document_render_finish().
 *
 * Returns: (transfer full): the drawing, of exactly the size asked for
 */
GdkTexture *
annex_document_draw_frame_finish (AnnexDocument *self,
                                  GAsyncResult  *result,
                                  guint         *delay,
                                  GError       **error)
{
  AnnexDocumentFrame *frame;
  GdkTexture         *texture;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_document_draw_frame_async), NULL);

  frame = g_task_propagate_pointer (G_TASK (result), error);
  if (frame == NULL)
    return NULL;

  *delay = frame->delay;
  texture = g_steal_pointer (&frame->texture);
  annex_document_frame_free (frame);

  return texture;
}
