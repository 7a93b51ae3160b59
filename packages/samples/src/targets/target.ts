import type { JsonTemplate } from '../request/json.ts'
import type { SampleRequest } from '../request/request.ts'
import type { Shape } from '../request/shape.ts'

/** Writes a request as a program in one language with one library. */
export interface Target {
  /** Such as `python-requests`; also the name of its folder. */
  readonly id: string
  /** Such as `Python`. */
  readonly language: string
  /** With the library: `Python with requests`. */
  readonly title: string
  /** Of the program's file, without a dot. */
  readonly extension: string
  /** What our tests do with its programs. */
  readonly proof: 'executed' | 'compiled' | 'parsed'
  /** The options that make a difference to it. */
  readonly options: readonly (keyof Options)[]
  generate(request: SampleRequest, options: Options): Sample
  /** Where the language has JSON of its own. */
  readonly json?: JsonTools
}

/** Code for one JSON document, without a request around it. */
export interface JsonTools {
  /** A program that builds the document and prints it. The document has no inputs. */
  build(document: JsonTemplate, options: Options): Sample
  /** A program that reads such a document from standard input and names its values. */
  parse(shape: Shape, options: Options): Sample
}

export interface Options {
  /** Name of the program's file, without extension: lower case letters, digits and underscores. */
  readonly name: string
  /** JSON bodies as the maps and lists of the language, or as one text. */
  readonly body: 'structure' | 'text'
  /** Whether secrets of a reply are shown when the program names what it read. */
  readonly secrets: 'hidden' | 'shown'
}

export interface Sample {
  /** The program first; then what it needs beside it, such as `Cargo.toml`. */
  readonly files: readonly SampleFile[]
  /** Shell lines that install what it needs; `[]` when a bare installation of the language is enough. */
  readonly install: readonly string[]
  /** The shell line that runs it in the folder of its files. */
  readonly run: string
  /** The notes of the request, and what this target could not say: sentences for people. */
  readonly notes: readonly string[]
}

export interface SampleFile {
  /** Relative, with slashes. */
  readonly name: string
  readonly text: string
}
