/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type.h"

#include "annex-file-type-table.h"

#include <string.h>

/* Other names that are in use for a media type. */
static const struct
{
  const char *media_type;
  AnnexTypeId id;
} media_type_aliases[] = {
  { "image/jpg", TYPE_JPEG },
  { "image/pjpeg", TYPE_JPEG },
  { "image/apng", TYPE_PNG },
  { "image/x-png", TYPE_PNG },
  { "image/heif", TYPE_HEIF },
  { "image/heic-sequence", TYPE_HEIF },
  { "image/heif-sequence", TYPE_HEIF },
  { "image/x-ms-bmp", TYPE_BMP },
  { "image/x-icon", TYPE_ICO },
  { "application/x-pdf", TYPE_PDF },
  { "application/csv", TYPE_CSV },
  { "text/x-csv", TYPE_CSV },
  { "text/x-vcard", TYPE_VCARD },
  { "application/x-rtf", TYPE_RTF },
  { "text/rtf", TYPE_RTF },
  { "text/richtext", TYPE_RTF },
  { "audio/mp3", TYPE_MP3 },
  { "audio/x-wav", TYPE_WAV },
  { "audio/wave", TYPE_WAV },
  { "audio/vnd.wave", TYPE_WAV },
  { "audio/opus", TYPE_OGG },
  { "application/ogg", TYPE_OGG },
  { "audio/x-flac", TYPE_FLAC },
  { "audio/amr-wb", TYPE_AMR },
  { "audio/x-m4a", TYPE_M4A },
  { "audio/m4a", TYPE_M4A },
  { "video/3gpp2", TYPE_3GP },
  { "video/x-matroska", TYPE_MATROSKA },
  { "video/x-msvideo", TYPE_AVI },
  { "video/x-ms-wmv", TYPE_ASF },
  { "audio/x-ms-wma", TYPE_ASF },
  { "application/x-zip-compressed", TYPE_ZIP },
  { "application/x-gzip", TYPE_GZIP },
  { "application/x-rar-compressed", TYPE_RAR },
  { "application/xhtml+xml", TYPE_HTML },
  { "text/xml", TYPE_XML },
  { "application/x-msdownload", TYPE_PE },
};

/* What the bytes alone cannot tell apart: a claim may choose the special type where the general one was recognised. */
static const struct
{
  AnnexTypeId general;
  AnnexTypeId special;
} refinements[] = {
  { TYPE_TEXT, TYPE_CSV },
  { TYPE_TEXT, TYPE_TSV },
  { TYPE_TEXT, TYPE_VCARD },
  { TYPE_TEXT, TYPE_CALENDAR },
  { TYPE_TEXT, TYPE_JSON },
  { TYPE_TEXT, TYPE_MARKDOWN },
  { TYPE_OLE2, TYPE_DOC },
  { TYPE_OLE2, TYPE_XLS },
  { TYPE_OLE2, TYPE_PPT },
  { TYPE_OLE2, TYPE_OUTLOOK },
  { TYPE_OOXML, TYPE_DOCX },
  { TYPE_OOXML, TYPE_XLSX },
  { TYPE_OOXML, TYPE_PPTX },
  { TYPE_MP4, TYPE_M4A },
  { TYPE_MP4, TYPE_3GP },
  { TYPE_MP4, TYPE_MOV },
  { TYPE_MOV, TYPE_MP4 },
  { TYPE_3GP, TYPE_MP4 },
  { TYPE_M4A, TYPE_MP4 },
};

static AnnexTypeId
find_by_extension (const char *name)
{
  const char      *dot = name != NULL ? strrchr (name, '.') : NULL;
  g_autofree char *extension = NULL;

  if (dot == NULL || dot == name)
    return TYPE_UNKNOWN;

  extension = g_ascii_strdown (dot + 1, -1);
  for (AnnexTypeId id = 0; id < TYPE_UNKNOWN; id++)
    if (g_strv_contains (annex_file_type_table_get (id)->extensions, extension))
      return id;

  return TYPE_UNKNOWN;
}

static AnnexTypeId
find_by_media_type (const char *media_type)
{
  g_autofree char *bare = NULL;

  if (media_type == NULL)
    return TYPE_UNKNOWN;

  bare = g_strstrip (g_strndup (media_type, strcspn (media_type, ";")));
  for (AnnexTypeId id = 0; id < TYPE_UNKNOWN; id++)
    if (g_ascii_strcasecmp (annex_file_type_table_get (id)->media_type, bare) == 0)
      return id;

  for (gsize i = 0; i < G_N_ELEMENTS (media_type_aliases); i++)
    if (g_ascii_strcasecmp (media_type_aliases[i].media_type, bare) == 0)
      return media_type_aliases[i].id;

  return TYPE_UNKNOWN;
}

/* A magic number at the very beginning was looked for before: it wins. */
static gboolean
has_pdf_header (const guint8 *head,
                gsize         length)
{
  return memmem (head, MIN (length, 1024), "%PDF-", 5) != NULL;
}

static AnnexTypeId
recognise_id (const guint8 *head,
              gsize         length)
{
  g_autofree char *text = NULL;
  AnnexTypeId      id = annex_file_magic_find (head, length);
  AnnexTypeId      text_id;

  if (id == TYPE_ZIP)
    return annex_file_zip_find (head, length);
  if (id == TYPE_UNKNOWN)
    id = annex_file_media_find (head, length);
  if (id != TYPE_UNKNOWN)
    return id;

  text = annex_file_text_decode (head, length);
  text_id = text != NULL ? annex_file_text_find (text) : TYPE_UNKNOWN;
  if (text_id != TYPE_UNKNOWN && text_id != TYPE_TEXT)
    return text_id;

  return has_pdf_header (head, length) ? TYPE_PDF : text_id;
}

/**
 * annex_file_type_recognise:
 * @head: (array length=length): the first %ANNEX_FILE_TYPE_HEAD_SIZE bytes, or all when there are fewer
 * @length: how many bytes there are
 *
 * Recognises a type by its bytes alone. What is at the very beginning decides; a PDF may also begin anywhere in the
 * first 1024 bytes, as its readers accept it.
 *
 * Returns: (transfer none): a type, never %NULL; see annex_file_type_get_unknown()
 */
const AnnexFileType *
annex_file_type_recognise (const guint8 *head,
                           gsize         length)
{
  g_return_val_if_fail (head != NULL || length == 0, annex_file_type_get_unknown ());

  if (length == 0)
    return annex_file_type_get_unknown ();

  return annex_file_type_table_get (recognise_id (head, MIN (length, ANNEX_FILE_TYPE_HEAD_SIZE)));
}

/**
 * annex_file_type_from_claims:
 * @name: (nullable): the name that is claimed; its extension counts first
 * @media_type: (nullable): the media type that is claimed; parameters are ignored
 *
 * Guesses a type before any byte is there, for an icon and a label only. Nothing may be drawn or opened by it.
 *
 * Returns: (transfer none): a type, never %NULL
 */
const AnnexFileType *
annex_file_type_from_claims (const char *name,
                             const char *media_type)
{
  AnnexTypeId id = find_by_extension (name);

  if (id == TYPE_UNKNOWN)
    id = find_by_media_type (media_type);

  return annex_file_type_table_get (id);
}

/**
 * annex_file_type_refine:
 * @recognised: what the bytes are
 * @claimed: (nullable): what is claimed
 *
 * Lets the claim choose between types that have the same kind of bytes: CSV among plain texts, Word, Excel or
 * PowerPoint among Office documents. It never leads out of what was recognised.
 *
 * Returns: (transfer none): @claimed where it is a refinement, otherwise @recognised
 */
const AnnexFileType *
annex_file_type_refine (const AnnexFileType *recognised,
                        const AnnexFileType *claimed)
{
  g_return_val_if_fail (recognised != NULL, annex_file_type_get_unknown ());

  for (gsize i = 0; i < G_N_ELEMENTS (refinements); i++)
    if (recognised == annex_file_type_table_get (refinements[i].general)
        && claimed == annex_file_type_table_get (refinements[i].special))
      return claimed;

  return recognised;
}

/**
 * annex_file_type_get_unknown:
 *
 * Returns: (transfer none): the type of what was not recognised
 */
const AnnexFileType *
annex_file_type_get_unknown (void)
{
  return annex_file_type_table_get (TYPE_UNKNOWN);
}

/**
 * annex_file_type_has_extension:
 * @type: a type
 * @extension: (nullable): an extension without dot, in any case
 *
 * Returns: whether files of @type are named so
 */
gboolean
annex_file_type_has_extension (const AnnexFileType *type,
                               const char          *extension)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (type != NULL, FALSE);

  if (extension == NULL)
    return FALSE;

  lower = g_ascii_strdown (extension, -1);

  return g_strv_contains (type->extensions, lower);
}
