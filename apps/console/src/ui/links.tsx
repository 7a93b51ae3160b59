import { Anchor, Button } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** Links to pages of the console, in the looks of the component library. */
export const ButtonLink = createLink(Button<'a'>)
export const TextLink = createLink(Anchor<'a'>)
