import { expect, test } from 'vitest'
import { commands } from './commands/index.ts'
import { parhelion } from './testing/command.ts'

test.each([
  [['apps', 'list', '--colour'], "Unknown option '--colour'", 'parhelion apps list --help'],
  [['--colour'], "Unknown option '--colour'", 'parhelion --help'],
  [['aps'], 'Unknown command "aps"', 'parhelion --help'],
  [['apps', 'lst'], 'Unknown command "apps lst"; known: apps create, apps list, apps reset', 'parhelion --help'],
  [['keys'], 'Say which: keys create, keys list, keys delete', 'parhelion --help'],
  [[], 'Say what to do, such as "parhelion serve"', 'parhelion --help'],
  [['apps', 'create'], '--name is missing', 'parhelion apps create --help'],
  [['apps', 'create', '--name', ''], '--name is empty', 'parhelion apps create --help'],
  [['apps', 'create', '--name'], "Option '--name <value>' argument missing", 'parhelion apps create --help'],
  [['apps', 'list', '--json=yes'], "Option '--json' does not take an argument", 'parhelion apps list --help'],
  [['apps', 'list', 'more'], 'Unexpected argument "more"', 'parhelion apps list --help'],
  [['apps', 'reset'], 'ID is missing', 'parhelion apps reset --help'],
  [['backup'], 'FILE is missing', 'parhelion backup --help'],
  [['restore', ''], 'FILE is empty', 'parhelion restore --help'],
  [['keys', 'delete', '--app', '1'], 'KEYID is missing', 'parhelion keys delete --help'],
  [['serve', '--port', '80a'], '--port must be a whole number from 0 to 65535, not "80a"', 'parhelion serve --help'],
  [
    ['serve', '--ephemeral', '--data-dir', 'x'],
    '--ephemeral makes a folder of its own: leave out --data-dir',
    'parhelion serve --help',
  ],
])('%j is wrong usage: one clear line, a hint where the help is, exit 2', async (args, line, hint) => {
  expect(await parhelion(args)).toEqual({ code: 2, stdout: '', stderr: `${line}\nSee: ${hint}\n` })
})

test('every command has a help with its usage and examples of itself', async () => {
  for (const { words, examples } of commands) {
    const { code, stdout } = await parhelion([...words.split(' '), '--help'])
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Usage: parhelion ${words}`)])
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      expect(example).toContain(`parhelion ${words}`)
      expect(stdout).toContain(example)
    }
  }
})

test('the help of the whole names every command', async () => {
  const { code, stdout } = await parhelion(['--help'])
  expect(code).toBe(0)
  for (const { words, summary } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${words} +${summary}$`, 'm'))
})

test('options may stand before the command', async () => {
  const { stdout } = await parhelion(['--json', '--version'])
  expect(JSON.parse(stdout)).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
  expect(await parhelion(['--claim', 'a=b', 'jwt', '--help'])).toMatchObject({ code: 0, stderr: '' })
})

test('without a key the command says where it looked and how to give one, and sends nothing', async () => {
  const { code, stderr } = await parhelion(['apps', 'list'], { env: { PARHELION_DATA_DIR: '/nowhere/at/all' } })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^No key to call with: there is no \/nowhere\/at\/all\/credentials\. Give --key-id/)
})

test.each([
  [['--key-id', 'act_1'], {}, '--key-id also needs'],
  [['--key-secret', 's'], {}, '--key-secret also needs'],
  [[], { SUNCO_KEY_ID: 'act_1' }, 'SUNCO_KEY_ID is set and'],
  [[], { SUNCO_KEY_SECRET: 's' }, 'SUNCO_KEY_SECRET is set and'],
  [['--url', 'ftp://example.com'], {}, 'The URL of the server must be'],
])('half a credential or a URL that is none is wrong usage: %j %j', async (args, env, line) => {
  const { code, stderr } = await parhelion(['apps', 'list', ...args], { env })
  expect([code, stderr.startsWith(line)]).toEqual([2, true])
})

test('nothing at the address: one line that names it and says how to go on, exit 1', async () => {
  const to = ['--url', 'http://127.0.0.1:1', '--key-id', 'act_1', '--key-secret', 'canary']
  const { code, stdout, stderr } = await parhelion(['apps', 'list', ...to])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached \(.+\): start a server .+\n$/)
  expect(stderr).not.toContain('canary')
})
