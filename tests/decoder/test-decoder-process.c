/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-fixture.h"
#include "annex-decoder-samples.h"
#include "annex-preview-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Starting, feeding and killing decoders: the real one, and one that lies. DECODER and LIAR are their paths. */

static void
test_starts_caged (void)
{
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  AnnexDecoderCage cage = annex_decoder_process_get_cage (process);

  g_assert_true (annex_decoder_process_is_alive (process));
  g_assert_cmpint (annex_decoder_process_get_pid (process), >, 0);
  g_assert_true (cage & ANNEX_DECODER_CAGE_SECCOMP);
  g_assert_true (cage & (ANNEX_DECODER_CAGE_LANDLOCK | ANNEX_DECODER_CAGE_OUTER));
}

static char *
read_of_process (AnnexDecoderProcess *process,
                 const char          *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) annex_decoder_process_get_pid (process), name);
  char            *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);

  return contents;
}

/* The kernel's own word, from outside. */
static void
test_kernel_agrees (void)
{
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  g_autofree char *status = read_of_process (process, "status");
  g_autofree char *score = read_of_process (process, "oom_score_adj");
  g_autofree char *environment = read_of_process (process, "environ");
  g_autofree char *command = read_of_process (process, "cmdline");

  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1\n"));
  g_assert_nonnull (strstr (status, "Seccomp:\t2\n"));
  g_assert_cmpstr (score, ==, "500\n");
  g_assert_null (environment);
  g_assert_true (g_str_has_suffix (command, "annex-decoder"));
}

static void
test_bad_requests (void)
{
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_SIZE };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int unsealed = memfd_create ("test", MFD_CLOEXEC);

  /* nothing is open */
  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);

  /* a file that could shrink */
  g_assert_cmpint (write (unsealed, "GIF89a", 6), ==, 6);
  request.operation = ANNEX_DECODER_OPEN;
  request.format = ANNEX_DECODER_GIF;
  g_assert_true (fixture_send (process, &request, unsealed, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);

  /* no file, and an operation that there is not */
  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
  request.operation = 99;
  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
  g_assert_true (annex_decoder_process_is_alive (process));
}

static void
open_a_page (AnnexDecoderProcess *process)
{
  g_autoptr (GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 10 10]", "");
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_PDF };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int file = fixture_create_sealed_file (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_true (fixture_send (process, &request, file, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_OK);
}

/* Width and height whose product overflows must not lead to a mapping that is too short for them. */
static void
test_overflowing_output (void)
{
  static const guint32 sizes[][2] = { { 65536, 65536 }, { 0x40000000u, 4 }, { 0xffffffffu, 0xffffffffu }, { 0, 10 }, { 16, 17 }, { 40000, 1 } };
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  g_autofd int output = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  guint        i;

  g_assert_cmpint (ftruncate (output, 16 * 16 * 4), ==, 0);
  g_assert_cmpint (fcntl (output, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), ==, 0);
  open_a_page (process);
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      AnnexDecoderRequest request = { .operation = ANNEX_DECODER_RENDER, .width = sizes[i][0], .height = sizes[i][1] };
      AnnexDecoderReply   reply;
      g_autoptr (GError) error = NULL;

      g_assert_true (fixture_send (process, &request, output, FIXTURE_PATIENCE, &reply, &error));
      g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_start ("/nonexistent/annex-decoder", FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED);
}

static void
test_not_executable (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int fd = g_file_open_tmp ("annex-decoder-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_null (fixture_start (path, FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED);
  g_remove (path);
}

static void
test_other_program (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_start ("/bin/true", FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED);
}

/* The pool must not try again and again when there is nothing to start. */
static void
test_pool_without_program (void)
{
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new ("/nonexistent/annex-decoder");
  guint i;

  annex_decoder_pool_warm_up (pool);
  for (i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fixture_take (pool, &error));
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (g_main_context_pending (NULL));
}

static gboolean
has_two_children (gpointer data)
{
  return fixture_count_children () == 2;
}

static void
test_pool_keeps_one_spare (void)
{
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (AnnexDecoderProcess) first = NULL;
  g_autoptr (AnnexDecoderProcess) second = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;

  first = fixture_take (pool, &error);
  g_assert_no_error (error);
  fixture_wait (has_two_children, NULL);
  pid = annex_decoder_process_get_pid (first);
  second = fixture_take (pool, &error);
  g_assert_no_error (error);
  g_assert_cmpint (annex_decoder_process_get_pid (second), !=, pid);

  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

/* A spare that was killed while it waited is not handed out. */
static void
test_pool_replaces_dead_spare (void)
{
  g_autoptr (AnnexDecoderPool) pool = annex_decoder_pool_new (DECODER);
  g_autoptr (AnnexDecoderProcess) first = NULL;
  g_autoptr (AnnexDecoderProcess) second = NULL;
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *children = NULL;
  g_autoptr (GError) error = NULL;

  annex_decoder_pool_warm_up (pool);
  g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
  g_assert_cmpint (kill (atoi (children), SIGKILL), ==, 0);
  fixture_wait_for_children (0);

  first = fixture_take (pool, &error);
  if (first == NULL)
    {
      g_clear_error (&error);
      first = fixture_take (pool, &error);
    }
  g_assert_no_error (error);
  g_assert_true (annex_decoder_process_is_alive (first));
}

/* Lies */

static void
test_lie_at_start (gconstpointer data)
{
  g_autofree char *program = fixture_get_liar (LIAR, data);
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_start (program, FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  fixture_wait_for_children (0);
}

static void
test_never_ready (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "never-ready");
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_start (program, 200, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  fixture_wait_for_children (0);
}

static void
test_ends_at_once (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "ends-at-once");
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_start (program, FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED);
}

static gboolean
is_dead (gpointer data)
{
  return !annex_decoder_process_is_alive (data);
}

static void
assert_stopped (AnnexDecoderProcess  *process,
                AnnexDecoderOperation operation,
                guint                 deadline_ms)
{
  AnnexDecoderRequest request = { .operation = operation, .format = ANNEX_DECODER_PDF };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int file = operation == ANNEX_DECODER_OPEN ? fixture_create_sealed_file ("%PDF", 4) : -1;

  g_assert_false (fixture_send (process, &request, file, deadline_ms, &reply, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_false (annex_decoder_process_is_alive (process));
  fixture_wait_for_children (0);
}

static void
test_lie_when_opening (gconstpointer data)
{
  g_autofree char *program = fixture_get_liar (LIAR, data);
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);

  assert_stopped (process, ANNEX_DECODER_OPEN, FIXTURE_PATIENCE);
}

static void
test_lie_about_size (gconstpointer data)
{
  g_autofree char *program = fixture_get_liar (LIAR, data);
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);

  assert_stopped (process, ANNEX_DECODER_SIZE, FIXTURE_PATIENCE);
}

/* The liar tells the truth when its name is none of the lies: otherwise the tests above would prove nothing. */
static void
test_honest (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "honest");
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_PDF };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int file = fixture_create_sealed_file ("%PDF", 4);

  g_assert_true (fixture_send (process, &request, file, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.n_pages, ==, 3);
  request.operation = ANNEX_DECODER_SIZE;
  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpfloat (reply.width, ==, 100);
}

/* A second answer to one question: the process is dropped as soon as it is seen. */
static void
test_answers_twice (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "twice");
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_SIZE };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  fixture_wait (is_dead, process);
  fixture_wait_for_children (0);
}

static void
test_hangs (gconstpointer data)
{
  g_autofree char *program = fixture_get_liar (LIAR, data);
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);

  assert_stopped (process, ANNEX_DECODER_SIZE, 200);
}

typedef struct
{
  gboolean done;
  gboolean cancelled;
} Outcome;

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome          *outcome = user_data;
  AnnexDecoderReply reply;
  g_autoptr (GError) error = NULL;

  g_assert_false (annex_decoder_process_send_finish (ANNEX_DECODER_PROCESS (source), result, &reply, &error));
  outcome->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  outcome->done = TRUE;
}

static gboolean
outcome_is_known (gpointer data)
{
  return ((Outcome *) data)->done;
}

static void
test_cancelled (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "hangs");
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_SIZE };
  Outcome             outcome = { 0 };

  annex_decoder_process_send_async (process, &request, -1, FIXTURE_PATIENCE, cancellable, on_sent, &outcome);
  g_cancellable_cancel (cancellable);
  fixture_wait (outcome_is_known, &outcome);
  g_assert_true (outcome.cancelled);
  g_assert_false (annex_decoder_process_is_alive (process));
  fixture_wait_for_children (0);
}

/* Closing the viewer's end is enough: a decoder does not outlive its viewer. */
static void
test_ends_with_the_object (void)
{
  AnnexDecoderProcess *process = fixture_start_or_fail (DECODER);

  g_assert_cmpuint (fixture_count_children (), ==, 1);
  g_assert_finalize_object (process);
  fixture_wait_for_children (0);
}

/* A viewer that is killed takes its decoder along, although it could not say goodbye. */

static gboolean
is_gone (gpointer data)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", (const char *) data);
  g_autofree char *contents = NULL;

  /* Who inherits the body may be slow to bury it. */
  return !g_file_get_contents (path, &contents, NULL, NULL) || strstr (contents, ") Z ") != NULL;
}

static gboolean
look_again (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_viewer_killed (void)
{
  g_autofree char *path = NULL;
  g_autofree char *pid = NULL;
  g_auto (GStrv) environment = NULL;
  g_autofd int fd = -1;
  guint        ticks;

  if (g_test_subprocess ())
    {
      AnnexDecoderProcess *process = fixture_start_or_fail (DECODER);

      pid = g_strdup_printf ("%d", (int) annex_decoder_process_get_pid (process));
      g_file_set_contents (g_getenv ("ANNEX_TEST_PID_FILE"), pid, -1, NULL);
      /* Held, it cannot even notice that its socket is closed. */
      kill (annex_decoder_process_get_pid (process), SIGSTOP);
      raise (SIGKILL);
    }

  fd = g_file_open_tmp ("annex-pid-XXXXXX", &path, NULL);
  environment = g_environ_setenv (g_get_environ (), "ANNEX_TEST_PID_FILE", path, TRUE);
  g_test_trap_subprocess_with_envp (NULL, (const char *const *) environment, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_assert_true (g_file_get_contents (path, &pid, NULL, NULL));
  g_assert_cmpint (atoi (pid), >, 1);

  ticks = g_timeout_add (10, look_again, NULL);
  fixture_wait (is_gone, pid);
  g_source_remove (ticks);
  g_remove (path);
}

static void
test_leaves_nothing (void)
{
  guint n_descriptors = fixture_count_descriptors ();
  guint n_rounds = g_test_slow () ? 1000 : 200;
  guint i;

  for (i = 0; i < n_rounds; i++)
    {
      const char      *manners[] = { "honest", "magic", "descriptor", "closes" };
      g_autofree char *program = fixture_get_liar (LIAR, manners[i % G_N_ELEMENTS (manners)]);
      g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
      AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_PDF };
      AnnexDecoderReply   reply;
      g_autofd int        file = fixture_create_sealed_file ("%PDF", 4);

      fixture_send (process, &request, file, FIXTURE_PATIENCE, &reply, NULL);
    }
  fixture_wait_for_children (0);
  g_assert_cmpuint (fixture_count_descriptors (), ==, n_descriptors);
}

/* Without Landlock, and without user namespaces: the kernel is made to answer so by a filter, which the decoder and
 * bubblewrap inherit. Each runs in a process of its own, because a filter cannot be taken off. */

static void
answer_with (scmp_filter_ctx context,
             const char     *name,
             int             error)
{
  g_assert_cmpint (seccomp_rule_add (context, SCMP_ACT_ERRNO ((guint32) error), seccomp_syscall_resolve_name (name), 0), ==, 0);
}

static void
take_away (gboolean landlock,
           gboolean namespaces)
{
  scmp_filter_ctx context = seccomp_init (SCMP_ACT_ALLOW);
  const guint64   new_user = 0x10000000; /* CLONE_NEWUSER */

  if (landlock)
    answer_with (context, "landlock_create_ruleset", ENOSYS);
  if (namespaces)
    {
      answer_with (context, "unshare", EPERM);
      answer_with (context, "clone3", ENOSYS);
      seccomp_rule_add (context, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 1, SCMP_A0_64 (SCMP_CMP_MASKED_EQ, new_user, new_user));
    }
  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (seccomp_load (context), ==, 0);
  seccomp_release (context);
}

static gboolean
has_bubblewrap (void)
{
  int status;

  return g_spawn_command_line_sync ("bwrap --unshare-all --ro-bind / / true", NULL, NULL, &status, NULL) && status == 0;
}

static void
test_outer_cage (void)
{
  g_autoptr (AnnexDecoderProcess) process = NULL;
  g_autoptr (GError) error = NULL;
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_PDF };
  AnnexDecoderReply   reply;
  g_autofd int        file = fixture_create_sealed_file ("not a document", 14);

  if (!g_test_subprocess ())
    {
      if (!has_bubblewrap ())
        {
          g_test_skip ("bubblewrap does not work on this machine");
          return;
        }
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  take_away (TRUE, FALSE);
  process = fixture_start (DECODER, FIXTURE_PATIENCE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (annex_decoder_process_get_cage (process), ==, ANNEX_DECODER_CAGE_SECCOMP | ANNEX_DECODER_CAGE_OUTER);

  /* It works in there. */
  g_assert_true (fixture_send (process, &request, file, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_DAMAGED);
  annex_decoder_process_kill (process);
  fixture_wait_for_children (0);
}

static void
test_never_uncaged (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  take_away (TRUE, TRUE);
  g_assert_null (fixture_start (DECODER, FIXTURE_PATIENCE, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NO_CAGE);
}

/* With Landlock no namespaces are needed; inside Flatpak and in containers there are none to be had. */
static void
test_without_namespaces (void)
{
  g_autoptr (AnnexDecoderProcess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  take_away (FALSE, TRUE);
  process = fixture_start (DECODER, FIXTURE_PATIENCE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (annex_decoder_process_get_cage (process), ==, ANNEX_DECODER_CAGE_SECCOMP | ANNEX_DECODER_CAGE_LANDLOCK);
}

static void
add_lies (const char        *prefix,
          const char *const *manners,
          GTestDataFunc      function)
{
  for (; *manners != NULL; manners++)
    {
      g_autofree char *path = g_strdup_printf ("/decoder-process/%s/%s", prefix, *manners);

      g_test_add_data_func (path, *manners, function);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const char *const at_start[] = { "hello-magic", "hello-no-layers", "hello-only-seccomp", "hello-serial", NULL };
  static const char *const opening[] = { "magic", "serial", "old-serial", "status", "ready-again", "flags", "short", "long", "tiny", "descriptor", "closes", "crashes", "many-pages", "no-pages", "10001-pages", NULL };
  static const char *const sizes[] = { "nan", "infinite", "negative", "zero", "tiny-size", "less-than-a-point", "huge-size", NULL };
  static const char *const hanging[] = { "hangs", "stops", NULL };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decoder-process/starts-caged", test_starts_caged);
  g_test_add_func ("/decoder-process/kernel-agrees", test_kernel_agrees);
  g_test_add_func ("/decoder-process/bad-requests", test_bad_requests);
  g_test_add_func ("/decoder-process/overflowing-output", test_overflowing_output);
  g_test_add_func ("/decoder-process/missing", test_missing);
  g_test_add_func ("/decoder-process/not-executable", test_not_executable);
  g_test_add_func ("/decoder-process/other-program", test_other_program);
  g_test_add_func ("/decoder-process/never-ready", test_never_ready);
  g_test_add_func ("/decoder-process/ends-at-once", test_ends_at_once);
  g_test_add_func ("/decoder-process/honest", test_honest);
  g_test_add_func ("/decoder-process/answers-twice", test_answers_twice);
  g_test_add_func ("/decoder-process/cancelled", test_cancelled);
  g_test_add_func ("/decoder-process/ends-with-the-object", test_ends_with_the_object);
  g_test_add_func ("/decoder-process/viewer-killed", test_viewer_killed);
  g_test_add_func ("/decoder-process/leaves-nothing", test_leaves_nothing);
  add_lies ("lies-at-start", at_start, test_lie_at_start);
  add_lies ("lies-when-opening", opening, test_lie_when_opening);
  add_lies ("lies-about-size", sizes, test_lie_about_size);
  add_lies ("hangs", hanging, test_hangs);
  g_test_add_func ("/decoder-process/cage/outer", test_outer_cage);
  g_test_add_func ("/decoder-process/cage/never-uncaged", test_never_uncaged);
  g_test_add_func ("/decoder-process/cage/without-namespaces", test_without_namespaces);
  g_test_add_func ("/decoder-pool/without-program", test_pool_without_program);
  g_test_add_func ("/decoder-pool/keeps-one-spare", test_pool_keeps_one_spare);
  g_test_add_func ("/decoder-pool/replaces-dead-spare", test_pool_replaces_dead_spare);

  return g_test_run ();
}
