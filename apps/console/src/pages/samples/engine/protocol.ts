import type { DescribedSample, Item, Options, ReadOptions, SampleRequest, Target } from '@parhelion/samples'

/** A collection as the tree shows it: what more there is of an item is asked for when it is opened. */
export interface Outline {
  readonly title: string
  /** Plain text or Markdown. */
  readonly description: string
  readonly items: readonly OutlineItem[]
}

export type OutlineItem = Pick<SampleRequest, 'id' | 'path' | 'method'>

export type TargetInfo = Pick<Target, 'id' | 'language' | 'title' | 'extension' | 'options'> & {
  /** Whether it has code for a JSON document alone. */
  readonly hasJson: boolean
}

/** How the code of all items is to be written. */
export interface Manner {
  readonly target: string
  readonly body: Options['body']
  readonly secrets: Options['secrets']
  /** By the names of inputs: what becomes their default. */
  readonly values: Readonly<Record<string, string>>
  /** Whether values of secrets become defaults, too. */
  readonly secretsInCode: boolean
}

/** Everything on the page of one item. */
export interface ItemPage extends Pick<DescribedSample, 'inputs' | 'files' | 'notes'> {
  readonly id: string
  readonly path: readonly string[]
  readonly method: string
  /** With inputs as `{name}`. */
  readonly address: string
  readonly description: string
  /** Shell lines from nothing to an answer. */
  readonly setUp: string
  /** The command for a shell; undefined where the program is that already. */
  readonly curl: string | undefined
  readonly replies: readonly ReplySample[]
  readonly original: Item['original']
}

export interface ReplySample {
  readonly status: string
  readonly name: string
  readonly contentType: string
  readonly text: string
}

/** A request with all values in it, as a page can send it. */
export interface PreparedRequest {
  readonly method: string
  /** Absolute. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: PreparedBody
  /** Inputs that have no value, by name. */
  readonly missing: readonly string[]
  /** Why a page cannot send it just so: sentences for people. */
  readonly faults: readonly string[]
}

export type PreparedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  /** The file that the reader chose for this input. */
  | { readonly kind: 'file'; readonly input: string }
  | { readonly kind: 'multipart'; readonly parts: readonly PreparedPart[] }

export type PreparedPart =
  | { readonly kind: 'text'; readonly name: string; readonly value: string; readonly contentType: string | undefined }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly input: string
      readonly fileName: string | undefined
      readonly contentType: string | undefined
    }

/** What came back, as the program of the item reads it. */
export interface ReadAnswer {
  /** Indented, all digits kept; undefined where the body is no JSON. */
  readonly json: string | undefined
  readonly isExpected: boolean
  readonly expected: readonly number[]
  readonly values: readonly { readonly label: string; readonly value: string }[]
}

export interface JsonCode {
  readonly build: DescribedCode
  readonly read: DescribedCode
}

export interface DescribedCode {
  readonly files: DescribedSample['files']
  readonly install: readonly string[]
  readonly run: string
}

/** What the worker does: for each name what it takes and gives. What fails comes back as an Error with a message for people. */
export interface Operations {
  targets(nothing: null): readonly TargetInfo[]
  read(source: { readonly content: Blob | string; readonly options: ReadOptions }): Promise<Outline>
  page(wish: { readonly item: string; readonly manner: Manner }): ItemPage
  /** The programs of all items, under the names that the command gives them, as a zip file. */
  archive(manner: Manner): Uint8Array<ArrayBuffer>
  prepare(wish: {
    readonly item: string
    readonly values: Manner['values']
    readonly withAuth: boolean
  }): PreparedRequest
  answer(given: { readonly item: string; readonly status: number; readonly body: string }): ReadAnswer
  json(wish: { readonly text: string; readonly target: string }): JsonCode
}

export type OperationName = keyof Operations
export type Argument<Name extends OperationName> = Parameters<Operations[Name]>[0]
export type Result<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>

export interface Call {
  readonly number: number
  readonly name: OperationName
  readonly argument: unknown
}

export type Reply =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly fault: string }
