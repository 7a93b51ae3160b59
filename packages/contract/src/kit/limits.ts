/** Sizes and counts of the contract. Bytes are bytes of UTF-8, lengths are Unicode code points. */
export const limits = {
  jsonBodyBytes: 102_400,
  /** Of one file. */
  fileBytes: 52_428_800,
  fileNameLength: 255,
  /** Nesting of arrays and objects in a JSON body. */
  jsonDepth: 32,
  metadataBytes: 4096,
  displayNameLength: 100,
  urlLength: 2048,
  externalIdLength: 1024,
  profileNameLength: 128,
  appKeys: 10,
  integrationKeys: 10,
  webhooksPerApp: 10,
  rotationOverlapSeconds: 30 * 86_400,
  switchboardIntegrations: 10,
  textLength: 4096,
  /** Names, titles and labels inside of messages. */
  nameLength: 128,
  items: 10,
  itemActions: 3,
  listActions: 10,
  formFields: 20,
  formOptions: 200,
  references: 10,
  participants: 10,
  descriptionLength: 100,
  /** Of an `Idempotency-Key`. */
  idempotencyKeyLength: 255,
  /** Messages on a page; fixed, unlike that of other lists. */
  messagePageSize: 100,
  pageSize: 25,
  pageSizeMax: 100,
  /** Problems listed in one 400. */
  problems: 10,
} as const
