/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <string.h>

typedef struct
{
  gsize       offset;
  const char *bytes;
  gsize       n_bytes;
  AnnexTypeId id;
} Magic;

#define MAGIC(offset, bytes, id) { offset, bytes, sizeof (bytes) - 1, id }

/* Strong enough to stand alone. The first hit wins. */
static const Magic magics[] = {
  MAGIC (0, "\xff\xd8\xff", TYPE_JPEG),
  MAGIC (0, "\x89PNG\r\n\x1a\n", TYPE_PNG),
  MAGIC (0, "GIF87a", TYPE_GIF),
  MAGIC (0, "GIF89a", TYPE_GIF),
  MAGIC (0, "II*\0", TYPE_TIFF),
  MAGIC (0, "MM\0*", TYPE_TIFF),
  MAGIC (0, "II+\0", TYPE_TIFF),
  MAGIC (0, "MM\0+", TYPE_TIFF),
  MAGIC (0, "\0\0\0\fjP  \r\n\x87\n", TYPE_JPEG_2000),
  MAGIC (0, "\xff\x4f\xff\x51", TYPE_JPEG_2000),
  MAGIC (0, "\0\0\0\fJXL \r\n\x87\n", TYPE_JPEG_XL),
  MAGIC (0, "\xff\x0a", TYPE_JPEG_XL),
  MAGIC (0, "8BPS\0", TYPE_PHOTOSHOP),
  MAGIC (0, "%PDF-", TYPE_PDF),
  MAGIC (0, "{\\rtf", TYPE_RTF),
  MAGIC (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", TYPE_OLE2),
  MAGIC (0, "PK\x03\x04", TYPE_ZIP),
  MAGIC (0, "PK\x05\x06", TYPE_ZIP),
  MAGIC (0, "PK\x07\x08", TYPE_ZIP),
  MAGIC (0, "\x1f\x8b", TYPE_GZIP),
  MAGIC (0, "\xfd"
            "7zXZ\0",
         TYPE_XZ),
  MAGIC (0, "\x28\xb5\x2f\xfd", TYPE_ZSTD),
  MAGIC (0, "7z\xbc\xaf\x27\x1c", TYPE_7Z),
  MAGIC (0, "Rar!\x1a\x07", TYPE_RAR),
  MAGIC (0, "MSCF\0\0\0\0", TYPE_CABINET),
  MAGIC (257, "ustar", TYPE_TAR),
  MAGIC (0, "#!AMR", TYPE_AMR),
  MAGIC (0, "#!", TYPE_SCRIPT),
  MAGIC (0, "\xef\xbb\xbf#!", TYPE_SCRIPT),
  MAGIC (0, "\x7f"
            "ELF",
         TYPE_ELF),
  MAGIC (0, "\xfe\xed\xfa\xce", TYPE_MACH_O),
  MAGIC (0, "\xfe\xed\xfa\xcf", TYPE_MACH_O),
  MAGIC (0, "\xce\xfa\xed\xfe", TYPE_MACH_O),
  MAGIC (0, "\xcf\xfa\xed\xfe", TYPE_MACH_O),
  MAGIC (0, "\0asm", TYPE_WASM),
  MAGIC (0, "dex\n0", TYPE_DEX),
  MAGIC (0, "!<arch>\n", TYPE_PACKAGE),
  MAGIC (0, "\xed\xab\xee\xdb", TYPE_PACKAGE),
  MAGIC (0, "ITSF\x03\0\0\0", TYPE_COMPILED_HELP),
  MAGIC (0, "L\0\0\0\x01\x14\x02\0", TYPE_WINDOWS_SHORTCUT),
  MAGIC (0, "%!PS", TYPE_POSTSCRIPT),
  MAGIC (0, "\xc5\xd0\xd3\xc6", TYPE_POSTSCRIPT),
};

static guint32
read_be32 (const guint8 *bytes)
{
  return ((guint32) bytes[0] << 24) | ((guint32) bytes[1] << 16) | ((guint32) bytes[2] << 8) | bytes[3];
}

static guint32
read_le32 (const guint8 *bytes)
{
  return ((guint32) bytes[3] << 24) | ((guint32) bytes[2] << 16) | ((guint32) bytes[1] << 8) | bytes[0];
}

/* "BM" alone begins many a text; the size of the second header does not. */
static gboolean
is_bmp (const guint8 *head,
        gsize         length)
{
  static const guint32 header_sizes[] = { 12, 16, 40, 52, 56, 64, 108, 124 };

  if (length < 18 || memcmp (head, "BM", 2) != 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (header_sizes); i++)
    if (read_le32 (head + 14) == header_sizes[i])
      return TRUE;

  return FALSE;
}

/* An icon or a cursor: a directory whose first entry points behind the directory. */
static gboolean
is_ico (const guint8 *head,
        gsize         length)
{
  guint32 n_images;

  if (length < 22 || head[0] != 0 || head[1] != 0 || (head[2] != 1 && head[2] != 2) || head[3] != 0)
    return FALSE;

  n_images = (guint32) head[4] | (guint32) head[5] << 8;

  return n_images > 0 && head[9] == 0 && read_le32 (head + 14) > 0 && read_le32 (head + 18) >= 6 + 16 * n_images;
}

/* Java's class files and macOS' universal programs share a magic number; what follows is a version or a small count. */
static AnnexTypeId
find_cafebabe (const guint8 *head,
               gsize         length)
{
  if (length < 8 || memcmp (head, "\xca\xfe\xba\xbe", 4) != 0)
    return TYPE_UNKNOWN;

  return read_be32 (head + 4) < 40 ? TYPE_MACH_O : TYPE_JAVA_CLASS;
}

/* DOS and Windows programs have zeros in their first header, which texts that begin with these letters have not. */
static gboolean
is_windows_program (const guint8 *head,
                    gsize         length)
{
  return length >= 28 && (memcmp (head, "MZ", 2) == 0 || memcmp (head, "ZM", 2) == 0)
         && memchr (head, 0, MIN (length, 64)) != NULL;
}

static gboolean
is_bzip2 (const guint8 *head,
          gsize         length)
{
  return length >= 10 && memcmp (head, "BZh", 3) == 0 && head[3] >= '1' && head[3] <= '9'
         && (memcmp (head + 4, "1AY&SY", 6) == 0 || memcmp (head + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/*< private >
 * annex_file_magic_find:
 * @head: (array length=length): the first bytes
 * @length: how many, at least one
 *
 * Looks for everything but sound and film by fixed bytes at fixed places.
 *
 * Returns: a type; %TYPE_ZIP asks for annex_file_zip_find()
 */
AnnexTypeId
annex_file_magic_find (const guint8 *head,
                       gsize         length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (length >= magic->offset + magic->n_bytes && memcmp (head + magic->offset, magic->bytes, magic->n_bytes) == 0)
        return magic->id;
    }

  if (is_bmp (head, length))
    return TYPE_BMP;
  if (is_ico (head, length))
    return TYPE_ICO;
  if (is_windows_program (head, length))
    return TYPE_PE;
  if (is_bzip2 (head, length))
    return TYPE_BZIP2;

  return find_cafebabe (head, length);
}
