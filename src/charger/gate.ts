import type { Flag } from '../domain/flag.ts';
import { decideHandshake } from '../domain/handshake.ts';
import { addFailure, type LoginAttempts, waitBeforeLogin } from '../domain/login-attempts.ts';
import type { Registration } from '../domain/registration.ts';
import type { DigestKey } from '../env.ts';
import { flagsOfHandshake, readHandshake, refusalOf, tooManyAttempts } from './handshake.ts';
import type { Credential } from './store/facts.ts';

interface GatePorts {
  /** Null while no charger is registered here. */
  registration: () => Registration | null;
  credential: () => Credential | null;
  digestKeys: () => readonly DigestKey[];
  foldedId: string;
}

export type Admission =
  | { kind: 'admitted'; subprotocol: 'ocpp1.6' | null; flags: Flag[] }
  | { kind: 'refused'; response: Response };

/** Who may connect as this charger. Failed logins are counted in memory only: a guesser keeps the object awake. */
export class Gate {
  private readonly ports: GatePorts;
  private attempts: LoginAttempts = new Map();

  constructor(ports: GatePorts) {
    this.ports = ports;
  }

  async admit(request: Request, now: number): Promise<Admission> {
    const { registration, credential, digestKeys, foldedId } = this.ports;
    const known = registration();
    const address = request.headers.get('CF-Connecting-IP') ?? '';
    const waitSeconds = waitBeforeLogin(this.attempts, address, now);
    if (known !== null && waitSeconds > 0) return { kind: 'refused', response: tooManyAttempts(waitSeconds) };
    const handshake = await readHandshake(request, {
      identities: [foldedId, known?.chargeBoxId ?? ''],
      isAnyUserNameAllowed: known?.settings.allowAnyUserName ?? false,
      credential: known === null ? null : credential(),
      digestKeys: digestKeys(),
    });
    // Asked again: the charger may have been changed or removed while the password was checked.
    const decision = decideHandshake(registration(), handshake);
    if (decision.kind === 'accepted') {
      const { subprotocol } = decision;
      return { kind: 'admitted', subprotocol, flags: flagsOfHandshake(request, decision) };
    }
    if (decision.status === 401) this.attempts = addFailure(this.attempts, address, now);
    return { kind: 'refused', response: refusalOf(decision) };
  }
}
