import type { Content } from '@parhelion/contract'

/** The samples that every app has. */
const TEMPLATES: Readonly<Record<string, Content>> = {
  smooch_tmpl_family_basket: {
    type: 'carousel',
    items: [
      {
        title: 'Fruit basket',
        description: 'Enough for a family of four',
        actions: [{ type: 'postback', text: 'Take it', payload: 'FRUIT_BASKET' }],
      },
      {
        title: 'Vegetable basket',
        description: 'What the season has',
        actions: [{ type: 'postback', text: 'Take it', payload: 'VEGETABLE_BASKET' }],
      },
    ],
  },
  smooch_tmpl_warranty: {
    type: 'text',
    text: 'Would you like to extend your warranty?',
    actions: [
      { type: 'reply', text: 'Yes', payload: 'EXTEND_WARRANTY' },
      { type: 'reply', text: 'No', payload: 'KEEP_WARRANTY' },
    ],
  },
  smooch_tmpl_lead_capture: {
    type: 'form',
    fields: [
      { type: 'text', name: 'name', label: 'Your name', placeholder: 'First and last name' },
      { type: 'email', name: 'email', label: 'Your mail address', placeholder: 'you@example.com' },
    ],
  },
  smooch_tmpl_request_location: {
    type: 'text',
    text: 'Where are you?',
    actions: [{ type: 'locationRequest', text: 'Send my location' }],
  },
}

const SHORTHAND = /%\(\( *template: *([\w-]{1,128}) *\)\)%|%\{\{ *template: *([\w-]{1,128}) *\}\}%/g

/** Text with `%((template: name))%` or `%{{template: name}}%` in it as the contents it stands for; unknown names stay text. */
export function expandTemplates(text: string): Content[] | undefined {
  if (!text.includes('%')) return undefined
  const contents: Content[] = []
  let end = 0
  const addText = (to?: number): void => {
    const between = text.slice(end, to).trim()
    if (between !== '') contents.push({ type: 'text', text: between })
  }
  for (const found of text.matchAll(SHORTHAND)) {
    const name = found[1] ?? found[2] ?? ''
    const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined
    if (template === undefined) continue
    addText(found.index)
    contents.push(template)
    end = found.index + found[0].length
  }
  if (end === 0) return undefined
  addText()
  return contents
}
