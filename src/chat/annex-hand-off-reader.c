/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-hand-off-reader.h"

#include "annex-hand-off.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One byte more than is allowed, so that a longer text is noticed. */
#define BUFFER_SIZE (ANNEX_HAND_OFF_MAX_SIZE + 1)

/* The message holds no path: it may be somebody's name. */
static void
set_error_from_errno (GError    **error,
                      int         code,
                      const char *message)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", message, g_strerror (code));
}

static void
set_unsafe_error (GError    **error,
                  const char *message)
{
  g_set_error_literal (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_UNSAFE_FILE, message);
}

/* A descriptor that was inherited may be one that does not block, such as a pipe that another program made. */
static void
wait_for_data (int fd)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  (void) poll (&poll_fd, 1, -1);
}

static gboolean
fill_text (AnnexHandOffText *text,
           int               fd,
           GError          **error)
{
  while (text->length < BUFFER_SIZE)
    {
      gssize n = read (fd, text->text + text->length, BUFFER_SIZE - text->length);

      if (n == 0)
        return TRUE;

      if (n > 0)
        text->length += (gsize) n;
      else if (errno == EAGAIN)
        wait_for_data (fd);
      else if (errno != EINTR)
        {
          set_error_from_errno (error, errno, "The hand-off cannot be read");
          return FALSE;
        }
    }

  g_set_error_literal (error, ANNEX_HAND_OFF_ERROR, ANNEX_HAND_OFF_ERROR_TOO_LARGE, "The hand-off is longer than 64 KiB");
  return FALSE;
}

/* What is looked at is what was opened, whatever its name points to by now. */
static gboolean
check_file (int      fd,
            GError **error)
{
  struct stat status;

  if (fstat (fd, &status) < 0)
    set_error_from_errno (error, errno, "The hand-off file cannot be looked at");
  else if (!S_ISREG (status.st_mode))
    set_unsafe_error (error, "The hand-off is not a regular file");
  else if (status.st_uid != geteuid ())
    set_unsafe_error (error, "The hand-off file belongs to somebody else");
  else if ((status.st_mode & 07777 & ~(S_IRUSR | S_IWUSR)) != 0)
    set_unsafe_error (error, "The hand-off file has more permissions than 0600");
  else
    return TRUE;

  return FALSE;
}

static int
open_file (const char *path,
           GError    **error)
{
  /* Not waiting matters for a FIFO, which would otherwise be opened only when somebody writes to it. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

  if (fd < 0 && errno == ELOOP)
    set_unsafe_error (error, "The hand-off file is a symbolic link");
  else if (fd < 0 && (errno == ENXIO || errno == ENODEV))
    set_unsafe_error (error, "The hand-off is not a regular file");
  else if (fd < 0)
    set_error_from_errno (error, errno, "The hand-off file cannot be opened");

  return fd;
}

/**
 * annex_hand_off_read_fd:
 * @fd: a descriptor; stays open
 * @error: return location
 *
 * Reads to the end, at most %ANNEX_HAND_OFF_MAX_SIZE bytes. Blocks until the other side has closed a pipe.
 *
 * Returns: (transfer full): the text, or %NULL with %ANNEX_HAND_OFF_ERROR_TOO_LARGE or an error of %G_IO_ERROR
 */
AnnexHandOffText *
annex_hand_off_read_fd (int      fd,
                        GError **error)
{
  g_autoptr (AnnexHandOffText) text = g_new0 (AnnexHandOffText, 1);

  text->text = g_malloc (BUFFER_SIZE);
  if (!fill_text (text, fd, error))
    return NULL;

  return g_steal_pointer (&text);
}

/**
 * annex_hand_off_read_file:
 * @path: a file
 * @error: return location
 *
 * Reads a regular file, no symbolic link, that belongs to the user and that nobody else may read or write.
 *
 * Returns: (transfer full): the text, or %NULL with an error of %ANNEX_HAND_OFF_ERROR or %G_IO_ERROR
 */
AnnexHandOffText *
annex_hand_off_read_file (const char *path,
                          GError    **error)
{
  g_autofd int fd = open_file (path, error);

  if (fd < 0 || !check_file (fd, error))
    return NULL;

  return annex_hand_off_read_fd (fd, error);
}

/**
 * annex_hand_off_text_free:
 * @text: (transfer full): a text
 *
 * Overwrites and frees it.
 */
void
annex_hand_off_text_free (AnnexHandOffText *text)
{
  explicit_bzero (text->text, BUFFER_SIZE);
  g_free (text->text);
  g_free (text);
}
