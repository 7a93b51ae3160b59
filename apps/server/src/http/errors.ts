import {
  ApiError,
  type ErrorDefinition,
  InternalError,
  InvalidRequest,
  NotFound,
  PayloadTooLarge,
  Unavailable,
  UnsupportedMediaType,
  UriTooLong,
} from '@parhelion/contract'
import { DatabaseUnavailable, ReferenceGone } from '../db/errors.ts'
import { StorageUnavailable } from '../files/storage.ts'

/** Fastify's own errors that a caller can cause. */
const FRAMEWORK: Readonly<Record<string, { definition: ErrorDefinition; title?: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { definition: PayloadTooLarge },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { definition: UnsupportedMediaType },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    definition: InvalidRequest,
    title: 'The content length does not match the body',
  },
  FST_ERR_BAD_URL: { definition: InvalidRequest, title: 'The path is not valid percent-encoded UTF-8' },
  FST_ERR_MAX_PARAM_LENGTH: { definition: UriTooLong },
}

/** Whatever was thrown, as the one error that goes on the wire. What is not foreseen says nothing about itself. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof DatabaseUnavailable || error instanceof StorageUnavailable) {
    return new ApiError(Unavailable, { headers: { 'retry-after': '1' }, log: error.message, cause: error })
  }
  if (error instanceof ReferenceGone) return new ApiError(NotFound, { log: error.message })
  const known = FRAMEWORK[(error as { code?: string } | undefined)?.code ?? '']
  if (known !== undefined)
    return new ApiError(known.definition, known.title === undefined ? {} : { titles: [known.title] })
  return new ApiError(InternalError, { log: 'not foreseen', cause: error })
}
