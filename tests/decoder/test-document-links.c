/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-protocol.h"
#include "annex-document-fixture.h"
#include "annex-reading-samples.h"

#include <string.h>

/* What leads somewhere in documents that are made here: links, the outline, and what is never done. */

#define BOX "/Type/Annot/Subtype/Link/Rect[30 100 90 150]"

/* Two pages of 400 by 200 points, the first with one link. @page: further entries of the first page */
static GBytes *
create_linked (const char *link,
               const char *page)
{
  g_autofree char  *first = g_strdup_printf ("<</Type/Page/Parent 2 0 R/Annots[5 0 R]%s>>", page);
  const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R/Names<</Dests<</Names[(here)[4 0 R/XYZ 0 150 0](nowhere)[99 0 R/Fit]]>>>>>>",
    "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 400 200]>>",
    first,
    "<</Type/Page/Parent 2 0 R>>",
    link,
    NULL,
  };

  return sample_objects (objects, "");
}

static void
assert_box (AnnexPageLink *link,
            float          left,
            float          top,
            float          width,
            float          height)
{
  graphene_rect_t box;

  annex_page_link_get_box (link, &box);
  g_assert_cmpfloat_with_epsilon (box.origin.x, left, 0.1);
  g_assert_cmpfloat_with_epsilon (box.origin.y, top, 0.1);
  g_assert_cmpfloat_with_epsilon (box.size.width, width, 0.1);
  g_assert_cmpfloat_with_epsilon (box.size.height, height, 0.1);
}

static AnnexPageLink *
query_link (DocumentFixture *fixture,
            const char      *action,
            const char      *page)
{
  g_autofree char *link = g_strdup_printf ("<<" BOX "%s>>", action);
  g_autoptr (GBytes) bytes = create_linked (link, page);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links = fixture_query_links (document, 0, &error);
  g_autoptr (GPtrArray) none = fixture_query_links (document, 1, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  if (links->len != 1)
    g_error ("%s: %u links", action, links->len);

  return annex_page_link_ref (g_ptr_array_index (links, 0));
}

/* Where two overlap, the one that is later in the file is above, and comes later. */
static void
test_order (DocumentFixture *fixture,
            gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_words ("/MediaBox[0 0 400 200]/Annots[<<" BOX "/A<</S/URI/URI(https://example.org/below)>>>><<" BOX "/A<</S/URI/URI(https://example.org/above)>>>>]", "");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links = fixture_query_links (document, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (links->len, ==, 2);
  g_assert_cmpstr (annex_page_link_get_uri (g_ptr_array_index (links, 0)), ==, "https://example.org/below");
  g_assert_cmpstr (annex_page_link_get_uri (g_ptr_array_index (links, 1)), ==, "https://example.org/above");
}

static void
test_kinds (DocumentFixture *fixture,
            gconstpointer    data)
{
  static const struct
  {
    const char       *action;
    AnnexPageLinkKind kind;
    const char       *uri;
    float             top;
  } cases[] = {
    { "/Dest[4 0 R/Fit]", ANNEX_PAGE_LINK_PAGE, NULL, 0 },
    { "/Dest[4 0 R/XYZ 10 120 0]", ANNEX_PAGE_LINK_PAGE, NULL, 80 },
    { "/Dest[4 0 R/FitH 120]", ANNEX_PAGE_LINK_PAGE, NULL, 80 },
    { "/Dest[4 0 R/XYZ 0 100000000000000000000 0]", ANNEX_PAGE_LINK_PAGE, NULL, 0 },
    { "/Dest[4 0 R/XYZ 0 -100000000000000000000 0]", ANNEX_PAGE_LINK_PAGE, NULL, 200 },
    { "/Dest(here)", ANNEX_PAGE_LINK_PAGE, NULL, 50 },
    { "/A<</S/GoTo/D(here)>>", ANNEX_PAGE_LINK_PAGE, NULL, 50 },
    { "/A<</S/GoTo/D(not there)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/GoTo/D(nowhere)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://example.org/a?b=c#d)>>", ANNEX_PAGE_LINK_URI, "https://example.org/a?b=c#d", 0 },
    { "/A<</S/URI/URI(mailto:a@example.org)>>", ANNEX_PAGE_LINK_URI, "mailto:a@example.org", 0 },
    { "/A<</S/URI/URI(http://example.org/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://bank.example@evil.example/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https:///etc/passwd)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://example.org:port/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://ex ample.org/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://example.org/\\n)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(https://ex\\303\\244mple.org/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(javascript:alert\\(1\\))>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(file:///etc/passwd)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI(data:text/html,a)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI/URI()>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/URI>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/Launch/F(calc.exe)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/GoToR/F(other.pdf)/D[0/Fit]>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/SubmitForm/F(https://example.org/)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/ImportData/F(data.fdf)>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/JavaScript/JS(app.alert\\(1\\))>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/Rendition/OP 0>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/Movie>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/Named/N/Print>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/ResetForm>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
    { "/A<</S/Nonsense>>", ANNEX_PAGE_LINK_INACTIVE, NULL, 0 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnnexPageLink) link = query_link (fixture, cases[i].action, "");

      g_test_message ("%s", cases[i].action);
      g_assert_cmpint (annex_page_link_get_kind (link), ==, cases[i].kind);
      g_assert_cmpstr (annex_page_link_get_uri (link), ==, cases[i].uri);
      g_assert_cmpuint (annex_page_link_get_page (link), ==, cases[i].kind == ANNEX_PAGE_LINK_PAGE ? 1 : 0);
      g_assert_cmpfloat_with_epsilon (annex_page_link_get_top (link), cases[i].top, 0.1);
      assert_box (link, 30, 50, 60, 50);
    }
}

/* An address is what it seems to be, and does nothing but what is said of it. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *uri;
    gboolean    may_lead_there;
  } cases[] = {
    { "https://example.org", TRUE },
    { "https://example.org:8443/a%2Fb?c=d@e#f", TRUE },
    { "https://xn--bcher-kva.example/", TRUE },
    { "https://127.0.0.1/", TRUE },
    { "https://example.org?a", TRUE },
    { "https://", FALSE },
    { "https:///a", FALSE },
    { "https://:443/", FALSE },
    { "https://example.org:/", FALSE },
    { "https://example.org:443.evil.example/", FALSE },
    { "https://example.org:999999/", FALSE },
    { "https://bank.example%2Flogin.evil.example/", FALSE },
    { "https://bank.example%40evil.example/", FALSE },
    { "https://bank.example%E2%80%AE.evil.example/", FALSE },
    { "https://bank.example;a.evil.example/", FALSE },
    { "https://bank_example/", FALSE },
    { "https://[::1]:631/", FALSE },
    { "mailto:a@example.org", TRUE },
    { "mailto:a.b+c@example.org,d@example.org", TRUE },
    { "mailto:a@example.org?subject=Hello%20you&Body=a%0D%0Ab", TRUE },
    { "mailto:a@example.org?SUBJECT=", TRUE },
    { "mailto:", FALSE },
    { "mailto:?subject=a", FALSE },
    { "mailto:?to=a@evil.example", FALSE },
    { "mailto:a@example.org?", FALSE },
    { "mailto:a@example.org?attach=/etc/passwd", FALSE },
    { "mailto:a@example.org?body=a&attachment=file:///etc/passwd", FALSE },
    { "mailto:a@example.org?bcc=b@evil.example", FALSE },
    { "mailto:a@example.org?body=a&amp;bcc=b@evil.example", FALSE },
    { "mailto:a@example.org?body=a&", FALSE },
    { "mailto:a@example.org?b%63c=b@evil.example", FALSE },
    { "mailto:a@example.org?bodybcc=b", FALSE },
    { "mailto:a@example.org?body", FALSE },
    { "mailto:a@example.org?subject=a%0d%0aBcc:b@evil.example", FALSE },
    { "mailto:a@example.org%2Cb@evil.example", FALSE },
    { "mailto:a@example.org&bcc=b@evil.example", FALSE },
    { "mailto:a@example.org#?bcc=b@evil.example", FALSE },
    { "mailto:a@example.org?body=a#?bcc=b@evil.example", FALSE },
    { "mailto://a@example.org", FALSE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].uri);
      g_assert_cmpint (annex_decoder_is_uri (cases[i].uri), ==, cases[i].may_lead_there);
    }
}

static void
test_long_hosts (void)
{
  guint extra;

  for (extra = 0; extra < 2; extra++)
    {
      g_autofree char *host = g_strnfill (ANNEX_DECODER_MAX_HOST + extra, 'a');
      g_autofree char *uri = g_strconcat ("https://", host, "/", NULL);

      g_assert_cmpint (annex_decoder_is_uri (uri), ==, extra == 0);
    }
}

static void
test_long_addresses (DocumentFixture *fixture,
                     gconstpointer    data)
{
  static const char start[] = "https://example.org/";
  guint             extra;

  for (extra = 0; extra < 2; extra++)
    {
      g_autofree char *path = g_strnfill (ANNEX_DECODER_MAX_URI - strlen (start) + extra, 'a');
      g_autofree char *action = g_strdup_printf ("/A<</S/URI/URI(%s%s)>>", start, path);
      g_autoptr (AnnexPageLink) link = query_link (fixture, action, "");

      g_assert_cmpint (annex_page_link_get_kind (link), ==, extra == 0 ? ANNEX_PAGE_LINK_URI : ANNEX_PAGE_LINK_INACTIVE);
    }
}

/* The box of a link that is at the same place of the page as it is seen. */
static void
test_turned (DocumentFixture *fixture,
             gconstpointer    data)
{
  static const struct
  {
    const char *page;
    float       left, top, width, height;
  } cases[] = {
    { "/Rotate 90", 100, 30, 50, 60 },
    { "/Rotate 180", 310, 100, 60, 50 },
    { "/Rotate 270", 50, 310, 50, 60 },
    { "/CropBox[20 50 220 180]", 10, 30, 60, 50 },
    { "/CropBox[20 50 220 180]/Rotate 90", 50, 10, 50, 60 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnnexPageLink) link = query_link (fixture, "/Dest[4 0 R/Fit]", cases[i].page);

      g_test_message ("%s", cases[i].page);
      assert_box (link, cases[i].left, cases[i].top, cases[i].width, cases[i].height);
    }
}

static void
test_many_links (DocumentFixture *fixture,
                 gconstpointer    data)
{
  GString         *annotations = g_string_new ("<</Type/Page/Parent 2 0 R/Annots[");
  g_autofree char *page = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autofree AnnexDocumentInventory *inventory = NULL;
  const char                        *objects[] = { "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>", NULL, NULL };
  guint                              i;

  for (i = 0; i < 2000; i++)
    g_string_append (annotations, "<<" BOX "/A<</S/Launch/F(a)>>>>");
  g_string_append (annotations, "]>>");
  objects[2] = page = g_string_free (annotations, FALSE);
  bytes = sample_objects (objects, "");
  document = fixture_open_or_fail (fixture, bytes);
  links = fixture_query_links (document, 0, NULL);
  g_assert_cmpuint (links->len, ==, ANNEX_DECODER_MAX_LINKS);
  inventory = fixture_take_inventory (document, NULL);
  g_assert_cmpuint (inventory->n_links, ==, 2000);
}

/* The outline */

static GListModel *
query_outline (DocumentFixture *fixture,
               const char      *root,
               const char      *first,
               const char      *second)
{
  const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>",
    "<</Type/Page/Parent 2 0 R>>",
    root,
    first,
    second,
    NULL,
  };
  g_autoptr (GBytes) bytes = sample_objects (objects, "");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;
  GListModel *outline = fixture_query_outline (document, &error);

  g_assert_no_error (error);

  return outline;
}

static void
test_outline (DocumentFixture *fixture,
              gconstpointer    data)
{
  g_autoptr (GListModel) outline = query_outline (fixture,
                                                 "<</First 5 0 R/Last 5 0 R/Count 2>>",
                                                 "<</Title(First)/Parent 4 0 R/Dest[3 0 R/XYZ 0 150 0]/First 6 0 R/Last 6 0 R/Count 1>>",
                                                 "<</Title<FEFF05D0202E000A0062>/Parent 5 0 R/A<</S/Launch/F(a)>>>>");
  g_autoptr (AnnexOutlineItem) first = NULL;
  g_autoptr (AnnexOutlineItem) second = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (outline), ==, 1);
  first = g_list_model_get_item (outline, 0);
  g_assert_cmpstr (annex_outline_item_get_title (first), ==, "First");
  g_assert_cmpint (annex_outline_item_get_page (first), ==, 0);
  g_assert_cmpfloat_with_epsilon (annex_outline_item_get_top (first), 50, 0.1);
  second = g_list_model_get_item (annex_outline_item_get_children (first), 0);
  g_assert_cmpstr (annex_outline_item_get_title (second), ==, "\327\220 b");
  g_assert_cmpint (annex_outline_item_get_page (second), ==, -1);
  g_assert_null (annex_outline_item_get_children (second));
}

static void
test_no_outline (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_assert_null (query_outline (fixture, "<<>>", "null", "null"));
  g_assert_null (query_outline (fixture, "7", "null", "null"));
}

static guint
count_items (GListModel *outline,
             guint       depth)
{
  guint sum = 0;
  guint i;

  g_assert_cmpuint (depth, <=, ANNEX_DECODER_MAX_OUTLINE_DEPTH);
  for (i = 0; outline != NULL && i < g_list_model_get_n_items (outline); i++)
    {
      g_autoptr (AnnexOutlineItem) item = g_list_model_get_item (outline, i);

      g_assert_cmpuint (strlen (annex_outline_item_get_title (item)), <=, ANNEX_DECODER_MAX_TITLE);
      sum += 1 + count_items (annex_outline_item_get_children (item), depth + 1);
    }

  return sum;
}

/* Round in circles: an entry that is its own next, its own child, or both of another. */
static void
test_outline_cycles (DocumentFixture *fixture,
                     gconstpointer    data)
{
  static const char *const entries[][2] = {
    { "<</Title(a)/Next 5 0 R>>", "null" },
    { "<</Title(a)/First 5 0 R/Last 5 0 R/Count 1>>", "null" },
    { "<</Title(a)/Next 6 0 R/First 6 0 R/Last 6 0 R/Count 1>>", "<</Title(b)/Next 5 0 R/First 5 0 R/Last 5 0 R/Count 1>>" },
    { "<</Title(a)/First 4 0 R/Last 4 0 R/Count 1>>", "null" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GListModel) outline = query_outline (fixture, "<</First 5 0 R/Last 5 0 R/Count 1>>", entries[i][0], entries[i][1]);

      g_test_message ("%u entries", count_items (outline, 0));
      g_assert_cmpuint (count_items (outline, 0), <=, ANNEX_DECODER_MAX_OUTLINE);
    }
}

static void
test_outline_titles (DocumentFixture *fixture,
                     gconstpointer    data)
{
  static const char *const titles[] = { "()", "<FEFFD800>", "<FEFF>", "(\\000\\001\\033[31m)", "7", "<EFBBBFC328>" };
  g_autofree char         *huge = g_strnfill (100000, 'A');
  g_autofree char         *title = g_strdup_printf ("<</Title<FEFF00%s>>>", huge);
  g_autoptr (GListModel) outline = query_outline (fixture, "<</First 5 0 R/Last 5 0 R/Count 1>>", title, "null");
  guint i;

  g_assert_cmpuint (count_items (outline, 0), ==, 1);
  for (i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *entry = g_strdup_printf ("<</Title%s/Dest[3 0 R/Fit]>>", titles[i]);
      g_autoptr (GListModel) odd = query_outline (fixture, "<</First 5 0 R/Last 5 0 R/Count 1>>", entry, "null");
      g_autoptr (AnnexOutlineItem) item = odd != NULL ? g_list_model_get_item (odd, 0) : NULL;

      if (item == NULL)
        continue;
      g_assert_true (g_utf8_validate (annex_outline_item_get_title (item), -1, NULL));
      g_assert_null (strpbrk (annex_outline_item_get_title (item), "\033\001"));
    }
}

/* What is never done */

static void
test_inventory (DocumentFixture *fixture,
                gconstpointer    data)
{
  static const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>"
    "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>/EmbeddedFiles<</Names[(a)8 0 R(b)8 0 R]>>>>>>",
    "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 400 200]>>",
    "<</Type/Page/Parent 2 0 R/Annots[5 0 R 6 0 R 7 0 R 10 0 R]>>",
    "<</Type/Page/Parent 2 0 R/Annots[5 0 R 11 0 R]>>",
    "<<" BOX "/A<</S/Launch/F(calc.exe)>>>>",
    "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 20 20]/FS 8 0 R>>",
    "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[20 20 90 40]>>",
    "<</Type/Filespec/F(a.exe)/EF<</F 9 0 R>>>>",
    "<</Type/EmbeddedFile/Length 1>>stream\na\nendstream",
    "<</Type/Annot/Subtype/Movie/Rect[0 0 20 20]/Movie<</F(a.avi)>>>>",
    "<<" BOX "/A<</S/URI/URI(https://example.org/)>>>>",
    NULL,
  };
  g_autoptr (GBytes) bytes = sample_objects (objects, "");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GError) error = NULL;
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (inventory->n_links, ==, 2);
  g_assert_cmpuint (inventory->n_files, ==, 3);
  g_assert_cmpuint (inventory->n_media, ==, 1);
  g_assert_cmpuint (inventory->n_fields, ==, 1);
  g_assert_true (inventory->has_scripts);
}

/* A script that belongs to a field alone. */
static void
test_field_scripts (DocumentFixture *fixture,
                    gconstpointer    data)
{
  static const char *const actions[] = { "/A", "/AA<</K", "/AA<</F", "/AA<</V", "/AA<</C" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char  *field = g_strdup_printf ("<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[20 20 90 40]%s<</S/JavaScript/JS(a)>>%s>>", actions[i], i > 0 ? ">>" : "");
      const char *const objects[] = {
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>",
        "<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>",
        field,
        NULL,
      };
      g_autoptr (GBytes) bytes = sample_objects (objects, "");
      g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
      g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);

      g_test_message ("%s", actions[i]);
      g_assert_cmpuint (inventory->n_fields, ==, 1);
      g_assert_true (inventory->has_scripts);
    }
}

/* Whatever else a field would do. */
static void
test_field_actions (DocumentFixture *fixture,
                    gconstpointer    data)
{
  static const char *const actions[] = {
    "/S/Launch/F(calc.exe)", "/S/URI/URI(https://example.org/)", "/S/SubmitForm/F(https://example.org/)", "/S/GoToR/F(a.pdf)/D[0/Fit]", "/S/Named/N/Print"
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char  *field = g_strdup_printf ("<</Type/Annot/Subtype/Widget/FT/Btn/Ff 65536/T(go)/Rect[20 20 90 40]/A<<%s>>>>", actions[i]);
      const char *const objects[] = {
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>",
        "<</Type/Page/Parent 2 0 R/Annots[4 0 R 5 0 R]>>",
        field,
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[20 60 90 80]>>",
        NULL,
      };
      g_autoptr (GBytes) bytes = sample_objects (objects, "");
      g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
      g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);

      g_test_message ("%s", actions[i]);
      g_assert_cmpuint (inventory->n_fields, ==, 2);
      g_assert_cmpuint (inventory->n_links, ==, 1);
      g_assert_false (inventory->has_scripts);
    }
}

static void
test_nothing_to_find (DocumentFixture *fixture,
                      gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_many_words (ANNEX_DECODER_MAX_PAGES);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autofree AnnexDocumentInventory *inventory = fixture_take_inventory (document, NULL);

  g_assert_nonnull (inventory);
  g_assert_cmpuint (inventory->n_links + inventory->n_files + inventory->n_media + inventory->n_fields, ==, 0);
  g_assert_false (inventory->has_scripts);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/document/links/order", NULL, test_order);
  fixture_add ("/document/links/kinds", NULL, test_kinds);
  g_test_add_func ("/document/links/addresses", test_addresses);
  g_test_add_func ("/document/links/long-hosts", test_long_hosts);
  fixture_add ("/document/links/long-addresses", NULL, test_long_addresses);
  fixture_add ("/document/links/turned", NULL, test_turned);
  fixture_add ("/document/links/many", NULL, test_many_links);
  fixture_add ("/document/outline/nested", NULL, test_outline);
  fixture_add ("/document/outline/none", NULL, test_no_outline);
  fixture_add ("/document/outline/cycles", NULL, test_outline_cycles);
  fixture_add ("/document/outline/titles", NULL, test_outline_titles);
  fixture_add ("/document/inventory/everything", NULL, test_inventory);
  fixture_add ("/document/inventory/field-scripts", NULL, test_field_scripts);
  fixture_add ("/document/inventory/field-actions", NULL, test_field_actions);
  fixture_add ("/document/inventory/nothing", NULL, test_nothing_to_find);

  return g_test_run ();
}
