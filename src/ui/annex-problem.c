/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-problem.h"

#include "annex-hand-off.h"
#include "annex-preview-error.h"
#include "annex-service-error.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

/* One row of the tables below: everything about a kind of problem that does not depend on the case. */
typedef struct
{
  int             error_code;
  const char     *code;
  const char     *icon_name;
  const char     *title;
  const char     *description; /* (nullable) NULL when it is made for the case */
  AnnexRemedy     remedy;
  gboolean        urgent;
  AnnexExitStatus exit_status;
} ProblemKind;

static const ProblemKind service_kinds[] = {
  { ANNEX_SERVICE_ERROR_CONFIGURATION, "configuration", "network-server-symbolic", N_ ("Connection Details not Valid"), N_ ("The chat was handed over with a region, address or token that cannot be right."), ANNEX_REMEDY_RECONNECT, TRUE, ANNEX_EXIT_USAGE },
  { ANNEX_SERVICE_ERROR_ACCESS_DENIED, "access-denied", "security-low-symbolic", N_ ("Access Denied"), N_ ("The service does not allow this attachment to be opened. The chat may have been transferred, or access may have been withdrawn."), ANNEX_REMEDY_TRY_AGAIN, TRUE, ANNEX_EXIT_DENIED },
  { ANNEX_SERVICE_ERROR_THROTTLED, "throttled", "preferences-system-time-symbolic", N_ ("Too Many Requests"), N_ ("The service is busy."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_THROTTLED },
  { ANNEX_SERVICE_ERROR_INVALID_REQUEST, "invalid-request", "dialog-warning-symbolic", N_ ("Request not Accepted"), N_ ("The service did not accept the request."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_SERVICE_ERROR_INTERNAL, "service-unavailable", "network-server-symbolic", N_ ("Service Unavailable"), N_ ("The chat service could not answer the request."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_UNEXPECTED, "unexpected-error", "network-server-symbolic", N_ ("Unexpected Error"), N_ ("The chat service reported an error that is not known."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_SERVICE_ERROR_INVALID_REPLY, "invalid-reply", "network-server-symbolic", N_ ("Unexpected Answer"), N_ ("The answer did not come from the chat service. A proxy or a sign-in page may be in between."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, "reply-too-large", "network-server-symbolic", N_ ("Answer too Large"), N_ ("The answer of the chat service was larger than allowed, so it was not read."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_REDIRECTED, "redirected", "network-server-symbolic", N_ ("Redirection not Followed"), N_ ("The server pointed to another address. For safety, it was not followed."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_UNREACHABLE, "service-unreachable", "network-offline-symbolic", N_ ("Service Unreachable"), NULL, ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_TLS, "insecure-connection", "channel-insecure-symbolic", N_ ("Connection not Secure"), NULL, ANNEX_REMEDY_TRY_AGAIN, TRUE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_TIMED_OUT, "timed-out", "network-offline-symbolic", N_ ("No Answer from the Service"), N_ ("The chat service did not answer in time."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_URL_REFUSED, "link-refused", "security-low-symbolic", N_ ("Link not Accepted"), N_ ("The link for this attachment points to a place that is not allowed. Nothing was sent there."), ANNEX_REMEDY_TRY_AGAIN, TRUE, ANNEX_EXIT_OTHER },
  { ANNEX_SERVICE_ERROR_STORE_REFUSED, "store-refused", "security-low-symbolic", N_ ("Download Refused"), N_ ("The file store refused the download. An administrator may need to check storage or firewall settings."), ANNEX_REMEDY_TRY_AGAIN, TRUE, ANNEX_EXIT_DENIED },
  { ANNEX_SERVICE_ERROR_STORE_EXPIRED, "link-expired", "preferences-system-time-symbolic", N_ ("Link Has Expired"), N_ ("The file did not arrive before its link expired."), ANNEX_REMEDY_RENEW_LINK, FALSE, ANNEX_EXIT_EXPIRED },
  { ANNEX_SERVICE_ERROR_STORE_GONE, "gone", "edit-delete-symbolic", N_ ("Attachment no Longer Available"), N_ ("The file has been removed from the contact center’s storage."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_SERVICE_ERROR_STORE_BUSY, "store-busy", "network-server-symbolic", N_ ("File Store Unavailable"), N_ ("The file store is busy."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, "store-unexpected", "network-server-symbolic", N_ ("Unexpected Answer"), N_ ("The file store sent an error instead of the file."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_STORE_UNREACHABLE, "store-unreachable", "network-offline-symbolic", N_ ("File Store Unreachable"), NULL, ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_INTERRUPTED, "interrupted", "network-offline-symbolic", N_ ("Download Interrupted"), NULL, ANNEX_REMEDY_DOWNLOAD_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, "length-mismatch", "dialog-warning-symbolic", N_ ("File not Complete"), N_ ("The size of the file is not the one that the service announced."), ANNEX_REMEDY_DOWNLOAD_AGAIN, FALSE, ANNEX_EXIT_NETWORK },
  { ANNEX_SERVICE_ERROR_TOO_LARGE, "attachment-too-large", "drive-harddisk-symbolic", N_ ("Attachment too Large"), NULL, ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_OTHER },
};

static const ProblemKind preview_kinds[] = {
  { ANNEX_PREVIEW_ERROR_DAMAGED, "damaged", "dialog-warning-symbolic", N_ ("Could not Open Attachment"), N_ ("The file is damaged or incomplete."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_TOO_LARGE, "picture-too-large", "image-x-generic-symbolic", N_ ("Image too Large to Show"), NULL, ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_LOCKED, "locked", "system-lock-screen-symbolic", N_ ("Password Required"), N_ ("This document is locked. It can be saved and opened in another app."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_SEALED, "sealed", "system-lock-screen-symbolic", N_ ("Could not Open Attachment"), N_ ("This document is locked with a certificate. It can be saved and opened in another app."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_MISSING_CODEC, "missing-codec", "image-x-generic-symbolic", N_ ("Missing Image Format"), NULL, ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_STOPPED, "stopped", "security-medium-symbolic", N_ ("Could not Open Attachment"), N_ ("Opening the file was stopped for safety."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_NO_CAGE, "no-cage", "security-low-symbolic", N_ ("No Safe Preview"), N_ ("Files from strangers cannot be shown safely on this computer. They can still be saved."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_NOT_INSTALLED, "no-decoder", "dialog-warning-symbolic", N_ ("No Preview Available"), N_ ("A part of Annex is missing on this computer. Files can still be saved."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_UNSUPPORTED, "no-preview", "text-x-generic-symbolic", N_ ("No Preview Available"), NULL, ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
  { ANNEX_PREVIEW_ERROR_SLOW, "slow", "security-medium-symbolic", N_ ("Could not Open Attachment"), N_ ("This page takes too long to draw."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER },
};

static const ProblemKind hand_off_kinds[] = {
  { ANNEX_HAND_OFF_ERROR_INVALID, "hand-off-invalid", "dialog-warning-symbolic", N_ ("Connection Details not Valid"), N_ ("The text is not a chat that was handed over to Annex."), ANNEX_REMEDY_RECONNECT, FALSE, ANNEX_EXIT_USAGE },
  { ANNEX_HAND_OFF_ERROR_TOO_LARGE, "hand-off-too-large", "dialog-warning-symbolic", N_ ("Connection Details not Valid"), N_ ("The text is too long to be a chat that was handed over to Annex."), ANNEX_REMEDY_RECONNECT, FALSE, ANNEX_EXIT_USAGE },
  { ANNEX_HAND_OFF_ERROR_VERSION, "hand-off-version", "software-update-available-symbolic", N_ ("Newer Version Needed"), N_ ("The chat was handed over in a way that this version of Annex does not know."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_USAGE },
  { ANNEX_HAND_OFF_ERROR_UNSAFE_FILE, "hand-off-unsafe-file", "security-low-symbolic", N_ ("File not Private"), N_ ("Connection details are only read from a regular file that belongs to you and that nobody else can read."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_USAGE },
};

static const ProblemKind other_kind = {
  0, "error", "dialog-warning-symbolic", N_ ("Something Went Wrong"), N_ ("An unknown error occurred."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_OTHER
};

static const ProblemKind broken_kind = {
  0, "broken", "dialog-warning-symbolic", N_ ("Attachment not Available"), N_ ("The service does not say how this attachment can be loaded."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_OTHER
};

static const ProblemKind checking_kind = {
  0, "checking", "security-medium-symbolic", N_ ("Security Check in Progress"), N_ ("The file can be viewed when the check has finished, usually within a minute."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_BLOCKED
};

static const ProblemKind blocked_kind = {
  0, "blocked", "security-low-symbolic", N_ ("Blocked by Security Check"), N_ ("The file did not pass the contact center’s security check and was deleted. It cannot be recovered."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_BLOCKED
};

static const ProblemKind ended_kind = {
  0, "chat-ended", "chat-message-new-symbolic", N_ ("Chat Has Ended"), N_ ("Attachments can only be loaded during the chat."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_CHAT_ENDED
};

static const ProblemKind waiting_kind = {
  0, "waiting", "preferences-system-time-symbolic", N_ ("Too Many Requests"), NULL, ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_THROTTLED
};

static const ProblemKind offline_kind = {
  0, "offline", "network-offline-symbolic", N_ ("Working Offline"), N_ ("This attachment is loaded when the network is back. Loaded attachments stay available."), ANNEX_REMEDY_NONE, FALSE, ANNEX_EXIT_NETWORK
};

static const ProblemKind cancelled_kind = {
  0, "cancelled", "mail-attachment-symbolic", N_ ("Attachment not Loaded"), N_ ("Loading was cancelled."), ANNEX_REMEDY_TRY_AGAIN, FALSE, ANNEX_EXIT_OTHER
};

static const ProblemKind empty_kind = {
  0, "empty", "text-x-generic-symbolic", N_ ("Empty File"), N_ ("The file has no content (0 bytes)."), ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER
};

static const ProblemKind program_kind = {
  0, "not-shown", "application-x-executable-symbolic", N_ ("File Type not Shown"), NULL, ANNEX_REMEDY_NONE, TRUE, ANNEX_EXIT_OTHER
};

static const ProblemKind unsupported_kind = {
  0, "no-preview", "text-x-generic-symbolic", N_ ("No Preview Available"), NULL, ANNEX_REMEDY_SAVE, FALSE, ANNEX_EXIT_OTHER
};

static const ProblemKind saving_kinds[] = {
  { G_IO_ERROR_NO_SPACE, "disk-full", NULL, NULL, N_ ("There is not enough free space."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_PERMISSION_DENIED, "not-writable", NULL, NULL, N_ ("The folder does not allow new files."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_READ_ONLY, "read-only", NULL, NULL, N_ ("The place is read-only."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_FILENAME_TOO_LONG, "name-too-long", NULL, NULL, N_ ("The name is too long for this place. A shorter one may work."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_INVALID_FILENAME, "name-refused", NULL, NULL, N_ ("This place does not accept the name. Another one may work."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_IS_DIRECTORY, "is-folder", NULL, NULL, N_ ("There is a folder of that name."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_NOT_REGULAR_FILE, "not-a-file", NULL, NULL, N_ ("What has that name is not an ordinary file."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_EXISTS, "exists", NULL, NULL, N_ ("There is a file of that name."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_NOT_FOUND, "folder-gone", NULL, NULL, N_ ("The folder is no longer there."), 0, TRUE, ANNEX_EXIT_OTHER },
  { G_IO_ERROR_NOT_DIRECTORY, "folder-gone", NULL, NULL, N_ ("The folder is no longer there."), 0, TRUE, ANNEX_EXIT_OTHER },
};

static const ProblemKind saving_other_kind = {
  0, "not-saved", NULL, NULL, N_ ("The file could not be written."), 0, TRUE, ANNEX_EXIT_OTHER
};

static const ProblemKind no_file_dialog_kind = {
  0, "no-file-dialog", NULL, NULL, N_ ("No file dialog is available."), 0, TRUE, ANNEX_EXIT_OTHER
};

static AnnexProblem *
problem_new (const ProblemKind *kind,
             char              *description)
{
  AnnexProblem *problem = g_new0 (AnnexProblem, 1);

  problem->code = kind->code;
  problem->icon_name = kind->icon_name;
  problem->title = kind->title != NULL ? g_strdup (_ (kind->title)) : NULL;
  problem->description = description != NULL ? description : g_strdup (_ (kind->description));
  problem->remedy = kind->remedy;
  problem->urgent = kind->urgent;
  problem->exit_status = kind->exit_status;

  return problem;
}

static const ProblemKind *
find_kind (const ProblemKind *kinds,
           gsize              n_kinds,
           int                error_code,
           const ProblemKind *fallback)
{
  for (gsize i = 0; i < n_kinds; i++)
    {
      if (kinds[i].error_code == error_code)
        return &kinds[i];
    }

  return fallback;
}

static const ProblemKind *
find_kind_for_error (const GError *error)
{
  if (error->domain == ANNEX_SERVICE_ERROR)
    return find_kind (service_kinds, G_N_ELEMENTS (service_kinds), error->code, &other_kind);
  if (error->domain == ANNEX_PREVIEW_ERROR)
    return find_kind (preview_kinds, G_N_ELEMENTS (preview_kinds), error->code, &other_kind);
  if (error->domain == ANNEX_HAND_OFF_ERROR)
    return find_kind (hand_off_kinds, G_N_ELEMENTS (hand_off_kinds), error->code, &other_kind);

  return &other_kind;
}

static char *
describe_unreachable (const AnnexErrorDetails *details)
{
  g_autofree char *host = NULL;

  if (details == NULL || details->host == NULL)
    return g_strdup (_ ("The connection failed."));

  host = annex_wording_isolate (details->host);

  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("This computer is offline, so “%s” could not be reached. Loaded attachments stay available."), host);

  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("The connection to “%s” failed."), host);
}

static char *
describe_certificate (const AnnexErrorDetails *details)
{
  g_autofree char     *host = NULL;
  GTlsCertificateFlags flags;

  if (details == NULL || details->host == NULL)
    return g_strdup (_ ("No secure connection could be made."));

  host = annex_wording_isolate (details->host);
  flags = details->tls_flags;
  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("The certificate of “%s” is not valid at this time. The clock of this computer may be wrong."), host);
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("The certificate does not belong to “%s”."), host);
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("The certificate of “%s” is not trusted here. A company’s proxy certificate may be missing on this computer."), host);

  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("No secure connection to “%s” could be made."), host);
}

static char *
describe_interrupted (const AnnexErrorDetails *details)
{
  g_autofree char *progress = annex_wording_progress (details != NULL ? details->received : 0,
                                                      details != NULL ? details->expected : 0);

  /* Translators: %s is an amount, such as “3.1 MB of 8.4 MB” */
  return g_strdup_printf (_ ("%s received."), progress);
}

static char *
describe_too_large (const AnnexErrorDetails *details)
{
  g_autofree char *limit = g_format_size (ANNEX_DOWNLOAD_MAX_SIZE);
  g_autofree char *size = NULL;

  if (details == NULL || details->expected <= ANNEX_DOWNLOAD_MAX_SIZE)
    /* Translators: %s is an amount, such as “100 MB” */
    return g_strdup_printf (_ ("The limit is %s."), limit);

  size = g_format_size (details->expected);

  /* Translators: both are amounts, such as “640 MB” and “100 MB” */
  return g_strdup_printf (_ ("The file is %s. The limit is %s."), size, limit);
}

/* An attachment is refused in the words of the table; for the list there is no attachment to speak of. */
static char *
describe_denied (AnnexAttachment *attachment)
{
  if (attachment != NULL)
    return NULL;

  return g_strdup (_ ("The service does not give access to this chat. The chat may have ended or been transferred, or access may have been withdrawn."));
}

/* Of the store, which is another server than the one of which the table speaks. */
static char *
describe_timed_out (const AnnexErrorDetails *details)
{
  if (details == NULL || g_strcmp0 (details->operation, "GetObject") != 0)
    return NULL;

  return describe_unreachable (details);
}

static char *
describe_service_error (const GError    *error,
                        AnnexAttachment *attachment)
{
  const AnnexErrorDetails *details = annex_service_error_get_details (error);

  switch (error->code)
    {
    case ANNEX_SERVICE_ERROR_ACCESS_DENIED:
      return describe_denied (attachment);
    case ANNEX_SERVICE_ERROR_UNREACHABLE:
    case ANNEX_SERVICE_ERROR_STORE_UNREACHABLE:
      return describe_unreachable (details);
    case ANNEX_SERVICE_ERROR_TLS:
      return describe_certificate (details);
    case ANNEX_SERVICE_ERROR_TIMED_OUT:
      return describe_timed_out (details);
    case ANNEX_SERVICE_ERROR_INTERRUPTED:
      return describe_interrupted (details);
    case ANNEX_SERVICE_ERROR_TOO_LARGE:
      return describe_too_large (details);
    default:
      return NULL;
    }
}

static char *
describe_unsupported (AnnexAttachment *attachment)
{
  g_autofree char *name = NULL;

  if (attachment == NULL)
    return g_strdup (_ ("It can be saved and opened in another app."));

  name = annex_wording_name (attachment);

  /* Translators: file name, and its type such as “Word document” */
  return g_strdup_printf (_ ("“%s” (%s) can be saved and opened in another app."),
                          name,
                          annex_wording_type (annex_attachment_get_file_type (attachment)));
}

static char *
describe_picture_size (const GError *error)
{
  /* The message is a bare size made by the preview from two numbers, or anything else when the size is not known. */
  if (!g_ascii_isdigit (*error->message))
    return g_strdup (_ ("It needs more memory than allowed."));

  /* Translators: %s is a size such as 24000×18000 */
  return g_strdup_printf (_ ("%s pixels need more memory than allowed."), error->message);
}

static char *
describe_missing_codec (AnnexAttachment *attachment)
{
  if (attachment == NULL)
    return g_strdup (_ ("Images of this type need an additional codec."));

  /* Translators: %s is a type of file such as “HEIC image” */
  return g_strdup_printf (_ ("To show this type (%s), an additional codec is needed."),
                          annex_wording_type (annex_attachment_get_file_type (attachment)));
}

static char *
describe_preview_error (const GError    *error,
                        AnnexAttachment *attachment)
{
  switch (error->code)
    {
    case ANNEX_PREVIEW_ERROR_TOO_LARGE:
      return describe_picture_size (error);
    case ANNEX_PREVIEW_ERROR_MISSING_CODEC:
      return describe_missing_codec (attachment);
    case ANNEX_PREVIEW_ERROR_UNSUPPORTED:
      return describe_unsupported (attachment);
    default:
      return NULL;
    }
}

/**
 * annex_problem_new_for_error:
 * @error: any error
 * @attachment: (nullable): the attachment that it befell
 *
 * The one way from an error to words.
 *
 * Returns: (transfer full): the words for it
 */
AnnexProblem *
annex_problem_new_for_error (const GError    *error,
                             AnnexAttachment *attachment)
{
  char         *description = NULL;
  AnnexProblem *problem;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == ANNEX_SERVICE_ERROR)
    description = describe_service_error (error, attachment);
  else if (error->domain == ANNEX_PREVIEW_ERROR)
    description = describe_preview_error (error, attachment);

  problem = problem_new (find_kind_for_error (error), description);
  problem->has_details = TRUE;

  return problem;
}

static char *
describe_program (AnnexAttachment *attachment)
{
  g_autofree char *name = annex_wording_name (attachment);

  if (annex_attachment_get_file_type (attachment)->kind == ANNEX_FILE_KIND_PROGRAM)
    /* Translators: %s is a file name */
    return g_strdup_printf (_ ("“%s” contains a program."), name);

  /* Translators: file name, and its type such as “SVG drawing” */
  return g_strdup_printf (_ ("“%s” (%s) could load or run something when opened."), name, annex_wording_type (annex_attachment_get_file_type (attachment)));
}

/* What keeps a complete file from being drawn. */
static AnnexProblem *
problem_new_for_content (AnnexAttachment *attachment)
{
  const GError        *error = annex_attachment_get_preview_error (attachment);
  const AnnexFileType *type = annex_attachment_get_file_type (attachment);
  AnnexProblem        *problem;

  if (error != NULL)
    return annex_problem_new_for_error (error, attachment);
  if (annex_attachment_get_size (attachment) == 0)
    return problem_new (&empty_kind, NULL);

  switch (type->kind)
    {
    case ANNEX_FILE_KIND_PROGRAM:
    case ANNEX_FILE_KIND_ACTIVE:
      return problem_new (&program_kind, describe_program (attachment));
    case ANNEX_FILE_KIND_TEXT:
    case ANNEX_FILE_KIND_TABLE:
      return NULL;
    case ANNEX_FILE_KIND_PICTURE:
    case ANNEX_FILE_KIND_DOCUMENT:
      if (type->format != ANNEX_FILE_FORMAT_OTHER)
        return NULL;
      G_GNUC_FALLTHROUGH;
    default:
      problem = problem_new (&unsupported_kind, describe_unsupported (attachment));
      problem->icon_name = annex_wording_type_icon (type);
      return problem;
    }
}

/**
 * annex_problem_new_for_attachment:
 * @attachment: an attachment
 *
 * Returns: (transfer full) (nullable): what keeps the attachment from being shown, or %NULL when nothing does, or nobody
 *   has asked for it yet
 */
AnnexProblem *
annex_problem_new_for_attachment (AnnexAttachment *attachment)
{
  switch (annex_attachment_get_state (attachment))
    {
    case ANNEX_ATTACHMENT_STATE_BROKEN:
      return problem_new (&broken_kind, NULL);
    case ANNEX_ATTACHMENT_STATE_CHECKING:
      return problem_new (&checking_kind, NULL);
    case ANNEX_ATTACHMENT_STATE_BLOCKED:
      return problem_new (&blocked_kind, NULL);
    case ANNEX_ATTACHMENT_STATE_FAILED:
      return annex_problem_new_for_error (annex_attachment_get_error (attachment), attachment);
    case ANNEX_ATTACHMENT_STATE_READY:
      return problem_new_for_content (attachment);
    default:
      return NULL;
    }
}

/**
 * annex_problem_new_for_waiting:
 * @attachment: an attachment in %ANNEX_ATTACHMENT_STATE_WAITING
 *
 * Returns: (transfer full): the words for a service that is throttling, with the seconds that are left, or for a network
 *   that is not there
 */
AnnexProblem *
annex_problem_new_for_waiting (AnnexAttachment *attachment)
{
  g_autofree char *left = NULL;
  AnnexProblem    *problem;

  if (annex_attachment_get_retry_time (attachment) == 0)
    return problem_new (&offline_kind, NULL);

  left = annex_wording_seconds_until (annex_attachment_get_retry_time (attachment));
  /* Translators: %s is a sentence such as “Trying again in 8 seconds.” */
  problem = problem_new (&waiting_kind, g_strdup_printf (_ ("The service is busy. %s"), left));
  problem->is_live = TRUE;

  return problem;
}

/**
 * annex_problem_new_for_cancelled:
 *
 * Returns: (transfer full): the words for an attachment that the agent did not want to wait for
 */
AnnexProblem *
annex_problem_new_for_cancelled (void)
{
  return problem_new (&cancelled_kind, NULL);
}

static const ProblemKind *
find_kind_for_saving (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return find_kind (saving_kinds, G_N_ELEMENTS (saving_kinds), error->code, &saving_other_kind);
  if (error->domain == GTK_DIALOG_ERROR)
    return &no_file_dialog_kind;

  return &saving_other_kind;
}

/**
 * annex_problem_new_for_saving:
 * @error: what went wrong with saving
 * @name: the file's safe name
 *
 * Returns: (transfer full): the words for it
 */
AnnexProblem *
annex_problem_new_for_saving (const GError *error,
                              const char   *name)
{
  AnnexProblem    *problem = problem_new (find_kind_for_saving (error), NULL);
  g_autofree char *isolated = annex_wording_isolate (name);

  problem->remedy = ANNEX_REMEDY_SAVE;
  /* Translators: %s is a file name */
  problem->title = g_strdup_printf (_ ("Could not Save “%s”"), isolated);

  return problem;
}

/**
 * annex_problem_new_for_chat_ended:
 *
 * Returns: (transfer full): the words for a chat that is over
 */
AnnexProblem *
annex_problem_new_for_chat_ended (void)
{
  return problem_new (&ended_kind, NULL);
}

/**
 * annex_problem_free:
 * @problem: (transfer full): a problem
 */
void
annex_problem_free (AnnexProblem *problem)
{
  g_free (problem->title);
  g_free (problem->description);
  g_free (problem);
}

/**
 * annex_remedy_get_label:
 * @remedy: what can be done
 *
 * Returns: (transfer none) (nullable): the label of its button, with a mnemonic
 */
const char *
annex_remedy_get_label (AnnexRemedy remedy)
{
  switch (remedy)
    {
    case ANNEX_REMEDY_TRY_AGAIN:
      return _ ("_Try Again");
    case ANNEX_REMEDY_RENEW_LINK:
      return _ ("_Renew Link");
    case ANNEX_REMEDY_RECONNECT:
      return _ ("_Connect to Chat…");
    case ANNEX_REMEDY_DOWNLOAD_AGAIN:
      return _ ("_Download Again");
    case ANNEX_REMEDY_SAVE:
      return _ ("_Save As…");
    case ANNEX_REMEDY_NONE:
    default:
      return NULL;
    }
}

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", label, value);
}

static void
append_number (GString    *text,
               const char *label,
               guint64     value)
{
  if (value != 0)
    g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT "\n", label, value);
}

static void
append_service_details (GString                 *text,
                        const AnnexErrorDetails *details)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (details->time_us);
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%FT%TZ") : NULL;

  append_line (text, "Operation", details->operation);
  append_number (text, "HTTP status", details->http_status);
  append_line (text, "Error", details->name);
  append_line (text, "Request ID", details->request_id);
  append_line (text, "Host", details->host);
  append_number (text, "Attempts", details->attempts);
  append_number (text, "Bytes received", details->received);
  append_number (text, "Bytes expected", details->expected);
  append_number (text, "Certificate flags", details->tls_flags);
  if (details->cause_domain != 0)
    g_string_append_printf (text, "Cause: %s %d\n", g_quark_to_string (details->cause_domain), details->cause_code);
  append_line (text, "Time", stamp);
}

/**
 * annex_problem_format_details:
 * @error: any error
 *
 * What an administrator or the vendor's support can use. Not translated, because they read it. Holds no token, URL, file
 * name or text of the customer: an error's message is left out for that reason.
 *
 * Returns: (transfer full): lines of text
 */
char *
annex_problem_format_details (const GError *error)
{
  GString                 *text = g_string_new (NULL);
  const AnnexErrorDetails *details = annex_service_error_get_details (error);

  append_line (text, "Problem", find_kind_for_error (error)->code);
  if (details != NULL)
    append_service_details (text, details);
  else
    g_string_append_printf (text, "Cause: %s %d\n", g_quark_to_string (error->domain), error->code);
  append_line (text, "Annex", PACKAGE_VERSION);

  return g_string_free (text, FALSE);
}
