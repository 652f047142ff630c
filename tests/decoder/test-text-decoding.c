/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-encodings.h"
#include "annex-text-decoder.h"

#include <string.h>

/* What the decoder makes of text files, outside of the cage where every case can be looked at. */

static AnnexDecoderText *output;

static char *
read_text (const void        *data,
           gsize              length,
           AnnexDecoderReply *reply)
{
  *reply = (AnnexDecoderReply) { 0 };
  annex_text_decoder_read_text (data, length, output, reply);
  g_assert_cmpuint (reply->status, ==, ANNEX_DECODER_OK);
  g_assert_cmpuint (reply->length, <=, sizeof output->text);
  g_assert_cmpuint (reply->encoding, <, ANNEX_DECODER_N_ENCODINGS);

  return g_strndup (output->text, reply->length);
}

static void
assert_text (const char *data,
             gsize       length,
             const char *expected)
{
  AnnexDecoderReply reply;
  g_autofree char  *text = read_text (data, length, &reply);

  g_assert_cmpstr (text, ==, expected);
}

#define ASSERT_TEXT(data, expected) assert_text (data, sizeof (data) - 1, expected)

static const struct
{
  const char *language;
  const char *text;
  const char *encodings; /* as iconv has them, and as they are to be recognised */
} letters[] = {
  { "german", "Sehr geehrte Damen und Herren,\nanbei die Rechnung über 12,50 €. Die Größe passt nicht.\nViele Grüße\nJürgen Müller\n", "CP1252=Windows-1252" },
  { "short", "Größe;Menge\nM;3\n", "CP1252=Windows-1252 ISO-8859-1=Windows-1252" },
  { "french", "Bonjour,\nj'ai reçu la commande mais l'écran est cassé. Où dois-je la renvoyer ? Merci d'avance, Hélène\n", "ISO-8859-1=Windows-1252" },
  { "polish", "Dzień dobry, proszę o zwrot pieniędzy za zamówienie. Przesyłka była uszkodzona, zażółć gęślą jaźń.\n", "CP1250=Windows-1250 ISO-8859-2=ISO-8859-2" },
  { "russian", "Здравствуйте, посылка пришла повреждённой. Прошу вернуть деньги за заказ номер 12345. Спасибо.\n", "CP1251=Windows-1251 KOI8-R=KOI8-R ISO-8859-5=ISO-8859-5 IBM866=IBM866" },
  { "greek", "Καλημέρα, το δέμα έφτασε κατεστραμμένο. Θα ήθελα επιστροφή χρημάτων. Ευχαριστώ.\n", "ISO-8859-7=ISO-8859-7" },
  { "turkish", "Merhaba, sipariş numaram 12345. Ürün kırık geldi, iade etmek istiyorum. Teşekkürler, Işıl Şahin\n", "CP1254=Windows-1254 ISO-8859-9=Windows-1254" },
  { "hebrew", "שלום, החבילה הגיעה פגומה. אני מבקש החזר כספי. תודה\n", "CP1255=Windows-1255" },
  { "arabic", "مرحبا، وصل الطرد تالفا. أريد استرداد المبلغ. شكرا\n", "CP1256=Windows-1256 ISO-8859-6=ISO-8859-6" },
  { "thai", "สวัสดีครับ พัสดุมาถึงในสภาพเสียหาย ขอคืนเงินครับ ขอบคุณครับ\n", "TIS-620=Windows-874" },
  { "japanese", "こんにちは。荷物が壊れて届きました。返金をお願いします。注文番号は12345です。\n", "CP932=Shift JIS,EUC-JP=EUC-JP,ISO-2022-JP=ISO-2022-JP" },
  { "chinese", "您好，包裹到达时已损坏。请退款。订单号为12345。谢谢\n", "GB18030=GB18030" },
  { "korean", "안녕하세요, 소포가 파손되어 도착했습니다. 환불을 부탁드립니다. 감사합니다.\n", "EUC-KR=UHC" },
  { "unicode", "Größe, עברית, 日本語, 😀\n", "UTF-8=UTF-8,UTF-16LE=UTF-16,UTF-16BE=UTF-16,UTF-16=UTF-16,UTF-32=UTF-32" },
};

static void
assert_recognised (const char *text,
                   const char *pair)
{
  g_auto (GStrv) names = g_strsplit (pair, "=", 2);
  g_autoptr (GError) error = NULL;
  gsize             length;
  g_autofree char  *bytes = g_convert (text, -1, names[0], "UTF-8", NULL, &length, &error);
  AnnexDecoderReply reply;
  g_autofree char  *decoded = NULL;

  g_assert_no_error (error);
  decoded = read_text (bytes, length, &reply);
  g_assert_cmpstr (annex_decoder_encodings[reply.encoding], ==, names[1]);
  g_assert_cmpstr (decoded, ==, text);
  g_assert_cmpuint (reply.flags, ==, 0);
}

static void
test_encodings (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (GStrv) pairs = g_strsplit (letters[i].encodings, strchr (letters[i].encodings, ',') != NULL ? "," : " ", -1);
  guint j;

  for (j = 0; pairs[j] != NULL; j++)
    assert_recognised (letters[i].text, pairs[j]);
}

static void
test_marks (void)
{
  ASSERT_TEXT ("\357\273\277a\303\244\n", "aä\n");
  ASSERT_TEXT ("\377\376a\0\344\0", "aä");
  ASSERT_TEXT ("\376\377\0a\0\344", "aä");
  ASSERT_TEXT ("\377\376\0\0a\0\0\0\344\0\0\0", "aä");
  ASSERT_TEXT ("\0\0\376\377\0\0\0a\0\1\366\0", "a😀");
  ASSERT_TEXT ("\357\273\277", "");
  ASSERT_TEXT ("\377\376", "");
  ASSERT_TEXT ("", "");
}

/* What means nothing has a place, and never stops the rest from being read. */
static void
test_mistakes (void)
{
  AnnexDecoderReply reply;
  g_autofree char  *text = NULL;

  ASSERT_TEXT ("\357\273\277a\377b", "a\357\277\275b");
  ASSERT_TEXT ("\357\273\277a\303", "a\357\277\275");
  ASSERT_TEXT ("\377\376a\0\0\330b\0", "a\357\277\275b");
  ASSERT_TEXT ("\377\376a\0\0\334", "a\357\277\275");
  ASSERT_TEXT ("\377\376a\0b", "a\357\277\275");
  ASSERT_TEXT ("\377\376\0\0\0\330\0\0a\0\0\0", "\357\277\275a");
  /* one stray byte in a UTF-8 text */
  ASSERT_TEXT ("\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\377", "äääääääää\357\277\275");
  /* nothing in Windows-1252 */
  text = read_text ("a\201b", 3, &reply);
  g_assert_true ((reply.flags & ANNEX_DECODER_FLAG_LOSSY) != 0 || reply.encoding != ANNEX_DECODER_WINDOWS_1252);
}

static void
test_line_ends (void)
{
  ASSERT_TEXT ("a\r\nb\r\n", "a\nb\n");
  ASSERT_TEXT ("a\rb\r", "a\nb\n");
  ASSERT_TEXT ("a\nb\rc", "a\nb\342\220\215c");
  ASSERT_TEXT ("a\r\r\nb", "a\342\220\215\nb");
}

static void
test_visible (void)
{
  ASSERT_TEXT ("a\0b\tc", "a\342\220\200b\tc");
  ASSERT_TEXT ("\033[31m\177\a", "\342\220\233[31m\342\220\241\342\220\207");
  ASSERT_TEXT ("\302\205", "⟨U+0085⟩");
  ASSERT_TEXT ("access \342\200\256nimda", "access ⟨U+202E⟩nimda");
  ASSERT_TEXT ("\342\201\246a\342\201\251\342\200\217\330\234", "⟨U+2066⟩a⟨U+2069⟩⟨U+200F⟩⟨U+061C⟩");
  ASSERT_TEXT ("a\342\200\213b\342\201\240c\357\273\277d", "a⟨U+200B⟩b⟨U+2060⟩c⟨U+FEFF⟩d");
  ASSERT_TEXT ("a\302\255b", "a⟨U+00AD⟩b");
  ASSERT_TEXT ("a\342\200\250b\342\200\251c", "a⟨U+2028⟩b⟨U+2029⟩c");
  ASSERT_TEXT ("\363\240\200\201x", "⟨U+E0001⟩x");
  ASSERT_TEXT ("\343\205\244", "⟨U+3164⟩");
}

/* Between letters of scripts that join, and in emoji, these belong to the writing. */
static void
test_joiners (void)
{
  ASSERT_TEXT ("می\342\200\214خواهم", "می\342\200\214خواهم");
  ASSERT_TEXT ("क\340\245\215\342\200\215ष", "क\340\245\215\342\200\215ष");
  ASSERT_TEXT ("👨\342\200\215👩", "👨\342\200\215👩");
  ASSERT_TEXT ("❤\357\270\217", "❤\357\270\217");
  ASSERT_TEXT ("pay\342\200\215pal", "pay⟨U+200D⟩pal");
  ASSERT_TEXT ("pay\342\200\214pal", "pay⟨U+200C⟩pal");
  ASSERT_TEXT ("a\357\270\217\357\270\217", "a\357\270\217⟨U+FE0F⟩");
}

static char *
create_repeated (const char *piece,
                 gsize       length)
{
  gsize n = strlen (piece);
  char *text = g_malloc (length + 1);
  gsize i;

  for (i = 0; i < length; i++)
    text[i] = piece[i % n];
  text[length] = '\0';

  return text;
}

/* The first megabyte ends at a character, whatever the encoding, and what follows is told. */
static void
test_beginning (void)
{
  static const char *const pieces[] = { "€", "x€", "xx€", "😀\n", "\344\344 ", "a\n" };
  AnnexDecoderReply        reply;
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *data = create_repeated (pieces[i], ANNEX_DECODER_MAX_TEXT_FILE + 4);
      g_autofree char *text = read_text (data, ANNEX_DECODER_MAX_TEXT_FILE + 4, &reply);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (reply.flags & ANNEX_DECODER_FLAG_BEGINNING, !=, 0);
      g_assert_cmpuint (reply.flags & ANNEX_DECODER_FLAG_LOSSY, ==, 0);
    }
}

static void
test_long_lines (void)
{
  g_autofree char  *long_line = create_repeated ("a", 500000);
  g_autofree char  *exact = create_repeated ("b", ANNEX_DECODER_MAX_LINE);
  g_autofree char  *data = g_strconcat (exact, "\n", long_line, "\nc", NULL);
  AnnexDecoderReply reply;
  g_autofree char  *text = read_text (data, strlen (data), &reply);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpstr (lines[0], ==, exact);
  g_assert_true (g_str_has_suffix (lines[1], "aa⟨…⟩"));
  g_assert_cmpint (g_utf8_strlen (lines[1], -1), ==, ANNEX_DECODER_MAX_LINE + 3);
  g_assert_cmpstr (lines[2], ==, "c");
  g_assert_cmpuint (reply.flags, ==, ANNEX_DECODER_FLAG_SHORTENED);
}

static void
test_marks_in_a_row (void)
{
  g_autofree char  *marks = create_repeated ("\314\201", 2 * 9990);
  g_autofree char  *data = g_strconcat ("a", marks, "b\314\201\n", marks, NULL);
  AnnexDecoderReply reply;
  g_autofree char  *text = read_text (data, strlen (data), &reply);
  g_autofree char  *few = g_strndup (marks, 2 * ANNEX_DECODER_MAX_MARKS);
  g_autofree char  *expected = g_strconcat ("a", few, "⟨…⟩b\314\201\n", few, "⟨…⟩", NULL);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (reply.flags, ==, ANNEX_DECODER_FLAG_SHORTENED);
}

static void
test_many_lines (void)
{
  g_autofree char  *data = create_repeated ("\n", ANNEX_DECODER_MAX_TEXT_FILE);
  AnnexDecoderReply reply;
  g_autofree char  *text = read_text (data, ANNEX_DECODER_MAX_LINES, &reply);

  g_assert_cmpuint (reply.length, ==, ANNEX_DECODER_MAX_LINES);
  g_assert_cmpuint (reply.flags, ==, 0);
  g_set_str (&text, NULL);
  text = read_text (data, ANNEX_DECODER_MAX_TEXT_FILE, &reply);
  g_assert_cmpuint (reply.length, ==, ANNEX_DECODER_MAX_LINES);
  g_assert_cmpuint (reply.flags, ==, ANNEX_DECODER_FLAG_BEGINNING);
}

/* What grows most when it is made visible, and a hundred megabytes in one line. */
static void
test_hostile (void)
{
  AnnexDecoderReply reply;
  g_autofree char  *hidden = create_repeated ("\342\200\256\n", 4 * ANNEX_DECODER_MAX_TEXT_FILE);
  g_autofree char  *line = create_repeated ("a", 100 * 1024 * 1024);
  g_autofree char  *nothing = g_malloc0 (3 * 1024 * 1024);
  g_autofree char  *text = read_text (hidden, 4 * ANNEX_DECODER_MAX_TEXT_FILE, &reply);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strstr (text, "\342\200\256"));
  g_assert_cmpuint (reply.flags, ==, ANNEX_DECODER_FLAG_BEGINNING);

  g_set_str (&text, NULL);
  text = read_text (line, 100 * 1024 * 1024, &reply);
  g_assert_cmpuint (reply.flags, ==, ANNEX_DECODER_FLAG_BEGINNING | ANNEX_DECODER_FLAG_SHORTENED);
  g_assert_cmpint (g_utf8_strlen (text, -1), ==, ANNEX_DECODER_MAX_LINE + 3);

  g_set_str (&text, NULL);
  text = read_text (nothing, 3 * 1024 * 1024, &reply);
  g_assert_true (g_str_has_prefix (text, "\342\220\200\342\220\200"));
}

/* Tables */

static char *
join_cells (const AnnexDecoderTable *table,
            const AnnexDecoderReply *reply)
{
  GString *text = g_string_new (NULL);
  guint    cell = 0;
  guint    start = 0;
  guint    row;

  for (row = 0; row < reply->count; row++)
    {
      g_assert_cmpuint (table->rows[row], >, cell);
      for (; cell < table->rows[row]; cell++)
        {
          g_assert_cmpuint (table->cells[cell], >=, start);
          g_assert_cmpuint (table->cells[cell], <=, reply->length);
          g_string_append_len (text, table->text + start, table->cells[cell] - start);
          g_string_append_c (text, cell + 1 < table->rows[row] ? '/' : '$');
          start = table->cells[cell];
        }
    }
  g_assert_cmpuint (start, ==, reply->length);

  return g_string_free (text, FALSE);
}

static char *
read_table (const char        *data,
            gsize              length,
            AnnexDecoderReply *reply)
{
  AnnexDecoderTable *table = g_malloc (sizeof *table);
  char              *cells;

  *reply = (AnnexDecoderReply) { 0 };
  annex_text_decoder_read_table ((const guint8 *) data, length, table, reply);
  g_assert_cmpuint (reply->status, ==, ANNEX_DECODER_OK);
  cells = join_cells (table, reply);
  g_free (table);

  return cells;
}

static const struct
{
  const char *name;
  const char *data;
  const char *cells;
} tables[] = {
  { "empty", "", "" },
  { "one", "a", "a$" },
  { "comma", "a,b,c\n1,2,3\n", "a/b/c$1/2/3$" },
  { "no-line-end", "a,b\r\n1,2", "a/b$1/2$" },
  { "old-mac", "a,b\r1,2\r", "a/b$1/2$" },
  { "semicolon", "Name;Preis\nTasse;1,50\nTeller;2,75\n", "Name/Preis$Tasse/1,50$Teller/2,75$" },
  { "semicolon-without-header", "1,5;2,5\n3,5;4,5\n", "1,5/2,5$3,5/4,5$" },
  { "tab", "a\tb\n1,0\t2;0\n", "a/b$1,0/2;0$" },
  { "bar", "a|b\n1|2\n", "a/b$1/2$" },
  { "declared", "sep=;\na,b;c\n", "a,b/c$" },
  { "declared-oddly", "SEP=^\r\na^b\r\n", "a/b$" },
  { "not-declared", "sep=ab\nx,y\n", "sep=ab$x/y$" },
  { "quotes", "a,\"b,\"\"c\"\"\"\n\"\",\"x\ny\"\n", "a/b,\"c\"$/x\ny$" },
  { "quoted-line-ends", "\"a\r\nb\rc\",d\n", "a\nb\nc/d$" },
  { "quote-inside", "5\" disk,b\n", "5\" disk/b$" },
  { "text-after-quote", "\"a\"b,c\n", "ab/c$" },
  { "never-closed", "a,b\n\"c,d\n\"e,f\n", "a/b$c,d\ne/f$" },
  { "never-closed-at-last", "a,b\n\"c,d\ne,f\n", "a/b$\"c/d$e/f$" },
  { "lonely-quote", "\"", "\"$" },
  { "empty-quotes", "\"\"", "$" },
  { "ragged", "a,b,c\n1\n1,2,3,4\n,,\n", "a/b/c$1$1/2/3/4$//$" },
  { "blank-lines", "a,b\n\n1,2\n", "a/b$$1/2$" },
  { "formulas", "=cmd|' /C calc'!A0;+1\n-2;@SUM(A1)\n", "=cmd|' /C calc'!A0/+1$-2/@SUM(A1)$" },
  { "hidden", "a,b\342\200\256c\n", "a/b⟨U+202E⟩c$" },
  { "latin-1", "Gr\366\337e;Menge\nM;3\n", "Größe/Menge$M/3$" },
};

static void
test_table (gconstpointer data)
{
  gsize             i = GPOINTER_TO_SIZE (data);
  AnnexDecoderReply reply;
  g_autofree char  *cells = read_table (tables[i].data, strlen (tables[i].data), &reply);

  g_assert_cmpstr (cells, ==, tables[i].cells);
  g_assert_cmpuint (reply.flags, ==, 0);
}

static void
assert_bounded (const char *piece,
                gsize       length,
                guint32     n_rows,
                guint32     flags)
{
  g_autofree char  *data = create_repeated (piece, length);
  AnnexDecoderReply reply;
  g_autofree char  *cells = read_table (data, length, &reply);

  g_assert_cmpuint (reply.count, ==, n_rows);
  g_assert_cmpuint (reply.flags, ==, flags);
}

static void
test_table_bounds (void)
{
  /* rows, columns, cells, the length of one, the length of the file */
  assert_bounded ("a,b\n", 4 * 200000, 200000, 0);
  assert_bounded ("a,b\n", 4 * 200001, 200000, ANNEX_DECODER_FLAG_BEGINNING);
  assert_bounded ("\n", 300000, 200000, ANNEX_DECODER_FLAG_BEGINNING);
  assert_bounded (",", 511, 1, 0);
  assert_bounded (",", 512, 1, ANNEX_DECODER_FLAG_SHORTENED);
  assert_bounded (",", 20 * 1024 * 1024, 1, ANNEX_DECODER_FLAG_BEGINNING | ANNEX_DECODER_FLAG_SHORTENED);
  assert_bounded (",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n", 51 * 100000, 4000000 / 51, ANNEX_DECODER_FLAG_BEGINNING);
  assert_bounded ("a", 10000, 1, 0);
  assert_bounded ("a", 10001, 1, ANNEX_DECODER_FLAG_SHORTENED);
  assert_bounded ("\"", 16 * 1024 * 1024 - 1, 1, ANNEX_DECODER_FLAG_SHORTENED);
  assert_bounded ("\"\n", 1024 * 1024, 200000, ANNEX_DECODER_FLAG_BEGINNING);
}

int
main (int   argc,
      char *argv[])
{
  gsize i;
  int   result;

  g_test_init (&argc, &argv, NULL);
  annex_text_decoder_init ();
  output = g_new (AnnexDecoderText, 1);

  for (i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autofree char *path = g_strconcat ("/text-decoding/encoding/", letters[i].language, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_encodings);
    }
  g_test_add_func ("/text-decoding/marks", test_marks);
  g_test_add_func ("/text-decoding/mistakes", test_mistakes);
  g_test_add_func ("/text-decoding/line-ends", test_line_ends);
  g_test_add_func ("/text-decoding/visible", test_visible);
  g_test_add_func ("/text-decoding/joiners", test_joiners);
  g_test_add_func ("/text-decoding/beginning", test_beginning);
  g_test_add_func ("/text-decoding/long-lines", test_long_lines);
  g_test_add_func ("/text-decoding/marks-in-a-row", test_marks_in_a_row);
  g_test_add_func ("/text-decoding/many-lines", test_many_lines);
  g_test_add_func ("/text-decoding/hostile", test_hostile);
  for (i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strconcat ("/text-decoding/table/", tables[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/text-decoding/table-bounds", test_table_bounds);

  result = g_test_run ();
  g_free (output);

  return result;
}
