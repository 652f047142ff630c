/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage-attacks.h"
#include "annex-cage.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Each test forks a child that locks itself up with the decoder's own cage and then tries one thing. What must be refused
 * is tried by a free child, too, where the machine lets it: an attack that never works proves nothing. */

enum
{
  SUCCEEDED = 10,
  REFUSED = 11,
  NO_CAGE = 12,
};

/* Set before any fork. */
static CageStage stage;

/* What decoding needs */

static void *
answer_42 (void *data)
{
  *(int *) data = 42;

  return NULL;
}

static gboolean
use_thread (const CageStage *here)
{
  pthread_t thread;
  int       answer = 0;

  return pthread_create (&thread, NULL, answer_42, &answer) == 0 && pthread_join (thread, NULL) == 0 && answer == 42;
}

static gboolean
use_memory (const CageStage *here)
{
  size_t length = (size_t) 64 << 20;
  char  *memory = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  memory[length - 1] = 'x';

  return munmap (memory, length) == 0;
}

static gboolean
use_fonts (const CageStage *here)
{
  return access ("/usr/share/fonts", F_OK) != 0 || open ("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0;
}

static gboolean
use_socket (const CageStage *here)
{
  struct iovec  part = { .iov_base = (char *) "x", .iov_len = 1 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  return sendmsg (ANNEX_DECODER_FD, &message, MSG_NOSIGNAL) == 1;
}

static gboolean
use_clock (const CageStage *here)
{
  struct timespec now;

  return clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now) == 0 && getpid () > 0;
}

static gboolean
use_limits (const CageStage *here)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_STACK, &limit) == 0;
}

static gboolean
be_told_of_terminal (const CageStage *here)
{
  return isatty (0) == 0 && errno == ENOTTY;
}

static const CageAttempt allowed[] = {
  { "thread", use_thread, TRUE },
  { "memory", use_memory, TRUE },
  { "fonts", use_fonts, TRUE },
  { "socket", use_socket, TRUE },
  { "clock", use_clock, TRUE },
  { "limits", use_limits, TRUE },
  { "no-terminal", be_told_of_terminal, TRUE },
};

/* Running */

static void
stand_on_socket (void)
{
  dup2 (stage.pair[0], ANNEX_DECODER_FD);
  stage.pair[0] = ANNEX_DECODER_FD;
}

static int
run_in_child (gboolean (*attempt) (const CageStage *here),
              gboolean caged)
{
  int   status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      stand_on_socket ();
      if (caged)
        {
          annex_cage_prepare ();
          if (annex_cage_close (NULL) == 0)
            _exit (NO_CAGE);
        }
      _exit (attempt (&stage) ? SUCCEEDED : REFUSED);
    }

  while (waitpid (pid, &status, WUNTRACED) < 0)
    g_assert_cmpint (errno, ==, EINTR);

  return status;
}

static void
test_refused (gconstpointer data)
{
  const CageAttempt *test = data;
  int                status = run_in_child (test->attempt, TRUE);

  if (WIFSIGNALED (status))
    {
      g_test_message ("killed by signal %d", WTERMSIG (status));
      g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
    }
  else
    {
      g_assert_cmpint (WEXITSTATUS (status), ==, REFUSED);
    }
}

static void
test_works_outside (gconstpointer data)
{
  const CageAttempt *test = data;
  int                status = run_in_child (test->attempt, FALSE);

  g_assert_true (WIFEXITED (status));
  g_assert_true (WEXITSTATUS (status) == SUCCEEDED || WEXITSTATUS (status) == 0);
}

static void
test_allowed (gconstpointer data)
{
  const CageAttempt *test = data;
  int                status = run_in_child (test->attempt, TRUE);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, SUCCEEDED);
}

/* A second thread would stay outside of Landlock: the cage must notice. */
static void *
wait_forever (void *data)
{
  for (;;)
    pause ();

  return NULL;
}

static void
test_second_thread (void)
{
  int   status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      pthread_t thread;

      annex_cage_prepare ();
      if (pthread_create (&thread, NULL, wait_forever, NULL) != 0)
        _exit (SUCCEEDED);
      _exit (annex_cage_close (NULL) == 0 ? NO_CAGE : SUCCEEDED);
    }
  waitpid (pid, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, NO_CAGE);
}

/* This machine's file system is not one that was made for a decoder: the cage must not take it for one. */
static gboolean
has_no_outer_cage (const CageStage *here)
{
  annex_cage_prepare ();

  return (annex_cage_close (NULL) & ANNEX_DECODER_CAGE_OUTER) == 0;
}

static void
test_not_taken_for_outer (void)
{
  int status = run_in_child (has_no_outer_cage, FALSE);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, SUCCEEDED);
}

static void
test_file_untouched (void)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (stage.file, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "untouched");
}

static int
listen_unix (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int                fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, stage.unix_socket, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 16), ==, 0);

  return fd;
}

static int
listen_internet (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t          length = sizeof address;
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 16), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  stage.port = ntohs (address.sin_port);

  return fd;
}

static void
set_stage (void)
{
  stage.folder = g_dir_make_tmp ("annex-cage-XXXXXX", NULL);
  stage.file = g_build_filename (stage.folder, "file", NULL);
  stage.unix_socket = g_build_filename (stage.folder, "socket", NULL);
  stage.parent = getpid ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, stage.pair), ==, 0);
  g_assert_true (g_file_set_contents (stage.file, "untouched", -1, NULL));
}

static void
clear_stage (void)
{
  const char *const leftovers[] = { "file", "socket", "new", "link", "sub", "renamed", "creat" };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (leftovers); i++)
    {
      g_autofree char *path = g_build_filename (stage.folder, leftovers[i], NULL);

      g_remove (path);
    }
  g_rmdir (stage.folder);
  g_free (stage.folder);
  g_free (stage.file);
  g_free (stage.unix_socket);
}

static void
add_attempts (const char        *prefix,
              const CageAttempt *attempts,
              guint              n_attempts,
              gboolean           only_outside,
              GTestDataFunc      function)
{
  guint i;

  for (i = 0; i < n_attempts; i++)
    {
      g_autofree char *path = g_strdup_printf ("/cage/%s/%s", prefix, attempts[i].name);

      if (attempts[i].works_outside || !only_outside)
        g_test_add_data_func (path, &attempts[i], function);
    }
}

int
main (int   argc,
      char *argv[])
{
  int listeners[2];
  int result;

  g_test_init (&argc, &argv, NULL);
  set_stage ();
  listeners[0] = listen_unix ();
  listeners[1] = listen_internet ();

  add_attempts ("refused", cage_attacks, cage_n_attacks, FALSE, test_refused);
  g_test_add_func ("/cage/refused/nothing-changed", test_file_untouched);
  add_attempts ("allowed", allowed, G_N_ELEMENTS (allowed), FALSE, test_allowed);
  add_attempts ("works-outside", cage_attacks, cage_n_attacks, TRUE, test_works_outside);
  g_test_add_func ("/cage/second-thread", test_second_thread);
  g_test_add_func ("/cage/not-taken-for-outer", test_not_taken_for_outer);

  result = g_test_run ();
  close (listeners[0]);
  close (listeners[1]);
  clear_stage ();

  return result;
}
