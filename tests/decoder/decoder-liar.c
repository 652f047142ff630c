/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-protocol.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Speaks the decoder's protocol and breaks it in one way, which its name says: tests start it through links. */

static const char *manner;

static bool
is (const char *name)
{
  return strcmp (manner, name) == 0;
}

static void
send_bytes (const void *data,
            size_t      length)
{
  if (send (ANNEX_DECODER_FD, data, length, MSG_NOSIGNAL) < 0)
    _exit (1);
}

static void
send_with_descriptor (const AnnexDecoderReply *reply)
{
  alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  part = { .iov_base = (void *) reply, .iov_len = sizeof *reply };
  struct msghdr                 message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  struct cmsghdr               *header = CMSG_FIRSTHDR (&message);
  int                           fd = 0;

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  if (sendmsg (ANNEX_DECODER_FD, &message, MSG_NOSIGNAL) < 0)
    _exit (1);
}

static void
say_hello (void)
{
  AnnexDecoderReply hello = {
    .magic = ANNEX_DECODER_MAGIC,
    .status = ANNEX_DECODER_READY,
    .flags = ANNEX_DECODER_CAGE_SECCOMP | ANNEX_DECODER_CAGE_LANDLOCK,
  };

  if (is ("never-ready"))
    pause ();
  if (is ("ends-at-once"))
    _exit (0);
  if (is ("hello-magic"))
    hello.magic++;
  if (is ("hello-no-layers"))
    hello.flags = 0;
  if (is ("hello-only-seccomp"))
    hello.flags = ANNEX_DECODER_CAGE_SECCOMP;
  if (is ("hello-serial"))
    hello.serial = 1;
  if (is ("no-cage"))
    hello.status = ANNEX_DECODER_NO_CAGE;
  send_bytes (&hello, sizeof hello);
  if (is ("hello-twice"))
    send_bytes (&hello, sizeof hello);
}

static void
bend_numbers (AnnexDecoderReply *reply)
{
  if (is ("nan"))
    reply->width = NAN;
  else if (is ("infinite"))
    reply->height = INFINITY;
  else if (is ("negative"))
    reply->width = -1;
  else if (is ("zero"))
    reply->height = 0;
  else if (is ("tiny-size"))
    reply->height = 1e-300;
  else if (is ("less-than-a-point"))
    reply->width = 0.999;
  else if (is ("huge-size"))
    reply->width = 1e18;
  else if (is ("many-pages"))
    reply->n_pages = 4000000000u;
  else if (is ("no-pages"))
    reply->n_pages = 0;
  else if (is ("10001-pages"))
    reply->n_pages = ANNEX_DECODER_MAX_PAGES + 1;
}

/* What a picture that moves is opened with. */
static void
bend_opening (AnnexDecoderReply *reply)
{
  if (is ("picture-with-pages"))
    reply->n_pages = 2;
  else if (is ("no-frames"))
    reply->n_frames = 0;
  else if (is ("2001-frames"))
    reply->n_frames = ANNEX_DECODER_MAX_FRAMES + 1;
  else if (is ("many-loops"))
    reply->n_loops = ANNEX_DECODER_MAX_LOOPS + 1;
}

static void
bend_frame_time (AnnexDecoderReply *reply)
{
  if (is ("no-delay"))
    reply->delay = 0;
  else if (is ("short-delay"))
    reply->delay = ANNEX_DECODER_MIN_DELAY - 1;
  else if (is ("long-delay"))
    reply->delay = ANNEX_DECODER_MAX_DELAY + 1;
}

static void
bend_facts (AnnexDecoderReply *reply)
{
  if (is ("facts-huge"))
    reply->width = 40000;
  else if (is ("facts-bits"))
    reply->facts.bits = 65;
  else if (is ("facts-location"))
    reply->facts.has_location = 2;
  else if (is ("facts-latitude"))
    reply->facts.latitude = 90.5;
  else if (is ("facts-longitude"))
    reply->facts.longitude = NAN;
  else if (is ("facts-profile"))
    memset (reply->facts.profile, 'p', sizeof reply->facts.profile);
  else if (is ("facts-make"))
    memset (reply->facts.make, 'm', sizeof reply->facts.make);
  else if (is ("facts-model"))
    memset (reply->facts.model, 'm', sizeof reply->facts.model);
  else if (is ("facts-taken"))
    memset (reply->facts.taken, '1', sizeof reply->facts.taken);
}

/* Otherwise honest, and different from what is said about a document. */
static void
tell_of_picture (const AnnexDecoderRequest *request,
                 AnnexDecoderReply         *reply)
{
  if (request->operation == ANNEX_DECODER_OPEN && request->format == ANNEX_DECODER_GIF)
    {
      reply->n_pages = 1;
      reply->n_frames = 5;
      bend_opening (reply);
    }
  else if (request->operation == ANNEX_DECODER_FRAME)
    {
      reply->delay = 100;
      bend_frame_time (reply);
    }
  else if (request->operation == ANNEX_DECODER_FACTS)
    {
      bend_facts (reply);
    }
}

static void
bend_frame (AnnexDecoderReply *reply)
{
  if (is ("magic"))
    reply->magic ^= 1;
  else if (is ("serial"))
    reply->serial++;
  else if (is ("old-serial"))
    reply->serial--;
  else if (is ("status"))
    reply->status = 4711;
  else if (is ("ready-again"))
    reply->status = ANNEX_DECODER_READY;
  else if (is ("flags"))
    reply->flags = 0x80000000u;
}

static void
answer (const AnnexDecoderRequest *request)
{
  AnnexDecoderReply reply[2] = {
    { .magic = ANNEX_DECODER_MAGIC, .serial = request->serial, .n_pages = 3, .n_frames = 1, .width = 100, .height = 200 },
  };

  tell_of_picture (request, &reply[0]);
  bend_frame (&reply[0]);
  bend_numbers (&reply[0]);
  if (is ("short"))
    send_bytes (&reply[0], sizeof reply[0] - 1);
  else if (is ("long"))
    send_bytes (reply, sizeof reply[0] + 1);
  else if (is ("tiny"))
    send_bytes (&reply[0], 1);
  else if (is ("descriptor"))
    send_with_descriptor (&reply[0]);
  else
    send_bytes (&reply[0], sizeof reply[0]);
  if (is ("twice"))
    send_bytes (&reply[0], sizeof reply[0]);
}

static int
receive (AnnexDecoderRequest *request)
{
  alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  part = { .iov_base = request, .iov_len = sizeof *request };
  struct msghdr                 message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };

  return recvmsg (ANNEX_DECODER_FD, &message, 0) == (ssize_t) sizeof *request;
}

static void
misbehave (void)
{
  if (is ("closes"))
    _exit (0);
  if (is ("crashes"))
    abort ();
  if (is ("hangs"))
    pause ();
  if (is ("stops"))
    raise (SIGSTOP);
}

int
main (int   argc,
      char *argv[])
{
  const char         *slash = strrchr (argv[0], '/');
  AnnexDecoderRequest request;

  manner = slash != NULL ? slash + 1 : argv[0];
  say_hello ();
  while (receive (&request))
    {
      misbehave ();
      answer (&request);
    }

  return 0;
}
