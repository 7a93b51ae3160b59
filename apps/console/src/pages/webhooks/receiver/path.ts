/** Where the receiver of a server in development mode takes calls. */
export const RECEIVER_PATH = '/demo/webhook'
