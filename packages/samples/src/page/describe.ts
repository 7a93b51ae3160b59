import { expectation } from '../reply/expect.ts'
import { type Input, isRequired } from '../request/input.ts'
import type { SampleRequest } from '../request/request.ts'
import type { Sample, SampleFile, Target } from '../targets/target.ts'

/** A sample with all that another program needs to use it and to run it. */
export interface DescribedSample {
  readonly target: string
  readonly item: { readonly path: readonly string[]; readonly id: string }
  readonly inputs: readonly DescribedInput[]
  readonly files: readonly SampleFile[]
  readonly install: readonly string[]
  readonly run: string
  /** Statuses of success; empty: any from 200 to 299. */
  readonly expects: readonly number[]
  readonly notes: readonly string[]
}

export type DescribedInput = Pick<Input, 'name' | 'env' | 'kind' | 'type' | 'default' | 'example' | 'description'> & {
  readonly required: boolean
}

export function describeSample(target: Target, request: SampleRequest, sample: Sample): DescribedSample {
  return {
    target: target.id,
    item: { path: request.path, id: request.id },
    inputs: request.inputs.map(input => ({ ...input, required: isRequired(input) })),
    files: sample.files,
    install: sample.install,
    run: sample.run,
    expects: expectation(request.replies).statuses,
    notes: notesOf(request, sample),
  }
}

/** What there is to know of a sample, each sentence once. */
export function notesOf(request: SampleRequest, sample: Sample): string[] {
  return [...new Set([...request.notes, ...sample.notes])]
}
