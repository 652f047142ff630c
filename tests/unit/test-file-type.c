/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *bytes;
  gsize       length;
  const char *media_type;
} Head;

#define HEAD(bytes, media_type) { bytes, sizeof (bytes) - 1, media_type }
#define UNKNOWN "application/octet-stream"

/* One MPEG-1 layer III frame of 32 kbit/s at 48 kHz is 96 bytes long. */
#define ZEROS_4 "\0\0\0\0"
#define ZEROS_16 ZEROS_4 ZEROS_4 ZEROS_4 ZEROS_4
#define ZEROS_92 ZEROS_16 ZEROS_16 ZEROS_16 ZEROS_16 ZEROS_16 ZEROS_4 ZEROS_4 ZEROS_4
#define MP3_FRAME "\xff\xfb\x14\xc4" ZEROS_92

/* A local file header of the zip format, without extra field. The lengths are single bytes. */
#define ZIP_ENTRY(name, n_name, data, n_data) \
  "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0" n_data "\0\0\0" n_data "\0\0\0" n_name "\0\0\0" name data
#define ZIP_STREAMED_ENTRY(name, n_name, data) \
  "PK\x03\x04\x14\0\x08\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" n_name "\0\0\0" name data "PK\x07\x08" ZEROS_4 ZEROS_4 ZEROS_4

#define CONTENT_TYPES ZIP_ENTRY ("[Content_Types].xml", "\x13", "<Types/>", "\x08")
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define EXCEL "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define POWERPOINT "application/vnd.openxmlformats-officedocument.presentationml.presentation"

static const Head heads[] = {
  HEAD ("\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
  HEAD ("\xff\xd8\xff\xe1\0\x10"
        "Exif",
        "image/jpeg"),
  HEAD ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
  HEAD ("\x89PNG\r\n\x1a", UNKNOWN),
  HEAD ("GIF89a\1\0\1\0", "image/gif"),
  HEAD ("GIF87a\1\0\1\0", "image/gif"),
  HEAD ("RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
  HEAD ("RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
  HEAD ("RIFF\x24\0\0\0AVI LIST", "video/vnd.avi"),
  HEAD ("\0\0\0\x18"
        "ftypheic\0\0\0\0mif1heic",
        "image/heic"),
  HEAD ("\0\0\0\x18"
        "ftypmif1\0\0\0\0mif1heic",
        "image/heic"),
  HEAD ("\0\0\0\x18"
        "ftypmif1\0\0\0\0mif1avif",
        "image/avif"),
  HEAD ("\0\0\0\x18"
        "ftypmif1\0\0\0\0mif1miaf",
        "image/heic"),
  HEAD ("\0\0\0\x18"
        "ftypmsf1\0\0\0\0msf1hevc",
        "image/heic"),
  HEAD ("\0\0\0\x18"
        "ftypheix\0\0\0\0mif1heix",
        "image/heic"),
  HEAD ("\0\0\0\x18"
        "ftypavif\0\0\0\0mif1miaf",
        "image/avif"),
  HEAD ("\0\0\0\x18"
        "ftypavis\0\0\0\0avifmsf1",
        "image/avif"),
  HEAD ("\0\0\0\x18"
        "ftypisom\0\0\2\0isommp41",
        "video/mp4"),
  HEAD ("\0\0\0\x18"
        "ftypqt  \0\0\0\0qt  qt  ",
        "video/quicktime"),
  HEAD ("\0\0\0\x18"
        "ftyp3gp5\0\0\0\0"
        "3gp5isom",
        "video/3gpp"),
  HEAD ("\0\0\0\x18"
        "ftypM4A \0\0\0\0M4A mp42",
        "audio/mp4"),
  HEAD ("\0\0\0\x18"
        "ftypxxxx\0\0\0\0yyyyzzzz",
        "video/mp4"),
  HEAD ("\0\0\0\x08moov\0\0\0\x6cmvhd", "video/quicktime"),
  HEAD ("get free of ftyp and moov", "text/plain"),
  HEAD ("II*\0\x08\0\0\0", "image/tiff"),
  HEAD ("MM\0*\0\0\0\x08", "image/tiff"),
  HEAD ("II+\0\x08\0\0\0", "image/tiff"),
  HEAD ("MM\0+\0\x08\0\0", "image/tiff"),
  HEAD ("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0", "image/bmp"),
  HEAD ("BMW drives well, said the customer", "text/plain"),
  HEAD ("\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0", "image/vnd.microsoft.icon"),
  HEAD ("%PDF-1.7\n", "application/pdf"),
  HEAD ("\n\n  %PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
  HEAD ("\1\2\3\4\5junk %PDF-1.4\n", "application/pdf"),
  HEAD ("GIF89a then %PDF-1.4", "image/gif"),
  HEAD ("#!/bin/sh\n# %PDF-1.4", "text/x-script"),
  HEAD ("<html>%PDF-1.4</html>", "text/html"),
  HEAD ("{\\rtf1\\ansi hello}", "application/rtf"),
  HEAD ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "application/x-ole-storage"),
  HEAD ("PK\x05\x06" ZEROS_16 "\0\0", "application/zip"),
  HEAD (ZIP_ENTRY ("photo.jpg", "\x09", "JPEG", "\x04"), "application/zip"),
  HEAD (ZIP_ENTRY ("words/1.txt", "\x0b", "text", "\x04"), "application/zip"),
  HEAD (CONTENT_TYPES, "application/x-ooxml"),
  HEAD (CONTENT_TYPES ZIP_ENTRY ("word/document.xml", "\x11", "<w/>", "\x04"), WORD),
  HEAD (CONTENT_TYPES ZIP_ENTRY ("xl/workbook.xml", "\x0f", "<w/>", "\x04"), EXCEL),
  HEAD (CONTENT_TYPES ZIP_ENTRY ("ppt/presentation.xml", "\x14", "<p/>", "\x04"), POWERPOINT),
  HEAD (ZIP_STREAMED_ENTRY ("_rels/.rels", "\x0b", "xxxx") ZIP_STREAMED_ENTRY ("word/document.xml", "\x11", "xxxx"), WORD),
  HEAD (ZIP_STREAMED_ENTRY ("docProps/app.xml", "\x10", "xxxx"), "application/x-ooxml"),
  HEAD (ZIP_ENTRY ("mimetype", "\x08", "application/vnd.oasis.opendocument.text", "\x27"), "application/vnd.oasis.opendocument.text"),
  HEAD (ZIP_ENTRY ("mimetype", "\x08", "application/vnd.oasis.opendocument.spreadsheet", "\x2e"),
        "application/vnd.oasis.opendocument.spreadsheet"),
  HEAD (ZIP_ENTRY ("mimetype", "\x08", "application/epub+zip", "\x14"), "application/epub+zip"),
  HEAD (ZIP_ENTRY ("META-INF/", "\x09", "", "\0") ZIP_ENTRY ("META-INF/MANIFEST.MF", "\x14", "M", "\1"), "application/java-archive"),
  HEAD ("PK\x03\x04 and nothing more", "application/zip"),
  /* An extra field that is said to go beyond the head */
  HEAD ("PK\x03\x04\x14" ZEROS_16 ZEROS_4 "\0\x04\0\x10\0"
        "name",
        "application/zip"),
  HEAD ("\x1f\x8b\x08\0", "application/gzip"),
  HEAD ("7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
  HEAD ("Rar!\x1a\x07\0", "application/vnd.rar"),
  HEAD ("Rar!\x1a\x07\1\0", "application/vnd.rar"),
  HEAD ("BZh91AY&SY", "application/x-bzip2"),
  HEAD ("\xfd"
        "7zXZ\0\0\4",
        "application/x-xz"),
  HEAD ("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "video/webm"),
  HEAD ("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x88matroska", "video/matroska"),
  HEAD ("OggS\0\2\0\0\0\0\0\0\0\0OpusHead", "audio/ogg"),
  HEAD ("OggS\0\2\0\0\0\0\0\0\0\0\x80theora", "video/ogg"),
  HEAD ("ID3\4\0\0\0\0\x0f\x76TSSE", "audio/mpeg"),
  HEAD (MP3_FRAME MP3_FRAME, "audio/mpeg"),
  HEAD (MP3_FRAME "no second frame follows", UNKNOWN),
  HEAD ("\xff\xf1\x50\x80\1\x3f\xfc\0\0\xff\xf1\x50\x80\1\x3f\xfc\0\0", "audio/aac"),
  HEAD ("#!AMR\n\x3c", "audio/amr"),
  HEAD ("#!AMR-WB\n", "audio/amr"),
  HEAD ("fLaC\0\0\0\x22", "audio/flac"),
  HEAD ("\x7f"
        "ELF\2\1\1\0",
        "application/x-executable"),
  HEAD ("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0", "application/vnd.microsoft.portable-executable"),
  HEAD ("MZ is how this sentence begins, and it goes on", "text/plain"),
  HEAD ("\xcf\xfa\xed\xfe\7\0\0\1", "application/x-mach-binary"),
  HEAD ("\xca\xfe\xba\xbe\0\0\0\2", "application/x-mach-binary"),
  HEAD ("\xca\xfe\xba\xbe\0\0\0\x34", "application/java-vm"),
  HEAD ("\0asm\1\0\0\0", "application/wasm"),
  HEAD ("L\0\0\0\1\x14\2\0\0\0\0\0", "application/x-ms-shortcut"),
  HEAD ("#!/usr/bin/env python3\n", "text/x-script"),
  HEAD ("\xef\xbb\xbf#!/bin/sh\n", "text/x-script"),
  HEAD ("<?php echo 1;", "text/x-script"),
  HEAD ("[Desktop Entry]\nType=Application\n", "application/x-desktop"),
  HEAD ("# a comment\n\n[Desktop Entry]\nType=Application\n", "application/x-desktop"),
  HEAD ("[InternetShortcut]\r\nURL=https://example.com\r\n", "application/x-mswinurl"),
  HEAD ("%!PS-Adobe-3.0\n", "application/postscript"),
  HEAD ("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
  HEAD ("\xef\xbb\xbf \n<?xml version='1.0'?><!-- a --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg>", "image/svg+xml"),
  HEAD ("<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><s:svg xmlns:s='x'>", "image/svg+xml"),
  HEAD ("\xff\xfe<\0s\0v\0g\0 \0/\0>\0", "image/svg+xml"),
  HEAD ("\xfe\xff\0<\0s\0v\0g\0>", "image/svg+xml"),
  HEAD ("<!DOCTYPE html><title>x</title>", "text/html"),
  HEAD ("  <HTML>", "text/html"),
  HEAD ("<!-- hidden --><script>alert(1)</script>", "text/html"),
  HEAD ("<?xml version='1.0'?><html xmlns='x'>", "text/html"),
  HEAD ("<?xml version='1.0'?><note/>", "application/xml"),
  HEAD ("<note><to>you</to></note>", "application/xml"),
  HEAD ("<hello> my name is", "text/plain"),
  HEAD ("<3 you", "text/plain"),
  HEAD ("a < b and <script>", "text/plain"),
  HEAD ("just text", "text/plain"),
  HEAD ("a,b,c\n1,2,3\n", "text/plain"),
  HEAD ("\xef\xbb\xbftext", "text/plain"),
  HEAD ("\xff\xfet\0e\0x\0t\0", "text/plain"),
  HEAD ("\xfe\xff\0t\0e\0x\0t", "text/plain"),
  HEAD ("\xff\xfe\x3d\xd8\0\xde", "text/plain"),
  HEAD ("\xff\xfe\0\xde\x3d\xd8", UNKNOWN),
  HEAD ("caf\xc3\xa9", "text/plain"),
  HEAD ("caf\xc3", "text/plain"),
  HEAD ("caf\xe9 cr\xe8me, an older encoding", "text/plain"),
  HEAD ("\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xef\xee\xf1\xfb\xeb\xea\xe0 \xef\xf0\xe8\xf8\xeb\xe0 \xf1\xeb\xee\xec\xe0\xed\xed\xee\xe9\n", "text/plain"),
  HEAD ("t\0e\0x\0t\0\n\0", "text/plain"),
  HEAD ("a text of some length with one NUL\0 in it", "text/plain"),
  HEAD ("\0t\0e\0x\0t\0\n", "text/plain"),
  HEAD ("line\rline\n\ttab\f", "text/plain"),
  HEAD ("with a \0 in it", UNKNOWN),
  HEAD ("\1\2\3\4\5\6", UNKNOWN),
  HEAD ("\x80\x81\x82\x83", UNKNOWN),
  HEAD ("BEGIN:VCARD\r\nVERSION:4.0\r\n", "text/vcard"),
};

static void
test_recognises (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      /* A copy of the very length, so that the sanitizer sees a read behind it. */
      g_autofree guint8   *head = g_memdup2 (heads[i].bytes, heads[i].length);
      const AnnexFileType *type = annex_file_type_recognise (head, heads[i].length);

      if (!g_str_equal (type->media_type, heads[i].media_type))
        g_error ("head %zu, %.20s: %s instead of %s", i, heads[i].bytes, type->media_type, heads[i].media_type);
    }
}

/* Whatever is recognised, a head that is cut anywhere is read only as far as it goes, and names some type. */
static void
test_cut_heads_are_harmless (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    for (gsize length = 0; length < heads[i].length; length++)
      {
        g_autofree guint8 *head = g_memdup2 (heads[i].bytes, length);

        g_assert_nonnull (annex_file_type_recognise (head, length));
        annex_file_type_is_error_document (head, length);
      }
}

static void
test_tar (void)
{
  g_autofree guint8 *head = g_malloc0 (512);

  memcpy (head, "name", 4);
  memcpy (head + 257, "ustar", 5);
  g_assert_cmpstr (annex_file_type_recognise (head, 512)->media_type, ==, "application/x-tar");
}

static void
test_pdf_header_is_looked_for_in_1024_bytes (void)
{
  g_autofree guint8 *head = g_malloc (4096);

  memset (head, 1, 4096);
  memcpy (head + 1019, "%PDF-", 5);
  g_assert_cmpstr (annex_file_type_recognise (head, 4096)->media_type, ==, "application/pdf");

  memset (head, 1, 4096);
  memcpy (head + 1020, "%PDF-", 5);
  g_assert_cmpstr (annex_file_type_recognise (head, 4096)->media_type, ==, UNKNOWN);
}

static void
test_nothing_is_unknown (void)
{
  g_assert_true (annex_file_type_recognise (NULL, 0) == annex_file_type_get_unknown ());
  g_assert_cmpint (annex_file_type_get_unknown ()->kind, ==, ANNEX_FILE_KIND_UNKNOWN);
}

static void
assert_claim (const char *name,
              const char *media_type,
              const char *expected)
{
  g_assert_cmpstr (annex_file_type_from_claims (name, media_type)->media_type, ==, expected);
}

static void
test_claims (void)
{
  assert_claim ("IMG_1.HEIC", "image/jpeg", "image/heic");
  assert_claim ("scan.jfif", NULL, "image/jpeg");
  assert_claim ("noextension", "image/png", "image/png");
  assert_claim (NULL, " Text/CSV ; charset=utf-8", "text/csv");
  assert_claim ("x.unheardof", "application/x-rtf", "application/rtf");
  assert_claim ("a.doc", NULL, "application/msword");
  assert_claim ("a.docx", "application/zip", WORD);
  assert_claim ("a.csv", NULL, "text/csv");
  assert_claim ("a.zip", NULL, "application/zip");
  assert_claim (".png", NULL, UNKNOWN);
  assert_claim ("", "", UNKNOWN);
  assert_claim (NULL, NULL, UNKNOWN);
}

static void
assert_refined (const char *head,
                gsize       length,
                const char *claimed_name,
                const char *expected)
{
  const AnnexFileType *recognised = annex_file_type_recognise ((const guint8 *) head, length);
  const AnnexFileType *claimed = annex_file_type_from_claims (claimed_name, NULL);

  g_assert_cmpstr (annex_file_type_refine (recognised, claimed)->media_type, ==, expected);
}

#define ASSERT_REFINED(head, name, expected) assert_refined (head, sizeof (head) - 1, name, expected)

static void
test_claims_refine_within_the_family (void)
{
  ASSERT_REFINED ("a,b\n", "x.csv", "text/csv");
  ASSERT_REFINED ("a\tb\n", "x.tsv", "text/tab-separated-values");
  ASSERT_REFINED ("a,b\n", "x.txt", "text/plain");
  ASSERT_REFINED ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "application/vnd.ms-excel");
  ASSERT_REFINED ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.doc", "application/msword");
  ASSERT_REFINED (CONTENT_TYPES, "x.pptx", POWERPOINT);
  ASSERT_REFINED ("\0\0\0\x18"
                  "ftypisom\0\0\2\0isommp41",
                  "x.m4a",
                  "audio/mp4");
}

/* Cameras write the same container under several names. */
static void
test_film_keeps_its_usual_names (void)
{
  ASSERT_REFINED ("\0\0\0\x18"
                  "ftypmp42\0\0\0\0mp42isom",
                  "x.mov",
                  "video/quicktime");
  ASSERT_REFINED ("\0\0\0\x18"
                  "ftypqt  \0\0\0\0qt  qt  ",
                  "x.mp4",
                  "video/mp4");
  ASSERT_REFINED ("\0\0\0\x18"
                  "ftypheic\0\0\0\0mif1heic",
                  "x.mp4",
                  "image/heic");
}

static void
test_claims_lead_nowhere_else (void)
{
  ASSERT_REFINED ("a,b\n", "x.jpg", "text/plain");
  ASSERT_REFINED ("#!/bin/sh\n", "x.csv", "text/x-script");
  ASSERT_REFINED ("<svg/>", "x.txt", "image/svg+xml");
  ASSERT_REFINED ("\x7f"
                  "ELF\2\1\1\0",
                  "x.pdf",
                  "application/x-executable");
  ASSERT_REFINED ("%PDF-1.4", "x.docx", "application/pdf");
  ASSERT_REFINED ("\1\2\3\4", "x.csv", UNKNOWN);
  g_assert_true (annex_file_type_refine (annex_file_type_get_unknown (), NULL) == annex_file_type_get_unknown ());
}

static void
test_kinds_and_formats (void)
{
  const AnnexFileType *heif = annex_file_type_from_claims ("x.heic", NULL);
  const AnnexFileType *bmp = annex_file_type_from_claims ("x.bmp", NULL);
  const AnnexFileType *pdf = annex_file_type_from_claims ("x.pdf", NULL);

  g_assert_cmpint (heif->kind, ==, ANNEX_FILE_KIND_PICTURE);
  g_assert_cmpint (heif->format, ==, ANNEX_FILE_FORMAT_HEIF);
  g_assert_cmpint (bmp->format, ==, ANNEX_FILE_FORMAT_OTHER);
  g_assert_cmpint (pdf->kind, ==, ANNEX_FILE_KIND_DOCUMENT);
  g_assert_cmpint (pdf->format, ==, ANNEX_FILE_FORMAT_PDF);
  g_assert_true (annex_file_type_has_extension (heif, "HEIF"));
  g_assert_false (annex_file_type_has_extension (heif, "jpg"));
  g_assert_false (annex_file_type_has_extension (heif, NULL));
}

static gboolean
is_error_document (const char *text)
{
  return annex_file_type_is_error_document ((const guint8 *) text, strlen (text));
}

static void
test_error_documents (void)
{
  g_assert_true (is_error_document ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"));
  g_assert_true (is_error_document ("<Error><Code>NoSuchKey</Code></Error>"));
  g_assert_true (is_error_document ("\xef\xbb\xbf\r\n <Error xmlns=\"x\">\n  <Code>A</Code>"));
  g_assert_false (is_error_document (""));
  g_assert_false (is_error_document ("<Error>no code</Error>"));
  g_assert_false (is_error_document ("<Errors><Code>A</Code></Errors>"));
  g_assert_false (is_error_document ("<note><Error><Code>A</Code></Error></note>"));
  g_assert_false (is_error_document ("<!-- <Error><Code> -->"));
  g_assert_false (is_error_document ("\x89PNG\r\n<Error><Code>"));
}

/* Each format's files in the corpus, as far as their names say what they are. */
static void
test_corpus (void)
{
  static const struct
  {
    const char *folder;
    const char *suffix;
    const char *media_type;
  } samples[] = {
    { "images-pngsuite", "n2c08.png", "image/png" },
    { "images-exif-orientation", ".jpg", "image/jpeg" },
    { "pdf-differences", ".pdf", "application/pdf" },
  };
  guint n_files = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "corpus", samples[i].folder, NULL);
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *contents = NULL;
          gsize            length;

          if (!g_str_has_suffix (name, samples[i].suffix) || name[0] == 'x' || !g_file_get_contents (file, &contents, &length, NULL))
            continue;

          g_assert_cmpstr (annex_file_type_recognise ((const guint8 *) contents, MIN (length, 4096))->media_type, ==, samples[i].media_type);
          n_files++;
        }
    }

  if (n_files == 0)
    g_test_skip ("The corpus is not beside the project");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-type/recognises", test_recognises);
  g_test_add_func ("/file-type/cut-heads-are-harmless", test_cut_heads_are_harmless);
  g_test_add_func ("/file-type/tar", test_tar);
  g_test_add_func ("/file-type/pdf-header-is-looked-for-in-1024-bytes", test_pdf_header_is_looked_for_in_1024_bytes);
  g_test_add_func ("/file-type/nothing-is-unknown", test_nothing_is_unknown);
  g_test_add_func ("/file-type/claims", test_claims);
  g_test_add_func ("/file-type/claims-refine-within-the-family", test_claims_refine_within_the_family);
  g_test_add_func ("/file-type/film-keeps-its-usual-names", test_film_keeps_its_usual_names);
  g_test_add_func ("/file-type/claims-lead-nowhere-else", test_claims_lead_nowhere_else);
  g_test_add_func ("/file-type/kinds-and-formats", test_kinds_and_formats);
  g_test_add_func ("/file-type/error-documents", test_error_documents);
  g_test_add_func ("/file-type/corpus", test_corpus);

  return g_test_run ();
}
