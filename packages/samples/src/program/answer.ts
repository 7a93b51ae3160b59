import { type Code, sections } from '../writer/lines.ts'
import type { Plan } from './plan.ts'

/** How a program goes on when the answer is there. */
export interface AnswerCode {
  /** Ends the program when the status is no success. */
  readonly check: Code
  /** Shows the text of the answer. */
  readonly print: Code
  /** Reads a document and shows what is in it. */
  readonly read: () => Code
  /** Lines that run when the answer is not empty. */
  readonly filled: (read: Code) => Code
}

/** Lines that check the status, read the answer and show what was read. */
export function answerCode({ expectation: { content } }: Plan, { check, print, read, filled }: AnswerCode): string[] {
  switch (content.kind) {
    case 'empty':
      return sections(check)
    case 'text':
    case 'unknown':
      return sections(check, print)
    case 'json':
      return sections(check, content.mayBeEmpty ? filled(read()) : read())
  }
}
