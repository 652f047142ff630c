/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexFileKind:
 * @ANNEX_FILE_KIND_UNKNOWN: nothing recognised
 * @ANNEX_FILE_KIND_PICTURE: drawn by the picture decoder
 * @ANNEX_FILE_KIND_DOCUMENT: drawn by the PDF decoder
 * @ANNEX_FILE_KIND_TEXT: plain text
 * @ANNEX_FILE_KIND_TABLE: comma or tab separated values
 * @ANNEX_FILE_KIND_OFFICE: a word processor, spreadsheet or presentation file
 * @ANNEX_FILE_KIND_AUDIO: sound
 * @ANNEX_FILE_KIND_VIDEO: moving pictures
 * @ANNEX_FILE_KIND_ARCHIVE: a container of other files
 * @ANNEX_FILE_KIND_ACTIVE: SVG, HTML, XML and the like, which may run or fetch something
 * @ANNEX_FILE_KIND_PROGRAM: ELF, PE, Mach-O or a script
 */
typedef enum
{
  ANNEX_FILE_KIND_UNKNOWN,
  ANNEX_FILE_KIND_PICTURE,
  ANNEX_FILE_KIND_DOCUMENT,
  ANNEX_FILE_KIND_TEXT,
  ANNEX_FILE_KIND_TABLE,
  ANNEX_FILE_KIND_OFFICE,
  ANNEX_FILE_KIND_AUDIO,
  ANNEX_FILE_KIND_VIDEO,
  ANNEX_FILE_KIND_ARCHIVE,
  ANNEX_FILE_KIND_ACTIVE,
  ANNEX_FILE_KIND_PROGRAM,
} AnnexFileKind;

/**
 * AnnexFileFormat:
 *
 * The formats that a decoder is told to read; the decoder never guesses by itself.
 */
typedef enum
{
  ANNEX_FILE_FORMAT_OTHER,
  ANNEX_FILE_FORMAT_JPEG,
  ANNEX_FILE_FORMAT_PNG,
  ANNEX_FILE_FORMAT_GIF,
  ANNEX_FILE_FORMAT_WEBP,
  ANNEX_FILE_FORMAT_HEIF,
  ANNEX_FILE_FORMAT_AVIF,
  ANNEX_FILE_FORMAT_TIFF,
  ANNEX_FILE_FORMAT_PDF,
} AnnexFileFormat;

/**
 * AnnexFileType:
 * @media_type: IANA media type, such as `image/jpeg`
 * @kind: how it is treated
 * @format: which decoder reads it, if any
 * @extensions: (array zero-terminated=1): lower-case extensions without dot, the usual one first
 * @label: untranslated description for people, marked for translation with N_(), such as `JPEG image`
 *
 * A recognised type. All are static and compared by address.
 */
typedef struct
{
  const char        *media_type;
  AnnexFileKind      kind;
  AnnexFileFormat    format;
  const char *const *extensions;
  const char        *label;
} AnnexFileType;

#define ANNEX_FILE_TYPE_HEAD_SIZE 4096

const AnnexFileType *annex_file_type_recognise (const guint8 *head,
                                                gsize         length);
const AnnexFileType *annex_file_type_from_claims (const char *name,
                                                  const char *media_type);
const AnnexFileType *annex_file_type_refine (const AnnexFileType *recognised,
                                             const AnnexFileType *claimed);
const AnnexFileType *annex_file_type_get_unknown (void);
gboolean             annex_file_type_has_extension (const AnnexFileType *type,
                                                    const char          *extension);
gboolean             annex_file_type_is_error_document (const guint8 *head,
                                                        gsize         length);

G_END_DECLS
