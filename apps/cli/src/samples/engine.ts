/** Loaded when a command needs it: the others start sooner. */
export const engine = () => import('@parhelion/samples')
