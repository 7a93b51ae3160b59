import { expectation, namedValues, parseJson, printJson, shownValues } from '@parhelion/samples'
import { heldItem } from './collection.ts'
import type { Operations, ReadAnswer } from './protocol.ts'

/** Reads an answer as the item's programs do: the same names for the same values. */
export const answer: Operations['answer'] = ({ item, status, body }) => {
  const { statuses, content } = expectation(heldItem(item).item.request.replies)
  const isExpected = statuses.length === 0 ? status >= 200 && status < 300 : statuses.includes(status)
  const document = jsonOf(body)
  const values = isExpected && document !== undefined && content.kind === 'json' ? namedValues(content.shape) : []
  return {
    json: document && printJson(document),
    isExpected,
    expected: statuses,
    values: (document === undefined ? [] : shownValues(values, document)).map(({ label, value, isJson }) => ({
      label,
      value: value.kind === 'string' && !isJson ? value.value.join('') : printJson(value),
    })),
  } satisfies ReadAnswer
}

function jsonOf(body: string) {
  try {
    return body === '' ? undefined : parseJson(body)
  } catch {
    return undefined
  }
}
