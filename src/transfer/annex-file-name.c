/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-name.h"

#include <string.h>

#define MAX_EXTENSION 10
#define MAX_MARKS 4
#define ELLIPSIS "…"

/* Lists of words between slashes, which no safe name has.
 *
 * Extensions of what runs, installs, opens a program or fetches something when it is opened: */
static const char dangerous_extensions[] = "/desktop/appimage/flatpakref/flatpakrepo/sh/bash/zsh/run/bin/py/pl/rb/php/jar/jnlp/deb/rpm/snap/service/so/"
                                           "html/htm/xhtml/mht/mhtml/svg/svgz/xml/js/mjs/url/webloc/lnk/exe/com/bat/cmd/msi/msix/ps1/vbs/vbe/wsf/wsh/scr/"
                                           "pif/cpl/hta/reg/msc/dll/sys/chm/scf/iso/img/vhd/vhdx/docm/xlsm/pptm/dotm/xlam/xll/one/application/library-ms/"
                                           "search-ms/appref-ms/command/dmg/pkg/terminal/workflow/";

/* Names that Windows keeps for devices, with and without an extension. */
static const char device_names[] = "/con/prn/aux/nul/conin$/conout$/clock$/com0/com1/com2/com3/com4/com5/com6/com7/com8/com9/com¹/com²/com³/lpt0/"
                                   "lpt1/lpt2/lpt3/lpt4/lpt5/lpt6/lpt7/lpt8/lpt9/lpt¹/lpt²/lpt³/";

/* Names that a file manager reads by itself. Those with a dot in front cannot come about: leading dots are trimmed. */
static const char folder_names[] = "/desktop.ini/thumbs.db/autorun.inf/";

static gboolean
is_listed (const char *list,
           const char *word)
{
  g_autofree char *entry = g_strconcat ("/", word, "/", NULL);

  return strstr (list, entry) != NULL;
}

static gboolean
is_dropped (gunichar c)
{
  /* Joiners and variation selectors only change how their neighbours look. */
  return c == 0x200c || c == 0x200d || c == 0xfe0e || c == 0xfe0f;
}

/* Letters and marks that leave no trace on the screen. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800 || c == 0x034f || c == 0x17b4
         || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f)
         || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_replaced (gunichar c)
{
  if (c == 0xfffd || is_invisible (c) || (c < 0x80 && strchr ("\"*/:<>?\\|", (int) c) != NULL))
    return TRUE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
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

static gboolean
is_combining (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static gunichar
map_character (gunichar c)
{
  if (is_replaced (c))
    return '_';
  if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
    return ' ';

  return c;
}

static char *
map_characters (const char *name)
{
  g_autoptr (GString) mapped = g_string_sized_new (strlen (name));

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_dropped (g_utf8_get_char (p)))
      g_string_append_unichar (mapped, map_character (g_utf8_get_char (p)));

  /* What was dropped may have kept a letter and its mark apart. */
  return g_utf8_normalize (mapped->str, -1, G_NORMALIZE_NFC);
}

/* Limits the marks on one letter, and makes one space or underscore of several. */
static char *
collapse (const char *name)
{
  g_autoptr (GString) collapsed = g_string_sized_new (strlen (name));
  gunichar previous = 0;
  guint    n_marks = 0;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n_marks = is_combining (c) ? n_marks + 1 : 0;
      if (n_marks > MAX_MARKS || (c == previous && (c == ' ' || c == '_')))
        continue;

      g_string_append_unichar (collapsed, c);
      previous = c;
    }

  return g_string_free_and_steal (g_steal_pointer (&collapsed));
}

static void
trim_spaces_and_dots (char *name)
{
  gsize start = strspn (name, " .");
  gsize length = strlen (name + start);

  while (length > 0 && strchr (" .", name[start + length - 1]) != NULL)
    length--;

  memmove (name, name + start, length);
  name[length] = '\0';
}

static gboolean
is_extension (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= MAX_EXTENSION
         && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

/* Returns: (nullable): the last dot of @name when a stem and an extension are around it */
static const char *
find_extension_dot (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && is_extension (dot + 1) ? dot : NULL;
}

static char *
clean (const char *claimed)
{
  g_autofree char *valid = g_utf8_make_valid (claimed, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autofree char *mapped = map_characters (composed);
  char            *collapsed = collapse (mapped);

  trim_spaces_and_dots (collapsed);

  return collapsed;
}

/* A stem in which there is nothing to read. */
static gboolean
says_nothing (const char *stem)
{
  for (const char *p = stem; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c) && strchr ("_-. ", c < 0x80 ? (int) c : 'x') == NULL)
        return FALSE;
    }

  return TRUE;
}

static char *
dup_stem_from_id (const char *attachment_id)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, attachment_id, -1);

  return g_strdup_printf ("attachment-%.8s", digest);
}

static gboolean
is_reserved (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *first = g_strchomp (g_strndup (folded, strcspn (folded, ".")));

  return is_listed (device_names, first) || is_listed (folder_names, folded);
}

/* Cuts @stem to @max_bytes, at a character and not between a letter and its marks. */
static void
cut (GString *stem,
     gsize    max_bytes)
{
  const char *end = stem->str + max_bytes;

  if (stem->len <= max_bytes)
    return;

  while (end > stem->str && ((*end & 0xc0) == 0x80 || is_combining (g_utf8_get_char (end))))
    end--;

  g_string_truncate (stem, (gsize) (end - stem->str));
}

/* @suffix is what has to stay: a number, a dot and the extension, or nothing. */
static char *
join_within_limit (const char *stem,
                   const char *suffix)
{
  g_autoptr (GString) name = g_string_new (stem);

  if (name->len + strlen (suffix) > ANNEX_FILE_NAME_MAX_BYTES)
    {
      cut (name, ANNEX_FILE_NAME_MAX_BYTES - strlen (suffix) - strlen (ELLIPSIS));
      g_string_append (name, ELLIPSIS);
    }
  g_string_append (name, suffix);

  return g_string_free_and_steal (g_steal_pointer (&name));
}

static char *
dup_suffix (const char *extension)
{
  return extension != NULL ? g_strconcat (".", extension, NULL) : g_strdup ("");
}

/* Steps 9 to 11: a stem that no tool takes for an option or a device, and a name of at most 140 bytes. */
static char *
finish_name (const char *stem,
             const char *extension)
{
  g_autofree char *suffix = dup_suffix (extension);
  g_autofree char *whole = g_strconcat (stem, suffix, NULL);
  g_autofree char *guarded = NULL;

  if (*stem == '-' || *stem == '~' || is_reserved (whole))
    guarded = g_strconcat ("_", stem, NULL);

  return join_within_limit (guarded != NULL ? guarded : stem, suffix);
}

/**
 * annex_file_name_make_safe:
 * @claimed: (nullable): the name that was sent; untrusted, in any encoding
 * @attachment_id: (nullable): names the file when nothing of @claimed can be used
 * @type: (nullable): what its bytes are, or %NULL when they are not there yet
 *
 * Makes one safe name of an untrusted one, to show and to suggest: no path, no control or invisible characters, no
 * change of writing direction, no device name, nothing that a program takes for an option or hides, at most
 * %ANNEX_FILE_NAME_MAX_BYTES bytes of composed UTF-8. An extension that does not fit the bytes is never taken away;
 * the right one is appended. Applied to its own result it changes nothing.
 *
 * Returns: (transfer full): a file name, never empty
 */
char *
annex_file_name_make_safe (const char          *claimed,
                           const char          *attachment_id,
                           const AnnexFileType *type)
{
  g_autofree char *name = clean (claimed != NULL ? claimed : "");
  g_autofree char *extension = NULL;
  g_autofree char *stem = NULL;
  const char      *dot = find_extension_dot (name);

  if (dot != NULL)
    {
      extension = g_strdup (dot + 1);
      name[dot - name] = '\0';
    }

  stem = says_nothing (name) ? dup_stem_from_id (attachment_id != NULL ? attachment_id : "") : g_strdup (name);

  if (type != NULL && type->extensions[0] != NULL && !annex_file_type_has_extension (type, extension))
    {
      g_autofree char *suffix = dup_suffix (extension);
      g_autofree char *whole = g_strconcat (stem, suffix, NULL);

      return finish_name (whole, type->extensions[0]);
    }

  return finish_name (stem, extension);
}

/**
 * annex_file_name_is_dangerous:
 * @safe_name: a name of annex_file_name_make_safe()
 *
 * Returns: whether the extension belongs to something that runs, installs or fetches when it is opened
 */
gboolean
annex_file_name_is_dangerous (const char *safe_name)
{
  g_autofree char *extension = NULL;

  g_return_val_if_fail (safe_name != NULL, FALSE);

  extension = annex_file_name_dup_extension (safe_name);

  return extension != NULL && is_listed (dangerous_extensions, extension);
}

/**
 * annex_file_name_dup_extension:
 * @safe_name: a name of annex_file_name_make_safe()
 *
 * Returns: (transfer full) (nullable): the extension in lower case, without dot
 */
char *
annex_file_name_dup_extension (const char *safe_name)
{
  const char *dot;

  g_return_val_if_fail (safe_name != NULL, NULL);

  dot = find_extension_dot (safe_name);

  return dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;
}

/**
 * annex_file_name_number:
 * @safe_name: a name of annex_file_name_make_safe()
 * @number: 1 for the first file of this name, 2 for the second
 *
 * Tells files of the same name apart, as `scan.pdf`, `scan (2).pdf`, `scan (3).pdf`.
 *
 * Returns: (transfer full): a safe name
 */
char *
annex_file_name_number (const char *safe_name,
                        guint       number)
{
  g_autofree char *stem = NULL;
  g_autofree char *suffix = NULL;
  const char      *dot;

  g_return_val_if_fail (safe_name != NULL, NULL);

  if (number < 2)
    return g_strdup (safe_name);

  dot = find_extension_dot (safe_name);
  stem = dot != NULL ? g_strndup (safe_name, (gsize) (dot - safe_name)) : g_strdup (safe_name);
  suffix = g_strdup_printf (" (%u)%s", number, dot != NULL ? dot : "");

  return join_within_limit (stem, suffix);
}
