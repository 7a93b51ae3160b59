import { Select } from '@mantine/core'
import type { TargetInfo } from './engine/protocol.ts'
import { languagesOf, libraryOf } from './languages.ts'
import classes from './target-choice.module.css'

interface Props {
  readonly targets: readonly TargetInfo[]
  readonly target: TargetInfo | undefined
  readonly onChange: (id: string) => void
}

/** Language and library, chosen once for all items. */
export function TargetChoice({ targets, target, onChange }: Props) {
  const libraries = targets.filter(one => one.language === target?.language)
  const toLanguage = (language: string | null) => {
    const first = targets.find(one => one.language === language)
    if (first !== undefined) onChange(first.id)
  }
  return (
    <div className={classes.choice}>
      <Select
        label="Language"
        size="sm"
        searchable
        allowDeselect={false}
        nothingFoundMessage="No such language"
        data={languagesOf(targets)}
        value={target?.language ?? null}
        onChange={toLanguage}
      />
      <Select
        label="Library"
        size="sm"
        allowDeselect={false}
        data={libraries.map(one => ({ value: one.id, label: libraryOf(one) }))}
        value={target?.id ?? null}
        onChange={id => id !== null && onChange(id)}
      />
    </div>
  )
}
