import { Checkbox, Fieldset, Group, Input, SimpleGrid, Stack, Switch } from '@mantine/core'
import { declaredEvents, TRIGGERS } from '@parhelion/contract'
import { Fragment, useId } from 'react'
import classes from '../webhooks.module.css'

type Trigger = (typeof TRIGGERS)[number]
type Named = Exclude<Trigger, '*'>

const GROUPS: readonly { readonly title: string; has(trigger: Named): boolean }[] = [
  {
    title: 'Conversations',
    has: trigger => trigger.startsWith('conversation:') && !trigger.startsWith('conversation:message:delivery'),
  },
  { title: 'Delivery by channels', has: trigger => trigger.startsWith('conversation:message:delivery') },
  { title: 'Users', has: trigger => trigger.startsWith('user:') },
  { title: 'Clients', has: trigger => trigger.startsWith('client:') },
  { title: 'Switchboard', has: trigger => trigger.startsWith('switchboard:') },
]
const named = TRIGGERS.filter(trigger => trigger !== '*')
const grouped = GROUPS.map(({ title, has }) => ({ title, triggers: named.filter(has) }))
const others = named.filter(trigger => !GROUPS.some(({ has }) => has(trigger)))
const groups = others.length === 0 ? grouped : [...grouped, { title: 'Others', triggers: others }]

interface Props {
  readonly value: readonly Trigger[]
  onChange(triggers: Trigger[]): void
  readonly error: string | undefined
}

/** What a webhook is told: everything, or a choice of the contract's events in groups. */
export function Triggers({ value, onChange, error }: Props) {
  const errorId = useId()
  const isAll = value.includes('*')
  const set = (triggers: readonly Named[], isWanted: boolean) => {
    const kept = named.filter(one => (triggers.includes(one) ? isWanted : value.includes(one)))
    onChange(kept)
  }
  return (
    <Fieldset legend="Events" aria-describedby={error === undefined ? undefined : errorId}>
      <Stack gap="md">
        <Switch
          label="All events, also those that are added later"
          checked={isAll}
          onChange={event => onChange(event.currentTarget.checked ? ['*'] : ['conversation:message'])}
        />
        {isAll
          ? null
          : groups.map(({ title, triggers }) => (
              <fieldset key={title} className={classes.group} aria-label={title}>
                <GroupBox title={title} triggers={triggers} value={value} onChange={isOn => set(triggers, isOn)} />
                <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing={6} mt={8} pl={28}>
                  {triggers.map(trigger => (
                    <Checkbox
                      key={trigger}
                      size="sm"
                      label={<TriggerName trigger={trigger} />}
                      description={descriptionOf(trigger)}
                      checked={value.includes(trigger)}
                      onChange={event => set([trigger], event.currentTarget.checked)}
                    />
                  ))}
                </SimpleGrid>
              </fieldset>
            ))}
        {error === undefined ? null : <Input.Error id={errorId}>{error}</Input.Error>}
      </Stack>
    </Fieldset>
  )
}

/** May be broken behind a colon where it is too long for its line. */
function TriggerName({ trigger }: { readonly trigger: Named }) {
  const parts = trigger.split(':')
  return (
    <span className={classes.trigger}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name never change
        <Fragment key={index}>
          {index === 0 ? null : <wbr />}
          {index === parts.length - 1 ? part : `${part}:`}
        </Fragment>
      ))}
    </span>
  )
}

interface GroupBoxProps {
  readonly title: string
  readonly triggers: readonly Named[]
  readonly value: readonly Trigger[]
  onChange(isOn: boolean): void
}

function GroupBox({ title, triggers, value, onChange }: GroupBoxProps) {
  const count = triggers.filter(trigger => value.includes(trigger)).length
  return (
    <Group gap="xs">
      <Checkbox
        label={title}
        fw={600}
        checked={count === triggers.length}
        indeterminate={count > 0 && count < triggers.length}
        onChange={event => onChange(event.currentTarget.checked)}
      />
    </Group>
  )
}

const descriptions: Readonly<Record<string, { readonly description: string }>> = declaredEvents
const descriptionOf = (trigger: Named): string | undefined => descriptions[trigger]?.description
