// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Annex developers

// Asks the sample service with the vendor's own client, so that the two ends of Annex cannot be wrong in the same way:
// check.mjs NODE_MODULES SCRIPTED_SERVICE [SAMPLE_SERVICE DIRECTORY]

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const [modules, scriptedService, sampleService, directory] = process.argv.slice(2)
const vendor = createRequire(`${modules}/`)('@aws-sdk/client-connectparticipant')

// A program that answers on its standard output, line by line
class Program {
  constructor (path, ...options) {
    this.child = spawn(path, options, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  async read () {
    const { value, done } = await this.lines.next()
    assert(!done, 'the program has ended')
    return value
  }

  async order (command) {
    this.child.stdin.write(`${command}\n`)
    assert.equal(await this.read(), 'done', command)
  }

  async close () {
    const ended = new Promise(resolve => this.child.on('exit', resolve))
    this.child.stdin.end()
    return ended
  }
}

// As the vendor's chat library makes its client: no credentials, and here no second attempt either
function makeClient (endpoint) {
  return new vendor.ConnectParticipantClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: '', secretAccessKey: '' },
    maxAttempts: 1
  })
}

async function download (url, options) {
  const response = await fetch(url, options)
  const bytes = Buffer.from(await response.arrayBuffer())
  return { response, bytes, text: bytes.toString(), sha256: createHash('sha256').update(bytes).digest('hex') }
}

const service = new Program(scriptedService)
const chat = JSON.parse(await service.read())
const client = makeClient(chat.endpoint)

const send = {
  connection: input => client.send(new vendor.CreateParticipantConnectionCommand({ ParticipantToken: chat.participantToken, ...input })),
  transcript: input => client.send(new vendor.GetTranscriptCommand({ ConnectionToken: chat.connectionToken, ...input })),
  attachment: input =>
    client.send(new vendor.GetAttachmentCommand({ ConnectionToken: chat.connectionToken, AttachmentId: chat.attachmentId, ...input }))
}

async function refused (promise, type, status, message) {
  await assert.rejects(promise, error => {
    assert(error instanceof type, `${error.name} is not a ${type.name}`)
    assert.equal(error.name, type.name)
    assert.equal(error.$metadata.httpStatusCode, status)
    assert.match(error.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/)
    assert.match(error.message, message)
    return true
  })
}

const tests = {
  async 'a connection is created' () {
    const answer = await send.connection({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] })
    assert.equal(answer.$metadata.httpStatusCode, 200)
    assert(!Number.isNaN(Date.parse(answer.ConnectionCredentials.Expiry)))
    assert.match(answer.Websocket.Url, /^ws:\/\/127\.0\.0\.1:/)
    const page = await send.transcript({ ConnectionToken: answer.ConnectionCredentials.ConnectionToken })
    assert.equal(page.Transcript.length, 8)
  },

  async 'the transcript comes in pages' () {
    const texts = []
    let next
    do {
      const page = await send.transcript({ MaxResults: 3, SortOrder: 'ASCENDING', ScanDirection: 'BACKWARD', NextToken: next })
      texts.unshift(...page.Transcript)
      next = page.NextToken
    } while (next)
    assert.equal(texts.length, 8)
    assert.deepEqual(texts.map(item => item.Type), [...Array(7).fill('MESSAGE'), 'ATTACHMENT'])
    assert.deepEqual(texts.at(-1).Attachments, [{
      AttachmentId: chat.attachmentId,
      AttachmentName: 'Prüfung.bin',
      ContentType: 'application/octet-stream',
      Status: 'APPROVED'
    }])
  },

  async 'an attachment is linked, and the link gives its bytes' () {
    const link = await send.attachment({ UrlExpiryInSeconds: 60 })
    assert.equal(link.AttachmentSizeInBytes, chat.size)
    assert(Date.parse(link.UrlExpiry) > Date.now())
    const { response, bytes, sha256 } = await download(link.Url)
    assert.equal(response.status, 200)
    assert.equal(bytes.length, chat.size)
    assert.equal(sha256, chat.sha256)
    const end = await download(link.Url, { headers: { Range: 'bytes=299990-', 'If-Match': response.headers.get('etag') } })
    assert.equal(end.response.status, 206)
    assert.deepEqual(end.bytes, bytes.subarray(299990))
  },

  async 'an altered link is refused' () {
    const { Url: url } = await send.attachment()
    const { response, text } = await download(url.replace('X-Amz-Expires=300', 'X-Amz-Expires=301'))
    assert.equal(response.status, 403)
    assert.match(text, /<Code>SignatureDoesNotMatch<\/Code>/)
  },

  async 'an expired link is refused in the words of the store' () {
    const { Url: url } = await send.attachment({ UrlExpiryInSeconds: 5 })
    await service.order('clock 6')
    const { response, text } = await download(url)
    await service.order('clock 0')
    assert.equal(response.status, 403)
    assert.equal(response.headers.get('content-type'), 'application/xml')
    assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error><Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>5<\/X-Amz-Expires><Expires>[^<]+<\/Expires><ServerTime>/)
  },

  async 'AccessDeniedException: a token of the wrong kind' () {
    await refused(send.transcript({ ConnectionToken: chat.participantToken }), vendor.AccessDeniedException, 403, /Access denied/)
    await refused(send.connection({ ParticipantToken: chat.connectionToken, Type: ['CONNECTION_CREDENTIALS'] }), vendor.AccessDeniedException, 403, /./)
  },

  async 'AccessDeniedException: a bot' () {
    await send.transcript({ ConnectionToken: chat.botToken })
    await refused(send.attachment({ ConnectionToken: chat.botToken }), vendor.AccessDeniedException, 403, /Access denied/)
  },

  async 'ValidationException' () {
    await refused(send.attachment({ UrlExpiryInSeconds: 301 }), vendor.ValidationException, 400, /less than or equal to 300/)
    await refused(send.attachment({ UrlExpiryInSeconds: '2026-01-01T00:00:00.000Z' }), vendor.ValidationException, 400, /integer/)
    await refused(send.transcript({ MaxResults: 101 }), vendor.ValidationException, 400, /MaxResults/)
    await refused(send.transcript({ NextToken: 'made up' }), vendor.ValidationException, 400, /./)
    await refused(send.connection({ Type: [] }), vendor.ValidationException, 400, /./)
  },

  async 'ThrottlingException' () {
    await service.order('quotas on')
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => send.attachment()))
    await service.order('quotas off')
    const first = answers.find(answer => answer.status === 'rejected')
    assert(first !== undefined, 'nothing was throttled')
    assert(answers.filter(answer => answer.status === 'fulfilled').length >= 12)
    await refused(Promise.reject(first.reason), vendor.ThrottlingException, 429, /Rate exceeded/)
  },

  async 'InternalServerException, in all spellings of its name' () {
    for (const operation of ['connection', 'transcript', 'attachment']) {
      for (const name of ['InternalServerException', 'InternalServerException:http://internal.amazon.com/coral/', 'a.b#InternalServerException']) {
        await service.order(`fault ${operation} 500 ${name} {"Message":"Not our day"}`)
        await refused(send[operation]({ Type: ['CONNECTION_CREDENTIALS'] }), vendor.InternalServerException, 500, /Not our day/)
      }
    }
    await send.transcript()
  },

  async 'each exception from each operation' () {
    const exceptions = { AccessDeniedException: 403, InternalServerException: 500, ThrottlingException: 429, ValidationException: 400 }
    for (const operation of ['connection', 'transcript', 'attachment']) {
      for (const [name, status] of Object.entries(exceptions)) {
        await service.order(`fault ${operation} ${status} ${name} {"message":"So it is"}`)
        await refused(send[operation]({ Type: ['CONNECTION_CREDENTIALS'] }), vendor[name], status, /So it is/)
      }
    }
  },

  async 'AccessDeniedException: the chat has ended' () {
    await service.order('end')
    for (const operation of ['connection', 'transcript', 'attachment']) {
      await refused(send[operation]({ Type: ['CONNECTION_CREDENTIALS'] }), vendor.AccessDeniedException, 403, /Access denied/)
    }
  },

  async 'the program ends with its standard input' () {
    assert.equal(await service.close(), 0)
  }
}

// The installed program, with the chat that the build made
async function readSampleChat () {
  const program = new Program(sampleService, '--directory', directory, '--participant-token')
  const handOff = JSON.parse(await program.read())
  const sample = makeClient(handOff.endpoint)
  const connection = await sample.send(new vendor.CreateParticipantConnectionCommand({
    ParticipantToken: handOff.participantToken,
    Type: ['CONNECTION_CREDENTIALS']
  }))
  const ConnectionToken = connection.ConnectionCredentials.ConnectionToken
  const page = await sample.send(new vendor.GetTranscriptCommand({ ConnectionToken, MaxResults: 100 }))
  const counts = { APPROVED: 0, REJECTED: 0, IN_PROGRESS: 0, gone: 0 }

  for (const attachment of page.Transcript.flatMap(item => item.Attachments ?? [])) {
    counts[attachment.Status]++
    if (attachment.Status !== 'APPROVED') continue
    const input = { ConnectionToken, AttachmentId: attachment.AttachmentId, UrlExpiryInSeconds: 30 }
    const link = await sample.send(new vendor.GetAttachmentCommand(input))
    const { response, bytes } = await download(link.Url)
    if (response.status === 404) counts.gone++
    else assert.equal(bytes.length, link.AttachmentSizeInBytes)
    // The quota of a whole contact centre is small.
    await new Promise(resolve => setTimeout(resolve, 130))
  }
  assert(counts.APPROVED >= 11, `only ${counts.APPROVED} attachments are approved`)
  assert.deepEqual({ ...counts, APPROVED: 0 }, { APPROVED: 0, REJECTED: 1, IN_PROGRESS: 1, gone: 1 })
  assert.equal(await program.close(), 0)
}

if (sampleService !== undefined) tests['the sample chat can be read'] = readSampleChat

let number = 0
console.log(`TAP version 13\n1..${Object.keys(tests).length}`)
for (const [name, test] of Object.entries(tests)) {
  try {
    await test()
    console.log(`ok ${++number} ${name}`)
  } catch (error) {
    console.log(`not ok ${++number} ${name}`)
    console.log(error.stack.replace(/^/gm, '# '))
    process.exitCode = 1
  }
}
