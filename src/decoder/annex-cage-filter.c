/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage-filter.h"

#include "annex-sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* What is not named in this file kills the process. Names that an architecture lacks are skipped. */
static const char *const allowed[] = {
  /* the socket, the buffers, and files that Landlock leaves readable */
  "read",
  "pread64",
  "readv",
  "write",
  "writev",
  "recvmsg",
  "sendmsg",
  "close",
  "lseek",
  "dup",
  "fstat",
  "fstat64",
  "newfstatat",
  "fstatat64",
  "stat",
  "stat64",
  "lstat",
  "lstat64",
  "statx",
  "statfs",
  "statfs64",
  "fstatfs",
  "fstatfs64",
  "access",
  "faccessat",
  "faccessat2",
  "readlink",
  "readlinkat",
  "getdents64",
  "getcwd",
  "fadvise64",
  "fadvise64_64",
  "arm_fadvise64_64",
  "poll",
  "ppoll",
  /* memory */
  "munmap",
  "mremap",
  "madvise",
  "brk",
  /* threads */
  "futex",
  "futex_time64",
  "set_robust_list",
  "rseq",
  "sched_yield",
  "sched_getaffinity",
  "getcpu",
  "restart_syscall",
  "exit",
  "exit_group",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "sigreturn",
  "sigaltstack",
  /* the clock, and what the process is */
  "clock_gettime",
  "clock_gettime64",
  "clock_getres",
  "clock_nanosleep",
  "clock_nanosleep_time64",
  "nanosleep",
  "gettimeofday",
  "time",
  "getrandom",
  "getpid",
  "gettid",
  "getuid",
  "geteuid",
  "getgid",
  "getegid",
  "getrusage",
  "sysinfo",
  "uname",
#ifdef ANNEX_SANITIZED
  /* what the sanitizers' runtime asks of itself when a thread starts or a fault is reported */
  "personality",
  "getppid",
  "pipe",
  "pipe2",
  "process_vm_readv",
#endif
};

/* Libraries probe for these and go on without. */
static const struct
{
  const char *name;
  int         error;
} refused[] = {
  /* is this a terminal? */
  { "ioctl", ENOTTY },
  /* GLib's log writer: is standard error the journal? */
  { "getpeername", ENOTSOCK },
  /* name services of the C library; also how the cage proves itself */
  { "socket", EACCES },
  /* clone3 hides its flags from a filter; the C library falls back on clone */
  { "clone3", ENOSYS },
  { "openat2", ENOSYS },
  { "sched_getattr", ENOSYS },
  { "sched_setattr", ENOSYS },
  { "sched_setaffinity", EPERM },
  { "set_mempolicy", ENOSYS },
  { "get_mempolicy", ENOSYS },
  { "mbind", ENOSYS },
  { "membarrier", ENOSYS },
};

static const uint64_t write_flags[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE & ~O_DIRECTORY };

static const int allowed_fcntl[] = { F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_GET_SEALS };

static const int refused_fcntl[] = { F_SETFL, F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW };

static const int allowed_prctl[] = { PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP };

static int
lookup (const char *name)
{
  return seccomp_syscall_resolve_name (name);
}

static bool
add (scmp_filter_ctx context,
     uint32_t        action,
     const char     *name)
{
  int number = lookup (name);

  return number < 0 || seccomp_rule_add (context, action, number, 0) == 0;
}

static bool
add_if (scmp_filter_ctx     context,
        uint32_t            action,
        const char         *name,
        struct scmp_arg_cmp condition)
{
  int number = lookup (name);

  return number < 0 || seccomp_rule_add_array (context, action, number, 1, &condition) == 0;
}

static bool
add_plain (scmp_filter_ctx context)
{
  bool   ok = true;
  size_t i;

  for (i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
    ok = ok && add (context, SCMP_ACT_ALLOW, allowed[i]);
  for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
    ok = ok && add (context, SCMP_ACT_ERRNO ((uint32_t) refused[i].error), refused[i].name);

  return ok;
}

static bool
add_open (scmp_filter_ctx context,
          const char     *name,
          unsigned int    argument)
{
  uint64_t all = 0;
  bool     ok = true;
  size_t   i;

  /* Refused politely: fontconfig, for one, tries to refresh its cache. */
  for (i = 0; i < sizeof write_flags / sizeof write_flags[0]; i++)
    {
      all |= write_flags[i];
      ok = ok
           && add_if (context, SCMP_ACT_ERRNO (EACCES), name, SCMP_CMP64 (argument, SCMP_CMP_MASKED_EQ, write_flags[i], write_flags[i]));
    }

  return ok && add_if (context, SCMP_ACT_ALLOW, name, SCMP_CMP64 (argument, SCMP_CMP_MASKED_EQ, all, 0));
}

/* Memory may be readable and writable, never executable. */
static bool
add_memory (scmp_filter_ctx context,
            const char     *name)
{
  return add_if (context, SCMP_ACT_ALLOW, name, SCMP_A2_64 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))
         && add_if (context, SCMP_ACT_ERRNO (EACCES), name, SCMP_A2_64 (SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
}

static bool
add_fcntl (scmp_filter_ctx context,
           const char     *name)
{
  bool   ok = true;
  size_t i;

  for (i = 0; i < sizeof allowed_fcntl / sizeof allowed_fcntl[0]; i++)
    ok = ok && add_if (context, SCMP_ACT_ALLOW, name, SCMP_A1_64 (SCMP_CMP_EQ, (uint64_t) allowed_fcntl[i]));
  for (i = 0; i < sizeof refused_fcntl / sizeof refused_fcntl[0]; i++)
    ok = ok && add_if (context, SCMP_ACT_ERRNO (EACCES), name, SCMP_A1_64 (SCMP_CMP_EQ, (uint64_t) refused_fcntl[i]));

  return ok;
}

static bool
add_prctl (scmp_filter_ctx context)
{
  bool   ok = true;
  size_t i;

  for (i = 0; i < sizeof allowed_prctl / sizeof allowed_prctl[0]; i++)
    ok = ok && add_if (context, SCMP_ACT_ALLOW, "prctl", SCMP_A0_64 (SCMP_CMP_EQ, (uint64_t) allowed_prctl[i]));

  /* The C library names its memory areas where the kernel can. */
  return ok
         && add_if (context, SCMP_ACT_ERRNO (EINVAL), "prctl", SCMP_A0_64 (SCMP_CMP_EQ, 0x53564d41 /* PR_SET_VMA */));
}

/* Limits may be read, of this process only; threads may be made, processes not; signals go to this process only. */
static bool
add_process (scmp_filter_ctx context)
{
  struct scmp_arg_cmp own_limits[] = { SCMP_A0_64 (SCMP_CMP_EQ, 0), SCMP_A2_64 (SCMP_CMP_EQ, 0) };

  return seccomp_rule_add_array (context, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 2, own_limits) == 0
         && add_if (context, SCMP_ACT_ALLOW, "clone", SCMP_A0_64 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD))
         && add_if (context, SCMP_ACT_ALLOW, "tgkill", SCMP_A0_64 (SCMP_CMP_EQ, (uint64_t) getpid ()));
}

static bool
add_rules (scmp_filter_ctx context)
{
  return add_plain (context)
         && add_open (context, "open", 1)
         && add_open (context, "openat", 2)
         && add_memory (context, "mmap")
         && add_memory (context, "mmap2")
         && add_memory (context, "mprotect")
         && add_fcntl (context, "fcntl")
         && add_fcntl (context, "fcntl64")
         && add_prctl (context)
         && add_process (context);
}

/* Loads the filter into every thread of the process. Returns whether it holds. */
bool
annex_cage_filter_load (void)
{
  scmp_filter_ctx context = seccomp_init (SCMP_ACT_KILL_PROCESS);
  bool            ok;

  if (context == NULL)
    return false;

  ok = seccomp_attr_set (context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
       && seccomp_attr_set (context, SCMP_FLTATR_CTL_TSYNC, 1) == 0
       && seccomp_attr_set (context, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0
       && add_rules (context)
       && seccomp_load (context) == 0;
  seccomp_release (context);

  return ok;
}
