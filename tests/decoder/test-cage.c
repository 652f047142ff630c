/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage.h"
#include "annex-sanitized.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <linux/keyctl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each test forks a child that locks itself up with the decoder's own cage and then tries one thing. What must be refused
 * is tried by a free child, too, where the machine lets it: an attack that never works proves nothing. */
typedef gboolean (*Attempt) (void);

typedef struct
{
  const char *name;
  Attempt     attempt;
  gboolean    works_outside;
} Case;

enum
{
  SUCCEEDED = 10,
  REFUSED = 11,
  NO_CAGE = 12,
};

/* Set before any fork. */
static struct
{
  char *folder;
  char *file;
  char *unix_socket;
  int   port;
  pid_t parent;
  int   pair[2];
} stage;

static gboolean
try_reading (const char *path)
{
  char byte;
  int  fd = open (path, O_RDONLY | O_CLOEXEC);

  return fd >= 0 && read (fd, &byte, 1) >= 0;
}

static gboolean
try_connecting (int                    domain,
                int                    type,
                const struct sockaddr *address,
                socklen_t              length)
{
  int fd = socket (domain, type | SOCK_CLOEXEC, 0);

  return fd >= 0 && connect (fd, address, length) == 0;
}

static gboolean
try_internet (int type)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((in_port_t) stage.port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  return try_connecting (AF_INET, type, (const struct sockaddr *) &address, sizeof address);
}

static gboolean
try_tcp (void)
{
  return try_internet (SOCK_STREAM);
}

static gboolean
try_udp (void)
{
  return try_internet (SOCK_DGRAM);
}

static gboolean
try_internet_6 (void)
{
  return socket (AF_INET6, SOCK_STREAM, 0) >= 0;
}

static gboolean
try_unix_socket (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, stage.unix_socket, sizeof address.sun_path);

  return try_connecting (AF_UNIX, SOCK_STREAM, (const struct sockaddr *) &address, sizeof address);
}

static gboolean
try_socketpair (void)
{
  int pair[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static gboolean
try_netlink (void)
{
  return socket (AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static gboolean
try_etc_passwd (void)
{
  return try_reading ("/etc/passwd");
}

static gboolean
try_root_folder (void)
{
  return open ("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static gboolean
try_own_file (void)
{
  return try_reading (stage.file);
}

static gboolean
try_path_with_dots (void)
{
  return try_reading ("/usr/share/fonts/../../../etc/passwd");
}

static gboolean
try_environ_of_1 (void)
{
  return try_reading ("/proc/1/environ");
}

static gboolean
try_own_environ (void)
{
  return try_reading ("/proc/self/environ");
}

static gboolean
try_parents_memory (void)
{
  char path[64];

  g_snprintf (path, sizeof path, "/proc/%d/mem", (int) stage.parent);

  return open (path, O_RDONLY) >= 0;
}

static gboolean
try_creating (void)
{
  char path[4096];

  g_snprintf (path, sizeof path, "%s/new", stage.folder);

  return open (path, O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0;
}

static gboolean
try_creating_in_tmp (void)
{
  return open ("/tmp/annex-test-cage", O_WRONLY | O_CREAT, 0600) >= 0;
}

static gboolean
try_creat (void)
{
#ifdef SYS_creat
  char path[4096];

  g_snprintf (path, sizeof path, "%s/creat", stage.folder);

  return syscall (SYS_creat, path, 0600) >= 0;
#else
  return FALSE;
#endif
}

static gboolean
try_temporary_file (void)
{
  return open (stage.folder, O_TMPFILE | O_WRONLY, 0600) >= 0;
}

static gboolean
try_writing (void)
{
  return open (stage.file, O_WRONLY) >= 0;
}

static gboolean
try_appending (void)
{
  return open (stage.file, O_RDWR | O_APPEND) >= 0;
}

static gboolean
try_truncating (void)
{
  return truncate (stage.file, 0) == 0;
}

static gboolean
try_unlinking (void)
{
  return unlink (stage.file) == 0;
}

static gboolean
try_renaming (void)
{
  char path[4096];

  g_snprintf (path, sizeof path, "%s/renamed", stage.folder);

  return rename (stage.file, path) == 0;
}

static gboolean
try_linking (void)
{
  char path[4096];

  g_snprintf (path, sizeof path, "%s/link", stage.folder);

  return symlink ("/etc/passwd", path) == 0;
}

static gboolean
try_making_folder (void)
{
  char path[4096];

  g_snprintf (path, sizeof path, "%s/sub", stage.folder);

  return mkdir (path, 0700) == 0;
}

static gboolean
try_changing_mode (void)
{
  return chmod (stage.file, 0777) == 0;
}

static gboolean
try_fork (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);

  return pid > 0;
}

static gboolean
try_clone3 (void)
{
  guint64 arguments[11] = { 0, 0, 0, 0, SIGCHLD };
  long    pid = syscall (SYS_clone3, arguments, sizeof arguments);

  if (pid == 0)
    _exit (0);

  return pid > 0;
}

static gboolean
try_exec (void)
{
  char *arguments[] = { (char *) "true", NULL };
  char *environment[] = { NULL };

  /* The program that follows ends with 0, which counts as success. */
  execve ("/bin/true", arguments, environment);

  return FALSE;
}

static gboolean
try_spawn (void)
{
  char *arguments[] = { (char *) "true", NULL };
  char *environment[] = { NULL };
  pid_t pid;

  return posix_spawn (&pid, "/bin/true", NULL, NULL, arguments, environment) == 0;
}

static gboolean
try_ptrace (void)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static gboolean
try_writing_to_parent (void)
{
  char         byte;
  struct iovec here = { .iov_base = &byte, .iov_len = 1 };
  struct iovec there = { .iov_base = &stage, .iov_len = 1 };

  return syscall (SYS_process_vm_writev, stage.parent, &here, 1, &there, 1, 0) == 1;
}

static gboolean
try_killing (void)
{
  return kill (stage.parent, SIGCONT) == 0;
}

static gboolean
try_killing_by_thread (void)
{
  return syscall (SYS_tgkill, stage.parent, stage.parent, SIGCONT) == 0;
}

static gboolean
try_queueing_signal (void)
{
  return sigqueue (stage.parent, SIGCONT, (union sigval) { 0 }) == 0;
}

static gboolean
try_memfd (void)
{
  return memfd_create ("annex-test", MFD_CLOEXEC) >= 0;
}

static gboolean
try_executable_memory (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static gboolean
try_making_memory_executable (void)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return memory != MAP_FAILED && mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0;
}

static gboolean
try_user_namespace (void)
{
  return unshare (CLONE_NEWUSER) == 0;
}

static gboolean
try_mount (void)
{
  return mount ("none", stage.folder, "tmpfs", 0, NULL) == 0;
}

static gboolean
try_chroot (void)
{
  return chroot (stage.folder) == 0;
}

static gboolean
try_io_uring (void)
{
  char parameters[120] = { 0 };

  return syscall (SYS_io_uring_setup, 1, parameters) >= 0;
}

static gboolean
try_bpf (void)
{
  char attributes[64] = { 0 };

  return syscall (SYS_bpf, 0, attributes, sizeof attributes) >= 0;
}

static gboolean
try_perf (void)
{
  char attributes[128] = { 0 };

  return syscall (SYS_perf_event_open, attributes, 0, -1, -1, 0) >= 0;
}

static gboolean
try_userfaultfd (void)
{
  return syscall (SYS_userfaultfd, 1 /* UFFD_USER_MODE_ONLY */) >= 0;
}

static gboolean
try_keyctl (void)
{
  return syscall (SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1) >= 0;
}

static gboolean
try_raising_limit (void)
{
  struct rlimit limit = { .rlim_cur = 1024, .rlim_max = 1024 };

  return setrlimit (RLIMIT_FSIZE, &limit) == 0;
}

static gboolean
try_limit_of_parent (void)
{
  struct rlimit limit;

  return prlimit (stage.parent, RLIMIT_CORE, NULL, &limit) == 0;
}

static gboolean
try_becoming_dumpable (void)
{
  return prctl (PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static gboolean
try_terminal (void)
{
  char byte = '\n';

  return ioctl (0, 0x5412 /* TIOCSTI */, &byte) == 0 || errno == EIO;
}

static gboolean
try_pidfd (void)
{
  return syscall (SYS_pidfd_open, stage.parent, 0) >= 0;
}

static gboolean
try_handing_signal_owner (void)
{
  return fcntl (stage.pair[0], F_SETOWN, stage.parent) == 0;
}

#ifndef ANNEX_SANITIZED
static gboolean
try_other_personality (void)
{
  return syscall (SYS_personality, 0x0400000 /* READ_IMPLIES_EXEC */) >= 0;
}

static gboolean
try_much_memory (void)
{
  return mmap (NULL, (size_t) 2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
#endif

static const Case refused[] = {
  { "tcp", try_tcp, TRUE },
  { "udp", try_udp, TRUE },
  { "internet-6", try_internet_6, FALSE },
  { "unix-socket", try_unix_socket, TRUE },
  { "socketpair", try_socketpair, TRUE },
  { "netlink", try_netlink, TRUE },
  { "etc-passwd", try_etc_passwd, TRUE },
  { "root-folder", try_root_folder, TRUE },
  { "own-file", try_own_file, TRUE },
  { "path-with-dots", try_path_with_dots, TRUE },
  { "environ-of-1", try_environ_of_1, FALSE },
  { "own-environ", try_own_environ, TRUE },
  { "parents-memory", try_parents_memory, FALSE },
  { "create", try_creating, TRUE },
  { "create-in-tmp", try_creating_in_tmp, FALSE },
  { "creat", try_creat, FALSE },
  { "temporary-file", try_temporary_file, FALSE },
  { "write", try_writing, TRUE },
  { "append", try_appending, TRUE },
  { "truncate", try_truncating, TRUE },
  { "link", try_linking, TRUE },
  { "folder", try_making_folder, TRUE },
  { "mode", try_changing_mode, TRUE },
  { "rename", try_renaming, FALSE },
  { "unlink", try_unlinking, FALSE },
  { "fork", try_fork, TRUE },
  { "clone3", try_clone3, FALSE },
  { "exec", try_exec, TRUE },
  { "spawn", try_spawn, TRUE },
  { "ptrace", try_ptrace, FALSE },
  { "write-to-parent", try_writing_to_parent, FALSE },
  { "kill", try_killing, TRUE },
  { "tgkill", try_killing_by_thread, TRUE },
  { "sigqueue", try_queueing_signal, TRUE },
  { "memfd", try_memfd, TRUE },
  { "executable-mmap", try_executable_memory, TRUE },
  { "executable-mprotect", try_making_memory_executable, TRUE },
  { "user-namespace", try_user_namespace, FALSE },
  { "mount", try_mount, FALSE },
  { "chroot", try_chroot, FALSE },
  { "io-uring", try_io_uring, FALSE },
  { "bpf", try_bpf, FALSE },
  { "perf", try_perf, FALSE },
  { "userfaultfd", try_userfaultfd, FALSE },
  { "keyctl", try_keyctl, FALSE },
  { "raise-limit", try_raising_limit, TRUE },
  { "limit-of-parent", try_limit_of_parent, TRUE },
  { "dumpable", try_becoming_dumpable, TRUE },
#ifndef ANNEX_SANITIZED
  { "personality", try_other_personality, TRUE },
  { "much-memory", try_much_memory, TRUE },
#endif
  { "terminal", try_terminal, FALSE },
  { "pidfd", try_pidfd, TRUE },
  { "signal-owner", try_handing_signal_owner, TRUE },
};

/* What decoding needs */

static void *
answer_42 (void *data)
{
  *(int *) data = 42;

  return NULL;
}

static gboolean
use_thread (void)
{
  pthread_t thread;
  int       answer = 0;

  return pthread_create (&thread, NULL, answer_42, &answer) == 0 && pthread_join (thread, NULL) == 0 && answer == 42;
}

static gboolean
use_memory (void)
{
  size_t length = (size_t) 64 << 20;
  char  *memory = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  memory[length - 1] = 'x';

  return munmap (memory, length) == 0;
}

static gboolean
use_fonts (void)
{
  return access ("/usr/share/fonts", F_OK) != 0 || open ("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0;
}

static gboolean
use_socket (void)
{
  struct iovec  part = { .iov_base = (char *) "x", .iov_len = 1 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  return sendmsg (ANNEX_DECODER_FD, &message, MSG_NOSIGNAL) == 1;
}

static gboolean
use_clock (void)
{
  struct timespec now;

  return clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now) == 0 && getpid () > 0;
}

static gboolean
use_limits (void)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_STACK, &limit) == 0;
}

static gboolean
be_told_of_terminal (void)
{
  return isatty (0) == 0 && errno == ENOTTY;
}

static const Case allowed[] = {
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
run_in_child (Attempt  attempt,
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
      _exit (attempt () ? SUCCEEDED : REFUSED);
    }

  while (waitpid (pid, &status, WUNTRACED) < 0)
    g_assert_cmpint (errno, ==, EINTR);

  return status;
}

static void
test_refused (gconstpointer data)
{
  const Case *test = data;
  int         status = run_in_child (test->attempt, TRUE);

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
  const Case *test = data;
  int         status = run_in_child (test->attempt, FALSE);

  g_assert_true (WIFEXITED (status));
  g_assert_true (WEXITSTATUS (status) == SUCCEEDED || WEXITSTATUS (status) == 0);
}

static void
test_allowed (gconstpointer data)
{
  const Case *test = data;
  int         status = run_in_child (test->attempt, TRUE);

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
has_no_outer_cage (void)
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
write_stage_file (void)
{
  g_assert_true (g_file_set_contents (stage.file, "untouched", -1, NULL));
}

static void
set_stage (void)
{
  stage.folder = g_dir_make_tmp ("annex-cage-XXXXXX", NULL);
  stage.file = g_build_filename (stage.folder, "file", NULL);
  stage.unix_socket = g_build_filename (stage.folder, "socket", NULL);
  stage.parent = getpid ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, stage.pair), ==, 0);
  write_stage_file ();
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
add_cases (const char   *prefix,
           const Case   *cases,
           guint         n_cases,
           gboolean      only_outside,
           GTestDataFunc function)
{
  guint i;

  for (i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/cage/%s/%s", prefix, cases[i].name);

      if (cases[i].works_outside || !only_outside)
        g_test_add_data_func (path, &cases[i], function);
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

  add_cases ("refused", refused, G_N_ELEMENTS (refused), FALSE, test_refused);
  g_test_add_func ("/cage/refused/nothing-changed", test_file_untouched);
  add_cases ("allowed", allowed, G_N_ELEMENTS (allowed), FALSE, test_allowed);
  add_cases ("works-outside", refused, G_N_ELEMENTS (refused), TRUE, test_works_outside);
  g_test_add_func ("/cage/second-thread", test_second_thread);
  g_test_add_func ("/cage/not-taken-for-outer", test_not_taken_for_outer);

  result = g_test_run ();
  close (listeners[0]);
  close (listeners[1]);
  clear_stage ();

  return result;
}
