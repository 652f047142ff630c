/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-name.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define ID "attachment-id"
/* The first eight digits of the identifier's SHA-256 */
#define NAMELESS "attachment-54f9d977"

typedef struct
{
  const char *claimed;
  const char *type; /* (nullable) extension of the type that the bytes have */
  const char *safe;
  gboolean    dangerous;
} Vector;

static const Vector vectors[] = {
  { "passport.jpg", "jpg", "passport.jpg", FALSE },
  { "scan.jfif", "jpg", "scan.jfif", FALSE },
  { "SCAN.JPG", "jpg", "SCAN.JPG", FALSE },
  { "scan", "pdf", "scan.pdf", FALSE },
  { "invoice.pdf", "png", "invoice.pdf.png", FALSE },
  { "photo.jpg.exe", NULL, "photo.jpg.exe", TRUE },
  { "../../etc/passwd", NULL, "_.._etc_passwd", FALSE },
  { "..\\..\\win.ini", NULL, "_.._win.ini", FALSE },
  { "/abs/x.pdf", "pdf", "_abs_x.pdf", FALSE },
  { "a\xe2\x80\xaegpj.exe", NULL, "a_gpj.exe", TRUE },
  { "cv\xe2\x80\xaf"
    "fdp.desktop",
    NULL,
    "cv fdp.desktop",
    TRUE },
  { "cv\xe2\x80\xae"
    "fdp.desktop",
    NULL,
    "cv_fdp.desktop",
    TRUE },
  { "a\nb\tc.pdf", "pdf", "a_b_c.pdf", FALSE },
  { "evil.pdf          .exe", NULL, "evil.pdf .exe", TRUE },
  { "\xc2\xa0\xe2\x80\x83x.pdf", "pdf", "x.pdf", FALSE },
  { ".bashrc", NULL, "bashrc", FALSE },
  { "..", "pdf", NAMELESS ".pdf", FALSE },
  { "...", "pdf", NAMELESS ".pdf", FALSE },
  { "", "pdf", NAMELESS ".pdf", FALSE },
  { NULL, NULL, NAMELESS, FALSE },
  { "   ", "pdf", NAMELESS ".pdf", FALSE },
  { "\xe3\x85\xa4.pdf", "pdf", NAMELESS ".pdf", FALSE },
  { "-rf.pdf", "pdf", "_-rf.pdf", FALSE },
  { "~backup.txt", NULL, "_~backup.txt", FALSE },
  { "$(reboot).pdf", "pdf", "$(reboot).pdf", FALSE },
  { "a'b`c.pdf", "pdf", "a'b`c.pdf", FALSE },
  { "%2e%2e%2fx.pdf", "pdf", "%2e%2e%2fx.pdf", FALSE },
  { "CON", NULL, "_CON", FALSE },
  { "nul.pdf", "pdf", "_nul.pdf", FALSE },
  { "nul.tar.gz", NULL, "_nul.tar.gz", FALSE },
  { "com¹.txt", NULL, "_com¹.txt", FALSE },
  { "LPT1 .pdf", "pdf", "_LPT1 .pdf", FALSE },
  { "console.txt", NULL, "console.txt", FALSE },
  { "desktop.ini", NULL, "_desktop.ini", FALSE },
  { "Thumbs.db", NULL, "_Thumbs.db", FALSE },
  { "name. ", "pdf", "name.pdf", FALSE },
  { "a:b*c?\"d<e>f|g.pdf", "pdf", "a_b_c_d_e_f_g.pdf", FALSE },
  { "👨‍👩‍👧.png", "png", "👨👩👧.png", FALSE },
  { "مستند.pdf", "pdf", "مستند.pdf", FALSE },
  { "אבג.exe", NULL, "אבג.exe", TRUE },
  { "ex\xe2\x80\x8b"
    "e.pdf",
    "pdf",
    "ex_e.pdf",
    FALSE },
  { "e\xcc\x81.pdf", "pdf", "é.pdf", FALSE },
  { "e\xe2\x80\x8d\xcc\x81.pdf", "pdf", "é.pdf", FALSE },
  { "<b>&amp;</b>.pdf", "pdf", "_b_&amp;_b_.pdf", FALSE },
  { "\xcc\x81\xcc\x81", "pdf", NAMELESS ".pdf", FALSE },
  { "\xe2\x81\xa6\xe2\x81\xa9", "pdf", NAMELESS ".pdf", FALSE },
  { "-", NULL, NAMELESS, FALSE },
  { "--help", NULL, "_--help", FALSE },
  { "@file", NULL, "@file", FALSE },
  { "a\xff\xfe"
    "b.pdf",
    "pdf",
    "a_b.pdf",
    FALSE },
  { "letter.docm", "docx", "letter.docm", TRUE },
  { "page.HTML", NULL, "page.HTML", TRUE },
  { "x.verylongextension", "pdf", "x.verylongextension.pdf", FALSE },
  { "\xee\x80\x80\xf3\xb0\x80\x80.pdf", "pdf", NAMELESS ".pdf", FALSE },
  { "a\xf3\xa0\x81\xa1"
    "b.pdf",
    "pdf",
    "a_b.pdf",
    FALSE },
};

static const AnnexFileType *
get_type (const char *extension)
{
  g_autofree char *name = NULL;

  if (extension == NULL)
    return NULL;

  name = g_strconcat ("x.", extension, NULL);

  return annex_file_type_from_claims (name, NULL);
}

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *safe = annex_file_name_make_safe (vectors[i].claimed, ID, get_type (vectors[i].type));

      g_assert_cmpstr (safe, ==, vectors[i].safe);
      g_assert_cmpint (annex_file_name_is_dangerous (safe), ==, vectors[i].dangerous);
    }
}

static void
test_unrecognised_bytes_keep_the_extension (void)
{
  g_autofree char *safe = annex_file_name_make_safe ("report.xyz", ID, annex_file_type_get_unknown ());

  g_assert_cmpstr (safe, ==, "report.xyz");
}

static void
test_long_names (void)
{
  g_autofree char *many_x = g_strnfill (300, 'x');
  g_autofree char *ascii = g_strconcat (many_x, ".pdf", NULL);
  g_autofree char *safe_ascii = annex_file_name_make_safe (ascii, ID, get_type ("pdf"));
  g_autoptr (GString) accents = g_string_new (NULL);
  g_autofree char *safe_accents = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (accents, "é");
  g_string_append (accents, ".png");
  safe_accents = annex_file_name_make_safe (accents->str, ID, get_type ("png"));

  g_assert_cmpuint (strlen (safe_ascii), ==, 140);
  g_assert_true (g_str_has_suffix (safe_ascii, "x….pdf"));
  g_assert_cmpuint (strlen (safe_accents), ==, 139);
  g_assert_true (g_str_has_suffix (safe_accents, "é….png"));
  g_assert_true (g_utf8_validate (safe_accents, -1, NULL));
}

static void
test_marks (void)
{
  g_autofree char *safe = annex_file_name_make_safe ("Z\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"
                                                     "algo.pdf",
                                                     ID,
                                                     get_type ("pdf"));

  /* One of the marks becomes part of the letter. */
  g_assert_cmpstr (safe, ==, "\xc5\xb9\xcc\x81\xcc\x81\xcc\x81\xcc\x81"
                             "algo.pdf");
}

/* A mark must not end up on the ellipsis. */
static void
test_cut_keeps_marks_on_their_letter (void)
{
  for (guint n = 120; n < 145; n++)
    {
      g_autofree char *filler = g_strnfill (n, 'x');
      g_autofree char *claimed = g_strconcat (filler, "q\xcc\xa3\xcc\x87tail of the name.pdf", NULL);
      g_autofree char *safe = annex_file_name_make_safe (claimed, ID, get_type ("pdf"));
      const char      *ellipsis = strstr (safe, "…");

      g_assert_nonnull (ellipsis);
      g_assert_cmpuint (strlen (safe), <=, ANNEX_FILE_NAME_MAX_BYTES);
      g_assert_true (g_str_has_suffix (safe, "….pdf"));
      if (strchr (safe, 'q') != NULL)
        g_assert_nonnull (strstr (safe, "q\xcc\xa3\xcc\x87"));
    }
}

static void
test_numbers (void)
{
  g_autofree char *first = annex_file_name_number ("x.pdf", 1);
  g_autofree char *second = annex_file_name_number ("x.pdf", 2);
  g_autofree char *bare = annex_file_name_number ("notes", 999);
  g_autofree char *many_x = g_strnfill (136, 'x');
  g_autofree char *full = g_strconcat (many_x, ".pdf", NULL);
  g_autofree char *cut = annex_file_name_number (full, 12);

  g_assert_cmpstr (first, ==, "x.pdf");
  g_assert_cmpstr (second, ==, "x (2).pdf");
  g_assert_cmpstr (bare, ==, "notes (999)");
  g_assert_cmpuint (strlen (cut), ==, ANNEX_FILE_NAME_MAX_BYTES);
  g_assert_true (g_str_has_suffix (cut, "… (12).pdf"));
}

static void
test_extension (void)
{
  g_autofree char *upper = annex_file_name_dup_extension ("a.b.PDF");
  g_autofree char *none = annex_file_name_dup_extension ("README");

  g_assert_cmpstr (upper, ==, "pdf");
  g_assert_null (none);
}

static void
assert_characters (const char *safe)
{
  for (const char *p = safe; *p != '\0'; p = g_utf8_next_char (p))
    switch (g_unichar_type (g_utf8_get_char (p)))
      {
      case G_UNICODE_CONTROL:
      case G_UNICODE_FORMAT:
      case G_UNICODE_SURROGATE:
      case G_UNICODE_PRIVATE_USE:
      case G_UNICODE_UNASSIGNED:
        g_error ("U+%04X is left", g_utf8_get_char (p));
      default:
        break;
      }
}

static void
assert_invariants (const char          *claimed,
                   const AnnexFileType *type)
{
  g_autofree char *safe = annex_file_name_make_safe (claimed, ID, type);
  g_autofree char *again = annex_file_name_make_safe (safe, ID, type);
  g_autofree char *composed = g_utf8_normalize (safe, -1, G_NORMALIZE_NFC);

  g_assert_true (g_utf8_validate (safe, -1, NULL));
  g_assert_cmpstr (safe, ==, composed);
  g_assert_cmpuint (strlen (safe), >=, 1);
  g_assert_cmpuint (strlen (safe), <=, ANNEX_FILE_NAME_MAX_BYTES);
  g_assert_null (strchr (safe, '/'));
  g_assert_null (strchr (" .-", safe[0]));
  g_assert_null (strchr (" .", safe[strlen (safe) - 1]));
  g_assert_cmpstr (safe, ==, again);
  assert_characters (safe);
}

/* Half of the code points come from where the rules have something to say. */
static gunichar
random_character (void)
{
  static const gunichar special[] = {
    '.', ' ', '_', '-', '~', '/', '\\', '\n', 0x300, 0x301, 0x323, 0x489, 0x200d, 0x202e, 0xfe0f, 0xa0, 0x2028, 0x3164, 0x1100, 0x1161, 0x11a8, 0xac00, 0x915, 0x93c, 0x958, 0xe0041, 0xfffd, 0xb9, 0xe9, 'c', 'o', 'n', '1', 0x2026, 0xd800
  };
  gunichar c;

  if (g_test_rand_bit ())
    return special[g_test_rand_int_range (0, G_N_ELEMENTS (special))];

  c = (gunichar) g_test_rand_int_range (1, 0x110000);

  return g_test_rand_bit () ? c & 0xfff : c;
}

static void
test_random_names_keep_the_invariants (void)
{
  static const char *const extensions[] = { "pdf", "png", "docx", NULL };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) claimed = g_string_new (NULL);
      int length = g_test_rand_int_range (0, i % 10 == 0 ? 200 : 20);

      for (int j = 0; j < length; j++)
        {
          gunichar c = random_character ();

          if (c != 0)
            g_string_append_unichar (claimed, c);
        }

      assert_invariants (claimed->str, get_type (extensions[i % G_N_ELEMENTS (extensions)]));
    }
}

static void
test_naughty_strings_keep_the_invariants (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "corpus", "naughty-strings.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *strings;

  if (!json_parser_load_from_file (parser, path, NULL))
    {
      g_test_skip ("The corpus is not beside the project");
      return;
    }

  strings = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      const char      *claimed = json_array_get_string_element (strings, i);
      g_autofree char *with_extension = g_strconcat (claimed, ".pdf", NULL);

      assert_invariants (claimed, NULL);
      assert_invariants (claimed, get_type ("png"));
      assert_invariants (with_extension, get_type ("pdf"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-name/vectors", test_vectors);
  g_test_add_func ("/file-name/unrecognised-bytes-keep-the-extension", test_unrecognised_bytes_keep_the_extension);
  g_test_add_func ("/file-name/long-names", test_long_names);
  g_test_add_func ("/file-name/marks", test_marks);
  g_test_add_func ("/file-name/cut-keeps-marks-on-their-letter", test_cut_keeps_marks_on_their_letter);
  g_test_add_func ("/file-name/numbers", test_numbers);
  g_test_add_func ("/file-name/extension", test_extension);
  g_test_add_func ("/file-name/random-names-keep-the-invariants", test_random_names_keep_the_invariants);
  g_test_add_func ("/file-name/naughty-strings-keep-the-invariants", test_naughty_strings_keep_the_invariants);

  return g_test_run ();
}
