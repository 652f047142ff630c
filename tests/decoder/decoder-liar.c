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
#include <sys/mman.h>
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

/* The memory that came with the request, if any. */
static void *
map_output (int fd)
{
  struct stat status;
  void       *data;

  if (fd < 0 || fstat (fd, &status) != 0)
    return NULL;
  data = mmap (NULL, (size_t) status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  return data != MAP_FAILED ? data : NULL;
}

static void
tell_text (AnnexDecoderPageText *text,
           AnnexDecoderReply    *reply)
{
  static const AnnexDecoderBox honest = { 10, 10, 20, 20 };
  const char                  *said = "abc";

  if (is ("text-tricks"))
    said = "a\342\200\256\342\200\213\a\357\273\277b\342\201\246c";
  else if (is ("text-invalid"))
    said = "a\377c";
  else if (is ("text-surrogate"))
    said = "a\355\240\200c";
  else if (is ("text-more-boxes"))
    said = "ab";
  reply->length = (uint32_t) strlen (said);
  reply->count = is ("text-tricks") ? 8 : 3;
  memcpy (text->text, said, reply->length);
  for (uint32_t i = 0; i < reply->count; i++)
    text->boxes[i] = honest;
  if (is ("text-nul"))
    text->text[1] = '\0';
  else if (is ("text-length"))
    reply->length = ANNEX_DECODER_MAX_PAGE_TEXT + 1;
  else if (is ("text-huge-length"))
    reply->length = UINT32_MAX;
  else if (is ("text-count"))
    reply->count = ANNEX_DECODER_MAX_PAGE_CHARACTERS + 1;
  else if (is ("text-huge-count"))
    reply->count = UINT32_MAX;
  else if (is ("text-nan"))
    text->boxes[2].left = NAN;
  else if (is ("text-infinite"))
    text->boxes[2].right = INFINITY;
  else if (is ("text-negative"))
    text->boxes[0].top = -1;
  else if (is ("text-inside-out"))
    text->boxes[1].bottom = 9;
  else if (is ("text-far-away"))
    text->boxes[1].bottom = 14401;
}

static void
tell_links (AnnexDecoderPageLinks *links,
            AnnexDecoderReply     *reply)
{
  static const AnnexDecoderLink honest = { .box = { 10, 10, 20, 20 }, .kind = ANNEX_DECODER_LINK_URI, .uri = "https://example.org/" };
  AnnexDecoderLink             *link = &links->links[1];

  links->links[0] = links->links[1] = honest;
  reply->count = 2;
  if (is ("links-count"))
    reply->count = ANNEX_DECODER_MAX_LINKS + 1;
  else if (is ("links-huge-count"))
    reply->count = UINT32_MAX;
  else if (is ("links-kind"))
    link->kind = 4;
  else if (is ("links-nan"))
    link->box.top = NAN;
  else if (is ("links-inside-out"))
    link->box.right = 5;
  else if (is ("links-negative"))
    link->box.left = -5;
  else if (is ("links-unterminated"))
    memset (link->uri, 'a', sizeof link->uri);
  else if (is ("links-long"))
    memset (link->uri + strlen (link->uri), 'a', sizeof link->uri - strlen (link->uri));
  else if (is ("links-javascript"))
    strcpy (link->uri, "javascript:alert(1)");
  else if (is ("links-http"))
    strcpy (link->uri, "http://example.org/");
  else if (is ("links-file"))
    strcpy (link->uri, "file:///etc/passwd");
  else if (is ("links-user"))
    strcpy (link->uri, "https://bank.example@evil.example/");
  else if (is ("links-host"))
    strcpy (link->uri, "https://bank.example%2Flogin.evil.example/");
  else if (is ("links-attach"))
    strcpy (link->uri, "mailto:a@example.org?attach=/etc/passwd");
  else if (is ("links-control"))
    strcpy (link->uri, "https://example.org/\n");
  else if (is ("links-bidi"))
    strcpy (link->uri, "https://example.org/\342\200\256");
  else if (is ("links-port"))
    strcpy (link->uri, "https://example.org:port/");
  else if (is ("links-empty"))
    strcpy (link->uri, "");
  else if (is ("links-page"))
    *link = (AnnexDecoderLink) { .box = honest.box, .kind = ANNEX_DECODER_LINK_PAGE, .page = 3 };
  else if (is ("links-no-page"))
    *link = (AnnexDecoderLink) { .box = honest.box, .kind = ANNEX_DECODER_LINK_PAGE, .page = ANNEX_DECODER_NO_PAGE };
  else if (is ("links-top"))
    *link = (AnnexDecoderLink) { .box = honest.box, .kind = ANNEX_DECODER_LINK_PAGE, .top = INFINITY };
}

static void
tell_outline (AnnexDecoderOutline *outline,
              AnnexDecoderReply   *reply)
{
  AnnexDecoderOutlineEntry *entry = &outline->entries[1];

  outline->entries[0] = (AnnexDecoderOutlineEntry) { .page = 0, .title = "one" };
  *entry = (AnnexDecoderOutlineEntry) { .depth = 1, .page = ANNEX_DECODER_NO_PAGE, .title = "two" };
  reply->count = 2;
  if (is ("outline-count"))
    reply->count = ANNEX_DECODER_MAX_OUTLINE + 1;
  else if (is ("outline-huge-count"))
    reply->count = UINT32_MAX;
  else if (is ("outline-deep-start"))
    outline->entries[0].depth = 1;
  else if (is ("outline-jump"))
    entry->depth = 2;
  else if (is ("outline-huge-depth"))
    entry->depth = UINT32_MAX;
  else if (is ("outline-page"))
    entry->page = 3;
  else if (is ("outline-nan"))
    entry->top = NAN;
  else if (is ("outline-negative"))
    entry->top = -1;
  else if (is ("outline-unterminated"))
    memset (entry->title, 't', sizeof entry->title);
  else if (is ("outline-tricks"))
    strcpy (entry->title, "a\342\200\256\377\033b\nc");
}

static void
tell_inventory (const AnnexDecoderRequest *request,
                AnnexDecoderReply         *reply)
{
  reply->inventory = (AnnexDecoderInventory) { .n_links = 1, .next_page = request->page + 1 };
  if (is ("inventory-links"))
    reply->inventory.n_links = ANNEX_DECODER_MAX_FOUND + 1;
  else if (is ("inventory-files"))
    reply->inventory.n_files = UINT32_MAX;
  else if (is ("inventory-media"))
    reply->inventory.n_media = UINT32_MAX;
  else if (is ("inventory-fields"))
    reply->inventory.n_fields = UINT32_MAX;
  else if (is ("inventory-scripts"))
    reply->inventory.has_scripts = 2;
  else if (is ("inventory-stands-still"))
    reply->inventory.next_page = request->page;
  else if (is ("inventory-backwards") && request->page > 0)
    reply->inventory.next_page = request->page - 1;
  else if (is ("inventory-beyond"))
    reply->inventory.next_page = 4;
  else if (is ("inventory-far-beyond"))
    reply->inventory.next_page = UINT32_MAX;
}

/* Two rows of two cells: "ab", "c" and "", "de". */
static void
tell_table (AnnexDecoderTable *table,
            AnnexDecoderReply *reply)
{
  static const uint32_t rows[] = { 2, 4 };
  static const uint32_t cells[] = { 2, 3, 3, 5 };

  memcpy (table->rows, rows, sizeof rows);
  memcpy (table->cells, cells, sizeof cells);
  memcpy (table->text, is ("content-split") ? "a\303\244de" : "abcde", 5);
  reply->count = 2;
  reply->length = 5;
  if (is ("content-rows"))
    reply->count = ANNEX_DECODER_MAX_ROWS + 1;
  else if (is ("content-huge-rows"))
    reply->count = UINT32_MAX;
  else if (is ("content-empty-row"))
    table->rows[1] = 2;
  else if (is ("content-falling-rows"))
    table->rows[1] = 1;
  else if (is ("content-wide-row"))
    table->rows[1] = 3 + ANNEX_DECODER_MAX_COLUMNS;
  else if (is ("content-huge-row"))
    table->rows[0] = UINT32_MAX;
  else if (is ("content-falling-cells"))
    table->cells[1] = 1;
  else if (is ("content-far-cell"))
    table->cells[3] = 6;
  else if (is ("content-huge-cell"))
    table->cells[2] = UINT32_MAX;
  else if (is ("content-short-cells"))
    table->cells[3] = 4;
}

/* @piece again and again, after a letter, in the first cell of a table. */
static void
repeat_content (const AnnexDecoderRequest *request,
                void                      *output,
                AnnexDecoderReply         *reply,
                const char                *piece,
                uint32_t                   n)
{
  AnnexDecoderTable *table = output;
  char              *text = request->format == ANNEX_DECODER_TABLE ? table->text : ((AnnexDecoderText *) output)->text;
  size_t             length = strlen (piece);
  uint32_t           i;

  for (i = 0; i < n; i++)
    memcpy (text + 1 + i * length, piece, length);
  reply->length = (uint32_t) (1 + n * length);
  if (request->format != ANNEX_DECODER_TABLE)
    return;

  for (i = 0; i < 4; i++)
    table->cells[i] = reply->length;
}

static void
tell_content (const AnnexDecoderRequest *request,
              void                      *output,
              AnnexDecoderReply         *reply)
{
  char *text = request->format == ANNEX_DECODER_TABLE ? ((AnnexDecoderTable *) output)->text : ((AnnexDecoderText *) output)->text;

  if (request->format == ANNEX_DECODER_TABLE)
    tell_table (output, reply);
  else
    memcpy (text, "abcde", reply->length = 5);

  if (is ("content-length"))
    reply->length = ANNEX_DECODER_MAX_CONTENT_TABLE + 1;
  else if (is ("content-huge-length"))
    reply->length = UINT32_MAX;
  else if (is ("content-encoding"))
    reply->encoding = 1000;
  else if (is ("content-invalid"))
    text[1] = (char) 0xff;
  else if (is ("content-nul"))
    text[1] = '\0';
  else if (is ("content-control"))
    text[1] = 0x1b;
  else if (is ("content-bidi"))
    memcpy (text, "\342\200\256", 3);
  else if (is ("content-long-line"))
    repeat_content (request, output, reply, "a", ANNEX_DECODER_MAX_LINE + ANNEX_DECODER_MAX_LINE_END);
  else if (is ("content-huge-line"))
    repeat_content (request, output, reply, "\303\244", ANNEX_DECODER_MAX_CONTENT_TEXT / 2 - 1);
  else if (is ("content-marks"))
    repeat_content (request, output, reply, "\314\201", ANNEX_DECODER_MAX_MARKS + 1);
  else if (is ("content-joined-marks"))
    repeat_content (request, output, reply, "\314\201\342\200\215", ANNEX_DECODER_MAX_MARKS);
  else if (is ("content-lines"))
    repeat_content (request, output, reply, "\n", ANNEX_DECODER_MAX_LINES + 1);
  else if (is ("content-hyphen"))
    memcpy (text, "\302\255", 2);
  else if (is ("content-tag"))
    memcpy (text, "\363\240\201\201", 4);
  else if (is ("content-filler"))
    memcpy (text, "\343\205\244", 3);
}

static void
tell_of_document (const AnnexDecoderRequest *request,
                  void                      *output,
                  AnnexDecoderReply         *reply)
{
  if (request->operation == ANNEX_DECODER_INVENTORY)
    tell_inventory (request, reply);
  if (output == NULL)
    return;

  if (request->operation == ANNEX_DECODER_TEXT)
    tell_text (output, reply);
  else if (request->operation == ANNEX_DECODER_LINKS)
    tell_links (output, reply);
  else if (request->operation == ANNEX_DECODER_OUTLINE)
    tell_outline (output, reply);
  else if (request->operation == ANNEX_DECODER_CONTENT)
    tell_content (request, output, reply);
}

/* Another process goes on writing into memory that has been handed over. */
static void
keep_changing (const AnnexDecoderRequest *request,
               void                      *output)
{
  volatile unsigned char *bytes = output;
  size_t                  length = annex_decoder_get_output_length (request);
  pid_t                   parent = getpid ();

  if (!is ("changes-memory") || output == NULL || fork () != 0)
    return;

  for (unsigned char value = 0; getppid () == parent; value++)
    {
      for (size_t i = 0; i < 64 && i < length; i++)
        bytes[i] = value;
      bytes[length - 1] = value;
    }
  _exit (0);
}

static void
bend_later (const AnnexDecoderRequest *request,
            AnnexDecoderReply         *reply)
{
  if (request->operation < ANNEX_DECODER_TEXT)
    return;

  if (is ("later-serial"))
    reply->serial++;
  else if (is ("later-old-serial"))
    reply->serial--;
  else if (is ("later-status"))
    reply->status = 4711;
  else if (is ("later-flags"))
    reply->flags = 0x80000000u;
  else if (is ("later-magic"))
    reply->magic++;
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
answer (const AnnexDecoderRequest *request,
        void                      *output)
{
  AnnexDecoderReply reply[2] = {
    { .magic = ANNEX_DECODER_MAGIC, .serial = request->serial, .n_pages = 3, .n_frames = 1, .width = 100, .height = 200 },
  };

  tell_of_picture (request, &reply[0]);
  if (request->operation == ANNEX_DECODER_OPEN && request->format >= ANNEX_DECODER_PLAIN_TEXT)
    reply[0].n_pages = 1;
  tell_of_document (request, output, &reply[0]);
  keep_changing (request, output);
  bend_frame (&reply[0]);
  bend_later (request, &reply[0]);
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

static bool
receive (AnnexDecoderRequest *request,
         int                 *fd)
{
  alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  part = { .iov_base = request, .iov_len = sizeof *request };
  struct msghdr                 message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };

  struct cmsghdr *header;

  if (recvmsg (ANNEX_DECODER_FD, &message, 0) != (ssize_t) sizeof *request)
    return false;

  *fd = -1;
  header = CMSG_FIRSTHDR (&message);
  if (header != NULL)
    memcpy (fd, CMSG_DATA (header), sizeof *fd);

  return true;
}

static void
misbehave (const AnnexDecoderRequest *request)
{
  if (is ("hangs-later") && request->operation >= ANNEX_DECODER_TEXT)
    pause ();
  if (is ("crashes-later") && request->operation >= ANNEX_DECODER_TEXT)
    abort ();
  if (is ("crashes-on-page-2") && request->operation > ANNEX_DECODER_SIZE && request->page == 1)
    abort ();
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
  int                 fd;

  manner = slash != NULL ? slash + 1 : argv[0];
  say_hello ();
  while (receive (&request, &fd))
    {
      misbehave (&request);
      answer (&request, request.operation != ANNEX_DECODER_OPEN ? map_output (fd) : NULL);
    }

  return 0;
}
