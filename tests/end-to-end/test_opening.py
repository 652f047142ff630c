# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""From a hand-off to pixels on the screen."""

import os
import signal
import time

import harness
import samples
import tap
from harness import Program, Service

RED, GREEN, BLUE = 'e01020', '109030', '2038d0'


@tap.test
def standard_input_opens_the_chat():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        service.add('second.pdf', samples.pdf(3, GREEN))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('2 attachments')
            annex.wait('second.pdf, PDF document, from …', 'list item')
            annex.wait('first.png, PNG image, from …', 'list item')
            annex.wait('No Attachment Selected')
        assert service.count('GetAttachment') == 0


@tap.test
def a_picture_is_seen():
    with Service() as service:
        service.add('photo.png', samples.png(300, 200, RED))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            assert annex.count_pixels(RED) == 0
            annex.select('photo.png')
            annex.wait_for_pixels(RED, 300 * 200)
            assert annex.count_pixels(RED) == 300 * 200
            annex.wait('photo.png, PNG image, from …', 'image')


@tap.test
def a_document_is_seen():
    with Service() as service:
        service.add('bill.pdf', samples.pdf(12, GREEN))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select('bill.pdf')
            annex.wait('Page 1 of 12')
            annex.wait_for_pixels(GREEN, 10000)
            annex.press('Alt+Page_Up', 'Tab', 'ctrl+End')
            annex.wait('bill.pdf, PDF document, …', 'document')


@tap.test
def the_next_one_replaces_it():
    with Service() as service:
        service.add('one.png', samples.png(300, 200, RED))
        service.add('two.png', samples.png(300, 200, BLUE))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('2 attachments')
            annex.press('alt+Page_Down')
            annex.wait_for_pixels(BLUE, 300 * 200)
            annex.press('alt+Page_Down')
            annex.wait_for_pixels(RED, 300 * 200)
            assert annex.count_pixels(BLUE) == 0


@tap.test
def a_second_start_hands_over_to_the_first():
    with Service() as service, Service() as other:
        service.add('first.png', samples.png(300, 200, RED))
        other.add('other.png', samples.png(300, 200, BLUE))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('first.png, …', 'list item')
            Program('--chat=-', hand_off=other.hand_off, settle=False).wait_for_end()
            annex.wait('other.png, …', 'list item')
            tap.wait_for(lambda: len(annex.windows()) == 2, 'a window for each chat')


@tap.test
def the_same_chat_goes_on_in_its_window():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('first.png, …', 'list item')
            Program('--chat=-', hand_off=service.hand_off, settle=False).wait_for_end()
            annex.select('first.png')
            annex.wait_for_pixels(RED, 300 * 200)
            assert len(annex.windows()) == 1


@tap.test
def a_private_file_or_descriptor_opens_the_chat():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        folders = harness.Folders()
        file = folders.top / 'chat.json'
        file.write_text(service.hand_off)
        file.chmod(0o600)
        with Program(f'--chat={file}', folders=folders) as annex:
            annex.wait('first.png, …', 'list item')
        folders.remove()


@tap.test
def a_participant_token_opens_the_chat():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        hand_off = service.do('hand-off', role='AGENT', participantToken=True)['handOff']
        with Program('--chat=-', hand_off=hand_off) as annex:
            annex.select('first.png')
            annex.wait_for_pixels(RED, 300 * 200)


@tap.test
def what_arrives_later_is_listed_and_moves_nothing():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select('first.png')
            annex.wait_for_pixels(RED, 300 * 200)
            service.add('second.png', samples.png(300, 200, BLUE))
            annex.press('F5')
            annex.wait('second.png, …', 'list item')
            annex.wait('2 attachments')
            assert annex.count_pixels(RED) == 300 * 200
            assert annex.count_pixels(BLUE) == 0
        assert service.count('GetAttachment') == 1


@tap.test
def a_killed_decoder_is_explained():
    with Service() as service:
        service.add('first.png', samples.png(300, 200, RED))
        service.add('second.pdf', samples.pdf(3, GREEN))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('2 attachments')
            decoder = tap.wait_for(annex.decoders, 'a decoder')[0]
            os.kill(decoder, signal.SIGSTOP)
            annex.select('first.png')
            annex.wait('Opening…')
            os.kill(decoder, signal.SIGKILL)
            annex.wait('Opening the file was stopped for safety.')
            annex.wait('Could not Open Attachment')
            row = annex.wait('first.png, …', 'list item')
            assert row.name.endswith('Could not be shown'), row
            annex.screenshot('problem-stopped')
            annex.select('second.pdf')
            annex.wait('Page 1 of 3')
            annex.wait_for_pixels(GREEN, 10000)


@tap.test
def every_decoder_killed_all_the_time_leaves_the_window_alive():
    with Service() as service:
        for number in range(4):
            service.add(f'{number}.png', samples.png(300, 200, RED))
        service.add('last.png', samples.png(300, 200, BLUE))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('5 attachments')
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                annex.press('alt+Page_Down' if int(deadline - time.monotonic()) % 2 else 'alt+Page_Up')
                for decoder in annex.decoders():
                    try:
                        os.kill(decoder, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            annex.check_alive()
            service.add('new.png', samples.png(300, 200, GREEN))
            annex.press('F5')
            annex.select('new.png')
            annex.wait_for_pixels(GREEN, 300 * 200)


@tap.test
def control_q_quits():
    with Service() as service:
        annex = Program('--chat=-', hand_off=service.hand_off)
        annex.wait('No Attachments')
        annex.press('ctrl+q')
        annex.wait_for_end()


tap.main()
