/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage-attacks.h"

#include "annex-sanitized.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

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
try_internet (const CageStage *stage,
              int              type)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((in_port_t) stage->port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  return try_connecting (AF_INET, type, (const struct sockaddr *) &address, sizeof address);
}

static gboolean
try_tcp (const CageStage *stage)
{
  return try_internet (stage, SOCK_STREAM);
}

static gboolean
try_udp (const CageStage *stage)
{
  return try_internet (stage, SOCK_DGRAM);
}

static gboolean
try_internet_6 (const CageStage *stage)
{
  return socket (AF_INET6, SOCK_STREAM, 0) >= 0;
}

static gboolean
try_unix_socket (const CageStage *stage)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, stage->unix_socket, sizeof address.sun_path);

  return try_connecting (AF_UNIX, SOCK_STREAM, (const struct sockaddr *) &address, sizeof address);
}

static gboolean
try_socketpair (const CageStage *stage)
{
  int pair[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static gboolean
try_netlink (const CageStage *stage)
{
  return socket (AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static gboolean
try_etc_passwd (const CageStage *stage)
{
  return try_reading ("/etc/passwd");
}

static gboolean
try_root_folder (const CageStage *stage)
{
  return open ("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static gboolean
try_own_file (const CageStage *stage)
{
  return try_reading (stage->file);
}

static gboolean
try_path_with_dots (const CageStage *stage)
{
  return try_reading ("/usr/share/fonts/../../../etc/passwd");
}

static gboolean
try_environ_of_1 (const CageStage *stage)
{
  return try_reading ("/proc/1/environ");
}

static gboolean
try_own_environ (const CageStage *stage)
{
  return try_reading ("/proc/self/environ");
}

static gboolean
try_parents_memory (const CageStage *stage)
{
  char path[64];

  g_snprintf (path, sizeof path, "/proc/%d/mem", (int) stage->parent);

  return open (path, O_RDONLY) >= 0;
}

static gboolean
try_creating (const CageStage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "new", NULL);

  return open (path, O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0;
}

static gboolean
try_creating_in_tmp (const CageStage *stage)
{
  return open ("/tmp/annex-test-cage", O_WRONLY | O_CREAT, 0600) >= 0;
}

static gboolean
try_creat (const CageStage *stage)
{
#ifdef SYS_creat
  g_autofree char *path = g_build_filename (stage->folder, "creat", NULL);

  return syscall (SYS_creat, path, 0600) >= 0;
#else
  return FALSE;
#endif
}

static gboolean
try_temporary_file (const CageStage *stage)
{
  return open (stage->folder, O_TMPFILE | O_WRONLY, 0600) >= 0;
}

static gboolean
try_writing (const CageStage *stage)
{
  return open (stage->file, O_WRONLY) >= 0;
}

static gboolean
try_appending (const CageStage *stage)
{
  return open (stage->file, O_RDWR | O_APPEND) >= 0;
}

static gboolean
try_truncating (const CageStage *stage)
{
  return truncate (stage->file, 0) == 0;
}

static gboolean
try_unlinking (const CageStage *stage)
{
  return unlink (stage->file) == 0;
}

static gboolean
try_renaming (const CageStage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "renamed", NULL);

  return rename (stage->file, path) == 0;
}

static gboolean
try_linking (const CageStage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "link", NULL);

  return symlink ("/etc/passwd", path) == 0;
}

static gboolean
try_making_folder (const CageStage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "sub", NULL);

  return mkdir (path, 0700) == 0;
}

static gboolean
try_changing_mode (const CageStage *stage)
{
  return chmod (stage->file, 0777) == 0;
}

static gboolean
try_fork (const CageStage *stage)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);

  return pid > 0;
}

static gboolean
try_clone3 (const CageStage *stage)
{
  guint64 arguments[11] = { 0, 0, 0, 0, SIGCHLD };
  long    pid = syscall (SYS_clone3, arguments, sizeof arguments);

  if (pid == 0)
    _exit (0);

  return pid > 0;
}

static char *const just_true[] = { (char *) "true", NULL };
static char *const no_environment[] = { NULL };

static gboolean
try_exec (const CageStage *stage)
{
  /* The program that follows ends with 0, which counts as success. */
  execve ("/bin/true", just_true, no_environment);

  return FALSE;
}

static gboolean
try_spawn (const CageStage *stage)
{
  pid_t pid;

  return posix_spawn (&pid, "/bin/true", NULL, NULL, just_true, no_environment) == 0;
}

static gboolean
try_ptrace (const CageStage *stage)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static gboolean
try_writing_to_parent (const CageStage *stage)
{
  char         byte = stage->folder[0];
  struct iovec here = { .iov_base = &byte, .iov_len = 1 };
  struct iovec there = { .iov_base = stage->folder, .iov_len = 1 };

  return syscall (SYS_process_vm_writev, stage->parent, &here, 1, &there, 1, 0) == 1;
}

static gboolean
try_killing (const CageStage *stage)
{
  return kill (stage->parent, SIGCONT) == 0;
}

static gboolean
try_killing_by_thread (const CageStage *stage)
{
  return syscall (SYS_tgkill, stage->parent, stage->parent, SIGCONT) == 0;
}

static gboolean
try_queueing_signal (const CageStage *stage)
{
  return sigqueue (stage->parent, SIGCONT, (union sigval) { 0 }) == 0;
}

static gboolean
try_memfd (const CageStage *stage)
{
  return memfd_create ("annex-test", MFD_CLOEXEC) >= 0;
}

static gboolean
try_executable_memory (const CageStage *stage)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static gboolean
try_making_memory_executable (const CageStage *stage)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return memory != MAP_FAILED && mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0;
}

static gboolean
try_user_namespace (const CageStage *stage)
{
  return unshare (CLONE_NEWUSER) == 0;
}

static gboolean
try_mount (const CageStage *stage)
{
  return mount ("none", stage->folder, "tmpfs", 0, NULL) == 0;
}

static gboolean
try_chroot (const CageStage *stage)
{
  return chroot (stage->folder) == 0;
}

static gboolean
try_io_uring (const CageStage *stage)
{
  char parameters[120] = { 0 };

  return syscall (SYS_io_uring_setup, 1, parameters) >= 0;
}

static gboolean
try_bpf (const CageStage *stage)
{
  char attributes[64] = { 0 };

  return syscall (SYS_bpf, 0, attributes, sizeof attributes) >= 0;
}

static gboolean
try_perf (const CageStage *stage)
{
  char attributes[128] = { 0 };

  return syscall (SYS_perf_event_open, attributes, 0, -1, -1, 0) >= 0;
}

static gboolean
try_userfaultfd (const CageStage *stage)
{
  return syscall (SYS_userfaultfd, 1 /* UFFD_USER_MODE_ONLY */) >= 0;
}

static gboolean
try_keyctl (const CageStage *stage)
{
  return syscall (SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1) >= 0;
}

static gboolean
try_raising_limit (const CageStage *stage)
{
  struct rlimit limit = { .rlim_cur = 1024, .rlim_max = 1024 };

  return setrlimit (RLIMIT_FSIZE, &limit) == 0;
}

static gboolean
try_limit_of_parent (const CageStage *stage)
{
  struct rlimit limit;

  return prlimit (stage->parent, RLIMIT_CORE, NULL, &limit) == 0;
}

static gboolean
try_becoming_dumpable (const CageStage *stage)
{
  return prctl (PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static gboolean
try_terminal (const CageStage *stage)
{
  char byte = '\n';

  return ioctl (0, 0x5412 /* TIOCSTI */, &byte) == 0 || errno == EIO;
}

static gboolean
try_pidfd (const CageStage *stage)
{
  return syscall (SYS_pidfd_open, stage->parent, 0) >= 0;
}

static gboolean
try_handing_signal_owner (const CageStage *stage)
{
  return fcntl (stage->pair[0], F_SETOWN, stage->parent) == 0;
}

#ifndef ANNEX_SANITIZED
static gboolean
try_other_personality (const CageStage *stage)
{
  return syscall (SYS_personality, 0x0400000 /* READ_IMPLIES_EXEC */) >= 0;
}

static gboolean
try_much_memory (const CageStage *stage)
{
  return mmap (NULL, (size_t) 2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
#endif

const CageAttempt cage_attacks[] = {
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

const guint cage_n_attacks = G_N_ELEMENTS (cage_attacks);
