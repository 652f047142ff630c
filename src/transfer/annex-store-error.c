/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-store-error.h"

#include <libsoup/soup.h>
#include <string.h>

/* Longer than anything that is compared or kept. */
#define MAX_MEMBER 256

static void
take_member (char      **member,
             const char *text,
             gsize       length)
{
  /* The first one counts; a document that repeats itself is no better for it. */
  if (*member == NULL)
    *member = g_strstrip (g_strndup (text, MIN (length, MAX_MEMBER)));
}

static void
on_text (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             user_data,
         GError             **error)
{
  AnnexStoreErrorDocument *document = user_data;
  const GSList            *stack = g_markup_parse_context_get_element_stack (context);
  const char              *element = stack != NULL ? stack->data : NULL;

  if (stack == NULL || stack->next == NULL || stack->next->next != NULL || !g_str_equal (stack->next->data, "Error"))
    return;

  if (g_str_equal (element, "Code"))
    take_member (&document->code, text, length);
  else if (g_str_equal (element, "Message"))
    take_member (&document->message, text, length);
  else if (g_str_equal (element, "RequestId"))
    take_member (&document->request_id, text, length);
  else if (g_str_equal (element, "Expires") || g_str_equal (element, "ServerTime"))
    document->has_expiry = TRUE;
}

/*< private >
 * annex_store_error_document_parse:
 * @text: (array length=length): a body, or the beginning of one
 * @length: how many bytes
 *
 * Reads as much of an S3 error document as can be read: what is broken or cut off at the end does not make worthless
 * what came before it.
 *
 * Returns: (transfer full): what was found, perhaps nothing
 */
AnnexStoreErrorDocument *
annex_store_error_document_parse (const char *text,
                                  gsize       length)
{
  static const GMarkupParser parser = { .text = on_text };
  AnnexStoreErrorDocument   *document = g_new0 (AnnexStoreErrorDocument, 1);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, document, NULL);

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  if (length > 0)
    g_markup_parse_context_parse (context, text, (gssize) MIN (length, ANNEX_STORE_ERROR_MAX_SIZE), NULL);

  return document;
}

/*< private >
 * annex_store_error_document_free:
 * @document: (transfer full): a document
 *
 * Frees @document.
 */
void
annex_store_error_document_free (AnnexStoreErrorDocument *document)
{
  g_free (document->code);
  g_free (document->message);
  g_free (document->request_id);
  g_free (document);
}

static gboolean
has_code (const AnnexStoreErrorDocument *document,
          const char *const             *codes)
{
  return document != NULL && document->code != NULL && g_strv_contains (codes, document->code);
}

/* AWS does not document the text of an expired URL's answer; the markers are what captures of it have in common. */
static gboolean
is_expired (guint                          status,
            const AnnexStoreErrorDocument *document)
{
  static const char *const codes[] = {
    "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "ExpiredRequest", "RequestExpired", NULL
  };
  static const char *const denied[] = { "AccessDenied", NULL };

  if (status != SOUP_STATUS_FORBIDDEN && status != SOUP_STATUS_BAD_REQUEST)
    return FALSE;
  if (has_code (document, codes))
    return TRUE;

  return status == SOUP_STATUS_FORBIDDEN && has_code (document, denied)
         && (document->has_expiry || g_strcmp0 (document->message, "Request has expired") == 0);
}

static gboolean
is_busy (guint                          status,
         const AnnexStoreErrorDocument *document)
{
  static const char *const codes[] = { "SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError", NULL };

  return status >= 500 || status == SOUP_STATUS_REQUEST_TIMEOUT || status == 429
         || (status >= 400 && has_code (document, codes));
}

/*< private >
 * annex_store_error_classify:
 * @status: HTTP status of the answer, not that of a success
 * @document: (nullable): what came with it
 *
 * Finds the kind of failure: by the status first, then by the code in the document. Codes and statuses as in the
 * `Error` shape of botocore's S3 model.
 *
 * Returns: a code of the store's
 */
AnnexServiceError
annex_store_error_classify (guint                          status,
                            const AnnexStoreErrorDocument *document)
{
  if (status >= 300 && status < 400 && status != SOUP_STATUS_NOT_MODIFIED)
    return ANNEX_SERVICE_ERROR_REDIRECTED;
  if (is_expired (status, document))
    return ANNEX_SERVICE_ERROR_STORE_EXPIRED;
  if (is_busy (status, document))
    return ANNEX_SERVICE_ERROR_STORE_BUSY;

  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
    case 451:
      return ANNEX_SERVICE_ERROR_STORE_REFUSED;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      return ANNEX_SERVICE_ERROR_STORE_GONE;
    case SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED:
      return ANNEX_SERVICE_ERROR_STORE_UNREACHABLE;
    default:
      return ANNEX_SERVICE_ERROR_STORE_UNEXPECTED;
    }
}
