# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Pictures of the window with the sample chat, for people to look at; here they only have to exist and show something."""

import tap
from harness import PREFIX, Program, Service

SAMPLE = PREFIX / 'share' / 'annex' / 'sample'
PHOTO, PDF = 'IMG_2041.jpg', 'Household policy 2026-114-22907.pdf'


def shoot(name, attachment=None, role='image', width=1100, height=720, **environment):
    if not SAMPLE.exists():
        raise tap.Skip('the sample chat is not installed')
    with Service(SAMPLE) as service, Program('--chat=-', hand_off=service.hand_off, environment=environment) as annex:
        annex.resize(width, height)
        annex.wait(f'{PHOTO}, …', 'list item')
        if attachment is not None:
            annex.click(annex.wait(f'{attachment}, …', 'list item'))
            annex.wait(f'{attachment}, …', role)
        picture = annex.screenshot_when_settled(name)
    assert picture.stat().st_size > 5000, picture


@tap.test
def photo():
    shoot('sample-photo', PHOTO)


@tap.test
def pdf():
    shoot('sample-pdf', PDF, 'document')


@tap.test
def dark():
    shoot('dark', PHOTO, ADW_DEBUG_COLOR_SCHEME='prefer-dark')


@tap.test
def high_contrast():
    shoot('high-contrast', PHOTO, ADW_DEBUG_HIGH_CONTRAST='1')


@tap.test
def right_to_left():
    shoot('right-to-left', PDF, 'document', LC_ALL='ar_EG.UTF-8', LANGUAGE='ar')


@tap.test
def narrow_list():
    shoot('narrow-list', width=360, height=640)


@tap.test
def narrow_photo():
    shoot('narrow-photo', PHOTO, width=360, height=640)


@tap.test
def welcome():
    with Program() as annex:
        annex.wait('No Active Chats', 'label')
        annex.screenshot('welcome')
        annex.click(annex.wait('Connect to Chat…', 'button'))
        annex.wait('Connect', 'button')
        annex.screenshot('connect')
        annex.press('Escape')
        annex.wait_gone('Connect')


tap.main()
