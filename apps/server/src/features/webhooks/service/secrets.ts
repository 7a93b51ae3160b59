import type { Clock } from '../../../lib/clock.ts'
import { newSigningSecret, newWebhookSecret } from '../../../lib/ids.ts'
import type { Seal } from '../../../lib/seal.ts'
import type { PreviousSecret, SealedWebhook, SigningSecret, Subscriber, Webhook } from '../model.ts'

interface Place {
  readonly appId: string
  readonly id: string
}

/** `apiKey` is sent along with every call, `signing` signs it. */
export type RotatedSecret = 'apiKey' | 'signing'

/** The secrets of webhooks: two each, and for a while after a rotation the one before. They are kept sealed. */
export class WebhookSecrets {
  readonly #seal: Seal
  readonly #clock: Clock

  constructor({ seal, clock }: { readonly seal: Seal; readonly clock: Clock }) {
    this.#seal = seal
    this.#clock = clock
  }

  /** A webhook as it is kept when it is made, with a signing secret. */
  seal(webhook: Webhook): SealedWebhook {
    return {
      ...webhook,
      secretSealed: this.#seal.seal(webhook.secret, placeOf(webhook)),
      signingSecretSealed: this.newSigning(webhook),
      previousSecret: null,
      previousSigningSecret: null,
    }
  }

  unseal(webhook: SealedWebhook): Webhook {
    return { ...withoutSecrets(webhook), secret: this.#seal.open(webhook.secretSealed, placeOf(webhook)) }
  }

  /** Sealed. */
  newSigning(webhook: Place): string {
    return this.#seal.seal(newSigningSecret(), signingPlaceOf(webhook))
  }

  signing(webhook: SealedWebhook): SigningSecret {
    const previous = this.#stillGood(webhook.previousSigningSecret)
    const secret = this.#seal.open(webhook.signingSecretSealed ?? '', signingPlaceOf(webhook))
    return { secret, previousUntil: previous?.until }
  }

  /** A webhook with the secrets that are good now, the newest first. */
  good(webhook: SealedWebhook): Omit<Subscriber, 'memberships'> {
    const { secretSealed, previousSecret, signingSecretSealed, previousSigningSecret } = webhook
    return {
      ...withoutSecrets(webhook),
      apiKeys: this.#openGood(secretSealed, previousSecret, placeOf(webhook)),
      signingSecrets: this.#openGood(signingSecretSealed ?? '', previousSigningSecret, signingPlaceOf(webhook)),
    }
  }

  /** Puts a new secret in the place of one, which stays good until a time. */
  rotate(before: SealedWebhook, which: RotatedSecret, until: Date): SealedWebhook {
    if (which === 'signing') {
      const previousSigningSecret = { sealed: before.signingSecretSealed ?? '', until }
      return { ...before, signingSecretSealed: this.newSigning(before), previousSigningSecret }
    }
    const secretSealed = this.#seal.seal(newWebhookSecret(), placeOf(before))
    return { ...before, secretSealed, previousSecret: { sealed: before.secretSealed, until } }
  }

  /** Seals every secret with another master key, those that were replaced included. */
  reseal(webhook: SealedWebhook, next: Seal): SealedWebhook {
    const again = (sealed: string) => this.#seal.reseal(sealed, placeOf(webhook), next)
    const signingAgain = (sealed: string) => this.#seal.reseal(sealed, signingPlaceOf(webhook), next)
    const { secretSealed, signingSecretSealed, previousSecret, previousSigningSecret: signing } = webhook
    return {
      ...webhook,
      secretSealed: again(secretSealed),
      signingSecretSealed: signingSecretSealed && signingAgain(signingSecretSealed),
      previousSecret: previousSecret && { ...previousSecret, sealed: again(previousSecret.sealed) },
      previousSigningSecret: signing && { ...signing, sealed: signingAgain(signing.sealed) },
    }
  }

  #openGood(current: string, previous: PreviousSecret | null, place: string): string[] {
    const before = this.#stillGood(previous)
    return [current, ...(before === undefined ? [] : [before.sealed])].map(one => this.#seal.open(one, place))
  }

  #stillGood(previous: PreviousSecret | null): PreviousSecret | undefined {
    return previous !== null && this.#clock.now() < previous.until ? previous : undefined
  }
}

function withoutSecrets({
  secretSealed: _,
  signingSecretSealed: __,
  previousSecret: ___,
  previousSigningSecret: ____,
  ...webhook
}: SealedWebhook): Omit<Webhook, 'secret'> {
  return webhook
}

const placeOf = ({ appId, id }: Place) => `webhooks/${appId}/${id}`

const signingPlaceOf = (webhook: Place) => `${placeOf(webhook)}/signing`
