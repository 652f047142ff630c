/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-json.h"

#include "annex-service-error.h"

#include <string.h>

#define MAX_LENGTH (1024 * 1024)

static JsonNode *
parse (const char *text,
       GError    **error)
{
  return annex_json_parse (text, strlen (text), MAX_LENGTH, error);
}

static JsonNode *
parse_valid (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);

  return root;
}

static void
assert_invalid (const char *text,
                gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (annex_json_parse (text, length, MAX_LENGTH, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
}

/* What is not exactly one JSON value is refused. */
static void
test_invalid (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "\n",
    "{",
    "[1,]",
    "{\"a\":1,}",
    "{'a':1}",
    "{a:1}",
    "// x\n{}",
    "/* x */ {}",
    "{}{}",
    "{} x",
    "NaN",
    "var a = {};",
    "<!DOCTYPE html><html></html>",
    "{\"a\":\"\n\"}",
    "\"\\ud800\"",
    "\"\\x\"",
    "\"",
    "\"\\",
    "010",
    "+1",
    ".5",
    "\xff",
    "\"\xc0\x80\"",
    "\"\xed\xa0\x80\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      assert_invalid (texts[i], strlen (texts[i]));
    }

  assert_invalid ("{}\0", 3);
  assert_invalid ("{\"a\":\"\0\"}", 10);
  assert_invalid (NULL, 0);
}

static char *
nest (guint       depth,
      const char *open,
      const char *inner,
      const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inner);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);

  return g_string_free (text, FALSE);
}

/* 64 levels are read, 65 are not, and a bottomless pit is refused without falling in. */
static void
test_depth (void)
{
  g_autofree char *arrays = nest (64, "[", "1", "]");
  g_autofree char *deeper = nest (65, "[", "1", "]");
  g_autofree char *objects = nest (65, "{\"a\":", "1", "}");
  g_autofree char *pit = g_strnfill (200000, '[');
  g_autoptr (JsonNode) root = parse_valid (arrays);

  assert_invalid (deeper, strlen (deeper));
  assert_invalid (objects, strlen (objects));
  assert_invalid (pit, strlen (pit));
}

static char *
make_object (guint n_members,
             guint n_duplicates)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n_members + n_duplicates; i++)
    g_string_append_printf (text, "%s\"%x\":1", i > 0 ? "," : "", MIN (i, n_members - 1));
  g_string_append_c (text, '}');

  return g_string_free (text, FALSE);
}

/* 256 members are read, 257 are not, and names that would keep the parser busy for minutes are not even begun with.
 * Objects side by side have members of their own, and a comment hides nothing. */
static void
test_members (void)
{
  g_autofree char *most = make_object (256, 0);
  g_autofree char *more = make_object (257, 0);
  g_autofree char *same = make_object (1, 256);
  g_autofree char *busy = make_object (100000, 100000);
  g_autofree char *inner = g_strdup_printf ("[%s,{\"a\":[%s]}]", most, more);
  g_autofree char *siblings = g_strdup_printf ("[%s,{\"a\":%s,\"b\":[%s,%s]}]", most, most, most, most);

  g_clear_pointer (&(JsonNode *) { parse_valid (most) }, json_node_unref);
  g_clear_pointer (&(JsonNode *) { parse_valid (siblings) }, json_node_unref);
  assert_invalid (more, strlen (more));
  assert_invalid (same, strlen (same));
  assert_invalid (busy, strlen (busy));
  assert_invalid (inner, strlen (inner));
  assert_invalid ("{/*\"*/\"a\":1}", 14);
  assert_invalid ("{'\"':1}", 7);
}

/* Brackets within strings, also behind escaped quotes, are no nesting; wide is not deep. */
static void
test_depth_in_strings (void)
{
  g_autofree char *brackets = g_strnfill (500, '[');
  g_autofree char *plain = g_strdup_printf ("[\"%s\"]", brackets);
  g_autofree char *escaped = g_strdup_printf ("[\"\\\"%s\"]", brackets);
  g_autofree char *backslash = g_strdup_printf ("[\"\\\\\", %s1%s]", "[", "]");
  g_autofree char *hidden = g_strdup_printf ("[\"\\\\\", %s", brackets);
  g_autofree char *wide = nest (1, "[", "[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
                                        "[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
                                        "[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]",
                                "]");

  g_clear_pointer (&(JsonNode *) { parse_valid (plain) }, json_node_unref);
  g_clear_pointer (&(JsonNode *) { parse_valid (escaped) }, json_node_unref);
  g_clear_pointer (&(JsonNode *) { parse_valid (backslash) }, json_node_unref);
  g_clear_pointer (&(JsonNode *) { parse_valid (wide) }, json_node_unref);
  assert_invalid (hidden, strlen (hidden));
}

/* The limit is inclusive and in bytes. */
static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = annex_json_parse ("{\"a\":1}", 7, 7, &error);

  g_assert_no_error (error);
  g_assert_null (annex_json_parse ("{\"a\":1} ", 8, 7, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
}

/* The error never quotes what was read: it may be somebody's data. */
static void
test_error_quotes_nothing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse ("{\"canary\": canary}", &error));
  g_assert_null (strstr (error->message, "canary"));
}

/* The last of duplicate members wins, and a zero in a string harms nothing. */
static void
test_oddities (void)
{
  g_autoptr (JsonNode) root = parse_valid ("{\"a\":1,\"a\":\"x\",\"b\":\"y\\u0000z\",\"\\u0000\":1}");
  JsonObject *object = annex_json_get_root_object (root, NULL);
  const char *value;

  g_assert_true (annex_json_read_string (object, "a", TRUE, &value, NULL));
  g_assert_cmpstr (value, ==, "x");
  g_assert_true (annex_json_read_string (object, "b", TRUE, &value, NULL));
  g_assert_cmpstr (value, ==, "y");
}

/* Only an object is an object. */
static void
test_root (void)
{
  static const char *const texts[] = { "[]", "null", "1", "\"x\"", "true" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = parse_valid (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (annex_json_get_root_object (root, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
    }
}

/* Null and absent are the same, and not an error unless the member is required; the error names it. */
static void
test_absent (void)
{
  g_autoptr (JsonNode) root = parse_valid ("{\"n\":null}");
  JsonObject *object = annex_json_get_root_object (root, NULL);
  const char *string = "untouched";
  gint64      number = 7;
  gboolean    flag = TRUE;
  JsonObject *inner;
  JsonArray  *array;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "n" : "absent";

      g_assert_true (annex_json_read_string (object, name, FALSE, &string, &error));
      g_assert_null (string);
      g_assert_true (annex_json_read_int64 (object, name, FALSE, &number, &error));
      g_assert_cmpint (number, ==, 7);
      g_assert_true (annex_json_read_boolean (object, name, FALSE, &flag, &error));
      g_assert_true (flag);
      g_assert_true (annex_json_read_object (object, name, FALSE, &inner, &error));
      g_assert_null (inner);
      g_assert_true (annex_json_read_array (object, name, FALSE, &array, &error));
      g_assert_null (array);
      g_assert_no_error (error);

      g_assert_false (annex_json_read_string (object, name, TRUE, &string, &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
      g_assert_true (g_str_has_prefix (error->message, name));
      g_clear_error (&error);
    }
}

static gboolean
reads_as (JsonObject *object,
          const char *name,
          char        type,
          GError    **error)
{
  const char *string;
  gint64      number;
  gboolean    flag;
  JsonObject *inner;
  JsonArray  *array;

  switch (type)
    {
    case 's':
      return annex_json_read_string (object, name, TRUE, &string, error);
    case 'i':
      return annex_json_read_int64 (object, name, TRUE, &number, error);
    case 'b':
      return annex_json_read_boolean (object, name, TRUE, &flag, error);
    case 'o':
      return annex_json_read_object (object, name, TRUE, &inner, error);
    default:
      return annex_json_read_array (object, name, TRUE, &array, error);
    }
}

/* Each member reads as its own type alone; anything else is an error that names it, and no critical warning. */
static void
test_types (void)
{
  g_autoptr (JsonNode) root = parse_valid ("{\"s\":\"x\",\"i\":5,\"b\":true,\"o\":{},\"a\":[],\"d\":5.0}");
  JsonObject *object = annex_json_get_root_object (root, NULL);
  const char *members = "sibaod";
  const char *types = "sibao";

  for (const char *member = members; *member != '\0'; member++)
    for (const char *type = types; *type != '\0'; type++)
      {
        const char name[] = { *member, '\0' };
        g_autoptr (GError) error = NULL;

        g_assert_cmpint (reads_as (object, name, *type, &error), ==, *member == *type);
        if (*member == *type)
          g_assert_no_error (error);
        else
          {
            g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
            g_assert_true (g_str_has_prefix (error->message, name));
          }
      }
}

/* A number beyond 64 bits must not come round as a small one. */
static void
test_numbers (void)
{
  g_autoptr (JsonNode) root = parse_valid ("{\"a\":9223372036854775808,\"b\":18446744073709551617,"
                                          "\"c\":-18446744073709551617,\"d\":0,\"e\":-1,\"f\":1e3}");
  JsonObject *object = annex_json_get_root_object (root, NULL);
  gint64      number;

  g_assert_true (annex_json_read_int64 (object, "a", TRUE, &number, NULL));
  g_assert_cmpint (number, ==, G_MAXINT64);
  g_assert_true (annex_json_read_int64 (object, "b", TRUE, &number, NULL));
  g_assert_cmpint (number, ==, G_MAXINT64);
  g_assert_true (annex_json_read_int64 (object, "c", TRUE, &number, NULL));
  g_assert_cmpint (number, ==, G_MININT64);
  g_assert_true (annex_json_read_int64 (object, "d", TRUE, &number, NULL));
  g_assert_cmpint (number, ==, 0);
  g_assert_true (annex_json_read_int64 (object, "e", TRUE, &number, NULL));
  g_assert_cmpint (number, ==, -1);
  g_assert_false (annex_json_read_int64 (object, "f", TRUE, &number, NULL));
}

/* Strings are used up to their limit and no further. */
static void
test_long_strings (void)
{
  g_autofree char *longest = g_strnfill (ANNEX_JSON_MAX_STRING, 'x');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\",\"b\":\"%sy\"}", longest, longest);
  g_autoptr (JsonNode) root = parse_valid (text);
  JsonObject *object = annex_json_get_root_object (root, NULL);
  const char *value;
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_json_read_string (object, "a", TRUE, &value, &error));
  g_assert_cmpstr (value, ==, longest);
  g_assert_false (annex_json_read_string (object, "b", TRUE, &value, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_INVALID_REPLY);
  g_assert_null (value);
  g_assert_true (annex_json_read_long_string (object, "b", TRUE, ANNEX_JSON_MAX_STRING + 1, &value, NULL));
}

/* An element is an object or an error that says which. */
static void
test_elements (void)
{
  g_autoptr (JsonNode) root = parse_valid ("{\"list\":[{},null]}");
  JsonArray  *array;
  JsonObject *object;
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_json_read_array (annex_json_get_root_object (root, NULL), "list", TRUE, &array, NULL));
  g_assert_true (annex_json_read_element (array, 0, "list", &object, &error));
  g_assert_nonnull (object);
  g_assert_false (annex_json_read_element (array, 1, "list", &object, &error));
  g_assert_cmpstr (error->message, ==, "list[1]: not an object");
}

static char *
find_suite (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "corpus", "json-testsuite", NULL);
}

static void
check_file (const char *folder,
            const char *name,
            guint      *n_valid,
            guint      *n_invalid)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  root = annex_json_parse (text, length, MAX_LENGTH, NULL);

  if (g_str_has_prefix (name, "y_"))
    {
      g_test_message ("%s", name);
      g_assert_nonnull (root);
      (*n_valid)++;
    }
  else if (g_str_has_prefix (name, "n_"))
    {
      g_test_message ("%s", name);
      g_assert_null (root);
      (*n_invalid)++;
    }
}

/* A public suite of documents that a strict parser must accept, must refuse, or must at least survive. */
static void
test_suite (void)
{
  g_autofree char *folder = find_suite ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_valid = 0;
  guint n_invalid = 0;

  if (dir == NULL)
    {
      g_test_skip ("there is no ../shared/corpus/json-testsuite beside the sources");
      return;
    }

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    check_file (folder, name, &n_valid, &n_invalid);

  g_assert_cmpuint (n_valid, ==, 95);
  g_assert_cmpuint (n_invalid, ==, 188);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/invalid", test_invalid);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/depth-in-strings", test_depth_in_strings);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/error-quotes-nothing", test_error_quotes_nothing);
  g_test_add_func ("/json/oddities", test_oddities);
  g_test_add_func ("/json/root", test_root);
  g_test_add_func ("/json/absent", test_absent);
  g_test_add_func ("/json/types", test_types);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/long-strings", test_long_strings);
  g_test_add_func ("/json/elements", test_elements);
  g_test_add_func ("/json/suite", test_suite);

  return g_test_run ();
}
