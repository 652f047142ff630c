# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Listing and saving without a display, and the exit statuses."""

import json
import os
import stat

import samples
import tap
from harness import Folders, Service, run

RED, BLUE = 'e01020', '2038d0'
USAGE, DENIED, THROTTLED, EXPIRED, BLOCKED, NETWORK, ENDED, OTHER = range(2, 10)

PICTURE = samples.png(300, 200, RED)
DOCUMENT = samples.pdf(3, BLUE)


def add_two(service):
    return service.add('photo.png', PICTURE, 'image/png'), service.add('bill.pdf', DOCUMENT, 'application/pdf')


def save(service, what='all', hand_off=None, folders=None, **arguments):
    return run(f'--save={what}', '--to=.', '--chat=-', hand_off=hand_off or service.hand_off, folders=folders, **arguments)


def assert_says(done, status, *sentences):
    assert done.returncode == status, f'{done.returncode}: {done.stderr}'
    for sentence in sentences:
        assert sentence in done.stderr, done.stderr


@tap.test
def the_list_is_printed():
    with Service() as service:
        picture, document = add_two(service)
        done = run('--list', '--chat=-', hand_off=service.hand_off)
        assert done.returncode == 0, done.stderr
        lines = [line.split('\t') for line in done.stdout.splitlines()]
        assert [line[:2] for line in lines] == [[document, 'bill.pdf'], [picture, 'photo.png']], lines
        assert service.count('GetAttachment') == 0


@tap.test
def the_list_is_printed_as_json():
    with Service() as service:
        picture, document = add_two(service)
        service.do('status', id=document, status='IN_PROGRESS')
        done = run('--list', '--json', '--chat=-', hand_off=service.hand_off)
        assert done.returncode == 0, done.stderr
        listed = json.loads(done.stdout)['attachments']
        assert [entry['id'] for entry in listed] == [document, picture], listed
        assert [entry['status'] for entry in listed] == ['IN_PROGRESS', 'APPROVED'], listed
        assert listed[1]['name'] == 'photo.png' and listed[1]['type'] == 'image/png' and listed[1]['role'] == 'CUSTOMER', listed


@tap.test
def one_is_saved():
    folders = Folders()
    with Service() as service:
        picture, _ = add_two(service)
        assert_says(save(service, picture, folders=folders), 0)
        assert os.listdir(folders.work) == ['photo.png']
        assert (folders.work / 'photo.png').read_bytes() == PICTURE
        assert stat.S_IMODE((folders.work / 'photo.png').stat().st_mode) == 0o600
        assert service.count('GetAttachment') == 1
    folders.remove()


@tap.test
def all_are_saved_and_nothing_is_overwritten():
    folders = Folders()
    with Service() as service:
        add_two(service)
        service.add('photo.png', samples.png(10, 10, BLUE), 'image/png')
        (folders.work / 'bill.pdf').write_text('mine')
        assert_says(save(service, folders=folders), 0)
        assert sorted(os.listdir(folders.work)) == ['bill (2).pdf', 'bill.pdf', 'photo (2).png', 'photo.png']
        assert (folders.work / 'bill.pdf').read_text() == 'mine'
        assert (folders.work / 'bill (2).pdf').read_bytes() == DOCUMENT
        assert {(folders.work / name).read_bytes() for name in ('photo.png', 'photo (2).png')} == {PICTURE, samples.png(10, 10, BLUE)}
    folders.remove()


@tap.test
def hostile_names_stay_in_the_folder():
    folders = Folders()
    with Service() as service:
        for name in ('../../escape.png', '/etc/escape.png', '.bashrc', 'a\u202egpj.exe', '-rf.png', 'CON'):
            service.add(name, PICTURE, 'image/png')
        assert_says(save(service, folders=folders), 0)
        names = os.listdir(folders.work)
        assert len(names) == 6 and not (folders.top.parent / 'escape.png').exists(), names
        assert all(not name.startswith(('.', '-')) and '\u202e' not in name for name in names), names
    folders.remove()


@tap.test
def the_third_fails_and_the_others_are_saved():
    folders = Folders()
    with Service() as service:
        ids = [service.add(f'{number}.png', PICTURE, 'image/png') for number in range(5)]
        service.do('status', id=ids[2], status='REJECTED')
        assert_says(save(service, folders=folders), BLOCKED, '2.png', 'Blocked by Security Check')
        assert sorted(os.listdir(folders.work)) == ['0.png', '1.png', '3.png', '4.png']
    folders.remove()


@tap.test
def usage_errors():
    with Service() as service:
        assert_says(run('--token=abc'), USAGE, '--chat=-')
        assert_says(run('--list'), USAGE, '--list and --save need a chat')
        assert_says(run('--nonsense'), USAGE)
        assert_says(run('--list', '--chat=-', hand_off='{"version": 1}'), USAGE)
        assert_says(run('--list', '--chat=-', hand_off='not JSON'), USAGE, 'Connection Details not Valid')
        assert_says(run('--list', '--chat=-', hand_off='{"version": 2}'), USAGE, 'Newer Version Needed')
        assert_says(run('--list', '--chat=-', hand_off=' ' * 70000), USAGE)
        assert_says(run('--list', '--chat=/nonexistent'), USAGE)
        assert service.count('GetTranscript') == 0


@tap.test
def a_file_must_be_private():
    folders = Folders()
    file = folders.top / 'chat.json'
    with Service() as service:
        add_two(service)
        file.write_text(service.hand_off)
        file.chmod(0o644)
        assert_says(run('--list', f'--chat={file}', folders=folders), USAGE, 'File not Private')
        file.chmod(0o600)
        assert_says(run('--list', f'--chat={file}', folders=folders), 0)
        link = folders.top / 'link.json'
        link.symlink_to(file)
        assert_says(run('--list', f'--chat={link}', folders=folders), USAGE)
    folders.remove()


@tap.test
def a_descriptor_is_read():
    with Service() as service:
        add_two(service)
        reader, writer = os.pipe()
        os.write(writer, service.hand_off.encode())
        os.close(writer)
        assert_says(run('--list', f'--chat-fd={reader}', pass_fds=[reader]), 0)
        os.close(reader)


@tap.test
def denied():
    with Service() as service:
        picture, _ = add_two(service)
        service.refuse(403, 'AccessDeniedException')
        assert_says(save(service, picture), DENIED, 'photo.png', 'Access Denied')
        bot = service.do('hand-off', role='CUSTOM_BOT')['handOff']
        service.do('clear-faults')
        assert_says(save(service, picture, hand_off=bot), DENIED, 'Access Denied')


@tap.test
def throttled():
    with Service() as service:
        picture, _ = add_two(service)
        service.refuse(429, 'ThrottlingException')
        assert_says(save(service, picture, seconds=120), THROTTLED, 'Too Many Requests')


@tap.test
def throttled_for_a_while():
    folders = Folders()
    with Service() as service:
        picture, _ = add_two(service)
        service.refuse(429, 'ThrottlingException', times=4)
        assert_says(save(service, picture, folders=folders, seconds=120), 0)
        assert (folders.work / 'photo.png').read_bytes() == PICTURE
    folders.remove()


@tap.test
def expired():
    folders = Folders()
    with Service() as service:
        picture, _ = add_two(service)
        service.fault('GetObject', kind='expired', times=1)
        assert_says(save(service, picture, folders=folders), 0)
        assert service.count('GetAttachment') == 2
        service.fault('GetObject', kind='expired')
        assert_says(save(service, picture, folders=folders), EXPIRED, 'Link Has Expired')
        assert os.listdir(folders.work) == ['photo.png']
    folders.remove()


@tap.test
def blocked():
    with Service() as service:
        picture, document = add_two(service)
        service.do('status', id=picture, status='REJECTED')
        service.do('status', id=document, status='IN_PROGRESS')
        assert_says(save(service, picture), BLOCKED, 'Blocked by Security Check')
        assert_says(save(service, document), BLOCKED, 'Security Check in Progress')
        assert service.count('GetAttachment') == 0


@tap.test
def network():
    with Service() as service:
        hand_off = service.hand_off
    assert_says(run('--list', '--chat=-', hand_off=hand_off), NETWORK, 'Service Unreachable', 'Host: 127.0.0.1')


@tap.test
def a_cut_off_file_is_not_saved():
    folders = Folders()
    with Service() as service:
        picture, _ = add_two(service)
        service.fault('GetObject', kind='cut-off')
        assert_says(save(service, picture, folders=folders), NETWORK, 'Download Interrupted')
        assert not os.listdir(folders.work)
    folders.remove()


@tap.test
def an_error_document_is_not_saved():
    folders = Folders()
    with Service() as service:
        picture, _ = add_two(service)
        for status, wanted in ((200, NETWORK), (403, DENIED)):
            service.fault('GetObject', status=status, body='<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
                          headers='Content-Type: application/xml')
            assert_says(save(service, picture, folders=folders), wanted)
            service.do('clear-faults')
        assert not os.listdir(folders.work)
    folders.remove()


@tap.test
def other_errors():
    with Service() as service:
        add_two(service)
        assert_says(save(service, 'nonsense'), OTHER, 'no attachment with this ID')
        done = run('--save=all', '--to=/nonexistent', '--chat=-', hand_off=service.hand_off)
        assert_says(done, OTHER, 'Could not Save', 'The folder is no longer there.')


@tap.test
def the_chat_has_ended():
    with Service() as service:
        service.do('end')
        done = run('--list', '--chat=-', hand_off=service.hand_off)
        assert done.returncode in (DENIED, ENDED), done.stderr


@tap.test
def the_program_tells_about_itself():
    assert run('--version').stdout.startswith('annex ')
    assert '--chat' in run('--help').stdout
    diagnosis = run('--diagnose')
    assert diagnosis.returncode == 0 and 'Preview: yes' in diagnosis.stdout, diagnosis.stdout
    assert 'seccomp' in diagnosis.stdout, diagnosis.stdout


tap.main()
