/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-wording.h"

#include <glib/gi18n-lib.h>

#define FIRST_STRONG_ISOLATE "\u2068"
#define POP_DIRECTIONAL_ISOLATE "\u2069"
#define REPLACEMENT_CHARACTER 0xfffd
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define MAX_CHARACTERS 256

/* What could end the isolate, begin a line, or steer a terminal. The joiners are part of words and of pictograms. */
static gboolean
is_unsafe (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_FORMAT:
      return character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * annex_wording_clean:
 * @text: (nullable): text from outside
 *
 * Returns: (transfer full): one line of at most 256 characters, with a replacement character for each that is more than
 *   text
 */
char *
annex_wording_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString         *clean = g_string_new (NULL);
  const char      *next = valid;

  for (guint i = 0; i < MAX_CHARACTERS && *next != '\0'; i++, next = g_utf8_next_char (next))
    g_string_append_unichar (clean, is_unsafe (g_utf8_get_char (next)) ? REPLACEMENT_CHARACTER : g_utf8_get_char (next));
  if (*next != '\0')
    g_string_append (clean, "…");

  return g_string_free (clean, FALSE);
}

/**
 * annex_wording_isolate:
 * @text: (nullable): text from outside
 *
 * Returns: (transfer full): the cleaned text between a first strong isolate and its end
 */
char *
annex_wording_isolate (const char *text)
{
  g_autofree char *clean = annex_wording_clean (text);

  return g_strconcat (FIRST_STRONG_ISOLATE, clean, POP_DIRECTIONAL_ISOLATE, NULL);
}

/**
 * annex_wording_name:
 * @attachment: an attachment
 *
 * Returns: (transfer full): the attachment's safe name, isolated
 */
char *
annex_wording_name (AnnexAttachment *attachment)
{
  g_autofree char *name = annex_attachment_dup_safe_name (attachment);

  return annex_wording_isolate (name);
}

static const char *
get_role_word (AnnexParticipantRole role)
{
  switch (role)
    {
    case ANNEX_PARTICIPANT_ROLE_AGENT:
      /* Translators: who sent a file */
      return C_ ("sender", "Agent");
    case ANNEX_PARTICIPANT_ROLE_CUSTOMER:
      /* Translators: who sent a file */
      return C_ ("sender", "Customer");
    case ANNEX_PARTICIPANT_ROLE_SYSTEM:
      /* Translators: who sent a file */
      return C_ ("sender", "System");
    case ANNEX_PARTICIPANT_ROLE_CUSTOM_BOT:
      /* Translators: who sent a file */
      return C_ ("sender", "Bot");
    case ANNEX_PARTICIPANT_ROLE_SUPERVISOR:
      /* Translators: who sent a file */
      return C_ ("sender", "Supervisor");
    case ANNEX_PARTICIPANT_ROLE_UNKNOWN:
    default:
      /* Translators: who sent a file, when the service does not say */
      return C_ ("sender", "Unknown sender");
    }
}

/**
 * annex_wording_sender:
 * @attachment: an attachment
 *
 * Returns: (transfer full): who sent it: the display name, isolated, or else the role
 */
char *
annex_wording_sender (AnnexAttachment *attachment)
{
  const char *sender = annex_attachment_get_sender (attachment);

  if (sender == NULL || *sender == '\0')
    return g_strdup (get_role_word (annex_attachment_get_role (attachment)));

  return annex_wording_isolate (sender);
}

/**
 * annex_wording_time:
 * @time: (nullable): a time
 *
 * Returns: (transfer full): the time of day where the agent is, with the date when that is not today
 */
char *
annex_wording_time (GDateTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  if (local == NULL)
    return g_strdup ("");

  if (g_date_time_get_year (local) == g_date_time_get_year (now) && g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now))
    /* Translators: time of day, as in strftime; use the 12-hour clock where that is usual */
    return g_date_time_format (local, C_ ("time", "%H:%M"));

  if (g_date_time_get_year (local) == g_date_time_get_year (now))
    /* Translators: date and time of day, as in strftime */
    return g_date_time_format (local, C_ ("time", "%-d %b, %H:%M"));

  /* Translators: date with the year, and time of day, as in strftime */
  return g_date_time_format (local, C_ ("time", "%-d %b %Y, %H:%M"));
}

/**
 * annex_wording_progress:
 * @received: bytes that have arrived
 * @total: bytes in all, or 0 when unknown
 *
 * Returns: (transfer full): for example “3.1 of 8.4 MB”
 */
char *
annex_wording_progress (guint64 received,
                        guint64 total)
{
  g_autofree char *have = g_format_size (received);
  g_autofree char *all = g_format_size (total);

  if (total == 0)
    return g_steal_pointer (&have);

  /* Translators: bytes that have arrived, and bytes in all, such as “3.1 MB of 8.4 MB” */
  return g_strdup_printf (_ ("%s of %s"), have, all);
}

/**
 * annex_wording_type:
 * @type: a recognised type
 *
 * Returns: (transfer none): its name for people, such as “JPEG image”
 */
const char *
annex_wording_type (const AnnexFileType *type)
{
  return _ (type->label);
}

/**
 * annex_wording_type_icon:
 * @type: a recognised type
 *
 * Returns: (transfer none): name of a symbolic icon for it
 */
const char *
annex_wording_type_icon (const AnnexFileType *type)
{
  switch (type->kind)
    {
    case ANNEX_FILE_KIND_PICTURE:
      return "image-x-generic-symbolic";
    case ANNEX_FILE_KIND_DOCUMENT:
    case ANNEX_FILE_KIND_OFFICE:
      return "x-office-document-symbolic";
    case ANNEX_FILE_KIND_TEXT:
      return "text-x-generic-symbolic";
    case ANNEX_FILE_KIND_TABLE:
      return "x-office-spreadsheet-symbolic";
    case ANNEX_FILE_KIND_AUDIO:
      return "audio-x-generic-symbolic";
    case ANNEX_FILE_KIND_VIDEO:
      return "video-x-generic-symbolic";
    case ANNEX_FILE_KIND_ARCHIVE:
      return "package-x-generic-symbolic";
    case ANNEX_FILE_KIND_PROGRAM:
    case ANNEX_FILE_KIND_ACTIVE:
      return "application-x-executable-symbolic";
    case ANNEX_FILE_KIND_UNKNOWN:
    default:
      return "text-x-generic-symbolic";
    }
}

static char *
describe_ready (AnnexAttachment *attachment)
{
  if (annex_attachment_get_preview_error (attachment) != NULL)
    /* Translators: state of a file in the list, in few words; so are the next ones */
    return g_strdup (_ ("Could not be shown"));

  return g_format_size (annex_attachment_get_size (attachment));
}

/**
 * annex_wording_state:
 * @attachment: an attachment
 *
 * Returns: (transfer full) (nullable): a word or two on how far it is, or %NULL when there is nothing to say
 */
char *
annex_wording_state (AnnexAttachment *attachment)
{
  switch (annex_attachment_get_state (attachment))
    {
    case ANNEX_ATTACHMENT_STATE_BROKEN:
      /* Translators: state of a file in the list: the service does not say how it can be had */
      return g_strdup (_ ("Not available"));
    case ANNEX_ATTACHMENT_STATE_CHECKING:
      /* Translators: state of a file in the list: a scanner looks for harmful content */
      return g_strdup (_ ("Being checked"));
    case ANNEX_ATTACHMENT_STATE_BLOCKED:
      /* Translators: state of a file in the list: the scanner refused it, and it was deleted */
      return g_strdup (_ ("Blocked"));
    case ANNEX_ATTACHMENT_STATE_WAITING:
      if (annex_attachment_get_retry_time (attachment) == 0)
        return g_strdup (_ ("Waiting for the network"));
      return g_strdup (_ ("Waiting for the service"));
    case ANNEX_ATTACHMENT_STATE_QUEUED:
      return g_strdup (_ ("Waiting for the service"));
    case ANNEX_ATTACHMENT_STATE_REQUESTING:
      return g_strdup (_ ("Requesting…"));
    case ANNEX_ATTACHMENT_STATE_DOWNLOADING:
      return annex_wording_progress (annex_attachment_get_received (attachment),
                                     annex_attachment_get_size (attachment));
    case ANNEX_ATTACHMENT_STATE_READY:
      return describe_ready (attachment);
    case ANNEX_ATTACHMENT_STATE_FAILED:
      return g_strdup (_ ("Could not be loaded"));
    case ANNEX_ATTACHMENT_STATE_AVAILABLE:
    default:
      return NULL;
    }
}

/**
 * annex_wording_summary:
 * @attachment: an attachment
 *
 * Returns: (transfer full): sender, time and state in one line, as under the name in the list
 */
char *
annex_wording_summary (AnnexAttachment *attachment)
{
  g_autofree char *sender = annex_wording_sender (attachment);
  g_autofree char *time = annex_wording_time (annex_attachment_get_time (attachment));
  g_autofree char *state = annex_wording_state (attachment);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;

  g_strv_builder_add (parts, sender);
  if (*time != '\0')
    g_strv_builder_add (parts, time);
  if (state != NULL)
    g_strv_builder_add (parts, state);
  strv = g_strv_builder_end (parts);

  return g_strjoinv (" · ", strv);
}

/**
 * annex_wording_description:
 * @attachment: an attachment
 *
 * Returns: (transfer full): everything a row shows, in words, for the screen reader
 */
char *
annex_wording_description (AnnexAttachment *attachment)
{
  g_autofree char *name = annex_wording_name (attachment);
  g_autofree char *sender = annex_wording_sender (attachment);
  g_autofree char *time = annex_wording_time (annex_attachment_get_time (attachment));
  g_autofree char *state = annex_wording_state (attachment);
  const char      *type = annex_wording_type (annex_attachment_get_file_type (attachment));

  if (state == NULL)
    /* Translators: file name, type of file, sender, time; read out by the screen reader */
    return g_strdup_printf (_ ("%s, %s, from %s, %s"), name, type, sender, time);

  /* Translators: file name, type of file, sender, time, state; read out by the screen reader */
  return g_strdup_printf (_ ("%s, %s, from %s, %s, %s"), name, type, sender, time, state);
}

/**
 * annex_wording_seconds_until:
 * @monotonic_time: a monotonic time in microseconds
 *
 * Returns: (transfer full): for example “Trying again in 8 seconds.”
 */
char *
annex_wording_seconds_until (gint64 monotonic_time)
{
  gint64 left = MAX (monotonic_time - g_get_monotonic_time (), 0);
  guint  seconds = (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  /* Translators: a sentence of its own, which counts down */
  return g_strdup_printf (ngettext ("Trying again in %u second.", "Trying again in %u seconds.", seconds), seconds);
}
