/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-animation.h"
#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"

#include <signal.h>

/* Moving pictures: every frame with its time, in order and out of it, and played. */

/* Under the address sanitizer every frame that a GIF has more moves all that is known of those before it. */
#ifdef __SANITIZE_ADDRESS__
#define N_LONG 2500
#else
#define N_LONG 20000
#endif

#define SIDE 40
#define N_FRAMES 5

static const int delays[N_FRAMES] = { 50, 0, 20, 1000, 30 };

static void
assert_frame (AnnexDocument *document,
              guint          frame,
              guint          side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint8 rgb[3];
  guint  delay = 0;

  texture = fixture_draw_frame (document, frame, side, side, &delay, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, (int) side);
  sample_get_colour ((int) frame, rgb);
  fixture_assert_colour (texture, 2, 2, (Colour) { rgb[0], rgb[1], rgb[2], 255 }, 40);
  fixture_assert_colour (texture, (int) side - 2, (int) side - 2, (Colour) { rgb[0], rgb[1], rgb[2], 255 }, 40);

  /* Browsers show what has no time for a tenth of a second. */
  g_assert_cmpuint (delay, ==, delays[frame] == 0 ? 100 : (guint) delays[frame]);
}

/* @data: how libvips is to save it */
static void
test_frames (DocumentFixture *fixture,
             gconstpointer    data)
{
  static const guint order[] = { 0, 1, 2, 3, 4, 0, 3, 1, 4, 4 };
  g_autoptr (GBytes) bytes = sample_animation (data, SIDE, N_FRAMES, delays, 3);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) still = NULL;
  guint i;

  g_assert_true (annex_document_is_picture (document));
  g_assert_cmpuint (annex_document_get_n_frames (document), ==, N_FRAMES);
  g_assert_cmpuint (annex_document_get_n_loops (document), ==, 3);
  fixture_assert_size (document, 0, SIDE, SIDE);
  still = fixture_draw_or_fail (document, 0, SIDE, SIDE);
  fixture_assert_colour (still, 5, 5, (Colour) { 0, 0, 0, 255 }, 10);
  for (i = 0; i < G_N_ELEMENTS (order); i++)
    assert_frame (document, order[i], i % 2 == 0 ? SIDE : 25);
}

static guint64
get_memory (AnnexDocument *document)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) annex_document_get_decoder_pid (document));
  g_autofree char *status = NULL;
  const char      *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) * 1024;
}

/* Two hundred frames kept would be 2.5 gigabytes. */
static void
test_long (DocumentFixture *fixture,
           gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_long_gif (7, N_LONG); /* 1792 pixels a side */
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint64 before = 0;
  guint64 after;
  guint   i;

  g_assert_cmpuint (annex_document_get_n_frames (document), ==, 2000);
  for (i = 0; i < 220; i++)
    {
      g_autoptr (GError) error = NULL;
      guint delay = 0;
      g_autoptr (GdkTexture) texture = fixture_draw_frame (document, i, 64, 64, &delay, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (delay, ==, 100);
      if (i == 20)
        before = get_memory (document);
    }
  after = get_memory (document);
  g_test_message ("%" G_GUINT64_FORMAT " MB after 20 frames, %" G_GUINT64_FORMAT " MB after 220", before >> 20, after >> 20);
  g_assert_cmpuint (after, <, before + (300 << 20));
}

/* Playing */

typedef struct
{
  AnnexAnimation *animation; /* (owned) */
  GString        *frames;    /* (owned) */
  guint           n_wanted;
} Play;

static void
note_frame (Play *play)
{
  GdkTexture *texture = annex_animation_get_texture (play->animation);
  guint8      rgb[3];

  g_string_append_printf (play->frames, "%u", annex_animation_get_frame (play->animation));
  sample_get_colour ((int) annex_animation_get_frame (play->animation), rgb);
  fixture_assert_colour (texture, 2, 2, (Colour) { rgb[0], rgb[1], rgb[2], 255 }, 40);
}

static void
start (Play          *play,
       AnnexDocument *document)
{
  play->animation = annex_animation_new (document);
  play->frames = g_string_new (NULL);
  g_signal_connect_swapped (play->animation, "changed", G_CALLBACK (note_frame), play);
  annex_animation_set_size (play->animation, SIDE, SIDE);
}

static gboolean
has_ended (gpointer data)
{
  return !annex_animation_get_playing (((Play *) data)->animation);
}

static gboolean
has_played (gpointer data)
{
  Play *play = data;

  return play->frames->len >= play->n_wanted;
}

static void
clear (Play *play)
{
  g_assert_finalize_object (play->animation);
  g_string_free (play->frames, TRUE);
}

static void
test_plays_its_rounds (DocumentFixture *fixture,
                       gconstpointer    data)
{
  static const int quick[] = { 20, 20, 20 };
  g_autoptr (GBytes) bytes = sample_animation (".gif", SIDE, 3, quick, 2);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  Play play = { 0 };

  start (&play, document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (annex_animation_get_texture (play.animation));

  annex_animation_set_playing (play.animation, TRUE);
  fixture_wait (has_ended, &play);
  g_assert_cmpstr (play.frames->str, ==, "012012");
  g_assert_null (annex_animation_get_error (play.animation));

  annex_animation_set_playing (play.animation, TRUE);
  fixture_wait (has_ended, &play);
  g_assert_cmpstr (play.frames->str, ==, "012012012012");
  clear (&play);
}

/* While it is stopped nothing is drawn, and its decoder may go away. */
static void
test_stops_and_goes_on (DocumentFixture *fixture,
                        gconstpointer    data)
{
  static const int quick[] = { 20, 20, 20, 20 };
  g_autoptr (GBytes) bytes = sample_animation (".webp[lossless]", SIDE, 4, quick, 0);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  Play play = { .n_wanted = 6 };

  start (&play, document);
  annex_animation_set_playing (play.animation, TRUE);
  fixture_wait (has_played, &play);
  annex_animation_set_playing (play.animation, FALSE);
  g_assert_cmpstr (play.frames->str, ==, "012301");
  g_usleep (200000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (play.frames->str, ==, "012301");
  g_assert_nonnull (annex_animation_get_texture (play.animation));

  if (annex_document_get_decoder_pid (document) != 0)
    kill (annex_document_get_decoder_pid (document), SIGKILL);
  g_usleep (100000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  play.n_wanted = 9;
  annex_animation_set_playing (play.animation, TRUE);
  fixture_wait (has_played, &play);
  g_assert_cmpstr (play.frames->str, ==, "012301230");
  clear (&play);
}

/* Half a file: what there is of it. */
static void
test_cut (DocumentFixture *fixture,
          gconstpointer    data)
{
  g_autoptr (GBytes) whole = sample_animation (data, SIDE, N_FRAMES, delays, 0);
  guint i;

  for (i = 1; i < 16; i++)
    {
      g_autoptr (GBytes) part = sample_cut (whole, g_bytes_get_size (whole) * i / 16);
      g_autoptr (AnnexDocument) document = fixture_open (fixture->pool, part, NULL);
      guint n_frames = document != NULL ? annex_document_get_n_frames (document) : 0;
      guint frame;

      for (frame = 0; n_frames > 1 && frame < n_frames; frame++)
        {
          g_autoptr (GError) error = NULL;
          guint delay;
          g_autoptr (GdkTexture) texture = fixture_draw_frame (document, frame, SIDE, SIDE, &delay, &error);

          if (texture == NULL)
            g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_DAMAGED);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  sample_init (argv[0]);

  fixture_add ("/document/frames/gif", ".gif", test_frames);
  fixture_add ("/document/frames/webp", ".webp[lossless]", test_frames);
  fixture_add ("/document/frames/long", NULL, test_long);
  fixture_add ("/document/frames/cut-gif", ".gif", test_cut);
  fixture_add ("/document/frames/cut-webp", ".webp[lossless]", test_cut);
  fixture_add ("/animation/plays-its-rounds", NULL, test_plays_its_rounds);
  fixture_add ("/animation/stops-and-goes-on", NULL, test_stops_and_goes_on);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
