/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <glib/gi18n.h>

#define EXTENSIONS(...) ((const char *const[]) { __VA_ARGS__ __VA_OPT__ (, ) NULL })

#define PICTURE(media_type, format, label, ...) \
  { media_type, ANNEX_FILE_KIND_PICTURE, ANNEX_FILE_FORMAT_##format, EXTENSIONS (__VA_ARGS__), label }

#define OTHER(media_type, kind, label, ...) \
  { media_type, ANNEX_FILE_KIND_##kind, ANNEX_FILE_FORMAT_OTHER, EXTENSIONS (__VA_ARGS__), label }

#define OPEN_XML "application/vnd.openxmlformats-officedocument."
#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."

static const AnnexFileType types[N_TYPES] = {
  [TYPE_JPEG] = PICTURE ("image/jpeg", JPEG, N_ ("JPEG image"), "jpg", "jpeg", "jfif", "jpe", "jif", "pjpeg", "mpo"),
  [TYPE_PNG] = PICTURE ("image/png", PNG, N_ ("PNG image"), "png", "apng"),
  [TYPE_GIF] = PICTURE ("image/gif", GIF, N_ ("GIF image"), "gif"),
  [TYPE_WEBP] = PICTURE ("image/webp", WEBP, N_ ("WebP image"), "webp"),
  [TYPE_HEIF] = PICTURE ("image/heic", HEIF, N_ ("HEIC image"), "heic", "heif", "heics", "heifs", "hif"),
  [TYPE_AVIF] = PICTURE ("image/avif", AVIF, N_ ("AVIF image"), "avif", "avifs"),
  [TYPE_TIFF] = PICTURE ("image/tiff", TIFF, N_ ("TIFF image"), "tiff", "tif", "dng", "cr2", "nef", "arw"),
  [TYPE_BMP] = PICTURE ("image/bmp", OTHER, N_ ("Bitmap image"), "bmp", "dib"),
  [TYPE_ICO] = PICTURE ("image/vnd.microsoft.icon", OTHER, N_ ("Windows icon"), "ico", "cur"),
  [TYPE_JPEG_2000] = PICTURE ("image/jp2", OTHER, N_ ("JPEG 2000 image"), "jp2", "jpx", "jpf", "j2k", "j2c"),
  [TYPE_JPEG_XL] = PICTURE ("image/jxl", OTHER, N_ ("JPEG XL image"), "jxl"),
  [TYPE_PHOTOSHOP] = PICTURE ("image/vnd.adobe.photoshop", OTHER, N_ ("Photoshop image"), "psd", "psb"),
  [TYPE_PDF] = { "application/pdf", ANNEX_FILE_KIND_DOCUMENT, ANNEX_FILE_FORMAT_PDF, EXTENSIONS ("pdf"), N_ ("PDF document") },
  [TYPE_CSV] = OTHER ("text/csv", TABLE, N_ ("CSV table"), "csv"),
  [TYPE_TSV] = OTHER ("text/tab-separated-values", TABLE, N_ ("TSV table"), "tsv", "tab"),
  [TYPE_VCARD] = OTHER ("text/vcard", TEXT, N_ ("Contact card"), "vcf", "vcard"),
  [TYPE_CALENDAR] = OTHER ("text/calendar", TEXT, N_ ("Calendar entry"), "ics"),
  [TYPE_JSON] = OTHER ("application/json", TEXT, N_ ("JSON text"), "json", "geojson", "har"),
  [TYPE_MARKDOWN] = OTHER ("text/markdown", TEXT, N_ ("Markdown text"), "md", "markdown"),
  [TYPE_TEXT] = OTHER ("text/plain", TEXT, N_ ("Plain text"), "txt", "text", "log", "asc", "csv", "tsv", "tab", "vcf", "vcard", "ics", "json", "geojson", "har", "md", "markdown", "ini", "conf", "cfg", "yaml", "yml", "toml", "srt", "vtt", "tex", "po", "diff", "patch", "eml"),
  [TYPE_RTF] = OTHER ("application/rtf", OFFICE, N_ ("Rich text document"), "rtf", "doc"),
  [TYPE_DOCX] = OTHER (OPEN_XML "wordprocessingml.document", OFFICE, N_ ("Word document"), "docx", "docm", "dotx", "dotm"),
  [TYPE_XLSX] = OTHER (OPEN_XML "spreadsheetml.sheet", OFFICE, N_ ("Excel spreadsheet"), "xlsx", "xlsm", "xltx", "xltm", "xlam", "xlsb"),
  [TYPE_PPTX] = OTHER (OPEN_XML "presentationml.presentation", OFFICE, N_ ("PowerPoint presentation"), "pptx", "pptm", "ppsx", "ppsm", "potx", "potm"),
  [TYPE_OOXML] = OTHER ("application/x-ooxml", OFFICE, N_ ("Office document"), "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "xlam", "xlsb", "pptx", "pptm", "ppsx", "ppsm", "potx", "potm", "vsdx"),
  [TYPE_DOC] = OTHER ("application/msword", OFFICE, N_ ("Word document"), "doc", "dot"),
  [TYPE_XLS] = OTHER ("application/vnd.ms-excel", OFFICE, N_ ("Excel spreadsheet"), "xls", "xlt", "xla"),
  [TYPE_PPT] = OTHER ("application/vnd.ms-powerpoint", OFFICE, N_ ("PowerPoint presentation"), "ppt", "pps", "pot"),
  [TYPE_OUTLOOK] = OTHER ("application/vnd.ms-outlook", OFFICE, N_ ("Outlook message"), "msg"),
  [TYPE_OLE2] = OTHER ("application/x-ole-storage", OFFICE, N_ ("Office document"), "doc", "dot", "xls", "xlt", "xla", "ppt", "pps", "pot", "msg", "vsd", "pub", "mpp", "msi", "docx", "xlsx", "pptx"),
  [TYPE_ODT] = OTHER (OPEN_DOCUMENT "text", OFFICE, N_ ("OpenDocument text"), "odt", "ott", "odm"),
  [TYPE_ODS] = OTHER (OPEN_DOCUMENT "spreadsheet", OFFICE, N_ ("OpenDocument spreadsheet"), "ods", "ots"),
  [TYPE_ODP] = OTHER (OPEN_DOCUMENT "presentation", OFFICE, N_ ("OpenDocument presentation"), "odp", "otp"),
  [TYPE_ODG] = OTHER (OPEN_DOCUMENT "graphics", OFFICE, N_ ("OpenDocument drawing"), "odg", "otg"),
  [TYPE_EPUB] = OTHER ("application/epub+zip", OFFICE, N_ ("Electronic book"), "epub"),
  [TYPE_MP3] = OTHER ("audio/mpeg", AUDIO, N_ ("MP3 audio"), "mp3", "mp2", "mpga"),
  [TYPE_WAV] = OTHER ("audio/wav", AUDIO, N_ ("WAV audio"), "wav", "wave"),
  [TYPE_OGG] = OTHER ("audio/ogg", AUDIO, N_ ("Ogg audio"), "ogg", "oga", "opus", "spx"),
  [TYPE_FLAC] = OTHER ("audio/flac", AUDIO, N_ ("FLAC audio"), "flac"),
  [TYPE_AMR] = OTHER ("audio/amr", AUDIO, N_ ("AMR audio"), "amr", "awb"),
  [TYPE_AAC] = OTHER ("audio/aac", AUDIO, N_ ("AAC audio"), "aac", "adts"),
  [TYPE_AIFF] = OTHER ("audio/aiff", AUDIO, N_ ("AIFF audio"), "aiff", "aif", "aifc"),
  [TYPE_M4A] = OTHER ("audio/mp4", AUDIO, N_ ("MPEG-4 audio"), "m4a", "m4b", "m4p"),
  [TYPE_3GP] = OTHER ("video/3gpp", VIDEO, N_ ("3GPP video"), "3gp", "3g2", "3gpp"),
  [TYPE_MOV] = OTHER ("video/quicktime", VIDEO, N_ ("QuickTime video"), "mov", "qt"),
  [TYPE_MP4] = OTHER ("video/mp4", VIDEO, N_ ("MPEG-4 video"), "mp4", "m4v", "f4v"),
  [TYPE_WEBM] = OTHER ("video/webm", VIDEO, N_ ("WebM video"), "webm", "weba"),
  [TYPE_MATROSKA] = OTHER ("video/matroska", VIDEO, N_ ("Matroska video"), "mkv", "mka", "mks"),
  [TYPE_OGG_VIDEO] = OTHER ("video/ogg", VIDEO, N_ ("Ogg video"), "ogv", "ogg", "ogx"),
  [TYPE_AVI] = OTHER ("video/vnd.avi", VIDEO, N_ ("AVI video"), "avi"),
  [TYPE_ASF] = OTHER ("video/x-ms-asf", VIDEO, N_ ("Windows Media file"), "wmv", "wma", "asf"),
  [TYPE_FLV] = OTHER ("video/x-flv", VIDEO, N_ ("Flash video"), "flv"),
  [TYPE_MPEG] = OTHER ("video/mpeg", VIDEO, N_ ("MPEG video"), "mpg", "mpeg", "vob", "ts", "mts", "m2ts"),
  [TYPE_JAR] = OTHER ("application/java-archive", PROGRAM, N_ ("Java program"), "jar", "war", "ear", "apk"),
  [TYPE_ZIP] = OTHER ("application/zip", ARCHIVE, N_ ("Zip archive"), "zip", "cbz", "kmz", "xpi", "pages", "numbers", "key", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "jar", "apk"),
  [TYPE_GZIP] = OTHER ("application/gzip", ARCHIVE, N_ ("Gzip archive"), "gz", "tgz", "svgz", "emz"),
  [TYPE_BZIP2] = OTHER ("application/x-bzip2", ARCHIVE, N_ ("Bzip2 archive"), "bz2", "tbz", "tbz2"),
  [TYPE_XZ] = OTHER ("application/x-xz", ARCHIVE, N_ ("XZ archive"), "xz", "txz"),
  [TYPE_ZSTD] = OTHER ("application/zstd", ARCHIVE, N_ ("Zstandard archive"), "zst", "tzst"),
  [TYPE_7Z] = OTHER ("application/x-7z-compressed", ARCHIVE, N_ ("7-Zip archive"), "7z"),
  [TYPE_RAR] = OTHER ("application/vnd.rar", ARCHIVE, N_ ("RAR archive"), "rar", "cbr"),
  [TYPE_TAR] = OTHER ("application/x-tar", ARCHIVE, N_ ("Tar archive"), "tar"),
  [TYPE_CABINET] = OTHER ("application/vnd.ms-cab-compressed", ARCHIVE, N_ ("Cabinet archive"), "cab"),
  [TYPE_SVG] = OTHER ("image/svg+xml", ACTIVE, N_ ("SVG drawing"), "svg"),
  [TYPE_HTML] = OTHER ("text/html", ACTIVE, N_ ("Web page"), "html", "htm", "xhtml", "xht", "shtml"),
  [TYPE_XML] = OTHER ("application/xml", ACTIVE, N_ ("XML document"), "xml", "xsd", "xsl", "xslt", "kml", "gpx", "rss", "atom", "plist"),
  [TYPE_POSTSCRIPT] = OTHER ("application/postscript", ACTIVE, N_ ("PostScript document"), "ps", "eps", "ai"),
  [TYPE_INTERNET_SHORTCUT] = OTHER ("application/x-mswinurl", ACTIVE, N_ ("Internet shortcut"), "url"),
  /* Translators: type of a file */
  [TYPE_ELF] = OTHER ("application/x-executable", PROGRAM, N_ ("Program"), "elf", "so", "bin", "run", "o", "appimage", "ko"),
  [TYPE_PE] = OTHER ("application/vnd.microsoft.portable-executable", PROGRAM, N_ ("Windows program"), "exe", "dll", "scr", "sys", "com", "cpl", "ocx", "efi", "pif"),
  [TYPE_MACH_O] = OTHER ("application/x-mach-binary", PROGRAM, N_ ("macOS program"), "macho", "dylib", "bundle"),
  [TYPE_JAVA_CLASS] = OTHER ("application/java-vm", PROGRAM, N_ ("Java program"), "class"),
  [TYPE_WASM] = OTHER ("application/wasm", PROGRAM, N_ ("WebAssembly program"), "wasm"),
  [TYPE_DEX] = OTHER ("application/vnd.android.dex", PROGRAM, N_ ("Android program"), "dex"),
  [TYPE_PACKAGE] = OTHER ("application/x-package", PROGRAM, N_ ("Software package"), "deb", "rpm", "udeb"),
  [TYPE_COMPILED_HELP] = OTHER ("application/vnd.ms-htmlhelp", PROGRAM, N_ ("Compiled help"), "chm"),
  [TYPE_DESKTOP_ENTRY] = OTHER ("application/x-desktop", PROGRAM, N_ ("Application launcher"), "desktop", "directory"),
  [TYPE_WINDOWS_SHORTCUT] = OTHER ("application/x-ms-shortcut", PROGRAM, N_ ("Windows shortcut"), "lnk"),
  /* Translators: type of a file: a program that is text */
  [TYPE_SCRIPT] = OTHER ("text/x-script", PROGRAM, N_ ("Script"), "sh", "bash", "zsh", "ksh", "fish", "py", "pl", "rb", "php", "js", "mjs", "awk", "sed", "tcl", "lua", "run", "command"),
  [TYPE_UNKNOWN] = OTHER ("application/octet-stream", UNKNOWN, N_ ("Unknown type")),
};

/*< private >
 * annex_file_type_table_get:
 * @id: a type
 *
 * Returns: (transfer none): the one and only description of it
 */
const AnnexFileType *
annex_file_type_table_get (AnnexTypeId id)
{
  g_assert (id < N_TYPES);

  return &types[id];
}
