/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-corpus-documents.h"
#include "annex-decoder-fixture.h"
#include "annex-decoder-samples.h"
#include "annex-preview-error.h"

#include <glib/gstdio.h>

/* Public test files, many of them broken on purpose, where they lie beside the checkout: each ends as a drawing or as one
 * typed error, and the viewer lives; what there is to read in a document is asked for, too. What is drawn looks as libvips or
 * poppler draws it by itself, outside of any cage. CORPUS is the folder, DECODER the decoder. */

/* Under sanitizers, a sample. */
#ifdef __SANITIZE_ADDRESS__
#define STEP 8
#else
#define STEP 1
#endif

/* Of 255, on average over a picture. Both scale, perhaps not in the same order; what is turned, shifted or in other
 * colours is far beyond it. */
#define MAX_DIFFERENCE 3.0

/* Pages of each folder that are compared with what poppler draws, and how much they may differ: it is the same renderer. */
#define MAX_COMPARED 100
#define MAX_PAGE_DIFFERENCE 1.0

#define MAX_FRAMES 20

#define N_CODES (ANNEX_PREVIEW_ERROR_SLOW + 1)

typedef struct
{
  const char *folder;
  const char *sound_prefix;  /* (nullable) files of this name must be drawn */
  const char *broken_prefix; /* (nullable) but not those */
  guint       min_compared;  /* so many at least, where all are looked at */
} Collection;

typedef struct
{
  guint  n_drawn;
  guint  n_partial;
  guint  n_compared;
  double difference; /* in sum */
  double worst;
  guint  n_errors[N_CODES];
} Tally;

static const char *const codes[N_CODES] = { "damaged", "too large", "locked", "sealed", "missing codec", "stopped", "no cage", "not installed", "unsupported", "slow" };

static const Collection collections[] = {
  { "images-exif-orientation", "", NULL },
  { "images-image-rs", NULL, NULL },
  { "images-pngsuite", "tests__pngsuite__", "tests__pngsuite__x" },
  { "pdf-differences", NULL, NULL },
  { "pdf-pdfium", NULL, NULL, MAX_COMPARED },
};

/* Fitted to 800 × 800, as a window would. */
static GdkTexture *
draw_fitted (AnnexDocument *document,
             GError       **error)
{
  graphene_size_t size;
  float           scale;

  g_assert_true (annex_document_get_known_size (document, 0, &size));
  scale = MIN (800 / size.width, 800 / size.height);

  return fixture_render (document, 0, MAX (1, (guint) (size.width * scale)), MAX (1, (guint) (size.height * scale)), error);
}

/* Returns: (transfer full) (nullable): red, green, blue and alpha, premultiplied, as libvips draws it */
static guint8 *
draw_reference (GBytes *bytes,
                int     width,
                int     height)
{
  g_autoptr (VipsImage) thumbnail = NULL;
  g_autoptr (VipsImage) srgb = NULL;
  g_autoptr (VipsImage) with_alpha = NULL;
  g_autoptr (VipsImage) premultiplied = NULL;
  g_autoptr (VipsImage) out = NULL;
  gsize   length;
  void   *data = (void *) g_bytes_get_data (bytes, &length);
  gsize   size;
  void   *pixels;
  guint8 *copy;

  if (vips_thumbnail_buffer (data, length, &thumbnail, width, "height", height, "size", VIPS_SIZE_FORCE, "export_profile", "srgb", NULL) != 0
      || vips_colourspace (thumbnail, &srgb, VIPS_INTERPRETATION_sRGB, NULL) != 0
      || (vips_image_hasalpha (srgb) ? vips_copy (srgb, &with_alpha, NULL) : vips_addalpha (srgb, &with_alpha, NULL)) != 0
      || vips_premultiply (with_alpha, &premultiplied, NULL) != 0
      || vips_cast_uchar (premultiplied, &out, NULL) != 0
      || out->Bands != 4
      || (pixels = vips_image_write_to_memory (out, &size)) == NULL)
    {
      vips_error_clear ();
      return NULL;
    }

  g_assert_cmpuint (size, ==, (gsize) width * (gsize) height * 4);
  copy = g_memdup2 (pixels, size);
  g_free (pixels);

  return copy;
}

static double
compare_with_reference (GdkTexture *texture,
                        GBytes     *bytes,
                        Tally      *tally)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  g_autofree guint8 *reference = draw_reference (bytes, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  g_autoptr (GBytes) drawn = NULL;
  const guint8 *pixels;
  gsize         stride, length, i;
  double        sum = 0;

  if (reference == NULL)
    return 0;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);
  drawn = gdk_texture_downloader_download_bytes (downloader, &stride);
  pixels = g_bytes_get_data (drawn, &length);
  g_assert_cmpuint (stride, ==, (gsize) gdk_texture_get_width (texture) * 4);
  for (i = 0; i < length; i++)
    sum += ABS (pixels[i] - reference[i]);
  tally->n_compared++;
  tally->difference += sum / (double) length;
  tally->worst = MAX (tally->worst, sum / (double) length);

  return sum / (double) length;
}

/* Whatever else can be asked about a picture has an answer, too. */
static void
ask_everything (AnnexDocument *document)
{
  const GdkRectangle region = { 100, 100, 80, 60 };
  g_autoptr (GdkTexture) part = fixture_draw_region (document, 0, 300, 300, &region, NULL);
  guint n_frames = annex_document_get_n_frames (document);
  guint i;

  g_assert_nonnull (part);
  for (i = 0; n_frames > 1 && i < MIN (n_frames, MAX_FRAMES); i++)
    {
      g_autoptr (GError) error = NULL;
      guint delay = 0;
      g_autoptr (GdkTexture) texture = fixture_draw_frame (document, i, 50, 50, &delay, &error);

      g_assert_true (texture != NULL || g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_DAMAGED));
    }
}

static void
look_at_page (const char *name,
              const char *path,
              GdkTexture *texture,
              Tally      *tally)
{
  double difference;

  if (tally->n_compared >= MAX_COMPARED || !corpus_compare_with_poppler (path, texture, &difference))
    return;

  tally->n_compared++;
  tally->difference += difference;
  tally->worst = MAX (tally->worst, difference);
  if (difference > MAX_PAGE_DIFFERENCE)
    g_error ("%s differs by %.1f of 255 from what poppler draws", name, difference);
}

static void
look_closer (const char    *name,
             AnnexDocument *document,
             GdkTexture    *texture,
             GBytes        *bytes,
             Tally         *tally)
{
  g_autoptr (AnnexPictureFacts) facts = NULL;
  double difference = 0;

  /* What is brighter than white comes out differently before and after it is scaled. */
  facts = fixture_query_facts (document, NULL);
  g_assert_nonnull (facts);
  if (!annex_document_is_partial (document) && facts->bits <= 16)
    difference = compare_with_reference (texture, bytes, tally);
  if (difference > MAX_DIFFERENCE)
    g_error ("%s differs by %.1f of 255 from what libvips draws", name, difference);
  ask_everything (document);
}

static void
count (Tally         *tally,
       AnnexDocument *document,
       GdkTexture    *texture,
       GError        *error)
{
  if (texture != NULL)
    {
      tally->n_drawn++;
      tally->n_partial += annex_document_is_partial (document);
      return;
    }

  g_assert_true (error->domain == ANNEX_PREVIEW_ERROR);
  g_assert_cmpint (error->code, >=, 0);
  g_assert_cmpint (error->code, <, N_CODES);
  tally->n_errors[error->code]++;
}

static gboolean
must_be_drawn (const Collection *collection,
               const char       *name)
{
  return collection->sound_prefix != NULL
         && g_str_has_prefix (name, collection->sound_prefix)
         && (collection->broken_prefix == NULL || !g_str_has_prefix (name, collection->broken_prefix));
}

static void
look_at (AnnexDecoderPool *pool,
         const Collection *collection,
         const char       *name,
         Tally            *tally)
{
  g_autofree char *path = g_build_filename (CORPUS, collection->folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL) || length == 0)
    return;

  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  document = fixture_open (pool, bytes, &error);
  if (document != NULL)
    texture = draw_fitted (document, &error);
  count (tally, document, texture, error);
  if (document != NULL && !annex_document_is_picture (document))
    corpus_read (document, name);
  if (texture != NULL && annex_document_is_picture (document))
    look_closer (name, document, texture, bytes, tally);
  else if (texture != NULL)
    look_at_page (name, path, texture, tally);

  if (g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED))
    g_test_message ("%s: %s", name, error->message);
  if (must_be_drawn (collection, name) && (texture == NULL || annex_document_is_partial (document)))
    g_error ("%s is sound, and was not drawn whole", name);
}

static void
report (const Tally *tally)
{
  guint i;

  g_test_message ("%u drawn, %u of them in part", tally->n_drawn, tally->n_partial);
  if (tally->n_compared > 0)
    g_test_message ("%u compared with what libvips or poppler draws: %.2f of 255 on average, %.2f at worst", tally->n_compared, tally->difference / tally->n_compared, tally->worst);
  for (i = 0; i < N_CODES; i++)
    {
      if (tally->n_errors[i] > 0)
        g_test_message ("%u %s", tally->n_errors[i], codes[i]);
    }
}

static void
test_collection (gconstpointer data)
{
  const Collection *collection = data;
  g_autofree char  *path = g_build_filename (CORPUS, collection->folder, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (AnnexDecoderPool) pool = NULL;
  const char *name;
  Tally       tally = { 0 };
  guint       n = 0;

  if (folder == NULL)
    {
      g_test_skip ("these files are not here");
      return;
    }

  pool = annex_decoder_pool_new (DECODER);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      if (n++ % STEP == 0)
        look_at (pool, collection, name, &tally);
    }
  report (&tally);

  g_assert_cmpuint (tally.n_drawn, >, 0);
  if (STEP == 1)
    g_assert_cmpuint (tally.n_compared, >=, collection->min_compared);
  g_assert_cmpuint (tally.n_errors[ANNEX_PREVIEW_ERROR_NO_CAGE] + tally.n_errors[ANNEX_PREVIEW_ERROR_NOT_INSTALLED], ==, 0);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

/* What a decoder tries, looked at from outside while it is shown pictures that were made to break it: its cage would refuse
 * to write or to go out, but nothing may even ask for it. */

#define ATTEMPTS_STEP 23
#define CALLS "socket,socketpair,connect,bind,execve,open,openat,creat,unlink,unlinkat,rename,renameat2,mkdir,mkdirat,memfd_create,seccomp,prctl"

static char *
write_watched_program (const char *folder)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nexec strace -ff -qq -o %s/calls -e trace=" CALLS " -- %s\n", folder, DECODER);
  char            *path = g_build_filename (folder, "decoder", NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));

  return path;
}

/* Behind where the cage is closed and the decoder has tried whether it holds: a socket, and a file to write to.
 * Returns: NULL in the log of a thread, which there is none of before */
static const char *
find_closed (const char *calls)
{
  const char *closed = g_strrstr (calls, "SECCOMP_SET_MODE_FILTER");
  const char *tried = closed != NULL ? strstr (closed, "O_RDWR") : NULL;

  return tried != NULL ? strchr (tried, '\n') : closed;
}

/* Counts and removes the log. */
static guint
check_calls (const char *path)
{
  g_autoptr (GRegex) forbidden = g_regex_new ("^(socket|socketpair|connect|bind|execve|creat|unlink|unlinkat|rename|renameat2|mkdir|mkdirat|memfd_create)\\(|O_WRONLY|O_RDWR|O_CREAT", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) found = NULL;
  g_autofree char *calls = NULL;
  const char      *closed;

  g_assert_true (g_file_get_contents (path, &calls, NULL, NULL));
  g_unlink (path);
  closed = find_closed (calls);
  /* One that was not needed any more may have been ended before that. */
  if (closed == NULL && strstr (calls, "execve") != NULL)
    return 0;
  if (g_regex_match (forbidden, closed != NULL ? closed : calls, 0, &found))
    g_error ("%s", closed != NULL ? closed : calls);

  return closed != NULL;
}

static guint
check_all_calls (const char *folder)
{
  g_autoptr (GDir) logs = g_dir_open (folder, 0, NULL);
  const char *name;
  guint       n_caged = 0;

  while ((name = g_dir_read_name (logs)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, "calls"))
        n_caged += check_calls (path);
    }

  return n_caged;
}

static void
look_at_some (AnnexDecoderPool *pool,
              const Collection *collection,
              Tally            *tally)
{
  g_autofree char *path = g_build_filename (CORPUS, collection->folder, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const Collection any = { collection->folder, NULL, NULL };
  const char      *name;
  guint            n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (n++ % ATTEMPTS_STEP == 0)
        look_at (pool, &any, name, tally);
    }
}

static void
test_attempts (void)
{
  g_autofree char *strace = g_find_program_in_path ("strace");
  g_autofree char *folder = g_dir_make_tmp ("attempts-XXXXXX", NULL);
  g_autofree char *program = write_watched_program (folder);
  g_autoptr (AnnexDecoderPool) pool = NULL;
  Tally tally = { 0 };
  guint n_caged;

  if (strace == NULL || !g_file_test (CORPUS, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("nothing to look with, or at");
      return;
    }

  pool = annex_decoder_pool_new (program);
  for (guint i = 0; i < G_N_ELEMENTS (collections); i++)
    look_at_some (pool, &collections[i], &tally);
  report (&tally);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
  n_caged = check_all_calls (folder);
  g_test_message ("%u decoders", n_caged);
  g_assert_cmpuint (tally.n_drawn, >, 0);
  g_assert_cmpuint (n_caged, >=, tally.n_drawn);
  g_unlink (program);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  guint            i;
  int              result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("annex-corpus-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  /* What libvips has to say about a damaged file is no fault. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  sample_init (argv[0]);
  for (i = 0; i < G_N_ELEMENTS (collections); i++)
    {
      g_autofree char *path = g_strdup_printf ("/corpus/%s", collections[i].folder);

      g_test_add_data_func (path, &collections[i], test_collection);
    }

  g_test_add_func ("/corpus/attempts", test_attempts);

  result = g_test_run ();
  vips_shutdown ();
  /* Nothing was left in it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return result;
}
