import { operations } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { testServer } from '../../apps/server/src/testing/test-server.ts'
import { judge } from './judge.ts'
import { makeWorlds } from './worlds.ts'

const { account, accountKey } = await testServer({ config: { logLevel: 'silent' } })
const worlds = await makeWorlds(account)
const report = await judge({ address: account.address, account: accountKey, worlds })

const labels = operations.map(({ method, path }) => `${method} ${path}`)
const found = report.failures.flatMap(({ title, operations: at }) => at.map(label => ({ title, label })))
const titlesAt = (label: string) => found.filter(one => one.label === label).map(({ title }) => title)

/** What is not there for anybody yet: devices come from SDKs, users are synchronized from a directory, the rest from channels. */
const NOWHERE = [
  'GET /v2/apps/{appId}/users/{userIdOrExternalId}/devices/{deviceId}',
  'POST /v2/apps/{appId}/conversations/{conversationId}/conversionEvents',
  'POST /v2/apps/{appId}/conversations/{conversationId}/download',
  'POST /v2/apps/{appId}/users/{zendeskId}/sync',
]

test('every operation is judged, to the end', ({ annotate }) => {
  expect(report).toMatchObject({ complete: true, errors: [], operations: { tested: operations.length } })
  return annotate(`${report.test_cases.generated} requests`)
})

test('every operation is reached by who may call it, and finds what it is about', () => {
  expect(report.warnings.missing_auth).toEqual([])
  expect(report.warnings.missing_test_data?.filter(label => !NOWHERE.includes(label))).toEqual([])
})

test.each(labels)('%s answers as the document says', label => {
  expect(titlesAt(label)).toEqual([])
})

test('nothing else is found, on walks from one operation to the next and with methods that no path has', () => {
  expect(found.filter(({ label }) => !(labels as readonly string[]).includes(label))).toEqual([])
})
