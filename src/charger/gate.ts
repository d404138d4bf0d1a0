import type { Flag } from '../domain/flag.ts';
import type { ValidCredential } from '../domain/credential.ts';
import { decideHandshake, type HandshakeDecision, type HandshakeRequest } from '../domain/handshake.ts';
import { addFailure, type LoginAttempts, waitBeforeLogin } from '../domain/login-attempts.ts';
import type { Registration, RegistrationChange } from '../domain/registration.ts';
import type { DigestKey } from '../env.ts';
import { within } from '../lib/within.ts';
import { noteCertificateUsed } from './charge-point-certificate.ts';
import { noteLogin, readValidCredentials } from './credentials.ts';
import { flagsOfHandshake, type Login, readHandshake, refusalOf, tooManyAttempts } from './handshake.ts';
import { facts } from './store/facts.ts';

/** How long a handshake waits for what the account says; then the object's own copy counts. */
const ACCOUNT_MS = 2_000;

interface GatePorts {
  sql: SqlStorage;
  /** Null while no charger is registered here. */
  registration: () => Registration | null;
  digestKeys: () => readonly DigestKey[];
  foldedId: string;
  /** The operator's name as the account has it now; null when there is no such account. */
  findCpoName: (accountId: string) => Promise<{ cpoName: string | null } | null>;
  amend: (change: RegistrationChange) => void;
}

type Accepted = Extract<HandshakeDecision, { kind: 'accepted' }>;

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
    const { sql, registration, digestKeys, foldedId } = this.ports;
    const known = registration();
    const address = request.headers.get('CF-Connecting-IP') ?? '';
    const waitSeconds = waitBeforeLogin(this.attempts, address, now);
    if (known !== null && waitSeconds > 0) return { kind: 'refused', response: tooManyAttempts(waitSeconds) };
    const { handshake, login, certificate } = await readHandshake(request, {
      identities: [foldedId, known?.chargeBoxId ?? ''].filter((identity) => identity !== ''),
      isAnyUserNameAllowed: known?.settings.allowAnyUserName ?? false,
      credentials: known === null ? [] : readValidCredentials(sql),
      digestKeys: digestKeys(),
    });
    if (known !== null && this.comparesCpoName(known, handshake)) await this.refreshCpoName(known);
    // Asked again: the charger may have been changed or removed while the password was checked.
    const decision = decideHandshake(
      registration(),
      login !== null && this.stillValid(login) === null ? { ...handshake, password: 'wrong' } : handshake,
      this.upgradeTo(),
    );
    if (decision.kind === 'accepted') {
      this.noteAdmission(decision, login, now);
      if (certificate !== null && handshake.isTls) noteCertificateUsed(sql, certificate, now);
      const { subprotocol } = decision;
      return { kind: 'admitted', subprotocol, flags: flagsOfHandshake(request, decision) };
    }
    const isGuess = decision.status === 401 && handshake.password !== 'uncheckable';
    if (isGuess) this.attempts = addFailure(this.attempts, address, now);
    return { kind: 'refused', response: refusalOf(decision) };
  }

  /** The account may have changed it since: told to no charger, it is asked for where it counts. */
  private async refreshCpoName({ accountId, cpoName }: Registration): Promise<void> {
    const account = await within(ACCOUNT_MS, this.ports.findCpoName(accountId), null);
    const { registration, amend } = this.ports;
    const isSame = account === null || account.cpoName === cpoName;
    if (!isSame && registration()?.accountId === accountId) amend({ cpoName: account.cpoName });
  }

  /** Whether the operator's name decides: a certificate that the edge has not verified is refused without it. */
  private comparesCpoName({ securityProfile }: Registration, request: HandshakeRequest): boolean {
    const isCertificate = securityProfile === 3 || this.upgradeTo() === 3;
    return isCertificate && request.isTls && request.certificateSubject !== null;
  }

  /** The higher profile that the charger was told and has not logged in with yet. */
  private upgradeTo(): number | null {
    const { sql, registration } = this.ports;
    return registration() === null ? null : (facts.profileUpgrade.read(sql)?.securityProfile ?? null);
  }

  /** The password as it is stored now: while it was checked, its owner or another login may have changed that. */
  private stillValid({ used, renewed }: Login): ValidCredential | null {
    const { sql, registration } = this.ports;
    if (registration() === null) return null;
    const digests = [used.digest, renewed?.digest];
    return readValidCredentials(sql).find(({ digest }) => digests.includes(digest)) ?? null;
  }

  /** What a login settles: which of two passwords counts, and that a higher profile has been reached. */
  private noteAdmission({ registration, securityProfile }: Accepted, login: Login | null, now: number): void {
    const { sql, amend } = this.ports;
    const used = login === null ? null : this.stillValid(login);
    if (login !== null && used !== null) {
      noteLogin(sql, used, used.digest === login.used.digest ? login.renewed : null, now);
    }
    if (securityProfile > registration.securityProfile) {
      facts.profileUpgrade.delete(sql);
      amend({ securityProfile });
    }
  }
}
