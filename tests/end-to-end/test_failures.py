# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Whatever the service and the store answer: a clear sentence, and another attachment still opens."""

import harness
import samples
import tap
from harness import Program, Service

RED = 'e01020'
ROWS = 60
XML = 'Content-Type: application/xml'
STORE_ERROR = ('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{}</Code><Message>{}</Message>'
               '<RequestId>4442587FB7D0A2F9</RequestId><HostId>host</HostId></Error>')


class Road:
    """One window for all cases: what follows a failure shows that it left the window in order."""

    def __init__(self):
        self.service = Service()
        self.number = 0
        # The newest is listed first
        for number in range(ROWS, 0, -1):
            self.service.add(f'{number}.png', samples.png(300 + number, 200, RED), 'image/png')
        self.annex = Program('--chat=-', hand_off=self.service.hand_off)
        self.annex.wait(f'{ROWS} attachments')

    def next(self):
        """Goes on to an attachment that has not been asked for before, and returns its name."""
        self.number += 1
        self.annex.press('alt+Page_Down')
        return f'{self.number}.png'

    def expect(self, name, title, sentence, button=None):
        """The page, and the row, and nothing of the file."""
        self.annex.wait_all((title, 'label'), (sentence, 'label'), *([(button, 'button')] if button else []))
        row = self.annex.wait(f'{name}, …', 'list item')
        assert row.name.endswith('Could not be loaded'), row
        assert self.annex.count_pixels(RED) == 0, row
        self.annex.screenshot('problem-' + title.lower().replace(' ', '-'))

    def go_on(self):
        """Another attachment, right afterwards."""
        self.service.do('clear-faults')
        self.next()
        self.annex.wait_for_pixels(RED, 300 * 200)

    def fail(self, title, sentence, button=None):
        """Selects an attachment that fails as was scripted, and goes on."""
        self.expect(self.next(), title, sentence, button)
        self.go_on()


road = Road()


@tap.test
def denied():
    road.service.refuse(403, 'AccessDeniedException')
    road.fail('Access Denied', 'The service does not allow this attachment to be opened. …', 'Try Again')


@tap.test
def invalid():
    road.service.refuse(400, 'ValidationException')
    road.fail('Request not Accepted', 'The service did not accept the request.', 'Try Again')


@tap.test
def internal():
    road.service.refuse(500, 'InternalServerException')
    road.fail('Service Unavailable', 'The chat service could not answer the request.', 'Try Again')


@tap.test
def try_again_helps():
    road.service.refuse(403, 'AccessDeniedException')
    road.next()
    button = road.annex.wait('Try Again', 'button')
    road.service.do('clear-faults')
    road.annex.click(button)
    road.annex.wait_for_pixels(RED, 300 * 200)


@tap.test
def details_can_be_copied():
    road.service.refuse(403, 'AccessDeniedException')
    road.next()
    road.annex.click(road.annex.wait('More Information', 'button'))
    details = road.annex.wait('Problem: access-denied…').name
    assert 'AccessDeniedException' in details and 'HTTP status: 403' in details and 'Request ID: ' in details, details
    road.annex.screenshot('problem-details')
    road.annex.press('Escape')
    road.annex.wait_gone('Problem: access-denied…')
    road.go_on()


@tap.test
def throttled_waits_and_goes_on():
    road.service.refuse(429, 'ThrottlingException')
    road.next()
    road.annex.wait('Too Many Requests', 'label')
    road.annex.wait('The service is busy. Trying again in …', 'label')
    road.annex.screenshot('problem-too-many-requests')
    road.service.do('clear-faults')
    road.annex.wait_for_pixels(RED, 300 * 200)


@tap.test
def throttled_can_be_cancelled():
    road.service.refuse(429, 'ThrottlingException')
    road.next()
    road.annex.wait('Too Many Requests', 'label')
    road.annex.press('Escape')
    road.annex.wait('Attachment not Loaded', 'label')
    road.go_on()


@tap.test
def expired_once_is_renewed_silently():
    before = road.service.count('GetAttachment')
    road.service.fault('GetObject', 'expired', times=1)
    road.next()
    road.annex.wait_for_pixels(RED, 300 * 200)
    assert road.service.count('GetAttachment') == before + 2


@tap.test
def expired_twice_is_said():
    before = road.service.count('GetAttachment')
    road.service.fault('GetObject', 'expired')
    road.expect(road.next(), 'Link Has Expired', 'The file did not arrive before its link expired.')
    assert road.service.count('GetAttachment') == before + 2
    road.service.do('clear-faults')
    road.annex.click(road.annex.wait('Renew Link', 'button'))
    road.annex.wait_for_pixels(RED, 300 * 200)


@tap.test
def store_refuses():
    road.service.fault('GetObject', status=403, headers=XML, body=STORE_ERROR.format('AccessDenied', 'Access Denied'))
    road.fail('Download Refused', 'The file store refused the download. …', 'Try Again')


@tap.test
def store_error_with_status_200():
    road.service.fault('GetObject', status=200, headers=XML, body=STORE_ERROR.format('InternalError', 'We encountered an error'))
    road.fail('Unexpected Answer', 'The file store sent an error instead of the file.', 'Try Again')


@tap.test
def store_has_it_no_longer():
    road.service.fault('GetObject', status=404, headers=XML, body=STORE_ERROR.format('NoSuchKey', 'No such key'))
    road.fail('Attachment no Longer Available', 'The file has been removed from the contact center’s storage.')


@tap.test
def cut_off():
    road.service.fault('GetObject', 'cut-off')
    road.fail('Download Interrupted', '…', 'Download Again')


@tap.test
def other_length():
    road.service.fault('GetObject', 'wrong-length')
    road.fail('File not Complete', 'The size of the file is not the one that the service announced.', 'Download Again')


@tap.test
def service_redirects():
    road.service.fault('GetAttachment', status=302, headers='Location: http://127.0.0.1:9/elsewhere')
    road.fail('Redirection not Followed', 'The server pointed to another address. For safety, it was not followed.')


@tap.test
def store_redirects():
    road.service.fault('GetObject', status=307, headers='Location: http://127.0.0.1:9/elsewhere')
    road.fail('Redirection not Followed', 'The server pointed to another address. For safety, it was not followed.')


@tap.test
def malformed_json():
    road.service.fault('GetAttachment', status=200, headers='Content-Type: application/json', body='{"Url": "http')
    road.fail('Unexpected Answer', 'The answer did not come from the chat service. …', 'Try Again')


@tap.test
def oversized_json():
    road.service.fault('GetAttachment', status=200, headers='Content-Type: application/json', body='{}', fill=5000000)
    road.fail('Answer too Large', 'The answer of the chat service was larger than allowed, so it was not read.', 'Try Again')


@tap.test
def a_page_instead_of_json():
    road.service.fault('GetAttachment', status=200, headers='Content-Type: text/html', body='<html><title>Sign in</title></html>')
    road.fail('Unexpected Answer', 'The answer did not come from the chat service. …', 'Try Again')


@tap.test
def link_to_elsewhere():
    road.service.fault('GetAttachment', status=200, headers='Content-Type: application/json',
                       body='{"Url": "http://169.254.169.254/latest/meta-data", "UrlExpiry": "2099-01-01T00:00:00.000Z"}')
    road.fail('Link not Accepted', 'The link for this attachment points to a place that is not allowed. Nothing was sent there.')


@tap.test
def connection_reset():
    road.service.fault('GetObject', 'reset')
    # On a computer without a network, another sentence says so
    offline = harness.is_offline()
    sentence = 'This computer is offline, so “127.0.0.1” …' if offline else 'The connection to “127.0.0.1” failed.'
    road.fail('File Store Unreachable', sentence, 'Try Again')


@tap.test
def chat_ends():
    road.service.do('end')
    road.annex.press('F5')
    road.annex.wait('Chat ended — …')
    road.annex.screenshot('chat-ended')


@tap.test
def window_closes_cleanly():
    road.annex.close()
    road.service.close()


@tap.test
def blocked_and_checked():
    with Service() as service:
        blocked = service.add('blocked.pdf', samples.pdf(1, RED))
        checked = service.add('checked.pdf', samples.pdf(1, RED))
        service.do('status', id=blocked, status='REJECTED')
        service.do('status', id=checked, status='IN_PROGRESS')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select('blocked.pdf')
            annex.wait('Blocked by Security Check', 'label')
            annex.screenshot('problem-blocked')
            annex.select('checked.pdf')
            annex.wait('Security Check in Progress', 'label')
            annex.screenshot('problem-checking')
            service.do('status', id=checked, status='APPROVED')
            annex.press('F5')
            annex.wait('Page 1 of 1')


@tap.test
def what_cannot_be_drawn():
    with Service() as service:
        service.add('claim.mp4', b'\0\0\0\x18ftypmp42' + bytes(60))
        service.add('broken.png', samples.png(300, 200, RED)[:60])
        service.add('photo.jpg', b'\x7fELF\x02\x01\x01' + bytes(60))
        service.add('empty.png', b'')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            for name, title in [('claim.mp4', 'No Preview Available'), ('broken.png', 'Could not Open Attachment'),
                                ('photo.jpg', 'File Type not Shown'), ('empty.png', 'Empty File')]:
                annex.click(annex.wait(f'{name}, …', 'list item'))
                annex.wait(title, 'label')
                annex.screenshot('problem-' + title.lower().replace(' ', '-') + '-' + name.split('.')[0])


@tap.test
def listing_is_denied():
    with Service() as service:
        service.fault('GetTranscript', status=403, headers='x-amzn-ErrorType: AccessDeniedException', body='{"Message":"Access denied"}')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.wait('Access Denied', 'label')
            annex.screenshot('problem-listing')
            service.add('first.png', samples.png(300, 200, RED))
            service.do('clear-faults')
            annex.click(annex.wait('Try Again', 'button'))
            annex.wait('first.png, …', 'list item')


tap.main()
