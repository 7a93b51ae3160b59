/** The operations, when they are needed: they take longer to load than all the rest of the command. */
export const contract = () => import('@parhelion/contract')
