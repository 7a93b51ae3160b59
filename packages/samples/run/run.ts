import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { BLOB_NAMED, BREAKS_CHANGED, ROUNDED } from '../src/program/notes.ts'
import type { SampleRequest } from '../src/request/request.ts'
import type { Sample, Target } from '../src/targets/target.ts'
import { CHALLENGE } from './authorization.ts'
import { requestFaults } from './compare.ts'
import { type Answer, Recorder, type Run } from './recorder.ts'
import { bareEnvironment, type Environment, type Outcome, shell } from './shell.ts'
import { outputFaults, refusalFaults } from './shown.ts'
import type { Program, Toolchain } from './toolchain.ts'
import { type Values, valuesFor } from './values.ts'

/** What is tried with a sample. `success` is answered as the case documents it; all others have to end badly, in words. */
export const SITUATIONS = [
  'success',
  'refused',
  'refused in words',
  'refused with a number',
  'no content',
  'no JSON',
  'incomplete',
  'cut',
  'hanging',
  'untrusted',
  'unset',
] as const
export type Situation = (typeof SITUATIONS)[number]

export interface Result {
  readonly target: string
  readonly case: string
  readonly situation: Situation
  readonly faults: readonly string[]
}

interface Job {
  readonly program: Program
  readonly request: SampleRequest
  readonly name: string
  readonly situation: Situation
}

export interface Plan {
  readonly target: Target
  readonly toolchain: Toolchain
  readonly cases: ReadonlyMap<string, SampleRequest>
  /** Cases for which every situation is tried, not only success. */
  readonly thorough: readonly string[]
  /** Where samples are written and built. */
  readonly root: string
  readonly cache: string
  readonly workers: number
}

/** Why this machine cannot run the samples of a target; undefined when it can. openssl makes the recorder's certificate. */
export function missing({ commands, files = [] }: Toolchain): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const command = [...commands, 'openssl'].find(name => !folders.some(folder => existsSync(join(folder, name))))
  if (command !== undefined) return `the command '${command}' is not installed`
  const file = files.find(name => !existsSync(name))
  return file === undefined ? undefined : `${file} is not installed`
}

/** Writes, builds and runs the samples of a target, and says of each what is wrong. */
export async function runTarget(plan: Plan): Promise<Result[]> {
  const { target, toolchain, root } = plan
  const env = (await toolchain.prepare?.(plan.cache)) ?? bareEnvironment()
  const jobs: Job[] = []
  for (const [name, request] of plan.cases) {
    const program = await writeProgram(target, name, request, root)
    const situations = plan.thorough.includes(name) ? situationsOf(target) : (['success'] as const)
    for (const situation of situations) jobs.push({ program, request, name, situation })
  }
  const broken = (await toolchain.build?.([...new Set(jobs.map(({ program }) => program))], env, root)) ?? new Map()
  const recorder = await Recorder.start()
  const results: Result[] = []
  const queue = [...jobs]
  const work = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { name, situation } = job
      const reason = broken.get(job.program.name)
      const faults = reason === undefined ? await attempt(job, plan, env, recorder) : [`does not build: ${reason}`]
      results.push({ target: target.id, case: name, situation, faults })
    }
  }
  await Promise.all(Array.from({ length: plan.workers }, work))
  await recorder.stop()
  return results.sort((one, other) => jobs.findIndex(is(one)) - jobs.findIndex(is(other)))
}

const is = (result: Result) => (job: Job) => job.name === result.case && job.situation === result.situation

/** Their decoders give what is missing the empty value of its type, so that programs do not see that it was. */
const DO_NOT_MISS = ['typescript-fetch', 'go-nethttp', 'java-httpclient']

const situationsOf = ({ id }: Target) =>
  SITUATIONS.filter(situation => situation !== 'incomplete' || !DO_NOT_MISS.includes(id))

/** Writes the sample of a request into a folder of its name. */
export async function writeProgram(
  target: Target,
  name: string,
  request: SampleRequest,
  root: string,
): Promise<Program> {
  const sample = target.generate(request, { name: name.replaceAll('-', '_'), body: 'structure', secrets: 'hidden' })
  return writeSample(sample, name, root)
}

/** Writes a sample into a folder of that name. */
export async function writeSample(sample: Sample, name: string, root: string): Promise<Program> {
  const folder = join(root, name)
  for (const file of sample.files) {
    const path = join(folder, file.name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, file.text)
  }
  return { name, folder, sample }
}

async function attempt(
  { program, request, name, situation }: Job,
  { toolchain, root }: Plan,
  env: Environment,
  recorder: Recorder,
): Promise<string[]> {
  const answer = answerTo(request, situation)
  const isChallenged = request.auth.kind === 'digest' && !isUnsigned(program.sample)
  const run = recorder.open(answer, isChallenged ? CHALLENGE : undefined, situation === 'untrusted' ? 'https' : 'http')
  const files = join(program.folder, 'files')
  const values = await valuesFor(request, run.baseUrl, files, situation === 'hanging' ? 1 : 20)
  const set = situation === 'unset' ? {} : values.env
  const line = toolchain.command?.(program, root) ?? program.sample.run
  const outcome = await shell(line, program.folder, { ...env, ...set }, 60_000)
  if (situation === 'success') return successFaults(request, program.sample, values, run, outcome, answer)
  return failureFaults(request, situation, run, outcome, name)
}

function isUnsigned({ notes }: Sample): boolean {
  return notes.some(note => note.includes('does not sign'))
}

function answerTo(request: SampleRequest, situation: Situation): Answer {
  const success = request.replies.find(({ status }) => typeof status === 'number' && status < 400)
  const status = typeof success?.status === 'number' ? success.status : 200
  const failure = request.replies.find(({ status }) => typeof status === 'number' && status >= 400)
  switch (situation) {
    case 'success':
    case 'untrusted':
    case 'unset':
      return { kind: 'reply', status, ...typed(success?.contentType), body: success?.samples[0] ?? '' }
    case 'refused':
      return {
        kind: 'reply',
        status: typeof failure?.status === 'number' ? failure.status : 400,
        contentType: 'application/json',
        body: failure?.samples[0] ?? REFUSAL,
      }
    case 'refused in words':
      return { kind: 'reply', status: 502, contentType: 'text/html', body: '<!doctype html><p>Bad gateway</p>' }
    // A reader of JSON that stops at the end of the first value would take the number for the whole answer.
    case 'refused with a number':
      return { kind: 'reply', status: 502, contentType: 'text/plain', body: '502 Bad gateway' }
    case 'no content':
      return { kind: 'reply', status: 204, body: '' }
    case 'no JSON':
      return { kind: 'reply', status, contentType: 'text/html', body: '<!doctype html><p>Gateway</p>' }
    case 'incomplete':
      return { kind: 'reply', status, ...typed(success?.contentType), body: '{}' }
    case 'cut':
      return { kind: 'cut' }
    case 'hanging':
      return { kind: 'hang' }
  }
}

const REFUSAL = '{"errors":[{"code":"bad_request","title":"Bad request"}]}'

function typed(contentType: string | undefined): { contentType?: string } {
  return contentType === undefined ? {} : { contentType }
}

function successFaults(
  request: SampleRequest,
  sample: Sample,
  { all }: Values,
  run: Run,
  outcome: Outcome,
  answer: Answer,
): string[] {
  const faults = requestFaults(request, all, run, {
    unsigned: isUnsigned(sample),
    namesBlobs: sample.notes.includes(BLOB_NAMED),
    changesBreaks: sample.notes.includes(BREAKS_CHANGED),
  })
  const body = answer.kind === 'reply' ? answer.body : ''
  if (outcome.code !== 0) return [...faults, `ended with ${outcome.code}: ${outcome.stderr || outcome.stdout}`]
  return [
    ...faults,
    ...outputFaults(request, body, outcome.stdout, sample.notes.includes(ROUNDED)),
    ...secretFaults(request, all, outcome),
  ]
}

/** No secret of the caller is told. */
function secretFaults(
  request: SampleRequest,
  values: ReadonlyMap<string, string>,
  { stdout, stderr }: Outcome,
): string[] {
  return request.inputs.flatMap(({ name, kind }) => {
    const value = values.get(name) ?? ''
    return kind === 'secret' && value.length > 3 && (stdout + stderr).includes(value)
      ? [`shows the secret '${name}'`]
      : []
  })
}

function failureFaults(
  request: SampleRequest,
  situation: Situation,
  run: Run,
  { code, stdout, stderr }: Outcome,
  name: string,
): string[] {
  const faults: string[] = []
  if (code === undefined) faults.push('did not end')
  if (code === 0) faults.push(`ended well, and printed ${JSON.stringify(stdout)}`)
  if (stderr.trim() === '') faults.push('said nothing on stderr')
  if (stdout.trim() !== '') faults.push(`printed ${JSON.stringify(stdout)}`)
  if (situation.startsWith('refused')) {
    const answer = answerTo(request, situation)
    if (answer.kind === 'reply') faults.push(...refusalFaults(request, answer.status, answer.body, stderr))
  }
  if (situation === 'untrusted' && run.requests.length > 0) faults.push('told its request to whom it should not trust')
  if (situation === 'unset') {
    const required = request.inputs.find(({ default: value }) => value === undefined)
    if (run.requests.length > 0) faults.push('sent a request without its inputs')
    if (required !== undefined && !stderr.includes(required.env)) faults.push(`did not name ${required.env}: ${stderr}`)
  }
  return faults.map(fault => `${fault} (${name})`)
}
