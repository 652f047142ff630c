/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download-error.h"

#include "annex-echo.h"
#include "annex-retry.h"
#include "annex-store-error.h"

static AnnexErrorDetails *
new_details (const AnnexDownloadFacts *facts)
{
  AnnexErrorDetails  *details = annex_error_details_new ("GetObject", g_uri_get_host (facts->uri));
  SoupMessageHeaders *headers = soup_message_get_response_headers (facts->message);

  details->http_status = soup_message_get_status (facts->message);
  details->attempts = 1;
  details->received = facts->received;
  details->expected = facts->expected;
  details->tls_flags = soup_message_get_tls_peer_certificate_errors (facts->message);
  details->retry_after_ms = annex_retry_parse_hint (NULL, soup_message_headers_get_one (headers, "Retry-After"), g_get_real_time () / G_USEC_PER_SEC);
  annex_error_details_set_request_id (details, annex_echo_drop_url (soup_message_headers_get_one (headers, "x-amz-request-id"), facts->uri));

  return details;
}

/*< private >
 * annex_download_error_new:
 * @facts: what is known
 * @code: the kind of failure
 * @message: English sentence for logs
 *
 * Returns: (transfer full): an error of %ANNEX_SERVICE_ERROR
 */
GError *
annex_download_error_new (const AnnexDownloadFacts *facts,
                          AnnexServiceError         code,
                          const char               *message)
{
  return annex_service_error_new (code, new_details (facts), message);
}

/*< private >
 * annex_download_error_new_for_cause:
 * @facts: what is known
 * @cause: what GIO or libsoup said
 *
 * Returns: (transfer full): an error of %ANNEX_SERVICE_ERROR, or the cancellation that it was
 */
GError *
annex_download_error_new_for_cause (const AnnexDownloadFacts *facts,
                                    const GError             *cause)
{
  return annex_service_error_new_for_cause (cause, new_details (facts), TRUE);
}

static AnnexServiceError
code_for_deadline (AnnexDownloadDeadline missed)
{
  switch (missed)
    {
    case ANNEX_DOWNLOAD_DEADLINE_CONNECT:
      return ANNEX_SERVICE_ERROR_STORE_UNREACHABLE;
    case ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE:
      return ANNEX_SERVICE_ERROR_TIMED_OUT;
    default:
      return ANNEX_SERVICE_ERROR_INTERRUPTED;
    }
}

/*< private >
 * annex_download_error_new_for_deadline:
 * @facts: what is known
 * @missed: the deadline that was missed
 *
 * Returns: (transfer full): an error of %ANNEX_SERVICE_ERROR, with %G_IO_ERROR_TIMED_OUT as its cause
 */
GError *
annex_download_error_new_for_deadline (const AnnexDownloadFacts *facts,
                                       AnnexDownloadDeadline     missed)
{
  static const char *const messages[] = {
    [ANNEX_DOWNLOAD_DEADLINE_NONE] = "",
    [ANNEX_DOWNLOAD_DEADLINE_CONNECT] = "There was no connection to the store in time",
    [ANNEX_DOWNLOAD_DEADLINE_FIRST_BYTE] = "The store did not answer in time",
    [ANNEX_DOWNLOAD_DEADLINE_SILENCE] = "The download came to a standstill",
    [ANNEX_DOWNLOAD_DEADLINE_SLOW] = "The download was too slow",
    [ANNEX_DOWNLOAD_DEADLINE_TOTAL] = "The download took too long",
  };
  AnnexErrorDetails *details = new_details (facts);

  details->cause_domain = G_IO_ERROR;
  details->cause_code = G_IO_ERROR_TIMED_OUT;

  return annex_service_error_new (code_for_deadline (missed), details, messages[missed]);
}

static AnnexStoreErrorDocument *
parse_document (const AnnexDownloadFacts *facts,
                GByteArray               *document,
                AnnexErrorDetails       **details)
{
  AnnexStoreErrorDocument *parsed = annex_store_error_document_parse ((const char *) document->data, document->len);

  *details = new_details (facts);
  (*details)->received = document->len;
  annex_error_details_set_name (*details, annex_echo_drop_url (parsed->code, facts->uri));
  if ((*details)->request_id == NULL)
    annex_error_details_set_request_id (*details, annex_echo_drop_url (parsed->request_id, facts->uri));

  return parsed;
}

/*< private >
 * annex_download_error_new_for_refusal:
 * @facts: what is known; the answer's status is not that of a file
 * @document: as much of the body as was read
 *
 * Returns: (transfer full): an error of %ANNEX_SERVICE_ERROR
 */
GError *
annex_download_error_new_for_refusal (const AnnexDownloadFacts *facts,
                                      GByteArray               *document)
{
  AnnexErrorDetails *details;
  g_autoptr (AnnexStoreErrorDocument) parsed = parse_document (facts, document, &details);

  return annex_service_error_new (annex_store_error_classify (details->http_status, parsed), details, "The store did not send the file");
}

/*< private >
 * annex_download_error_new_for_mismatch:
 * @facts: what is known; the answer's status is that of a file
 * @document: as much of the body as was read
 *
 * Returns: (transfer full): an error of %ANNEX_SERVICE_ERROR: an error document came as the file, or the file has not the
 *   length that the service said
 */
GError *
annex_download_error_new_for_mismatch (const AnnexDownloadFacts *facts,
                                       GByteArray               *document)
{
  AnnexErrorDetails *details;
  g_autoptr (AnnexStoreErrorDocument) parsed = parse_document (facts, document, &details);

  if (parsed->code != NULL)
    return annex_service_error_new (ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, details, "The store sent an error document as the file");

  return annex_service_error_new (ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, details, "The store announced another length than the service");
}

/*< private >
 * annex_download_error_spares_part:
 * @error: why a download ended
 *
 * Returns: whether what has arrived is still good for another try: nothing has shown that it is wrong or gone
 */
gboolean
annex_download_error_spares_part (const GError *error)
{
  static const AnnexServiceError fatal[] = {
    ANNEX_SERVICE_ERROR_LENGTH_MISMATCH,
    ANNEX_SERVICE_ERROR_TOO_LARGE,
    ANNEX_SERVICE_ERROR_STORE_GONE,
    ANNEX_SERVICE_ERROR_STORE_UNEXPECTED,
  };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (error->domain != ANNEX_SERVICE_ERROR)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (fatal); i++)
    if (error->code == (int) fatal[i])
      return FALSE;

  return TRUE;
}
