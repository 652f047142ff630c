/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <string.h>

#define LOCAL_HEADER_SIZE 30
#define LOCAL_HEADER "PK\x03\x04"
#define FLAG_SIZES_FOLLOW (1 << 3)

/* One local file header. PKWARE's APPNOTE.TXT, 4.3.7. */
typedef struct
{
  const char   *name; /* not terminated */
  gsize         name_length;
  const guint8 *data;
  gsize         data_length; /* as far as it is in the head */
  gboolean      stored;
} ZipEntry;

static guint
read_le16 (const guint8 *bytes)
{
  return (guint) bytes[0] | (guint) bytes[1] << 8;
}

/* Reads the entry at @at and moves @at to the next one; to the end of the head when there is none. */
static gboolean
read_entry (const guint8 *head,
            gsize         length,
            gsize        *at,
            ZipEntry     *entry)
{
  const guint8 *header = head + *at;
  const guint8 *next;
  gsize         start;
  guint64       size;

  if (length - *at < LOCAL_HEADER_SIZE || memcmp (header, LOCAL_HEADER, 4) != 0)
    return FALSE;

  entry->name = (const char *) header + LOCAL_HEADER_SIZE;
  entry->name_length = MIN (read_le16 (header + 26), length - *at - LOCAL_HEADER_SIZE);
  entry->stored = read_le16 (header + 8) == 0;
  size = read_le16 (header + 18) | (guint64) read_le16 (header + 20) << 16;

  start = *at + LOCAL_HEADER_SIZE + read_le16 (header + 26) + read_le16 (header + 28);
  entry->data = head + MIN (start, length);
  entry->data_length = length - MIN (start, length);
  *at = length;

  if (size == 0 && (read_le16 (header + 6) & FLAG_SIZES_FOLLOW) != 0)
    {
      next = memmem (entry->data, entry->data_length, LOCAL_HEADER, 4);
      if (next != NULL)
        *at = (gsize) (next - head);
    }
  else if (start <= length && size <= entry->data_length)
    {
      *at = start + (gsize) size;
      entry->data_length = (gsize) size;
    }

  return TRUE;
}

static gboolean
has_name (const ZipEntry *entry,
          const char     *name)
{
  return entry->name_length == strlen (name) && memcmp (entry->name, name, entry->name_length) == 0;
}

static gboolean
is_in_folder (const ZipEntry *entry,
              const char     *folder)
{
  return entry->name_length >= strlen (folder) && memcmp (entry->name, folder, strlen (folder)) == 0;
}

/* OpenDocument and EPUB put their media type, uncompressed, into the very first entry. */
static AnnexTypeId
find_by_mimetype (const ZipEntry *entry)
{
  static const AnnexTypeId ids[] = { TYPE_ODT, TYPE_ODS, TYPE_ODP, TYPE_ODG, TYPE_EPUB };

  if (!has_name (entry, "mimetype") || !entry->stored)
    return TYPE_UNKNOWN;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char *media_type = annex_file_type_table_get (ids[i])->media_type;

      if (entry->data_length >= strlen (media_type) && memcmp (entry->data, media_type, strlen (media_type)) == 0)
        return ids[i];
    }

  return TYPE_UNKNOWN;
}

static AnnexTypeId
find_by_entry (const ZipEntry *entry)
{
  if (is_in_folder (entry, "word/"))
    return TYPE_DOCX;
  if (is_in_folder (entry, "xl/"))
    return TYPE_XLSX;
  if (is_in_folder (entry, "ppt/"))
    return TYPE_PPTX;
  if (has_name (entry, "META-INF/MANIFEST.MF") || has_name (entry, "AndroidManifest.xml") || has_name (entry, "classes.dex"))
    return TYPE_JAR;

  return TYPE_UNKNOWN;
}

static gboolean
is_open_xml (const ZipEntry *entry)
{
  return has_name (entry, "[Content_Types].xml") || has_name (entry, "_rels/.rels")
         || is_in_folder (entry, "docProps/");
}

/*< private >
 * annex_file_zip_find:
 * @head: (array length=length): the first bytes of a zip archive
 * @length: how many
 *
 * Tells documents and programs from other archives by the names of the first entries, as far as they are in the head.
 *
 * Returns: a type, %TYPE_ZIP for any other archive
 */
AnnexTypeId
annex_file_zip_find (const guint8 *head,
                     gsize         length)
{
  gboolean open_xml = FALSE;
  gboolean first = TRUE;
  ZipEntry entry;
  gsize    at = 0;

  while (read_entry (head, length, &at, &entry))
    {
      AnnexTypeId id = first ? find_by_mimetype (&entry) : TYPE_UNKNOWN;

      if (id == TYPE_UNKNOWN)
        id = find_by_entry (&entry);
      if (id != TYPE_UNKNOWN)
        return id;

      open_xml = open_xml || is_open_xml (&entry);
      first = FALSE;
    }

  return open_xml ? TYPE_OOXML : TYPE_ZIP;
}
