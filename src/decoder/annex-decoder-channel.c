/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the service hands out at most is a tenth of this. */
#define MAX_FILE_LENGTH ((size_t) 1 << 30)

/* Takes the descriptor out of a message; more than one is a mistake, and all are closed. */
static bool
take_descriptor (struct msghdr *message,
                 int           *fd)
{
  struct cmsghdr *header = CMSG_FIRSTHDR (message);

  *fd = -1;
  if (message->msg_flags & MSG_CTRUNC)
    return false;
  if (header == NULL)
    return true;
  if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN (sizeof *fd))
    return false;
  memcpy (fd, CMSG_DATA (header), sizeof *fd);

  return true;
}

static bool
is_well_formed (const AnnexDecoderRequest *request,
                ssize_t                    length,
                int                        fd)
{
  bool wants_descriptor;

  if (length != (ssize_t) sizeof *request
      || request->magic != ANNEX_DECODER_MAGIC
      || request->password[ANNEX_DECODER_MAX_PASSWORD] != '\0')
    return false;

  wants_descriptor = request->operation == ANNEX_DECODER_OPEN
                     || annex_decoder_draws (request->operation)
                     || annex_decoder_get_output_length (request) > 0;

  return wants_descriptor == (fd >= 0);
}

/* Waits for the next request. @fd: its descriptor, which the caller closes, or -1. */
AnnexChannelEvent
annex_channel_receive (AnnexDecoderRequest *request,
                       int                 *fd)
{
  alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  part = { .iov_base = request, .iov_len = sizeof *request };
  struct msghdr                 message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  ssize_t                       length;
  bool                          ok;

  memset (request, 0, sizeof *request);
  do
    length = recvmsg (ANNEX_DECODER_FD, &message, MSG_CMSG_CLOEXEC | MSG_TRUNC);
  while (length < 0 && errno == EINTR);
  if (length <= 0)
    return ANNEX_CHANNEL_CLOSED;

  ok = take_descriptor (&message, fd) && is_well_formed (request, length, *fd);
  if (!ok && *fd >= 0)
    {
      close (*fd);
      *fd = -1;
    }

  return ok ? ANNEX_CHANNEL_REQUEST : ANNEX_CHANNEL_BAD_REQUEST;
}

/* Returns whether the viewer is still there to read it. */
bool
annex_channel_reply (const AnnexDecoderReply *reply)
{
  AnnexDecoderReply copy = *reply;
  struct iovec      part = { .iov_base = &copy, .iov_len = sizeof copy };
  struct msghdr     message = { .msg_iov = &part, .msg_iovlen = 1 };
  ssize_t           length;

  do
    length = sendmsg (ANNEX_DECODER_FD, &message, MSG_NOSIGNAL);
  while (length < 0 && errno == EINTR);

  return length == (ssize_t) sizeof copy;
}

/* Memory of a file that could shrink under the mapping would be a trap: only a sealed one is taken. */
static bool
get_sealed_length (int     fd,
                   size_t *length)
{
  struct stat status;
  int         seals = fcntl (fd, F_GET_SEALS);

  if (seals < 0
      || (seals & F_SEAL_SHRINK) == 0
      || fstat (fd, &status) != 0
      || status.st_size <= 0
      || (uintmax_t) status.st_size > MAX_FILE_LENGTH)
    return false;
  *length = (size_t) status.st_size;

  return true;
}

static bool
map (int           fd,
     int           protection,
     AnnexMapping *mapping)
{
  void *data = mmap (NULL, mapping->length, protection, MAP_SHARED, fd, 0);

  if (data == MAP_FAILED)
    return false;
  mapping->data = data;

  return true;
}

/* Maps the file to be read. */
bool
annex_channel_map_file (int           fd,
                        AnnexMapping *mapping)
{
  return get_sealed_length (fd, &mapping->length) && map (fd, PROT_READ, mapping);
}

/* Returns whether the part of a picture that is asked for lies in it. */
bool
annex_channel_is_region (const AnnexDecoderRequest *request)
{
  return request->full_width >= 1
         && request->full_width <= ANNEX_DECODER_MAX_FULL_SIDE
         && request->full_height >= 1
         && request->full_height <= ANNEX_DECODER_MAX_FULL_SIDE
         && request->width <= request->full_width
         && request->x <= request->full_width - request->width
         && request->height <= request->full_height
         && request->y <= request->full_height - request->height;
}

static bool
is_drawable (const AnnexDecoderRequest *request)
{
  return request->width >= 1
         && request->width <= ANNEX_DECODER_MAX_SIDE
         && request->height >= 1
         && request->height <= ANNEX_DECODER_MAX_SIDE
         && (uint64_t) request->width * request->height <= ANNEX_DECODER_MAX_RASTER_PIXELS;
}

/* Maps the memory for the answer, if it is exactly as long as that will be. */
bool
annex_channel_map_output (int                        fd,
                          const AnnexDecoderRequest *request,
                          AnnexMapping              *mapping)
{
  if (annex_decoder_draws (request->operation) && !is_drawable (request))
    return false;

  return get_sealed_length (fd, &mapping->length)
         && mapping->length == annex_decoder_get_output_length (request)
         && map (fd, PROT_READ | PROT_WRITE, mapping);
}

void
annex_channel_unmap (AnnexMapping *mapping)
{
  if (mapping->data != NULL)
    munmap (mapping->data, mapping->length);
  mapping->data = NULL;
  mapping->length = 0;
}
