/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-file-type.h"

G_BEGIN_DECLS

/* Private to the recognition. A special type stands before the general one it shares an extension with. */
typedef enum
{
  TYPE_JPEG,
  TYPE_PNG,
  TYPE_GIF,
  TYPE_WEBP,
  TYPE_HEIF,
  TYPE_AVIF,
  TYPE_TIFF,
  TYPE_BMP,
  TYPE_ICO,
  TYPE_JPEG_2000,
  TYPE_JPEG_XL,
  TYPE_PHOTOSHOP,
  TYPE_PDF,
  TYPE_CSV,
  TYPE_TSV,
  TYPE_VCARD,
  TYPE_CALENDAR,
  TYPE_JSON,
  TYPE_MARKDOWN,
  TYPE_TEXT,
  TYPE_DOCX,
  TYPE_XLSX,
  TYPE_PPTX,
  TYPE_OOXML,
  TYPE_DOC,
  TYPE_XLS,
  TYPE_PPT,
  TYPE_OUTLOOK,
  TYPE_OLE2,
  TYPE_RTF,
  TYPE_ODT,
  TYPE_ODS,
  TYPE_ODP,
  TYPE_ODG,
  TYPE_EPUB,
  TYPE_MP3,
  TYPE_WAV,
  TYPE_OGG,
  TYPE_FLAC,
  TYPE_AMR,
  TYPE_AAC,
  TYPE_AIFF,
  TYPE_M4A,
  TYPE_3GP,
  TYPE_MOV,
  TYPE_MP4,
  TYPE_WEBM,
  TYPE_MATROSKA,
  TYPE_OGG_VIDEO,
  TYPE_AVI,
  TYPE_ASF,
  TYPE_FLV,
  TYPE_MPEG,
  TYPE_JAR,
  TYPE_ZIP,
  TYPE_GZIP,
  TYPE_BZIP2,
  TYPE_XZ,
  TYPE_ZSTD,
  TYPE_7Z,
  TYPE_RAR,
  TYPE_TAR,
  TYPE_CABINET,
  TYPE_SVG,
  TYPE_HTML,
  TYPE_XML,
  TYPE_POSTSCRIPT,
  TYPE_INTERNET_SHORTCUT,
  TYPE_ELF,
  TYPE_PE,
  TYPE_MACH_O,
  TYPE_JAVA_CLASS,
  TYPE_WASM,
  TYPE_DEX,
  TYPE_PACKAGE,
  TYPE_COMPILED_HELP,
  TYPE_DESKTOP_ENTRY,
  TYPE_WINDOWS_SHORTCUT,
  TYPE_SCRIPT,
  TYPE_UNKNOWN,
  N_TYPES,
} AnnexTypeId;

const AnnexFileType *annex_file_type_table_get (AnnexTypeId id);

/* What the parts of the recognition say; TYPE_UNKNOWN when it is none of theirs. */
AnnexTypeId annex_file_magic_find (const guint8 *head,
                                   gsize         length);
AnnexTypeId annex_file_media_find (const guint8 *head,
                                   gsize         length);
AnnexTypeId annex_file_zip_find (const guint8 *head,
                                 gsize         length);
AnnexTypeId annex_file_markup_find (const char *text);
char       *annex_file_text_decode (const guint8 *head,
                                    gsize         length);
AnnexTypeId annex_file_text_find (const char *text);

G_END_DECLS
